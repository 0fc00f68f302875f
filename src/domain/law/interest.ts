import type { Claim, Receipt } from './claim.ts';
import { addDays, formatDay, type LocalDate } from '../dates.ts';
import type { ClientKind } from '../people/client-kind.ts';
import {
  accrue,
  byDay,
  earliest,
  interestOf,
  type Accrual,
  type ImputedReceipt,
  type Imputation,
  type InterestLine,
} from './interest-accrual.ts';
import { interestRegimeOf, semestersOf, type InterestRegime } from './interest-regime.ts';
import type { RateTable } from './reference-rates.ts';

/** Indemnité forfaitaire pour frais de recouvrement (C. com. D441-5, CCP D2192-35). */
export const INDEMNITE_FORFAITAIRE_CENTS = 4_000;

export interface Figures {
  regime: ClientKind;
  imputation: Imputation;
  /** First day that bears interest; null while none runs. */
  from: LocalDate | null;
  /** Day of the computation, included. */
  to: LocalDate;
  lines: InterestLine[];
  /** What came in up to that day, in order. */
  receipts: ImputedReceipt[];
  /** Sum of the lines. */
  accruedCents: number;
  /** Part of the payments that went to interest; 0 when they go to the principal. */
  imputedCents: number;
  /** The indemnity as the law grants it, whatever was received for it since. */
  grantedIndemnityCents: number;
  /** Received for penalties and indemnity. */
  penaltiesReceivedCents: number;
  /** What a waiver gives up. */
  waivedCents: number;
  /** Interest still owed. */
  interestCents: number;
  /** Indemnity still owed. */
  indemnityCents: number;
  /** Principal still owed, after the imputation chosen. */
  principalCents: number;
  /** Total less payments and credit notes, whatever the imputation. */
  remainingCents: number;
  /** principal + interest + indemnity. */
  totalCents: number;
  /** Interest of one more day, and its rate; 0 once none runs. */
  perDayCents: number;
  perDayRateBps: number;
  /** The rate of that further day is not known yet. */
  isPerDayProvisional: boolean;
  /** An opening judgment has stopped the interest: the claim is declared. */
  isFrozen: boolean;
  isProvisional: boolean;
  articles: string[];
  notes: string[];
}

const sumOf = (parts: readonly { amountCents: number }[]): number =>
  parts.reduce((total, { amountCents }) => total + amountCents, 0);

const IMPUTATION_NOTES: Record<Imputation, string> = {
  capital:
    'Les règlements partiels sont imputés d’abord sur le capital, à l’avantage du client ; la loi permet d’abord les intérêts (C. civ. 1343-1).',
  interets:
    'Les règlements partiels sont imputés d’abord sur les intérêts (C. civ. 1343-1), puis sur le capital ; l’indemnité vient en dernier.',
};

const notLateNote = ({ dueOn }: InterestRegime, to: LocalDate): string =>
  to > dueOn
    ? 'Tout était réglé à l’échéance : ni pénalité ni indemnité.'
    : `Pas de retard au ${formatDay(to)} : l’échéance est le ${formatDay(dueOn)}.`;

const notesOf = (regime: InterestRegime, { lines }: Accrual, imputation: Imputation): string[] => [
  ...regime.notes,
  ...regime.notesOn(semestersOf(lines.map(({ from }) => from))),
  ...(lines.some(({ baseCents }) => baseCents !== lines[0]?.baseCents) ? [IMPUTATION_NOTES[imputation]] : []),
  ...(lines.some(({ isProvisional }) => isProvisional)
    ? ['Provisoire : un taux de la période n’est pas encore connu, le dernier connu est supposé en vigueur.']
    : []),
];

const nothing = (claim: Claim, to: LocalDate, imputation: Imputation, note: string): Figures => ({
  regime: claim.debtor.kind,
  imputation,
  from: null,
  to,
  lines: [],
  receipts: [],
  accruedCents: 0,
  imputedCents: 0,
  grantedIndemnityCents: 0,
  penaltiesReceivedCents: 0,
  waivedCents: 0,
  interestCents: 0,
  indemnityCents: 0,
  principalCents: 0,
  remainingCents: 0,
  totalCents: 0,
  perDayCents: 0,
  perDayRateBps: 0,
  isPerDayProvisional: false,
  isFrozen: false,
  isProvisional: false,
  articles: [],
  notes: [note],
});

/** The interest of the first day after the computation, at the rate of that day. */
const oneMoreDay = (
  regime: InterestRegime,
  principalCents: number,
  to: LocalDate,
): Pick<Figures, 'perDayCents' | 'perDayRateBps' | 'isPerDayProvisional'> => {
  const day = addDays(to, 1);
  const isRunning =
    regime.from !== null && day >= regime.from && (regime.lastOn === null || day <= regime.lastOn);
  if (!isRunning || principalCents <= 0)
    return { perDayCents: 0, perDayRateBps: 0, isPerDayProvisional: false };
  const { bps, isProvisional } = regime.rateOn(day);
  return {
    perDayCents: interestOf(principalCents, bps, 1),
    perDayRateBps: bps,
    isPerDayProvisional: isProvisional,
  };
};

const untouched = (receipt: Receipt): ImputedReceipt => ({ ...receipt, toInterestCents: 0 });

/**
 * The interest of a claim up to a day, from what had come in before it began to run. Paid for itself, interest is no
 * longer there for a payment to extinguish first.
 */
const accrualOf = (
  claim: Claim,
  regime: InterestRegime,
  { lowering, penalties }: { lowering: readonly Receipt[]; penalties: readonly Receipt[] },
  to: LocalDate,
  imputation: Imputation,
): Accrual => {
  const { from, lastOn, rateOn } = regime;
  if (from === null) return { lines: [], receipts: lowering.map(untouched) };
  const before = lowering.filter(({ on }) => on < from);
  const since = lowering.filter(({ on }) => on >= from);
  const period = { from, to: lastOn === null ? to : earliest([to, lastOn]) };
  const paid = imputation === 'interets' ? penalties.filter(({ on }) => on >= from) : [];
  const { lines, receipts } = accrue(
    claim.totalCents - sumOf(before),
    [...since, ...paid].toSorted(byDay),
    period,
    rateOn,
    imputation,
  );
  return {
    lines,
    receipts: [...before.map(untouched), ...receipts.filter(({ kind }) => kind !== 'penalties')],
  };
};

/** What is left of interest and indemnity: what is received for both goes to the interest first, to the indemnity last. */
const settle = (
  interest: number,
  indemnity: number,
  received: number,
  isWaived: boolean,
): Pick<Figures, 'interestCents' | 'indemnityCents' | 'waivedCents'> => {
  const interestLeft = Math.max(0, interest - received);
  const indemnityLeft = Math.max(0, indemnity - Math.max(0, received - interest));
  return isWaived
    ? { interestCents: 0, indemnityCents: 0, waivedCents: interestLeft + indemnityLeft }
    : { interestCents: interestLeft, indemnityCents: indemnityLeft, waivedCents: 0 };
};

const waiverNote = ({ on, reason }: NonNullable<Claim['waiver']>): string =>
  `Vous avez renoncé le ${formatDay(on)} à ce que la loi ajoute au reste dû (${reason}).`;

/** While an agreement is kept nothing more runs; the law leaves a public body no such choice (CCP L2192-14). */
const asAgreed = (
  regime: InterestRegime,
  { debtor }: Claim,
  { countedOn }: NonNullable<Claim['agreement']>,
): InterestRegime =>
  debtor.kind === 'public'
    ? regime
    : { ...regime, lastOn: regime.lastOn === null ? countedOn : earliest([regime.lastOn, countedOn]) };

const agreementNote = ({ countedOn, isWaiving }: NonNullable<Claim['agreement']>): string =>
  `Échéancier en cours : rien ne court depuis le ${formatDay(countedOn)} tant qu’il est tenu${isWaiving ? ', et les pénalités d’alors sont abandonnées' : ''}.`;

const CLOSED_NOTES = {
  cancelled: 'La facture est annulée : rien n’est réclamé.',
  'written-off': 'La facture est passée en perte : rien n’est réclamé.',
} as const;

/**
 * What the law grants on one claim at a day: simple interest line by line, and the indemnity once.
 * @param to day of the computation, included; receipts that count from a later day are not seen
 */
export const computeFigures = (
  claim: Claim,
  table: RateTable,
  to: LocalDate,
  imputation: Imputation = 'capital',
): Figures => {
  if (claim.closedAs !== null) return nothing(claim, to, imputation, CLOSED_NOTES[claim.closedAs]);
  const lawful = interestRegimeOf(claim, table);
  const agreement = claim.agreement !== null && claim.agreement.countedOn < to ? claim.agreement : null;
  const regime = agreement === null ? lawful : asAgreed(lawful, claim, agreement);
  const seen = claim.receipts.filter(({ on }) => on <= to).toSorted(byDay);
  const lowering = seen.filter(({ kind }) => kind !== 'penalties');
  const penalties = seen.filter(({ kind }) => kind === 'penalties');
  const accrual = accrualOf(claim, regime, { lowering, penalties }, to, imputation);
  const imputedCents = accrual.receipts.reduce((sum, { toInterestCents }) => sum + toInterestCents, 0);
  const accruedCents = sumOf(accrual.lines);
  const remainingCents = claim.totalCents - sumOf(lowering);
  const principalCents = remainingCents + imputedCents;
  const isLate =
    to > regime.dueOn && claim.totalCents > sumOf(lowering.filter(({ on }) => on <= regime.dueOn));
  const grantedIndemnityCents =
    regime.hasIndemnity && isLate && claim.currency === 'EUR' ? INDEMNITE_FORFAITAIRE_CENTS : 0;
  const waiver = claim.waiver !== null && claim.waiver.on <= to ? claim.waiver : null;
  const isGivenUp = waiver !== null || agreement?.isWaiving === true;
  const left = settle(accruedCents - imputedCents, grantedIndemnityCents, sumOf(penalties), isGivenUp);
  return {
    regime: claim.debtor.kind,
    imputation,
    from: regime.from,
    to,
    lines: accrual.lines,
    receipts: [...accrual.receipts, ...penalties.map(untouched)].toSorted(byDay),
    accruedCents,
    imputedCents,
    grantedIndemnityCents,
    penaltiesReceivedCents: sumOf(penalties),
    ...left,
    principalCents,
    remainingCents,
    totalCents: principalCents + left.interestCents + left.indemnityCents,
    ...oneMoreDay(regime, isGivenUp ? 0 : principalCents, to),
    isFrozen: lawful.lastOn !== null,
    isProvisional: accrual.lines.some(({ isProvisional }) => isProvisional),
    articles: regime.articles,
    notes: [
      ...(isLate ? [] : [notLateNote(regime, to)]),
      ...notesOf(regime, accrual, imputation),
      ...(waiver ? [waiverNote(waiver)] : []),
      ...(agreement ? [agreementNote(agreement)] : []),
    ],
  };
};
