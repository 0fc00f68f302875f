import { RelanceError } from '../../errors.ts';
import { addMonths, formatDay, isLocalDate, type LocalDate } from '../dates.ts';
import { formatRate } from './penalty-rate.ts';
import { SHIPPED_BCE, SHIPPED_LEGAL, SHIPPED_ON } from './shipped-rates.ts';

/** `bce`: ECB main refinancing operations; `legal`: taux d’intérêt légal, column « autres cas ». */
export const RATE_KINDS = ['bce', 'legal'] as const;
export type RateKind = (typeof RATE_KINDS)[number];

export interface ReferenceRate {
  kind: RateKind;
  /** First day on which it applies. */
  from: LocalDate;
  /** Hundredths of a percent a year. */
  bps: number;
  source: string;
  origin: 'shipped' | 'added';
}

export interface RateTable {
  bce: ReferenceRate[];
  legal: ReferenceRate[];
  /** Last day on which the ECB rate is known: a table says nothing of the days after it was checked. */
  bceKnownTo: LocalDate;
}

/** The rate of a semester as the law reads it. */
export interface SemesterRate {
  bps: number;
  /** The semester's own rate is not known: the last known one stands in, as if still in force. */
  isProvisional: boolean;
}

/** The semesters of C. com. L441-10 II exist since 2013: no earlier day is computed. */
export const FIRST_DAY: LocalDate = '2013-01-01';

/** Beyond it, a slip of the finger. */
const MAX_BPS = 2_000;

export const RATE_NAMES: Record<RateKind, string> = {
  bce: 'taux de refinancement de la BCE',
  legal: 'taux d’intérêt légal',
};

/** 1 January or 1 July. */
export const semesterStart = (day: LocalDate): LocalDate =>
  `${day.slice(0, 4)}-${day.slice(5, 7) < '07' ? '01' : '07'}-01`;

export const nextSemesterStart = (day: LocalDate): LocalDate => addMonths(semesterStart(day), 6);

/** « 2e semestre 2026 ». */
export const semesterName = (day: LocalDate): string =>
  `${day.slice(5, 7) < '07' ? '1er' : '2e'} semestre ${day.slice(0, 4)}`;

const refuse = (rate: Pick<ReferenceRate, 'kind' | 'from' | 'bps'>, what: string, hint: string): never => {
  throw new RelanceError(
    `${rate.kind === 'bce' ? 'Taux de la BCE' : 'Taux d’intérêt légal'}, ligne du ${isLocalDate(rate.from) ? formatDay(rate.from) : rate.from} (${formatRate(rate.bps)}) : ${what}`,
    { code: 'invalid-rate', hint },
  );
};

/** @throws RelanceError `invalid-rate`, naming the line */
const checkRate = (rate: ReferenceRate): void => {
  if (!isLocalDate(rate.from)) refuse(rate, 'ce jour n’existe pas', 'écrivez une date comme 01/01/2027');
  if (!Number.isInteger(rate.bps) || rate.bps < 0)
    refuse(rate, 'un taux ne peut pas être négatif', 'écrivez un pourcentage comme 2,65');
  if (rate.bps > MAX_BPS)
    refuse(
      rate,
      `un taux de plus de ${MAX_BPS / 100} % n’est pas vraisemblable`,
      'écrivez un pourcentage comme 2,65',
    );
  if (rate.kind === 'legal' && rate.from !== semesterStart(rate.from))
    refuse(
      rate,
      'le taux d’intérêt légal change le 1er janvier ou le 1er juillet',
      `écrivez ${formatDay(semesterStart(rate.from))} ou ${formatDay(nextSemesterStart(rate.from))}`,
    );
};

const byDay = (a: ReferenceRate, b: ReferenceRate): number => (a.from < b.from ? -1 : 1);

/** One line a day; what the user added stands in for what was shipped. */
const merge = (rates: readonly ReferenceRate[], kind: RateKind): ReferenceRate[] => {
  const byDate = new Map<LocalDate, ReferenceRate>();
  for (const rate of rates)
    if (rate.kind === kind) {
      checkRate(rate);
      byDate.set(rate.from, rate);
    }
  return [...byDate.values()].toSorted(byDay);
};

const refuseGaps = (legal: ReferenceRate[]): void => {
  for (const [index, rate] of legal.entries()) {
    const before = legal[index - 1];
    if (before && nextSemesterStart(before.from) !== rate.from)
      refuse(
        rate,
        `le taux du ${semesterName(nextSemesterStart(before.from))} manque`,
        `relance taux add legal --du ${formatDay(nextSemesterStart(before.from))} --valeur <pourcentage>`,
      );
  }
};

const SHIPPED: readonly ReferenceRate[] = [
  ...SHIPPED_BCE.map(([from, bps]) => ({
    kind: 'bce' as const,
    from,
    bps,
    source: 'Banque centrale européenne',
    origin: 'shipped' as const,
  })),
  ...SHIPPED_LEGAL.map(([from, bps, source]) => ({
    kind: 'legal' as const,
    from,
    bps,
    source,
    origin: 'shipped' as const,
  })),
];

/**
 * The shipped table with the rates that the user has added.
 * @param bceCheckedOn last day on which the ECB was asked and nothing else had changed, or null
 * @throws RelanceError `invalid-rate` for a line that cannot be, or a semester that is missing between two others
 */
export const buildRateTable = (
  added: readonly ReferenceRate[] = [],
  bceCheckedOn: LocalDate | null = null,
): RateTable => {
  const rates = [...SHIPPED, ...added];
  const bce = merge(rates, 'bce');
  const legal = merge(rates, 'legal');
  refuseGaps(legal);
  const days = [SHIPPED_ON, bceCheckedOn ?? SHIPPED_ON, bce.at(-1)?.from ?? SHIPPED_ON];
  return { bce, legal, bceKnownTo: days.reduce((a, b) => (a > b ? a : b)) };
};

const lastOn = (rates: readonly ReferenceRate[], day: LocalDate): ReferenceRate => {
  const rate = rates.findLast(({ from }) => from <= day) ?? rates[0];
  if (!rate) throw new RangeError('an empty table of rates');
  return rate;
};

/**
 * The rate that holds for the whole semester of a day: the ECB rate in force on its first day (C. com. L441-10 II), or
 * the taux d’intérêt légal fixed for it (CMF L313-2).
 */
export const semesterRate = (table: RateTable, kind: RateKind, day: LocalDate): SemesterRate => {
  const start = semesterStart(day);
  const rate = lastOn(table[kind], start);
  const isProvisional = kind === 'bce' ? start > table.bceKnownTo : rate.from !== start;
  return { bps: rate.bps, isProvisional };
};

/** The rates of the running semester that the table lacks. */
export const missingRates = (table: RateTable, today: LocalDate): RateKind[] =>
  RATE_KINDS.filter((kind) => semesterRate(table, kind, today).isProvisional);
