import { createHash } from 'node:crypto';
import type { World } from './world.ts';

/** A Monday: what fell due on {@link DUE} is at its first reminder, J+3. */
export const TODAY = '2026-11-23';
const DUE = '2026-11-20';
/** The day of the second reminder, J+10, a Monday too. */
export const NEXT_REMINDER = '2026-11-30';
/** Some weeks ago, or at once in a world that lives before. */
const recordedAt = ({ today }: World): string =>
  `${today < '2026-11-01' ? today : '2026-11-01'}T10:00:00.000Z`;

/** A freelancer who can sign and be paid; with a port, one whose messages go to that server of this machine. */
export const openBusiness = async (world: World, port?: number): Promise<void> => {
  world.createBase();
  world.execute(
    `insert into creditor (id, name, legal_form, siret, address, postal_code, city, email, iban)
     values (1, 'Jeanne Martin', 'EI', '73282932000074', '1 rue des Lilas', '75011', 'Paris', 'jeanne@martin.example', 'FR7630006000011234567890189')`,
  );
  if (port !== undefined) world.env['RELANCE_SMTP_URL'] = `smtp://127.0.0.1:${port}`;
};

interface ClientFields {
  kind: string;
  email: string | null;
  cc: string | null;
  phone: string | null;
  address: string | null;
  city: string | null;
  per_invoice: number;
  scenario: string | null;
}

/** A company that can only be reached by e-mail, unless said otherwise. */
export const addClient = (world: World, name: string, fields: Partial<ClientFields> = {}): number => {
  const row = {
    name,
    kind: 'entreprise',
    email: `compta@${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.example`,
    recorded_at: recordedAt(world),
    ...fields,
  };
  const columns = Object.keys(row);
  return world.execute(
    `insert into client (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
    ...Object.values(row),
  );
};

interface InvoiceFields {
  issuedOn: string;
  dueOn: string;
  totalCents: number;
  currency: string;
}

/** 1 200,00 € due on {@link DUE}, unless said otherwise. */
export const addInvoice = (
  world: World,
  clientId: number,
  number: string,
  {
    issuedOn = '2026-10-21',
    dueOn = DUE,
    totalCents = 120_000,
    currency = 'EUR',
  }: Partial<InvoiceFields> = {},
): number =>
  world.execute(
    `insert into invoice (number, client_id, issued_on, due_on, currency, total_cents, recorded_at)
     values (?, ?, ?, ?, ?, ?, ?)`,
    number,
    clientId,
    issuedOn,
    dueOn,
    currency,
    totalCents,
    recordedAt(world),
  );

/** One client with one invoice of the same name, due for its first reminder. */
export const addClaim = (
  world: World,
  name: string,
  fields: Partial<ClientFields> = {},
): { client: number; invoice: number } => {
  const client = addClient(world, name, fields);
  return { client, invoice: addInvoice(world, client, `F-${name}`) };
};

/** As {@link addClaim}, many at once; names in lower case and without spaces. */
export const addClaims = (world: World, names: string[]): void => {
  world.execute(
    `insert into client (name, kind, email, recorded_at)
     select value, 'entreprise', 'compta@' || value || '.example', ? from json_each(?)`,
    recordedAt(world),
    JSON.stringify(names),
  );
  world.execute(
    `insert into invoice (number, client_id, issued_on, due_on, currency, total_cents, recorded_at)
     select 'F-' || name, id, '2026-10-21', ?, 'EUR', 120000, ? from client where name in (select value from json_each(?))`,
    DUE,
    recordedAt(world),
    JSON.stringify(names),
  );
};

export const addPayment = (
  world: World,
  invoiceId: number,
  amountCents: number,
  receivedOn = TODAY,
): number =>
  world.execute(
    `insert into payment (invoice_id, received_on, amount_cents, kind, method, recorded_at)
     values (?, ?, ?, 'payment', 'transfer', ?)`,
    invoiceId,
    receivedOn,
    amountCents,
    recordedAt(world),
  );

export const addPause = (world: World, clientId: number, untilOn: string): number =>
  world.execute(
    `insert into hold (kind, client_id, from_on, until_on, reason, recorded_at) values ('pause', ?, ?, ?, 'congés', ?)`,
    clientId,
    TODAY,
    untilOn,
    recordedAt(world),
  );

interface LoggedAttempt {
  id: number;
  client: string;
  status: string;
  error: string | null;
  messageId: string;
  raw: Buffer;
  sha256: string;
  step: string | null;
  counts: number;
}

/** Every attempt of the log, one row per invoice of it, oldest first. */
export const attempts = (world: World): LoggedAttempt[] =>
  world.rows<LoggedAttempt>(
    `select c.id, client.name client, c.status, c.error, m.message_id messageId, m.raw, m.sha256, ci.step, ci.counts
     from contact c join client on client.id = c.client_id join message m on m.contact_id = c.id
     join contact_invoice ci on ci.contact_id = c.id order by c.id, ci.invoice_id`,
  );

export const statuses = (world: World): string[] =>
  attempts(world).map(({ client, status }) => `${client} ${status}`);

/** Stores the copy of an invoice. */
export const addPdf = (
  world: World,
  invoice: number,
  name = 'facture.pdf',
  content = 'une facture',
): void => {
  const pdf = Buffer.from(`%PDF-1.4\n${content}\n%%EOF\n`);
  world.execute(
    `insert into document (invoice_id, kind, name, sha256, bytes, content, recorded_at)
     values (?, 'invoice', ?, ?, ?, ?, '2026-11-01')`,
    invoice,
    name,
    createHash('sha256').update(pdf).digest('hex'),
    pdf.length,
    pdf,
  );
};
