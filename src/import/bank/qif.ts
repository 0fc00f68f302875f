import { decodeText } from '../text-encoding.ts';
import type { LocalDate } from '../../domain/dates.ts';
import type { BankEntry, BankStatement } from './types.ts';
import { amountOf, dayOf, isReversalLabel, labelOf, orNull, unreadable, type Place } from './values.ts';

interface Raw {
  line: number;
  date: string;
  amount: string;
  payee: string;
  memo: string;
  number: string;
}

const recordsOf = (text: string): Raw[] => {
  const records: Raw[] = [];
  let open: Raw | null = null;
  let isBank = false;
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const code = raw.charAt(0);
    const value = raw.slice(1).trim();
    if (code === '!') {
      isBank = /^!Type:(?:Bank|CCard|Cash|Oth A|Oth L)/i.test(raw);
      continue;
    }
    if (!isBank) continue;
    if (code === '^') {
      if (open !== null) records.push(open);
      open = null;
      continue;
    }
    open ??= { line: index + 1, date: '', amount: '', payee: '', memo: '', number: '' };
    if (code === 'D') open.date = value;
    else if (code === 'T' || (code === 'U' && open.amount === '')) open.amount = value;
    else if (code === 'P') open.payee = value;
    else if (code === 'M') open.memo = value;
    else if (code === 'N') open.number = value;
  }
  if (open !== null && open.date !== '') records.push(open);
  return records;
};

/** `04/03/2026`, `4/ 3'26`. */
const tidy = (text: string): string => text.replaceAll("'", '/').replaceAll(/\s/g, '');

/** Days first, as in France, unless one of them can only be a month first. */
const dayReader = (records: readonly Raw[]): ((text: string) => LocalDate | null) => {
  const parts = records.map(({ date }) => /^(\d{1,2})[/.-](\d{1,2})[/.-]/.exec(tidy(date)));
  const isMonthFirst =
    parts.some((part) => Number(part?.[2] ?? 0) > 12) && parts.every((part) => Number(part?.[1] ?? 0) <= 12);
  return (text) => {
    const bare = tidy(text);
    return dayOf(isMonthFirst ? bare.replace(/^(\d{1,2})([/.-])(\d{1,2})/, '$3$2$1') : bare);
  };
};

/** QIF names no currency: the euro is assumed. */
export const readQif = (bytes: Uint8Array, { file }: Place): BankStatement[] => {
  const records = recordsOf(decodeText(bytes));
  const readDay = dayReader(records);
  const entries = records.map((record): BankEntry => {
    const place = { file, line: record.line };
    const date = readDay(record.date);
    const cents = amountOf(record.amount, 'EUR');
    if (date === null) throw unreadable(place, `la date «\u00a0${record.date}\u00a0» ne se lit pas`);
    if (cents === null) throw unreadable(place, `le montant «\u00a0${record.amount}\u00a0» ne se lit pas`);
    const label = labelOf(record.payee, record.memo, record.number);
    return {
      date,
      amountCents: cents,
      currency: 'EUR',
      label,
      reference: orNull(record.number),
      counterparty: null,
      iban: null,
      bankId: null,
      isReversal: isReversalLabel(label),
    };
  });
  const days = entries.map(({ date }) => date).toSorted();
  return [
    {
      format: 'qif',
      account: null,
      currency: 'EUR',
      from: days[0] ?? null,
      to: days.at(-1) ?? null,
      entries: entries.filter(({ amountCents }) => amountCents !== 0),
      pending: 0,
    },
  ];
};
