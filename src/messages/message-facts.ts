import { listHistory } from '../db/history-rows.ts';
import { findLeftSince, listOwedBesides } from '../db/left-out.ts';
import type { Database } from '../db/open.ts';
import type { LocalDate } from '../domain/dates.ts';
import type { Action } from '../domain/schedule/action.ts';
import { historyOf, type MessageHistory } from '../domain/schedule/history.ts';
import {
  accountOf,
  isOfScenario,
  type LeftInvoice,
  type MessageAccount,
  type OwedInvoice,
} from '../domain/schedule/message-account.ts';
import { scheduleRulesOf } from '../desk/day-decisions.ts';

/** All that a message may say of what it asks: every channel takes its sums, dates and facts from here. */
export interface MessageFacts {
  account: MessageAccount;
  history: MessageHistory;
  /** Owed by the client, late, and not in the message. */
  besides: OwedInvoice[];
  /** What has left the total since the last reminder; null when nothing has. */
  left: { on: LocalDate; invoices: LeftInvoice[] } | null;
}

/**
 * @param isPromise it confirms a promise: the sums of the action are what was promised
 * @param isPerInvoice the client is written to about each invoice by itself: the others are not said to be left out
 */
export const readMessageFacts = (
  db: Database,
  action: Action,
  today: LocalDate,
  { isPromise = false, isPerInvoice = action.client.isPerInvoice } = {},
): MessageFacts => {
  const account = accountOf(action, isPromise);
  const invoiceIds = action.invoices.map(({ decision }) => decision.invoice.id);
  const named = {
    clientId: action.client.id,
    currency: action.currency,
    invoiceIds,
    agreementIds: account.agreements.map(({ plan }) => plan.letterId),
    today,
  };
  const { minimumCents } = scheduleRulesOf(db);
  const left = isOfScenario(action) ? findLeftSince(db, named) : null;
  return {
    account,
    history: historyOf(listHistory(db, invoiceIds, today)),
    besides: isPerInvoice
      ? []
      : listOwedBesides(db, named).filter(({ remainingCents }) => remainingCents >= minimumCents),
    left: left !== null && left.invoices.length > 0 ? left : null,
  };
};
