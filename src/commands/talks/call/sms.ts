import { Command } from 'commander';
import type { Context } from '../../../context.ts';
import { instantOf, readFactDay } from '../../../desk/days.ts';
import { insertContact } from '../../../db/contacts.ts';
import type { LocalDate } from '../../../domain/dates.ts';
import { smsLink, smsSize } from '../../../domain/sms-parts.ts';
import { parseParagraphs } from '../../../domain/text-input.ts';
import { RelanceError } from '../../../errors.ts';
import { composeSms } from '../../../messages/spoken.ts';
import { readTalk, type Talk } from './read-talk.ts';
import { clientJson } from '../../../desk/decision-json.ts';
import { renderSms } from './sms-view.ts';

interface SmsFlags {
  envoye?: boolean;
  texte?: string;
  le?: string;
}

export const smsCommand = (ctx: Context): Command =>
  new Command('sms')
    .description(
      'Montre un texte court à copier dans votre téléphone, avec un lien et un QR code qui l’ouvrent prêt à partir, puis note qu’il est parti.',
    )
    .argument('<facture...>', 'numéros, ou parties qui suffisent à les désigner')
    .option('--envoye', 'note que le message est parti')
    .option('--texte <texte>', 'le texte envoyé, s’il est autre')
    .option('--le <date>', 'avec --envoye : jour de l’envoi (par défaut : aujourd’hui)')
    .addHelpText('after', '\nExemples :\n  relance sms 2026-014\n  relance sms 2026-014 --envoye\n')
    .action((references: string[], flags: SmsFlags) => sms(ctx, references, flags));

const requirePhone = ({ client }: Talk): string => {
  if (client.phone !== null) return client.phone;
  throw new RelanceError(`Le numéro de téléphone n’est pas connu : ${client.name}`, {
    code: 'no-phone',
    hint: `relance client edit ${client.id} --tel …`,
  });
};

const sms = async (ctx: Context, references: string[], flags: SmsFlags): Promise<void> => {
  const on = await readFactDay(ctx, flags.le);
  const talk = await readTalk(ctx, references, 'sms', on);
  const phone = requirePhone(talk);
  const text =
    flags.texte === undefined
      ? composeSms(ctx, talk.action, ctx.today)
      : parseParagraphs(flags.texte, '--texte');
  const size = smsSize(text);
  const link = smsLink(phone, text);
  if (flags.envoye !== true) ctx.printAsIs(renderSms({ phone, text, size, link }, ctx));
  const isSent = flags.envoye === true || (ctx.isInteractive && (await isConfirmed(ctx)));
  const contact = isSent ? record(ctx, talk, text, on) : null;
  const numbers = talk.decisions.map(({ invoice }) => invoice.number);
  if (ctx.isJson)
    ctx.printJson({
      client: clientJson(talk.client),
      phone,
      text,
      ...size,
      link,
      invoices: numbers,
      contact,
    });
  else if (contact === null) ctx.print(`→ une fois parti : relance sms ${numbers.join(' ')} --envoye`);
  else ctx.print(`SMS n° ${contact} noté pour ${numbers.join(', ')}.`);
};

const isConfirmed = async (ctx: Context): Promise<boolean> =>
  (await ctx.prompts()).confirm('Le message est-il parti ?', false);

const record = (ctx: Context, { client, action }: Talk, text: string, on: LocalDate): number => {
  const db = ctx.db();
  return db
    .transaction(() =>
      insertContact(
        db,
        {
          clientId: client.id,
          at: instantOf(ctx, on),
          onDay: on,
          channel: 'sms',
          direction: 'out',
          status: 'logged',
          note: text,
          invoices: action.invoices.map(({ advances, decision }) => {
            const { invoice, step, remainingCents, daysLate } = decision;
            const made = advances ? step : null;
            return {
              invoiceId: invoice.id,
              step: made?.id ?? null,
              stepDay: made?.day ?? null,
              tone: made?.tone ?? null,
              remainingCents,
              daysLate,
            };
          }),
        },
        ctx.now,
      ),
    )
    .immediate();
};
