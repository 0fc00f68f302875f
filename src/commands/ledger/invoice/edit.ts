import { Command } from 'commander';
import type { Context } from '../../../context.ts';
import { findClient, resolveClient } from '../../../db/clients.ts';
import { insertStepMark, listContacts, listStepMarks } from '../../../db/contacts.ts';
import { insertDocument } from '../../../db/documents.ts';
import { resolveInvoice, updateInvoice } from '../../../db/invoices.ts';
import { listPayments } from '../../../db/payments.ts';
import { formatDay } from '../../../domain/dates.ts';
import type { Invoice, InvoiceFields } from '../../../domain/money/invoice.ts';
import { CURRENCIES, formatAmount, isCurrency } from '../../../domain/money/money.ts';
import { markOf, readDeclaredStep } from './declared-step.ts';
import { RelanceError, usageError } from '../../../errors.ts';
import {
  invoiceOptions,
  parseInvoiceFlags,
  refuseDueBeforeIssue,
  refuseKnownNumber,
  type InvoiceFlags,
  type ParsedInvoice,
} from './invoice-flags.ts';
import { movedDueOn, refuseMisplacedTerms, termWarning } from './payment-terms.ts';
import { askInvoiceChanges } from './invoice-draft.ts';
import { readStory } from '../../../desk/story.ts';
import { storyJson } from '../../../desk/invoice-json.ts';
import { nextStepLine } from '../../../desk/next-step-line.ts';
import { missingFlag } from '../../../desk/flags.ts';

const FAR_FUTURE = '9999-12-31';

export const editCommand = (ctx: Context): Command =>
  invoiceOptions(
    new Command('edit')
      .description('Corrige une facture ; une valeur vide ("") efface.')
      .argument('<facture>', 'numéro, ou partie qui suffit à la désigner'),
  )
    .addHelpText('after', '\nExemple :\n  relance edit 2026-014 --echeance 30/11/2026\n')
    .action((reference: string, flags: InvoiceFlags) => edit(ctx, reference, flags));

const edit = async (ctx: Context, reference: string, flags: InvoiceFlags): Promise<void> => {
  const db = ctx.db();
  const invoice = resolveInvoice(db, reference);
  refuseClosed(invoice);
  const parsed = await readChanges(ctx, invoice, flags);
  const changes: Partial<InvoiceFields> = { ...parsed.fields };
  if (flags.client !== undefined) changes.clientId = resolveClient(db, flags.client).id;
  refuseChanges(ctx, invoice, changes);
  const changed = { ...invoice, ...changes };
  const client = findClient(db, changed.clientId);
  refuseMisplacedTerms(changed, client);
  if (changes.dueOn !== undefined) changes.dueOn = movedDueOn(ctx, changes.dueOn, client);
  const declared = await readDeclaredStep(ctx, changed, client, parsed.declared);
  if (declared) refuseKnownStep(ctx, invoice, declared.step.id);
  db.transaction(() => {
    updateInvoice(db, invoice, changes);
    if (parsed.pdf) insertDocument(db, { invoiceId: invoice.id, kind: 'invoice', ...parsed.pdf }, ctx.now);
    if (declared) insertStepMark(db, markOf(invoice.id, declared), ctx.now);
  }).immediate();
  const story = await readStory(ctx, invoice.id);
  const warning = changes.dueOn === undefined ? null : termWarning(ctx, story.invoice, client);
  if (warning !== null) ctx.warn(warning);
  const { number, totalCents, currency, dueOn } = story.invoice;
  ctx.show({ ...storyJson(story, ctx.today), warnings: warning === null ? [] : [warning] }, () => [
    `Facture ${number} modifiée : ${story.client.name}, ${formatAmount(totalCents, currency)}, échéance le ${formatDay(dueOn)}.`,
    nextStepLine(story.decision),
    `→ relance show ${number}`,
  ]);
};

/** The flags, else, at the terminal, the usual fields one after the other. */
const readChanges = async (ctx: Context, invoice: Invoice, flags: InvoiceFlags): Promise<ParsedInvoice> => {
  if (Object.keys(flags).length > 0) return parseInvoiceFlags(ctx, flags, invoice.currency);
  if (ctx.isInteractive) return { fields: await askInvoiceChanges(ctx, invoice), pdf: null, declared: null };
  throw usageError(
    'Rien à changer : indiquez ce qui change',
    `relance edit ${invoice.number} --echeance 30/11/2026`,
    'nothing-to-change',
  );
};

const refuseClosed = ({ number, closedAs }: Invoice): void => {
  if (closedAs === null) return;
  throw new RelanceError(
    `La facture ${number} est ${closedAs === 'cancelled' ? 'annulée' : 'passée en perte'} : elle ne change plus`,
    { code: 'already-closed', hint: `relance show ${number}` },
  );
};

/** What would make the past wrong: another's reminders, sums received in another currency, a total below them. */
const refuseChanges = (ctx: Context, invoice: Invoice, changes: Partial<InvoiceFields>): void => {
  const db = ctx.db();
  const hint = `relance show ${invoice.number}`;
  const { number, clientId, currency, totalCents } = changes;
  if (number !== undefined && number.toLowerCase() !== invoice.number.toLowerCase())
    refuseKnownNumber(db, number);
  refuseDueBeforeIssue(changes.issuedOn ?? invoice.issuedOn, changes.dueOn ?? invoice.dueOn);
  const isPaid = listPayments(db, invoice.id, FAR_FUTURE).length > 0;
  const isContacted = listContacts(db, invoice.id, FAR_FUTURE).length > 0;
  if (clientId !== undefined && clientId !== invoice.clientId && (isPaid || isContacted))
    throw new RelanceError(
      `La facture ${invoice.number} ne change plus de client : des échanges ou des règlements de ${findClient(db, invoice.clientId).name} y sont notés`,
      { code: 'client-fixed', hint: `relance cancel ${invoice.number}, puis relance add` },
    );
  if (currency !== undefined && currency !== invoice.currency) {
    if (isPaid)
      throw new RelanceError(
        `La facture ${invoice.number} ne change plus de devise : des règlements y sont notés en ${invoice.currency}`,
        { code: 'currency-fixed', hint },
      );
    if (totalCents === undefined && exponentOf(currency) !== exponentOf(invoice.currency))
      throw missingFlag(`--montant, en ${currency}`, hint);
  }
  if (totalCents !== undefined && totalCents < invoice.paidCents)
    throw new RelanceError(
      `Le total ne peut pas être inférieur aux ${formatAmount(invoice.paidCents, invoice.currency)} déjà reçus`,
      { code: 'total-below-paid', hint },
    );
};

const exponentOf = (currency: string): number => (isCurrency(currency) ? CURRENCIES[currency].exponent : 2);

/** A step is behind an invoice once, whoever made it. */
const refuseKnownStep = (ctx: Context, invoice: Invoice, step: string): void => {
  const isKnown =
    listStepMarks(ctx.db(), invoice.id, FAR_FUTURE).some((mark) => mark.step === step) ||
    listContacts(ctx.db(), invoice.id, FAR_FUTURE).some(
      (contact) => contact.step === step && !['failed', 'undelivered'].includes(contact.status),
    );
  if (isKnown)
    throw new RelanceError(`L’étape « ${step} » est déjà notée pour ${invoice.number}`, {
      code: 'step-already-made',
      hint: `relance show ${invoice.number}`,
    });
};
