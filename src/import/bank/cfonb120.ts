import type { LocalDate } from '../../domain/dates.ts';
import { quoted } from '../../domain/typography.ts';
import { dayOf, ibanOrNull, isReversalLabel, labelOf, orNull, unreadable, type Place } from '../values.ts';
import { currencyIn, rescaled } from './amounts.ts';
import { accountOf } from './french-account.ts';
import { bounded, linesOf, textOf, unread } from './statement-text.ts';
import type { BankEntry, BankStatement } from './statement-types.ts';

/** One record: its text, 120 characters, and where it stands. */
interface Record120 {
  text: string;
  place: Place;
}

const LENGTH = 120;

/** Columns as the standard counts them, from 1, both included. */
const slice = ({ text }: Record120, from: number, to: number): string => text.slice(from - 1, to).trim();

/** Lines, or one line of records that follow each other; trailing spaces may be missing. */
const recordsOf = (text: string, file: string): Record120[] =>
  linesOf(text).flatMap((line, index) => {
    const place = { file, line: index + 1 };
    const count = Math.ceil(line.trimEnd().length / LENGTH);
    return Array.from({ length: count }, (_, rank) => ({
      text: line.slice(rank * LENGTH, (rank + 1) * LENGTH).padEnd(LENGTH),
      place,
    }));
  });

/** The last figure of an amount also holds its sign: { A–I above zero, } J–R below. */
const LAST_FIGURE = '{ABCDEFGHI}JKLMNOPQR';

const amountIn = (record: Record120, currency: string): number => {
  const text = record.text.slice(90, 104);
  const last = LAST_FIGURE.indexOf(text.slice(-1));
  const decimals = slice(record, 20, 20);
  const units = /^\d{13}/.test(text) && last !== -1 ? Number(`${text.slice(0, -1)}${last % 10}`) : Number.NaN;
  const cents = rescaled(units, /^\d$/.test(decimals) ? Number(decimals) : 2, currency);
  if (cents === null) throw unread(record.place, 'le montant (colonnes 91 à 104)', text, '0000000012345F');
  return last >= 10 ? -cents : cents;
};

const dayIn = (record: Record120): LocalDate => {
  const six = record.text.slice(34, 40);
  const day = /^\d{6}$/.test(six) ? dayOf(`${six.slice(0, 2)}/${six.slice(2, 4)}/${six.slice(4)}`) : null;
  if (day === null) throw unread(record.place, 'la date (colonnes 35 à 40)', six, 'JJMMAA');
  return day;
};

/** Beyond it, a label says no more. */
const MOST_TEXTS = 20;

interface Operation {
  record: Record120;
  details: Map<string, string[]>;
}

const entryOf = ({ record, details }: Operation, currency: string): BankEntry => {
  const of = (code: string): string[] => (details.get(code) ?? []).slice(0, MOST_TEXTS);
  const amountCents = amountIn(record, currency);
  const names = amountCents < 0 ? [...of('NBE'), ...of('NPY')] : [...of('NPY'), ...of('NPO'), ...of('NBE')];
  const counterparty = orNull(names[0]);
  // The client's reference, then the nature of the payment.
  const client = orNull(of('RCN')[0]?.slice(0, 35));
  const label = labelOf(
    slice(record, 49, 79),
    ...of('LIB'),
    of('LCC').join('') + of('LC2').join(''),
    ...of('LCS'),
    ...of('LEM'),
    counterparty,
  );
  return {
    date: dayIn(record),
    amountCents,
    currency,
    label,
    reference: client ?? orNull(of('REF')[0]) ?? orNull(slice(record, 105, 120)),
    counterparty,
    iban: ibanOrNull(of('CBE')[0]),
    bankId: null,
    // Columns 41 and 42: why it was rejected. RET: what is given back.
    isReversal: slice(record, 41, 42) !== '' || details.has('RET') || isReversalLabel(label),
  };
};

interface Open {
  first: Record120;
  from: LocalDate;
  operations: Operation[];
}

const accountIn = (record: Record120): string =>
  accountOf(slice(record, 3, 7), slice(record, 12, 16), slice(record, 22, 32)) ?? '';

const close = ({ first, from, operations }: Open, last: Record120): BankStatement => {
  const currency = currencyIn(slice(first, 17, 19), first.place);
  const entries = bounded(operations, first.place).map((operation) => entryOf(operation, currency));
  const sum = entries.reduce((total, { amountCents }) => total + amountCents, amountIn(first, currency));
  if (sum !== amountIn(last, currency))
    throw unreadable(
      last.place,
      'le nouveau solde n’est pas l’ancien augmenté des opérations : des lignes manquent',
    );
  return {
    format: 'cfonb120',
    account: accountIn(first),
    currency,
    from,
    to: dayIn(last),
    entries,
    pending: 0,
  };
};

const addDetail = (record: Record120, operation: Operation | undefined): void => {
  if (!operation) throw unreadable(record.place, 'un complément (ligne 05) ne suit aucune opération');
  const code = record.text.slice(45, 48);
  const text = record.text.slice(48, 118).trim();
  const known = operation.details.get(code);
  if (known) known.push(text);
  else operation.details.set(code, [text]);
};

/** Records of 120 characters: 01 former balance, 04 operation, 05 what completes it, 07 new balance. */
export const readCfonb120 = (bytes: Uint8Array, { file }: Place): BankStatement[] => {
  const statements: BankStatement[] = [];
  let open = null as Open | null;
  for (const record of recordsOf(textOf(bytes, { file }), file)) {
    const code = slice(record, 1, 2);
    if (code === '01') {
      if (open) throw unreadable(record.place, 'le relevé qui précède n’a pas de nouveau solde (ligne 07)');
      open = { first: record, from: dayIn(record), operations: [] };
      continue;
    }
    if (!/^0[457]$/.test(code))
      throw unreadable(
        record.place,
        `l’enregistrement ${quoted(code)} n’existe pas dans un relevé CFONB 120`,
      );
    if (!open) throw unreadable(record.place, `une ligne ${code} vient avant tout ancien solde (ligne 01)`);
    if (code === '04') {
      open.operations.push({ record, details: new Map() });
    } else if (code === '05') {
      addDetail(record, open.operations.at(-1));
    } else {
      statements.push(close(open, record));
      open = null;
    }
  }
  if (open)
    throw unreadable(open.first.place, 'le relevé est coupé : il n’a pas de nouveau solde (ligne 07)');
  if (statements.length === 0) throw unreadable({ file }, 'aucun relevé de compte dans ce fichier CFONB 120');
  return statements;
};
