export const NBSP = '\u00a0';
/** Narrow no-break space: before `; ! ? %` and between thousands. */
export const NNBSP = '\u202f';

const SPACES = '[ \u00a0\u202f]+';
const URL_OR_EMAIL =
  /(?:https?:\/\/|www\.)[^\s]+|[\p{L}\d.!#$%&'*+/=?^_`{|}~-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/gu;

const BEFORE_WIDE = new RegExp(`${SPACES}(?=[:»€])`, 'gu');
const BEFORE_NARROW = new RegExp(`${SPACES}(?=[;!?%])`, 'gu');
const AFTER_OPENING_QUOTE = new RegExp(`«${SPACES}`, 'gu');
const NUMBER_SIGN = new RegExp(`([nN]°)${SPACES}(?=\\S)`, 'gu');
const DAY_AND_MONTH =
  /(?<=\b(?:1er|[12]?\d|3[01])) (?=(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)(?!\p{L}))/gu;
/** Only sums of money: a phone number or a SIREN also has groups of digits, and keeps its ordinary spaces. */
const THOUSANDS = /(?<!\d|\d )\d{1,3}(?: \d{3})+(?=(?:,\d+)?[ \u00a0\u202f]?€)/gu;

const spaceLiteral = (text: string): string =>
  text
    .replace(/\.{3,}/g, '…')
    .replace(/(?<=[\p{L}\d])'/gu, '’')
    .replace(THOUSANDS, (number) => number.replaceAll(' ', NNBSP))
    .replace(AFTER_OPENING_QUOTE, `«${NBSP}`)
    .replace(BEFORE_WIDE, NBSP)
    .replace(BEFORE_NARROW, NNBSP)
    .replace(NUMBER_SIGN, `$1${NBSP}`)
    .replace(DAY_AND_MONTH, NBSP);

/**
 * Gives a text typed with ordinary spaces and straight apostrophes its French typography. It changes spaces that
 * are there and never adds one, so that `10:30` and `https://…?a=1` stay whole; addresses are left as they are.
 */
export const frenchSpacing = (text: string): string => {
  let result = '';
  let end = 0;
  for (const match of text.matchAll(URL_OR_EMAIL)) {
    result += spaceLiteral(text.slice(end, match.index)) + match[0];
    end = match.index + match[0].length;
  }
  return result + spaceLiteral(text.slice(end));
};

const UNBREAKABLE =
  /"[^"\n]*"|(?<! ) (?=[:»€](?![\p{L}\d/]))|(?<=«) (?! )|(?<=[nN]°) (?=\S)|(?<=\d) (?=(?:jours?|mois|semaines?|points?|ans?|Mo|ko|j|h)(?![\p{L}\d_-]))|(?<! ) (?=[;!?%](?![\p{L}\d]))/gu;

/**
 * The sentences of the program are written with ordinary spaces: here they get those of French print, on their way to a
 * screen or a page. Only single spaces change, so that columns stay, and nothing between straight quotes, which is
 * there to be typed.
 */
export const noBreaks = (text: string): string =>
  text.replace(UNBREAKABLE, (space, at: number) =>
    space === ' ' ? (';!?%'.includes(text[at + 1] ?? ' ') ? NNBSP : NBSP) : space,
  );

/** What reorders or hides text: direction marks and overrides, zero-width spaces, BOM, lone surrogates. */
const TREACHEROUS = /[\p{Cc}\p{Cs}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;

/**
 * One harmless line, for a header, a table cell or an error message: no control character (hence no line break and no
 * terminal sequence), no direction override, single spaces. Non-breaking spaces stay.
 */
export const oneLine = (text: string): string =>
  text
    .replace(/[^\S\u00a0\u202f\ufeff]+|\u0085/gu, ' ')
    .replace(TREACHEROUS, '')
    .replace(/ {2,}/g, ' ')
    .trim();

/** What a reader sees as one character: a flag, an emoji with its modifiers, a letter with its accents. */
const CLUSTER =
  /\p{RI}{2}|\p{ExtPict}[\ufe0f\p{EMod}]*(?:\u200d\p{ExtPict}[\ufe0f\p{EMod}]*)*|\P{M}[\p{M}\u200d]*|\p{M}+/gu;
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;
const INVISIBLE = /^[\p{M}\p{Cc}\p{Cf}]/u;

const clusterWidth = (cluster: string): number => {
  if (INVISIBLE.test(cluster)) return 0;
  if (/^(?:\p{RI}{2}|\p{EPres})|\ufe0f/u.test(cluster) || WIDE.test(cluster)) return 2;
  return 1;
};

/** Below U+0300 nothing is wide and nothing combines, which is nearly every French text. */
const isSimple = (text: string): boolean =>
  /^[ -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u202f\u20ac]*$/.test(text);

/** Columns that the text takes in a terminal. */
export const displayWidth = (text: string): number => {
  if (isSimple(text)) return text.length;
  let width = 0;
  for (const [cluster] of text.matchAll(CLUSTER)) width += clusterWidth(cluster);
  return width;
};

/** The text if it fits in `width` columns, else its beginning and `…`; never half a character. */
export const truncate = (text: string, width: number): string => {
  if (displayWidth(text) <= width) return text;
  if (width <= 0) return '';
  let kept = '';
  let used = 0;
  for (const [cluster] of text.matchAll(CLUSTER)) {
    used += clusterWidth(cluster);
    if (used > width - 1) break;
    kept += cluster;
  }
  return `${kept.trimEnd()}…`;
};

export const pad = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - displayWidth(text)));

export const padLeft = (text: string, width: number): string =>
  ' '.repeat(Math.max(0, width - displayWidth(text))) + text;

/** « … »: what the user typed, made harmless and short enough for an error message. */
export const quoted = (text: string, width = 50): string => `« ${truncate(oneLine(text), width)} »`;

/** One word of a command to paste: between straight quotes unless it is plain. */
export const typedWord = (text: string): string => {
  const word = oneLine(text);
  return /^[\p{L}\p{M}\d_./:@+%,][\p{L}\p{M}\d_./:@+%,-]*$/u.test(word)
    ? word
    : `"${word.replaceAll(/["$`\\]/g, String.raw`\$&`)}"`;
};

/** « Émis » → « Emis ». */
export const withoutAccents = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '');

/** Words as they are compared: small letters and figures, one space between them. */
export const foldedWords = (text: string): string =>
  withoutAccents(text)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();
