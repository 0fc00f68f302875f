import { abandoned, settleWarnings } from '../../../desk/doubts.ts';
import { tellGreeting } from '../client/client-greeting.ts';
import { completeEInvoice, type EInvoiceAnswers } from './einvoice-questions.ts';
import type { Context } from '../../../context.ts';
import { findClient } from '../../../db/clients.ts';
import { ClientBook } from '../../../db/import-rows.ts';
import { findInvoice } from '../../../db/invoices.ts';
import type { ClientKind } from '../../../domain/people/client-kind.ts';
import { RelanceError } from '../../../errors.ts';
import type { EInvoice } from '../../../import/einvoice/einvoice-types.ts';
import { fromEInvoice } from '../../../import/incoming.ts';
import { readClientWarnings, type ClientWarning } from '../client/client-warnings.ts';
import { NO_DATA } from '../import/read-sources.ts';
import { readStory } from '../../../desk/story.ts';
import { storyJson } from '../../../desk/invoice-json.ts';
import { renderImport, unreadTermsText } from '../import/import-view.ts';
import { importFilesInto } from '../import/import-files.ts';
import type { ImportReport } from '../import/import-run.ts';

export interface AddFilesRequest extends EInvoiceAnswers {
  files: readonly string[];
  kind: ClientKind | null;
  isAnyIssuer: boolean;
  isYes: boolean;
}

/** What was given by name is recorded whole, or refused whole with its reason. */
const refuseFaults = ({ errors, skipped }: ImportReport): void => {
  const [fault] = errors;
  if (fault)
    throw new RelanceError(fault.field === null ? fault.message : `${fault.source} : ${fault.message}`, {
      code: 'unreadable-invoice',
      hint: fault.hint ?? 'rien n’est enregistré',
    });
  const [left] = skipped;
  if (left)
    throw new RelanceError(`${left.source} : ${left.reason}`, {
      code: 'not-recorded',
      hint: 'rien n’est enregistré',
    });
};

const isWithoutData = ({ skipped, errors }: ImportReport): boolean =>
  errors.length === 0 && skipped.length === 1 && skipped[0]?.reason === NO_DATA;

/** What is known of the client, said before a person is asked whether to record; a newcomer is noted. */
const warn = async (ctx: Context, invoice: EInvoice, newcomers: Set<string>): Promise<ClientWarning[]> => {
  const incoming = fromEInvoice(invoice, { source: '', filePath: null });
  const row = new ClientBook(ctx.db()).find(incoming.client);
  if (!row) {
    newcomers.add(incoming.client.name);
    return [];
  }
  const choice = { known: findClient(ctx.db(), row.id), completed: {} };
  const warnings = readClientWarnings(ctx.db(), choice, incoming, ctx.today);
  await settleWarnings(ctx, row.name, warnings, true);
  return warnings;
};

const tellNewcomers = (ctx: Context, invoiceIds: readonly number[], newcomers: ReadonlySet<string>): void => {
  for (const id of new Set(invoiceIds.map((invoiceId) => findInvoice(ctx.db(), invoiceId).clientId))) {
    const client = findClient(ctx.db(), id);
    if (newcomers.has(client.name)) tellGreeting(ctx, client, client);
  }
};

/**
 * `relance add facture.pdf`: invoices from their own files.
 * @returns false when the one file is a PDF without data, and a person can be asked what it says
 */
export const addFiles = async (
  ctx: Context,
  { files, kind, isAnyIssuer, isYes, email, echeance }: AddFilesRequest,
): Promise<boolean> => {
  let isToBeAsked = false;
  const clientWarnings: ClientWarning[] = [];
  const newcomers = new Set<string>();
  const report = await importFilesInto(ctx, {
    files,
    isAnyIssuer,
    columns: undefined,
    dayOrder: null,
    defaultKind: kind,
    complete: async (invoice) => {
      const completed = await completeEInvoice(ctx, { email, echeance })(invoice);
      clientWarnings.push(...(await warn(ctx, completed, newcomers)));
      return completed;
    },
    accept: async (preview) => {
      isToBeAsked = ctx.isInteractive && files.length === 1 && isWithoutData(preview);
      if (isToBeAsked) return false;
      refuseFaults(preview);
      if (isYes || !ctx.isInteractive) return true;
      ctx.print(renderImport(preview, false, ctx));
      if (!(await (await ctx.prompts()).confirm('Enregistrer ?'))) throw abandoned();
      return true;
    },
  });
  if (isToBeAsked) return false;
  if (report === null) throw new Error('an accepted import was not recorded');
  if (!ctx.isJson) {
    ctx.print(renderImport(report, true, ctx));
    tellNewcomers(ctx, report.ids, newcomers);
    ctx.print(`→ relance show ${findInvoice(ctx.db(), report.ids[0] ?? 0).number}`);
    return true;
  }
  const stories = [];
  for (const id of report.ids) stories.push(storyJson(await readStory(ctx, id), ctx.today));
  const [only] = stories;
  const warnings = report.unreadTerms.map(unreadTermsText);
  ctx.printJson(
    files.length === 1 && only
      ? {
          ...only,
          warnings,
          clientWarnings: clientWarnings.map(({ code, text }) => ({ code, text })),
        }
      : { invoices: stories, warnings },
  );
  return true;
};
