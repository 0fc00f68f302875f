import type { LocalDate } from '../dates.ts';

export type RecordedHoldKind = 'handover' | 'dispute' | 'plan' | 'pause' | 'promise';

export const DISPUTE_CATEGORIES = ['service', 'amount', 'delivery', 'order', 'invoice', 'other'] as const;
/** What a dispute is about. */
export type DisputeCategory = (typeof DISPUTE_CATEGORIES)[number];

export interface Hold {
  id: number;
  kind: RecordedHoldKind;
  clientId: number | null;
  invoiceId: number | null;
  fromOn: LocalDate;
  untilOn: LocalDate | null;
  amountCents: number | null;
  reason: string | null;
}

export interface Insolvency {
  id: number;
  clientId: number;
  type: 'sauvegarde' | 'redressement' | 'liquidation';
  judgedOn: LocalDate;
  bodaccOn: LocalDate | null;
  mandataire: string | null;
}
