import {
  createNamed,
  findNamedClient,
  completeKnown,
  pickClient,
  type ClientChoice,
} from '../client/client-choice.ts';
import type { Context } from '../../../context.ts';
import type { ClientFields } from '../../../domain/people/client.ts';
import { formatDay } from '../../../domain/dates.ts';
import { parseDay } from '../../../domain/date-input.ts';
import type { Invoice, InvoiceFields } from '../../../domain/money/invoice.ts';
import { formatAmount, parseAmount } from '../../../domain/money/money.ts';
import { parseLine } from '../../../domain/text-input.ts';
import { usageError } from '../../../errors.ts';
import { abandoned } from '../../../desk/doubts.ts';
import { parseNumber, refuseDueBeforeIssue, refuseKnownNumber } from './invoice-flags.ts';
import {
  defaultDueOn,
  movedDueOn,
  refuseMisplacedTerms,
  refusePublicTerm,
  type TermDebtor,
} from './payment-terms.ts';
import type { Prompts } from '../../../ui/prompts.ts';
import { missingFlag } from '../../../desk/flags.ts';

export interface InvoiceDraft {
  fields: Omit<InvoiceFields, 'clientId'>;
  choice: ClientChoice;
  /** Nobody gave the due date. */
  isDueByDefault: boolean;
  /** The due date given was not a working day, and the debtor is public. */
  isDueMoved: boolean;
}

const EXAMPLE = 'relance add --numero 2026-014 --client "Studio Dupont" --montant 1200';

type Given = Partial<Omit<InvoiceFields, 'clientId'>>;

interface Typed {
  fields: Given;
  client: string | undefined;
  clientFields: Partial<ClientFields>;
}

/** The flags without which nothing can be recorded. */
const missingFlags = ({ fields, client }: Typed): string[] => [
  ...(fields.number === undefined ? ['--numero'] : []),
  ...(client === undefined ? ['--client'] : []),
  ...(fields.totalCents === undefined ? ['--montant'] : []),
];

const askNumber = (ctx: Context, prompts: Prompts): Promise<string> =>
  prompts
    .text({
      message: 'Numéro de la facture',
      check: (text) => {
        refuseKnownNumber(ctx.db(), parseNumber(text));
      },
    })
    .then(parseNumber);

const askDates = async (
  ctx: Context,
  prompts: Prompts,
  { issuedOn, dueOn, performedOn = null, requestReceivedOn = null }: Given,
  current?: Pick<InvoiceFields, 'issuedOn' | 'dueOn'>,
  debtor?: TermDebtor,
): Promise<{ issuedOn: string; dueOn: string }> => {
  const parseIssue = (text: string): string => {
    const day = parseDay(text, ctx.today);
    if (day > ctx.today) throw usageError(`Le ${formatDay(day)} est dans le futur`);
    return day;
  };
  const issued =
    issuedOn ??
    parseIssue(
      await prompts.text({
        message: 'Émise le',
        default: formatDay(current?.issuedOn ?? ctx.today),
        check: parseIssue,
      }),
    );
  const parseDue = (text: string): string => {
    const day = parseDay(text, ctx.today);
    refuseDueBeforeIssue(issued, day);
    return day;
  };
  const due =
    dueOn ??
    parseDue(
      await prompts.text({
        message: 'Échéance le',
        default: formatDay(
          current?.dueOn ?? defaultDueOn(ctx, { issuedOn: issued, performedOn, requestReceivedOn }, debtor),
        ),
        check: parseDue,
      }),
    );
  return { issuedOn: issued, dueOn: due };
};

const askAmount = async (prompts: Prompts, currency: string, byDefault?: string): Promise<number> => {
  const text = await prompts.text({
    message: `Montant TTC, en ${currency}`,
    default: byDefault,
    check: (answer) => parseAmount(answer, currency),
  });
  return parseAmount(text, currency);
};

const resolveChoice = (ctx: Context, { client, clientFields }: Typed): Promise<ClientChoice> => {
  if (client === undefined) return pickClient(ctx, clientFields);
  const known = findNamedClient(ctx.db(), client, clientFields.kind !== undefined);
  return known ? Promise.resolve(completeKnown(known, clientFields)) : createNamed(ctx, client, clientFields);
};

const toDraft = (
  given: Given,
  answers: Pick<InvoiceFields, 'number' | 'currency' | 'totalCents' | 'issuedOn' | 'dueOn'>,
  choice: ClientChoice,
): InvoiceDraft => ({
  choice,
  isDueByDefault: false,
  isDueMoved: false,
  fields: {
    performedOn: null,
    requestReceivedOn: null,
    subject: null,
    penaltyRate: null,
    scenario: null,
    ...given,
    ...answers,
  },
});

/** The debtor of an invoice being recorded. */
const debtorOf = (choice: ClientChoice): TermDebtor =>
  choice.known === null ? choice.created : { ...choice.known, ...choice.completed };

/** The terms that only a public debtor has, and its due date carried to a working day. */
const settleTerms = (ctx: Context, draft: InvoiceDraft): InvoiceDraft => {
  const debtor = debtorOf(draft.choice);
  refusePublicTerm(debtor);
  refuseMisplacedTerms(draft.fields, debtor);
  const dueOn = movedDueOn(ctx, draft.fields.dueOn, debtor);
  return { ...draft, fields: { ...draft.fields, dueOn }, isDueMoved: dueOn !== draft.fields.dueOn };
};

const describe = ({ fields, choice }: InvoiceDraft): string => {
  const client = choice.known === null ? `${choice.created.name} (nouveau client)` : choice.known.name;
  return `Facture ${fields.number}, ${client}, ${formatAmount(fields.totalCents, fields.currency)}, émise le ${formatDay(fields.issuedOn)}, à payer le ${formatDay(fields.dueOn)}`;
};

/** The few questions, each checked as it is answered, then a summary to accept. */
const askDraft = async (ctx: Context, typed: Typed): Promise<InvoiceDraft> => {
  const { fields: given } = typed;
  const prompts = await ctx.prompts();
  const currency = given.currency ?? 'EUR';
  const number = given.number ?? (await askNumber(ctx, prompts));
  const choice = await resolveChoice(ctx, typed);
  const totalCents = given.totalCents ?? (await askAmount(prompts, currency));
  const dates = await askDates(ctx, prompts, given, undefined, debtorOf(choice));
  refuseDueBeforeIssue(dates.issuedOn, dates.dueOn);
  const draft = settleTerms(ctx, toDraft(given, { number, currency, totalCents, ...dates }, choice));
  if (!(await prompts.confirm(`${describe(draft)}. Enregistrer ?`))) throw abandoned();
  return draft;
};

/** An invoice ready to be recorded: what the flags leave open is asked at the terminal, else refused by name. */
export const completeDraft = async (ctx: Context, typed: Typed): Promise<InvoiceDraft> => {
  const { fields: given } = typed;
  const missing = missingFlags(typed);
  if (given.number !== undefined) refuseKnownNumber(ctx.db(), given.number);
  if (missing.length > 0 && ctx.isInteractive) return askDraft(ctx, typed);
  const { number, totalCents, currency = 'EUR', issuedOn = ctx.today } = given;
  if (number === undefined || totalCents === undefined || missing.length > 0)
    throw missingFlag(missing.join(', '), EXAMPLE);
  if (given.dueOn !== undefined) refuseDueBeforeIssue(issuedOn, given.dueOn);
  const choice = await resolveChoice(ctx, typed);
  const { performedOn = null, requestReceivedOn = null } = given;
  const dueOn =
    given.dueOn ?? defaultDueOn(ctx, { issuedOn, performedOn, requestReceivedOn }, debtorOf(choice));
  const draft = settleTerms(ctx, toDraft(given, { number, currency, totalCents, issuedOn, dueOn }, choice));
  return { ...draft, isDueByDefault: given.dueOn === undefined };
};

/** The usual fields, one after the other; Enter keeps what is there. Only what changes is given back. */
export const askInvoiceChanges = async (ctx: Context, invoice: Invoice): Promise<Given> => {
  const prompts = await ctx.prompts();
  const { currency } = invoice;
  const number = parseNumber(
    await prompts.text({ message: 'Numéro de la facture', default: invoice.number, check: parseNumber }),
  );
  const totalCents = await askAmount(prompts, currency, formatAmount(invoice.totalCents, currency));
  const dates = await askDates(ctx, prompts, {}, invoice);
  const subject = await prompts.text({
    message: 'Objet (facultatif)',
    default: invoice.subject ?? '',
    check: (text) => parseLine(text, 'L’objet'),
    isOptional: true,
  });
  const answers: Given = {
    number,
    totalCents,
    ...dates,
    subject: subject === '' ? null : parseLine(subject, 'L’objet'),
  };
  const changed = Object.entries(answers).filter(
    ([field, value]) => invoice[field as keyof Invoice] !== value,
  );
  if (changed.length === 0) throw abandoned();
  return Object.fromEntries(changed);
};
