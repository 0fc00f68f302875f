import type { Client } from '../domain/people/client.ts';
import { isSoleTrader, legalNameOf, signatureLinesOf } from '../domain/people/creditor-identity.ts';
import type { Creditor } from '../domain/people/creditor.ts';
import { askedDueOn, askedInstalments } from '../domain/schedule/asked.ts';
import {
  daysBetween,
  enumerate,
  formatDay,
  formatLongDay,
  formatNearDay,
  type LocalDate,
} from '../domain/dates.ts';
import type { Action } from '../domain/schedule/action.ts';
import type { MessageAccount } from '../domain/schedule/message-account.ts';
import { formatAmount } from '../domain/money/money.ts';
import { greetingOf } from '../domain/people/salutation.ts';
import type { BlocksData, SumLine } from '../mail/blocks.ts';
import type { MessageContext } from '../mail/message-context.ts';
import type { MessageFacts } from './message-facts.ts';
import { agreementWords } from './agreement-words.ts';
import { historyWords } from './history-words.ts';
import { leftOutWords } from './left-out-words.ts';
import type { MessagePenalties } from './message-penalties.ts';

const SUITES: Partial<Record<string, MessageContext['suite']>> = {
  'mise-en-demeure': 'mise-en-demeure',
  call: 'appel',
  handover: 'remise',
};

/** What a message says that its action does not hold. */
export interface MessageSources {
  creditor: Creditor;
  client: Client;
  facts: MessageFacts;
  today: LocalDate;
  attachments: number;
  subject: string | null;
  penalties: MessagePenalties;
  /** The day that was agreed for the sum asked, for a message that confirms it. */
  agreedOn?: LocalDate | undefined;
  /** Nothing at all is asked of this client any more. */
  isAllSettled?: boolean | undefined;
}

const longDayOrNull = (day: LocalDate | null | undefined): string | null => (day ? formatLongDay(day) : null);

export const contextOf = (action: Action, sources: MessageSources): MessageContext => {
  const { creditor, client, today, attachments, penalties } = sources;
  const { account, history } = sources.facts;
  const facts = action.invoices.map(({ decision }) => decision);
  const { oldest, dueOn, received, credited, disputedCents, brokenPromise: broken } = account;
  const amount = (cents: number): string => formatAmount(cents, action.currency);
  const isSeveral = facts.length > 1;
  const following = action.following;
  return {
    tu: client.tutoiement,
    nous: !isSoleTrader(creditor),
    plusieurs: isSeveral,
    nombre: facts.length,
    salutation: greetingOf(client),
    numero: oldest.invoice.number,
    numeros: enumerate(facts.map(({ invoice }) => invoice.number)),
    objet_facture: isSeveral ? null : sources.subject,
    echeance: formatLongDay(dueOn),
    emise: formatLongDay(oldest.invoice.issuedOn),
    retard: oldest.daysLate,
    duree_retard: `${oldest.daysLate}\u00a0${oldest.daysLate > 1 ? 'jours' : 'jour'}`,
    jours_avant: oldest.daysLate > 0 ? null : daysBetween(today, dueOn),
    total: amount(account.askedCents),
    montant_facture: isSeveral ? null : amount(oldest.invoice.totalCents),
    deja_regle: received.cents > 0 ? amount(received.cents) : null,
    paye_le: longDayOrNull(received.lastOn),
    paye_montant: received.cents > 0 ? amount(received.lastCents) : null,
    versements: received.count > 1,
    avoir: credited.lastOn === null ? null : amount(credited.cents),
    avoir_le: credited.lastOn === null ? null : formatNearDay(credited.lastOn, today),
    avoirs: credited.count > 1,
    conteste: disputedCents > 0 ? amount(disputedCents) : null,
    entamee: received.cents + credited.cents + disputedCents > 0,
    date_limite: longDayOrNull(following?.deadlineOn),
    suite: following ? (SUITES[following.step.channel] ?? null) : null,
    nombre_rappels: history.writtenCount,
    rappels_plusieurs: history.writtenCount > 1,
    dernier_rappel: longDayOrNull(history.writtenOn.at(-1)),
    oubli:
      broken === null &&
      account.lapse === null &&
      disputedCents === 0 &&
      received.cents === 0 &&
      history.writtenCount === 0 &&
      history.attempt === null &&
      !history.hasAnswered &&
      !action.hasOtherExchanges,
    ...historyWords(history, { isTu: client.tutoiement, today, count: facts.length }),
    convenu_date: longDayOrNull(sources.agreedOn),
    convenu_montant: sources.agreedOn === undefined ? null : amount(account.askedCents),
    solde: account.askedCents === 0,
    tout_regle: sources.isAllSettled === true,
    ton: action.step?.tone ?? 'courtoisie',
    promesse_date: longDayOrNull(broken?.on),
    promesse_montant: broken ? amount(broken.amountCents) : null,
    promesse_entamee: broken?.isBegun ?? false,
    ...agreementWords(account, today, amount),
    autres_echanges: action.hasOtherExchanges,
    ...leftOutWords(sources.facts, today),
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

/** What is asked, line by line: the instalments of an agreement stand for the invoices that it covers. */
const sumLines = (action: Action, { agreements, reason }: MessageAccount): SumLine[] => [
  ...action.invoices
    .filter(({ decision }) => askedInstalments(decision.plan) === null)
    .map(({ decision: { invoice, daysLate, claimedCents, remainingCents } }) => ({
      label: `Facture ${invoice.number}, échue le ${formatDay(invoice.dueOn)} (${daysLate}\u00a0j)${claimedCents < remainingCents ? ', hors litige' : ''}`,
      amountCents: claimedCents,
      currency: invoice.currency,
    })),
  ...agreements.flatMap(({ instalments, numbers }) =>
    instalments.map(({ dueOn, remainingCents }) => ({
      label: `${reason === 'instalments' ? 'Échéance' : `${numbers.join(', ')}, échéance`} du ${formatDay(dueOn)}`,
      amountCents: remainingCents,
      currency: action.currency,
    })),
  ),
];

export const blocksOf = (
  action: Action,
  account: MessageAccount,
  creditor: Creditor,
  penalties: MessagePenalties,
): BlocksData => ({
  askedCents: account.askedCents || (penalties.amounts?.totalCents ?? 0),
  penalties: penalties.amounts,
  invoices: action.invoices.map(({ decision }) => ({
    number: decision.invoice.number,
    issuedOn: decision.invoice.issuedOn,
    dueOn: askedDueOn(decision),
    daysLate: decision.daysLate,
    totalCents: decision.invoice.totalCents,
    remainingCents: decision.claimedCents,
    currency: decision.invoice.currency,
  })),
  asked: account.reason,
  sum: sumLines(action, account),
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
