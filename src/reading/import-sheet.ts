import { basename } from 'node:path';
import type { Context } from '../context.ts';
import type { Staging } from '../db/staging.ts';
import { readRows } from '../import/sheet/csv-rows.ts';
import { FecReader, isFec } from '../import/sheet/fec.ts';
import { InvoiceSheet, type SheetItem } from '../import/sheet/invoices.ts';
import type { StagedItem } from './staged-item.ts';

const BATCH = 1000;

/** Reads a spreadsheet, or a FEC, row after row; nothing is kept but what waits to be recorded. */
export const stageSheet = async (
  ctx: Context,
  path: string,
  staging: Staging<StagedItem>,
  columns: Readonly<Record<string, string>> | undefined,
): Promise<void> => {
  const source = basename(path);
  const sheet = new InvoiceSheet(source, columns);
  let fec: FecReader | null = null;
  let isFirst = true;
  let waiting: SheetItem[] = [];
  let read = 0;
  const flush = (): void => {
    if (waiting.length > 0) staging.put(waiting);
    waiting = [];
  };
  await readRows(path, source, (row) => {
    read += 1;
    if (read % (BATCH * 5) === 0) ctx.progress(`Lecture, ligne ${read}`);
    if (isFirst && columns === undefined && isFec(row.cells)) fec = new FecReader(source, row.cells);
    else if (fec !== null) fec.read(row);
    else {
      const item = sheet.read(row);
      if (item !== null) waiting.push(item);
      if (waiting.length >= BATCH) flush();
    }
    isFirst = false;
  });
  ctx.progress('');
  const entries = fec as FecReader | null;
  if (entries === null) {
    sheet.end();
    if (!ctx.isJson && sheet.recognised.length > 0)
      ctx.warn(
        `Colonnes de ${source}\u00a0: ${sheet.recognised.map(([word, header]) => `${word} = ${header}`).join(', ')}`,
      );
  } else for (const item of entries.items()) waiting.push(item);
  flush();
};
