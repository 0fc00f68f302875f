import type { LocalDate } from '../../domain/dates.ts';
import { dayOf, isReversalLabel, orNull, plainAmountOf, unreadable, type Place } from '../values.ts';
import { currencyIn } from './amounts.ts';
import { spanOf } from './written-days.ts';
import { accountIn } from './french-account.ts';
import { narrativeOf } from './mt940-narrative.ts';
import { bounded, linesOf, textOf, unread } from './statement-text.ts';
import type { BankEntry, BankStatement } from './statement-types.ts';

interface Field {
  tag: string;
  value: string;
  line: number;
  lines: number;
}

/** The standard has six. */
const MOST_LINES = 100;

/** What parts two messages: `-`, `-}{5:}`, `{1:F01…}`. */
const ENVELOPE = /^(?:-\}?(?:\{.*)?|\{[12345]:.*)$/;

/** `:61:` begins a field; what follows without a tag goes on with it. */
const fieldsOf = (text: string, file: string): Field[] => {
  const fields: Field[] = [];
  let isOpen = false;
  for (const [index, raw] of linesOf(text).entries()) {
    const line = raw.replaceAll(/[^\P{Cc}\t]/gu, '');
    const start = /^(?:\{4:)?:(\d{2}[A-Z]?):(.*)$/.exec(line);
    const last = fields.at(-1);
    if (start) {
      fields.push({ tag: start[1] ?? '', value: start[2] ?? '', line: index + 1, lines: 1 });
      isOpen = true;
    } else if (ENVELOPE.test(line)) isOpen = false;
    else if (isOpen && last) {
      last.lines += 1;
      if (last.lines > MOST_LINES)
        throw unreadable({ file, line: index + 1 }, `le champ ${last.tag} a trop de lignes`);
      last.value += `\n${line}`;
    }
  }
  return fields;
};

const dayFrom = (six: string): LocalDate | null =>
  dayOf(
    `${Number(six.slice(0, 2)) >= 80 ? '19' : '20'}${six.slice(0, 2)}-${six.slice(2, 4)}-${six.slice(4, 6)}`,
  );

/** Entry date (MMDD), of the year nearest to the value date. */
const bookedOn = (valueOn: LocalDate, entry: string | undefined): LocalDate | null => {
  if (entry === undefined) return valueOn;
  const year = Number(valueOn.slice(0, 4));
  const gap = Number(entry.slice(0, 2)) - Number(valueOn.slice(5, 7));
  const wrapped = gap > 6 ? year - 1 : gap < -6 ? year + 1 : year;
  return dayOf(`${wrapped}-${entry.slice(0, 2)}-${entry.slice(2, 4)}`);
};

/** Value date, entry date (four blanks at Citi and ASN), mark, third letter of the currency, amount, kind, references. */
const LINE_61 = /^(\d{6})(?:(\d{4})| {4})?(R[CD]|E[CD]|[CD])([A-Z])?(\d+(?:,\d*)?)([NFS][A-Z0-9]{3})(.*)$/;

const entryOf = (field: Field, field86: string, currency: string, place: Place): BankEntry | null => {
  const [main = '', ...rest] = field.value.split('\n');
  const match = LINE_61.exec(main.trim());
  if (!match) throw unread(place, 'l’opération (champ 61)', main, 'AAMMJJ[MMJJ]C1234,56NTRF…');
  const [, value = '', entryDay, mark = '', , amount = '', kind = '', references = ''] = match;
  const valueOn = dayFrom(value);
  const date = valueOn && bookedOn(valueOn, entryDay);
  const cents = plainAmountOf(amount, currency);
  if (date === null) throw unread(place, 'la date du champ 61', value + (entryDay ?? ''), 'AAMMJJ[MMJJ]');
  if (cents === null) throw unread(place, 'le montant du champ 61', amount, '1234,56');
  if (mark.startsWith('E')) return null;
  const cut = references.indexOf('//');
  const customer = (cut === -1 ? references : references.slice(0, cut)).trim();
  const told = narrativeOf(field86, customer, rest.join('\n'));
  return {
    date,
    // RC takes back a credit, RD a debit.
    amountCents: mark === 'C' || mark === 'RD' ? cents : -cents,
    currency,
    ...told,
    bankId: cut === -1 ? null : orNull(references.slice(cut + 2)),
    isReversal: mark.startsWith('R') || kind.endsWith('RTI') || isReversalLabel(told.label),
  };
};

/** What the fields 86 that follow a field tell of it. */
const toldAfter = (fields: readonly Field[], index: number): string => {
  const texts: string[] = [];
  for (let next = index + 1; fields[next]?.tag === '86'; next += 1) texts.push(fields[next]?.value ?? '');
  return texts.join('\n');
};

interface Open {
  statement: BankStatement;
  isBalanced: boolean;
  line: number;
}

const begin = (field: Field, account: Field | undefined, place: Place): Open => {
  const balance = /^[CD](\d{6})([A-Z]{3})/.exec(field.value);
  const day = dayFrom(balance?.[1] ?? '');
  if (!balance || day === null) throw unread(place, 'le solde (champ 60)', field.value, 'C260131EUR1234,56');
  const statement: BankStatement = {
    format: 'mt940',
    account: accountIn(account?.value.split('\n')[0] ?? ''),
    currency: currencyIn(balance[2] ?? '', place),
    from: day,
    to: null,
    entries: [],
    pending: 0,
  };
  return { statement, isBalanced: false, line: field.line };
};

export const readMt940 = (bytes: Uint8Array, { file }: Place): BankStatement[] => {
  const opened: Open[] = [];
  const fields = fieldsOf(textOf(bytes, { file }), file);
  let account: Field | undefined;
  for (const counted of ['61', '60F'])
    bounded(
      fields.filter(({ tag }) => tag === counted),
      { file },
    );
  for (const [index, field] of fields.entries()) {
    const place = { file, line: field.line };
    const open = opened.at(-1);
    if (field.tag === '25') account = field;
    else if (/^60[FM]$/.test(field.tag)) opened.push(begin(field, account, place));
    else if (/^62[FM]$/.test(field.tag) && open) {
      open.isBalanced = true;
      open.statement.to = dayFrom(/^[CD](\d{6})/.exec(field.value)?.[1] ?? '');
    } else if (field.tag === '61') {
      if (!open) throw unreadable(place, 'une opération vient avant tout solde (champ 60F) : MT942 ?');
      const entry = entryOf(field, toldAfter(fields, index), open.statement.currency, place);
      if (entry === null) open.statement.pending += 1;
      else open.statement.entries.push(entry);
    }
  }
  const [first] = opened;
  if (!first) throw unreadable({ file }, 'aucun relevé de compte dans ce fichier MT940');
  for (const { isBalanced, line } of opened)
    if (!isBalanced)
      throw unreadable({ file, line }, 'le relevé est coupé : il n’a pas de solde final (champ 62F)');
  return opened.map(({ statement }) => ({
    ...statement,
    to: statement.to ?? spanOf(statement.entries.map(({ date }) => date)).last,
  }));
};
