import assert from 'node:assert/strict';
import type { LocalDate } from '../../../src/domain/dates.ts';
import type { Expected } from './expected.ts';
import { amountsIn, daysIn } from './printed.ts';

export const flat = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
/** How a sum is printed, in a mail or in a text message. */
export const euros = (cents: number): RegExp =>
  new RegExp(
    `(?<!\\d)${Math.floor(cents / 100)
      .toString()
      .replaceAll(/\B(?=(\d{3})+$)/g, '[ \\u202f]')},${String(cents % 100).padStart(2, '0')}[ \\u00a0]€`,
    'u',
  );

/** A day of the text next to some words, or null. */
const dayAfter = (text: string, words: RegExp, today: LocalDate): LocalDate[] | null => {
  const found = words.exec(flat(text));
  return found === null ? null : daysIn(found[1] ?? '', today);
};

/** Each of what was found is among what was expected. */
const holds = <T>(expected: readonly T[], found: readonly T[], why: string): void => {
  for (const one of found) assert.ok(expected.includes(one), `${String(one)} was not computed apart\n${why}`);
};

/** Nothing is printed that was not computed apart. */
export const check = (
  today: LocalDate,
  text: string,
  expected: Expected,
  why: string,
  { isTotalSaid = true, mayDate = [] as LocalDate[] } = {},
): void => {
  holds([...expected.amounts], amountsIn(text), why);
  holds([...expected.dates, ...mayDate], daysIn(text, today), why);
  if (isTotalSaid) assert.match(flat(text), euros(expected.askedCents), why);
  const { writtenOn, attemptsOn, spokenOn, exchange, remindedOn } = expected;
  const quoted = {
    reminder: dayAfter(
      text,
      /(?:après (?:mon|notre) rappel|dernier rappel date|précédent rappel date) du ([^.;,]+)/u,
      today,
    ),
    written: dayAfter(text, /écrit (les? [^.]+?)(?: et j’ai| et nous| , |, j’ai|, nous|\.)/u, today),
    attempts: dayAfter(text, /cherché à (?:te|vous) joindre (les [^.]+?)(?: et nous|\.)/u, today),
    exchange: dayAfter(
      text,
      /(?:notre échange|(?:ton|votre) message|(?:ton|votre) appel) du ([^.:,]+)/u,
      today,
    ),
    claimed: dayAfter(text, /Malgré (?:mes|nos|mon|notre) rappels? (?:du|des) (.+?\d{4}),/u, today),
    letters: dayAfter(text, /après (?:mes|nos|mon|notre) messages? (?:du|des) (.+?\d{4}).:/u, today),
    spoken: dayAfter(text, /avons échangé (les? [^.]+)\./u, today),
  };
  if (quoted.reminder) assert.deepEqual(quoted.reminder, writtenOn.slice(-1), why);
  if (quoted.written) assert.deepEqual(quoted.written, writtenOn, why);
  if (quoted.attempts) assert.deepEqual(quoted.attempts, attemptsOn, why);
  if (quoted.spoken) assert.deepEqual(quoted.spoken, spokenOn, why);
  if (quoted.claimed) assert.deepEqual(quoted.claimed, remindedOn, why);
  if (quoted.letters) assert.deepEqual(quoted.letters, writtenOn, why);
  if (quoted.exchange) assert.deepEqual(quoted.exchange, exchange ? [exchange.on] : [], why);
  const flatText = flat(text);
  const about = /règlement(?: du [^,]+?)? pour l(?:a facture|es factures) ([^,]+), que/u.exec(flatText);
  if (about) assert.deepEqual(about[1]?.match(/F-\d+/g), expected.exchangeNumbers, why);
  if (/indiqu\S+ un règlement/u.test(flatText))
    assert.equal(about === null, expected.exchangeNumbers === null, why);
  const deducted = /Après (?:l’avoir de|les avoirs, de) (.*?€)/u.exec(flatText);
  if (deducted) assert.deepEqual(amountsIn(deducted[1] ?? ''), [expected.creditedCents], why);
  const received = /bien reçu ([\d\u202f]+,\d\d.€)/u.exec(flatText);
  if (received) assert.deepEqual(amountsIn(received[1] ?? ''), [expected.receivedCents], why);
  if (expected.disputedCents > 0 && isTotalSaid)
    assert.match(flatText, /hors les|Hors les|ne comprend pas les|Hors.litige/u, why);
  if (expected.hasAnswered) assert.ok(!flatText.includes('oubli'), why);
  const { left } = expected;
  const since = /Depuis (?:mon|notre) message du (.+?), .+? le règlement (.+?), merci/u.exec(flatText);
  if (since) {
    assert.deepEqual(daysIn(since[1] ?? '', today), [left?.on], why);
    assert.deepEqual(since[2]?.match(/F-\d+/g), left?.paid, why);
  }
  const credited = /Un avoir a soldé (.+?)\./u.exec(flatText);
  if (credited) assert.deepEqual(credited[1]?.match(/F-\d+/g), left?.credited, why);
  const apart = /Ce message ne comprend pas (.+?), dont/u.exec(flatText);
  const { besides } = expected;
  if (apart) {
    const count = /^(\d+).autres factures/u.exec(apart[1] ?? '');
    if (count) assert.deepEqual(Number(count[1]), besides.length, why);
    else assert.deepEqual(apart[1]?.match(/F-\d+/g), besides, why);
  }
};
