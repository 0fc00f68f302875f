import { basename } from 'node:path';
import type { Context } from '../../../context.ts';
import type { Staging } from '../../../db/staging.ts';
import { readRows } from '../../../import/sheet/sheet-rows.ts';
import { FecReader, isFec } from '../../../import/sheet/fec.ts';
import { InvoiceSheet, type SheetItem } from '../../../import/sheet/sheet-invoices.ts';
import { SheetSurvey, type SheetLayout } from '../../../import/sheet/layout.ts';
import type { DayOrder } from '../../../import/table/day-column.ts';
import { oneLine } from '../../../domain/typography.ts';
import type { StagedItem } from './staged-item.ts';

const BATCH = 1000;

export interface SheetOptions {
  columns: Readonly<Record<string, string>> | undefined;
  /** Said by the user: `--dates`. */
  dayOrder: DayOrder | null;
}

/** Reads a spreadsheet, or a FEC, row after row; nothing is kept but what waits to be recorded. */
export const stageSheet = async (
  ctx: Context,
  path: string,
  staging: Staging<StagedItem>,
  { columns, dayOrder }: SheetOptions,
): Promise<void> => {
  const source = basename(path);
  const survey = new SheetSurvey(source, columns, dayOrder);
  let fec: FecReader | null = null;
  let isFirst = true;
  let read = 0;
  // How a column is written shows only once it was seen whole: the file is read twice.
  await readRows(path, source, (row) => {
    read += 1;
    if (read % (BATCH * 5) === 0) ctx.progress(`Lecture, ligne ${read}`);
    if (isFirst && columns === undefined && isFec(row.cells)) fec = new FecReader(source, row.cells);
    else if (fec !== null) fec.read(row);
    else survey.see(row);
    isFirst = false;
  });
  const entries = fec as FecReader | null;
  if (entries === null) await stageInvoices(ctx, path, staging, survey);
  else staging.put([...entries.items()]);
  ctx.progress('');
};

const stageInvoices = async (
  ctx: Context,
  path: string,
  staging: Staging<StagedItem>,
  survey: SheetSurvey,
): Promise<void> => {
  const layout = survey.end();
  const sheet = new InvoiceSheet(survey.source, layout, ctx.today);
  let waiting: SheetItem[] = [];
  await readRows(path, survey.source, (row) => {
    const item = sheet.read(row);
    if (item !== null) waiting.push(item);
    if (waiting.length < BATCH) return;
    staging.put(waiting);
    waiting = [];
  });
  if (waiting.length > 0) staging.put(waiting);
  if (!ctx.isJson) ctx.warn(columnsText(survey.source, layout));
};

const columnsText = (source: string, { recognised, passedOver }: SheetLayout): string =>
  [
    `Colonnes de ${source} : ${recognised.map(([word, header]) => `${word} = ${oneLine(header)}`).join(', ')}`,
    ...(passedOver.length > 0 ? [`laissées de côté : ${passedOver.map(oneLine).join(', ')}`] : []),
  ].join(' ; ');
