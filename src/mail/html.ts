import type { Image, LabelledLine, MailContent, Run, TableContent } from '../document/content.ts';
import { NBSP } from '../domain/typography.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text as it stands in an element or in a quoted attribute. */
export const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter);

// No text or page colour is set: the reader's light or dark theme is theirs. Borders are a grey that shows on both.
const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const BORDER = '1px solid #8a8a8a';
const PARAGRAPH = 'margin:0 0 16px';
const CELL = 'padding:6px 10px 6px 0;vertical-align:top';
const ALIGNED = { left: 'text-align:left', right: 'text-align:right;white-space:nowrap' } as const;

const inline = (runs: readonly Run[]): string =>
  runs.map((run) => (run.bold ? `<strong>${escapeHtml(run.text)}</strong>` : escapeHtml(run.text))).join('');

const tableRow = (cells: readonly string[], table: TableContent): string => {
  const columns = cells.map((cell, index) => {
    const align = ALIGNED[table.columns[index]?.align ?? 'left'];
    const style = `${CELL};${align};border-bottom:${BORDER}`;
    return index === 0
      ? `<th scope="row" style="${style};font-weight:normal;overflow-wrap:anywhere">${escapeHtml(cell)}</th>`
      : `<td style="${style}">${escapeHtml(cell)}</td>`;
  });
  return `<tr>${columns.join('')}</tr>`;
};

const htmlTable = (table: TableContent): string => {
  const headers = table.columns.map(
    ({ header, align }) =>
      `<th scope="col" style="${CELL};${ALIGNED[align]};border-bottom:2px solid #8a8a8a">${escapeHtml(header)}</th>`,
  );
  const span = table.columns.length - 1;
  const totals = table.totals.map(
    (cells) =>
      `<tr><th scope="row" colspan="${span}" style="${CELL};text-align:left">${escapeHtml(cells[0] ?? '')}</th>` +
      `<td style="${CELL};${ALIGNED.right}"><strong>${escapeHtml(cells.at(-1) ?? '')}</strong></td></tr>`,
  );
  return [
    '<div style="overflow-x:auto;margin:0 0 16px">',
    '<table style="width:100%;border-collapse:collapse;font-size:14px;line-height:1.4">',
    `<thead><tr>${headers.join('')}</tr></thead>`,
    '<tbody>',
    ...table.rows.map((row) => tableRow(row, table)),
    '</tbody>',
    `<tfoot>${totals.join('')}</tfoot>`,
    '</table>',
    '</div>',
  ].join('\n');
};

// A white frame, so that the code can be read on a dark page.
const htmlImage = ({ cid, alt, size, caption }: Image): string =>
  `<p style="${PARAGRAPH}"><img src="cid:${escapeHtml(cid)}" alt="${escapeHtml(alt)}" width="${size}" height="${size}" ` +
  `style="display:block;background:#ffffff;border:8px solid #ffffff"><small>${escapeHtml(caption)}</small></p>`;

const htmlDetails = (title: string | null, lines: readonly LabelledLine[]): string => {
  const rows = lines.map(
    ({ label, value }) =>
      `<tr><th scope="row" style="padding:2px 12px 2px 0;text-align:left;vertical-align:top;font-weight:normal">` +
      `${escapeHtml(label)}${NBSP}:</th><td style="padding:2px 0;overflow-wrap:anywhere"><strong>${escapeHtml(value)}</strong></td></tr>`,
  );
  return [
    ...(title === null ? [] : [`<p style="margin:0 0 4px">${escapeHtml(title)}${NBSP}:</p>`]),
    '<table style="border-collapse:collapse;margin:0 0 16px;font-size:16px">',
    `<tbody>${rows.join('')}</tbody>`,
    '</table>',
  ].join('\n');
};

const htmlList = (items: readonly Run[][], tag: 'ol' | 'ul'): string => {
  const lines = items.map((item) => `<li style="margin:0 0 4px">${inline(item)}</li>`);
  return `<${tag} style="margin:0 0 16px;padding:0 0 0 20px">\n${lines.join('\n')}\n</${tag}>`;
};

const htmlContent = (content: MailContent): string => {
  switch (content.kind) {
    case 'paragraph':
      return `<p style="${PARAGRAPH}">${inline(content.runs)}</p>`;
    case 'list':
      return htmlList(content.items, content.isNumbered ? 'ol' : 'ul');
    case 'table':
      return htmlTable(content.table);
    case 'details':
      return htmlDetails(content.title, content.lines);
    case 'signature':
      return `<p style="margin:0">${content.lines.map(escapeHtml).join('<br>\n')}</p>`;
    case 'image':
      return htmlImage(content);
  }
};

/** The whole HTML page, inline styles only: most mail readers drop the others. Says what the text says. */
export const renderHtml = (contents: readonly MailContent[], title: string): string =>
  `${[
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
    ...contents.map(htmlContent),
    '</div>',
    '</body>',
    '</html>',
  ].join('\n')}\n`;
