import type { Creditor } from '../domain/people/creditor.ts';
import { insertInto, selectList, updateOf, type Columns } from './columns.ts';
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
    const statement = findCreditor(db)
      ? updateOf('creditor', COLUMNS, values, 1)
      : insertInto('creditor', { ...COLUMNS, id: 'id' }, { id: 1, ...values });
    if (statement) db.prepare(statement.sql).run(...statement.values);
  }).immediate();
  return findCreditor(db) as Creditor;
};
