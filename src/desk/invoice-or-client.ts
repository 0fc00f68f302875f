import { folded, resolveClient, searchClients } from '../db/clients.ts';
import { resolveInvoice, searchInvoices } from '../db/invoices.ts';
import type { Database } from '../db/open.ts';
import type { Client } from '../domain/people/client.ts';
import type { Invoice } from '../domain/money/invoice.ts';
import { oneLine, quoted } from '../domain/typography.ts';
import { usageError } from '../errors.ts';

export type InvoiceOrClient = { invoice: Invoice; client: null } | { invoice: null; client: Client };

/** What a hold bears on, as a sentence begins with it. */
export const targetTitle = (target: { invoice: Invoice | null; client: Client | null }): string =>
  oneLine(target.invoice?.number ?? target.client?.name ?? '');

/**
 * What one word names: an invoice by its number, a client by their name, in part or whole. A whole number or name wins
 * over a part of the other.
 * @throws RelanceError when it names nothing, or may name both
 */
export const resolveInvoiceOrClient = (db: Database, reference: string): InvoiceOrClient => {
  const wanted = reference.trim();
  const invoices = wanted === '' ? [] : searchInvoices(db, wanted);
  const clients = searchClients(db, wanted);
  const [invoice] = invoices;
  const [client] = clients;
  if (!invoice && !client)
    throw usageError(
      `${quoted(reference)} ne désigne ni une facture ni un client`,
      'relance list, relance client list',
      'unknown-reference',
    );
  const isWholeNumber = invoice?.number.toLowerCase() === wanted.toLowerCase();
  const isWholeName = client !== undefined && folded(client.name) === folded(wanted);
  if (invoice && client && isWholeNumber === isWholeName)
    throw usageError(
      `${quoted(reference)} désigne la facture ${oneLine(invoice.number)} et le client ${oneLine(client.name)}`,
      'écrivez en entier le numéro de la facture ou le nom du client',
      'ambiguous-reference',
    );
  return invoice && !isWholeName
    ? { invoice: resolveInvoice(db, wanted), client: null }
    : { invoice: null, client: resolveClient(db, wanted) };
};
