import { bankKnownUntil } from '../db/bank-statements.ts';
import { findCreditor } from '../db/creditor-row.ts';
import type { Database } from '../db/open.ts';
import { bankFreshness, type BankFreshness } from '../domain/bank/bank-freshness.ts';
import type { LocalDate } from '../domain/dates.ts';

export const readBankFreshness = (db: Database, today: LocalDate): BankFreshness | null => {
  const knownUntil = bankKnownUntil(db, today);
  if (knownUntil === null) return null;
  const creditor = findCreditor(db);
  return bankFreshness(knownUntil, today, {
    maxAgeDays: creditor?.bankMaxAgeDays ?? null,
    zone: creditor?.holidayZone ?? 'metropole',
  });
};
