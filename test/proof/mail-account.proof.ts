import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DOVECOT_PASSWORD, missingDovecot, startDovecot } from '../helpers/dovecot.ts';
import { FaultySmtpServer } from '../helpers/faulty-smtp-server.ts';
import { ImapServer, type ImapFault } from '../helpers/imap-server.ts';
import { missingMta, startMta } from '../helpers/mta.ts';
import { startNameServer } from '../helpers/name-server.ts';
import { plain } from '../helpers/refused.ts';
import { SmtpSink } from '../helpers/smtp-sink.ts';
import { World } from '../helpers/world.ts';

const USER = 'claire@exemple.test';
const missing = missingDovecot() ?? missingMta();
/** What a step may last, and what a loaded machine adds to it. */
const STEP_MS = 10_000;
const MARGIN_MS = 10_000;

const said = async (world: World, line: string) => {
  const start = performance.now();
  const { exitCode, stdout, stderr } = await world.relance(line);
  return { exitCode, stdout: plain(stdout), stderr: plain(stderr), ms: performance.now() - start };
};

/** An account whose server of sending delivers nothing. */
const accountFlags = async (faults: ImapFault[] = []): Promise<string> => {
  const sink = await SmtpSink.start();
  const imap = await ImapServer.start({ user: USER, password: 'secret', faults });
  onTestFinished(async () => {
    await sink.close();
    await imap.close();
  });
  return `--smtp 127.0.0.1:${sink.port} --imap 127.0.0.1:${imap.port}`;
};

describe.skipIf(missing !== null)(
  `an account of OpenSMTPD and dovecot${missing === null ? '' : ` (skipped: ${missing})`}`,
  () => {
    it('is set by hand in a minute, and has received its first message', async () => {
      await startNameServer({});
      const dovecot = await startDovecot();
      const mta = await startMta(dovecot.mailbox);
      const world = World.bare('2026-11-28');
      const start = performance.now();
      const { exitCode, stdout, stderr } = await world.atTerminal(`mail ${USER}`, [
        ['Serveur d’envoi', `127.0.0.1:${mta.port}\r`],
        ['Serveur de réception', `127.0.0.1:${dovecot.port}\r`],
        ['Identifiant', '\r'],
        ['Ce mot de passe', '\r'],
        ['Mot de passe', `${DOVECOT_PASSWORD}\r`],
        ['Enregistrer ces réglages', '\r'],
      ]);
      expect(exitCode, stdout + stderr).toBe(0);
      expect(plain(stdout)).toContain('✓ Arrivée : le message d’essai est dans votre boîte');
      expect(performance.now() - start).toBeLessThan(60_000);
      expect(await mta.delivered(1)).toHaveLength(1);
      expect(await said(world, `mail --verifier ${USER}`)).toMatchObject({ exitCode: 0 });
    });
  },
);

describe('an account that is not well', () => {
  it.each(['greeting', 'ehlo'] as const)('a server of sending that stalls at %s: ten seconds', async (at) => {
    await startNameServer({});
    const server = await FaultySmtpServer.start({ faults: [{ at, do: 'hang' }] });
    onTestFinished(() => server.close());
    const world = World.bare('2026-11-28');
    const result = await said(world, `mail ${USER} --smtp 127.0.0.1:${server.port} --sans-boite`);
    expect(result).toMatchObject({ exitCode: 1 });
    expect(result.stderr).toContain(`Le serveur 127.0.0.1:${server.port} ne répond pas`);
    expect(result.ms).toBeLessThan(STEP_MS + MARGIN_MS);
  });

  it.each(['greeting', 'capability', 'login', 'examine'] as const)(
    'a mailbox that stalls at %s: ten seconds',
    async (at) => {
      await startNameServer({});
      const flags = await accountFlags([{ at, do: 'hang' }]);
      const world = World.bare('2026-11-28');
      const result = await said(world, `mail ${USER} ${flags} --commande "echo secret"`);
      expect(result).toMatchObject({ exitCode: 1 });
      expect(result.stderr).toContain('ne répond pas');
      expect(result.ms).toBeLessThan(STEP_MS + MARGIN_MS);
      expect(existsSync(join(world.home, '.env'))).toBe(false);
    },
  );

  it('a message that does not arrive: the settings are kept, and it is said', async () => {
    await startNameServer({});
    const flags = await accountFlags();
    const world = World.bare('2026-11-28');
    const result = await said(world, `mail ${USER} ${flags} --commande "echo secret"`);
    expect(result).toMatchObject({ exitCode: 3 });
    expect(result.stdout).toContain('✗ Arrivée : le message d’essai n’est pas encore dans votre boîte');
    expect(readFileSync(join(world.home, '.env'), 'utf8')).toContain('RELANCE_SMTP_URL');
    expect(result.ms).toBeLessThan(STEP_MS + MARGIN_MS);
  });
});
