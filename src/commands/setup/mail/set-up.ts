import { join } from 'node:path';
import type { Context } from '../../../context.ts';
import type { Creditor } from '../../../domain/people/creditor.ts';
import { abandoned } from '../../../desk/doubts.ts';
import { EXIT, RelanceError } from '../../../errors.ts';
import { readAccount } from '../../../mail-account.ts';
import { MICROSOFT_PASSWORD, tellWarning } from '../../../messages/readiness.ts';
import { parseMailbox } from '../../../messages/sender.ts';
import { settingsOf, type Account, type MailSettings, type Secret } from './account.ts';
import { askLogin, askSecret, reachAccount, secretHint, type Given, type Reached } from './ask-account.ts';
import { findProvider } from './find-servers.ts';
import { mailJson, settingLines, tell } from './mail-view.ts';
import { tryImap, tryMessage, trySmtp, type Check } from './try-account.ts';
import { writeEnv } from './write-env.ts';

/** From an address to an account that was tried, and is then kept. */
export const setUp = async (
  ctx: Context,
  address: string,
  given: Given,
  { creditor, isShown }: { creditor: Creditor | null; isShown: boolean },
): Promise<void> => {
  const found = await findProvider(address);
  if (found.provider !== null)
    ctx.print(
      `${ctx.style.bold(found.provider.name)}${found.by === 'mx' ? `, qui reçoit le courrier de ${address.slice(address.lastIndexOf('@') + 1)}` : ''}`,
    );
  const reached = await reachAccount(ctx, address, found, given);
  const { account, settings, checks } = await logIn(ctx, reached, given);
  const path = join(ctx.config.home, '.env');
  // What was seen of another provider says nothing of this one.
  if (account.imap !== null && account.imap.host !== ctx.config.mailboxAddress()?.host)
    settings['RELANCE_SENT_COPY'] = null;
  const isOnlyShown = isShown || ctx.isJson ? isShown : await askOnlyShown(ctx, path);
  if (isOnlyShown) ctx.printAsIs(`\n${settingLines(ctx, settings)}`);
  else {
    writeEnv(path, settings);
    ctx.print(`${ctx.style.green('✓')} Réglages enregistrés dans ${path}.`);
    for (const name of ctx.config.fromEnvironment.filter((key) => key in settings))
      ctx.warn(`Attention, ${name} est aussi dans l’environnement, qui l’emporte : ôtez-le de là.`);
  }
  if (account.imap === null && ctx.config.mailbox !== null)
    ctx.print(`La boîte lue reste celle de ${ctx.config.mailbox}.`);
  const from = { name: creditor?.name ?? null, address };
  const [smtp, imap] = [accountOf(settings, 'smtp'), accountOf(settings, 'imap')];
  checks.push(...(await tell(ctx, [() => tryMessage(ctx, from, smtp, imap)])));
  if (!isOnlyShown) noteFiling(ctx, path, account, checks);
  end(ctx, checks, { account, written: isOnlyShown ? null : path, creditor });
};

/** Of a provider that is not known, the message to oneself shows whether it files what it sends: a second copy would be one too many. */
const noteFiling = (ctx: Context, path: string, { provider }: Account, checks: readonly Check[]): void => {
  if (provider !== null || !checks.some(({ isFiled }) => isFiled)) return;
  writeEnv(path, { RELANCE_SENT_COPY: 'non' });
  ctx.print('Votre fournisseur classe lui-même ce qui part : relance n’y ajoute pas de copie.');
};

/** Settings as the program would read them from `.env`. */
const accountOf = (settings: MailSettings, protocol: 'smtp' | 'imap') => () =>
  readAccount(
    Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, value ?? undefined])),
    protocol,
  );

/** Logs in to both servers with the secret that is given, or asked for until it is the right one. */
const logIn = async (
  ctx: Context,
  first: Reached,
  given: Given,
): Promise<{ account: Account; settings: MailSettings; checks: Check[] }> => {
  for (let reached = first; ;) {
    const { smtp, imap } = reached.account;
    const secret = smtp.user === null && imap === null ? null : await askSecret(ctx, reached, given);
    const account = allowedBy(ctx, reached.account, secret);
    const settings = settingsOf(account, secret);
    const checks = await tell(ctx, [
      () => trySmtp(accountOf(settings, 'smtp')).then((check) => withOwnHint(check, account)),
      ...(account.imap === null
        ? []
        : [() => tryImap(accountOf(settings, 'imap')).then((check) => withOwnHint(check, account))]),
    ]);
    const wrong = checks.find(({ state }) => state === 'fault');
    if (wrong === undefined) return { account, settings, checks };
    if (!ctx.isInteractive || given.secret !== undefined)
      throw new RelanceError(`${wrong.text} : rien n’est enregistré`, {
        code: `mail-${wrong.name}`,
        ...(wrong.hint !== null && { hint: wrong.hint }),
      });
    reached = await askAgain(ctx, reached, wrong);
  }
};

/** What to do about a refused login, as the provider wants it. */
const withOwnHint = (check: Check, { provider }: Account): Check =>
  check.code?.endsWith('-auth') === true ? { ...check, hint: secretHint(provider) } : check;

const askAgain = async (ctx: Context, reached: Reached, wrong: Check): Promise<Reached> => {
  const prompts = await ctx.prompts();
  const answer = await prompts.choose('Que faire ?', [
    { name: 'recommencer', value: 'again' as const },
    ...(wrong.name === 'imap'
      ? [{ name: 'régler l’envoi seul, sans lire les réponses', value: 'sending' as const }]
      : []),
    { name: 'arrêter là, sans rien enregistrer', value: 'stop' as const },
  ]);
  if (answer === 'stop') throw abandoned();
  if (answer === 'sending') return { ...reached, imap: null, account: { ...reached.account, imap: null } };
  return { ...reached, account: await askLogin(ctx, reached.account) };
};

/** Microsoft reads no mailbox for a password. */
const allowedBy = (ctx: Context, account: Account, secret: Secret | null): Account => {
  if (account.provider?.secret !== 'token' || secret?.kind === 'token-command') return account;
  tellWarning(ctx, MICROSOFT_PASSWORD);
  ctx.warn(
    'Microsoft n’accepte déjà plus de mot de passe pour lire la boîte : les réponses ne seront pas lues.',
  );
  return { ...account, imap: null };
};

/** Whether the settings are only to be shown. */
const askOnlyShown = async (ctx: Context, path: string): Promise<boolean> => {
  if (!ctx.isInteractive) return false;
  const place = await (
    await ctx.prompts()
  ).choose('Enregistrer ces réglages ?', [
    { name: `oui, dans ${path}`, value: 'write' as const },
    { name: 'me les montrer, je les recopie', value: 'show' as const },
    { name: 'non', value: 'no' as const },
  ]);
  if (place === 'no') throw abandoned();
  return place === 'show';
};

const end = (
  ctx: Context,
  checks: Check[],
  { account, written, creditor }: { account: Account; written: string | null; creditor: Creditor | null },
): void => {
  const isFaulty = checks.some(({ state }) => state === 'fault');
  if (isFaulty) ctx.setExitCode(EXIT.partial);
  if (ctx.isJson) {
    ctx.printJson(mailJson(account, written, checks));
    return;
  }
  const sender = creditor && parseMailbox(ctx.config.from ?? creditor.sender ?? creditor.email ?? '');
  if (sender && sender.address.toLowerCase() !== account.address.toLowerCase())
    ctx.warn(
      `Attention, vos relances partent de ${sender.address}, que ${account.address} n’a peut-être pas le droit d’employer.\n→ relance profil --email ${account.address}`,
    );
  if (creditor !== null && sender === null)
    ctx.warn(
      `Votre profil n’a pas d’adresse e-mail : sans elle, aucune relance ne part.\n→ relance profil --email ${account.address}`,
    );
  ctx.print(
    creditor === null
      ? '→ relance init pour dire qui vous êtes'
      : '→ relance send --dry-run montre ce qui partirait',
  );
};
