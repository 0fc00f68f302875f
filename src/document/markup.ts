import type { CommonContent, Run } from './content.ts';
import { frenchSpacing, NBSP } from '../domain/typography.ts';

/** What a person writes. */
type Words = Extract<CommonContent, { kind: 'paragraph' | 'list' }>;

/** What a template renders to; `Placed` names the blocks that the program fills in. */
export type Block<Placed extends string> = Words | { kind: Placed };

/** Block names as template authors type them after `@`. */
export type BlockNames<Placed extends string> = Readonly<Record<string, Placed>>;

export const BLOCK_LINE = /^@([\p{L}\p{N}_-]+)$/u;

type Pending<Placed> =
  { kind: 'text'; text: string; isItem: boolean } | { kind: 'placed'; name: Placed } | { kind: 'break' };

const readLine = <Placed extends string>(raw: string, names: BlockNames<Placed>): Pending<Placed> => {
  const line = raw.trim();
  if (line === '') return { kind: 'break' };
  const name = BLOCK_LINE.exec(line)?.[1];
  const placed = name !== undefined && Object.hasOwn(names, name) ? names[name] : undefined;
  if (placed !== undefined) return { kind: 'placed', name: placed };
  const isItem = line.startsWith('- ');
  return { kind: 'text', text: isItem ? line.slice(2).trim() : line, isItem };
};

// A delay is not torn from its unit at the end of a line.
const typeset = (text: string): string =>
  frenchSpacing(text).replaceAll(/(?<=\d) (?=(?:jours?|mois|semaines?)\b)/gu, NBSP);

/** `**` opens and closes bold; one that is never closed is two asterisks. */
const parseRuns = (text: string, reveal: (text: string) => string): Run[] => {
  // The spacing sees the whole paragraph: a space before `:` may stand at the edge of a bold run or of a value.
  const parts = typeset(text).split('**');
  if (parts.length % 2 === 0) {
    const orphan = parts.pop() ?? '';
    parts.push(`${parts.pop() ?? ''}**${orphan}`);
  }
  return parts
    .map((part, index) => ({ text: reveal(part), bold: index % 2 === 1 }))
    .filter((run) => run.text !== '');
};

/**
 * Reads the markup of a rendered template: paragraphs, lists and placed blocks. A single line break is a space.
 * `reveal` is applied to texts once they are parsed, so that values cannot be markup.
 */
export const parseMarkup = <Placed extends string>(
  source: string,
  names: BlockNames<Placed>,
  reveal: (text: string) => string = (text) => text,
): Block<Placed>[] => {
  const blocks: Block<Placed>[] = [];
  let lines: string[] = [];
  let items: string[] | null = null;
  const flush = () => {
    if (items !== null) blocks.push({ kind: 'list', items: items.map((item) => parseRuns(item, reveal)) });
    else if (lines.length > 0) blocks.push({ kind: 'paragraph', runs: parseRuns(lines.join(' '), reveal) });
    lines = [];
    items = null;
  };
  for (const line of source.split(/\r?\n/).map((raw) => readLine(raw, names))) {
    if (line.kind !== 'text') {
      flush();
      if (line.kind === 'placed') blocks.push({ kind: line.name });
    } else if (line.isItem) {
      if (items === null) flush();
      items = [...(items ?? []), line.text];
    } else if (items !== null) {
      const last: string = items.pop() ?? '';
      items.push(`${last} ${line.text}`);
    } else lines.push(line.text);
  }
  flush();
  return blocks.filter((block) => !('runs' in block) || block.runs.length > 0);
};

/** The same, with what the program puts in the place of each block. */
export const parseContents = <Placed extends string, Content>(
  source: string,
  { names, placed }: { names: BlockNames<Placed>; placed: Record<Placed, Content[]> },
  reveal: (text: string) => string,
): (Words | Content)[] =>
  parseMarkup(source, names, reveal).flatMap((block): (Words | Content)[] =>
    'runs' in block || 'items' in block ? [block] : placed[block.kind],
  );

/** The same spacing for a line that is not a block: a subject. */
export const typesetLine = (text: string, reveal: (text: string) => string): string =>
  reveal(typeset(text.trim()));
