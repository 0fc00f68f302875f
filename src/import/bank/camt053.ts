import { quoted } from '../../domain/typography.ts';
import { addDays, type LocalDate } from '../../domain/dates.ts';
import { at, many, parseXml, textAt, XmlFault, type Node } from '../xml.ts';
import { dayOf, unreadable, type Place } from '../values.ts';
import { currencyIn } from './amounts.ts';
import { dayIn, entriesOf } from './camt-entry.ts';
import { bookedDay, spanOf } from './written-days.ts';
import { accountIn } from './french-account.ts';
import { bounded, notStatement } from './statement-text.ts';
import type { BankStatement } from './statement-types.ts';

/** `BOOK` up to version 7 is a text, later a code. */
const statusOf = (entry: Node): string | null => textAt(entry, 'Sts', 'Cd') ?? textAt(entry, 'Sts');

/** The day of a balance of this code. */
const balanceDay = (statement: Node, code: string): LocalDate | null => {
  const balance = many(statement, 'Bal').find((one) => textAt(one, 'Tp', 'CdOrPrtry', 'Cd') === code);
  return bookedDay(dayIn(balance, 'Dt') ?? textAt(balance, 'Dt') ?? '');
};

/** The last day of the period: a midnight that closes it ends the day before. */
const lastDay = (statement: Node, from: LocalDate | null): LocalDate | null => {
  const text = textAt(statement, 'FrToDt', 'ToDtTm') ?? '';
  const day = bookedDay(text);
  if (day === null || from === null || day <= from) return day;
  const isMidnight = /T00:00(?::00(?:\.0+)?)?(?![:.\d])/.test(text) || day !== dayOf(text);
  return isMidnight ? addDays(day, -1) : day;
};

const statementOf = (node: Node, place: Place): BankStatement => {
  const listed = bounded(many(node, 'Ntry'), place);
  const entries = listed
    .filter((entry) => (statusOf(entry) ?? 'BOOK') === 'BOOK')
    .flatMap((entry, index) => entriesOf(entry, { file: `${place.file}, opération ${index + 1}` }));
  const from = bookedDay(textAt(node, 'FrToDt', 'FrDtTm') ?? '') ?? balanceDay(node, 'OPBD');
  const span = spanOf(entries.map(({ date }) => date));
  const currency = textAt(node, 'Acct', 'Ccy');
  const account = textAt(node, 'Acct', 'Id', 'IBAN') ?? textAt(node, 'Acct', 'Id', 'Othr', 'Id');
  return {
    format: 'camt053',
    account: accountIn(account ?? ''),
    currency: currency === null ? (entries[0]?.currency ?? 'EUR') : currencyIn(currency, place),
    from: from ?? span.first,
    to: spanOf([lastDay(node, from) ?? balanceDay(node, 'CLBD'), span.last]).last,
    entries,
    pending: listed.filter((entry) => /^(?:PDNG|FUTR)$/.test(statusOf(entry) ?? '')).length,
  };
};

const ANOTHER = 'demandez à votre banque un CAMT.053, le relevé de fin de journée';
const OTHER_MESSAGES: [body: string, what: string][] = [
  ['BkToCstmrAcctRpt', 'c’est un CAMT.052 (mouvements du jour, provisoires)'],
  ['BkToCstmrDbtCdtNtfctn', 'c’est un CAMT.054 (avis d’opérations)'],
];

const parse = (bytes: Uint8Array, place: Place): Node => {
  try {
    return parseXml(bytes);
  } catch (error) {
    if (error instanceof XmlFault) throw unreadable(place, error.message);
    throw error;
  }
};

/** The document, alone or in the envelope of a message. */
const documentOf = (root: Node): Node | undefined =>
  at(root, 'Document') ??
  Object.values(root)
    .map((envelope) => at(envelope, 'Document'))
    .find((document) => document !== undefined);

export const readCamt053 = (bytes: Uint8Array, place: Place): BankStatement[] => {
  const root = parse(bytes, place);
  const document = documentOf(root);
  for (const [body, what] of OTHER_MESSAGES) if (at(document, body)) throw notStatement(place, what, ANOTHER);
  const statements = bounded(many(at(document, 'BkToCstmrStmt'), 'Stmt'), place);
  if (statements.length > 0) return statements.map((statement) => statementOf(statement, place));
  const name = Object.keys(root).find((key) => !key.startsWith('?')) ?? '';
  throw notStatement(
    place,
    document === undefined
      ? `ce XML n’est pas un relevé de compte (élément ${quoted(name)})`
      : 'aucun relevé de compte dans ce fichier XML',
    ANOTHER,
  );
};
