import { addDays } from '../../src/domain/dates.ts';
import { amountStyle, dayStyle, pick, writeAmount, type AmountStyle } from './bank-csv-cells.ts';
import {
  ABOVE,
  ENGLISH_NAMES,
  FRENCH_NAMES,
  KINDS,
  LABELS,
  SIGNS,
  STATUSES,
  WORDS_OF_EURO,
  type Standing,
} from './bank-csv-vocabulary.ts';
import type { Random } from './mutations.ts';

interface TrueEntry {
  date: string;
  amountCents: number;
  currency: string;
}

/** A statement as some bank might write it, and what it says. */
export interface WrittenStatement {
  bytes: Buffer;
  columns: Record<string, string> | undefined;
  /** What is booked, in order. */
  truth: TrueEntry[];
}

interface Line extends TrueEntry {
  label: string;
  standing: Standing;
}

const cents = (random: Random): number => {
  const size = pick(random, [100, 10_000, 200_000, 2_000_000, 200_000_000]);
  const whole = pick(random, [1, 10, 100]);
  return (1 + random(size)) * whole * (random(3) === 0 ? -1 : 1);
};

const linesOf = (random: Random, currencies: readonly string[], hasStatus: boolean): Line[] => {
  const first = addDays('2026-01-01', random(300));
  return Array.from({ length: 1 + random(12) }, (_, index) => ({
    date: addDays(first, Math.floor(index / 2) * (1 + random(3))),
    amountCents: cents(random),
    currency: pick(random, currencies),
    label: pick(random, LABELS),
    standing: hasStatus
      ? pick<Standing>(random, [
          ...(['booked', 'booked', 'booked', 'booked', 'pending', 'refused'] as const),
          ...(random(40) === 0 ? (['unknown'] as const) : []),
        ])
      : 'booked',
  }));
};

interface Column {
  name: string;
  /** The word of --colonnes for it. */
  field?: string;
  cell: (line: Line, index: number) => string;
}

type Write = (amount: number, currency: string) => string;

/** Where the amount and its sign stand. */
const amountColumns = (
  random: Random,
  names: typeof FRENCH_NAMES,
  lines: readonly Line[],
  write: Write,
  suffix: string,
): Column[] => {
  const amount = `${pick(random, names.amount)}${suffix}`;
  const mode = pick(random, ['signed', 'signed', 'split', 'split', 'sign'] as const);
  if (mode === 'split') {
    const isNegative = random(2) === 0;
    return [
      {
        name: `${pick(random, names.debit)}${suffix}`,
        field: 'debit',
        cell: ({ amountCents, currency }) =>
          amountCents < 0 ? write(isNegative ? amountCents : -amountCents, currency) : '',
      },
      {
        name: `${pick(random, names.credit)}${suffix}`,
        field: 'credit',
        cell: ({ amountCents, currency }) => (amountCents > 0 ? write(amountCents, currency) : ''),
      },
    ];
  }
  const signed: Column = {
    name: amount,
    field: 'montant',
    cell: ({ amountCents, currency }) => write(amountCents, currency),
  };
  if (mode === 'signed') {
    // A kind that is no sign, beside amounts of which one at least shows its own.
    const hasKind = random(3) === 0 && lines.some(({ amountCents }) => amountCents < 0);
    const kind = {
      name: pick(random, names.kind),
      cell: (_: Line, index: number) => (index === 0 ? 'Carte' : pick(random, KINDS)),
    };
    return hasKind ? [signed, kind] : [signed];
  }
  const [incoming, outgoing] = pick(random, SIGNS);
  const isAbsolute = random(4) > 0;
  return [
    {
      ...signed,
      cell: ({ amountCents, currency }) => write(isAbsolute ? Math.abs(amountCents) : amountCents, currency),
    },
    {
      name: pick(random, names.sign),
      field: 'sens',
      cell: ({ amountCents }) => (amountCents < 0 ? outgoing : incoming),
    },
  ];
};

const quotedIn = (separator: string) => (cell: string) =>
  cell.includes(separator) || /["\n\t]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

const currencyColumn = (random: Random, names: typeof FRENCH_NAMES): Column => ({
  name: pick(random, names.currency),
  field: 'devise',
  cell: ({ currency }) => (currency === 'EUR' ? pick(random, WORDS_OF_EURO) : currency),
});

const statusColumn = (random: Random, names: typeof FRENCH_NAMES): Column => ({
  name: pick(random, names.status),
  field: 'statut',
  cell: ({ standing }) => pick(random, STATUSES[standing]),
});

/** Columns that change nothing. */
const extraColumns = (
  random: Random,
  { extras: [balance = '', category = '', value = '', origin = ''] }: typeof FRENCH_NAMES,
  style: AmountStyle,
  day: (text: string) => string,
): Column[] =>
  (
    [
      { name: balance, cell: (_, index) => writeAmount(100_000 + index, 'EUR', style) },
      { name: category, cell: () => pick(random, ['Divers', 'Achats', '']) },
      { name: value, cell: (line) => day(addDays(line.date, random(2))) },
      { name: origin, cell: () => pick(random, ['USD', 'EUR', '']) },
    ] satisfies Column[]
  ).filter(() => random(3) === 0);

/** A statement drawn by lot. What no reader could tell (amounts that say their sign nowhere) is never written. */
export const writeStatement = (random: Random): WrittenStatement => {
  const isEnglish = random(3) === 0;
  const names = isEnglish ? ENGLISH_NAMES : FRENCH_NAMES;
  const hasNames = random(8) > 0;
  const said = pick(random, [
    ...(['nowhere', 'nowhere', 'column', 'cell', 'above'] as const),
    ...(hasNames ? (['name'] as const) : []),
  ]);
  const other = pick(random, ['USD', 'GBP', 'CHF', 'JPY', 'TND']);
  const currencies =
    said === 'column' || said === 'cell' ? ['EUR', other] : said === 'nowhere' ? ['EUR'] : [other];
  const hasStatus = random(3) === 0;
  const lines = linesOf(random, currencies, hasStatus);
  const style = amountStyle(random);
  const day = dayStyle(random, isEnglish);
  const place = random(2);
  const write: Write = (amount, currency) => {
    const text = writeAmount(amount, currency, style);
    if (said !== 'cell') return text;
    const word = currency === 'EUR' ? pick(random, ['€', 'EUR']) : currency;
    return place === 0 ? `${text} ${word}` : `${word} ${text}`;
  };
  const suffix = said === 'name' ? ` (${other})` : '';
  const columns = [
    { name: pick(random, names.date), field: 'date', cell: (line: Line) => day(line.date) },
    ...[
      { name: pick(random, names.label), field: 'libelle', cell: (line: Line) => line.label },
      ...amountColumns(random, names, lines, write, suffix),
    ].toSorted(() => random(2) - 0.5),
    ...(said === 'column' ? [currencyColumn(random, names)] : []),
    ...(hasStatus ? [statusColumn(random, names)] : []),
    ...extraColumns(random, names, style, day),
  ];
  return assemble(random, { lines, columns, write, above: said === 'above' ? other : null, hasNames });
};

interface Drawn {
  lines: readonly Line[];
  columns: readonly Column[];
  write: Write;
  above: string | null;
  hasNames: boolean;
}

/** A line of balance or of total: its words stand in the column of the day, or in that of the label. */
const sumLine = (random: Random, { columns, write, lines }: Drawn): string[] => {
  const words = pick(random, [
    'Total',
    'Totaux',
    'Solde au 31/10/2026',
    'Solde en fin de période',
    'Total des mouvements',
  ]);
  const isInDay = random(2) === 0;
  const currency = lines[0]?.currency ?? 'EUR';
  return columns.map(({ field }) => {
    if (field === 'date') return isInDay ? words : '';
    if (field === 'libelle') return isInDay ? '' : words;
    return field === 'montant' || field === 'credit' ? write(123_456, currency) : '';
  });
};

const assemble = (random: Random, drawn: Drawn): WrittenStatement => {
  const { lines, columns, above, hasNames } = drawn;
  const rows = lines.map((line, index) => columns.map(({ cell }) => cell(line, index)));
  const sums = random(3) === 0 ? [sumLine(random, drawn)] : [];
  const preamble = [
    ...(above === null ? [] : [[`Devise : ${above}`]]),
    ...(random(3) === 0 ? [...ABOVE.filter(() => random(2) === 0), ['']] : []),
  ];
  const table = [
    ...preamble,
    ...(hasNames ? [columns.map(({ name }) => name)] : []),
    ...(random(4) === 0 ? sums : []),
    ...rows,
    ...sums,
  ];
  const separator = pick(random, [';', ';', ',', '\t', '|']);
  const end = pick(random, ['\n', '\r\n']);
  const text = table.map((row) => row.map(quotedIn(separator)).join(separator) + end).join('');
  // Who gives the ranks may forget one.
  const forgotten = random(4) === 0 ? pick(random, ['sens', 'statut', 'devise']) : null;
  const ranked = columns.flatMap(({ field }, index) =>
    field === undefined || field === forgotten ? [] : [[field, String(index + 1)] as const],
  );
  const isBom = random(3) === 0;
  return {
    bytes: Buffer.from(isBom ? `\ufeff${text}` : text),
    columns: hasNames ? undefined : Object.fromEntries(ranked),
    truth: lines
      .filter(({ standing }) => standing === 'booked' || standing === 'unknown')
      .map(({ date, amountCents, currency }) => ({ date, amountCents, currency })),
  };
};
