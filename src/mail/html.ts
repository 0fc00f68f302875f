import { NBSP } from '../domain/typography.ts';
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

export interface QrImage {
  cid: string;
  alt: string;
  /** Side in CSS pixels. */
  size: number;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter);

// No text or page colour is set: the reader's light or dark theme is theirs. Borders are a grey that shows on both.
const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const BORDER = '1px solid #8a8a8a';
const PARAGRAPH = 'margin:0 0 16px';
const CELL = 'padding:6px 10px 6px 0;vertical-align:top';
const ALIGNED = { left: 'text-align:left', right: 'text-align:right;white-space:nowrap' } as const;

const inline = (runs: readonly Run[]): string =>
  runs.map((run) => (run.bold ? `<strong>${escapeHtml(run.text)}</strong>` : escapeHtml(run.text))).join('');

const tableRow = (cells: readonly string[], table: Table): string => {
  const columns = cells.map((cell, index) => {
    const align = ALIGNED[table.columns[index]?.align ?? 'left'];
    const style = `${CELL};${align};border-bottom:${BORDER}`;
    return index === 0
      ? `<th scope="row" style="${style};font-weight:normal;overflow-wrap:anywhere">${escapeHtml(cell)}</th>`
      : `<td style="${style}">${escapeHtml(cell)}</td>`;
  });
  return `<tr>${columns.join('')}</tr>`;
};

const htmlTable = (table: Table): string => {
  const headers = table.columns.map(
    ({ header, align }) =>
      `<th scope="col" style="${CELL};${ALIGNED[align]};border-bottom:2px solid #8a8a8a">${escapeHtml(header)}</th>`,
  );
  const span = table.columns.length - 1;
  const total =
    `<tr><th scope="row" colspan="${span}" style="${CELL};text-align:left">${escapeHtml(table.total.label)}</th>` +
    `<td style="${CELL};${ALIGNED.right}"><strong>${escapeHtml(table.total.amount)}</strong></td></tr>`;
  return [
    '<div style="overflow-x:auto;margin:0 0 16px">',
    '<table style="width:100%;border-collapse:collapse;font-size:14px;line-height:1.4">',
    `<thead><tr>${headers.join('')}</tr></thead>`,
    '<tbody>',
    ...table.rows.map((row) => tableRow(row, table)),
    '</tbody>',
    `<tfoot>${total}</tfoot>`,
    '</table>',
    '</div>',
  ].join('\n');
};

// A white frame, so that the code can be read on a dark page.
const qrParagraph = ({ cid, alt, size }: QrImage): string =>
  `<p style="${PARAGRAPH}"><img src="cid:${escapeHtml(cid)}" alt="${escapeHtml(alt)}" width="${size}" height="${size}" ` +
  'style="display:block;background:#ffffff;border:8px solid #ffffff">' +
  '<small>QR code de virement SEPA, pour les applications bancaires qui le lisent.</small></p>';

const htmlPayment = (data: BlocksData, qr: QrImage | null): string => {
  if (data.payment === null) return '';
  const rows = paymentLines(data.payment).map(
    ({ label, value }) =>
      `<tr><th scope="row" style="padding:2px 12px 2px 0;text-align:left;vertical-align:top;font-weight:normal">` +
      `${escapeHtml(label)}${NBSP}:</th><td style="padding:2px 0;overflow-wrap:anywhere"><strong>${escapeHtml(value)}</strong></td></tr>`,
  );
  return [
    `<p style="margin:0 0 4px">${PAYMENT_TITLE}${NBSP}:</p>`,
    '<table style="border-collapse:collapse;margin:0 0 16px;font-size:16px">',
    `<tbody>${rows.join('')}</tbody>`,
    '</table>',
    ...(qr === null ? [] : [qrParagraph(qr)]),
  ].join('\n');
};

const htmlList = (items: readonly Run[][]): string => {
  const lines = items.map((item) => `<li style="margin:0 0 4px">${inline(item)}</li>`);
  return `<ul style="margin:0 0 16px;padding:0 0 0 20px">\n${lines.join('\n')}\n</ul>`;
};

const htmlSignature = (data: BlocksData): string => {
  const lines = signatureLines(data.signature).map(escapeHtml);
  return lines.length === 0 ? '' : `<p style="margin:0">${lines.join('<br>\n')}</p>`;
};

const htmlBlock = (block: MessageBlock, data: BlocksData, qr: QrImage | null): string => {
  switch (block.kind) {
    case 'paragraph':
      return `<p style="${PARAGRAPH}">${inline(block.runs)}</p>`;
    case 'list':
      return htmlList(block.items);
    case 'invoices':
      return data.invoices.length === 0 ? '' : htmlTable(invoiceTable(data));
    case 'sum':
      return htmlTable(sumTable(data));
    case 'penalties':
      return data.penalties === null ? '' : htmlTable(penaltiesTable(data.penalties));
    case 'payment':
      return htmlPayment(data, qr);
    case 'signature':
      return htmlSignature(data);
  }
};

/** The whole HTML page, inline styles only: most mail readers drop the others. Says what the text says. */
export const renderHtml = (
  blocks: readonly MessageBlock[],
  data: BlocksData,
  { title, qr = null }: { title: string; qr?: QrImage | null },
): string => {
  const body = blocks.map((block) => htmlBlock(block, data, qr)).filter((html) => html !== '');
  return `${[
    '<!DOCTYPE html>',
    '<html lang="fr" dir="ltr">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="supported-color-schemes" content="light dark">',
    `<title>${escapeHtml(title)}</title>`,
    '</head>',
    '<body style="margin:0;padding:0">',
    `<div style="max-width:600px;margin:0 auto;padding:16px;${FONT};font-size:16px;line-height:1.5;overflow-wrap:break-word">`,
    ...body,
    '</div>',
    '</body>',
    '</html>',
  ].join('\n')}\n`;
};
