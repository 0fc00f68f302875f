import { Command } from 'commander';
import { saveChoice, type ClientChoice } from '../client/client-choice.ts';
import { tellGreeting } from '../client/client-greeting.ts';
import { clientOptions, parseClientFlags, type ClientFlags } from '../client/client-flags.ts';
import type { Context } from '../../../context.ts';
import { insertStepMark } from '../../../db/contacts.ts';
import { findCreditor } from '../../../db/creditor-row.ts';
import { insertDocument } from '../../../db/documents.ts';
import { insertInvoice } from '../../../db/invoices.ts';
import { listOverpayments } from '../../../db/payments.ts';
import type { Client, ClientFields } from '../../../domain/people/client.ts';
import { formatDay } from '../../../domain/dates.ts';
import { CLIENT_KINDS } from '../../../domain/people/client-kind.ts';
import type { Invoice } from '../../../domain/money/invoice.ts';
import { formatAmount } from '../../../domain/money/money.ts';
import { DEFAULT_TERM_DAYS } from '../../../domain/law/payment-term.ts';
import { parseChoice } from '../../../domain/text-input.ts';
import { conflictingFlags, flagName } from '../../../desk/flags.ts';
import { importFiles } from '../import/named-sources.ts';
import { markOf, readDeclaredStep, type DeclaredStep } from './declared-step.ts';
import { settleDoubts, settleWarnings } from '../../../desk/doubts.ts';
import { completeDraft, type InvoiceDraft } from './invoice-draft.ts';
import { invoiceOptions, parseInvoiceFlags, type InvoiceFlags, type ParsedInvoice } from './invoice-flags.ts';
import { termWarning } from './payment-terms.ts';
import { recordFromOverpayment } from '../pay/record-payment.ts';
import { readClientWarnings } from '../client/client-warnings.ts';
import { readStory } from '../../../desk/story.ts';
import { storyJson } from '../../../desk/invoice-json.ts';
import { nextStepLine } from '../../../desk/next-step-line.ts';

type AddFlags = InvoiceFlags & ClientFlags & { yes?: boolean; emetteurDifferent?: boolean };

export const addCommand = (ctx: Context): Command =>
  clientOptions(
    invoiceOptions(
      new Command('add')
        .description(
          'Enregistre une facture, et son client s’il est nouveau : en la décrivant, ou depuis son fichier Factur-X, ZUGFeRD, CII ou UBL.',
        )
        .argument('[fichier...]', 'factures électroniques (PDF ou XML)'),
    ),
  )
    .option('--yes', 'enregistre sans demander : SIREN à la clé fausse, client mal noté, plafond dépassé')
    .option('--emetteur-different', 'avec un fichier : même si un autre que vous l’a émise')
    .addHelpText(
      'after',
      '\nExemples :\n  relance add facture-2026-014.pdf\n  relance add --numero 2026-014 --client "Studio Dupont" --montant 1200 \\\n    --type entreprise --email compta@dupont.fr\n',
    )
    .action((files: string[], flags: AddFlags) => {
      ctx.allowNewDatabase();
      return files.length > 0 ? addFromFiles(ctx, files, flags) : add(ctx, flags);
    });

/** What a file does not say; all the rest is in it. */
const FILE_FLAGS = new Set(['type', 'email', 'echeance', 'yes', 'emetteurDifferent']);

const addFromFiles = async (ctx: Context, files: string[], flags: AddFlags): Promise<void> => {
  const stray = Object.keys(flags).find((flag) => !FILE_FLAGS.has(flag));
  if (stray !== undefined)
    throw conflictingFlags(
      `${flagName(stray)} ne va pas avec un fichier : la facture le dit elle-même`,
      'avec un fichier : --type, --email, --echeance, --emetteur-different, --yes',
    );
  const { addFiles } = await import('./add-files.ts');
  const isRead = await addFiles(ctx, {
    files: importFiles(files),
    kind: flags.type === undefined ? null : parseChoice(flags.type, CLIENT_KINDS, '--type'),
    email: flags.email,
    echeance: flags.echeance,
    isAnyIssuer: flags.emetteurDifferent === true,
    isYes: flags.yes === true,
  });
  if (isRead) return;
  ctx.print('Ce PDF ne contient pas de données : quelques questions, et il sera joint à la facture.');
  const { emetteurDifferent: _, ...described } = flags;
  await add(ctx, { ...described, ...(files[0] !== undefined && { pdf: files[0] }) });
};

const add = async (ctx: Context, flags: AddFlags): Promise<void> => {
  const parsed = await parseInvoiceFlags(ctx, flags);
  const { currency = 'EUR' } = parsed.fields;
  const { fields: clientFields, doubts } = await parseClientFlags(flags, { currency });
  const draft = await completeDraft(ctx, { fields: parsed.fields, client: flags.client, clientFields });
  const declared = await readDeclaredStep(
    ctx,
    draft.fields,
    draft.choice.known ?? { scenario: null, ...draft.choice.created },
    parsed.declared,
  );
  await settleDoubts(ctx, doubts, flags.yes === true);
  const warnings = readClientWarnings(ctx.db(), draft.choice, draft.fields, ctx.today);
  await settleWarnings(ctx, nameOf(draft.choice), warnings, flags.yes === true);
  const credit = findCredit(ctx, draft);
  const isImputed = credit !== null && (await offerCredit(ctx, credit, flags.yes === true));
  const { invoice, client } = record(ctx, draft, { pdf: parsed.pdf, declared, isImputed });
  const story = await readStory(ctx, invoice.id);
  const warning = termWarning(ctx, story.invoice, client);
  if (warning !== null) ctx.warn(warning);
  if (ctx.isJson) {
    tellGreeting(ctx, client, recordedOf(draft.choice));
    ctx.printJson({
      ...storyJson(story, ctx.today),
      warnings: warning === null ? [] : [warning],
      clientWarnings: warnings.map(({ code, text }) => ({ code, text })),
    });
    return;
  }
  ctx.print(summary(draft, story.invoice, client));
  tellGreeting(ctx, client, recordedOf(draft.choice));
  ctx.print(nextStepLine(story.decision));
  if (credit !== null && !isImputed)
    ctx.print(`${credit.text} à imputer  → relance pay ${invoice.number} --trop-percu`);
  ctx.print(
    findCreditor(ctx.db())
      ? `→ relance show ${invoice.number}`
      : '→ relance init : vos relances porteront votre nom et votre IBAN',
  );
};

interface Credit {
  text: string;
}

/** What the client paid too much, in the currency of the invoice. */
const findCredit = (ctx: Context, { fields, choice }: InvoiceDraft): Credit | null => {
  if (choice.known === null) return null;
  const cents = listOverpayments(ctx.db(), ctx.today, choice.known.id)
    .filter((overpayment) => overpayment.currency === fields.currency)
    .reduce((sum, overpayment) => sum + overpayment.availableCents, 0);
  return cents === 0 ? null : { text: `Trop-perçu de ${formatAmount(cents, fields.currency)}` };
};

/** Money is only moved when a person says so: `--yes` is about the identifiers of the client. */
const offerCredit = async (ctx: Context, { text }: Credit, isYes: boolean): Promise<boolean> => {
  if (!ctx.isInteractive || isYes) return false;
  const prompts = await ctx.prompts();
  return prompts.confirm(`${text} de ce client : l’imputer sur cette facture ?`);
};

interface Extras {
  pdf: ParsedInvoice['pdf'];
  declared: DeclaredStep | null;
  isImputed: boolean;
}

const record = (
  ctx: Context,
  { fields, choice }: InvoiceDraft,
  { pdf, declared, isImputed }: Extras,
): { invoice: Invoice; client: Client } => {
  const db = ctx.db();
  const write = (): { invoice: Invoice; client: Client } => {
    const client = saveChoice(db, choice, ctx.now);
    const invoice = insertInvoice(db, { ...fields, clientId: client.id }, ctx.now);
    if (pdf) insertDocument(db, { invoiceId: invoice.id, kind: 'invoice', ...pdf }, ctx.now);
    if (declared) insertStepMark(db, markOf(invoice.id, declared), ctx.now);
    if (isImputed)
      recordFromOverpayment(
        db,
        {
          invoices: [invoice],
          amountCents: null,
          receivedOn: ctx.today,
          kind: 'payment',
          method: 'overpayment',
          reference: null,
          effectiveOn: null,
        },
        ctx.now,
      );
    return { invoice, client };
  };
  return db.transaction(write).immediate();
};

const nameOf = (choice: ClientChoice): string =>
  choice.known === null ? choice.created.name : choice.known.name;

const recordedOf = (choice: ClientChoice): Partial<ClientFields> =>
  choice.known === null ? choice.created : choice.completed;

const clientNews = (choice: ClientChoice): string => {
  if (choice.known === null) return ' (nouveau client)';
  return Object.keys(choice.completed).length > 0 ? ' (fiche complétée)' : '';
};

const summary = (draft: InvoiceDraft, invoice: Invoice, client: Client): string => {
  const paid = invoice.paidCents > 0 ? `, ${formatAmount(invoice.paidCents, invoice.currency)} imputés` : '';
  const term = draft.isDueByDefault
    ? ` (${client.kind === 'public' ? `${client.legalTermDays ?? DEFAULT_TERM_DAYS} jours à compter de la réception` : `${DEFAULT_TERM_DAYS} jours`}, sans --echeance)`
    : draft.isDueMoved
      ? ' (le premier jour ouvré qui suit)'
      : '';
  return `Facture ${invoice.number} enregistrée : ${client.name}${clientNews(draft.choice)}, ${formatAmount(invoice.totalCents, invoice.currency)}${paid}, échéance le ${formatDay(invoice.dueOn)}${term}.`;
};
