import { readStatements } from '../../src/import/bank/read-statement.ts';
import type { BankStatement } from '../../src/import/bank/statement-types.ts';
import { differencesIn, hundredths, type Difference } from './difference.ts';

interface CamtEntry {
  amount: string;
  ccy: string;
  sign: string;
  status: string;
  book: string;
  tx_details: number;
}

interface OfxLine {
  date: string | null;
  amount: string | null;
  fitid: string | null;
}

interface CamtStatement {
  iban: string | null;
  other_id: string | null;
  entries: CamtEntry[];
}

interface OfxStatement {
  acctid: string | null;
  currency: string;
  n: number;
  sum: string;
  first: OfxLine[];
  last: OfxLine[];
}

type CfonbRecord = [
  code: string,
  bank: string,
  branch: string,
  account: string,
  day: string,
  amount: string,
  label: string,
];
type Line61 = [day: string, entryDay: string, mark: string, funds: string, amount: string, rest: string];

/** What a file holds; each format has its own fields. */
export interface ExpectedFile {
  namespace?: string;
  statements?: unknown[];
  ops?: CfonbRecord[];
  account?: string[];
  first?: Line61[];
  n_61_lines?: number;
  rows?: [date: string, amount: string, label: string][];
}

type Fields = Record<string, unknown>;
type Comparison = [expected: Fields, read: Fields];

const day6 = (year: string, month: string, day: string): string => `20${year}-${month}-${day}`;

const line = (date: string, cents: number): string => `${date} ${cents}`;

const sorted = (values: string[]): string[] => [...new Set(values)].toSorted();

/** The lines of a day as one, for a batch that is read as several. */
const perDay = (lines: [date: string, cents: number][]): Record<string, number> => {
  const sums: Record<string, number> = {};
  for (const [date, cents] of lines) sums[date] = (sums[date] ?? 0) + cents;
  return sums;
};

const linesOf = (statements: BankStatement[]): string[] =>
  statements.flatMap(({ entries }) => entries.map(({ date, amountCents }) => line(date, amountCents)));

const accountsOf = (statements: BankStatement[]): string[] =>
  sorted(statements.map(({ account }) => account ?? ''));

const camt = (expected: CamtStatement[], read: BankStatement[]): Comparison => {
  const entries = expected.flatMap((statement) => statement.entries);
  const booked = entries.filter(({ status }) => status === 'BOOK');
  const readEntries = read.flatMap((statement) => statement.entries);
  return [
    {
      accounts: sorted(expected.map(({ iban, other_id }) => iban ?? other_id ?? '')),
      currencies: sorted(booked.map(({ ccy }) => ccy)),
      pending: entries.length - booked.length,
      count: booked.some(({ tx_details }) => tx_details > 1) ? undefined : booked.length,
      days: perDay(
        booked.map(({ book, sign, amount }) => [
          book.slice(0, 10),
          (sign === 'CRDT' ? 1 : -1) * hundredths(amount),
        ]),
      ),
    },
    {
      accounts: accountsOf(read),
      currencies: sorted(readEntries.map(({ currency }) => currency)),
      pending: read.reduce((sum, { pending }) => sum + pending, 0),
      count: readEntries.length,
      days: perDay(readEntries.map(({ date, amountCents }) => [date, amountCents])),
    },
  ];
};

const expectedLine = ({ date, amount, fitid }: OfxLine): string =>
  `${line(date ?? '', hundredths(amount ?? ''))} ${fitid ?? ''}`;
const entryLine = ({ date, amountCents, bankId }: BankStatement['entries'][number]): string =>
  `${line(date, amountCents)} ${bankId ?? ''}`;

const ofx = (expected: OfxStatement[], read: BankStatement[]): Comparison => {
  return [
    {
      accounts: sorted(expected.map(({ acctid }) => acctid ?? '')),
      currencies: sorted(expected.map(({ currency }) => currency)),
      statements: expected.map(({ n, sum, first, last }) => ({
        count: n,
        sum: hundredths(sum),
        first: first.map(expectedLine),
        last: last.map(expectedLine),
      })),
    },
    {
      // With its bank and branch, a French account is an IBAN.
      accounts: sorted(
        read.map(
          ({ account }) =>
            expected.find(({ acctid }) => acctid !== null && account?.includes(acctid))?.acctid ??
            account ??
            '',
        ),
      ),
      currencies: sorted(read.map(({ currency }) => currency)),
      statements: read.map(({ entries }) => ({
        count: entries.length,
        sum: entries.reduce((sum, { amountCents }) => sum + amountCents, 0),
        first: entries.slice(0, 2).map(entryLine),
        last: entries.slice(-1).map(entryLine),
      })),
    },
  ];
};

const cfonb = (ops: CfonbRecord[], read: BankStatement[]): Comparison => {
  const entries = ops.filter(([code]) => code === '04');
  const numbers = sorted(entries.map(([, , , account]) => account));
  return [
    {
      lines: entries.map(([, , , , day, amount]) =>
        line(day6(day.slice(4), day.slice(2, 4), day.slice(0, 2)), hundredths(amount)),
      ),
      accounts: numbers,
    },
    {
      lines: linesOf(read),
      accounts: sorted(
        accountsOf(read).map((account) => numbers.find((number) => account.includes(number)) ?? account),
      ),
    },
  ];
};

const mt940 = ({ account, first = [], n_61_lines }: ExpectedFile, read: BankStatement[]): Comparison => [
  {
    accounts: sorted(account ?? []),
    count: n_61_lines,
    first: first.map(([day, entryDay, mark, , amount]) => {
      const booked = /^(\d\d)(\d\d)$/.exec(entryDay);
      return line(
        day6(day.slice(0, 2), booked?.[1] ?? day.slice(2, 4), booked?.[2] ?? day.slice(4)),
        (mark === 'D' || mark === 'RC' ? -1 : 1) * hundredths(amount),
      );
    }),
  },
  {
    accounts: accountsOf(read),
    count: linesOf(read).length,
    first: linesOf(read).slice(0, first.length),
  },
];

const csv = (rows: [string, string, string][], read: BankStatement[]): Comparison => {
  const said = read.flatMap(({ entries }) => entries.map(({ label }) => label));
  return [
    {
      lines: rows.map(([date, amount]) => line(date, hundredths(amount))),
      labels: rows.map(([, , label]) => label),
    },
    {
      lines: linesOf(read),
      // The complementary information of a line is read after its label.
      labels: said.map((label, index) =>
        label.includes(rows[index]?.[2] ?? '\0') ? rows[index]?.[2] : label,
      ),
    },
  ];
};

const comparison = (expected: ExpectedFile, read: BankStatement[]): Comparison => {
  if (expected.rows) return csv(expected.rows, read);
  if (expected.ops) return cfonb(expected.ops, read);
  if (expected.account) return mt940(expected, read);
  if (expected.namespace !== undefined) return camt((expected.statements ?? []) as CamtStatement[], read);
  if (expected.statements) return ofx(expected.statements as OfxStatement[], read);
  return [{ isRead: true }, { isRead: linesOf(read).length > 0 }];
};

/** What differs between a statement as it is read and as it is expected. */
export const bankDifferences = (bytes: Buffer, file: string, expected: ExpectedFile): Difference[] =>
  differencesIn(...comparison(expected, readStatements(bytes, file)));
