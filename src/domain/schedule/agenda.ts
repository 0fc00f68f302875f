import type { LocalDate } from '../dates.ts';
import { nearPrescription } from '../law/prescription-period.ts';
import type { Decision } from './decision.ts';

/** Something planned on a day: what a calendar shows. */
export interface AgendaEntry {
  /** The same from one export to the next, so that a calendar updates it instead of adding one. */
  uid: string;
  on: LocalDate;
  kind: 'step' | 'promise' | 'instalment' | 'call-again' | 'prescription';
  decision: Decision;
  /** Instalment, when the entry is one. */
  number?: number;
  amountCents: number;
}

/** What is planned for one unpaid invoice, from today on. */
const entriesOf = (decision: Decision, today: LocalDate): AgendaEntry[] => {
  const { invoice, act, on, channel, plan, remainingCents, holds } = decision;
  const entry = (
    kind: AgendaEntry['kind'],
    day: LocalDate,
    rest: Partial<AgendaEntry> = {},
  ): AgendaEntry => ({
    uid: `${invoice.id}-${kind}${rest.number === undefined ? '' : `-${rest.number}`}`,
    on: day,
    kind,
    decision,
    amountCents: decision.claimedCents,
    ...rest,
  });
  const promised = invoice.holds.findLast(
    ({ kind, untilOn }) => kind === 'promise' && untilOn !== null && untilOn >= today,
  );
  const isLead = invoice.holds.some(({ plan: fact }) => fact?.owedInvoiceIds[0] === invoice.id);
  const limit = nearPrescription(invoice, today)?.lastUsefulOn ?? null;
  return [
    ...(channel !== null && on !== null ? [entry('step', act ? today : on)] : []),
    ...(promised?.untilOn
      ? [entry('promise', promised.untilOn, { amountCents: promised.amountCents ?? remainingCents })]
      : []),
    ...(isLead && plan !== null
      ? plan.instalments
          .filter(({ state, dueOn }) => state === 'coming' && dueOn >= today)
          .map(({ number, dueOn, remainingCents: left }) =>
            entry('instalment', dueOn, { number, amountCents: left }),
          )
      : []),
    ...(invoice.callAgainOn !== null &&
    invoice.callAgainOn >= today &&
    channel !== 'call' &&
    holds.length === 0
      ? [entry('call-again', invoice.callAgainOn)]
      : []),
    ...(limit !== null && limit >= today ? [entry('prescription', limit)] : []),
  ];
};

/** Everything planned, day after day. */
export const planAgenda = (decisions: readonly Decision[], today: LocalDate): AgendaEntry[] =>
  decisions
    .filter(({ remainingCents }) => remainingCents > 0)
    .flatMap((decision) => entriesOf(decision, today))
    .toSorted((a, b) => (a.on === b.on ? (a.uid < b.uid ? -1 : 1) : a.on < b.on ? -1 : 1));
