import { existsSync, mkdirSync } from 'node:fs';
import { Command } from 'commander';
import type { Context } from '../../../context.ts';
import { creditorOptions, parseCreditorFlags, type CreditorFlags } from './creditor-flags.ts';
import { askCreditor } from './creditor-wizard.ts';
import { findCreditor, saveCreditor } from '../../../db/creditor-row.ts';
import type { Creditor } from '../../../domain/people/creditor.ts';
import { abandoned } from '../../../desk/doubts.ts';
import { missingFlag } from '../../../desk/flags.ts';
import { sendTestEmail } from './test-email.ts';
import { missingLines, renderCreditor } from './creditor-view.ts';

export const initCommand = (ctx: Context): Command =>
  creditorOptions(
    new Command('init').description(
      'Prépare relance : le dossier, la base de données et votre profil. Au terminal, pose les questions.',
    ),
  )
    .option('--test-email', 'vous envoie un message d’essai')
    .addHelpText(
      'after',
      '\nExemple :\n  relance init --nom "Jeanne Petit" --forme EI --email jeanne@exemple.fr \\\n    --iban "FR14 2004 1010 0505 0001 3M02 606"\n',
    )
    .action(({ testEmail, ...flags }: CreditorFlags & { testEmail?: boolean }) =>
      init(ctx, flags, testEmail === true),
    );

const init = async (ctx: Context, flags: CreditorFlags, wantsTest: boolean): Promise<void> => {
  ctx.allowNewDatabase();
  const given = await parseCreditorFlags(flags);
  const isAsking = ctx.isInteractive && Object.keys(given).length === 0;
  if (!isAsking && given.name === undefined)
    throw missingFlag('--nom', 'relance init --nom "Jeanne Petit" --iban …');
  const profile = isAsking ? await askProfile(ctx) : given;
  mkdirSync(ctx.config.home, { recursive: true, mode: 0o700 });
  const creditor = saveCreditor(ctx.db(), profile);
  if (ctx.isJson) {
    const testEmail = wantsTest ? await sendTestEmail(ctx, creditor) : null;
    ctx.printJson({ creditor, database: ctx.config.databasePath, testEmail });
    return;
  }
  ctx.print(`Profil enregistré dans ${ctx.config.databasePath}.`);
  if (!isAsking) ctx.print(renderCreditor(creditor, ctx).join('\n'));
  for (const line of missingLines(creditor, ctx)) ctx.print(line);
  await trySending(ctx, creditor, isAsking, wantsTest);
  ctx.print('→ relance add pour enregistrer une facture');
};

/** The answers, seen whole before anything is written. */
const askProfile = async (ctx: Context): Promise<Partial<Creditor>> => {
  // Refused answers leave no file behind.
  const known = existsSync(ctx.config.databasePath) ? findCreditor(ctx.db()) : null;
  const answers = await askCreditor(ctx, known ?? {});
  const whole: Creditor = { ...DEFAULTS, ...known, ...answers, name: answers.name ?? '' };
  ctx.print(renderCreditor(whole, ctx).join('\n'));
  const prompts = await ctx.prompts();
  if (!(await prompts.confirm('Enregistrer ce profil ?'))) throw abandoned();
  return answers;
};

const DEFAULTS: Omit<Creditor, 'name'> = {
  legalForm: null,
  siret: null,
  address: null,
  postalCode: null,
  city: null,
  country: 'FR',
  email: null,
  phone: null,
  iban: null,
  bic: null,
  vatRegime: null,
  penaltyRate: null,
  sender: null,
  signature: null,
  penalites: 'mention',
  holidayZone: 'metropole',
  minimumCents: 100,
  legalTermDays: null,
  bankMaxAgeDays: null,
};

/** Says what is left to set before a reminder can leave by mail, or tries the settings that are there. */
const trySending = async (
  ctx: Context,
  creditor: Creditor,
  isAsking: boolean,
  wantsTest: boolean,
): Promise<void> => {
  const isOffered = isAsking && !wantsTest;
  if (!ctx.config.hasSmtp && !wantsTest) {
    const prompts = isOffered ? await ctx.prompts() : null;
    if (prompts !== null && (await prompts.confirm('Régler maintenant votre messagerie ?'))) {
      const base = ctx.config.isDatabaseNamed ? ['--db', ctx.config.databasePath] : [];
      await ctx.runCommand(['mail', ...(creditor.email === null ? [] : [creditor.email]), ...base], {
        mayAsk: true,
      });
    } else
      ctx.print(
        `Pour envoyer vos relances par e-mail et lire les réponses  → relance mail ${creditor.email ?? '<votre adresse>'}`,
      );
    return;
  }
  const isWanted =
    wantsTest || (isOffered && (await (await ctx.prompts()).confirm('Vous envoyer un message d’essai ?')));
  if (isWanted) ctx.print(`Message d’essai envoyé à ${await sendTestEmail(ctx, creditor)}.`);
};
