import type { ClientRef } from '../domain/people/client.ts';
import type { Contact } from '../domain/schedule/contact.ts';
import type { LocalDate } from '../domain/dates.ts';
import type { Letter } from '../domain/law/letter.ts';
import type { StoredDocument } from '../db/documents.ts';
import type { Figures } from '../domain/law/interest.ts';
import { invoiceStateOn } from '../domain/money/invoice-state.ts';
import { remainingCentsOfInvoice, type Invoice } from '../domain/money/invoice.ts';
import type { Payment } from '../domain/money/payment.ts';
import { type Decision } from '../domain/schedule/decision.ts';
import { daysLateOn } from '../domain/money/balance.ts';
import { clientJson } from './decision-json.ts';
import { letterJson } from './letter-status.ts';

/** One invoice with what was decided about it; `decision` is null once nothing is owed. */
export interface InvoiceSummary {
  invoice: Invoice;
  client: ClientRef;
  scenario: string;
  decision: Decision | null;
  /** What the law grants at the day of the reading. */
  figures: Figures;
}

export interface InvoiceStory extends InvoiceSummary {
  contacts: Contact[];
  payments: Payment[];
  documents: StoredDocument[];
  letters: Letter[];
}

export const invoiceJson = (
  { invoice, client, scenario, decision, figures }: InvoiceSummary,
  today: LocalDate,
) => ({
  number: invoice.number,
  client: clientJson(client),
  issuedOn: invoice.issuedOn,
  dueOn: invoice.dueOn,
  totalCents: invoice.totalCents,
  paidCents: invoice.paidCents,
  remainingCents: remainingCentsOfInvoice(invoice),
  currency: invoice.currency,
  state: invoiceStateOn(invoice, today),
  daysLate: remainingCentsOfInvoice(invoice) > 0 ? daysLateOn(invoice.dueOn, today) : 0,
  scenario,
  nextStep: !decision?.channel
    ? null
    : { id: decision.step?.id ?? null, channel: decision.channel, on: decision.on },
  holds: (decision?.holds ?? []).map(({ kind, reason, until }) => ({ kind, reason, until })),
  interestCents: figures.interestCents,
  indemnityCents: figures.indemnityCents,
});

export const paymentJson = (payment: Payment) => ({
  id: payment.id,
  receivedOn: payment.receivedOn,
  amountCents: payment.amountCents,
  kind: payment.kind,
  method: payment.method,
  reference: payment.reference,
  reversedOn: payment.reversedOn,
});

/** The whole story of an invoice, as `show --json` prints it. */
export const storyJson = (story: InvoiceStory, today: LocalDate) => ({
  invoice: invoiceJson(story, today),
  contacts: story.contacts.map(
    ({ id, at, channel, direction, step, status, outcome, subject, messageId, note, with: others }) => ({
      id,
      at,
      channel,
      direction,
      step,
      status,
      outcome,
      subject,
      messageId,
      note,
      with: others ?? [],
    }),
  ),
  payments: story.payments.map(paymentJson),
  documents: story.documents.map(({ id, kind, name, sha256, bytes }) => ({ id, kind, name, sha256, bytes })),
  letters: story.letters.map((letter) => letterJson(letter, null, today)),
});
