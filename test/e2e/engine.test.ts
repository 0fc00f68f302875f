import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');

/** The program as it is installed, beside the compiled engine that the test puts there, which any Node falls back on. */
const install = (engine: (folder: string) => void): string => {
  const folder = mkdtempSync(join(tmpdir(), 'relance-engine-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of ['bin', 'dist', 'migrations', 'templates', 'package.json'])
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  engine(join(folder, 'node_modules', 'better-sqlite3'));
  return folder;
};

const anEngine =
  (binary: string | null) =>
  (folder: string): void => {
    const release = join(folder, 'build', 'Release');
    mkdirSync(release, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"name":"better-sqlite3","version":"12.11.1"}');
    if (binary !== null) writeFileSync(join(release, 'better_sqlite3.node'), binary);
  };

const add = (
  folder: string,
  words: string[] = [],
): Promise<{ code: number; stdout: string; stderr: string }> =>
  new Promise((resolve) => {
    const env = { PATH: process.env['PATH'] ?? '', RELANCE_HOME: join(folder, 'home') };
    const child = execFile(
      process.execPath,
      [join(folder, 'bin', 'relance.js'), 'client', 'add', 'Petit', '--type', 'entreprise', ...words],
      { env },
      (_error, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });

describe('a database engine that does not load', () => {
  it.each([
    [
      'is damaged',
      anEngine('not a shared library'),
      /^Le moteur de base de données ne se charge pas\u00A0: \S+better_sqlite3\.node est abîmé ou d’une autre machine\n→ npm rebuild better-sqlite3\n$/,
    ],
    [
      'was never compiled',
      anEngine(null),
      /^Le moteur de base de données n’est pas compilé\n→ npm rebuild better-sqlite3\n$/,
    ],
    [
      'is not installed',
      () => undefined,
      /^Le moteur de base de données n’est pas installé\n→ réinstallez relance\u202F; il y faut un compilateur C\+\+ quand rien de prêt ne se télécharge\n$/,
    ],
  ])('%s: one sentence, and what to type', async (_case, engine, sentence) => {
    const folder = install(engine);
    const { code, stdout, stderr } = await add(folder);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(sentence);
    expect(existsSync(join(folder, 'home'))).toBe(false);
  });

  it('has its code in --json', async () => {
    const { code, stdout } = await add(install(anEngine('not a shared library')), ['--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'engine' } });
  });
});
