import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { RelanceError } from '../../src/errors.ts';
import { readRows } from '../../src/import/sheet/sheet-rows.ts';
import { InvoiceSheet, type SheetItem } from '../../src/import/sheet/sheet-invoices.ts';
import { SheetSurvey } from '../../src/import/sheet/layout.ts';
import { randomFrom } from '../helpers/mutations.ts';
import { writeSheet, type TrueInvoice, type WrittenSheet } from '../helpers/sheet-writer.ts';

const SEED = Number(process.env['SHEET_SEED'] ?? '20261126');
const SHEETS = Number(process.env['SHEETS'] ?? '2000');
/** Of the rows written, those that must be read: a reader that refuses all would never be wrong. */
const LEAST_READ = 0.8;

const readSheet = async (path: string): Promise<SheetItem[]> => {
  const survey = new SheetSurvey('f.csv', undefined);
  await readRows(path, 'f.csv', (row) => {
    survey.see(row);
  });
  const sheet = new InvoiceSheet('f.csv', survey.end(), '2026-11-26');
  const items: SheetItem[] = [];
  await readRows(path, 'f.csv', (row) => {
    const item = sheet.read(row);
    if (item !== null) items.push(item);
  });
  return items;
};

/** What is read otherwise than it is; null when it is read right, or refused. */
const lieOf = (item: SheetItem, truth: TrueInvoice): string | null => {
  if (item.kind === 'error') return null;
  if (item.kind === 'skipped')
    return truth.isLeft || truth.paidCents === truth.totalCents ? null : `left: ${item.reason}`;
  const { number, issuedOn, dueOn, totalCents, paidCents, currency } = item.invoice;
  if (truth.isLeft) return `${number} is taken for an invoice`;
  const read = { number, issuedOn, dueOn, totalCents, paidCents, currency };
  const { client: _client, isLeft: _isLeft, paidOn: _paidOn, ...wanted } = truth;
  return JSON.stringify(read, Object.keys(read).toSorted()) ===
    JSON.stringify(wanted, Object.keys(read).toSorted())
    ? null
    : `${JSON.stringify(read)} for ${JSON.stringify(wanted)}`;
};

it(`${SHEETS} spreadsheets drawn by lot are read to the cent, or refused`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'relance-sheets-'));
  const lies: string[] = [];
  let written = 0;
  let read = 0;
  const tell = (seed: number, { style, text }: WrittenSheet, what: string): void => {
    lies.push(`SHEET_SEED=${seed} SHEETS=1  ${what}\n  ${style}\n${text}`);
  };
  for (let index = 0; index < SHEETS; index += 1) {
    const seed = SEED + index;
    const sheet = writeSheet(randomFrom(seed));
    const path = join(folder, 'f.csv');
    writeFileSync(path, sheet.text);
    written += sheet.invoices.length;
    let items: SheetItem[];
    try {
      items = await readSheet(path);
    } catch (error) {
      if (!(error instanceof RelanceError)) throw error;
      continue;
    }
    if (items.length !== sheet.invoices.length)
      tell(seed, sheet, `${items.length} rows for ${sheet.invoices.length}`);
    for (const [at, item] of items.entries()) {
      const truth = sheet.invoices[at];
      const lie = truth && lieOf(item, truth);
      if (lie) tell(seed, sheet, lie);
      if (item.kind !== 'error') read += 1;
    }
  }
  expect(lies.slice(0, 3).join('\n\n')).toBe('');
  expect(read / written).toBeGreaterThan(LEAST_READ);
});
