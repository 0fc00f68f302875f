import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SmtpSink } from '../helpers/smtp-sink.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const runFile = promisify(execFile);

const aFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'relance-bin-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
};

/** The command as its user starts it: the bundle, and V8's compiled form of it. */
const relance = (home: string, words: string[], env: Record<string, string> = {}) =>
  runFile(process.execPath, [join(ROOT, 'bin', 'relance.js'), ...words], {
    env: { PATH: process.env['PATH'] ?? '', RELANCE_HOME: home, NO_COLOR: '1', ...env },
  });

describe('the relance command', () => {
  it('plays its demonstration: the messages lie where it says', async () => {
    const folder = aFolder();
    const { stdout, stderr } = await relance(folder, ['demo', '--dossier', folder]);
    expect(stderr).toBe('');
    const messages = readdirSync(join(folder, 'messages'));
    expect(messages.length).toBeGreaterThan(0);
    expect(stdout).toContain(`Les ${messages.length} messages reçus sont dans ${join(folder, 'messages')}`);
    expect(stdout).toContain('$ relance due');
  });

  it('asks the password manager for the password, and tries the settings', async () => {
    const home = aFolder();
    const sink = await SmtpSink.start({ auth: { user: 'jeanne', password: 's3cret' } });
    onTestFinished(() => sink.close());
    await relance(home, ['init', '--nom', 'Jeanne Petit', '--email', 'jeanne@exemple.fr']);
    const { stdout } = await relance(home, ['profil', '--test-email'], {
      RELANCE_SMTP_URL: `smtp://jeanne@127.0.0.1:${sink.port}`,
      RELANCE_SMTP_PASSWORD_COMMAND: 'echo s3cret',
    });
    expect(stdout).toContain('Message d’essai envoyé à jeanne@exemple.fr.');
    expect(sink.received.map(({ to }) => to)).toEqual([['jeanne@exemple.fr']]);
  });

  it('is packed with what it needs to run', async () => {
    const { stdout } = await runFile('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: ROOT,
    });
    const [pack] = JSON.parse(stdout) as { files: { path: string }[] }[];
    const paths = pack?.files.map(({ path }) => path) ?? [];
    for (const needed of [
      'bin/relance.js',
      'bin/code-cache.js',
      'bin/package.json',
      'dist/main.cjs',
      'migrations/0001_init.sql',
      'templates/emails/relance-1.hbs',
      'templates/scenarios/standard.yaml',
      '.env.example',
      'LICENSE',
    ])
      expect(paths).toContain(needed);
    expect(paths.filter((path) => /^(src|test|docs)\//.test(path))).toEqual([]);
  });
});
