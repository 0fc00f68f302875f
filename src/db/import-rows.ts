import type { IncomingClient, IncomingInvoice, KnownInvoice } from '../domain/money/incoming-invoice.ts';
import type { ClientKind } from '../domain/people/client-kind.ts';
import type { LocalDate } from '../domain/dates.ts';
import { folded } from './clients.ts';
import { sha256Of } from './documents.ts';
import { insertHold } from './hold-rows.ts';
import type { Database } from './open.ts';

interface ClientRow {
  id: number;
  name: string;
  kind: ClientKind;
  siren: string | null;
  vatNumber: string | null;
  email: string | null;
}

/** What a client is known by, in the order in which a file is believed: SIREN, VAT number, name. */
export class ClientBook {
  readonly #bySiren = new Map<string, ClientRow>();
  readonly #byVat = new Map<string, ClientRow>();
  readonly #byName = new Map<string, ClientRow>();

  constructor(db: Database) {
    for (const row of db
      .prepare<[], ClientRow>('select id, name, kind, siren, vat_number vatNumber, email from client')
      .all())
      this.add(row);
  }

  add(row: ClientRow): void {
    if (row.siren !== null) this.#bySiren.set(row.siren, row);
    if (row.vatNumber !== null) this.#byVat.set(row.vatNumber, row);
    this.#byName.set(folded(row.name), row);
  }

  find({ siren, vatNumber, name }: IncomingClient): ClientRow | undefined {
    const known =
      (siren === null ? undefined : this.#bySiren.get(siren)) ??
      (vatNumber === null ? undefined : this.#byVat.get(vatNumber));
    if (known) return known;
    const named = this.#byName.get(folded(name));
    // Two companies may bear one name: their SIREN tells them apart.
    return named?.siren && siren !== null && named.siren !== siren ? undefined : named;
  }

  isTaken(name: string): boolean {
    return this.#byName.has(folded(name));
  }
}

export interface ImportedInvoice {
  invoice: IncomingInvoice;
  clientId: number;
  dueOn: LocalDate;
  /** The file kept with it. */
  file: { name: string; content: Buffer } | null;
}

/** Writes many invoices: statements are compiled once. Use it inside one transaction. */
export interface ImportWriter {
  clients: ClientBook;
  findInvoice: (number: string) => KnownInvoice | undefined;
  insertClient: (client: IncomingClient, kind: ClientKind) => ClientRow;
  insertInvoice: (imported: ImportedInvoice) => number;
  hasCreditNote: (invoiceId: number, number: string) => boolean;
  /** The file says that it is contested: nothing is reminded before it is settled. */
  insertDispute: (invoiceId: number, dispute: { on: LocalDate; reason: string }) => void;
  insertCreditNote: (invoiceId: number, note: { number: string; on: LocalDate; amountCents: number }) => void;
}

const KNOWN = `select i.id, i.number, i.client_id clientId, c.name clientName, i.issued_on issuedOn, i.due_on dueOn, i.currency,
  i.total_cents totalCents, i.paid_cents paidCents, i.closed_as closedAs
  from invoice i join client c on c.id = i.client_id where i.number = ? collate nocase`;

export const openImport = (db: Database, now: Date): ImportWriter => {
  const recordedAt = now.toISOString();
  const clients = new ClientBook(db);
  const find = db.prepare<[string], KnownInvoice>(KNOWN);
  const client = db.prepare(
    `insert into client (name, kind, email, cc, phone, siren, siret, vat_number, address, postal_code, city, country, contact_name, recorded_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, coalesce(?, 'FR'), ?, ?)`,
  );
  const invoice = db.prepare(
    `insert into invoice (number, client_id, issued_on, due_on, performed_on, currency, total_cents, subject, recorded_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const payment = db.prepare(
    `insert into payment (invoice_id, received_on, amount_cents, kind, method, reference, recorded_at) values (?, ?, ?, ?, ?, ?, ?)`,
  );
  const document = db.prepare(
    `insert into document (invoice_id, kind, name, sha256, bytes, content, recorded_at) values (?, 'invoice', ?, ?, ?, ?, ?)`,
  );
  const note = db.prepare<[number, string], { id: number }>(
    "select id from payment where invoice_id = ? and kind = 'credit-note' and reference = ? and reversed_on is null",
  );
  return {
    clients,
    findInvoice: (number) => find.get(number),
    insertClient: (incoming, kind) => {
      const name = clients.isTaken(incoming.name)
        ? `${incoming.name} (${incoming.siren ?? ''})`
        : incoming.name;
      const { lastInsertRowid } = client.run(
        name,
        kind,
        incoming.email,
        incoming.cc ?? null,
        incoming.phone,
        incoming.siren,
        incoming.siret,
        incoming.vatNumber,
        incoming.address,
        incoming.postalCode,
        incoming.city,
        incoming.country,
        incoming.contactName,
        recordedAt,
      );
      const row = { ...incoming, name, id: Number(lastInsertRowid), kind };
      clients.add(row);
      return row;
    },
    insertInvoice: ({ invoice: incoming, clientId, dueOn, file }) => {
      const id = Number(
        invoice.run(
          incoming.number,
          clientId,
          incoming.issuedOn,
          dueOn,
          incoming.performedOn,
          incoming.currency,
          incoming.totalCents,
          incoming.subject,
          recordedAt,
        ).lastInsertRowid,
      );
      if (incoming.paidCents > 0)
        payment.run(
          id,
          incoming.issuedOn,
          incoming.paidCents,
          'payment',
          'other',
          `d’après ${incoming.source}`,
          recordedAt,
        );
      if (file !== null)
        document.run(id, file.name, sha256Of(file.content), file.content.length, file.content, recordedAt);
      return id;
    },
    insertDispute: (invoiceId, { on, reason }) => {
      insertHold(db, { kind: 'dispute', invoiceId, fromOn: on, reason }, now);
    },
    hasCreditNote: (invoiceId, number) => note.get(invoiceId, number) !== undefined,
    insertCreditNote: (invoiceId, { number, on, amountCents }) => {
      payment.run(invoiceId, on, amountCents, 'credit-note', 'credit-note', number, recordedAt);
    },
  };
};
