import type { Claim, Receipt } from '../../src/domain/law/claim.ts';
import type { LocalDate } from '../../src/domain/dates.ts';
import type { Imputation } from '../../src/domain/law/interest-accrual.ts';
import { computeFigures, type Figures } from '../../src/domain/law/interest.ts';
import { buildRateTable, type ReferenceRate } from '../../src/domain/law/reference-rates.ts';

type Facts = Partial<Omit<Claim, 'debtor'>> & { debtor?: Partial<Claim['debtor']> };

/** 1 000,00 € due on 30 June 2026 by a company, never paid. */
export const aClaim = ({ debtor, ...facts }: Facts = {}): Claim => ({
  invoiceId: 1,
  number: 'F-1',
  issuedOn: facts.dueOn === undefined || facts.dueOn > '2026-05-31' ? '2026-05-31' : '2012-01-01',
  dueOn: '2026-06-30',
  performedOn: null,
  requestReceivedOn: null,
  currency: 'EUR',
  totalCents: 100_000,
  penaltyRate: 'bce',
  receipts: [],
  presentedOn: null,
  closedAs: null,
  waiver: null,
  agreement: null,
  isDisputed: false,
  zone: 'metropole',
  ...facts,
  debtor: { kind: 'entreprise', country: 'FR', legalTermDays: null, judgedOn: null, ...debtor },
});

export const paid = (amountCents: number, on: LocalDate): Receipt => ({ on, amountCents, kind: 'payment' });
export const credited = (amountCents: number, on: LocalDate): Receipt => ({
  on,
  amountCents,
  kind: 'credit-note',
});
export const penalties = (amountCents: number, on: LocalDate): Receipt => ({
  on,
  amountCents,
  kind: 'penalties',
});

/** The rates as shipped, with some of the user's own. */
export const ratesWith = (...rates: [kind: ReferenceRate['kind'], from: LocalDate, bps: number][]) =>
  buildRateTable(
    rates.map(([kind, from, bps]) => ({ kind, from, bps, source: '', origin: 'added' as const })),
  );

const SHIPPED = ratesWith();

export const figuresAt = (claim: Claim, to: LocalDate, imputation: Imputation = 'capital'): Figures =>
  computeFigures(claim, SHIPPED, to, imputation);
