import type { LocalDate } from '../dates.ts';
import type { ClientKind } from '../people/client-kind.ts';
import type { HolidayZone } from '../working-days.ts';

/** What came in on a claim, on the day from which it counts. */
export interface Receipt {
  on: LocalDate;
  amountCents: number;
  /** `penalties`: received for penalties and indemnity; it leaves the principal alone. */
  kind: 'payment' | 'credit-note' | 'penalties';
}

/** One invoice as the figures of the law see it. */
export interface Claim {
  invoiceId: number;
  number: string;
  debtor: {
    kind: ClientKind;
    country: string;
    /** `--delai-legal`: 30, 50 or 60 days for a public debtor. */
    legalTermDays: number | null;
    /** Opening judgment of a collective proceeding still open. */
    judgedOn: LocalDate | null;
  };
  issuedOn: LocalDate;
  dueOn: LocalDate;
  performedOn: LocalDate | null;
  /** Day on which a public debtor received the request for payment. */
  requestReceivedOn: LocalDate | null;
  currency: string;
  totalCents: number;
  /** Rate of the invoice, else of the creditor's terms: `bce`, `3x`, or hundredths of a percent. */
  penaltyRate: string;
  receipts: Receipt[];
  /** First presentation of the mise en demeure. */
  presentedOn: LocalDate | null;
  closedAs: 'cancelled' | 'written-off' | null;
  waiver: { on: LocalDate; reason: string } | null;
  /** An agreement that is kept: nothing runs after its count, and what it gives up is not asked. */
  agreement: { countedOn: LocalDate; isWaiving: boolean } | null;
  /** Part of the reste dû that is disputed. */
  isDisputed: boolean;
  zone: HolidayZone;
}

/** Day on which the claim is born: the end of the performance, else the invoice's date. */
export const claimBornOn = ({
  performedOn,
  issuedOn,
}: {
  performedOn: LocalDate | null;
  issuedOn: LocalDate;
}): LocalDate => performedOn ?? issuedOn;
