import { enumerate, formatNearDay, formatNearDays, type LocalDate } from '../domain/dates.ts';
import type { HistoryEntry, MessageHistory } from '../domain/schedule/history.ts';
import { EXCHANGE_OUTCOMES, type MessageContext } from '../mail/message-context.ts';

type HistoryWords = Pick<
  MessageContext,
  | 'echange_quoi'
  | 'echange_le'
  | 'echange_issue'
  | 'echange_qui'
  | 'echange_pour'
  | 'echange_factures'
  | 'echange_plusieurs'
  | 'echange_partie'
  | 'paye_annonce'
  | 'appel_le'
  | 'a_repondu'
  | 'ecrits'
  | 'appels'
  | 'echanges'
>;

/** Beyond, the days are no longer told one by one. */
const MOST_DAYS = 6;

/** « le 5 octobre », « les 5 et 12 octobre », « à 8 reprises, la dernière le 30 octobre ». */
const daysText = (days: readonly LocalDate[], today: LocalDate): string | null => {
  const last = days.at(-1);
  if (last === undefined) return null;
  if (days.length > MOST_DAYS)
    return `à ${days.length} reprises, la dernière le ${formatNearDay(last, today)}`;
  return `${days.length > 1 ? 'les' : 'le'} ${formatNearDays(days, today)}`;
};

/** « notre échange », « votre message », « ton appel ». */
const exchangeName = ({ direction, channel }: HistoryEntry, isTu: boolean): string => {
  if (direction === 'out') return 'notre échange';
  return `${isTu ? 'ton' : 'votre'} ${channel === 'call' ? 'appel' : 'message'}`;
};

const outcomeOf = ({ outcome }: HistoryEntry): HistoryWords['echange_issue'] =>
  EXCHANGE_OUTCOMES.find((known) => known === outcome) ?? null;

/** Beyond, the invoices are counted. */
const MOST_NUMBERS = 3;

/** « la facture », or by their numbers when the message names others too: « la facture A-1 », « 4 de ces factures ». */
const exchangeInvoices = (numbers: readonly string[], isPart: boolean): string => {
  if (isPart && numbers.length > MOST_NUMBERS) return `${numbers.length}\u00a0de ces factures`;
  return `${numbers.length > 1 ? 'les factures' : 'la facture'}${isPart ? ` ${enumerate(numbers)}` : ''}`;
};

/**
 * What a message may say of what was said before it.
 * @param count invoices of the message: of an exchange about some of them, it says which
 */
export const historyWords = (
  { exchange, ...history }: MessageHistory,
  { isTu, today, count }: { isTu: boolean; today: LocalDate; count: number },
): HistoryWords => {
  const issue = exchange && outcomeOf(exchange);
  const about = exchange?.numbers ?? [];
  const isPart = exchange !== null && about.length < count;
  const near = (day: LocalDate | null | undefined): string | null => (day ? formatNearDay(day, today) : null);
  return {
    echange_quoi: exchange && exchangeName(exchange, isTu),
    echange_le: near(exchange?.on),
    echange_issue: issue,
    echange_factures: exchange && exchangeInvoices(about, isPart),
    echange_plusieurs: about.length > 1,
    echange_partie: isPart,
    echange_qui: exchange?.approvalBy ?? null,
    echange_pour: near(exchange?.approvalOn),
    paye_annonce: near(exchange?.paidOn),
    appel_le: near(history.attempt?.on),
    a_repondu: history.hasAnswered,
    ecrits: daysText(history.writtenOn, today),
    appels: daysText(history.attemptsOn, today),
    // The exchange whose outcome is told is not told twice.
    echanges: daysText(
      history.spokenOn.filter((day) => issue === null || day !== exchange?.on),
      today,
    ),
  };
};
