import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { TODAY } from '../helpers/claims.ts';
import { plain } from '../helpers/refused.ts';
import { World } from '../helpers/world.ts';

const PACKAGED = join(import.meta.dirname, '..', '..', 'templates', 'emails');

const write = (world: World, name: string, text: string): string => {
  const file = join(world.home, 'templates', 'emails', `${name}.hbs`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
};

it('are listed, the user’s own marked, without opening a database', async () => {
  const world = new World(TODAY);
  write(world, 'relance-1', 'Objet : Rappel\n\nBonjour\n');
  write(world, 'perso', 'Objet : Rappel\n\nBonjour\n');
  const lines = plain(await world.ok('templates')).split('\n');
  expect(lines).toContain('  relance-1             le vôtre, à la place du fourni');
  expect(lines).toContain('  perso                 le vôtre');
  expect(lines).toContain('  relance-2');
  expect(lines).toContain('  croisement');
  expect(await world.ok('modeles liste')).toBe(await world.ok('templates list'));
  expect(existsSync(world.databasePath)).toBe(false);
});

it('are listed for scripts', async () => {
  const world = new World(TODAY);
  const { templates } = await world.json<{ templates: unknown[] }>('templates');
  expect(templates).toContainEqual({
    name: 'relance-1',
    kind: 'email',
    origin: 'packaged',
    overrides: false,
    file: join(PACKAGED, 'relance-1.hbs'),
  });
  expect(templates).toContainEqual(expect.objectContaining({ name: 'croisement', kind: 'partial' }));
});

it('are shown as they are written, the user’s in place of the packaged one', async () => {
  const world = new World(TODAY);
  expect(await world.ok('templates show relance-1')).toBe(
    readFileSync(join(PACKAGED, 'relance-1.hbs'), 'utf8'),
  );
  expect(await world.ok('templates show croisement')).toBe(
    readFileSync(join(PACKAGED, 'partiels', 'croisement.hbs'), 'utf8'),
  );
  write(world, 'relance-1', 'Objet : Rappel\n\nBonjour\n');
  expect(await world.ok('templates show relance-1')).toBe('Objet : Rappel\n\nBonjour\n');
  expect(await world.json('templates show partiels/croisement')).toMatchObject({
    template: { name: 'croisement', kind: 'partial', origin: 'packaged' },
  });
});

it.each([
  ['relance-1', ['relance-1.hbs']],
  ['relance-1.hbs', ['relance-1.hbs']],
  ['croisement', ['partiels', 'croisement.hbs']],
  ['partiels/croisement', ['partiels', 'croisement.hbs']],
])('%s is copied to the user’s folder, for the user alone', async (name, path) => {
  const world = new World(TODAY);
  const file = join(world.home, 'templates', 'emails', ...path);
  expect(await world.ok(`templates copier ${name}`)).toBe(`${file}\n`);
  expect(readFileSync(file, 'utf8')).toBe(readFileSync(join(PACKAGED, ...path), 'utf8'));
  expect(statSync(file).mode & 0o077).toBe(0);
});

it('a copy is never overwritten', async () => {
  const world = new World(TODAY);
  const file = write(world, 'relance-1', 'à moi');
  const { exitCode, stdout, stderr } = await world.relance('templates copier relance-1');
  expect([exitCode, stdout, plain(stderr)]).toEqual([
    1,
    '',
    `Vous avez déjà ce fichier : ${file}\n→ modifiez-le, ou supprimez-le pour repartir du texte fourni\n`,
  ]);
  expect(readFileSync(file, 'utf8')).toBe('à moi');
});

it.each([
  ['templates show zut', 'Le modèle « zut » n’existe pas'],
  ['templates show ../../../package', 'Le modèle « ../../../package » n’existe pas'],
  ['templates show partiels/relance-1', 'Le modèle « partiels/relance-1 » n’existe pas'],
  ['templates copier perso', 'Le modèle « perso » n’existe pas parmi ceux fournis'],
])('%s is refused', async (line, message) => {
  const world = new World(TODAY);
  write(world, 'perso', 'Objet : Rappel\n\nBonjour\n');
  const { exitCode, stderr } = await world.relance(line);
  expect([exitCode, plain(stderr)]).toEqual([1, `${message}\n→ relance templates\n`]);
});

it('are all checked: none has a fault as it comes', async () => {
  const world = new World(TODAY);
  expect(plain(await world.ok('templates check'))).toMatch(/^\d+ modèles vérifiés, aucune faute\.\n$/);
});

it('a check says every fault, with file and line', async () => {
  const world = new World(TODAY);
  const first = write(world, 'relance-1', 'Objet : Rappel\n\n{{total}}\n{{totaux}}\n\n{{> zut}}\n');
  const second = write(world, 'partiels/croisement', '{{#if tu}}\n');
  const { exitCode, stdout } = await world.relance('templates check');
  expect(exitCode).toBe(1);
  const lines = plain(stdout).trimEnd().split('\n');
  expect(
    lines.filter((line) => line.startsWith(first)).map((line) => line.slice(first.length, first.length + 10)),
  ).toEqual([', ligne 4 ', ', ligne 6 ']);
  expect(lines.filter((line) => line.startsWith(second))).toHaveLength(1);
  expect(lines.at(-1)).toBe('3 fautes.');
  const { faults } = await world.json<{ faults: unknown[] }>('templates check');
  expect(faults).toContainEqual(expect.objectContaining({ file: first, line: 4 }));
});

it('of letters have a name of their own, and faults of their own', async () => {
  const world = new World(TODAY);
  const { templates } = await world.json<{ templates: { name: string; kind: string }[] }>('templates');
  expect(templates).toContainEqual(
    expect.objectContaining({ name: 'lettres/mise-en-demeure', kind: 'letter' }),
  );
  const file = join(world.home, 'templates', 'letters', 'partiels', 'suite.hbs');
  expect(await world.ok('templates copier lettres/partiels/suite')).toBe(`${file}\n`);
  expect(await world.ok('templates show lettres/suite')).toBe(readFileSync(file, 'utf8'));
  writeFileSync(file, 'Réglez avant le {{date_limite}}\n\n@somme\n');
  const { exitCode, stdout } = await world.relance('templates check');
  expect(exitCode).toBe(1);
  expect(plain(stdout)).toContain(`${file}, ligne 1 : La variable « date_limite » n’existe pas`);
  expect(plain(stdout)).toContain(`${file}, ligne 3 : Le bloc « @somme » n’existe pas`);
});
