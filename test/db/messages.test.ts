import { describe, expect, it } from 'vitest';
import { updateContactStatus } from '../../src/db/contacts.ts';
import {
  findReusableMessageId,
  findSentMessage,
  insertMessage,
  listThread,
  type MessageRecord,
} from '../../src/db/messages.ts';
import type { Database } from '../../src/db/open.ts';
import type { ContactStatus } from '../../src/domain/schedule/contact.ts';
import { aClient, anInvoice, NOW, openBase, refusal, step, TODAY } from '../helpers/base.ts';

const RAW = Buffer.from('Subject: =?utf-8?q?Facture_=C3=A9chue?=\r\n\r\nBonjour', 'latin1');

const message = (messageId: string): MessageRecord => ({
  messageId,
  inReplyTo: '<0@martin.example>',
  sender: 'Jeanne Martin <jeanne@martin.example>',
  recipients: { to: ['compta@durand.example'], cc: ['chef@durand.example'], bcc: [] },
  subject: 'Facture échue',
  text: 'Bonjour',
  html: '<p>Bonjour</p>',
  currency: 'EUR',
  totalCents: 100_000,
  sha256: 'a'.repeat(64),
  raw: RAW,
  attachments: [{ name: 'F-1.pdf', sha256: 'b'.repeat(64) }],
});

/** A client who owes two invoices. */
const owing = (): Database => {
  const db = openBase();
  const { id } = aClient(db);
  anInvoice(db, id);
  anInvoice(db, id, 'F-2');
  return db;
};

const send = (
  db: Database,
  messageId: string,
  {
    invoice = 1,
    statuses = ['sent'],
    name = messageId,
  }: { invoice?: number; statuses?: ContactStatus[]; name?: string } = {},
): number => {
  const id = insertMessage(
    db,
    {
      clientId: 1,
      at: NOW.toISOString(),
      onDay: TODAY,
      channel: 'email',
      direction: 'out',
      status: 'sending',
      invoices: [step(invoice, { step: name })],
    },
    message(messageId),
    NOW,
  );
  for (const status of statuses) updateContactStatus(db, id, status, { response: `250 ${status}` });
  return id;
};

describe('a message', () => {
  it('is found byte for byte as it left, with what the server answered', () => {
    const db = owing();
    const id = send(db, '<1@martin.example>');
    const {
      inReplyTo: _inReplyTo,
      html: _html,
      currency: _currency,
      totalCents: _totalCents,
      attachments: _attachments,
      ...kept
    } = message('<1@martin.example>');
    expect(findSentMessage(db, id)).toEqual({ ...kept, response: '250 sent' });
    expect(findSentMessage(db, 9)).toBe(null);
  });

  it('has no answer of the server until there is one', () => {
    const db = owing();
    expect(findSentMessage(db, send(db, '<1@martin.example>', { statuses: [] }))?.response).toBe(null);
  });

  it.each(['subject', 'body_text', 'body_html', 'sender', 'sha256'])(
    'is not rewritten once reserved: %s',
    (column) => {
      const db = owing();
      send(db, '<1@martin.example>', { statuses: [] });
      expect(refusal(() => db.exec(`update message set ${column} = 'autre'`))).toBe(
        'a reserved message is frozen',
      );
    },
  );
});

describe('the thread of a claim', () => {
  it('is what left, or may have left, about these invoices, oldest first and once', () => {
    const db = owing();
    send(db, '<2@x>', { name: 'relance-1' });
    send(db, '<failed@x>', { name: 'relance-2', statuses: ['failed'] });
    send(db, '<undelivered@x>', { name: 'relance-2', statuses: ['undelivered'] });
    send(db, '<1@x>', { name: 'relance-2', statuses: ['uncertain'] });
    send(db, '<3@x>', { invoice: 2, name: 'relance-1', statuses: [] });
    send(db, '<2@x>', { invoice: 2, name: 'relance-2' });
    expect(listThread(db, [1])).toEqual(['<2@x>', '<1@x>']);
    expect(listThread(db, [2, 1])).toEqual(['<2@x>', '<1@x>', '<3@x>']);
    expect(listThread(db, [])).toEqual([]);
  });
});

describe('the identity of a message made again', () => {
  it.each<[string, ContactStatus[], string | null]>([
    ['is kept when nobody knew whether the first one had left', ['uncertain', 'failed'], '<1@x>'],
    ['is another after a plain failure', ['failed'], null],
    ['is another while the first one may have left', ['uncertain'], null],
    ['is another when the first one came back', ['uncertain', 'undelivered'], null],
  ])('%s', (_what, statuses, messageId) => {
    const db = owing();
    send(db, '<1@x>', { name: 'relance-1', statuses });
    expect(findReusableMessageId(db, 1, 'relance-1')).toBe(messageId);
  });

  it('is that of its own step and its own invoice, the last one', () => {
    const db = owing();
    for (const id of ['<1@x>', '<2@x>'])
      send(db, id, { name: 'relance-1', statuses: ['uncertain', 'failed'] });
    expect(findReusableMessageId(db, 1, 'relance-1')).toBe('<2@x>');
    expect(findReusableMessageId(db, 1, 'relance-2')).toBe(null);
    expect(findReusableMessageId(db, 2, 'relance-1')).toBe(null);
  });
});
