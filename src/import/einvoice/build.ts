import type { LocalDate } from '../../domain/dates.ts';
import { formatAmount, minorUnits } from '../../domain/money/money.ts';
import { truncate } from '../../domain/typography.ts';
import { centsOf, currencyOf, dayIn, dayOf, lineOf, linesOf } from './fields.ts';
import { partyOf } from './parties.ts';
import type { RawInvoice } from './raw.ts';
import { refuseFile } from './refusal.ts';
import { kindOf } from './type-codes.ts';
import type { EInvoice, Party } from './einvoice-types.ts';

const required = <T>(value: T | null, file: string, term: string): T => {
  if (value === null) throw refuseFile(file, `il manque ${term}`);
  return value;
};

const IBAN = /^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/;
const ibanOf = (accounts: readonly (string | null)[]): string | null =>
  accounts
    .map((account) => account?.replaceAll(/\s/g, '').toUpperCase() ?? '')
    .find((text) => IBAN.test(text)) ?? null;

const MOST_SUBJECT = 100;
const subjectOf = ({ itemNames, notes }: RawInvoice): string | null => {
  const [subject] = linesOf([...itemNames, ...notes]);
  return subject === undefined ? null : truncate(subject, MOST_SUBJECT);
};

const MOST_NUMBER = 200;
/** Whole: a number cut short would be another one. */
const numberOf = (raw: RawInvoice, file: string): string => {
  const term = 'le numéro de la facture (BT-1)';
  if ((raw.number?.length ?? 0) > MOST_NUMBER)
    throw refuseFile(file, `${term} dépasse ${MOST_NUMBER} caractères`);
  return required(lineOf(raw.number), file, term);
};

type Sums = Pick<EInvoice, 'currency' | 'totalCents' | 'prepaidCents' | 'dueCents' | 'roundingCents'>;

/** BR-CO-16: what is due is the total less what was paid. A rounding of less than a euro is no contradiction. */
const refuseContradiction = (
  file: string,
  { currency, totalCents, prepaidCents, dueCents, roundingCents }: Sums,
): void => {
  const gap = dueCents - (totalCents - prepaidCents + roundingCents);
  if (Math.abs(gap) < 10 ** minorUnits(currency)) return;
  const sum = (cents: number): string => formatAmount(cents, currency);
  throw refuseFile(
    file,
    `ses montants se contredisent : total TTC ${sum(totalCents)}, déjà réglé ${sum(prepaidCents)}, reste à payer ${sum(dueCents)}`,
    'corrigez-la dans votre outil, ou saisissez-la avec relance add --numero',
  );
};

const isMinimum = ({ profile }: RawInvoice): boolean => /:minimum$/i.test(profile?.trim() ?? '');

const sumsOf = (raw: RawInvoice, file: string): Sums => {
  const currency = currencyOf(file, raw.currency, [...raw.totals, ...raw.due]);
  const total = centsOf(file, 'le total TTC (BT-112)', raw.totals, currency);
  const prepaid = centsOf(file, 'le montant déjà réglé (BT-113)', raw.prepaid, currency);
  const rounding = centsOf(file, 'l’arrondi (BT-114)', raw.rounding, currency) ?? 0;
  const due = centsOf(file, 'le reste à payer (BT-115)', raw.due, currency);
  const whole = total ?? (due === null ? null : due + (prepaid ?? 0) - rounding);
  const totalCents = required(whole, file, 'le total TTC (BT-112)');
  const dueCents = due ?? totalCents - (prepaid ?? 0) + rounding;
  return {
    currency,
    totalCents,
    prepaidCents: prepaid ?? (isMinimum(raw) ? Math.max(0, totalCents + rounding - dueCents) : 0),
    dueCents,
    roundingCents: rounding,
  };
};

const MOST_TERMS = 10;

const termsOf = ({ terms }: RawInvoice): string | null =>
  linesOf(terms.flatMap((text) => text?.split('\n') ?? []))
    .slice(0, MOST_TERMS)
    .join(' ; ') || null;

const opposite = (cents: number): number => (cents === 0 ? 0 : -cents);

const negated = ({ currency, totalCents, prepaidCents, dueCents, roundingCents }: Sums): Sums => ({
  currency,
  totalCents: opposite(totalCents),
  prepaidCents: opposite(prepaidCents),
  dueCents: opposite(dueCents),
  roundingCents: opposite(roundingCents),
});

const dueOnsOf = ({ dueOns }: RawInvoice, file: string): LocalDate[] => [
  ...new Set(dueOns.map((value) => dayOf(file, 'l’échéance (BT-9)', value)).filter((day) => day !== null)),
];

const named = (party: Party, file: string, term: string): Party => {
  required(party.name || null, file, term);
  return party;
};

/**
 * Types what a document says.
 * @throws RelanceError naming the file, the business term, the value and what was expected
 */
export const buildEInvoice = (raw: RawInvoice, file: string): EInvoice => {
  const typeCode = lineOf(raw.typeCode);
  const ownKind = kindOf(file, typeCode);
  const written = sumsOf(raw, file);
  const isBelowZero = written.totalCents < 0;
  const kind = raw.isCreditNote || isBelowZero ? 'credit-note' : ownKind;
  if (kind !== 'credit-note') refuseContradiction(file, written);
  return {
    syntax: raw.syntax,
    profile: lineOf(raw.profile),
    kind,
    isCreditNote: kind === 'credit-note',
    typeCode,
    number: numberOf(raw, file),
    issuedOn: required(
      dayOf(file, 'la date de la facture (BT-2)', raw.issuedOn),
      file,
      'la date de la facture (BT-2)',
    ),
    dueOns: dueOnsOf(raw, file),
    terms: termsOf(raw),
    performedOn: dayIn(raw.deliveredOn) ?? dayIn(raw.periodEndsOn),
    ...(isBelowZero ? negated(written) : written),
    seller: named(partyOf(raw.seller), file, 'le nom du vendeur (BT-27)'),
    buyer: named(partyOf(raw.buyer), file, 'le nom de l’acheteur (BT-44)'),
    subject: subjectOf(raw),
    buyerReference: lineOf(raw.buyerReference),
    orderReference: lineOf(raw.orderReference),
    contractReference: lineOf(raw.contractReference),
    preceding: linesOf(raw.preceding),
    payeeIban: ibanOf(raw.payeeAccounts),
  };
};
