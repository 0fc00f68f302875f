import type { Receivable } from '../../src/domain/money/receivables.ts';

/** A Monday. */
export const TODAY = '2026-11-23';
export const CLIENT = { id: 1, name: 'Durand', kind: 'entreprise' } as const;

/** 100,00 € due that day, of which nothing is known. */
export const owed = (facts: Partial<Receivable> = {}): Receivable => ({
  client: CLIENT,
  currency: 'EUR',
  dueOn: TODAY,
  remainingCents: 10_000,
  disputedCents: 0,
  isFrozen: false,
  announced: [],
  ...facts,
});
