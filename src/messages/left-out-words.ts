import { enumerate, formatNearDay, type LocalDate } from '../domain/dates.ts';
import type { LeftInvoice } from '../domain/schedule/message-account.ts';
import type { MessageContext } from '../mail/message-context.ts';
import type { MessageFacts } from './message-facts.ts';

/** Beyond, the invoices are counted instead of named. */
const MOST_NUMBERS = 3;

/** « la facture A-1 », « les factures A-1 et A-2 », « 5 autres factures »; null for none. */
export const invoicesName = (numbers: readonly string[]): string | null => {
  if (numbers.length === 0) return null;
  if (numbers.length > MOST_NUMBERS) return `${numbers.length}\u00a0autres factures`;
  return `${numbers.length > 1 ? 'les factures' : 'la facture'} ${enumerate(numbers)}`;
};

/** « de la facture A-1 », « des factures A-1 et A-2 ». */
const ofInvoices = (name: string | null): string | null => {
  if (name === null) return null;
  return name.startsWith('les ') ? `des ${name.slice('les '.length)}` : `de ${name}`;
};

type LeftOutWords = Pick<
  MessageContext,
  'autres_factures' | 'precedent_le' | 'reglees' | 'soldees' | 'annulees'
>;

/** What a message says of what it leaves out, and of what has left its total. */
export const leftOutWords = ({ besides, left }: MessageFacts, today: LocalDate): LeftOutWords => {
  const of = (cause: LeftInvoice['cause']): string | null =>
    invoicesName(
      (left?.invoices ?? []).filter((invoice) => invoice.cause === cause).map(({ number }) => number),
    );
  return {
    autres_factures: invoicesName(besides.map(({ number }) => number)),
    precedent_le: left && formatNearDay(left.on, today),
    reglees: ofInvoices(of('paid')),
    soldees: of('credited'),
    annulees: of('cancelled'),
  };
};
