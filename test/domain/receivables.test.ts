import { describe, expect, it } from 'vitest';
import type { InvoiceFacts } from '../../src/domain/schedule/facts.ts';
import { readReceivables, type Receivable } from '../../src/domain/money/receivables.ts';
import { aClient, aHold, anInvoice, aPayment } from '../helpers/facts.ts';
import { TODAY } from '../helpers/receivables.ts';

const read = (...invoices: InvoiceFacts[]): Receivable[] => readReceivables(invoices, TODAY, 'metropole');

describe('the receivables', () => {
  const dueOn = '2026-11-02';

  it('leave out what is closed or wholly paid', () => {
    expect(read(anInvoice({ isClosed: true }), anInvoice({ payments: [aPayment(100_000, dueOn)] }))).toEqual(
      [],
    );
  });

  it.each([
    ['the whole', null, 100_000],
    ['a part', 30_000, 30_000],
    ['more than what is left', 200_000, 100_000],
  ])('keep the disputed part apart: %s', (_, amountCents, disputedCents) => {
    const [receivable] = read(anInvoice({ dueOn, holds: [aHold('dispute', { amountCents })] }));
    expect(receivable).toMatchObject({ remainingCents: 100_000, disputedCents });
  });

  it.each([
    ['stands', '2026-11-27', [{ on: '2026-11-27', amountCents: 40_000 }]],
    ['is awaited two working days more', '2026-11-19', [{ on: '2026-11-19', amountCents: 40_000 }]],
    ['is broken', '2026-11-18', []],
  ])('announce a promise that %s, less what came in since', (_, untilOn, announced) => {
    const promise = aHold('promise', { fromOn: '2026-11-10', untilOn, amountCents: 50_000 });
    const payments = [aPayment(20_000, '2026-11-09'), aPayment(10_000, '2026-11-12')];
    expect(read(anInvoice({ dueOn, holds: [promise], payments }))[0]?.announced).toEqual(announced);
  });

  it('believe the last of two promises', () => {
    const promise = (untilOn: string) => aHold('promise', { fromOn: dueOn, untilOn, amountCents: 10_000 });
    const [receivable] = read(anInvoice({ dueOn, holds: [promise('2026-12-20'), promise('2026-12-01')] }));
    expect(receivable?.announced).toEqual([{ on: '2026-12-01', amountCents: 10_000 }]);
  });

  it('share the instalments of an agreement, the oldest invoice first, and leave its penalties out', () => {
    const plan = {
      letterId: 7,
      writtenOn: '2026-11-03',
      signedOn: '2026-11-03',
      instalments: ['2026-11-10', '2026-12-10', '2027-01-10'].map((on) => ({
        dueOn: on,
        amountCents: 60_000,
      })),
      receivedCents: 60_000,
      principalCents: 0,
      lapsedOn: null,
      demandedUntil: null,
      owedInvoiceIds: [],
    };
    const holds = [aHold('plan', { fromOn: '2026-11-03', plan })];
    const [first, second] = read(
      anInvoice({ dueOn, holds, totalCents: 70_000 }),
      anInvoice({ dueOn, holds, totalCents: 40_000 }),
    );
    expect(first?.announced).toEqual([
      { on: '2026-12-10', amountCents: 60_000 },
      { on: '2027-01-10', amountCents: 10_000 },
    ]);
    expect(second?.announced).toEqual([{ on: '2027-01-10', amountCents: 40_000 }]);
    const missed = aHold('plan', { fromOn: '2026-11-03', plan: { ...plan, receivedCents: 0 } });
    expect(read(anInvoice({ dueOn, holds: [missed] }))[0]?.announced).toEqual([]);
  });

  it('are frozen by an insolvency or a hand-over', () => {
    const client = aClient({ insolvencyJudgedOn: '2026-11-15' });
    const [insolvent, handedOver] = read(
      anInvoice({ dueOn, client }),
      anInvoice({ dueOn, holds: [aHold('handover')] }),
    );
    expect([insolvent?.isFrozen, handedOver?.isFrozen]).toEqual([true, true]);
  });
});
