import { formatDay, isLocalDate, type LocalDate } from '../dates.ts';

/** What is known of an approval that a client awaits. */
export interface Approval {
  who: string | null;
  /** The day that the client gave; null when only the program's patience has one. */
  on: LocalDate | null;
}

/** Why reminders wait after a call, as `why` tells it; the two readers below read it back. */
export const approvalReason = ({ who, on }: Approval, until: LocalDate): string =>
  `validation attendue${who === null ? '' : ` de ${who}`} ${on === null ? `jusqu’au ${formatDay(until)}` : `pour le ${formatDay(on)}`}`;

/** « dit avoir payé le 20/11/2026 par virement ». */
export const alreadyPaidReason = (paidOn: LocalDate | null, method: string | null): string =>
  `dit avoir payé${paidOn === null ? '' : ` le ${formatDay(paidOn)}`}${method === null ? '' : ` par ${method}`} : à vérifier`;

const DAY = String.raw`(\d{2})/(\d{2})/(\d{4})`;
const APPROVAL = new RegExp(`^validation attendue(?: de (.+?))? (jusqu’au|pour le) ${DAY}$`);
const PAID = new RegExp(`^dit avoir payé le ${DAY}\\b`);

const dayOf = (parts: readonly (string | undefined)[]): LocalDate | null => {
  const day = parts.toReversed().join('-');
  return isLocalDate(day) ? day : null;
};

export const readApproval = (reason: string | null): Approval | null => {
  const found = APPROVAL.exec(reason ?? '');
  if (found === null) return null;
  const [, who, kind, ...day] = found;
  return { who: who ?? null, on: kind === 'pour le' ? dayOf(day) : null };
};

/** The day on which the client says to have paid. */
export const readPaidOn = (reason: string | null): LocalDate | null => {
  const found = PAID.exec(reason ?? '');
  return found === null ? null : dayOf(found.slice(1));
};
