import { describe, expect, it } from 'vitest';
import { addDays } from '../../src/domain/dates.ts';
import { checkPaymentTerm, endOfMonthTerms, type TermQuery } from '../../src/domain/law/payment-term.ts';
import { publicDueOn } from '../../src/domain/law/public-term.ts';

const query = (facts: Partial<TermQuery>): TermQuery => ({
  kind: 'entreprise',
  issuedOn: '2026-01-15',
  dueOn: '2026-02-14',
  performedOn: null,
  requestReceivedOn: null,
  legalTermDays: null,
  zone: 'metropole',
  ...facts,
});
const isLawful = (facts: Partial<TermQuery>): boolean | null =>
  checkPaymentTerm(query(facts))?.isLawful ?? null;

describe('the term of an invoice', () => {
  // Service-Public F23211 gives the first line; the others follow the same two counts.
  it.each([
    ['2026-01-02', '2026-02-28', '2026-03-17'],
    ['2026-01-15', '2026-03-31', '2026-03-17'],
    ['2026-02-15', '2026-04-30', '2026-04-14'],
    ['2026-03-10', '2026-04-30', '2026-05-15'],
    ['2026-10-05', '2026-11-30', '2026-12-15'],
    ['2026-12-17', '2027-01-31', '2027-02-14'],
    ['2024-01-15', '2024-02-29', '2024-03-16'],
  ])('of %s, 45 days end of month counted both ways', (issuedOn, daysFirst, monthFirst) => {
    expect(endOfMonthTerms(issuedOn)).toEqual({ daysFirst, monthFirst });
    for (const dueOn of [daysFirst, monthFirst]) expect(isLawful({ issuedOn, dueOn })).not.toBe(false);
    const later = [daysFirst, monthFirst, addDays(issuedOn, 60)].reduce((a, b) => (a > b ? a : b));
    expect(isLawful({ issuedOn, dueOn: addDays(later, 1) })).toBe(false);
  });

  it.each([
    [59, null],
    [60, null],
    [61, true],
    [75, true],
    [76, false],
  ])('%i days after 15 January', (days, expected) => {
    expect(isLawful({ dueOn: addDays('2026-01-15', days) })).toBe(expected);
  });

  it('says « 60 jours fin de mois » is unlawful, and « 30 jours fin de mois » needs nothing', () => {
    expect(isLawful({ issuedOn: '2026-01-02', dueOn: '2026-03-31' })).toBe(false);
    expect(isLawful({ issuedOn: '2026-01-02', dueOn: '2026-02-28' })).toBeNull();
  });

  it('follows the term of the sector when there is one', () => {
    expect(isLawful({ legalTermDays: 30, dueOn: addDays('2026-01-15', 30) })).toBeNull();
    expect(isLawful({ legalTermDays: 30, dueOn: addDays('2026-01-15', 31) })).toBe(false);
  });

  it('has nothing to say of a consumer or of an association', () => {
    for (const kind of ['particulier', 'association'] as const)
      expect(isLawful({ kind, dueOn: '2027-01-15' })).toBeNull();
  });

  it('gives a public debtor 30 days from receipt, carried to a working day', () => {
    expect(isLawful({ kind: 'public', requestReceivedOn: '2026-01-16', dueOn: '2026-02-16' })).toBeNull();
    expect(isLawful({ kind: 'public', requestReceivedOn: '2026-01-16', dueOn: '2026-02-17' })).toBe(false);
    expect(isLawful({ kind: 'public', dueOn: '2026-12-31' })).toBeNull();
  });
});

const due = (facts: Partial<Parameters<typeof publicDueOn>[0]>): string =>
  publicDueOn({
    issuedOn: '2026-05-01',
    performedOn: null,
    requestReceivedOn: '2026-05-05',
    termDays: null,
    zone: 'metropole',
    ...facts,
  });

describe('the time to pay of a public debtor', () => {
  it.each([
    ['30 days from receipt', {}, '2026-06-04'],
    ['50 for a hospital', { termDays: 50, requestReceivedOn: '2026-05-20' }, '2026-07-09'],
    ['60 for some public companies', { termDays: 60 }, '2026-07-06'],
    ['a Saturday goes to Monday', { requestReceivedOn: '2026-07-02' }, '2026-08-03'],
    ['a holiday goes to the next day', { requestReceivedOn: '2026-06-14' }, '2026-07-15'],
    ['work done after receipt', { performedOn: '2026-05-10' }, '2026-06-09'],
    ['work done before it', { performedOn: '2026-05-02' }, '2026-06-04'],
    ['no receipt recorded: two days after the request', { requestReceivedOn: null }, '2026-06-02'],
  ])('%s', (_, facts, expected) => {
    expect(due(facts)).toBe(expected);
  });
});
