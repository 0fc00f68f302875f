import type { LocalDate } from './dates.ts';

export type RecordedHoldKind = 'handover' | 'dispute' | 'plan' | 'pause' | 'promise';

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
