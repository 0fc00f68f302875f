import { addDays, daysBetween, endOfMonth, formatDay, type LocalDate } from '../dates.ts';
import type { ClientKind } from '../people/client-kind.ts';
import { publicDueOn } from './public-term.ts';
import type { HolidayZone } from '../working-days.ts';

/** Nothing agreed: 30 days (C. com. L441-10 I). */
export const DEFAULT_TERM_DAYS = 30;
/** Longest term that professionals may agree on, from the invoice's date (C. com. L441-10 I). */
const MAX_TERM_DAYS = 60;
const END_OF_MONTH_DAYS = 45;

export interface TermQuery {
  kind: ClientKind;
  issuedOn: LocalDate;
  dueOn: LocalDate;
  performedOn: LocalDate | null;
  requestReceivedOn: LocalDate | null;
  /** `--delai-legal`: the term of the sector (C. com. L441-11), or of the public debtor; null: the general rule. */
  legalTermDays: number | null;
  zone: HolidayZone;
}

export interface TermCheck {
  isLawful: boolean;
  /** What the person must know. */
  text: string;
}

/** The two lawful ways to count « 45 jours fin de mois »: the contract says which (C. com. L441-10 I). */
export const endOfMonthTerms = (
  issuedOn: LocalDate,
  days = END_OF_MONTH_DAYS,
): { daysFirst: LocalDate; monthFirst: LocalDate } => ({
  daysFirst: endOfMonth(addDays(issuedOn, days)),
  monthFirst: addDays(endOfMonth(issuedOn), days),
});

/** Nothing is said while the day of receipt is unknown: the time to pay runs from it. */
const checkPublic = ({ dueOn, legalTermDays, ...query }: TermQuery): TermCheck | null => {
  if (query.requestReceivedOn === null) return null;
  const latest = publicDueOn({ ...query, termDays: legalTermDays });
  if (dueOn <= latest) return null;
  return {
    isLawful: false,
    text: `échéance le ${formatDay(dueOn)}, mais un acheteur public doit payer au plus tard le ${formatDay(latest)} (CCP R2192-10 à R2192-14)`,
  };
};

const checkSector = ({ issuedOn, dueOn }: TermQuery, days: number): TermCheck | null => {
  const latest = addDays(issuedOn, days);
  return dueOn <= latest
    ? null
    : {
        isLawful: false,
        text: `délai de ${daysBetween(issuedOn, dueOn)} jours, au-delà des ${days} jours de votre secteur (C. com. L441-11)`,
      };
};

/** Nothing agreed: 30 days after the work, whenever it was invoiced. */
const isDefaultTerm = ({ performedOn, dueOn }: TermQuery): boolean =>
  performedOn !== null && dueOn <= addDays(performedOn, DEFAULT_TERM_DAYS);

/**
 * Whether the term of an invoice is lawful between professionals, or for a public debtor; null when there is nothing to say.
 * 60 days from the invoice, or 45 days end of month counted either way if the contract says so (C. com. L441-10 I).
 */
export const checkPaymentTerm = (query: TermQuery): TermCheck | null => {
  const { kind, issuedOn, dueOn, legalTermDays } = query;
  if (kind === 'public') return checkPublic(query);
  if (kind !== 'entreprise') return null;
  if (legalTermDays !== null) return checkSector(query, legalTermDays);
  const days = daysBetween(issuedOn, dueOn);
  if (days <= MAX_TERM_DAYS || isDefaultTerm(query)) return null;
  const { daysFirst, monthFirst } = endOfMonthTerms(issuedOn);
  if (dueOn <= daysFirst || dueOn <= monthFirst)
    return {
      isLawful: true,
      text: `délai de ${days} jours, permis seulement si le contrat prévoit 45 jours fin de mois${dueOn > daysFirst ? ', comptés après la fin du mois' : dueOn > monthFirst ? ', comptés avant la fin du mois' : ''} (C. com. L441-10 I)`,
    };
  return {
    isLawful: false,
    text: `délai de ${days} jours, au-delà du maximum légal de ${MAX_TERM_DAYS} jours, ou 45 jours fin de mois (C. com. L441-10 I)`,
  };
};
