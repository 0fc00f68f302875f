import { askedDueOn } from '../../../domain/schedule/asked.ts';
import { plainText } from '../../../document/content.ts';
import type { Block } from '../../../document/markup.ts';
import { clientJson } from '../../../desk/decision-json.ts';
import type { Talk } from './read-talk.ts';
import type { RecordedEntry } from './record-call.ts';

const isSpokenStep = ({ act, channel }: Talk['decisions'][number]): boolean =>
  act && (channel === 'call' || channel === 'sms');

const invoicesJson = ({ decisions }: Talk) =>
  decisions.map((decision) => ({
    number: decision.invoice.number,
    step: isSpokenStep(decision) ? (decision.step?.id ?? null) : null,
    dueOn: askedDueOn(decision),
    daysLate: decision.daysLate,
    remainingCents: decision.remainingCents,
    askedCents: decision.claimedCents,
  }));

/** The text of a script: titles, paragraphs, items, one a line. */
const scriptText = (blocks: readonly Block<never>[]): string =>
  blocks
    .flatMap((block) => (block.kind === 'list' ? block.items : [block.runs]))
    .map(plainText)
    .join('\n');

/** What the screen of a call shows, for scripts. */
export const callSheetJson = (talk: Talk, script: readonly Block<never>[]) => ({
  client: clientJson(talk.client),
  contact: talk.client.contactName,
  phone: talk.client.phone,
  currency: talk.action.currency,
  totalCents: talk.action.totalCents,
  invoices: invoicesJson(talk),
  history: talk.history.map(({ id, at, channel, direction, step, status, outcome, note }) => ({
    id,
    at,
    channel,
    direction,
    step,
    status,
    outcome,
    note,
  })),
  script: scriptText(script),
});

export const callJson = (talk: Talk, { outcome, on, consequence, recorded }: RecordedEntry) => ({
  contact: recorded.contact,
  client: clientJson(talk.client),
  outcome,
  on,
  invoices: invoicesJson(talk).map(({ number }) => ({
    number,
    step: recorded.steps.find((made) => made.number === number)?.step ?? null,
    skipped: recorded.skipped.filter((skipped) => skipped.number === number).map(({ step }) => step),
    disputed: recorded.disputed.includes(number),
  })),
  callAgainOn: consequence.followUpOn,
  holdsUntil: recorded.holdsUntil,
});
