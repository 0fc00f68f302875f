import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MAIL_PROVIDERS } from '../../src/mail/providers.ts';
import { atWork, readMails, recipientsOf } from '../helpers/at-work.ts';
import { addClaim } from '../helpers/claims.ts';
import { plain, refused } from '../helpers/refused.ts';
import type { World } from '../helpers/world.ts';

interface Warned {
  warnings: { code: string; text: string; command: string }[];
}

const codes = async (world: World, line: string): Promise<string[]> =>
  (await world.json<Warned>(line)).warnings
    .map(({ code }) => code)
    .filter((code) => !['rate-missing', 'prescription'].includes(code));

const poor = async () => {
  const work = await atWork();
  work.world.execute('update creditor set iban = null');
  addClaim(work.world, 'Alpha');
  return work;
};

describe('a profile without IBAN', () => {
  it('is said by whatever shows or sends a message, and does not stop a cron', async () => {
    const { world, sink } = await poor();
    for (const line of ['due', 'matin', 'send --dry-run'])
      expect(await codes(world, line), line).toEqual(['no-iban']);
    expect(plain(await world.ok('due'))).toContain('→ relance profil --iban');
    const result = await world.relance('send --yes');
    expect(result.exitCode).toBe(0);
    expect(plain(result.stderr)).toContain('votre profil n’a pas d’IBAN');
    expect((await readMails(sink))[0]?.text).not.toContain('IBAN');
    // Nothing left to send: nothing to say.
    expect(await codes(world, 'send --yes')).toEqual([]);
  });

  it('is asked about at a terminal, before the first message is shown', async () => {
    const { world, sink } = await poor();
    const declined = await world.atTerminal('send', [['Envoyer tout de même', 'n\r']]);
    expect(declined.exitCode).toBe(130);
    expect(sink.received).toEqual([]);
    await world.atTerminal('send', [
      ['Envoyer tout de même', 'o\r'],
      ['Message 1/1 pour Alpha', '\r'],
    ]);
    expect(recipientsOf(sink)).toEqual(['compta@alpha.example']);
  });

  it('is said of a message that leaves alone', async () => {
    const { world } = await poor();
    await world.ok('promise F-Alpha +3j');
    expect(plain((await world.relance('send F-Alpha --modele promesse --yes')).stderr)).toContain(
      'pas d’IBAN',
    );
  });
});

describe('what would stop the sending is said by « due » too', () => {
  it.each([
    ['no profile', 'delete from creditor', 'no-creditor'],
    ['no sender', 'update creditor set email = null', 'no-sender'],
    ['a sender that is no address', "update creditor set sender = 'Jeanne'", 'no-sender'],
  ])('%s', async (_what, sql, code) => {
    const { world } = await atWork();
    addClaim(world, 'Alpha');
    world.execute(sql);
    for (const line of ['due', 'matin']) expect(await codes(world, line), line).toEqual([code]);
    for (const line of ['send --yes', 'send --dry-run'])
      expect((await world.json<{ error: { code: string } }>(line)).error.code).toBe(code);
  });

  it('an address for the answers that is none', async () => {
    const { world, sink } = await atWork();
    addClaim(world, 'Alpha');
    world.env['RELANCE_REPLY_TO'] = 'reponses';
    for (const line of ['due', 'matin']) expect(await codes(world, line), line).toEqual(['no-reply-to']);
    for (const line of ['send --yes', 'send --dry-run', 'profil --test-email'])
      expect((await refused(world, line)).slice(1), line).toEqual([
        'L’adresse de réponse « reponses » n’est pas une adresse e-mail',
        `corrigez RELANCE_REPLY_TO dans ${join(world.home, '.env')}`,
      ]);
    expect(sink.received).toEqual([]);
  });

  it('a template of the user’s, or a part of one, that is at fault', async () => {
    const { world } = await atWork();
    addClaim(world, 'Alpha');
    const folder = join(world.home, 'templates', 'emails', 'partiels');
    mkdirSync(folder, { recursive: true });
    expect(await codes(world, 'due')).toEqual([]);
    writeFileSync(join(folder, 'cloture.hbs'), '{{inconnu}}\n');
    expect(await codes(world, 'due')).toEqual(['invalid-template']);
    const { error } = await world.json<{ error: { code: string; message: string } }>('send --yes');
    expect(error.code).toBe('invalid-template');
    const [warning] = (await world.json<Warned>('matin')).warnings;
    expect(warning?.text).toContain(error.message);
  });

  it('unless there is nothing to send', async () => {
    const { world } = await atWork();
    world.execute('delete from creditor');
    expect(await codes(world, 'due')).toEqual([]);
  });
});

const sendingBy = async (url: string, env: Record<string, string> = {}): Promise<World> => {
  const { world } = await atWork();
  addClaim(world, 'Alpha');
  world.env = { ...world.env, RELANCE_SMTP_URL: url, ...env };
  return world;
};

describe('a password at Microsoft’s', () => {
  const SAID = 'à la fin de décembre 2026, Microsoft n’acceptera plus de mot de passe pour l’envoi';
  it.each([
    ...MAIL_PROVIDERS.filter(({ secret }) => secret === 'token').map(({ smtp }) => smtp.host),
    'outlook.office365.com',
    'SMTP.OFFICE365.COM',
  ])('is said until the end of the year by what shows or sends: %s', async (host) => {
    // A command that would be seen: none is run.
    const command = 'touch "$RELANCE_HOME/lu"';
    const world = await sendingBy(`smtp://a%40b.fr@${host}`, { RELANCE_SMTP_PASSWORD_COMMAND: command });
    for (const line of ['due', 'matin', 'send --dry-run'])
      expect(await codes(world, line), line).toEqual(['microsoft-password']);
    for (const line of ['due', 'matin', 'send --dry-run']) {
      const { stdout, stderr } = await world.relance(line);
      const said = plain(stdout + stderr).replaceAll(/\s+/g, ' ');
      expect(said, line).toContain(SAID);
      expect(said, line).toContain('→ relance mail --jeton <commande>');
    }
    expect(existsSync(join(world.home, 'lu'))).toBe(false);
  });

  it('is said to the last day, also when nothing is due, and then no more', async () => {
    const world = await sendingBy('smtp://a%40b.fr@smtp.office365.com');
    world.today = '2026-12-31';
    expect(await codes(world, 'due')).toEqual(['microsoft-password']);
    world.today = '2027-01-01';
    expect(await codes(world, 'due')).toEqual([]);
    world.today = '2026-12-31';
    await world.ok('pay F-Alpha');
    expect(await codes(world, 'due --date demain')).toEqual(['microsoft-password']);
  });

  it.each([
    ['with a token', 'smtp://a%40b.fr@smtp.office365.com', { RELANCE_SMTP_TOKEN_COMMAND: 'exit 1' }],
    ['without a login', 'smtp://exemple-fr.mail.protection.outlook.com:25', {}],
    ['elsewhere', 'smtp://a%40outlook.com@smtp.exemple.fr', {}],
    ['at a name that ends alike', 'smtp://a@notoutlook.com', {}],
    ['at what is no address', 'n’importe quoi', {}],
  ])('is not said %s', async (_what, url, env) => {
    expect(await codes(await sendingBy(url, env), 'due')).toEqual([]);
  });

  it('is told before the messages, and nothing more is asked', async () => {
    const world = await sendingBy('smtp://a%40b.fr@smtp.office365.com');
    const { screen, stderr, exitCode } = await world.atTerminal(
      ['send', '--brouillons', join(world.home, 'brouillons')],
      [['Message 1/1 pour Alpha', '\r']],
    );
    expect([exitCode, plain(stderr).replaceAll(/\s+/g, ' '), screen]).toEqual([
      0,
      expect.stringContaining(SAID),
      expect.not.stringContaining('Envoyer tout de même'),
    ]);
  });
});
