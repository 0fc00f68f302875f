import { describe, expect, it } from 'vitest';
import { closeInvoice } from '../../src/db/invoices.ts';
import {
  cancelLetter,
  findCourtOrder,
  findLetter,
  findLetterFile,
  insertFile,
  listInstalmentDemands,
  listLettersOf,
  listOrdersToServe,
  listStandingLetters,
  saveCourtOrder,
  signLetter,
  updateLetterSending,
} from '../../src/db/letters.ts';
import { sha256Of } from '../../src/db/documents.ts';
import type { Database } from '../../src/db/open.ts';
import type { Letter } from '../../src/domain/law/letter.ts';
import {
  aClient,
  aLetter,
  anInvoice,
  aPayment,
  NOW,
  openBase,
  refusal,
  tellLetter,
  TODAY,
} from '../helpers/base.ts';

/** A client who owes two invoices, 1 and 2. */
const owing = (): Database => {
  const db = openBase();
  const { id } = aClient(db);
  anInvoice(db, id);
  anInvoice(db, id, 'F-2');
  return db;
};

const idsOf = (letters: Letter[]): number[] => letters.map(({ id }) => id);
const settle = (db: Database, id: number): void => {
  closeInvoice(db, id, { on: TODAY, as: 'cancelled', reason: 'erreur' });
};

describe('a letter', () => {
  it('is what its words claim, with all that became of it', () => {
    const db = owing();
    const id = aLetter(db, 1, [1, 2], { tracking: '1A 123 456 7890 1' });
    tellLetter(db, id, 'posted', '2026-11-03');
    tellLetter(db, id, 'presented', '2026-11-05');
    tellLetter(db, id, 'received', '2026-11-06');
    expect(findLetter(db, id, TODAY)).toEqual({
      id,
      clientId: 1,
      kind: 'mise-en-demeure',
      writtenOn: '2026-11-02',
      currency: 'EUR',
      totalCents: 104_000,
      delayDays: 8,
      sending: 'lrar',
      tracking: '1A 123 456 7890 1',
      signedOn: null,
      postedOn: '2026-11-03',
      presentedOn: '2026-11-05',
      receivedOn: '2026-11-06',
      returned: null,
      invoiceIds: [1, 2],
    });
  });

  it.each([
    ['before it is posted', '2026-11-02', null, null],
    ['the day it is posted', '2026-11-03', '2026-11-03', null],
    ['the day before it comes back', '2026-11-19', '2026-11-03', null],
    ['the day it comes back', '2026-11-20', '2026-11-03', { on: '2026-11-20', reason: 'unclaimed' }],
  ])('is read as it was known %s', (_when, day, postedOn, returned) => {
    const db = owing();
    const id = aLetter(db, 1, [1]);
    tellLetter(db, id, 'posted', '2026-11-03');
    tellLetter(db, id, 'unclaimed', '2026-11-20');
    const letter = findLetter(db, id, day);
    expect([letter.postedOn, letter.returned]).toEqual([postedOn, returned]);
  });

  it('has the day and the reason that were noted last: what was typed wrong is typed again', () => {
    const db = owing();
    const id = aLetter(db, 1, [1]);
    tellLetter(db, id, 'presented', '2026-11-09');
    tellLetter(db, id, 'presented', '2026-11-06');
    tellLetter(db, id, 'refused', '2026-11-09');
    tellLetter(db, id, 'unknown-address', '2026-11-06');
    const { presentedOn, returned } = findLetter(db, id, TODAY);
    expect([presentedOn, returned]).toEqual(['2026-11-06', { on: '2026-11-06', reason: 'unknown-address' }]);
  });

  it('is posted once', () => {
    const db = owing();
    const id = aLetter(db, 1, [1]);
    tellLetter(db, id, 'posted', '2026-11-03');
    expect(refusal(() => tellLetter(db, id, 'posted', '2026-11-04'))).toBe('already-posted');
  });

  it('has no further life once it is given up', () => {
    const db = owing();
    const id = aLetter(db, 1, [1]);
    cancelLetter(db, id, TODAY);
    expect(refusal(() => tellLetter(db, id, 'posted', TODAY))).toBe('a cancelled letter has no further life');
    cancelLetter(db, id, '2026-11-30');
    expect(db.prepare('select cancelled_on from letter').pluck().get()).toBe(TODAY);
  });

  it.each([
    [{ tracking: '1A 123 456 7890 1' }, ['lrar', '1A 123 456 7890 1']],
    [{ sending: 'simple' as const }, ['simple', 'RK 123 456 785 FR']],
    [{}, ['lrar', 'RK 123 456 785 FR']],
  ])('is corrected in what was typed of its sending alone: %o', (change, [sending, tracking]) => {
    const db = owing();
    const id = aLetter(db, 1, [1], { tracking: 'RK 123 456 785 FR' });
    updateLetterSending(db, id, change);
    const letter = findLetter(db, id, TODAY);
    expect([letter.sending, letter.tracking]).toEqual([sending, tracking]);
  });

  it('that is an agreement is signed from the day of its signature', () => {
    const db = owing();
    const id = aLetter(db, 1, [1], { kind: 'agreement', sending: 'none' });
    signLetter(db, id, '2026-11-10');
    const signed = ['2026-11-09', '2026-11-10'].map((day) => findLetter(db, id, day).signedOn);
    expect(signed).toEqual([null, '2026-11-10']);
    expect(refusal(() => signLetter(db, id, '2026-11-01'))).toContain('signed_on >= written_on');
  });

  it('has the PDF that was stored last, and its digest', () => {
    const db = owing();
    const id = aLetter(db, 1, [1]);
    expect(findLetterFile(db, 9)).toBe(null);
    const content = Buffer.from('%PDF-1.7 corrigé');
    insertFile(db, { letterId: id, kind: 'mise-en-demeure', name: 'corrigee.pdf', content }, NOW);
    expect(findLetterFile(db, id)).toEqual({ name: 'corrigee.pdf', content, sha256: sha256Of(content) });
  });
});

describe('the letters', () => {
  it('of an invoice are those that stand, once written, oldest first', () => {
    const db = owing();
    const reminder = aLetter(db, 1, [1], { kind: 'reminder' });
    const replaced = aLetter(db, 1, [1]);
    const together = aLetter(db, 1, [1, 2]);
    aLetter(db, 1, [2]);
    aLetter(db, 1, [1], { writtenOn: '2026-11-24' });
    cancelLetter(db, replaced, TODAY);
    expect(idsOf(listLettersOf(db, 1, TODAY))).toEqual([reminder, together]);
  });

  it('that stand are those of which an invoice is unpaid', () => {
    const db = owing();
    const one = aLetter(db, 1, [1]);
    const both = aLetter(db, 1, [1, 2], { kind: 'decheance-du-terme' });
    aLetter(db, 1, [2], { kind: 'vat-duplicate' });
    cancelLetter(db, aLetter(db, 1, [2]), TODAY);
    expect(idsOf(listStandingLetters(db, TODAY))).toEqual([one, both]);
    settle(db, 1);
    expect(idsOf(listStandingLetters(db, TODAY))).toEqual([both]);
    settle(db, 2);
    expect(listStandingLetters(db, TODAY)).toEqual([]);
  });

  it('that demand the instalments of an agreement were posted after it, about what it covers', () => {
    const db = owing();
    const demand = (invoice: number, day: string | null): number => {
      const id = aLetter(db, 1, [invoice], { kind: 'decheance-du-terme' });
      if (day !== null) tellLetter(db, id, 'posted', day);
      return id;
    };
    demand(1, '2026-11-03');
    const agreement = aLetter(db, 1, [1], { kind: 'agreement' });
    const posted = demand(1, '2026-11-20');
    demand(1, null);
    demand(2, '2026-11-20');
    cancelLetter(db, demand(1, '2026-11-21'), TODAY);
    expect(idsOf(listInstalmentDemands(db, agreement, TODAY))).toEqual([posted]);
    expect(listInstalmentDemands(db, agreement, '2026-11-19')).toEqual([]);
  });
});

describe('an order of the court', () => {
  const order = { letterId: 1, orderedOn: '2026-11-10', servedOn: null, opposedOn: null };
  const ordered = (): Database => {
    const db = owing();
    aLetter(db, 1, [1], { kind: 'injonction', sending: 'none' });
    saveCourtOrder(db, order, NOW);
    return db;
  };

  it('is completed, not written again', () => {
    const db = ordered();
    expect([findCourtOrder(db, 1), findCourtOrder(db, 2)]).toEqual([order, null]);
    const opposed = { ...order, servedOn: '2026-11-12', opposedOn: '2026-11-20' };
    saveCourtOrder(db, opposed, NOW);
    expect(findCourtOrder(db, 1)).toEqual(opposed);
  });

  it.each<[string, string, (db: Database) => void, number]>([
    ['from the day it is made', '2026-11-10', () => undefined, 1],
    ['not the day before', '2026-11-09', () => undefined, 0],
    ['not once served', TODAY, (db) => saveCourtOrder(db, { ...order, servedOn: TODAY }, NOW), 0],
    ['not once all is paid', TODAY, (db) => aPayment(db, 1, { amountCents: 100_000 }), 0],
    ['while a part is unpaid', TODAY, (db) => aPayment(db, 1), 1],
  ])('is to be served %s', (_when, day, happen, count) => {
    const db = ordered();
    happen(db);
    const waiting = { letterId: 1, orderedOn: '2026-11-10', invoiceIds: [1] };
    expect(listOrdersToServe(db, day)).toEqual(Array.from({ length: count }, () => waiting));
  });
});
