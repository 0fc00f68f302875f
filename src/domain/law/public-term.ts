import { addDays, type LocalDate } from '../dates.ts';
import { nextWorkingDay, type HolidayZone } from '../working-days.ts';

/** Pouvoirs adjudicateurs (CCP R2192-10); 50: établissements publics de santé, 60: entreprises publiques (R2192-11). */
const DEFAULT_DAYS = 30;
export const PUBLIC_TERMS = [30, 50, 60] as const;
/** Receipt that nobody recorded counts two days after the request (CCP R2192-14). */
const UNRECORDED_RECEIPT_DAYS = 2;

interface PublicRequest {
  issuedOn: LocalDate;
  performedOn: LocalDate | null;
  /** Day on which the public debtor received the request for payment; null when unknown. */
  requestReceivedOn: LocalDate | null;
  termDays: number | null;
  zone: HolidayZone;
}

/**
 * Last day of a public debtor's time to pay: 30, 50 or 60 days from receipt of the request, or from the end of the work
 * when it comes later (CCP R2192-12 to -14), carried to the next working day (Service-Public F32073).
 */
export const publicDueOn = ({
  issuedOn,
  performedOn,
  requestReceivedOn,
  termDays,
  zone,
}: PublicRequest): LocalDate => {
  const received = requestReceivedOn ?? addDays(issuedOn, UNRECORDED_RECEIPT_DAYS);
  const start = performedOn !== null && performedOn > received ? performedOn : received;
  return nextWorkingDay(addDays(start, termDays ?? DEFAULT_DAYS), zone);
};
