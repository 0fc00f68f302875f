import { AmountColumn } from '../table/amount-column.ts';
import { DayColumn } from '../table/day-column.ts';
import { isReversalLabel, labelOf, orNull, unreadable, type Place } from '../values.ts';
import { spanOf } from './written-days.ts';
import { accountIn } from './french-account.ts';
import { bounded, linesOf, placed, textOf } from './statement-text.ts';
import type { BankEntry, BankStatement } from './statement-types.ts';

/** A record: the values of its lines by their letter, the first of each. */
interface Raw {
  line: number;
  values: Map<string, string>;
  account: string | null;
}

const BANK_TYPES = /^!Type:(?:Bank|CCard|Cash|Oth A|Oth L)\s*$/i;

/** Records end with `^`; what follows `!Account` says whose they are. */
const recordsOf = (text: string, file: string): Raw[] => {
  const records: Raw[] = [];
  let section: 'bank' | 'account' | 'other' = 'other';
  let account: string | null = null;
  let open = null as Raw | null;
  for (const [index, raw] of linesOf(text).entries()) {
    const code = raw.charAt(0);
    if (code === '!') {
      if (/^!(?:Option|Clear):/i.test(raw)) continue;
      section = BANK_TYPES.test(raw) ? 'bank' : /^!Account\s*$/i.test(raw) ? 'account' : 'other';
      open = null;
    } else if (code === '^') {
      if (section === 'bank' && open) records.push(open);
      if (section === 'account') account = open?.values.get('N') ?? null;
      open = null;
    } else if (raw.trim() !== '') {
      open ??= { line: index + 1, values: new Map(), account };
      if (!open.values.has(code)) open.values.set(code, raw.slice(1).trim());
    }
  }
  if (open && section === 'bank')
    throw unreadable({ file, line: open.line }, 'le fichier est coupé : un mouvement ne finit pas par ^');
  return records;
};

/** `04/03/2026`, `4/ 3'26`. */
const tidy = (text: string): string => text.replaceAll("'", '/').replaceAll(/\s/g, '');

const dayIn = ({ values }: Raw): string => tidy(values.get('D') ?? '');

const amountIn = ({ values }: Raw): string => values.get('T') ?? values.get('U') ?? '';

const CURRENCY = 'EUR';

/** QIF names no currency: the euro is assumed. */
export const readQif = (bytes: Uint8Array, { file }: Place): BankStatement[] => {
  const records = bounded(recordsOf(textOf(bytes, { file }), file), { file });
  if (records.length === 0)
    throw unreadable({ file }, 'aucun mouvement de compte bancaire dans ce fichier QIF');
  const amounts = new AmountColumn();
  const days = new DayColumn();
  for (const record of records) {
    amounts.see(amountIn(record));
    days.see(dayIn(record));
  }
  const byAccount = new Map<string | null, BankEntry[]>();
  for (const record of records) {
    const place = { file, line: record.line };
    const date = placed(place, () => days.read(dayIn(record), { elsewhere: null, usual: 'day-first' }));
    const { cents, currency } = placed(place, () => amounts.read(amountIn(record), CURRENCY));
    const label = labelOf(record.values.get('P'), record.values.get('M'), record.values.get('N'));
    const entries = byAccount.get(record.account) ?? [];
    byAccount.set(record.account, entries);
    entries.push({
      date,
      amountCents: cents,
      currency: currency ?? CURRENCY,
      label,
      reference: orNull(record.values.get('N')),
      counterparty: null,
      iban: null,
      bankId: null,
      isReversal: isReversalLabel(label),
    });
  }
  return [...byAccount].map(([account, entries]) => {
    const span = spanOf(entries.map(({ date }) => date));
    return {
      format: 'qif',
      account: accountIn(account ?? ''),
      currency: CURRENCY,
      from: span.first,
      to: span.last,
      entries,
      pending: 0,
    };
  });
};
