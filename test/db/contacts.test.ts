import { describe, expect, it } from 'vitest';
import {
  answerReplies,
  findContact,
  hasSending,
  insertStepMark,
  listContacts,
  listDrafts,
  listStepMarks,
  listUnanswered,
  listUncertain,
  markOrphansUncertain,
  updateContactStatus,
} from '../../src/db/contacts.ts';
import type { Database } from '../../src/db/open.ts';
import type { NewContact } from '../../src/db/contacts.ts';
import type { ContactStatus } from '../../src/domain/schedule/contact.ts';
import { aClient, aContact, anInvoice, NOW, openBase, refusal, step, TODAY } from '../helpers/base.ts';

/** A client who owes three invoices, of which F-3 is due first. */
const owing = (): Database => {
  const db = openBase();
  const { id } = aClient(db);
  anInvoice(db, id);
  anInvoice(db, id, 'F-2');
  anInvoice(db, id, 'F-3', { dueOn: '2026-10-01' });
  return db;
};

const said = (db: Database, fields: Partial<NewContact> = {}): number =>
  aContact(db, 1, [], { channel: 'call', status: 'logged', ...fields });
const heard = (db: Database, onDay = TODAY): number => said(db, { direction: 'in', onDay });
const mentioned = (invoiceId: number) => step(invoiceId, { step: null, stepDay: null, tone: null });

describe('a step', () => {
  it.each<[ContactStatus, string]>([
    ['sending', 'step-already-made'],
    ['sent', 'step-already-made'],
    ['uncertain', 'step-already-made'],
    ['draft', 'step-already-made'],
    ['logged', 'step-already-made'],
    ['failed', ''],
    ['undelivered', ''],
  ])('is made again after an attempt that ended « %s »: %s', (status, code) => {
    const db = owing();
    const isAttempt = !['logged', 'sending'].includes(status);
    const id = aContact(db, 1, [step(1)], { status: isAttempt ? 'sending' : status });
    if (isAttempt) updateContactStatus(db, id, status);
    expect(refusal(() => aContact(db, 1, [step(1)]))).toBe(code);
  });

  it.each([
    ['of another invoice', step(2), ''],
    ['of another name', step(1, { step: 'relance-2' }), ''],
    ['that only lists the invoice', mentioned(1), ''],
    ['of the same', step(1), 'step-already-made'],
  ])('%s', (_what, again, code) => {
    const db = owing();
    aContact(db, 1, [step(1), step(3)]);
    expect(refusal(() => aContact(db, 1, [again]))).toBe(code);
  });

  it('that is a decision may be taken again', () => {
    const db = owing();
    const decide = (): number =>
      aContact(db, 1, [step(1, { step: 'decide' })], { channel: 'decide', status: 'logged' });
    decide();
    expect(refusal(decide)).toBe('');
  });

  it('waived or declared is told from its day on, oldest first', () => {
    const db = owing();
    const mark = {
      invoiceId: 1,
      kind: 'skipped',
      step: 'relance-1',
      stepDay: 3,
      onDay: TODAY,
      reason: 'vu hier',
    } as const;
    const declared = {
      ...mark,
      kind: 'declared',
      step: 'courtoisie',
      onDay: '2026-11-02',
      reason: null,
    } as const;
    insertStepMark(db, mark, NOW);
    insertStepMark(db, declared, NOW);
    insertStepMark(db, { ...mark, invoiceId: 2 }, NOW);
    expect(listStepMarks(db, 1, TODAY)).toEqual([declared, mark]);
    expect(listStepMarks(db, 1, '2026-11-22')).toEqual([declared]);
  });
});

describe('the words of a client', () => {
  it.each<[string, (db: Database) => void, number]>([
    ['a call that we note', (db) => said(db), 0],
    [
      'a message that leaves',
      (db) => updateContactStatus(db, aContact(db, 1, [], { status: 'sending' }), 'sent'),
      0,
    ],
    [
      'a message that fails',
      (db) => updateContactStatus(db, aContact(db, 1, [], { status: 'sending' }), 'failed'),
      1,
    ],
    [
      'a message of which nobody knows',
      (db) => updateContactStatus(db, aContact(db, 1, [], { status: 'sending' }), 'uncertain'),
      1,
    ],
    ['a message under way', (db) => aContact(db, 1, [], { status: 'sending' }), 1],
    ['a call of the day before', (db) => said(db, { onDay: '2026-11-22' }), 1],
    ['a decision taken alone', (db) => said(db, { channel: 'decide' }), 1],
    ['the return of a letter', (db) => said(db, { outcome: 'non-reclamee' }), 1],
    ['a call to somebody else', (db) => aContact(db, aClient(db, 'Petit').id, [], { status: 'logged' }), 1],
  ])('after %s, wait or are answered', (_what, happen, count) => {
    const db = owing();
    heard(db);
    happen(db);
    expect(listUnanswered(db, TODAY)).toHaveLength(count);
  });

  it('are answered once', () => {
    const db = owing();
    heard(db, '2026-11-20');
    heard(db);
    expect([answerReplies(db, 1, TODAY), answerReplies(db, 1, TODAY)]).toEqual([2, 0]);
  });
});

const pending = (status: ContactStatus): { db: Database; id: number } => {
  const db = owing();
  const id = aContact(db, 1, [step(3, { step: 'relance-2', stepDay: 10 }), step(1)], { status, run: 'r1' });
  return { db, id };
};

describe('a sending', () => {
  it('whose process died is uncertain, and says why', () => {
    const { db, id } = pending('sending');
    expect([hasSending(db), markOrphansUncertain(db), hasSending(db)]).toEqual([true, 1, false]);
    expect(markOrphansUncertain(db)).toBe(0);
    const { status, error } = findContact(db, id);
    expect([status, error]).toEqual(['uncertain', 'envoi interrompu']);
  });

  it.each([
    ['uncertain', listUncertain, listDrafts],
    ['draft', listDrafts, listUncertain],
  ] as const)('%s waits for somebody, with its last step and its invoices', (status, list, others) => {
    const { db, id } = pending(status);
    expect(list(db, TODAY)).toEqual([
      {
        contact: id,
        client: { id: 1, name: 'Atelier Durand', kind: 'entreprise' },
        step: 'relance-2',
        status,
        direction: 'out',
        channel: 'email',
        invoices: ['F-1', 'F-3'],
        at: NOW.toISOString(),
        onDay: TODAY,
        note: null,
      },
    ]);
    expect([list(db, '2026-11-22'), others(db, TODAY)]).toEqual([[], []]);
  });

  it('keeps the error that was told, when its outcome changes without another', () => {
    const { db, id } = pending('sending');
    updateContactStatus(db, id, 'uncertain', { error: 'connexion coupée' });
    updateContactStatus(db, id, 'failed');
    expect(findContact(db, id).error).toBe('connexion coupée');
  });

  it('that is not there is refused', () => {
    expect(refusal(() => findContact(owing(), 9))).toBe('unknown-contact');
  });
});

describe('the story of an invoice', () => {
  it('is its contacts by day and hour, each with the other invoices it spoke of', () => {
    const db = owing();
    const late = aContact(db, 1, [step(1), mentioned(2), mentioned(3)], { note: 'relance' });
    const morning = aContact(db, 1, [mentioned(1)], {
      channel: 'call',
      status: 'logged',
      at: `${TODAY}T08:00:00.000Z`,
    });
    const former = aContact(db, 1, [mentioned(1)], { onDay: '2026-11-20', status: 'logged', channel: 'sms' });
    aContact(db, 1, [mentioned(2)]);
    aContact(db, 1, [mentioned(1)], { onDay: '2026-11-24', status: 'logged' });
    const story = listContacts(db, 1, TODAY);
    expect(story.map(({ id }) => id)).toEqual([former, morning, late]);
    expect(story.at(-1)).toEqual({
      id: late,
      at: NOW.toISOString(),
      onDay: TODAY,
      channel: 'email',
      direction: 'out',
      step: 'relance-1',
      status: 'sent',
      outcome: null,
      subject: null,
      messageId: null,
      note: 'relance',
      error: null,
      with: ['F-3', 'F-2'],
    });
  });
});
