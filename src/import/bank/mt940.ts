import { decodeText } from '../text-encoding.ts';
import type { LocalDate } from '../../domain/dates.ts';
import type { BankEntry, BankStatement } from './types.ts';
import {
  dayOf,
  ibanOrNull,
  isReversalLabel,
  labelOf,
  orNull,
  plainAmountOf,
  unreadable,
  type Place,
} from './values.ts';

interface Field {
  tag: string;
  value: string;
  line: number;
}

/** `:61:` begins a field; what follows without a tag goes on with it. */
const fieldsOf = (text: string): Field[] => {
  const fields: Field[] = [];
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const start = /^(?:\{4:)?:(\d{2}[A-Z]?):(.*)$/.exec(raw);
    if (start) fields.push({ tag: start[1] ?? '', value: start[2] ?? '', line: index + 1 });
    else if (!/^(?:-\}?|\{.*|-)$/.test(raw)) {
      const last = fields.at(-1);
      if (last) last.value += `\n${raw}`;
    }
  }
  return fields;
};

const dayFrom = (six: string): LocalDate | null =>
  dayOf(
    `${Number(six.slice(0, 2)) >= 80 ? '19' : '20'}${six.slice(0, 2)}-${six.slice(2, 4)}-${six.slice(4, 6)}`,
  );

/** Entry date (MMDD) of the year nearest to the value date. */
const bookedOn = (valueOn: LocalDate, entry: string | undefined): LocalDate => {
  if (entry === undefined) return valueOn;
  const year = Number(valueOn.slice(0, 4));
  const gap = Number(entry.slice(0, 2)) - Number(valueOn.slice(5, 7));
  const wrapped = gap > 6 ? year - 1 : gap < -6 ? year + 1 : year;
  return dayOf(`${wrapped}-${entry.slice(0, 2)}-${entry.slice(2, 4)}`) ?? valueOn;
};

/** `?20…?21…` of German and Polish banks. */
const numbered = (text: string): Map<string, string> => {
  const parts = new Map<string, string>();
  for (const [, code = '', value = ''] of text.matchAll(/\?(\d{2})([^?]*)/g)) parts.set(code, value.trim());
  return parts;
};

/** `/IBAN/NL12…/NAME/…/REMI/…` of Dutch banks, `/EREF/`. */
const slashed = (text: string, name: string): string | null =>
  orNull(new RegExp(`/${name}/([^/]*)`).exec(text)?.[1]);

interface Narrative {
  label: string;
  counterparty: string | null;
  iban: string | null;
  reference: string | null;
}

const narrativeOf = (text: string, customerReference: string, supplement: string): Narrative => {
  const flat = text.replaceAll('\n', '');
  const parts = numbered(flat);
  const purpose = [...parts].filter(([code]) => code >= '20' && code <= '29').map(([, value]) => value);
  const name =
    parts.size > 0
      ? orNull([parts.get('32'), parts.get('33')].filter(Boolean).join(' '))
      : slashed(flat, 'NAME');
  const label =
    parts.size > 0
      ? labelOf(...purpose, parts.get('00'), name)
      : labelOf(
          slashed(flat, 'REMI'),
          flat.startsWith('/') && slashed(flat, 'REMI') !== null ? name : text.replaceAll('\n', ' '),
          supplement,
        );
  return {
    label,
    counterparty: name,
    iban: ibanOrNull(parts.get('38') ?? parts.get('31') ?? parts.get('60') ?? slashed(flat, 'IBAN')),
    reference: slashed(flat, 'EREF') ?? orNull(customerReference),
  };
};

const LINE_61 =
  /^(\d{6})(\d{4})?(R?[CD])([A-Z])?(\d+,?\d*)([NFS][A-Z0-9]{3})?([^\n]{0,}?)(?:\/\/([^\n]*))?(?:\n([\s\S]*))?$/;

const entryOf = (field: Field, narrative: string, currency: string, file: string): BankEntry | null => {
  const place = { file, line: field.line };
  const match = LINE_61.exec(field.value);
  if (!match) throw unreadable(place, `l’opération «\u00a0${field.value.slice(0, 40)}\u00a0» ne se lit pas`);
  const [, value = '', entry, mark = '', , amount = '', , customer = '', bank, supplement = ''] = match;
  const valueOn = dayFrom(value);
  const cents = plainAmountOf(amount, currency);
  if (valueOn === null) throw unreadable(place, `la date «\u00a0${value}\u00a0» ne se lit pas`);
  if (cents === null) throw unreadable(place, `le montant «\u00a0${amount}\u00a0» ne se lit pas`);
  if (cents === 0) return null;
  // RC takes back a credit, RD a debit.
  const isCredit = mark === 'C' || mark === 'RD';
  const told = narrativeOf(narrative, customer, supplement);
  return {
    date: bookedOn(valueOn, entry),
    amountCents: isCredit ? cents : -cents,
    currency,
    ...told,
    bankId: orNull(bank),
    isReversal: mark.startsWith('R') || isReversalLabel(told.label),
  };
};

export const readMt940 = (bytes: Uint8Array, { file }: Place): BankStatement[] => {
  const statements: BankStatement[] = [];
  let open: BankStatement | null = null;
  const fields = fieldsOf(decodeText(bytes));
  for (const [index, field] of fields.entries()) {
    const { tag, value } = field;
    if (tag === '25') {
      open = {
        format: 'mt940',
        account: value.split('\n')[0]?.replaceAll(/[\s"]/g, '') ?? null,
        currency: 'EUR',
        from: null,
        to: null,
        entries: [],
        pending: 0,
      };
      statements.push(open);
    } else if (open !== null && /^6[02][FM]$/.test(tag)) {
      const balance = /^[CD](\d{6})([A-Z]{3})/.exec(value);
      if (!balance)
        throw unreadable(
          { file, line: field.line },
          `le solde «\u00a0${value.slice(0, 30)}\u00a0» ne se lit pas`,
        );
      open.currency = balance[2] ?? 'EUR';
      const day = dayFrom(balance[1] ?? '');
      if (tag.startsWith('60')) open.from ??= day;
      else open.to = day;
    } else if (open !== null && tag === '61') {
      const next = fields[index + 1];
      const entry = entryOf(field, next?.tag === '86' ? next.value : '', open.currency, file);
      if (entry !== null) open.entries.push(entry);
    }
  }
  for (const statement of statements)
    statement.to ??=
      statement.entries
        .map(({ date }) => date)
        .toSorted()
        .at(-1) ?? null;
  if (statements.length === 0) throw unreadable({ file }, 'aucun relevé de compte dans ce fichier MT940');
  return statements;
};
