import { findLetter, listLettersOf, listOrdersToServe, listStandingLetters } from '../../db/letters.ts';
import type { Database } from '../../db/open.ts';
import type { LocalDate } from '../../domain/dates.ts';
import { deadlineOf, type Letter } from '../../domain/law/letter.ts';
import { DECIDE } from '../../domain/schedule/scenario.ts';
import type { Decision } from '../../domain/schedule/decision.ts';
import { letterTask, orderTask } from '../../desk/letter-status.ts';

/** What a person has to do with a letter that was written. */
export interface LetterTask {
  letter: Letter;
  client: Decision['invoice']['client'];
  numbers: string[];
  state: 'to-post' | 'number-missing' | 'expired' | 'to-serve';
  text: string;
  command: string;
}

/** Nothing more is posted while one of these stands. */
const STOPPING = new Set(['insolvency', 'handover', 'plan']);

/** After the delay, something was begun or decided: the reminder that it is over has served. */
const isFollowed = (
  db: Database,
  letter: Letter,
  decisions: readonly Decision[],
  today: LocalDate,
): boolean => {
  const deadline = deadlineOf(letter) ?? letter.writtenOn;
  return decisions.every(
    ({ invoice, holds }) =>
      holds.some(({ kind }) => kind === 'dispute') ||
      invoice.steps.some(
        ({ step, channel, on }) => on > deadline && (step === DECIDE || channel === 'handover'),
      ) ||
      listLettersOf(db, invoice.id, today).some(({ id, kind }) => id > letter.id && kind !== 'reminder'),
  );
};

/** Orders to pay that become void unless they are served in time (CPC 1411). */
const orderTasks = (db: Database, decisions: readonly Decision[], today: LocalDate): LetterTask[] =>
  listOrdersToServe(db, today).flatMap(({ letterId, orderedOn, invoiceIds }) => {
    const ofLetter = decisions.filter(
      ({ invoice, remainingCents }) => remainingCents > 0 && invoiceIds.includes(invoice.id),
    );
    const [first] = ofLetter;
    if (!first) return [];
    const numbers = ofLetter.map(({ invoice }) => invoice.number);
    const letter = findLetter(db, letterId, today);
    return [
      { letter, client: first.invoice.client, numbers, ...orderTask(orderedOn, numbers[0] ?? '', today) },
    ];
  });

/** Letters to post, numbers to note, delays that are over, as of that day. */
export const readLetterTasks = (
  db: Database,
  decisions: readonly Decision[],
  today: LocalDate,
): LetterTask[] => {
  const orders = orderTasks(db, decisions, today);
  const letters = listStandingLetters(db, today);
  if (letters.length === 0) return orders;
  const owed = new Map(
    decisions
      .filter(
        ({ remainingCents, holds }) => remainingCents > 0 && !holds.some(({ kind }) => STOPPING.has(kind)),
      )
      .map((decision) => [decision.invoice.id, decision]),
  );
  const toFollow = letters.flatMap((letter) => {
    const ofLetter = letter.invoiceIds.map((id) => owed.get(id)).filter((decision) => decision !== undefined);
    const [first] = ofLetter;
    if (!first) return [];
    const numbers = ofLetter.map(({ invoice }) => invoice.number);
    const task = letterTask(letter, numbers[0] ?? '', today);
    if (task === null || (task.state === 'expired' && isFollowed(db, letter, ofLetter, today))) return [];
    return [{ letter, client: first.invoice.client, numbers, ...task }];
  });
  return [...orders, ...toFollow];
};
