import type { Context } from '../../../context.ts';
import {
  folded,
  insertClient,
  listClients,
  resolveClient,
  searchClients,
  updateClient,
} from '../../../db/clients.ts';
import type { Database } from '../../../db/open.ts';
import type { Client, ClientFields } from '../../../domain/people/client.ts';
import { CLIENT_KINDS, type ClientKind } from '../../../domain/people/client-kind.ts';
import { parseEmail } from '../../../domain/people/identifiers.ts';
import { formatAmount } from '../../../domain/money/money.ts';
import { parseLine } from '../../../domain/text-input.ts';
import { oneLine, quoted, truncate } from '../../../domain/typography.ts';
import { RelanceError, usageError } from '../../../errors.ts';
import { KIND_LABELS } from '../../../ui/labels.ts';
import type { Choice, Prompts } from '../../../ui/prompts.ts';

export type NewClient = Partial<ClientFields> & Pick<ClientFields, 'name' | 'kind'>;

/** The client of an invoice to record: one already known, perhaps completed on the way, or one to create. */
export type ClientChoice =
  { known: Client; completed: Partial<ClientFields> } | { known: null; created: NewClient };

const FIELD_FLAGS: Partial<Record<keyof ClientFields, string>> = {
  kind: '--type',
  email: '--email',
  cc: '--cc',
  phone: '--tel',
  siren: '--siren',
  siret: '--siren',
  vatNumber: '--tva-intra',
  address: '--adresse',
  postalCode: '--cp',
  city: '--ville',
  country: '--pays',
  contactName: '--contact',
  salutation: '--salutation',
  tutoiement: '--tutoiement',
  language: '--langue',
  channel: '--canal',
  penalites: '--penalites',
  isPerInvoice: '--par-facture',
  legalTermDays: '--delai-legal',
  ceilingCents: '--plafond',
  ceilingCurrency: '--plafond',
  note: '--note',
};

const isSame = (a: unknown, b: unknown): boolean =>
  typeof a === 'string' && typeof b === 'string' ? a.toLowerCase() === b.toLowerCase() : a === b;

const valueText = (client: Client, field: keyof ClientFields): string => {
  const value = client[field];
  if (client.ceilingCents !== null && (field === 'ceilingCents' || field === 'ceilingCurrency'))
    return formatAmount(client.ceilingCents, client.ceilingCurrency ?? 'EUR');
  if (typeof value === 'boolean') return value ? 'oui' : 'non';
  return truncate(oneLine(String(value)), 40);
};

/** What the flags add to a known client; what they contradict is refused. */
export const completeKnown = (client: Client, given: Partial<ClientFields>): ClientChoice => {
  const differing = (Object.keys(given) as (keyof ClientFields)[]).filter(
    (field) => !isSame(given[field], client[field]),
  );
  const contradicted = differing.find((field) => client[field] !== null);
  if (contradicted !== undefined)
    throw new RelanceError(
      `${FIELD_FLAGS[contradicted] ?? contradicted} contredit ce que l’on sait du client « ${client.name} » (${valueText(client, contradicted)})`,
      { code: 'client-contradiction', hint: `relance client edit ${client.id}` },
    );
  return {
    known: client,
    completed: Object.fromEntries(differing.map((field) => [field, given[field]])),
  };
};

/**
 * The client that `--client` names. With `--type`, only an exact name or a number is a known client: a new one may well
 * have a name that is part of another's.
 */
export const findNamedClient = (db: Database, typed: string, hasType: boolean): Client | null => {
  const reference = parseLine(typed, '--client');
  const found = searchClients(db, reference);
  if (found.length === 0) return null;
  const wanted = folded(reference.trim());
  const isExact = found.some(
    ({ name, id }) => folded(name) === wanted || `#${id}` === wanted || `${id}` === wanted,
  );
  return hasType && !isExact ? null : resolveClient(db, reference);
};

const typeMissing = (name: string): RelanceError =>
  usageError(
    `Aucun client ne s’appelle ${quoted(name)}`,
    `pour le créer, ajoutez --type ${CLIENT_KINDS.join('|')}`,
    'unknown-client',
  );

export const askKind = (prompts: Prompts): Promise<ClientKind> =>
  prompts.choose<ClientKind>(
    'Quel type de client ?',
    CLIENT_KINDS.map((kind) => ({ name: KIND_LABELS[kind], value: kind })),
  );

/** '' for a person who does not know it yet. */
export const askClientEmail = async (prompts: Prompts): Promise<string | null> => {
  const email = await prompts.text({
    message: 'Son adresse e-mail (facultatif)',
    check: parseEmail,
    isOptional: true,
  });
  return email === '' ? null : parseEmail(email);
};

/** A client that nobody knows yet: its type is required, the e-mail address offered. */
export const createNamed = async (
  ctx: Context,
  name: string,
  given: Partial<ClientFields>,
): Promise<ClientChoice> => {
  if (given.kind === undefined && !ctx.isInteractive) throw typeMissing(name);
  const created: NewClient = {
    ...given,
    name: parseLine(name, 'Le nom du client'),
    kind: given.kind ?? (await askKind(await ctx.prompts())),
  };
  if (given.kind === undefined && given.email === undefined)
    created.email = await askClientEmail(await ctx.prompts());
  return { known: null, created };
};

const MAX_OFFERED = 20;

type Picked = { client: Client } | { newName: string };

const offers = (db: Database, term: string): Choice<Picked>[] => {
  const found = term.trim() === '' ? listClients(db) : searchClients(db, term);
  const create = term.trim() === '' ? 'Nouveau client' : `Nouveau client : ${term.trim()}`;
  return [
    ...found.slice(0, MAX_OFFERED).map((client) => ({ name: client.name, value: { client } })),
    { name: create, value: { newName: term.trim() } },
  ];
};

/** Searched as one types; the last choice creates. */
export const pickClient = async (ctx: Context, given: Partial<ClientFields>): Promise<ClientChoice> => {
  const prompts = await ctx.prompts();
  const picked = await prompts.search<Picked>('Client', (term) => offers(ctx.db(), term));
  if ('client' in picked) return completeKnown(picked.client, given);
  const name =
    picked.newName ||
    (await prompts.text({ message: 'Nom du client', check: (text) => parseLine(text, 'Le nom du client') }));
  return createNamed(ctx, name, given);
};

/** Creates or completes; call it inside the transaction that needs the client. */
export const saveChoice = (db: Database, choice: ClientChoice, now: Date): Client => {
  if (choice.known === null) return insertClient(db, choice.created, now);
  return Object.keys(choice.completed).length > 0
    ? updateClient(db, choice.known.id, choice.completed)
    : choice.known;
};
