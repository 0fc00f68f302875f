import { addDays, addMonths, type LocalDate } from '../dates.ts';
import type { ClientKind } from '../people/client-kind.ts';
import type { InvoiceFacts } from '../schedule/facts.ts';
import type { Interruption } from './interruption.ts';

export interface Prescription {
  /** 2 years for a consumer (C. conso. L218-2), 4 for a public debtor (loi 68-1250), else 5 (C. civ. 2224, C. com. L110-4). */
  years: 2 | 4 | 5;
  /** First day of the time now running. */
  startsOn: LocalDate;
  /** What it starts from: the end of the work, the due date when earlier, the invoice when nothing else is known. */
  basis: 'performed' | 'due' | 'issued';
  interruption: Interruption | null;
  /** Last day on which an act is sure to be in time: the day before the anniversary, prudently. */
  lastUsefulOn: LocalDate;
  /** First day on which the claim can no longer be sued for. */
  prescribedOn: LocalDate;
}

/** Time before the last useful day from which the person is warned. */
const WARNING_MONTHS = 6;
/** C. civ. 2232. */
const LONGEST_YEARS = 20;
/** Nothing younger can be prescribed, nor near it: spares the count for nearly every invoice. */
const SHORTEST_MONTHS = 12;

const YEARS: Record<ClientKind, Prescription['years']> = {
  entreprise: 5,
  association: 5,
  particulier: 2,
  public: 4,
};

type PrescriptionFacts = Pick<
  InvoiceFacts,
  'issuedOn' | 'dueOn' | 'performedOn' | 'payments' | 'interruptions' | 'steps'
> & { client: Pick<InvoiceFacts['client'], 'kind'> };

const startOf = ({
  issuedOn,
  dueOn,
  performedOn,
}: PrescriptionFacts): Pick<Prescription, 'basis' | 'startsOn'> => {
  if (performedOn === null) return { basis: 'issued', startsOn: issuedOn };
  return performedOn <= dueOn
    ? { basis: 'performed', startsOn: performedOn }
    : { basis: 'due', startsOn: dueOn };
};

const WRITTEN = new Set(['email', 'letter', 'lrar', 'mise-en-demeure']);

const interruptionsOf = ({ client, payments, interruptions, steps }: PrescriptionFacts): Interruption[] =>
  [
    ...interruptions,
    ...payments
      .filter(({ kind }) => kind === 'payment')
      .map(({ receivedOn }) => ({ kind: 'part-payment' as const, on: receivedOn })),
    ...(client.kind === 'public'
      ? steps
          .filter(({ kind, channel, day }) => kind === 'made' && WRITTEN.has(channel) && day >= 0)
          .map(({ on }) => ({ kind: 'written-demand' as const, on }))
      : []),
  ].toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));

/** First day on which a claim born, or revived, on that day is prescribed. */
const prescribedFrom = (years: Prescription['years'], startsOn: LocalDate): LocalDate =>
  // Public debtors: years run from 1 January of the year after (loi 68-1250, art. 1).
  years === 4
    ? `${String(Number(startsOn.slice(0, 4)) + 1 + years).padStart(4, '0')}-01-01`
    : // The last day must be over (C. civ. 2229).
      addDays(addMonths(startsOn, 12 * years), 1);

/**
 * The clock of the time to sue, from the earlier of the end of the work and the due date: a prudent date, for the courts
 * hesitate between them (Com. 26/02/2020 n° 18-25.036; C. civ. 2233 3°).
 */
export const computePrescription = (facts: PrescriptionFacts): Prescription => {
  const years = YEARS[facts.client.kind];
  const { basis, startsOn: bornOn } = startOf(facts);
  const ceiling = addMonths(bornOn, 12 * LONGEST_YEARS);
  let startsOn = bornOn;
  let prescribedOn = prescribedFrom(years, bornOn);
  let interruption: Interruption | null = null;
  for (const candidate of interruptionsOf(facts)) {
    // What comes before the clock starts, or once the time is over, changes nothing.
    if (candidate.on < bornOn || candidate.on >= prescribedOn) continue;
    startsOn = candidate.on;
    interruption = candidate;
    prescribedOn = prescribedFrom(years, startsOn);
  }
  if (prescribedOn > ceiling) prescribedOn = ceiling;
  return {
    years,
    startsOn,
    basis,
    interruption,
    lastUsefulOn: addDays(prescribedOn, years === 4 ? -1 : -2),
    prescribedOn,
  };
};

/** A day well before any possible end: the full count is spared. */
const isYoung = ({ issuedOn, dueOn, performedOn }: PrescriptionFacts, today: LocalDate): boolean => {
  const limit = addMonths(today, -SHORTEST_MONTHS);
  return issuedOn > limit && dueOn > limit && (performedOn === null || performedOn > limit);
};

/** The prescription of a claim that is over, or ends within six months; null otherwise. */
export const nearPrescription = (facts: PrescriptionFacts, today: LocalDate): Prescription | null => {
  if (isYoung(facts, today)) return null;
  const prescription = computePrescription(facts);
  return today >= addMonths(prescription.lastUsefulOn, -WARNING_MONTHS) ? prescription : null;
};

export const isPrescribed = (facts: PrescriptionFacts, today: LocalDate): boolean =>
  !isYoung(facts, today) && today >= computePrescription(facts).prescribedOn;
