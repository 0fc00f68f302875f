import type { Client } from '../domain/client.ts';
import { isSoleTrader, legalNameOf, signatureLinesOf } from '../domain/creditor-identity.ts';
import type { Creditor } from '../domain/creditor.ts';
import { daysBetween, formatDay, formatLongDay, type LocalDate } from '../domain/dates.ts';
import type { Action } from '../domain/grouping.ts';
import { formatAmount } from '../domain/money.ts';
import { greetingOf } from '../domain/salutation.ts';
import type { BlocksData } from '../mail/blocks.ts';
import type { MessageContext } from '../mail/message-context.ts';
import type { MessagePenalties } from './penalties.ts';

const SUITES: Partial<Record<string, MessageContext['suite']>> = {
  'mise-en-demeure': 'mise-en-demeure',
  call: 'appel',
  handover: 'remise',
};

const latestPayment = (action: Action): LocalDate | null =>
  action.invoices
    .flatMap(({ decision }) => decision.invoice.payments.map((payment) => payment.receivedOn))
    .reduce<LocalDate | null>((last, day) => (last === null || day > last ? day : last), null);

/** What a message says that its action does not hold. */
export interface MessageSources {
  creditor: Creditor;
  client: Client;
  today: LocalDate;
  attachments: number;
  reminders: { count: number; lastOn: LocalDate | null };
  subject: string | null;
  penalties: MessagePenalties;
  /** The date and the sum that were agreed, for a message that confirms them. */
  agreed?: { on: LocalDate; amountCents: number } | undefined;
  /** Nothing at all is asked of this client any more. */
  isAllSettled?: boolean | undefined;
}

const longDayOrNull = (day: LocalDate | null | undefined): string | null => (day ? formatLongDay(day) : null);

export const contextOf = (action: Action, sources: MessageSources): MessageContext => {
  const { creditor, client, today, attachments, reminders, penalties } = sources;
  const facts = action.invoices.map(({ decision }) => decision);
  const oldest = facts.reduce((a, b) => (b.invoice.dueOn < a.invoice.dueOn ? b : a));
  const amount = (cents: number): string => formatAmount(cents, action.currency);
  const paidCents = facts.reduce(
    (sum, { invoice, remainingCents }) => sum + invoice.totalCents - remainingCents,
    0,
  );
  const broken = facts.find(({ brokenPromise }) => brokenPromise !== null)?.brokenPromise ?? null;
  const isSeveral = facts.length > 1;
  const following = action.following;
  return {
    tu: client.tutoiement,
    nous: !isSoleTrader(creditor),
    plusieurs: isSeveral,
    nombre: facts.length,
    salutation: greetingOf(client),
    numero: oldest.invoice.number,
    numeros: facts.map(({ invoice }) => invoice.number).join(', '),
    objet_facture: isSeveral ? null : sources.subject,
    echeance: formatLongDay(action.instalment?.dueOn ?? oldest.invoice.dueOn),
    emise: formatLongDay(oldest.invoice.issuedOn),
    retard: oldest.daysLate,
    duree_retard: `${oldest.daysLate}\u00a0${oldest.daysLate > 1 ? 'jours' : 'jour'}`,
    jours_avant:
      action.daysLate > 0 ? null : daysBetween(today, action.instalment?.dueOn ?? oldest.invoice.dueOn),
    total: amount(action.totalCents),
    montant_facture: isSeveral ? null : amount(oldest.invoice.totalCents),
    deja_regle: paidCents > 0 ? amount(paidCents) : null,
    paye_le: longDayOrNull(latestPayment(action)),
    date_limite: longDayOrNull(following?.deadlineOn),
    suite: following ? (SUITES[following.step.channel] ?? null) : null,
    nombre_rappels: reminders.count,
    rappels_plusieurs: reminders.count > 1,
    dernier_rappel: longDayOrNull(reminders.lastOn),
    convenu_date: longDayOrNull(sources.agreed?.on),
    convenu_montant: sources.agreed ? amount(sources.agreed.amountCents) : null,
    solde: action.totalCents === 0,
    tout_regle: sources.isAllSettled === true,
    ton: action.step?.tone ?? 'courtoisie',
    promesse_date: longDayOrNull(broken?.on),
    promesse_montant: broken ? amount(broken.amountCents) : null,
    plan_echeance: longDayOrNull(action.instalment?.dueOn),
    plan_numero: action.instalment?.number ?? null,
    plan_nombre: facts.find(({ plan }) => plan !== null)?.plan?.instalments.length ?? null,
    autres_echanges: action.hasOtherExchanges,
    piece_jointe: attachments > 0,
    pieces: attachments,
    pieces_plusieurs: attachments > 1,
    professionnel: client.kind === 'entreprise',
    consommateur: client.kind === 'particulier',
    public: client.kind === 'public',
    association: client.kind === 'association',
    penalites: penalties.isMentioned,
    penalites_montant: penalties.amounts ? amount(penalties.amounts.totalCents) : null,
    penalites_au: longDayOrNull(penalties.amounts?.on),
    penalites_provisoires: penalties.amounts?.isProvisional ?? false,
    indemnite: action.currency === 'EUR',
    createur: { nom: creditor.name, email: creditor.email, tel: creditor.phone },
    client: { nom: client.name, contact: client.contactName },
    engagement: null,
    code_service: null,
  };
};

const REFERENCE_LENGTH = 140;

export const blocksOf = (action: Action, creditor: Creditor, penalties: MessagePenalties): BlocksData => ({
  penalties: penalties.amounts,
  invoices: action.invoices.map(({ decision: { invoice, daysLate, claimedCents } }) => ({
    number: invoice.number,
    issuedOn: invoice.issuedOn,
    dueOn: action.instalment?.dueOn ?? invoice.dueOn,
    daysLate,
    totalCents: invoice.totalCents,
    remainingCents: claimedCents,
    currency: invoice.currency,
  })),
  sum: action.invoices.map(({ decision: { invoice, daysLate, claimedCents } }) => ({
    label: `Facture ${invoice.number}, échue le ${formatDay(action.instalment?.dueOn ?? invoice.dueOn)} (${daysLate}\u00a0j)`,
    amountCents: claimedCents,
    currency: invoice.currency,
  })),
  payment:
    creditor.iban === null
      ? null
      : {
          holder: legalNameOf(creditor),
          iban: creditor.iban,
          bic: creditor.bic,
          reference: action.invoices
            .map(({ decision }) => decision.invoice.number)
            .join(' ')
            .slice(0, REFERENCE_LENGTH),
        },
  signature: { lines: signatureLinesOf(creditor) },
});
