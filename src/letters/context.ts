import { join } from 'node:path';
import type { Context } from '../context.ts';
import { findInvoicePdf } from '../db/documents.ts';
import { listReminderDays } from '../db/contacts.ts';
import type { Client } from '../domain/client.ts';
import { isSoleTrader } from '../domain/creditor-identity.ts';
import type { Creditor } from '../domain/creditor.ts';
import { daysBetween, formatLongDay, formatLongDays, type LocalDate } from '../domain/dates.ts';
import type { Sending } from '../domain/letter.ts';
import { formatAmount } from '../domain/money.ts';
import { formalAddressOf } from '../domain/salutation.ts';
import { LETTER_VOCABULARY, type LetterContext } from '../pdf/letter-context.ts';
import type { TemplateFolders } from '../templates/files.ts';
import { clientIdentity, creditorIdentity } from './addresses.ts';
import type { ClaimedInvoice } from './blocks.ts';

export const letterFolders = (ctx: Context): TemplateFolders => ({
  user: join(ctx.config.userTemplates, 'letters'),
  packaged: join(ctx.packageRoot, 'templates', 'letters'),
  vocabulary: LETTER_VOCABULARY,
});

/** Beyond, the dates are no longer told one by one. */
const MOST_DATES = 6;

const remindersText = (days: readonly LocalDate[]): string | null => {
  const [first] = days;
  if (first === undefined || days.length > MOST_DATES) return null;
  return `${days.length > 1 ? 'des' : 'du'} ${formatLongDays(days)}`;
};

export interface LetterSources {
  creditor: Creditor;
  client: Client;
  claimed: ClaimedInvoice[];
  currency: string;
  on: LocalDate;
  sending: Sending;
  /** What the letter claims in all, in minor units. */
  totalCents: number;
}

/** Stored invoices that the letter can be sent with. */
export const enclosedInvoices = (
  ctx: Context,
  claimed: readonly ClaimedInvoice[],
): ClaimedInvoice['invoice'][] =>
  claimed.map(({ invoice }) => invoice).filter(({ id }) => findInvoicePdf(ctx.db(), id) !== null);

/** Numbers of the invoices that a person has to join by hand. */
export const uncopiedNumbers = (
  claimed: readonly ClaimedInvoice[],
  enclosed: readonly ClaimedInvoice['invoice'][],
): string[] =>
  claimed
    .map(({ invoice }) => invoice.number)
    .filter((number) => !enclosed.some((invoice) => invoice.number === number));

/** The variables that every letter has; each kind adds its own. */
export const letterContext = (
  ctx: Context,
  { creditor, client, claimed, currency, on, sending, totalCents }: LetterSources,
): LetterContext => {
  const amount = (cents: number): string => formatAmount(cents, currency);
  const invoices = claimed.map(({ invoice }) => invoice);
  const oldest = invoices.reduce((a, b) => (b.dueOn < a.dueOn ? b : a));
  const late = Math.max(0, daysBetween(oldest.dueOn, on));
  const reminders = listReminderDays(
    ctx.db(),
    invoices.map(({ id }) => id),
    on,
  );
  const civility = formalAddressOf(client);
  return {
    nous: !isSoleTrader(creditor),
    plusieurs: invoices.length > 1,
    nombre: invoices.length,
    salutation: `${civility},`,
    civilite: civility,
    numero: oldest.number,
    numeros: invoices.map(({ number }) => number).join(', '),
    objet_facture: invoices.length > 1 ? null : oldest.subject,
    echeance: formatLongDay(oldest.dueOn),
    duree_retard: `${late}\u00a0${late > 1 ? 'jours' : 'jour'}`,
    date: formatLongDay(on),
    total: amount(claimed.reduce((sum, { claimedCents }) => sum + claimedCents, 0)),
    total_lettres: null,
    total_reclame: amount(totalCents),
    arrete_au: formatLongDay(on),
    penalites: false,
    penalites_mention: false,
    indemnite: false,
    par_jour: null,
    provisoire: false,
    interet_legal: false,
    delai: '',
    rappels: remindersText(reminders),
    rappels_nombre: reminders.length,
    rappels_plusieurs: reminders.length > 1,
    suite: 'juridiction',
    envoi: sending,
    pieces: enclosedInvoices(ctx, claimed).length,
    professionnel: client.kind === 'entreprise',
    consommateur: client.kind === 'particulier',
    public: client.kind === 'public',
    association: client.kind === 'association',
    mensualites: 0,
    premiere_echeance: null,
    derniere_echeance: null,
    penalites_abandonnees: false,
    penalites_plan: null,
    procedure: null,
    jugement: null,
    bodacc: null,
    declaration_avant: null,
    mandataire: null,
    montant_ht: null,
    montant_tva: null,
    tribunal: null,
    protocole_du: null,
    echeances_plusieurs: false,
    solde: null,
    createur: {
      nom: creditor.name,
      email: creditor.email,
      tel: creditor.phone,
      ville: creditor.city,
      identite: creditorIdentity(creditor),
    },
    client: {
      nom: client.name,
      contact: client.contactName,
      siren: client.siren,
      identite: clientIdentity(client),
    },
  };
};
