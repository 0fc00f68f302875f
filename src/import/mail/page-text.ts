import { withoutEntities } from './html-entities.ts';

/** Whose contents nobody reads. */
const UNREAD = /^(?:script|style|head|title|template|svg|object|iframe)$/;
const BLOCKS =
  /^(?:p|div|br|tr|li|ul|ol|h[1-6]|table|blockquote|hr|pre|section|article|header|footer|address|center|dl|dt|dd)$/;
const SPACED = /^(?:p|h[1-6]|ul|ol|table|pre)$/;
const MOST_QUOTES = 5;

/** Lines of a page as it is built; those of a quoted mail begin with `>`. */
class Lines {
  private readonly done: string[] = [];
  /** Of the line that is being written: joined once, however many there are. */
  private pieces: string[] = [];
  private endsInSpace = true;
  private depth = 0;

  add(text: string): void {
    const words = text.replaceAll(/[ \t\r\n\f]+/g, ' ');
    const piece = this.endsInSpace ? words.trimStart() : words;
    if (piece === '') return;
    this.pieces.push(piece);
    this.endsInSpace = piece.endsWith(' ');
  }

  addLines(text: string): void {
    for (const [index, line] of text.split(/\r?\n/).entries()) {
      if (index > 0) this.end(true);
      this.pieces.push(line);
      this.endsInSpace = false;
    }
  }

  /** Ends the line, even an empty one if `isForced`. */
  end(isForced = false): void {
    const line = this.pieces.join('').trimEnd();
    if (line.trim() !== '' || isForced) this.done.push(`${'> '.repeat(this.depth)}${line}`);
    this.pieces = [];
    this.endsInSpace = true;
  }

  blank(): void {
    this.end();
    if (this.done.length > 0 && this.done.at(-1) !== '') this.done.push('');
  }

  quote(isOpening: boolean): void {
    this.blank();
    this.depth = Math.min(MOST_QUOTES, Math.max(0, this.depth + (isOpening ? 1 : -1)));
  }

  text(): string {
    this.end();
    return this.done.join('\n').trim();
  }
}

const applyTag = (lines: Lines, name: string, isClosing: boolean): void => {
  if (name === 'br') lines.end(true);
  else if (name === 'blockquote') lines.quote(!isClosing);
  else if (SPACED.test(name)) lines.blank();
  else if (BLOCKS.test(name)) lines.end();
  if (name === 'li' && !isClosing) lines.add('- ');
  else if (name === 'hr') lines.addLines(`${'_'.repeat(20)}\n`);
  else if (name === 'td' || name === 'th') lines.add(' ');
};

/** Where a construct that begins at `from` is over; the end of the page when nothing closes it. */
const after = (html: string, closing: RegExp, from: number): number => {
  closing.lastIndex = from;
  return closing.test(html) ? closing.lastIndex : html.length;
};

/** Where the next tag or comment begins: a « < » before anything else is a sign. */
const nextTag = (html: string, from: number): number => {
  const tag = /<(?=[a-z!?/])/gi;
  tag.lastIndex = from;
  return tag.exec(html)?.index ?? html.length;
};

/** The text of a page, in one passage over it: nothing is run, loaded or followed. */
export const textOfHtml = (html: string): string => {
  const lines = new Lines();
  let isPreformatted = false;
  let at = 0;
  for (;;) {
    const tag = nextTag(html, at);
    const words = withoutEntities(html.slice(at, tag));
    if (isPreformatted) lines.addLines(words);
    else lines.add(words);
    if (tag === html.length) return lines.text();
    const [, slash = '', letters = ''] =
      /^<(\/?)([a-z][a-z0-9]{0,20})/i.exec(html.slice(tag, tag + 24)) ?? [];
    const name = letters.toLowerCase();
    at = after(html, html.startsWith('<!--', tag) ? /-->/g : />/g, tag);
    if (UNREAD.test(name) && slash === '') at = after(html, new RegExp(`</${name}[^>]{0,50}>`, 'gi'), at);
    applyTag(lines, name, slash === '/');
    if (name === 'pre') isPreformatted = slash === '';
  }
};
