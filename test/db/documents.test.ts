import { describe, expect, it } from 'vitest';
import {
  findInvoicePdf,
  insertDocument,
  listDocuments,
  listFiles,
  readFile,
  sha256Of,
} from '../../src/db/documents.ts';
import { cancelLetter, insertFile } from '../../src/db/letters.ts';
import type { Database } from '../../src/db/open.ts';
import { aClient, aContact, aLetter, anInvoice, NOW, openBase, step, TODAY } from '../helpers/base.ts';

/** A client who owes two invoices. */
const owing = (): Database => {
  const db = openBase();
  const { id } = aClient(db);
  anInvoice(db, id);
  anInvoice(db, id, 'F-2');
  return db;
};

const store = (
  db: Database,
  name: string,
  { invoiceId = 1, kind = 'invoice', content = name } = {},
): void => {
  insertDocument(db, { invoiceId, kind, name, content: Buffer.from(content) }, NOW);
};

const file = (id: number, kind: string, name: string, text: string) => ({
  id,
  kind,
  name,
  sha256: sha256Of(text),
  bytes: Buffer.byteLength(text),
});

describe('the files of an invoice', () => {
  it('are its own, the letters that stand about it and the proofs of what was said of it', () => {
    const db = owing();
    store(db, 'F-1.pdf');
    store(db, 'F-2.pdf', { invoiceId: 2 });
    const letter = aLetter(db, 1, [1, 2]);
    cancelLetter(db, aLetter(db, 1, [1]), TODAY);
    aLetter(db, 1, [2]);
    const contact = aContact(db, 1, [step(1)]);
    insertFile(
      db,
      { contactId: contact, kind: 'proof', name: 'depot.pdf', content: Buffer.from('preuve') },
      NOW,
    );
    insertFile(
      db,
      { contactId: aContact(db, 1, []), kind: 'proof', name: 'autre.pdf', content: Buffer.from('x') },
      NOW,
    );
    const none = { letterId: null, contactId: null, invoiceId: null };
    const found = [
      { ...file(1, 'invoice', 'F-1.pdf', 'F-1.pdf'), ...none, invoiceId: 1 },
      { ...file(3, 'mise-en-demeure', 'lettre.pdf', '%PDF-1.7'), ...none, letterId: letter },
      { ...file(6, 'proof', 'depot.pdf', 'preuve'), ...none, contactId: contact },
    ];
    expect(listFiles(db, 1)).toEqual(found);
    expect(listDocuments(db, 1).map(({ id }) => id)).toEqual(found.map(({ id }) => id));
  });

  it('are kept once when given twice, under the first name; for each invoice', () => {
    const db = owing();
    store(db, 'F-1.pdf', { content: 'mêmes octets' });
    store(db, 'copie.pdf', { content: 'mêmes octets' });
    store(db, 'F-2.pdf', { content: 'mêmes octets', invoiceId: 2 });
    expect([1, 2].map((id) => listDocuments(db, id).map(({ name }) => name))).toEqual([
      ['F-1.pdf'],
      ['F-2.pdf'],
    ]);
  });

  it('come back byte for byte', () => {
    const db = owing();
    const content = Buffer.from([0x25, 0x50, 0x44, 0x46, 0x00, 0xff, 0xfe]);
    insertDocument(db, { invoiceId: 1, kind: 'invoice', name: 'F-1.pdf', content }, NOW);
    expect(readFile(db, 1).equals(content)).toBe(true);
    expect(() => readFile(db, 9)).toThrow('no document 9');
  });

  it('that a reminder attaches is the last PDF of the invoice itself', () => {
    const db = owing();
    expect(findInvoicePdf(db, 1)).toBe(null);
    store(db, 'F-1.pdf');
    store(db, 'F-1 corrigée.pdf');
    store(db, 'devis.pdf', { kind: 'quote' });
    const content = Buffer.from('F-1 corrigée.pdf');
    expect(findInvoicePdf(db, 1)).toEqual({ name: 'F-1 corrigée.pdf', content, sha256: sha256Of(content) });
  });
});
