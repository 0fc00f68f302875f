import { listSigns } from '../../../db/client-signs.ts';
import type { Database } from '../../../db/open.ts';
import { loadPayerHistory } from '../../../db/payer-history.ts';
import type { ClientSign } from '../../../domain/people/client-sign.ts';
import type { LocalDate } from '../../../domain/dates.ts';
import { computeProfile, type PayerProfile } from '../../../domain/people/payer-profile.ts';
import { scheduleRulesOf } from '../../../desk/day-decisions.ts';

/** How a client pays, and the warning signs that stand. */
export interface Payer {
  profile: PayerProfile;
  signs: ClientSign[];
}

export const readPayer = (db: Database, clientId: number, today: LocalDate): Payer => {
  const signs = listSigns(db, clientId, today);
  const invoices = loadPayerHistory(db, clientId, today);
  return { profile: computeProfile({ invoices, signs: signs.length }, today, scheduleRulesOf(db)), signs };
};
