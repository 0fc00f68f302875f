import { displayWidth, NBSP, pad, padLeft } from '../domain/typography.ts';
import { plainText, type Content, type MailContent, type TableContent } from './content.ts';

/** What sets a text apart from another: a mail is read anywhere, a screen has its width and its bold. */
export interface TextForm {
  width: number;
  wrap: (text: string, width: number) => string[];
  bold: (text: string) => string;
  /** What announces labelled lines. */
  title: (text: string) => string;
  /** Before the item of a list that is not numbered. */
  bullet: string;
  /** Tables have rules; one too wide for its first column to give way is read cell by cell. */
  isRuled: boolean;
}

const GAP = '  ';
const LEAST_RULED = 8;
const LEAST_OPEN = 12;

// For amounts so large that no table holds in the width: one labelled line per cell.
const stackedLines = ({ columns, rows, totals }: TableContent, { width, wrap }: TextForm): string[] => [
  ...rows.flatMap((row) => [
    ...row.flatMap((cell, column) => wrap(`${columns[column]?.header ?? ''}${NBSP}: ${cell}`, width)),
    '',
  ]),
  ...totals.map((total) => `${total[0]}${NBSP}: ${total.at(-1)}`),
];

const rowLines = (
  row: readonly string[],
  columns: TableContent['columns'],
  widths: readonly number[],
  { wrap }: TextForm,
): string[] => {
  const cells = row.map((cell, column) => wrap(cell, widths[column] ?? 0));
  return Array.from({ length: Math.max(1, ...cells.map((parts) => parts.length)) }, (_, index) =>
    cells
      .map((parts, column) =>
        (columns[column]?.align === 'right' ? padLeft : pad)(parts[index] ?? '', widths[column] ?? 0),
      )
      .join(GAP)
      .trimEnd(),
  );
};

/** One column gives way: the first between rules, else the widest. */
const tableLines = (table: TableContent, form: TextForm): string[] => {
  const { columns, rows, totals } = table;
  const { width, isRuled } = form;
  const headers = columns.map(({ header }) => header);
  const widths = columns.map((_, column) =>
    Math.max(...[headers, ...rows, ...totals].map((row) => displayWidth(row[column] ?? ''))),
  );
  const used = widths.reduce((sum, size) => sum + size, 0) + GAP.length * (widths.length - 1);
  const giving = isRuled ? 0 : widths.indexOf(Math.max(...widths));
  const natural = widths[giving] ?? 0;
  if (isRuled && width - (used - natural) < LEAST_RULED) return stackedLines(table, form);
  const left = natural - Math.max(0, used - width);
  widths[giving] = isRuled ? left : Math.max(LEAST_OPEN, left);
  const lines = (row: readonly string[]): string[] => rowLines(row, columns, widths, form);
  const rule = isRuled ? ['-'.repeat(used - natural + left)] : [];
  return [
    ...lines(headers).map(form.bold),
    ...rule,
    ...rows.flatMap(lines),
    ...rule,
    ...totals.flatMap(lines),
  ];
};

/** One block as lines of text; what only an eye sees has none. */
export const textLines = (content: Content | MailContent, form: TextForm): string[] => {
  const { width, wrap, bold } = form;
  switch (content.kind) {
    case 'paragraph':
      return wrap(plainText(content.runs), width).map((line) =>
        content.runs.every((run) => run.bold) ? bold(line) : line,
      );
    case 'title':
    case 'heading':
      return wrap(content.text, width).map(bold);
    case 'list':
      return content.items.flatMap((item, index) => {
        const mark = content.isNumbered ? `${index + 1}.`.padEnd(4) : form.bullet;
        return wrap(plainText(item), width - mark.length).map(
          (line, part) => (part === 0 ? mark : ' '.repeat(mark.length)) + line,
        );
      });
    case 'table':
      return tableLines(content.table, form);
    case 'details':
      return [
        ...(content.title === null ? [] : [form.title(content.title)]),
        ...content.lines.flatMap(({ label, value }) =>
          wrap(`${label}${NBSP}: ${value}`, width - 2).map((line) => `  ${line}`),
        ),
      ];
    case 'signature':
    case 'small':
    case 'verbatim':
      return content.lines.flatMap((line) => wrap(line, width));
    case 'parties':
      return content.columns.flatMap(({ title, lines }) => [bold(title), ...lines]);
    case 'image':
      return [];
  }
};
