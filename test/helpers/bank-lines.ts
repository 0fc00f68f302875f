import {
  insertStatement,
  type KeptEntry,
  type NewEntry,
  type NewStatement,
} from '../../src/db/bank-statements.ts';
import { insertMatch } from '../../src/db/bank-entries.ts';
import type { Database } from '../../src/db/open.ts';
import type { Payment } from '../../src/domain/money/payment.ts';
import { NOW } from './base.ts';

/** 300,00 € from Durand on the 2nd, unless said otherwise. */
export const line = (fields: Partial<NewEntry> = {}): NewEntry => {
  const entry = {
    date: '2026-11-02',
    amountCents: 30_000,
    currency: 'EUR',
    label: 'VIR SEPA ATELIER DURAND',
    reference: null,
    counterparty: null,
    iban: null,
    isReversal: false,
    ...fields,
  };
  return { key: `${entry.date} ${entry.amountCents} ${entry.label}`, ...entry };
};

/** Records a statement in OFX of one account, unless said otherwise. @returns what became of each line */
export const readStatement = (
  db: Database,
  lines: NewEntry[],
  fields: Partial<NewStatement> = {},
  now = NOW,
): KeptEntry[] =>
  insertStatement(
    db,
    {
      fileName: 'releve.ofx',
      sha256: 'a'.repeat(64),
      format: 'ofx',
      layout: '',
      account: 'FR7630006000011234567890189',
      currency: 'EUR',
      from: null,
      to: null,
      ...fields,
    },
    lines,
    now,
  );

export const pays = (db: Database, entryId: number, { id: paymentId }: Payment): void => {
  insertMatch(db, { entryId, paymentId, kind: 'pays' });
};
export const takesBack = (db: Database, entryId: number, { id: paymentId }: Payment): void => {
  insertMatch(db, { entryId, paymentId, kind: 'takes-back' });
};
