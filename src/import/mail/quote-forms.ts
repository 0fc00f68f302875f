/** Above what was received, in the languages of those who are written to. */
const ATTRIBUTIONS = [
  /^(?:le|en date du) .* a [ée]crit ?:$/i,
  /^(?:on|at) .* wrote ?:$/i,
  /^am .* schrieb\b.*:$/i,
  /^el .* escribi[óo] ?:$/i,
  /^il .* ha scritto ?:$/i,
  /^(?:em|a) .* escreveu ?:$/i,
  /^op .* schreef\b.*:$/i,
];
/** « Jeanne Martin a écrit : », or in a language that is not listed: only just above a quoted line. */
const ABOVE_A_QUOTE = /(?:\S@\S|\b\d{1,2}[:h]\d\d\b|a [ée]crit ?|wrote ?).{0,200}:$/i;
/** How such a line begins, so that a greeting just above is not taken for its beginning. */
const BEGINS_ONE = /\b\d{1,4}[.:/h-]\d|\S@\S|a [ée]crit ?:$|wrote ?:$/i;

const SEPARATOR =
  /^[\s_*]*-{2}[\s_*-]*(?:(?:message|mail|courriel) (?:d['’ ]?origine|original|transf[ée]r[ée]|initial)|original (?:message|appointment)|forwarded message|urspr[üu]ngliche nachricht|weitergeleitete nachricht|mensaje original|mensagem original|messaggio originale|oorspronkelijk bericht|begin forwarded message)[\s_*]*-*/i;
const FORWARDED =
  /^(?:d[ée]but du message (?:r[ée]exp[ée]di[ée]|transf[ée]r[ée])|begin forwarded message) ?:/i;

const FROM_LINE = /^[*_\s]*(?:de|from|von|da|van|exp[ée]diteur)[*_\s]*:[*_\s]*\S/i;
const SENT_LINE =
  /^[*_\s]*(?:envoy[ée]e?(?: le)?|date|sent|gesendet|datum|enviado(?: el)?|fecha|inviato|data|verzonden)[*_\s]*:/i;
const SUBJECT_LINE = /^[*_\s]*(?:objet|sujet|subject|betreff|asunto|oggetto|assunto|onderwerp)[*_\s]*:/i;
const ON_ONE_LINE =
  /^[*_\s]*(?:de|from|von)[*_\s]*:.{3,}(?:envoy[ée]|sent|gesendet)[*_\s]*:.{3,}(?:objet|subject|betreff)[*_\s]*:/i;

const MOST_LINE = 400;
const MOST_ATTRIBUTION_LINES = 4;
const MOST_BLOCK_LINES = 12;

export const isQuoted = (line: string): boolean => /^\s*>/.test(line);

const bare = (line: string | undefined): string =>
  (line ?? '').slice(0, MOST_LINE).replaceAll(/\s+/g, ' ').trim();

/** Whether the next line that says something is quoted. */
export const isQuoteNext = (lines: readonly string[], from: number): boolean => {
  for (let at = from; at < lines.length && at < from + 4; at += 1)
    if (bare(lines[at]) !== '') return isQuoted(lines[at] ?? '');
  return false;
};

/** How many lines from `at` on say « X a écrit : »; 0 when none does. */
export const attributionLength = (lines: readonly string[], at: number): number => {
  let joined = '';
  for (let count = 1; count <= MOST_ATTRIBUTION_LINES; count += 1) {
    const line = bare(lines[at + count - 1]);
    if (line === '' || isQuoted(line)) return 0;
    joined = `${joined} ${line}`.trim();
    if (joined.length > MOST_LINE) return 0;
    if (/\d/.test(joined) && ATTRIBUTIONS.some((form) => form.test(joined))) return count;
    const isAbove = BEGINS_ONE.test(bare(lines[at])) && ABOVE_A_QUOTE.test(joined);
    if (isAbove && isQuoteNext(lines, at + count)) return count;
  }
  return 0;
};

/** Whether all that follows is what was received: Outlook's block of headers, or a line that says so. */
export const isReceivedFrom = (lines: readonly string[], at: number): boolean => {
  const line = bare(lines[at]);
  if (SEPARATOR.test(line) || FORWARDED.test(line) || ON_ONE_LINE.test(line)) return true;
  if (!FROM_LINE.test(line)) return false;
  const block = lines.slice(at + 1, at + MOST_BLOCK_LINES).map(bare);
  return block.some((other) => SENT_LINE.test(other)) && block.some((other) => SUBJECT_LINE.test(other));
};

/** A rule that stands above a block of headers. */
export const isRule = (line: string): boolean => /^\s*[-_=*]{5,}\s*$/.test(line.slice(0, MOST_LINE));
