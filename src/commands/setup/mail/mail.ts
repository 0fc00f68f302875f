import { existsSync } from 'node:fs';
import { Command } from 'commander';
import type { Context } from '../../../context.ts';
import { findCreditor } from '../../../db/creditor-row.ts';
import type { Creditor } from '../../../domain/people/creditor.ts';
import { parseEmail } from '../../../domain/people/identifiers.ts';
import { parseLine } from '../../../domain/text-input.ts';
import { missingFlag, refuseTogether } from '../../../desk/flags.ts';
import { EXIT } from '../../../errors.ts';
import { readComingWarnings, tellWarning } from '../../../messages/readiness.ts';
import { parseMailbox } from '../../../messages/sender.ts';
import { parseCommand, parseServer, type Secret } from './account.ts';
import type { Given } from './ask-account.ts';
import { checksJson, tell } from './mail-view.ts';
import { setUp } from './set-up.ts';
import { tryImap, tryMessage, trySmtp, type Check } from './try-account.ts';

interface MailOptions {
  smtp?: string;
  imap?: string;
  identifiant?: string;
  commande?: string;
  jeton?: string;
  sansBoite?: boolean;
  montrer?: boolean;
  verifier?: boolean;
}

export const mailCommand = (ctx: Context): Command =>
  new Command('mail')
    .description(
      'Règle votre messagerie : l’envoi des relances et la lecture des réponses, essayés avant d’être enregistrés.',
    )
    .argument('[adresse]', 'votre adresse e-mail ; par défaut celle de votre profil')
    .option('--smtp <serveur>', 'serveur d’envoi, s’il n’est pas trouvé (smtp.exemple.fr, smtps://…)')
    .option('--imap <serveur>', 'serveur de réception, s’il n’est pas trouvé (imap.exemple.fr, imaps://…)')
    .option('--identifiant <identifiant>', 'identifiant, s’il n’est pas votre adresse')
    .option('--commande <commande>', 'commande dont la première ligne est le mot de passe')
    .option('--jeton <commande>', 'commande dont la première ligne est un jeton d’accès (OAuth2)')
    .option('--sans-boite', 'règle l’envoi seul : les réponses ne sont pas lues')
    .option('--montrer', 'montre les réglages au lieu de les écrire dans .env')
    .option('--verifier', 'essaie de nouveau ce qui est réglé')
    .addHelpText(
      'after',
      '\nExemples :\n  relance mail claire@exemple.fr\n  relance mail claire@exemple.fr --commande "pass show messagerie"\n  relance mail --verifier\n',
    )
    .action((address: string | undefined, options: MailOptions) => mail(ctx, address, options));

const readGiven = (options: MailOptions): Given => {
  refuseTogether(options, 'commande', ['jeton'], 'un seul secret à la fois');
  refuseTogether(options, 'imap', ['sansBoite'], 'relance mail --help');
  refuseTogether(
    options,
    'verifier',
    ['smtp', 'imap', 'identifiant', 'commande', 'jeton', 'sansBoite', 'montrer'],
    'relance mail --verifier essaie ce qui est réglé',
  );
  const secret: Secret | undefined =
    options.jeton !== undefined
      ? { kind: 'token-command', value: parseCommand(options.jeton, '--jeton') }
      : options.commande !== undefined
        ? { kind: 'password-command', value: parseCommand(options.commande, '--commande') }
        : undefined;
  return {
    ...(options.smtp !== undefined && { smtp: parseServer(options.smtp, 'smtp') }),
    ...(options.imap !== undefined && { imap: parseServer(options.imap, 'imap') }),
    ...(options.identifiant !== undefined && { login: parseLine(options.identifiant, '--identifiant') }),
    ...(secret && { secret }),
    isSendingOnly: options.sansBoite === true,
  };
};

/** Null before `init`: no base is made here. */
const knownCreditor = (ctx: Context): Creditor | null =>
  existsSync(ctx.config.databasePath) ? findCreditor(ctx.db()) : null;

const mail = async (ctx: Context, typed: string | undefined, options: MailOptions): Promise<void> => {
  const given = readGiven(options);
  const creditor = knownCreditor(ctx);
  const typedAddress = typed === undefined ? null : parseEmail(typed);
  if (options.verifier) await verify(ctx, typedAddress, creditor);
  else {
    const address = typedAddress ?? (await askAddress(ctx, creditor?.email ?? null));
    await setUp(ctx, address, given, { creditor, isShown: options.montrer === true });
  }
};

const askAddress = async (ctx: Context, known: string | null): Promise<string> => {
  if (!ctx.isInteractive) {
    if (known !== null) return known;
    throw missingFlag('votre adresse', 'relance mail claire@exemple.fr');
  }
  const prompts = await ctx.prompts();
  return parseEmail(
    await prompts.text({
      message: 'Votre adresse e-mail',
      check: parseEmail,
      ...(known !== null && { default: known }),
    }),
  );
};

/** What was set once and does not work now: what a person can do about it; null: what the fault itself says. */
const hintFor = ({ state, code = '' }: Check): string | null => {
  if (state !== 'fault') return null;
  if (code.endsWith('-auth')) return 'votre mot de passe a peut-être changé : relance mail <votre adresse>';
  return /-(?:refused|timeout|unknown-host|unavailable)$/.test(code)
    ? 'réessayez un peu plus tard, ou vérifiez votre connexion à Internet'
    : null;
};

const ownHint = (check: Check): Check => ({ ...check, hint: hintFor(check) ?? check.hint });

/** Tries what is set, all of it: what fails is said, with what to do. */
const verify = async (ctx: Context, typed: string | null, creditor: Creditor | null): Promise<void> => {
  const { smtp, imap, from } = ctx.config;
  const checks = await tell(ctx, [
    async () => ownHint(await trySmtp(smtp)),
    async () => ownHint(await tryImap(imap)),
  ]);
  const [sending, reading] = checks;
  const sender = parseMailbox(typed ?? from ?? creditor?.sender ?? creditor?.email ?? '');
  if (sending?.state === 'ok' && sender !== null) {
    const mailbox = reading?.state === 'ok' ? imap : () => Promise.resolve(null);
    checks.push(...(await tell(ctx, [() => tryMessage(ctx, sender, smtp, mailbox)])));
  }
  for (const warning of await readComingWarnings(ctx)) tellWarning(ctx, warning);
  const faults = checks.filter(({ state }) => state === 'fault').length;
  if (faults > 0) ctx.setExitCode(EXIT.refused);
  if (ctx.isJson) ctx.printJson({ checks: checksJson(checks), faults });
};
