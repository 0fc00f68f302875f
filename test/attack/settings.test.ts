import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plain } from '../helpers/refused.ts';
import { World } from '../helpers/world.ts';

const aHome = async (env: string): Promise<World> => {
  const world = new World('2026-11-23');
  const path = join(world.home, '.env');
  writeFileSync(path, env);
  chmodSync(path, 0o600);
  await world.ok('init --nom Jeanne --email jeanne@exemple.fr');
  await world.ok(
    'add --numero F-1 --client Petit --type entreprise --email a@petit.fr --montant 10 --emise 01/10/2026 --echeance 31/10/2026',
  );
  return world;
};

const senderIn = async (world: World): Promise<string> =>
  /^De : (.*)$/m.exec(plain(await world.ok('preview F-1')))?.[1] ?? '';

describe('the .env of the home', () => {
  it.each([
    ['plain', 'RELANCE_FROM=J <j@exemple.fr>\n'],
    ['with double quotes', 'RELANCE_FROM="J <j@exemple.fr>"\n'],
    ['with single quotes and a comment', "# moi\nRELANCE_FROM='J <j@exemple.fr>' # ici\n"],
    ['written by Windows', 'RELANCE_BCC=\r\nRELANCE_FROM=J <j@exemple.fr>\r\n'],
    ['written by Notepad', '\uFEFFRELANCE_FROM=J <j@exemple.fr>\r\n'],
    ['without a last line break', 'RELANCE_FROM=J <j@exemple.fr>'],
  ])('%s is read', async (_, text) => {
    expect(await senderIn(await aHome(text))).toBe('J <j@exemple.fr>');
  });

  it('is that of the home, never that of the folder one stands in', async () => {
    const world = await aHome('');
    const before = process.cwd();
    const folder = mkdtempSync(join(tmpdir(), 'relance-ailleurs-'));
    writeFileSync(join(folder, '.env'), 'RELANCE_FROM=pirate@exemple.fr\n');
    process.chdir(folder);
    try {
      expect(await senderIn(world)).toBe('Jeanne <jeanne@exemple.fr>');
    } finally {
      process.chdir(before);
    }
  });

  it('yields to the environment', async () => {
    const world = await aHome('RELANCE_FROM=fichier@exemple.fr\n');
    world.env['RELANCE_FROM'] = 'environnement@exemple.fr';
    expect(await senderIn(world)).toBe('Jeanne <environnement@exemple.fr>');
  });
});

describe('a home', () => {
  it('that is a file is refused in a sentence', async () => {
    const world = new World('2026-11-23');
    const file = join(world.home, 'fichier');
    writeFileSync(file, '');
    world.env['RELANCE_HOME'] = file;
    const { exitCode, stderr } = await world.relance('list');
    expect([exitCode, plain(stderr).split('\n')[0]]).toEqual([
      1,
      `La base ${file}/relance.db ne peut pas être ouverte`,
    ]);
  });
});

describe('a wizard left by Ctrl-C', () => {
  it.each([
    ['init', 'Votre nom'],
    ['add', 'Numéro de la facture'],
    ['client add', 'Nom du client'],
  ])('%s writes nothing', async (line, question) => {
    const world = new World('2026-11-23');
    const { exitCode } = await world.atTerminal(line, [
      [question, 'abc\r'],
      ['?', '\u0003'],
    ]);
    expect(exitCode).toBe(130);
    await world.ok('list');
    for (const table of ['creditor', 'client', 'invoice'])
      expect(world.rows(`select * from ${table}`)).toEqual([]);
  });
});
