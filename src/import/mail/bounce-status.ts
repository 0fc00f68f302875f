import { saysNobody } from './refusal-words.ts';

/** RFC 3463: class, subject, detail. An address such as 192.0.2.4 or a version such as 4.0.994.63 is none. */
const ENHANCED = String.raw`(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?!\.?\d)`;
const AFTER_REPLY = new RegExp(String.raw`\b[45]\d\d[- ]#?${ENHANCED}`);
const IN_BRACKETS = new RegExp(String.raw`\(#${ENHANCED}\)`);
const ANYWHERE = new RegExp(ENHANCED);
/** RFC 5321: three figures at the beginning, after a colon, or after « said » and the like; « 550 euros » has none of these. */
const REPLY =
  /(?:^|[:;'"(>]|\bsaid|\bcode|\breason|<<<) ?:? ?([45][0-5]\d)(?=[\s:,;-]|$)(?! ?(?:euros?|eur|€))/im;

/** Single spaces, in lines: what the patterns above are tried on. */
const inLines = (text: string): string =>
  text
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/\s*\n\s*/g, '\n')
    .trim();

/** The status that a text holds; after a reply code rather than elsewhere. */
const enhancedIn = (text: string): string | null => {
  const found = AFTER_REPLY.exec(text) ?? IN_BRACKETS.exec(text) ?? ANYWHERE.exec(text);
  return found?.[1] ?? null;
};

const replyIn = (text: string): string | null => REPLY.exec(text)?.[1] ?? null;

/** A reply code alone tells the class: RFC 3463 calls the rest « other undefined status ». */
export const statusIn = (words: string): string | null => {
  const text = inLines(words);
  const reply = replyIn(text);
  return enhancedIn(text) ?? (reply === null ? null : `${reply.slice(0, 1)}.0.0`);
};

const isGeneric = (status: string): boolean => /^\d\.(?:0|5)\.0$/.test(status);

/**
 * `Status` is required and is written for machines by the server that gave up (RFC 3464, 2.3.4); `Diagnostic-Code` is
 * what another server said at one attempt (2.3.6), sometimes an earlier one. So `Status` wins, unless it says nothing
 * more than its class: x.0.0 and x.5.0 are what a server writes that knew no better, and the diagnostic then does.
 */
export const chosenStatus = (status: string | null, diagnostic: string | null): string | null => {
  const said = status === null ? null : enhancedIn(status);
  const replied = diagnostic === null ? null : statusIn(diagnostic);
  if (said === null || replied === null) return said ?? replied;
  if (!isGeneric(said)) return said;
  return isGeneric(replied) && replied.startsWith(said.slice(0, 2)) ? said : replied;
};

const WRONG_ADDRESS = /^5\.(?:1\.(?:1|2|3|6|10)|2\.1)$/;
/** Policy, a full mailbox, a message that is too large, the sender's own address: nothing against the recipient's. */
const NOT_THE_ADDRESS = /^5\.(?:7\.\d+|2\.[234]|3\.4|1\.[78])$/;

/** Whether a final refusal is that of an address that nobody has. */
export const isWrongAddress = (status: string | null, words: string): boolean => {
  if (status !== null && (WRONG_ADDRESS.test(status) || NOT_THE_ADDRESS.test(status)))
    return WRONG_ADDRESS.test(status);
  return (status === null || status.startsWith('5.')) && saysNobody(words);
};
