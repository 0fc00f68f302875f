import type { Context } from '../../../context.ts';
import { findClient } from '../../../db/clients.ts';
import { listContacts } from '../../../db/contacts.ts';
import { resolveInvoices } from '../../../db/invoices.ts';
import { withinAgreements } from '../../../domain/schedule/asked.ts';
import { isUnreached } from '../../../domain/schedule/call-outcome.ts';
import type { Client } from '../../../domain/people/client.ts';
import { isTold, type Contact } from '../../../domain/schedule/contact.ts';
import { type Action } from '../../../domain/schedule/action.ts';
import { planTogether } from '../../../domain/schedule/grouping.ts';
import type { Step, Tone } from '../../../domain/schedule/scenario.ts';
import type { Decision } from '../../../domain/schedule/decision.ts';
import { RelanceError, usageError } from '../../../errors.ts';
import type { LocalDate } from '../../../domain/dates.ts';
import { readDayPlan, scheduleRulesOf } from '../../../desk/day-decisions.ts';
import { nothingOwed } from '../../../desk/owed.ts';

/** What one call, or one short message, is about. */
export interface Talk {
  client: Client;
  action: Action;
  decisions: Decision[];
  /** Of these, the invoices that the person named: what is contested is one of them. */
  named: ReadonlySet<number>;
  /** What was said of these invoices, oldest first. */
  history: Contact[];
}

const FIRM_FROM_DAYS = 15;

const toneOf = ({ daysLate, step }: Decision): Tone =>
  step?.tone ?? (daysLate === 0 ? 'service' : daysLate < FIRM_FROM_DAYS ? 'courtoisie' : 'fermete');

/** The step that is due that way today, else one that stands outside the scenario. */
const stepOf = (lead: Decision, channel: 'call' | 'sms'): Step =>
  lead.act && lead.channel === channel && lead.step !== null
    ? lead.step
    : { id: channel, day: 0, channel, tone: toneOf(lead), template: channel === 'call' ? 'appel' : 'sms' };

const isStepDue = (decision: Decision, channel: 'call' | 'sms'): boolean =>
  decision.act && decision.channel === channel;

const refuse = (decision: Decision): void => {
  const { number } = decision.invoice;
  if (decision.remainingCents <= 0) throw nothingOwed(number);
  const [hold] = decision.holds;
  if (hold?.kind === 'insolvency' || hold?.kind === 'handover')
    throw new RelanceError(`${number} : ${hold.text}`, {
      code: hold.kind,
      hint: `relance show ${number}`,
    });
};

/**
 * The invoices named, or, for one of an act that is due today, all those of that act: one call is enough.
 * @throws RelanceError when nothing is owed, or when it is no longer for the user to ask
 */
export const readTalk = async (
  ctx: Context,
  references: readonly string[],
  channel: 'call' | 'sms',
  on: LocalDate = ctx.today,
): Promise<Talk> => {
  const db = ctx.db();
  const invoices = resolveInvoices(db, [...references]);
  const [first] = invoices;
  if (!first) throw new Error('no invoice was named');
  if (invoices.some(({ clientId, currency }) => clientId !== first.clientId || currency !== first.currency))
    throw usageError(
      'Ces factures ne sont pas du même client, ou pas dans la même monnaie',
      'un appel s’adresse à un seul client',
      'several-clients',
    );
  const { plan, decisions } = await readDayPlan(ctx, { today: on, clientId: first.clientId });
  const due = plan.actions.find(
    (action) =>
      invoices.length === 1 &&
      action.channel === channel &&
      action.invoices.some(({ decision }) => decision.invoice.id === first.id),
  );
  const ids = new Set(
    due ? due.invoices.map(({ decision }) => decision.invoice.id) : invoices.map(({ id }) => id),
  );
  const talked = withinAgreements(
    due
      ? due.invoices.map(({ decision }) => decision)
      : decisions.filter(({ invoice }) => ids.has(invoice.id)),
    on,
  );
  const missing = invoices.find(({ id }) => !talked.some(({ invoice }) => invoice.id === id));
  if (missing) throw nothingOwed(missing.number);
  for (const decision of talked) refuse(decision);
  const lead = talked.find((decision) => isStepDue(decision, channel)) ?? talked[0];
  if (!lead) throw new Error('no invoice to talk about');
  const action =
    due ??
    planTogether(talked, stepOf(lead, channel), { today: on, zone: scheduleRulesOf(db).zone }, (decision) =>
      isStepDue(decision, channel),
    );
  const history = new Map(
    talked.flatMap(({ invoice }) => listContacts(db, invoice.id, on)).map((contact) => [contact.id, contact]),
  );
  return {
    client: findClient(db, first.clientId),
    action,
    decisions: talked,
    named: new Set(invoices.map(({ id }) => id)),
    history: [...history.values()].filter(isTold).toSorted((a, b) => a.id - b.id),
  };
};

/** Calls in a row that reached nobody, since the last one that did or the last message. */
export const unreachedCalls = (history: readonly Contact[]): number => {
  let count = 0;
  for (const { channel, outcome, direction } of history.toReversed()) {
    if (direction === 'in' || channel !== 'call' || !isUnreached(outcome)) return count;
    count += 1;
  }
  return count;
};
