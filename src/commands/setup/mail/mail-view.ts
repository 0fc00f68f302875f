import { join } from 'node:path';
import type { Context } from '../../../context.ts';
import { withSettings } from '../../../env-file.ts';
import type { Account, MailSettings } from './account.ts';
import type { Check } from './try-account.ts';

const TITLES: Record<Check['name'], string> = {
  smtp: 'Envoi',
  imap: 'Réception',
  message: 'Essai',
  arrival: 'Arrivée',
};

const printCheck = (ctx: Context, { name, state, text, hint }: Check): void => {
  const { green, red, dim } = ctx.style;
  const mark = { ok: green('✓'), fault: red('✗'), absent: dim('–') }[state];
  ctx.print(`${mark} ${TITLES[name]} : ${text}`);
  if (hint !== null) ctx.print(`  → ${hint}`);
};

/** Lines to be copied into `.env`: a password is known to the one who typed it, and is not shown. */
export const settingLines = (ctx: Context, settings: MailSettings): string =>
  [
    `À écrire dans ${join(ctx.config.home, '.env')}, que vous seul devez pouvoir lire (chmod 600) :`,
    withSettings(
      '',
      Object.fromEntries(
        Object.entries(settings).map(([key, value]) => [
          key,
          value !== null && key.endsWith('_PASSWORD') ? 'votre mot de passe' : value,
        ]),
      ),
    ),
  ].join('\n');

/** As scripts read them. */
export const checksJson = (checks: readonly Check[]) =>
  checks.map(({ name, state, text, hint }) => ({ name, state, text, hint }));

export const mailJson = (
  { address, provider, smtp, imap }: Account,
  written: string | null,
  checks: readonly Check[],
) => ({
  address,
  provider: provider?.name ?? null,
  smtp: { host: smtp.host, port: smtp.port, secure: smtp.secure, user: smtp.user },
  imap: imap && { host: imap.host, port: imap.port, secure: imap.secure, user: imap.user },
  written,
  checks: checksJson(checks),
  faults: checks.filter(({ state }) => state === 'fault').length,
});

/** Does one thing after the other, and says what came of each as it comes. */
export const tell = async (
  ctx: Context,
  works: readonly (() => Promise<Check | Check[]>)[],
): Promise<Check[]> => {
  const done: Check[] = [];
  for (const work of works) {
    ctx.progress('Essai…');
    const checks = [await work().finally(() => ctx.progress(''))].flat();
    for (const check of checks) printCheck(ctx, check);
    done.push(...checks);
  }
  return done;
};
