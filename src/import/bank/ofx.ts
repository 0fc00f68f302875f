import {
  amountOf,
  ibanOrNull,
  isReversalLabel,
  labelOf,
  orNull,
  plainAmountOf,
  unreadable,
  type Place,
} from '../values.ts';
import { currencyIn } from './amounts.ts';
import { bookedDay, spanOf } from './written-days.ts';
import { accountOf } from './french-account.ts';
import { findAll, parseElements, valueOf, withoutCdata, type Element } from './sgml.ts';
import { bounded, linesOf, textOf, unread } from './statement-text.ts';
import type { BankEntry, BankStatement } from './statement-types.ts';

/** A number that the bank gives for good; a few figures are the rank of the line in one export. */
const lasting = (id: string | null): string | null => (/^\d{1,4}$/.test(id ?? '') ? null : orNull(id));

type PlaceOf = (element: Element) => Place;

const entryOf = (transaction: Element, currency: string, placeOf: PlaceOf): BankEntry => {
  const place = placeOf(transaction);
  const day = valueOf(transaction, 'DTPOSTED') ?? valueOf(transaction, 'DTUSER') ?? '';
  const amount = valueOf(transaction, 'TRNAMT') ?? '';
  // ORIGCURRENCY is what it was before conversion; CURRENCY what the amount is in.
  const own = valueOf(transaction, 'CURRENCY', 'CURSYM');
  const code = own === null ? currency : currencyIn(own, place);
  const date = bookedDay(day);
  const amountCents = plainAmountOf(amount, code) ?? amountOf(amount, code);
  if (date === null) throw unread(place, 'la date DTPOSTED', day, 'AAAAMMJJ');
  if (amountCents === null) throw unread(place, 'le montant TRNAMT', amount, '-1234.56');
  const label = labelOf(
    valueOf(transaction, 'NAME'),
    valueOf(transaction, 'MEMO'),
    valueOf(transaction, 'CHECKNUM'),
  );
  return {
    date,
    amountCents,
    currency: code,
    label,
    reference: orNull(valueOf(transaction, 'REFNUM')),
    counterparty: orNull(valueOf(transaction, 'PAYEE', 'NAME')),
    iban: ibanOrNull(valueOf(transaction, 'ACCTID')),
    bankId: lasting(valueOf(transaction, 'FITID')),
    isReversal: isReversalLabel(label),
  };
};

/** CURDEF, or else what every transaction says: the euro is never assumed. */
const currencyOf = (element: Element, transactions: readonly Element[], place: Place): string => {
  const said = new Set(
    transactions.map((transaction) => valueOf(transaction, 'CURRENCY', 'CURSYM')?.toUpperCase() ?? ''),
  );
  const [only = '', ...others] = said;
  const text = valueOf(element, 'CURDEF') ?? (others.length === 0 ? only : '');
  if (text === '') throw unread(place, 'la devise CURDEF', '', 'EUR');
  return currencyIn(text, place);
};

const statementOf = (element: Element, placeOf: PlaceOf): BankStatement => {
  const transactions = bounded(findAll(element, 'STMTTRN'), placeOf(element));
  const currency = currencyOf(element, transactions, placeOf(element));
  const entries = transactions.map((transaction) => entryOf(transaction, currency, placeOf));
  const [account] = findAll(element, 'BANKACCTFROM', 'CCACCTFROM');
  const part = (name: string): string | null => (account ? valueOf(account, name) : null);
  return {
    format: 'ofx',
    account: accountOf(part('BANKID'), part('BRANCHID'), part('ACCTID')),
    currency,
    from: bookedDay(valueOf(element, 'DTSTART') ?? ''),
    to:
      bookedDay(valueOf(element, 'DTEND') ?? valueOf(element, 'LEDGERBAL', 'DTASOF') ?? '') ??
      spanOf(entries.map(({ date }) => date)).last,
    entries,
    pending: findAll(element, 'STMTTRNP').length,
  };
};

const CHARSETS: Record<string, string> = {
  '1252': 'windows-1252',
  '8859-1': 'windows-1252',
  '8859-15': 'iso-8859-15',
};

const declaredCharset = (bytes: Uint8Array): string | undefined =>
  CHARSETS[
    /^CHARSET:\s*(?:ISO-)?(\S+)/im.exec(Buffer.from(bytes.subarray(0, 600)).toString('latin1'))?.[1] ?? ''
  ];

export const readOfx = (bytes: Uint8Array, place: Place): BankStatement[] => {
  const text = withoutCdata(textOf(bytes, place, declaredCharset(bytes)));
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text))
    throw unreadable(place, 'un fichier OFX ne déclare ni DOCTYPE ni entité');
  if (!/<\/OFX\s*>/i.test(text))
    throw unreadable(place, 'le fichier OFX est coupé : il ne finit pas par </OFX>');
  // Counted for a refusal only.
  const placeOf: PlaceOf = ({ at }) => ({
    ...place,
    get line() {
      return linesOf(text.slice(0, at)).length;
    },
  });
  const root = parseElements(text, place);
  const statements = bounded(findAll(root, 'STMTRS', 'CCSTMTRS'), place);
  if (statements.length > 0) return statements.map((statement) => statementOf(statement, placeOf));
  const isSecurities = findAll(root, 'INVSTMTRS').length > 0;
  throw unreadable(
    place,
    isSecurities ? 'c’est le relevé d’un compte-titres' : 'aucun relevé de compte dans ce fichier OFX',
  );
};
