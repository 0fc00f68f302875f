import type { HolidayZone } from '../working-days.ts';

export type Penalites = 'jamais' | 'mention' | 'montant';

/** Who claims: the user of the program. */
export interface Creditor {
  name: string;
  legalForm: string | null;
  siret: string | null;
  address: string | null;
  postalCode: string | null;
  city: string | null;
  country: string;
  email: string | null;
  phone: string | null;
  iban: string | null;
  bic: string | null;
  vatRegime: 'assujetti' | 'franchise' | null;
  /** Rate of the creditor's terms: `bce`, `3x`, or hundredths of a percent. */
  penaltyRate: string | null;
  sender: string | null;
  signature: string | null;
  penalites: Penalites;
  holidayZone: HolidayZone;
  minimumCents: number;
  /** Longest term of the creditor's sector (C. com. L441-11); null: the general rule. */
  legalTermDays: number | null;
  /** Working days after which the bank is no longer known well enough to remind; null: 5. */
  bankMaxAgeDays: number | null;
}
