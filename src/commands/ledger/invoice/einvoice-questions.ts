import type { Context } from '../../../context.ts';
import { formatDay } from '../../../domain/dates.ts';
import { parseEmail } from '../../../domain/people/identifiers.ts';
import { quoted } from '../../../domain/typography.ts';
import { dueOnFromTerms } from '../../../domain/law/written-term.ts';
import type { EInvoice } from '../../../import/einvoice/einvoice-types.ts';
import { readDay } from '../../../desk/days.ts';

export interface EInvoiceAnswers {
  email?: string | undefined;
  echeance?: string | undefined;
}

/** What an e-invoice leaves open: which of its due dates, and where to write. Flags first, then a person, else as it is. */
export const completeEInvoice =
  (ctx: Context, { email, echeance }: EInvoiceAnswers) =>
  async (invoice: EInvoice): Promise<EInvoice> => {
    const { dueOns, buyer } = invoice;
    const dueOn = echeance === undefined ? await askDueOn(ctx, invoice) : await readDay(ctx, echeance);
    const address =
      email === undefined ? (buyer.email ?? (await askEmail(ctx, buyer.name))) : parseEmail(email);
    return { ...invoice, dueOns: dueOn === null ? dueOns : [dueOn], buyer: { ...buyer, email: address } };
  };

const askDueOn = async (
  ctx: Context,
  { number, dueOns, terms, issuedOn }: EInvoice,
): Promise<string | null> => {
  if (!ctx.isInteractive) return null;
  if (dueOns.length === 0 && terms !== null && dueOnFromTerms(terms, issuedOn) === null)
    return askUnreadTerms(ctx, number, terms);
  if (dueOns.length < 2) return null;
  const prompts = await ctx.prompts();
  const sorted = dueOns.toSorted();
  return prompts.choose(
    `La facture ${number} a plusieurs échéances : laquelle suivre ?`,
    sorted.map((day) => ({ name: formatDay(day), value: day })),
    sorted.at(-1),
  );
};

const askUnreadTerms = async (ctx: Context, number: string, terms: string): Promise<string | null> => {
  const { parseDay } = await import('../../../domain/date-input.ts');
  const prompts = await ctx.prompts();
  const typed = await prompts.text({
    message: `Conditions de ${number} non comprises, ${quoted(terms)} : échéance le (facultatif)`,
    check: (value) => parseDay(value, ctx.today),
    isOptional: true,
  });
  return typed === '' ? null : parseDay(typed, ctx.today);
};

const askEmail = async (ctx: Context, name: string): Promise<string | null> => {
  if (!ctx.isInteractive) return null;
  const prompts = await ctx.prompts();
  const typed = await prompts.text({
    message: `Adresse e-mail de ${name} (facultatif)`,
    check: parseEmail,
    isOptional: true,
  });
  return typed === '' ? null : parseEmail(typed);
};
