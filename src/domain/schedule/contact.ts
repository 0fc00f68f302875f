import type { LocalDate } from '../dates.ts';
import type { ClientRef } from '../people/client.ts';
import type { Channel } from './scenario.ts';

export type ContactStatus = 'sending' | 'sent' | 'failed' | 'uncertain' | 'draft' | 'undelivered' | 'logged';

/** One entry of the log, as `show` prints it. */
export interface Contact {
  id: number;
  at: string;
  onDay: LocalDate;
  channel: Channel;
  direction: 'out' | 'in';
  step: string | null;
  status: ContactStatus;
  outcome: string | null;
  subject: string | null;
  messageId: string | null;
  note: string | null;
  error: string | null;
  /** The other invoices that it spoke of. */
  with?: string[];
}

/** Said by one to the other: an attempt that did not reach the client, or of which nobody knows, tells and proves nothing. */
export const isTold = ({ status, channel }: Pick<Contact, 'status' | 'channel'>): boolean =>
  channel !== 'decide' && (status === 'sent' || status === 'logged');

/** A contact that waits for somebody: an uncertain sending, a draft, words without answer. */
export interface OpenContact {
  contact: number;
  client: ClientRef;
  step: string | null;
  status: ContactStatus;
  direction: 'out' | 'in';
  channel: Channel;
  invoices: string[];
  at: string;
  onDay: LocalDate;
  note: string | null;
}

export interface StepMark {
  invoiceId: number;
  kind: 'skipped' | 'declared';
  step: string;
  stepDay: number;
  onDay: LocalDate;
  reason: string | null;
}
