import { quoted } from '../../domain/typography.ts';
import { at, attribute, many, textAt, type Node } from '../xml.ts';
import {
  ibanOrNull,
  isReversalLabel,
  labelOf,
  orNull,
  plainAmountOf,
  unreadable,
  type Place,
} from '../values.ts';
import { currencyIn } from './amounts.ts';
import { bookedDay } from './written-days.ts';
import { unread } from './statement-text.ts';
import type { BankEntry } from './statement-types.ts';

export const dayIn = (node: Node | undefined, name: string): string | null =>
  textAt(node, name, 'Dt') ?? textAt(node, name, 'DtTm');

interface Money {
  cents: number;
  currency: string;
}

/** A sum below zero when it goes out. Null: it says none. */
const moneyIn = (node: Node | undefined, isCredit: boolean, place: Place): Money | null => {
  const text = textAt(node, 'Amt');
  if (text === null) return null;
  const currency = currencyIn(attribute(at(node, 'Amt'), 'Ccy') ?? '', place);
  const cents = plainAmountOf(text, currency);
  if (cents === null || cents < 0) throw unread(place, 'le montant Amt', text, '1234.56');
  return { cents: isCredit ? cents : -cents, currency };
};

/** Credit or debit. Throws RelanceError when it is neither. */
const isCreditIn = (node: Node, place: Place): boolean => {
  const indicator = textAt(node, 'CdtDbtInd');
  if (indicator !== 'CRDT' && indicator !== 'DBIT')
    throw unreadable(place, `le sens CdtDbtInd ${quoted(indicator ?? '')} n’est ni CRDT ni DBIT`);
  return indicator === 'CRDT';
};

/** Returned direct debits and cheques, by their bank transaction code. */
const REVERSED_FAMILIES = new Set(['UPDD', 'PRDD', 'UPCQ', 'UPCT', 'RRTN', 'RVSL']);

const isTakenBack = (entry: Node, details: readonly Node[]): boolean =>
  /^(?:true|1)$/.test(textAt(entry, 'RvslInd') ?? '') ||
  [entry, ...details].some((node) =>
    REVERSED_FAMILIES.has(textAt(node, 'BkTxCd', 'Domn', 'Fmly', 'SubFmlyCd') ?? ''),
  ) ||
  details.some((detail) => at(detail, 'RtrInf') !== undefined);

/** The other party: the debtor when money comes in, or when it is taken back; else the creditor. */
const partyOf = (
  details: Node | undefined,
  isDebtor: boolean,
): { name: string | null; iban: string | null } => {
  const parties = at(details, 'RltdPties');
  const side = isDebtor ? 'Dbtr' : 'Cdtr';
  const names = [`Ultmt${side}`, side].flatMap((role) => [
    textAt(parties, role, 'Nm'),
    // From version 8 a party may be an organisation, or an agent.
    textAt(parties, role, 'Pty', 'Nm'),
  ]);
  return {
    name: orNull(names.find((name) => name !== null)),
    iban: ibanOrNull(textAt(parties, `${side}Acct`, 'Id', 'IBAN')),
  };
};

const textsIn = (nodes: readonly Node[]): (string | null)[] => nodes.map((node) => textAt(node));

/** Beyond it, a label says no more. */
const MOST_TEXTS = 50;

const creditorReference = (details: Node | undefined): string | null =>
  orNull(textAt(details, 'RmtInf', 'Strd', 'CdtrRefInf', 'Ref'));

/** What the payer wrote, the numbers of the documents that he pays included. */
const remittanceOf = (details: Node): (string | null)[] => {
  const information = at(details, 'RmtInf');
  return [
    ...textsIn(many(information, 'Ustrd')),
    ...many(information, 'Strd').flatMap((structured) => [
      textAt(structured, 'CdtrRefInf', 'Ref'),
      ...many(structured, 'RfrdDocInf').map((document) => textAt(document, 'Nb')),
      ...textsIn(many(structured, 'AddtlRmtInf')),
    ]),
  ];
};

/** A collective entry is many payments, when each says its own sum and they add up. Null: it is one. */
const partsOf = (details: readonly Node[], own: Money, isCredit: boolean, place: Place): Money[] | null => {
  if (details.length < 2) return null;
  const parts = details.map((detail) => {
    const isIn = textAt(detail, 'CdtDbtInd') === null ? isCredit : isCreditIn(detail, place);
    return moneyIn(detail, isIn, place) ?? moneyIn(at(detail, 'AmtDtls', 'TxAmt'), isIn, place);
  });
  const known = parts.filter((part) => part !== null && part.currency === own.currency) as Money[];
  const total = known.reduce((sum, { cents }) => sum + cents, 0);
  return known.length === details.length && total === own.cents ? known : null;
};

/** The payments of an entry. */
export const entriesOf = (entry: Node, place: Place): BankEntry[] => {
  const isCredit = isCreditIn(entry, place);
  const day = dayIn(entry, 'BookgDt') ?? dayIn(entry, 'ValDt') ?? '';
  const date = bookedDay(day);
  if (date === null) throw unread(place, 'la date BookgDt', day, 'AAAA-MM-JJ');
  const own = moneyIn(entry, isCredit, place);
  if (own === null) throw unread(place, 'le montant Amt', '', '1234.56');
  const details = many(entry, 'NtryDtls').flatMap((group) => many(group, 'TxDtls'));
  const entryId = orNull(textAt(entry, 'AcctSvcrRef'));
  const build = ({ cents, currency }: Money, of: readonly Node[], id: string | null): BankEntry => {
    const [first] = of.length === 1 ? of : [];
    const takenBack = isTakenBack(entry, of);
    const party = partyOf(first, cents > 0 !== takenBack);
    const label = labelOf(
      ...of.slice(0, MOST_TEXTS).flatMap(remittanceOf).slice(0, MOST_TEXTS),
      textAt(entry, 'AddtlNtryInf'),
      ...of.slice(0, MOST_TEXTS).map((detail) => textAt(detail, 'AddtlTxInf')),
      party.name,
    );
    return {
      date,
      amountCents: cents,
      currency,
      label,
      reference: creditorReference(first) ?? orNull(textAt(first, 'Refs', 'EndToEndId')),
      counterparty: party.name,
      iban: party.iban,
      bankId: orNull(textAt(first, 'Refs', 'AcctSvcrRef')) ?? id,
      isReversal: takenBack || isReversalLabel(label),
    };
  };
  const parts = partsOf(details, own, isCredit, place);
  if (parts === null) return [build(own, details, entryId)];
  return parts.map((part, index) =>
    build(part, details.slice(index, index + 1), entryId && `${entryId}/${index + 1}`),
  );
};
