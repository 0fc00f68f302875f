import type { Claim, Receipt } from './claim.ts';
import { addDays, daysBetween, formatDay, type LocalDate } from './dates.ts';
import type { ClientKind } from './facts.ts';
import { interestRegimeOf, semestersOf, type InterestRegime } from './interest-regime.ts';
import { nextSemesterStart, type RateTable } from './reference-rates.ts';

/** Whatever the year: 29 February counts as a day, the divisor stays (Service-Public F783). */
const DAYS_OF_A_YEAR = 365;
const BPS_OF_ONE = 10_000;
/** Indemnité forfaitaire pour frais de recouvrement (C. com. D441-5, CCP D2192-35). */
export const INDEMNITE_FORFAITAIRE_CENTS = 4_000;

/**
 * What a part payment extinguishes first: `capital`, the principal (a concession to the debtor, whose reste dû stays
 * total less payments), or `interets`, the interest accrued (C. civ. 1343-1).
 */
export const IMPUTATIONS = ['capital', 'interets'] as const;
export type Imputation = (typeof IMPUTATIONS)[number];

/** One semester, or part of one, on one balance. */
export interface InterestLine {
  from: LocalDate;
  /** Included. */
  to: LocalDate;
  days: number;
  baseCents: number;
  rateBps: number;
  amountCents: number;
  isProvisional: boolean;
}

/** A receipt with the part of it that went to interest. */
export interface ImputedReceipt extends Receipt {
  toInterestCents: number;
}

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
  isProvisional: boolean;
  articles: string[];
  notes: string[];
}

/** base × rate × days / 365, rounded half-up to the cent; exact, for no product of integers loses a unit. */
const interestOf = (baseCents: number, rateBps: number, days: number): number => {
  const divisor = BigInt(BPS_OF_ONE * DAYS_OF_A_YEAR);
  const product = BigInt(baseCents) * BigInt(rateBps) * BigInt(days);
  return Number((2n * product + divisor) / (2n * divisor));
};

const earliest = (days: readonly LocalDate[]): LocalDate => days.reduce((a, b) => (a < b ? a : b));

const byDay = (a: Receipt, b: Receipt): number => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0);

interface Accrual {
  lines: InterestLine[];
  receipts: ImputedReceipt[];
}

interface Period {
  from: LocalDate;
  /** Included. */
  to: LocalDate;
}

/**
 * Interest over a period: a new line at each semester and each change of balance. The day of a payment still bears
 * interest on the balance before it.
 * @param receipts in the order of their days, all later than the day before the period
 */
const accrue = (
  startCents: number,
  receipts: readonly Receipt[],
  { from, to }: Period,
  rateOn: InterestRegime['rateOn'],
  imputation: Imputation,
): Accrual => {
  const lines: InterestLine[] = [];
  const imputed: ImputedReceipt[] = [];
  let principalCents = startCents;
  let unpaidInterest = 0;
  let next = 0;
  for (let day = from; day <= to && principalCents > 0;) {
    const cut = receipts[next]?.on ?? to;
    const end = earliest([to, addDays(nextSemesterStart(day), -1), cut]);
    const days = daysBetween(day, end) + 1;
    const { bps, isProvisional } = rateOn(day);
    const amountCents = interestOf(principalCents, bps, days);
    lines.push({
      from: day,
      to: end,
      days,
      baseCents: principalCents,
      rateBps: bps,
      amountCents,
      isProvisional,
    });
    unpaidInterest += amountCents;
    for (let receipt = receipts[next]; receipt?.on === end; receipt = receipts[next]) {
      const { kind, amountCents: received } = receipt;
      const takesInterest = kind === 'payment' && imputation === 'interets';
      const toInterestCents = takesInterest ? Math.min(received, unpaidInterest) : 0;
      unpaidInterest -= toInterestCents;
      principalCents -= received - toInterestCents;
      imputed.push({ ...receipt, toInterestCents });
      next += 1;
    }
    day = addDays(end, 1);
  }
  // Once no interest runs, whatever comes in lowers the principal alone.
  const others = receipts.slice(next).map((receipt) => ({ ...receipt, toInterestCents: 0 }));
  return { lines, receipts: [...imputed, ...others] };
};

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);

const IMPUTATION_NOTES: Record<Imputation, string> = {
  capital:
    'Les règlements partiels sont imputés d’abord sur le capital, à l’avantage du client\u00a0; la loi permet d’abord les intérêts (C. civ. 1343-1).',
  interets:
    'Les règlements partiels sont imputés d’abord sur les intérêts (C. civ. 1343-1), puis sur le capital\u00a0; l’indemnité vient en dernier.',
};

const notLateNote = ({ dueOn }: InterestRegime, to: LocalDate): string =>
  to > dueOn
    ? 'Tout était réglé à l’échéance\u00a0: ni pénalité ni indemnité.'
    : `Pas de retard au ${formatDay(to)}\u00a0: l’échéance est le ${formatDay(dueOn)}.`;

const notesOf = (regime: InterestRegime, { lines }: Accrual, imputation: Imputation): string[] => [
  ...regime.notes,
  ...regime.notesOn(semestersOf(lines.map(({ from }) => from))),
  ...(lines.some(({ baseCents }) => baseCents !== lines[0]?.baseCents) ? [IMPUTATION_NOTES[imputation]] : []),
  ...(lines.some(({ isProvisional }) => isProvisional)
    ? [
        'Provisoire\u00a0: un taux de la période n’est pas encore connu, le dernier connu est supposé en vigueur.',
      ]
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
  isProvisional: false,
  articles: [],
  notes: [note],
});

/** The interest of the first day after the computation, at the rate of that day. */
const oneMoreDay = (
  regime: InterestRegime,
  principalCents: number,
  to: LocalDate,
): Pick<Figures, 'perDayCents' | 'perDayRateBps'> => {
  const day = addDays(to, 1);
  const isRunning =
    regime.from !== null && day >= regime.from && (regime.lastOn === null || day <= regime.lastOn);
  if (!isRunning || principalCents <= 0) return { perDayCents: 0, perDayRateBps: 0 };
  const { bps } = regime.rateOn(day);
  return { perDayCents: interestOf(principalCents, bps, 1), perDayRateBps: bps };
};

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
  if (claim.closedAs === 'cancelled')
    return nothing(claim, to, imputation, 'La facture est annulée\u00a0: rien n’est réclamé.');
  if (claim.closedAs === 'written-off')
    return nothing(claim, to, imputation, 'La facture est passée en perte\u00a0: rien n’est réclamé.');
  const regime = interestRegimeOf(claim, table);
  const seen = claim.receipts.filter(({ on }) => on <= to).toSorted(byDay);
  const lowering = seen.filter(({ kind }) => kind !== 'penalties');
  const loweredOn = (day: LocalDate): number =>
    sum(lowering.filter(({ on }) => on <= day).map(({ amountCents }) => amountCents));
  const first = regime.from ?? addDays(regime.dueOn, 1);
  const last = regime.lastOn === null ? to : earliest([to, regime.lastOn]);
  const startCents = claim.totalCents - loweredOn(addDays(first, -1));
  const later = lowering.filter(({ on }) => on >= first);
  const accrual: Accrual =
    regime.from === null
      ? { lines: [], receipts: later.map((receipt) => ({ ...receipt, toInterestCents: 0 })) }
      : accrue(startCents, later, { from: first, to: last }, regime.rateOn, imputation);
  const imputedCents = sum(accrual.receipts.map(({ toInterestCents }) => toInterestCents));
  const accruedCents = sum(accrual.lines.map(({ amountCents }) => amountCents));
  const remainingCents = claim.totalCents - loweredOn(to);
  const principalCents = remainingCents + imputedCents;
  const isLate = to > regime.dueOn && claim.totalCents > loweredOn(regime.dueOn);
  const grantedIndemnityCents =
    regime.hasIndemnity && isLate && claim.currency === 'EUR' ? INDEMNITE_FORFAITAIRE_CENTS : 0;
  const penaltiesReceivedCents = sum(
    seen.filter(({ kind }) => kind === 'penalties').map(({ amountCents }) => amountCents),
  );
  // What is received for both goes to the interest first, to the indemnity last.
  const unpaidInterest = accruedCents - imputedCents;
  const interestLeft = Math.max(0, unpaidInterest - penaltiesReceivedCents);
  const receivedBeyond = Math.max(0, penaltiesReceivedCents - unpaidInterest);
  const indemnityLeft = Math.max(0, grantedIndemnityCents - receivedBeyond);
  const waiver = claim.waiver !== null && claim.waiver.on <= to ? claim.waiver : null;
  const interestCents = waiver ? 0 : interestLeft;
  const indemnityCents = waiver ? 0 : indemnityLeft;
  return {
    regime: claim.debtor.kind,
    imputation,
    from: regime.from,
    to,
    lines: accrual.lines,
    receipts: [
      ...lowering.filter(({ on }) => on < first).map((receipt) => ({ ...receipt, toInterestCents: 0 })),
      ...accrual.receipts,
    ],
    accruedCents,
    imputedCents,
    grantedIndemnityCents,
    penaltiesReceivedCents,
    waivedCents: waiver ? interestLeft + indemnityLeft : 0,
    interestCents,
    indemnityCents,
    principalCents,
    remainingCents,
    totalCents: principalCents + interestCents + indemnityCents,
    ...oneMoreDay(regime, waiver ? 0 : principalCents, to),
    isProvisional: accrual.lines.some(({ isProvisional }) => isProvisional),
    articles: regime.articles,
    notes: [
      ...(isLate ? [] : [notLateNote(regime, to)]),
      ...notesOf(regime, accrual, imputation),
      ...(waiver
        ? [`Vous avez renoncé aux pénalités et à l’indemnité le ${formatDay(waiver.on)} (${waiver.reason}).`]
        : []),
    ],
  };
};
