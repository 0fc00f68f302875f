import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { plain } from '../helpers/refused.ts';
import { World } from '../helpers/world.ts';

const ROOT = join(import.meta.dirname, '..', '..');

it('a file of the program that is missing is named, and the base is not accused', async () => {
  const packageRoot = mkdtempSync(join(tmpdir(), 'relance-package-'));
  for (const name of ['package.json', 'migrations', 'templates'])
    cpSync(join(ROOT, name), join(packageRoot, name), { recursive: true });
  rmSync(join(packageRoot, 'migrations'), { recursive: true });
  const world = World.bare('2026-11-23');
  const { exitCode, stderr } = await world.relance('init --nom Jeanne', { packageRoot });
  expect(exitCode).toBe(1);
  expect(plain(stderr)).toContain(`Il manque un fichier du programme : ${join(packageRoot, 'migrations')}`);
  expect(stderr).toContain('réinstallez relance');
});
