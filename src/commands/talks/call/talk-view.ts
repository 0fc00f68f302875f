import type { CallConsequence } from '../../../domain/schedule/call-outcome.ts';
import type { Client } from '../../../domain/people/client.ts';
import type { Contact } from '../../../domain/schedule/contact.ts';
import type { LocalDate } from '../../../domain/dates.ts';
import type { Action } from '../../../domain/schedule/action.ts';
import type { Decision } from '../../../domain/schedule/decision.ts';

/** What a call, or a short message, is about, as the screen shows it. */
export interface TalkView {
  client: Client;
  action: Action;
  decisions: Decision[];
  history: Contact[];
}

export interface CallEntryView {
  outcome: string;
  on: LocalDate;
  consequence: CallConsequence;
  recorded: {
    contact: number;
    steps: { number: string; step: string }[];
    skipped: { number: string; step: string }[];
    disputed: string[];
    holdsUntil: LocalDate | null;
  };
}
