import { NBSP } from '../typography.ts';

export type PayerMark = 'A' | 'B' | 'C' | 'D' | 'E';

/** One line of the computation. */
export interface MarkLine {
  code: 'start' | 'delay' | 'late' | 'unpaid' | 'promises' | 'disputes' | 'signs';
  /** Added to the lines above; negative, except for the start. */
  points: number;
  text: string;
}

export interface MarkReading {
  /** Null with too little history. */
  mark: PayerMark | null;
  /** 0 to 100. */
  points: number | null;
  /** Only the lines that count, for a person to redo. */
  formula: MarkLine[];
}

export interface MarkFigures {
  invoices: number;
  /** Invoices settled, overdue or written off. */
  judged: number;
  onTime: number;
  meanDelayDays: number | null;
  writtenOff: number;
  /** Days late of the oldest invoice still unpaid; 0 when none is overdue. */
  oldestUnpaidDays: number;
  promisesBroken: number;
  disputed: number;
  signs: number;
}

/** Below this many invoices due or settled, a mark would be chance. */
export const MIN_JUDGED = 2;

const START = 100;
const MOST_FOR_DELAY = 40;
const FOR_ALL_LATE = 20;
const FOR_UNPAID = 20;
/** Days after which an unpaid invoice counts as one that may never be paid. */
const LONG_UNPAID_DAYS = 60;
const FOR_BROKEN_PROMISE = 5;
const MOST_FOR_PROMISES = 20;
const FOR_ALL_DISPUTED = 20;
const FOR_SIGN = 10;
const MOST_FOR_SIGNS = 30;

/** From the best to the worst; E goes down to 0. */
const FLOORS: readonly (readonly [mark: PayerMark, atLeast: number])[] = [
  ['A', 85],
  ['B', 70],
  ['C', 55],
  ['D', 40],
  ['E', 0],
];

/** What the letters are worth, in a line. */
export const MARK_SCALE = `${FLOORS.slice(0, -1)
  .map(([mark, atLeast]) => `${mark}${NBSP}dès${NBSP}${atLeast}`)
  .join(', ')}, E${NBSP}en${NBSP}dessous`;

const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count}${NBSP}${count > 1 ? many : one}`;

const share = (most: number, part: number, whole: number): string =>
  `${most}${NBSP}×${NBSP}${part}${NBSP}/${NBSP}${whole}`;

const shareOf = (most: number, part: number, whole: number): number => Math.round((most * part) / whole);

const unpaidText = ({ writtenOff }: MarkFigures): string =>
  writtenOff > 0
    ? `${counted(writtenOff, 'facture passée', 'factures passées')} en perte`
    : `une facture impayée depuis plus de ${counted(LONG_UNPAID_DAYS, 'jour')}`;

const deductions = (figures: MarkFigures): Omit<MarkLine, 'text'>[] => {
  const { invoices, judged, onTime, writtenOff, oldestUnpaidDays } = figures;
  return [
    { code: 'delay', points: Math.min(MOST_FOR_DELAY, figures.meanDelayDays ?? 0) },
    { code: 'late', points: shareOf(FOR_ALL_LATE, judged - onTime, judged) },
    { code: 'unpaid', points: writtenOff > 0 || oldestUnpaidDays > LONG_UNPAID_DAYS ? FOR_UNPAID : 0 },
    { code: 'promises', points: Math.min(MOST_FOR_PROMISES, FOR_BROKEN_PROMISE * figures.promisesBroken) },
    { code: 'disputes', points: shareOf(FOR_ALL_DISPUTED, figures.disputed, invoices) },
    { code: 'signs', points: Math.min(MOST_FOR_SIGNS, FOR_SIGN * figures.signs) },
  ];
};

const lineText = (code: MarkLine['code'], figures: MarkFigures): string => {
  const { invoices, judged, onTime, meanDelayDays, promisesBroken, disputed, signs } = figures;
  switch (code) {
    case 'start':
      return 'au départ';
    case 'delay':
      return `retard moyen de ${counted(meanDelayDays ?? 0, 'jour')} (1 point par jour, ${MOST_FOR_DELAY} au plus)`;
    case 'late':
      return `${counted(judged - onTime, 'facture')} en retard sur ${judged} (${share(FOR_ALL_LATE, judged - onTime, judged)})`;
    case 'unpaid':
      return unpaidText(figures);
    case 'promises':
      return `${counted(promisesBroken, 'promesse non tenue', 'promesses non tenues')} (${FOR_BROKEN_PROMISE} points chacune, ${MOST_FOR_PROMISES} au plus)`;
    case 'disputes':
      return `${counted(disputed, 'facture contestée', 'factures contestées')} sur ${invoices} (${share(FOR_ALL_DISPUTED, disputed, invoices)})`;
    case 'signs':
      return `${counted(signs, 'signe noté', 'signes notés')} (${FOR_SIGN} points chacun, ${MOST_FOR_SIGNS} au plus)`;
  }
};

export const markOf = (points: number): PayerMark =>
  FLOORS.find(([, atLeast]) => points >= atLeast)?.[0] ?? 'E';

/** From A to E, with its computation; nothing with less than {@link MIN_JUDGED} invoices due or settled. */
export const computeMark = (figures: MarkFigures): MarkReading => {
  if (figures.judged < MIN_JUDGED) return { mark: null, points: null, formula: [] };
  const lines = deductions(figures).filter(({ points }) => points > 0);
  const points = Math.max(
    0,
    lines.reduce((rest, line) => rest - line.points, START),
  );
  return {
    mark: markOf(points),
    points,
    formula: [
      { code: 'start', points: START, text: lineText('start', figures) },
      ...lines.map((line) => ({ code: line.code, points: -line.points, text: lineText(line.code, figures) })),
    ],
  };
};
