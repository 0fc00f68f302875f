import { formatDay, type LocalDate } from '../dates.ts';

/** Why reminders wait after a call, as `why` tells it. */
export const approvalReason = (
  { approvalBy, approvalOn }: { approvalBy: string | null; approvalOn: LocalDate | null },
  until: LocalDate,
): string =>
  `validation attendue${approvalBy === null ? '' : ` de ${approvalBy}`} ${approvalOn === null ? `jusqu’au ${formatDay(until)}` : `pour le ${formatDay(approvalOn)}`}`;

/** « dit avoir payé le 20/11/2026 par virement ». */
export const alreadyPaidReason = (paidOn: LocalDate | null, method: string | null): string =>
  `dit avoir payé${paidOn === null ? '' : ` le ${formatDay(paidOn)}`}${method === null ? '' : ` par ${method}`} : à vérifier`;
