import { describe, expect, it } from 'vitest';
import type { ClientKind } from '../../src/domain/people/client-kind.ts';
import type { InvoiceFacts } from '../../src/domain/schedule/facts.ts';
import {
  computePrescription,
  isPrescribed,
  nearPrescription,
} from '../../src/domain/law/prescription-period.ts';
import { aClient, anInvoice, aPayment, made, SCENARIOS } from '../helpers/facts.ts';

const invoiceOf = (kind: ClientKind, facts: Partial<InvoiceFacts>): InvoiceFacts =>
  anInvoice({ client: aClient({ kind }), issuedOn: '2022-03-15', dueOn: '2022-04-14', ...facts });

describe('the time to sue', () => {
  it.each<[string, ClientKind, Partial<InvoiceFacts>, string, string]>([
    [
      'a company, from the end of the work',
      'entreprise',
      { performedOn: '2022-03-10' },
      '2027-03-09',
      '2027-03-11',
    ],
    ['an association alike', 'association', { performedOn: '2022-03-10' }, '2027-03-09', '2027-03-11'],
    [
      'a consumer',
      'particulier',
      { performedOn: '2024-03-10', issuedOn: '2024-03-15', dueOn: '2024-04-14' },
      '2026-03-09',
      '2026-03-11',
    ],
    [
      'a public debtor, from the next 1 January',
      'public',
      { performedOn: '2022-03-10' },
      '2026-12-31',
      '2027-01-01',
    ],
    [
      'the due date when it comes first',
      'entreprise',
      { performedOn: '2022-05-01' },
      '2027-04-13',
      '2027-04-15',
    ],
    ['the invoice when nothing else is known', 'entreprise', {}, '2027-03-14', '2027-03-16'],
    [
      '29 February',
      'entreprise',
      { performedOn: '2024-02-29', dueOn: '2024-04-14' },
      '2029-02-27',
      '2029-03-01',
    ],
  ])('of %s', (_, kind, facts, lastUsefulOn, prescribedOn) => {
    expect(computePrescription(invoiceOf(kind, facts))).toMatchObject({ lastUsefulOn, prescribedOn });
  });

  it('starts again with an acknowledgement, a part payment, an order served, a summons', () => {
    for (const kind of ['acknowledgement', 'order-served', 'summons', 'claim-declared'] as const) {
      const invoice = invoiceOf('entreprise', { interruptions: [{ kind, on: '2025-06-01' }] });
      expect(computePrescription(invoice).prescribedOn).toBe('2030-06-02');
    }
    const paid = invoiceOf('entreprise', { payments: [aPayment(1_000, '2024-06-01')] });
    expect(computePrescription(paid)).toMatchObject({
      prescribedOn: '2029-06-02',
      interruption: { kind: 'part-payment', on: '2024-06-01' },
    });
  });

  it('starts again neither with a credit note nor with a reminder', () => {
    const invoice = invoiceOf('entreprise', {
      payments: [aPayment(1_000, '2024-06-01', 'credit-note')],
      steps: [made('relance-1', '2024-06-01'), made('mise-en-demeure', '2024-07-01')],
    });
    expect(computePrescription(invoice).interruption).toBeNull();
  });

  it('starts again with any written demand to a public debtor, not with a call', () => {
    const steps = [made('relance-1', '2023-06-01', SCENARIOS['secteur-public'])];
    expect(computePrescription(invoiceOf('public', { steps })).prescribedOn).toBe('2028-01-01');
    const call = [made('appel', '2023-06-01', SCENARIOS['secteur-public'])];
    expect(computePrescription(invoiceOf('public', { steps: call })).prescribedOn).toBe('2027-01-01');
  });

  it('does not start again once it is over', () => {
    const late = invoiceOf('particulier', { payments: [aPayment(1_000, '2024-03-16')] });
    expect(computePrescription(late)).toMatchObject({ prescribedOn: '2024-03-16', interruption: null });
    const inTime = invoiceOf('particulier', { payments: [aPayment(1_000, '2024-03-15')] });
    expect(computePrescription(inTime).prescribedOn).toBe('2026-03-16');
  });

  it('never lasts more than twenty years', () => {
    const interruptions = [2026, 2030, 2034, 2038, 2040].map((year) => ({
      kind: 'acknowledgement' as const,
      on: `${year}-01-01`,
    }));
    expect(computePrescription(invoiceOf('entreprise', { interruptions })).prescribedOn).toBe('2042-03-15');
  });

  it.each([
    ['2026-09-13', false, false],
    ['2026-09-14', true, false],
    ['2027-03-15', true, false],
    ['2027-03-16', true, true],
  ])('on %s: near %s, over %s', (today, isNear, isOver) => {
    const invoice = invoiceOf('entreprise', {});
    expect(nearPrescription(invoice, today) !== null).toBe(isNear);
    expect(isPrescribed(invoice, today)).toBe(isOver);
  });
});
