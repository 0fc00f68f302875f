import { onTestFinished } from 'vitest';
import { insertClient } from '../../src/db/clients.ts';
import { insertContact, type ContactInvoice, type NewContact } from '../../src/db/contacts.ts';
import { insertInvoice } from '../../src/db/invoices.ts';
import { openDatabase, type Database } from '../../src/db/open.ts';
import { insertPayment, type NewPayment } from '../../src/db/payments.ts';
import { findLetter, insertLetter, insertLetterEvent, type NewLetter } from '../../src/db/letters.ts';
import type { LetterEvent } from '../../src/domain/law/letter.ts';
import type { InvoiceFields } from '../../src/domain/money/invoice.ts';
import type { Payment } from '../../src/domain/money/payment.ts';
import type { Client, ClientFields } from '../../src/domain/people/client.ts';
import { RelanceError } from '../../src/errors.ts';
import { MIGRATIONS } from './migrations.ts';
import { World } from './world.ts';

/** A Monday. */
export const TODAY = '2026-11-23';
export const NOW = new Date(`${TODAY}T11:00:00Z`);

/** A base with nothing in it, open as a command has it until the test ends. */
export const openBase = (): Database => {
  const world = new World(TODAY);
  world.createBase();
  const db = openDatabase(world.databasePath, { migrations: MIGRATIONS, now: NOW, mayCreate: false });
  onTestFinished(() => {
    db.close();
  });
  return db;
};

export const aClient = (db: Database, name = 'Atelier Durand', fields: Partial<ClientFields> = {}): Client =>
  insertClient(db, { name, kind: 'entreprise', ...fields }, NOW);

/** 1 000,00 € due in October, unless said otherwise. @returns its id */
export const anInvoice = (
  db: Database,
  clientId: number,
  number = 'F-1',
  fields: Partial<InvoiceFields> = {},
): number =>
  insertInvoice(
    db,
    {
      number,
      clientId,
      issuedOn: '2026-09-15',
      dueOn: '2026-10-15',
      performedOn: null,
      requestReceivedOn: null,
      currency: 'EUR',
      totalCents: 100_000,
      subject: null,
      penaltyRate: null,
      scenario: null,
      ...fields,
    },
    NOW,
  ).id;

/** A transfer of 300,00 €, unless said otherwise. */
export const aPayment = (
  db: Database,
  invoiceId: number,
  fields: Partial<NewPayment> = {},
  now = NOW,
): Payment =>
  insertPayment(
    db,
    {
      invoiceId,
      receivedOn: '2026-11-02',
      amountCents: 30_000,
      kind: 'payment',
      method: 'transfer',
      reference: null,
      effectiveOn: null,
      ...fields,
    },
    now,
  );

/** What a contact says of an invoice: its first reminder, five weeks late. */
export const step = (invoiceId: number, fields: Partial<ContactInvoice> = {}): ContactInvoice => ({
  invoiceId,
  step: 'relance-1',
  stepDay: 3,
  tone: 'courtoisie',
  remainingCents: 100_000,
  daysLate: 35,
  ...fields,
});

/** An e-mail that has left today, unless said otherwise. @returns its id */
export const aContact = (
  db: Database,
  clientId: number,
  invoices: ContactInvoice[],
  fields: Partial<NewContact> = {},
): number =>
  insertContact(
    db,
    {
      clientId,
      at: NOW.toISOString(),
      onDay: TODAY,
      channel: 'email',
      direction: 'out',
      status: 'sent',
      invoices,
      ...fields,
    },
    NOW,
  );

const refusedBy = (work: () => unknown): Error | null => {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
};

/** Why a work is refused: the code of our refusal or the words of SQLite; '' when it is accepted. */
export const refusal = (work: () => unknown): string => {
  const error = refusedBy(work);
  return error instanceof RelanceError ? error.code : (error?.message ?? '');
};

/** What a person reads of a refusal; '' when the work is accepted. */
export const sentence = (work: () => unknown): string => refusedBy(work)?.message ?? '';

/** A mise en demeure of all that is owed, of eight days, unless said otherwise. @returns its id */
export const aLetter = (
  db: Database,
  clientId: number,
  invoiceIds: number[],
  fields: Partial<NewLetter> = {},
  now = NOW,
): number =>
  insertLetter(
    db,
    {
      clientId,
      kind: 'mise-en-demeure',
      writtenOn: '2026-11-02',
      currency: 'EUR',
      totalCents: 104_000,
      delayDays: fields.kind === undefined || fields.kind === 'decheance-du-terme' ? 8 : null,
      sending: 'lrar',
      invoices: invoiceIds.map((invoiceId) => ({ invoiceId, remainingCents: 100_000 })),
      ...fields,
    },
    { name: 'lettre.pdf', content: Buffer.from('%PDF-1.7') },
    now,
  );

/** Notes in the log what became of a letter. */
export const tellLetter = (db: Database, letterId: number, event: LetterEvent, onDay: string): void => {
  const { clientId } = findLetter(db, letterId, TODAY);
  const contact = aContact(db, clientId, [], { channel: 'lrar', status: 'logged', onDay });
  insertLetterEvent(db, letterId, contact, event);
};
