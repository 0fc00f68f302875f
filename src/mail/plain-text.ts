import { displayWidth, NBSP } from '../domain/typography.ts';
import {
  invoiceTable,
  PAYMENT_TITLE,
  paymentLines,
  penaltiesTable,
  signatureLines,
  sumTable,
  type BlocksData,
  type Table,
} from './blocks.ts';
import type { Run } from '../document/markup.ts';
import type { MessageBlock } from './message-context.ts';

const WIDTH = 76;
const GAP = '  ';

/** A word wider than the line is cut, an address is not: it would no longer be clickable. */
const cutWord = (word: string, width: number): string[] => {
  if (displayWidth(word) <= width || /^[^\s@]+@[^\s@]+$|:\/\//u.test(word)) return [word];
  const pieces: string[] = [];
  let piece = '';
  let used = 0;
  for (const letter of word) {
    const size = displayWidth(letter);
    if (used + size > width && piece !== '') {
      pieces.push(piece);
      piece = '';
      used = 0;
    }
    piece += letter;
    used += size;
  }
  return piece === '' ? pieces : [...pieces, piece];
};

/** Breaks at U+0020 only: non-breaking spaces hold. */
const wrapAsIs = (text: string, width: number): string[] => {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const word of text.split(/ +/u).flatMap((part) => cutWord(part, width))) {
    if (word === '') continue;
    const size = displayWidth(word);
    if (line !== '' && used + 1 + size > width) {
      lines.push(line);
      line = word;
      used = size;
    } else {
      used += (line === '' ? 0 : 1) + size;
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return line === '' ? lines : [...lines, line];
};

const plain = (runs: readonly Run[]): string => runs.map((run) => run.text).join('');

const pad = (text: string, width: number, align: 'left' | 'right'): string => {
  const blank = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return align === 'right' ? blank + text : text + blank;
};

const printRow = (cells: readonly string[], widths: readonly number[], table: Table): string[] => {
  const [first = '', ...rest] = cells;
  const firstLines = wrapAsIs(first, widths[0] ?? WIDTH);
  return (firstLines.length > 0 ? firstLines : ['']).map((piece, index) => {
    const line = index === 0 ? [piece, ...rest] : [piece, ...rest.map(() => '')];
    return line
      .map((cell, column) => pad(cell, widths[column] ?? 0, table.columns[column]?.align ?? 'left'))
      .join(GAP)
      .trimEnd();
  });
};

// For amounts so large that no table holds in the width: one labelled line per cell.
const stackedTable = (table: Table): string[] => [
  ...table.rows.flatMap((row) => [
    ...row.flatMap((cell, column) =>
      wrapAsIs(`${table.columns[column]?.header ?? ''}${NBSP}: ${cell}`, WIDTH),
    ),
    '',
  ]),
  `${table.total.label}${NBSP}: ${table.total.amount}`,
];

const printTable = (table: Table): string[] => {
  const last = table.columns.length - 1;
  const totalRow = table.columns.map((_, column) => {
    if (column === 0) return table.total.label;
    return column === last ? table.total.amount : '';
  });
  const headers = table.columns.map((column) => column.header);
  const widths = table.columns.map((_, column) =>
    Math.max(...[headers, ...table.rows, totalRow].map((row) => displayWidth(row[column] ?? ''))),
  );
  const others = widths.slice(1).reduce((sum, width) => sum + width + GAP.length, 0);
  if (others + 8 > WIDTH) return stackedTable(table);
  widths[0] = Math.min(widths[0] ?? 0, WIDTH - others);
  const rule = '-'.repeat((widths[0] ?? 0) + others);
  return [
    ...printRow(headers, widths, table),
    rule,
    ...table.rows.flatMap((row) => printRow(row, widths, table)),
    rule,
    ...printRow(totalRow, widths, table),
  ];
};

const printPayment = (data: BlocksData): string[] => {
  if (data.payment === null) return [];
  const lines = paymentLines(data.payment).flatMap(({ label, value }) =>
    wrapAsIs(`${label}${NBSP}: ${value}`, WIDTH - 2),
  );
  return [`${PAYMENT_TITLE}${NBSP}:`, ...lines.map((line) => `  ${line}`)];
};

const printList = (items: readonly Run[][]): string[] =>
  items.flatMap((item) =>
    wrapAsIs(plain(item), WIDTH - 2).map((line, index) => (index === 0 ? '- ' : '  ') + line),
  );

const printBlock = (block: MessageBlock, data: BlocksData): string[] => {
  switch (block.kind) {
    case 'paragraph':
      return wrapAsIs(plain(block.runs), WIDTH);
    case 'list':
      return printList(block.items);
    case 'invoices':
      return data.invoices.length === 0 ? [] : printTable(invoiceTable(data));
    case 'sum':
      return printTable(sumTable(data));
    case 'penalties':
      return data.penalties === null ? [] : printTable(penaltiesTable(data.penalties));
    case 'payment':
      return printPayment(data);
    case 'signature':
      return signatureLines(data.signature).flatMap((line) => wrapAsIs(line, WIDTH));
  }
};

/** The text/plain body: 76 columns, one blank line between blocks, no markup left. */
export const renderText = (blocks: readonly MessageBlock[], data: BlocksData): string =>
  `${blocks
    .map((block) => printBlock(block, data).join('\n'))
    .filter((text) => text !== '')
    .join('\n\n')}\n`;
