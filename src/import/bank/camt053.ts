import { at, attribute, many, parseXml, textAt, XmlFault, type Node } from '../xml.ts';
import type { BankEntry, BankStatement } from './types.ts';
import {
  plainAmountOf,
  dayOf,
  ibanOrNull,
  isReversalLabel,
  labelOf,
  orNull,
  unreadable,
  type Place,
} from './values.ts';

const dayIn = (node: Node, name: string): string | null =>
  textAt(node, name, 'Dt') ?? textAt(node, name, 'DtTm');

/** `BOOK` up to version 7 is a text, later a code. */
const statusOf = (entry: Node): string => textAt(entry, 'Sts', 'Cd') ?? textAt(entry, 'Sts') ?? 'BOOK';

interface Party {
  name: string | null;
  iban: string | null;
}

/** The other party: whoever pays when money comes in, whoever is paid when it goes out. */
const partyOf = (details: Node | undefined, isCredit: boolean): Party => {
  const parties = at(details, 'RltdPties');
  const side = isCredit ? 'Dbtr' : 'Cdtr';
  const name =
    textAt(parties, `Ultmt${side}`, 'Nm') ??
    textAt(parties, `Ultmt${side}`, 'Pty', 'Nm') ??
    textAt(parties, side, 'Nm') ??
    textAt(parties, side, 'Pty', 'Nm');
  return { name: orNull(name), iban: ibanOrNull(textAt(parties, `${side}Acct`, 'Id', 'IBAN')) };
};

const remittance = (details: Node | undefined): string[] =>
  many(at(details, 'RmtInf'), 'Ustrd')
    .map((node) => node['#text'])
    .filter((text): text is string => typeof text === 'string');

const structured = (details: Node | undefined): string | null =>
  orNull(textAt(details, 'RmtInf', 'Strd', 'CdtrRefInf', 'Ref'));

interface EntryContext {
  entry: Node;
  date: string;
  isReversal: boolean;
  place: Place;
}

const build = (
  { entry, date, isReversal, place }: EntryContext,
  details: Node | undefined,
  money: { amount: string; currency: string; isCredit: boolean },
  rank: number,
): BankEntry | null => {
  const day = dayOf(date);
  const cents = plainAmountOf(money.amount, money.currency);
  if (day === null) throw unreadable(place, `la date «\u00a0${date}\u00a0» d’une opération ne se lit pas`);
  if (cents === null)
    throw unreadable(place, `le montant «\u00a0${money.amount}\u00a0» d’une opération ne se lit pas`);
  if (cents === 0) return null;
  const party = partyOf(details, money.isCredit);
  const label = labelOf(
    ...remittance(details),
    structured(details),
    textAt(entry, 'AddtlNtryInf'),
    textAt(details, 'AddtlTxInf'),
    party.name,
  );
  const endToEnd = orNull(textAt(details, 'Refs', 'EndToEndId'));
  const bankId = orNull(textAt(details, 'Refs', 'AcctSvcrRef')) ?? orNull(textAt(entry, 'AcctSvcrRef'));
  return {
    date: day,
    amountCents: money.isCredit ? cents : -cents,
    currency: money.currency,
    label,
    reference: structured(details) ?? endToEnd,
    counterparty: party.name,
    iban: party.iban,
    bankId: bankId === null ? null : rank === 0 ? bankId : `${bankId}/${rank}`,
    isReversal: isReversal || isReversalLabel(label),
  };
};

const entriesOf = (entry: Node, place: Place): BankEntry[] => {
  const amount = at(entry, 'Amt');
  const currency = attribute(amount, 'Ccy') ?? 'EUR';
  const isReversal = textAt(entry, 'RvslInd') === 'true';
  const isCredit = textAt(entry, 'CdtDbtInd') === 'CRDT';
  const context = { entry, date: dayIn(entry, 'BookgDt') ?? dayIn(entry, 'ValDt') ?? '', isReversal, place };
  const details = many(entry, 'NtryDtls').flatMap((group) => many(group, 'TxDtls'));
  const own = { amount: textAt(entry, 'Amt') ?? '', currency, isCredit };
  // A collective entry is many payments, when each says its own sum.
  const sums = details.map((detail) => textAt(detail, 'Amt') ?? textAt(detail, 'AmtDtls', 'TxAmt', 'Amt'));
  const total = sums.reduce<number | null>((sum, text) => {
    const cents = text === null ? null : plainAmountOf(text, currency);
    return sum === null || cents === null ? null : sum + cents;
  }, 0);
  const isSplit = details.length > 1 && total === plainAmountOf(own.amount, currency);
  const built = isSplit
    ? details.map((detail, index) => build(context, detail, { ...own, amount: sums[index] ?? '' }, index))
    : [build(context, details[0], own, 0)];
  return built.filter((one) => one !== null);
};

const statementOf = (node: Node, place: Place): BankStatement => {
  const booked = many(node, 'Ntry').filter((entry) => statusOf(entry) === 'BOOK');
  const entries = booked.flatMap((entry) => entriesOf(entry, place));
  const days = many(node, 'Bal')
    .map((balance) => dayOf(dayIn(balance, 'Dt') ?? textAt(balance, 'Dt') ?? ''))
    .filter((day) => day !== null);
  const last = [...days, ...entries.map(({ date }) => date)].toSorted().at(-1) ?? null;
  return {
    format: 'camt053',
    account:
      (textAt(node, 'Acct', 'Id', 'IBAN') ?? textAt(node, 'Acct', 'Id', 'Othr', 'Id'))?.replaceAll(
        /\s/g,
        '',
      ) ?? null,
    currency: textAt(node, 'Acct', 'Ccy') ?? entries[0]?.currency ?? 'EUR',
    from: dayOf(textAt(node, 'FrToDt', 'FrDtTm') ?? '') ?? days.toSorted()[0] ?? null,
    to: dayOf(textAt(node, 'FrToDt', 'ToDtTm') ?? '') ?? last,
    entries,
    pending: many(node, 'Ntry').length - booked.length,
  };
};

export const readCamt053 = (bytes: Uint8Array, place: Place): BankStatement[] => {
  let root: Node;
  try {
    root = parseXml(bytes);
  } catch (error) {
    if (error instanceof XmlFault) throw unreadable(place, error.message);
    throw error;
  }
  const body = at(root, 'Document', 'BkToCstmrStmt');
  if (at(root, 'Document', 'BkToCstmrAcctRpt'))
    throw unreadable(
      place,
      'c’est un CAMT.052 (mouvements du jour, provisoires)',
      'demandez à votre banque un CAMT.053, le relevé de fin de journée',
    );
  if (at(root, 'Document', 'BkToCstmrDbtCdtNtfctn'))
    throw unreadable(
      place,
      'c’est un CAMT.054 (avis d’opérations)',
      'demandez à votre banque un CAMT.053, le relevé de fin de journée',
    );
  const statements = many(body, 'Stmt');
  if (statements.length === 0) throw unreadable(place, 'aucun relevé de compte dans ce fichier XML');
  return statements.map((statement) => statementOf(statement, place));
};
