import { createHash } from 'node:crypto';
import type { Database } from './open.ts';

export interface StoredDocument {
  id: number;
  kind: string;
  name: string;
  sha256: string;
  bytes: number;
}

export const sha256Of = (content: Buffer | string): string =>
  createHash('sha256').update(content).digest('hex');

/** Stores a file with the invoice; the same bytes twice are kept once. */
export const insertDocument = (
  db: Database,
  document: { invoiceId: number; kind: string; name: string; content: Buffer },
  now: Date,
): void => {
  db.prepare(
    `insert into document (invoice_id, kind, name, sha256, bytes, content, recorded_at) values (?, ?, ?, ?, ?, ?, ?)
     on conflict (invoice_id, sha256) do nothing`,
  ).run(
    document.invoiceId,
    document.kind,
    document.name,
    sha256Of(document.content),
    document.content.length,
    document.content,
    now.toISOString(),
  );
};

/** Its own files, the letters that speak of it, the proofs of what was said of it. */
const OF_INVOICE = `(invoice_id = @invoiceId
  or letter_id in (select li.letter_id from letter_invoice li join letter l on l.id = li.letter_id
    where li.invoice_id = @invoiceId and l.cancelled_on is null)
  or contact_id in (select contact_id from contact_invoice where invoice_id = @invoiceId))`;

export const listDocuments = (db: Database, invoiceId: number): StoredDocument[] =>
  db
    .prepare<[{ invoiceId: number }], StoredDocument>(
      `select id, kind, name, sha256, bytes from document where ${OF_INVOICE} order by id`,
    )
    .all({ invoiceId });

/** The last PDF stored for an invoice: what a reminder attaches. */
export const findInvoicePdf = (
  db: Database,
  invoiceId: number,
): { name: string; content: Buffer; sha256: string } | null =>
  db
    .prepare<[number], { name: string; content: Buffer; sha256: string }>(
      "select name, content, sha256 from document where invoice_id = ? and kind = 'invoice' order by id desc limit 1",
    )
    .get(invoiceId) ?? null;

export interface FiledDocument extends StoredDocument {
  letterId: number | null;
  contactId: number | null;
  invoiceId: number | null;
}

/** Every file kept about an invoice, without its content: invoice, letters that stand, proofs. */
export const listFiles = (db: Database, invoiceId: number): FiledDocument[] =>
  db
    .prepare<[{ invoiceId: number }], FiledDocument>(
      `select id, kind, name, sha256, bytes, letter_id letterId, contact_id contactId, invoice_id invoiceId
       from document where ${OF_INVOICE} order by id`,
    )
    .all({ invoiceId });

export const readFile = (db: Database, id: number): Buffer => {
  const row = db.prepare<[number], { content: Buffer }>('select content from document where id = ?').get(id);
  if (!row) throw new Error(`no document ${id}`);
  return row.content;
};
