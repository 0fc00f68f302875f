import { displayWidth, pad, padLeft } from '../../domain/typography.ts';
import type { Content, TableContent } from '../../document/content.ts';
import type { Run } from '../../document/markup.ts';
import type { Style } from '../../ui/style.ts';
import { wrap } from '../../ui/text.ts';

interface Screen {
  columns: number;
  style: Style;
}

interface ShownLetter {
  subject: string;
  addresses: { sender: string[]; recipient: string[]; sending: string | null; placeAndDate: string } | null;
  contents: Content[];
}

const GAP = '  ';
const MOST_COLUMNS = 78;

const plain = (runs: readonly Run[]): string => runs.map(({ text }) => text).join('');

/** The widest column of words gives way. */
const tableLines = ({ columns, rows, totals }: TableContent, width: number, { style }: Screen): string[] => {
  const all = [columns.map(({ header }) => header), ...rows, ...totals];
  const widths = columns.map((_, column) => Math.max(...all.map((row) => displayWidth(row[column] ?? ''))));
  const used = widths.reduce((sum, size) => sum + size, 0) + GAP.length * (widths.length - 1);
  const widest = widths.indexOf(Math.max(...widths));
  widths[widest] = Math.max(12, (widths[widest] ?? 0) + Math.min(0, width - used));
  const line = (row: readonly string[]): string[] => {
    const cells = row.map((cell, column) => wrap(cell, widths[column] ?? 0));
    return Array.from({ length: Math.max(...cells.map((parts) => parts.length)) }, (_, index) =>
      cells
        .map((parts, column) => {
          const text = parts[index] ?? '';
          return columns[column]?.align === 'right'
            ? padLeft(text, widths[column] ?? 0)
            : pad(text, widths[column] ?? 0);
        })
        .join(GAP)
        .trimEnd(),
    );
  };
  const [header = [], ...others] = all;
  return [...line(header).map(style.bold), ...others.flatMap(line)];
};

const contentLines = (content: Content, width: number, screen: Screen): string[] => {
  const { style } = screen;
  switch (content.kind) {
    case 'paragraph': {
      const isBold = content.runs.every(({ bold }) => bold);
      return wrap(plain(content.runs), width).map((line) => (isBold ? style.bold(line) : line));
    }
    case 'title':
    case 'heading':
      return wrap(content.text, width).map(style.bold);
    case 'list':
      return content.items.flatMap((item, index) =>
        wrap(plain(item), width - 4).map(
          (line, part) =>
            `${part === 0 ? (content.isNumbered ? `${index + 1}.`.padEnd(4) : '–   ') : '    '}${line}`,
        ),
      );
    case 'table':
      return tableLines(content.table, width, screen);
    case 'details':
      return [
        ...(content.title === null ? [] : [style.bold(content.title)]),
        ...content.lines.flatMap(({ label, value }) =>
          wrap(`${label} : ${value}`, width - 2).map((line) => `  ${line}`),
        ),
      ];
    case 'signature':
    case 'small':
    case 'verbatim':
      return content.lines.flatMap((line) => wrap(line, width));
    case 'parties':
      return content.columns.flatMap(({ title, lines }) => [style.bold(title), ...lines]);
  }
};

/** A letter as it will be printed, between two rules. */
export const renderLetterView = ({ subject, addresses, contents }: ShownLetter, screen: Screen): string => {
  const width = Math.min(screen.columns, MOST_COLUMNS);
  const { style } = screen;
  const rule = style.dim('─'.repeat(width));
  const head =
    addresses === null
      ? [style.bold(subject)]
      : [
          ...addresses.recipient,
          '',
          ...(addresses.sending === null ? [] : [addresses.sending]),
          addresses.placeAndDate,
          '',
          ...wrap(`Objet : ${subject}`, width).map(style.bold),
        ];
  return [
    rule,
    ...head,
    ...contents.flatMap((content) => ['', ...contentLines(content, width, screen)]),
    rule,
  ].join('\n');
};
