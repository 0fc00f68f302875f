import { join } from 'node:path';
import type { Context } from '../../context.ts';
import { findInvoicePdf } from '../../db/documents.ts';
import { listHistory } from '../../db/history-rows.ts';
import { listOwedBesides } from '../../db/left-out.ts';
import type { Client } from '../../domain/people/client.ts';
import { isSoleTrader } from '../../domain/people/creditor-identity.ts';
import type { Creditor } from '../../domain/people/creditor.ts';
import { daysBetween, enumerate, formatLongDay, formatLongDays, type LocalDate } from '../../domain/dates.ts';
import { historyOf } from '../../domain/schedule/history.ts';
import type { Sending } from '../../domain/law/letter.ts';
import { brokenPromiseOf, lapseOf } from '../../domain/schedule/message-account.ts';
import { formatAmount } from '../../domain/money/money.ts';
import { formalAddressOf } from '../../domain/people/salutation.ts';
import type { Decision } from '../../domain/schedule/decision.ts';
import { lapseWords } from '../agreement-words.ts';
import { historyWords } from '../history-words.ts';
import { invoicesName } from '../left-out-words.ts';
import { scheduleRulesOf } from '../../desk/day-decisions.ts';
import { LETTER_VOCABULARY, type LetterContext } from './letter-context.ts';
import type { TemplateFolders } from '../../document/template-files.ts';
import { clientIdentity, creditorIdentity } from './addresses.ts';
import { claimedCentsOf, disputedCentsOf, type ClaimedInvoice } from './letter-blocks.ts';

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
  /** It quotes what was written, calls apart. */
  isWrittenOnly?: boolean;
  /** Agreements whose instalments it asks for. */
  agreementIds?: readonly number[];
  /** What was decided of its invoices: a promise broken, an agreement that has lapsed. */
  decisions?: readonly Decision[];
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
  {
    creditor,
    client,
    claimed,
    currency,
    on,
    sending,
    totalCents,
    isWrittenOnly = false,
    agreementIds = [],
    decisions = [],
  }: LetterSources,
): LetterContext => {
  const amount = (cents: number): string => formatAmount(cents, currency);
  const invoices = claimed.map(({ invoice }) => invoice);
  const oldest = invoices.reduce((a, b) => (b.dueOn < a.dueOn ? b : a));
  const disputedCents = claimed.reduce((sum, one) => sum + disputedCentsOf(one), 0);
  const late = Math.max(0, daysBetween(oldest.dueOn, on));
  const ids = invoices.map(({ id }) => id);
  const history = historyOf(listHistory(ctx.db(), ids, on));
  const reminders = isWrittenOnly ? history.writtenOn : history.remindedOn;
  const besides = listOwedBesides(ctx.db(), {
    clientId: client.id,
    currency,
    invoiceIds: ids,
    agreementIds,
    today: on,
  }).filter(({ remainingCents }) => remainingCents >= scheduleRulesOf(ctx.db()).minimumCents);
  const broken = brokenPromiseOf(decisions);
  const civility = formalAddressOf(client);
  return {
    nous: !isSoleTrader(creditor),
    plusieurs: invoices.length > 1,
    nombre: invoices.length,
    salutation: `${civility},`,
    civilite: civility,
    numero: oldest.number,
    numeros: enumerate(invoices.map(({ number }) => number)),
    objet_facture: invoices.length > 1 ? null : oldest.subject,
    echeance: formatLongDay(oldest.dueOn),
    duree_retard: `${late}\u00a0${late > 1 ? 'jours' : 'jour'}`,
    date: formatLongDay(on),
    total: amount(claimedCentsOf(claimed)),
    total_lettres: null,
    conteste: disputedCents > 0 ? amount(disputedCents) : null,
    entamee: invoices.some(({ paidCents }) => paidCents > 0),
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
    ...historyWords(history, { isTu: false, today: on, count: ids.length }),
    autres_factures: invoicesName(besides.map(({ number }) => number)),
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
    promesse_date: broken && formatLongDay(broken.on),
    promesse_montant: broken && amount(broken.amountCents),
    promesse_entamee: broken?.isBegun ?? false,
    ...lapseWords(lapseOf(decisions), formatLongDay, amount),
    echeances_plusieurs: false,
    echeances: null,
    echeances_entamees: false,
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
