import { existsSync, lstatSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { ImapServer } from '../helpers/imap-server.ts';
import { startNameServer } from '../helpers/name-server.ts';
import { SmtpSink, type SinkOptions } from '../helpers/smtp-sink.ts';
import { World } from '../helpers/world.ts';

const USER = 'claire@exemple.test';

/** A provider of this machine: what is sent to it arrives in the mailbox. */
class Provider {
  private constructor(
    readonly sink: SmtpSink,
    readonly imap: ImapServer,
  ) {}

  static async start(
    smtp: SinkOptions = { auth: { user: USER, password: 'secret' } },
    reading: Parameters<typeof ImapServer.start>[0] = { user: USER, password: 'secret' },
  ): Promise<Provider> {
    const imap = await ImapServer.start(reading);
    const sink = await SmtpSink.start({
      ...smtp,
      refuseMessage: (raw) => {
        imap.add('INBOX', raw, new Date());
        return null;
      },
    });
    onTestFinished(async () => {
      await sink.close();
      await imap.close();
    });
    return new Provider(sink, imap);
  }

  get flags(): string {
    return `--smtp 127.0.0.1:${this.sink.port} --imap 127.0.0.1:${this.imap.port}`;
  }
}

const envOf = (world: World): string => join(world.home, '.env');
const read = (world: World): string => readFileSync(envOf(world), 'utf8');

/** As it is read: ordinary spaces, and no fold. */
const asRead = (text: string): string =>
  text.replaceAll(/[\u00a0\u202f]/gu, ' ').replaceAll(/\n {4}|(?<=[\p{Ll},]) ?\n(?=\p{Ll})/gu, ' ');

const plain = <T extends { stdout: string; stderr: string }>(result: T): T => ({
  ...result,
  stdout: asRead(result.stdout),
  stderr: asRead(result.stderr),
});

const typed = async (world: World, ...words: Parameters<World['relance']>) =>
  plain(await world.relance(...words));
const answered = async (world: World, ...words: Parameters<World['atTerminal']>) =>
  plain(await world.atTerminal(...words));

beforeEach(() => startNameServer({}));

describe('an account given by flags', () => {
  it('is tried, written for its owner alone, and a message to oneself is found again', async () => {
    const world = World.bare('2026-11-28');
    const provider = await Provider.start();
    const out = asRead(await world.ok(`mail ${USER} ${provider.flags} --commande "echo secret"`));
    expect(out).toContain(`✓ Réglages enregistrés dans ${envOf(world)}.`);
    expect(out).toContain('✓ Essai : parti à claire@exemple.test');
    expect(out).toContain('✓ Arrivée : le message d’essai est dans votre boîte');
    expect(out).toContain('→ relance init');
    expect(statSync(envOf(world)).mode & 0o777).toBe(0o600);
    expect(read(world)).toBe(
      [
        `RELANCE_SMTP_URL='smtp://claire%40exemple.test@127.0.0.1:${provider.sink.port}'`,
        `RELANCE_SMTP_PASSWORD_COMMAND='echo secret'`,
        `RELANCE_IMAP_URL='imap://claire%40exemple.test@127.0.0.1:${provider.imap.port}'`,
        `RELANCE_IMAP_PASSWORD_COMMAND='echo secret'`,
        '',
      ].join('\n'),
    );
    expect(provider.sink.received.map(({ to, user }) => ({ to, user }))).toEqual([
      { to: [USER], user: USER },
    ]);
    // No base is made: that is for `init`.
    expect(existsSync(world.databasePath)).toBe(false);
  });

  it('is told whole in JSON', async () => {
    const world = World.bare('2026-11-28');
    const provider = await Provider.start();
    const result = await world.json(`mail ${USER} ${provider.flags} --commande "echo secret"`);
    expect(result).toMatchObject({
      address: USER,
      provider: null,
      smtp: { host: '127.0.0.1', port: provider.sink.port, secure: false, user: USER },
      imap: { host: '127.0.0.1', port: provider.imap.port, secure: false, user: USER },
      written: envOf(world),
      checks: ['smtp', 'imap', 'message', 'arrival'].map((name) => ({ name, state: 'ok', hint: null })),
      faults: 0,
    });
  });

  it('serves at once: the mailbox is read, and what is set is tried again', async () => {
    const world = new World('2026-11-28');
    const provider = await Provider.start();
    await world.ok(`init --nom "Claire Petit" --email ${USER}`);
    await world.ok(`mail ${provider.flags} --commande "echo secret"`);
    expect(await world.ok('inbox')).toContain('Boîte aux lettres lue jusqu’au');
    const out = asRead(await world.ok('mail --verifier'));
    expect(out).toMatch(/✓ Envoi.*\n✓ Réception.*\n✓ Essai.*\n✓ Arrivée/);
    expect(provider.sink.received).toHaveLength(2);
  });

  it.each([
    ['a wrong password', '--commande "echo faux"', 'refuse l’identifiant ou le mot de passe'],
    ['a command that fails', '--commande false', 'n’a pas donné de mot de passe'],
    ['an empty answer', '--jeton true', 'n’a pas donné de jeton'],
  ])('with %s is refused, and nothing is written', async (_what, secret, sentence) => {
    const world = World.bare('2026-11-28');
    const provider = await Provider.start();
    const { exitCode, stdout, stderr } = await typed(world, `mail ${USER} ${provider.flags} ${secret}`);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(sentence);
    expect(stderr).toContain('rien n’est enregistré');
    expect(stdout + stderr).not.toContain('faux');
    expect(existsSync(envOf(world))).toBe(false);
  });

  it.each([
    ['', 'Il manque --smtp'],
    ['--smtp 127.0.0.1:{smtp}', 'Il manque --imap, ou --sans-boite'],
    ['--smtp 127.0.0.1:{smtp} --imap 127.0.0.1:{imap}', 'Il manque --commande, ou --jeton'],
    ['--smtp "deux mots"', '--smtp n’est pas un nom de serveur'],
    ['--smtp imap://exemple.fr', '--smtp n’est pas un nom de serveur'],
    ['--commande a --jeton b', '--commande et --jeton ne vont pas ensemble'],
    ['--imap x --sans-boite', '--imap et --sans-boite ne vont pas ensemble'],
    ['--verifier --sans-boite', '--verifier et --sans-boite ne vont pas ensemble'],
    ['--commande ""', '--commande ne peut pas être vide'],
  ])('refuses « %s » in one sentence', async (flags, sentence) => {
    const world = World.bare('2026-11-28');
    const { sink, imap } = await Provider.start();
    const { exitCode, stderr } = await typed(
      world,
      `mail ${USER} ${flags.replace('{smtp}', String(sink.port)).replace('{imap}', String(imap.port))}`,
    );
    expect(exitCode).toBe(2);
    expect(stderr).toContain(sentence);
    expect(existsSync(envOf(world))).toBe(false);
  });

  it('is refused when its server is not there, with what to do', async () => {
    const world = World.bare('2026-11-28');
    const { sink, imap } = await Provider.start();
    const { port } = sink;
    await sink.close();
    const { exitCode, stderr } = await typed(
      world,
      `mail ${USER} --smtp 127.0.0.1:${port} --imap 127.0.0.1:${imap.port} --commande "echo secret"`,
    );
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`Le serveur 127.0.0.1:${port} refuse la connexion`);
    expect(stderr).toContain('--smtp');
  });

  it('needs no login where the server asks for none', async () => {
    const world = World.bare('2026-11-28');
    const { sink } = await Provider.start({});
    await world.ok(`mail ${USER} --smtp 127.0.0.1:${sink.port} --sans-boite`);
    expect(read(world)).toBe(`RELANCE_SMTP_URL='smtp://127.0.0.1:${sink.port}'\n`);
  });
});

describe('what is written', () => {
  it('leaves the rest of .env as it was, and takes away the secret that would hide the new one', async () => {
    const world = World.bare('2026-11-28');
    const provider = await Provider.start();
    writeFileSync(
      envOf(world),
      `# mes réglages\nRELANCE_SMTP_URL=smtps://ancien%40exemple.fr@smtp.ancien.fr\nRELANCE_SMTP_PASSWORD="an'cien"\nRELANCE_BCC=moi@exemple.fr\nAUTRE='deux\nlignes'\n`,
      { mode: 0o600 },
    );
    await world.ok(`mail ${USER} ${provider.flags} --commande "echo secret"`);
    const content = read(world);
    expect(content).toMatch(
      /^# mes réglages\nRELANCE_SMTP_URL='smtp:\/\/claire.*'\nRELANCE_BCC=moi@exemple\.fr\nAUTRE='deux\nlignes'\n/,
    );
    expect(content).not.toContain("an'cien");
    expect(content.match(/RELANCE_SMTP_URL/g)).toHaveLength(1);
    expect(statSync(envOf(world)).mode & 0o777).toBe(0o600);
  });

  it('is its owner’s alone, whatever was left beside it, and a link stays a link', async () => {
    const world = World.bare('2026-11-28');
    const provider = await Provider.start();
    const elsewhere = join(world.home, 'reglages');
    writeFileSync(elsewhere, 'RELANCE_BCC=moi@exemple.fr\n', { mode: 0o644 });
    symlinkSync(elsewhere, envOf(world));
    writeFileSync(`${elsewhere}.nouveau`, 'laissé là', { mode: 0o644 });
    await world.ok(`mail ${USER} ${provider.flags} --commande "echo secret"`);
    expect(lstatSync(envOf(world)).isSymbolicLink()).toBe(true);
    expect(readFileSync(elsewhere, 'utf8')).toMatch(/^RELANCE_BCC=moi@exemple\.fr\nRELANCE_SMTP_URL=/);
    expect(statSync(elsewhere).mode & 0o777).toBe(0o600);
    expect(existsSync(`${elsewhere}.nouveau`)).toBe(false);
  });

  it('is refused in a sentence where nothing can be written', async () => {
    const world = World.bare('2026-11-28');
    const provider = await Provider.start();
    writeFileSync(join(world.home, 'fichier'), '');
    world.env = { RELANCE_HOME: join(world.home, 'fichier') };
    const { exitCode, stderr } = await typed(
      world,
      `mail ${USER} ${provider.flags} --commande "echo secret"`,
    );
    expect([exitCode, stderr]).toEqual([1, expect.not.stringContaining('Défaut')]);
  });

  it('--montrer writes nothing, and shows no password', async () => {
    const world = World.bare('2026-11-28');
    const provider = await Provider.start();
    const { stdout, screen } = await answered(world, `mail ${USER} ${provider.flags} --montrer`, [
      ['Identifiant', '\r'],
      ['Ce mot de passe', '\r'],
      ['Mot de passe', 'secret\r'],
    ]);
    expect(stdout).toContain("RELANCE_SMTP_PASSWORD='votre mot de passe'");
    expect(stdout + screen).not.toContain('secret');
    expect(existsSync(envOf(world))).toBe(false);
  });

  it('a setting of the environment, which would win, is named', async () => {
    const world = World.bare('2026-11-28');
    const provider = await Provider.start();
    world.env = { RELANCE_SMTP_URL: 'smtp://127.0.0.1:9' };
    const { stderr } = await typed(world, `mail ${USER} ${provider.flags} --commande "echo secret"`);
    expect(stderr).toContain('RELANCE_SMTP_URL est aussi dans l’environnement, qui l’emporte');
  });

  it('the sending alone leaves the mailbox that is read', async () => {
    const world = World.bare('2026-11-28');
    const provider = await Provider.start();
    await world.ok(`mail ${USER} ${provider.flags} --commande "echo secret"`);
    const out = await world.ok(
      `mail ${USER} --smtp 127.0.0.1:${provider.sink.port} --sans-boite --commande "echo secret"`,
    );
    expect(asRead(out)).toContain('La boîte lue reste celle de claire@exemple.test, 127.0.0.1.');
    expect(read(world)).toContain('RELANCE_IMAP_URL');
  });
});

describe('a provider that nobody knows', () => {
  it.each([
    ['files what it sends: no copy is added', true],
    ['does not: a copy will be', false],
  ])('%s', async (_what, files) => {
    const world = World.bare('2026-11-28');
    const { sink, imap, flags } = await Provider.start();
    const arrive = sink.options.refuseMessage;
    sink.options.refuseMessage = (raw) => {
      if (files) imap.add('Sent', raw, new Date());
      return arrive?.(raw) ?? null;
    };
    const out = await world.ok(`mail ${USER} ${flags} --commande "echo secret"`);
    expect(asRead(out).includes('Votre fournisseur classe lui-même ce qui part')).toBe(files);
    expect(read(world).includes("RELANCE_SENT_COPY='non'")).toBe(files);
  });
});

it('what was seen of a former provider does not bind the next one', async () => {
  const world = World.bare('2026-11-28');
  const { flags } = await Provider.start();
  const former = "RELANCE_IMAP_URL='imaps://a@imap.ancien.fr'\nRELANCE_SENT_COPY='non'\n";
  writeFileSync(envOf(world), former, { mode: 0o600 });
  await world.ok(`mail ${USER} ${flags} --commande "echo secret"`);
  expect(read(world)).not.toContain('RELANCE_SENT_COPY');
  // Of the same one, what the user has said stays said.
  writeFileSync(envOf(world), `${read(world)}RELANCE_SENT_COPY='non'\n`, { mode: 0o600 });
  await world.ok(`mail ${USER} ${flags} --commande "echo secret"`);
  expect(read(world)).toContain("RELANCE_SENT_COPY='non'");
});

describe('at the terminal', () => {
  it('servers that are not known are asked for, the password again until it is right', async () => {
    const world = World.bare('2026-11-28');
    const { sink, imap } = await Provider.start();
    const { exitCode, stdout, screen, stderr } = await answered(world, 'mail', [
      ['Votre adresse e-mail', `${USER}\r`],
      ['Serveur d’envoi', 'deux mots\r'],
      ['n’est pas un nom de serveur', `\u0015127.0.0.1:${sink.port}\r`],
      ['Serveur de réception', `127.0.0.1:${imap.port}\r`],
      ['Identifiant', '\r'],
      ['Ce mot de passe', '\r'],
      ['Mot de passe', 'faux\r'],
      ['Que faire', '\r'],
      ['Identifiant', '\r'],
      ['Ce mot de passe', '\r'],
      ['Mot de passe', 'secret\r'],
      ['Enregistrer ces réglages', '\r'],
    ]);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('aucun serveur ne reçoit le courrier de exemple.test');
    expect(stdout).toContain('Le fournisseur de exemple.test n’est pas connu de relance');
    expect(stdout).toContain('refuse l’identifiant ou le mot de passe');
    expect(stdout).toContain('✓ Arrivée');
    expect(read(world)).toContain("RELANCE_SMTP_PASSWORD='secret'");
    expect(stdout + screen + stderr).not.toMatch(/faux|secret\b/);
  });

  it('a server that does not answer is said, and another one asked for', async () => {
    const world = World.bare('2026-11-28');
    const { sink } = await Provider.start({});
    const { stderr, exitCode } = await answered(world, `mail ${USER}`, [
      ['Serveur d’envoi', '127.0.0.1:9\r'],
      [/\? Serveur d’envoi\s*$/, `127.0.0.1:${sink.port}\r`],
      ['Serveur de réception', '\r'],
      ['Enregistrer ces réglages', '\r'],
    ]);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('Le serveur 127.0.0.1:9 refuse la connexion');
    expect(read(world)).toBe(`RELANCE_SMTP_URL='smtp://127.0.0.1:${sink.port}'\n`);
  });

  it('a mailbox that cannot be opened may be left out', async () => {
    const world = World.bare('2026-11-28');
    const provider = await Provider.start(
      { auth: { user: USER, password: 'secret' } },
      { user: USER, password: 'autre' },
    );
    await world.atTerminal(`mail ${USER} ${provider.flags}`, [
      ['Identifiant', '\r'],
      ['Ce mot de passe', '\r'],
      ['Mot de passe', 'secret\r'],
      ['Que faire', '\u001B[B\r'],
      ['Ce mot de passe', '\r'],
      ['Mot de passe', 'secret\r'],
      ['Enregistrer ces réglages', '\r'],
    ]);
    expect(read(world)).not.toContain('IMAP');
    expect(read(world)).toContain('RELANCE_SMTP_PASSWORD');
  });

  it.each([
    ['no', '\u001B[B\u001B[B\r'],
    ['Ctrl-C', '\u0003'],
  ])('%s at the last question writes nothing', async (_what, keys) => {
    const world = World.bare('2026-11-28');
    const { sink } = await Provider.start({});
    const { exitCode, stderr } = await answered(
      world,
      `mail ${USER} --smtp 127.0.0.1:${sink.port} --sans-boite`,
      [['Enregistrer ces réglages', keys]],
    );
    expect(exitCode).toBe(130);
    expect(stderr).toContain('rien n’a été enregistré');
    expect(existsSync(envOf(world))).toBe(false);
  });
});

describe('what each provider wants', () => {
  it('Google: a password of its own, shown in groups that are one word', async () => {
    const world = World.bare('2026-11-28');
    const { flags } = await Provider.start(
      { auth: { user: 'claire@gmail.com', password: 'abcdefghijklmnop' } },
      { user: 'claire@gmail.com', password: 'abcdefghijklmnop' },
    );
    const { stdout, exitCode } = await answered(world, `mail claire@gmail.com ${flags}`, [
      ['Ce mot de passe', '\r'],
      ['Mot de passe', 'abcd efgh ijkl mnop\r'],
      ['Enregistrer ces réglages', '\r'],
    ]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Gmail / Google Workspace veut un mot de passe d’application');
    expect(stdout).toContain('Mots de passe des applications');
    expect(read(world)).toContain("RELANCE_SMTP_PASSWORD='abcdefghijklmnop'");
  });

  it('a domain of one’s own is known by who takes its mail', async () => {
    await startNameServer({ 'atelier.test': ['mx1.mail.ovh.net', 'mx2.mail.ovh.net'] });
    const world = World.bare('2026-11-28');
    const { flags } = await Provider.start(
      { auth: { user: 'claire@atelier.test', password: 'faux' } },
      { user: 'claire@atelier.test', password: 'secret' },
    );
    const { stdout, stderr, exitCode } = await typed(
      world,
      `mail claire@atelier.test ${flags} --commande "echo secret"`,
    );
    expect(exitCode).toBe(1);
    expect(stdout).toContain('OVH (MX Plan), qui reçoit le courrier de atelier.test');
    expect(stderr).toContain('OVH (MX Plan) accepte le mot de passe de votre boîte');
  });

  it('Free logs in with what comes before the @', async () => {
    const world = World.bare('2026-11-28');
    const { flags, sink } = await Provider.start(
      { auth: { user: 'claire', password: 'secret' } },
      { user: 'claire', password: 'secret' },
    );
    await world.ok(`mail claire@free.fr ${flags} --commande "echo secret"`);
    expect(sink.received[0]?.user).toBe('claire');
  });

  it('Microsoft: a token for both', async () => {
    const world = World.bare('2026-11-28');
    const tokens = new Set(['jeton-1', 'jeton-2', 'jeton-3', 'jeton-4']);
    const { flags } = await Provider.start(
      { tokens },
      { user: 'claire@outlook.fr', tokens: new Set(tokens) },
    );
    const file = join(world.home, 'compteur');
    const command = `sh -c 'echo x >> ${file}; echo jeton-$(wc -l < ${file})'`;
    const { exitCode, stdout, stderr } = await typed(world, [
      ...['mail', 'claire@outlook.fr', ...flags.split(' ')],
      ...['--jeton', command],
    ]);
    expect(stderr).toBe('');
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('✓ Arrivée')]);
    expect(read(world)).toContain('RELANCE_SMTP_TOKEN_COMMAND=');
    expect(read(world)).toContain('RELANCE_IMAP_TOKEN_COMMAND=');
  });

  it('Microsoft with a password: until when, and what is not read', async () => {
    const world = World.bare('2026-11-28');
    const { flags } = await Provider.start({ auth: { user: 'claire@outlook.fr', password: 'secret' } });
    const { exitCode, stdout, stderr } = await answered(world, `mail claire@outlook.fr ${flags}`, [
      ['Comment entrer', '\u001B[B\r'],
      ['Mot de passe', 'secret\r'],
      ['Enregistrer ces réglages', '\r'],
    ]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Microsoft veut un jeton d’accès');
    expect(stderr).toContain('Microsoft n’acceptera plus de mot de passe pour l’envoi');
    expect(read(world)).not.toContain('IMAP');
  });
});

describe('--verifier', () => {
  it('says that nothing is set', async () => {
    const { exitCode, stdout } = await typed(World.bare('2026-11-28'), 'mail --verifier');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('✗ Envoi : aucun serveur d’envoi n’est réglé');
    expect(stdout).toContain('– Réception : aucune boîte n’est réglée');
    expect(stdout).toContain('→ relance mail <votre adresse>');
  });

  it('goes on after a fault, and counts it', async () => {
    const world = new World('2026-11-28');
    const { sink, imap } = await Provider.start();
    world.env = {
      RELANCE_SMTP_URL: `smtp://claire%40exemple.test@127.0.0.1:${sink.port}`,
      RELANCE_SMTP_PASSWORD: 'faux',
      RELANCE_IMAP_URL: `imap://claire%40exemple.test@127.0.0.1:${imap.port}`,
      RELANCE_IMAP_PASSWORD: 'secret',
    };
    const { exitCode, stdout } = await typed(world, `mail --verifier ${USER} --json`);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      checks: [
        { name: 'smtp', state: 'fault' },
        { name: 'imap', state: 'ok' },
      ],
      faults: 1,
    });
    expect(sink.received).toHaveLength(0);
  });

  it('says what to do about a server that is down, and a password that has changed', async () => {
    const world = new World('2026-11-28');
    const { sink, imap } = await Provider.start();
    world.env = {
      RELANCE_SMTP_URL: `smtp://127.0.0.1:${sink.port}`,
      RELANCE_IMAP_URL: `imap://claire%40exemple.test@127.0.0.1:${imap.port}`,
      RELANCE_IMAP_PASSWORD: 'ancien',
    };
    await sink.close();
    const { stdout } = await typed(world, `mail --verifier ${USER}`);
    expect(stdout).toContain('→ réessayez un peu plus tard');
    expect(stdout).toContain('→ votre mot de passe a peut-être changé : relance mail <votre adresse>');
    expect(stdout).not.toContain('RELANCE_');
  });
});

it('a profile without an address is told how to have one', async () => {
  const world = new World('2026-11-28');
  const { flags } = await Provider.start();
  await world.ok('init --nom "Claire Petit"');
  const { stderr } = await typed(world, `mail ${USER} ${flags} --commande "echo secret"`);
  expect(stderr).toContain(`→ relance profil --email ${USER}`);
});

it.each(['smtp', 'imap'] as const)('TLS on another port is found by trying (%s)', async (which) => {
  const { parseServer, waysTo } = await import('../../src/commands/setup/mail/account.ts');
  const way = (text: string) =>
    waysTo(parseServer(text, which), which).map(({ secure, port }) => [secure, port]);
  const [tls, plainPort] = which === 'smtp' ? [465, 587] : [993, 143];
  expect(way('serveur.fr')).toEqual([
    [true, tls],
    [false, plainPort],
  ]);
  expect(way(`serveur.fr:${tls}`)).toEqual([
    [true, tls],
    [false, tls],
  ]);
  expect(way('serveur.fr:2465')).toEqual([
    [false, 2465],
    [true, 2465],
  ]);
  expect(way(`${which}s://serveur.fr:2465`)).toEqual([[true, 2465]]);
});

describe('init', () => {
  const profile: [string, string][] = [
    ['Votre nom', 'Claire Petit\r'],
    ['Forme juridique', '\r'],
    ['SIRET', '\r'],
    ['Adresse, sans', '\r'],
    ['Code postal', '\r'],
    ['Ville', '\r'],
    ['Adresse e-mail', `${USER}\r`],
    ['Téléphone', '\r'],
    ['IBAN', '\r'],
    ['Régime', '\r'],
    ['Taux', '\r'],
    ['Enregistrer ce profil', '\r'],
    ['Régler maintenant votre messagerie', '\r'],
  ];

  it('offers to set the mailbox, and a stop there denies nothing', async () => {
    const world = World.bare('2026-11-28');
    const { sink } = await Provider.start({});
    const { stdout, exitCode } = await answered(world, 'init', [
      ...profile,
      ['Serveur d’envoi', `127.0.0.1:${sink.port}\r`],
      ['Serveur de réception', '\r'],
      ['Enregistrer ces réglages', '\r'],
    ]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('✓ Essai : parti à claire@exemple.test');
    expect(stdout.trimEnd()).toMatch(/→ relance add pour enregistrer une facture$/);

    const other = World.bare('2026-11-28');
    const stopped = await answered(other, 'init', [...profile, ['Serveur d’envoi', '\u0003']]);
    expect(stopped.stderr).not.toContain('rien n’a été enregistré');
    expect(stopped.stderr).toContain('Arrêté là : ce qui précède est enregistré');
  });

  it('says how to set it later', async () => {
    const out = await World.bare('2026-11-28').ok(`init --nom "Claire Petit" --email ${USER}`);
    expect(asRead(out)).toContain(`→ relance mail ${USER}`);
  });
});
