import { openImport, type ImportWriter } from '../../../db/import-rows.ts';
import type { Database } from '../../../db/open.ts';
import type { Staging } from '../../../db/staging.ts';
import { replacedReason } from '../../../domain/money/incoming-invoice.ts';
import { formatAmount } from '../../../domain/money/money.ts';
import type { StagedItem } from './staged-item.ts';
import { importInvoice, type Added, type ImportOutcome, type ImportRules } from './record-import.ts';
import { remainingCentsOfInvoice } from '../../../domain/money/invoice.ts';

export interface ImportReport {
  /** Ids of the invoices recorded, in order. */
  ids: number[];
  /** The first ones, to be shown. */
  sample: Added[];
  newClients: number;
  withoutEmail: number;
  dueByDefault: number;
  /** Invoices whose terms are not understood, and the day that they are due for want of better. */
  unreadTerms: { number: string; terms: string; dueOn: string }[];
  totals: Map<string, number>;
  creditNotes: number;
  skipped: { source: string; reason: string }[];
  errors: { source: string; line: number | null; field: string | null; message: string; hint?: string }[];
}

const MOST_SHOWN = 20;

const sourceText = (source: string, line: number | null, number?: string): string =>
  [line === null ? source : `${source}, ligne ${line}`, ...(number === undefined ? [] : [number])].join(
    ' : ',
  );

const count = (report: ImportReport, id: number, added: Added): void => {
  report.ids.push(id);
  if (report.sample.length < MOST_SHOWN) report.sample.push(added);
  if (added.isNewClient) {
    report.newClients += 1;
    if (!added.hasEmail) report.withoutEmail += 1;
  }
  const { number, unreadTerms: terms, dueOn } = added;
  if (terms !== null) report.unreadTerms.push({ number, terms, dueOn });
  else if (added.isDueByDefault) report.dueByDefault += 1;
  report.totals.set(added.currency, (report.totals.get(added.currency) ?? 0) + added.remainingCents);
};

const applyCreditNote = (
  writer: ImportWriter,
  { source, number, on, amountCents, currency, preceding }: Extract<StagedItem, { kind: 'credit-note' }>,
  report: ImportReport,
): void => {
  const target = preceding.map((of) => writer.findInvoice(of)).find((invoice) => invoice !== undefined);
  const skip = (reason: string): void => {
    report.skipped.push({ source: sourceText(source, null, number), reason });
  };
  if (!target) {
    skip(
      preceding.length === 0
        ? 'avoir qui ne dit pas quelle facture il diminue (relance pay <facture> --avoir)'
        : `avoir sur ${preceding.join(', ')}, qui n’est pas enregistrée`,
    );
    return;
  }
  const remaining = remainingCentsOfInvoice(target);
  if (target.currency !== currency) skip(`avoir en ${currency} sur une facture en ${target.currency}`);
  else if (writer.hasCreditNote(target.id, number)) skip('avoir déjà enregistré');
  else if (amountCents > remaining)
    skip(
      `avoir de ${formatAmount(amountCents, currency)}, plus que le reste dû de ${target.number} (${formatAmount(remaining, currency)})`,
    );
  else {
    writer.insertCreditNote(target.id, {
      number,
      on: on < target.issuedOn ? target.issuedOn : on,
      amountCents,
    });
    report.creditNotes += 1;
  }
};

const record = (
  writer: ImportWriter,
  { invoice, corrects = [] }: Extract<StagedItem, { kind: 'invoice' }>,
  rules: ImportRules,
  report: ImportReport,
): void => {
  const { source, line, number } = invoice;
  const replaced = corrects
    .map((of) => writer.findInvoice(of))
    .find((known) => known !== undefined && known.closedAs !== 'cancelled');
  const outcome: ImportOutcome = replaced
    ? { kind: 'skipped', reason: replacedReason(replaced) }
    : importInvoice(writer, invoice, rules);
  if (outcome.kind === 'added') count(report, outcome.id, outcome.added);
  else if (outcome.kind === 'skipped')
    report.skipped.push({ source: sourceText(source, line, number), reason: outcome.reason });
  else report.errors.push({ source, line, field: outcome.field, message: outcome.message });
};

/** Records all that was staged; call it inside one transaction. What lowers or replaces an invoice comes last: it may be one of the same run. */
export const playImport = (
  db: Database,
  staging: Staging<StagedItem>,
  rules: ImportRules,
  now: Date,
  progress: (done: number) => void,
): ImportReport => {
  const writer = openImport(db, now);
  const report: ImportReport = {
    ids: [],
    sample: [],
    newClients: 0,
    withoutEmail: 0,
    dueByDefault: 0,
    unreadTerms: [],
    totals: new Map(),
    creditNotes: 0,
    skipped: [],
    errors: [],
  };
  const notes: Extract<StagedItem, { kind: 'credit-note' }>[] = [];
  const corrections: Extract<StagedItem, { kind: 'invoice' }>[] = [];
  let done = 0;
  for (const batch of staging.batches()) {
    for (const item of batch) {
      if (item.kind === 'credit-note') notes.push(item);
      else if (item.kind === 'skipped') report.skipped.push({ source: item.source, reason: item.reason });
      else if (item.kind === 'error') {
        const { kind: _, ...error } = item;
        report.errors.push(error);
      } else if (item.corrects === undefined) record(writer, item, rules, report);
      else corrections.push(item);
    }
    done += batch.length;
    progress(done);
  }
  for (const correction of corrections) record(writer, correction, rules, report);
  for (const note of notes) applyCreditNote(writer, note, report);
  return report;
};
