import type { LocalDate } from '../../domain/dates.ts';
import { decodeText } from '../text-encoding.ts';
import type { BankEntry, BankStatement } from './types.ts';
import { dayOf, isReversalLabel, labelOf, orNull, unreadable, type Place } from './values.ts';

/** The last figure of an amount also holds its sign: { A–I above zero, } J–R below. */
const LAST = '{ABCDEFGHI}JKLMNOPQR';

const amountOf = (text: string, decimals: number): number | null => {
  const at = LAST.indexOf(text.slice(-1));
  if (at === -1 || !/^\d{13}$/.test(text.slice(0, -1))) return null;
  const units = Number(text.slice(0, -1) + String(at % 10));
  // Minor units of two decimals, whatever the record counts in.
  const cents = decimals <= 2 ? units * 10 ** (2 - decimals) : units / 10 ** (decimals - 2);
  return Number.isInteger(cents) ? (at >= 10 ? -cents : cents) : null;
};

const dayFrom = (six: string): LocalDate | null =>
  /^\d{6}$/.test(six) ? dayOf(`${six.slice(0, 2)}/${six.slice(2, 4)}/${six.slice(4)}`) : null;

const slice = (line: string, from: number, to: number): string => line.slice(from - 1, to).trim();

interface Operation {
  entry: BankEntry;
  details: Map<string, string[]>;
}

const finish = ({ entry, details }: Operation): BankEntry => {
  const of = (code: string): string[] => details.get(code) ?? [];
  const counterparty = orNull(of('NPY')[0] ?? of('NBE')[0]);
  const reference = orNull(of('REF')[0] ?? of('RCN')[0]?.slice(0, 35) ?? of('LCC')[0]);
  const label = labelOf(entry.label, ...of('LIB'), ...of('LCC'), ...of('LC2'), counterparty);
  return {
    ...entry,
    label,
    counterparty,
    reference: reference ?? entry.reference,
    isReversal: entry.isReversal || isReversalLabel(label),
  };
};

/** Operation codes of returned direct debits and unpaid cheques (interbank codes of the CFONB). */
const REVERSAL_CODES = new Set(['A4', 'A5', '04', '09', '12', 'B4']);

const operationOf = (line: string, place: Place): Operation => {
  const decimals = Number(line.charAt(19) || '2');
  const currency = slice(line, 17, 19) || 'EUR';
  const date = dayFrom(line.slice(34, 40));
  const cents = amountOf(line.slice(90, 104), Number.isInteger(decimals) ? decimals : 2);
  if (date === null) throw unreadable(place, `la date «\u00a0${line.slice(34, 40)}\u00a0» ne se lit pas`);
  if (cents === null)
    throw unreadable(place, `le montant «\u00a0${line.slice(90, 104)}\u00a0» ne se lit pas`);
  const label = labelOf(line.slice(48, 79));
  return {
    details: new Map(),
    entry: {
      date,
      amountCents: cents,
      currency,
      label,
      reference: orNull(line.slice(104, 120)),
      counterparty: null,
      iban: null,
      bankId: null,
      isReversal: REVERSAL_CODES.has(slice(line, 33, 34)) && /REJET|IMPAY/.test(label.toUpperCase()),
    },
  };
};

const accountOf = (line: string): string =>
  `${slice(line, 3, 7)}-${slice(line, 12, 16)}-${slice(line, 22, 32)}`;

/** Records of 120 characters: 01 former balance, 04 operation, 05 what completes it, 07 new balance. */
export const readCfonb120 = (bytes: Uint8Array, { file }: Place): BankStatement[] => {
  const statements: BankStatement[] = [];
  let open: { statement: BankStatement; operations: Operation[] } | null = null;
  const close = (): void => {
    if (open === null) return;
    open.statement.entries = open.operations.map(finish).filter(({ amountCents }) => amountCents !== 0);
    open.statement.to ??=
      open.statement.entries
        .map(({ date }) => date)
        .toSorted()
        .at(-1) ?? null;
    open = null;
  };
  for (const [index, raw] of decodeText(bytes)
    .split(/\r\n|\r|\n/)
    .entries()) {
    const place = { file, line: index + 1 };
    const line = raw.padEnd(120);
    const code = line.slice(0, 2);
    if (raw.trim() === '') continue;
    if (code === '01') {
      close();
      const from = dayFrom(line.slice(34, 40));
      if (from === null)
        throw unreadable(place, `la date «\u00a0${line.slice(34, 40)}\u00a0» du solde ne se lit pas`);
      const statement: BankStatement = {
        format: 'cfonb120',
        account: accountOf(line),
        currency: slice(line, 17, 19) || 'EUR',
        from,
        to: null,
        entries: [],
        pending: 0,
      };
      statements.push(statement);
      open = { statement, operations: [] };
    } else if (code === '04') {
      if (open === null) throw unreadable(place, 'une opération vient avant tout relevé (ligne 01)');
      open.operations.push(operationOf(line, place));
    } else if (code === '05') {
      const operation: Operation | undefined = open?.operations.at(-1);
      if (!operation) throw unreadable(place, 'un complément (ligne 05) ne suit aucune opération');
      const qualifier = line.slice(45, 48);
      const known = operation.details.get(qualifier);
      const text = line.slice(48, 118).trim();
      if (known) known.push(text);
      else operation.details.set(qualifier, [text]);
    } else if (code === '07') {
      if (open !== null) open.statement.to = dayFrom(line.slice(34, 40));
      close();
    } else
      throw unreadable(place, `l’enregistrement «\u00a0${code}\u00a0» n’existe pas dans un relevé CFONB`);
  }
  close();
  if (statements.length === 0) throw unreadable({ file }, 'aucun relevé de compte dans ce fichier CFONB');
  return statements;
};
