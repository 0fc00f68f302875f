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

const warnings = async (world: World, line = 'list'): Promise<string[]> =>
  plain((await world.relance(line)).stderr)
    .split('\n')
    .filter((text) => text !== '');

describe('what is written in the settings and not read', () => {
  it.each([
    ['RELANCE_COULEUR_DU_LOGO=bleu', 'RELANCE_COULEUR_DU_LOGO n’est pas un réglage de relance'],
    ['RELANCE_SMTPURL=smtp://h', 'RELANCE_SMTPURL n’est pas un réglage de relance : RELANCE_SMTP_URL ?'],
    ['relance_from=x@y.fr', 'relance_from n’est pas un réglage de relance : RELANCE_FROM ?'],
    ['RELNACE_BCC=x@y.fr', 'RELNACE_BCC n’est pas un réglage de relance : RELANCE_BCC ?'],
    ['RELANCE_BBC=x@y.fr', 'RELANCE_BBC n’est pas un réglage de relance : RELANCE_BCC ?'],
    ['RELANCE_HOME=/x', 'RELANCE_HOME se règle dans l’environnement, pas ici'],
    ['RELANCE_BCC: x@y.fr', 'ni un réglage (NOM=valeur) ni un commentaire (#)'],
    ['s3cret', 'ni un réglage (NOM=valeur) ni un commentaire (#)'],
    ['RELANCE_BCC="x@y.fr', 'ni un réglage (NOM=valeur) ni un commentaire (#)'],
    ['RELANCE_DB=a\0b', 'ni un réglage (NOM=valeur) ni un commentaire (#)'],
  ])('%s is said once, with its line, and what follows is read', async (broken, said) => {
    const world = await aHome(`# ici\n\n${broken}\nRELANCE_FROM=J <j@exemple.fr>\n`);
    expect(await warnings(world)).toEqual([`Attention : ${join(world.home, '.env')}, ligne 3 : ${said}`]);
    expect(await senderIn(world)).toBe('J <j@exemple.fr>');
  });

  it.each([
    ['a value over several lines', 'RELANCE_SMTP_PASSWORD="un\ndeux: trois\n"\nexport RELANCE_BCC=x@y.fr\n'],
    ['what is for another program', 'AWS_REGION=eu-west-3\nPASSWORD_STORE_DIR=/x\n'],
    ['a comment', '# RELANCE_FORM=x\n   # autre\n'],
  ])('%s is no fault', async (_, text) => {
    expect(await warnings(await aHome(text))).toEqual([]);
  });

  it('is said of the environment too, and never on stdout', async () => {
    const world = await aHome('RELANCE_FORM=x\n');
    world.env['RELANCE_DATABASE'] = 'x';
    const { stdout, stderr } = await world.relance('list --json');
    expect(JSON.parse(stdout)).toHaveProperty('invoices');
    expect(plain(stderr)).toBe(
      `Attention : ${join(world.home, '.env')}, ligne 1 : RELANCE_FORM n’est pas un réglage de relance : RELANCE_FROM ?\n` +
        'Attention : dans l’environnement, RELANCE_DATABASE n’est pas un réglage de relance\n',
    );
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
    world.createBase();
    for (const table of ['creditor', 'client', 'invoice'])
      expect(world.rows(`select * from ${table}`)).toEqual([]);
  });
});
