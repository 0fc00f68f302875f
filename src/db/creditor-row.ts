import type { Creditor } from '../domain/people/creditor.ts';
import { insertRow, rowOf, selectList, updateRow, type Columns } from './columns.ts';
import type { Database } from './open.ts';

const COLUMNS: Columns<Creditor> = {
  name: 'name',
  legalForm: 'legal_form',
  siret: 'siret',
  address: 'address',
  postalCode: 'postal_code',
  city: 'city',
  country: 'country',
  email: 'email',
  phone: 'phone',
  iban: 'iban',
  bic: 'bic',
  vatRegime: 'vat_regime',
  penaltyRate: 'penalty_rate',
  sender: 'sender',
  signature: 'signature',
  penalites: 'penalites',
  holidayZone: 'holiday_zone',
  minimumCents: 'minimum_cents',
  legalTermDays: 'legal_term_days',
  bankMaxAgeDays: 'bank_max_age_days',
};

export const findCreditor = (db: Database): Creditor | null =>
  db.prepare<[], Creditor>(`select ${selectList(COLUMNS)} from creditor`).get() ?? null;

/** Creates the creditor, or changes the fields given. */
export const saveCreditor = (db: Database, values: Partial<Creditor>): Creditor => {
  db.transaction(() => {
    const row = rowOf(COLUMNS, values);
    if (findCreditor(db)) updateRow(db, 'creditor', row, 1);
    else insertRow(db, 'creditor', { id: 1, ...row });
  }).immediate();
  return findCreditor(db) as Creditor;
};
