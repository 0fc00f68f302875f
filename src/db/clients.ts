import type { Client, ClientFields } from '../domain/people/client.ts';
import { RelanceError, usageError } from '../errors.ts';
import { insertRow, rowOf, selectList, updateRow, type Columns } from './columns.ts';
import type { Database } from './open.ts';
import { isSameText, patternOf } from './same-text.ts';
import { quoted, withoutAccents } from '../domain/typography.ts';

const COLUMNS: Columns<ClientFields> = {
  name: 'name',
  kind: 'kind',
  email: 'email',
  cc: 'cc',
  phone: 'phone',
  siren: 'siren',
  siret: 'siret',
  vatNumber: 'vat_number',
  address: 'address',
  postalCode: 'postal_code',
  city: 'city',
  country: 'country',
  contactName: 'contact_name',
  salutation: 'salutation',
  tutoiement: 'tutoiement',
  scenario: 'scenario',
  language: 'language',
  channel: 'channel',
  penalites: 'penalites',
  isPerInvoice: 'per_invoice',
  legalTermDays: 'legal_term_days',
  ceilingCents: 'ceiling_cents',
  ceilingCurrency: 'ceiling_currency',
  note: 'note',
  emailRefusedOn: 'email_refused_on',
};

const SELECT = `select id, ${selectList(COLUMNS)} from client`;

type ClientRow = Omit<Client, 'tutoiement' | 'isPerInvoice'> & { tutoiement: number; isPerInvoice: number };

const toClient = (row: ClientRow): Client => ({
  ...row,
  tutoiement: row.tutoiement === 1,
  isPerInvoice: row.isPerInvoice === 1,
});

const all = (db: Database, where: string, ...values: (string | number)[]): Client[] =>
  db
    .prepare<(string | number)[], ClientRow>(`${SELECT} ${where}`)
    .all(...values)
    .map(toClient);

/** Lower case without accents: what a person types in a hurry. */
export const folded = (text: string): string => withoutAccents(text).toLowerCase();

const byName = (one: Client, other: Client): number => {
  const [a, b] = [folded(one.name), folded(other.name)];
  return a < b ? -1 : a > b ? 1 : one.id - other.id;
};

/** In the order of a French dictionary: Élan stands before Zinc. */
export const listClients = (db: Database): Client[] => all(db, '').toSorted(byName);

export const findClient = (db: Database, id: number): Client => {
  const [client] = all(db, 'where id = ?', id);
  if (!client)
    throw new RelanceError(`Le client n° ${id} n’existe pas`, {
      code: 'unknown-client',
      hint: 'relance client list',
    });
  return client;
};

export const findClientByName = (db: Database, name: string): Client | null => {
  const pattern = patternOf(name);
  const found =
    pattern === null
      ? all(db, 'where name = ? collate nocase', name)
      : all(db, String.raw`where name like ? escape '\'`, pattern).filter((client) =>
          isSameText(client.name, name),
        );
  return found.find((client) => client.name === name) ?? found[0] ?? null;
};

/** Clients that a name, a part of it or an id may mean; an exact name is alone. */
export const searchClients = (db: Database, reference: string): Client[] => {
  const wanted = folded(reference.trim());
  if (wanted === '') return [];
  const clients = listClients(db);
  const exact = clients.filter((client) => folded(client.name) === wanted);
  // Élan and Elan may both be clients: each is meant by who writes it so.
  const spelt = exact.filter((client) => isSameText(client.name, reference.trim()));
  if (exact.length > 0) return spelt.length > 0 ? spelt : exact;
  const byId = clients.filter((client) => String(client.id) === wanted.replace(/^#/, ''));
  if (byId.length > 0) return byId;
  return clients.filter(
    (client) => folded(client.name).includes(wanted) || (client.siren !== null && client.siren === wanted),
  );
};

/** @throws RelanceError when none, or several, may be meant. */
export const resolveClient = (db: Database, reference: string): Client => {
  const found = searchClients(db, reference);
  const [client, ...others] = found;
  if (!client)
    throw usageError(
      `Aucun client ne s’appelle ${quoted(reference)}`,
      'relance client list',
      'unknown-client',
    );
  if (others.length > 0)
    throw usageError(
      `${quoted(reference)} désigne plusieurs clients : ${found
        .slice(0, 8)
        .map((candidate) => candidate.name)
        .join(', ')}`,
      'écrivez le nom en entier, ou son numéro (relance client list)',
      'ambiguous-client',
    );
  return client;
};

export const duplicateClient = (existing: Client): RelanceError =>
  new RelanceError(`Le client « ${existing.name} » existe déjà (n° ${existing.id})`, {
    code: 'duplicate-client',
    hint: `relance client edit ${existing.id}`,
  });

export const insertClient = (
  db: Database,
  fields: Partial<ClientFields> & Pick<ClientFields, 'name' | 'kind'>,
  now: Date,
): Client => {
  const existing = findClientByName(db, fields.name);
  if (existing) throw duplicateClient(existing);
  const id = insertRow(db, 'client', { ...rowOf(COLUMNS, fields), recorded_at: now.toISOString() });
  return findClient(db, id);
};

/** A new e-mail address clears the refusal of the former one. */
export const updateClient = (db: Database, id: number, fields: Partial<ClientFields>): Client => {
  const renamed = fields.name === undefined ? null : findClientByName(db, fields.name);
  if (renamed && renamed.id !== id) throw duplicateClient(renamed);
  const cleared = fields.email === undefined ? {} : { emailRefusedOn: null };
  updateRow(db, 'client', rowOf(COLUMNS, { ...cleared, ...fields }), id);
  return findClient(db, id);
};

/** The currency that a client is billed in: that of most of the invoices, the euro before the first. */
export const mainCurrency = (db: Database, clientId: number): string =>
  db
    .prepare<[number], { currency: string }>(
      'select currency from invoice where client_id = ? group by currency order by count(*) desc, min(id) limit 1',
    )
    .get(clientId)?.currency ?? 'EUR';
