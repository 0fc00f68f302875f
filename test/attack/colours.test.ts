import { expect, it } from 'vitest';
import { displayWidth } from '../../src/domain/typography.ts';
import { World } from '../helpers/world.ts';

const SCREENS = [
  'due',
  'due --all',
  'matin',
  'list',
  'show F-1',
  'why F-1',
  'why F-2',
  'preview F-2',
  'mise-en-demeure F-1 --dry-run',
  'lettre F-2 --dry-run',
  'injonction F-1 --dry-run',
  'interets F-1',
  'prescription',
  'client show Durand',
  'stats',
  'taux',
  'scenario show standard',
  'templates list',
  'send --dry-run',
  'bank liste',
  'profil',
];

/** A home where every screen has something to show. */
const home = async (): Promise<World> => {
  const world = new World('2026-11-20');
  await world.begin(
    'init --nom "Jeanne Martin" --forme EI --siret 73282932000074 --email j@m.example --adresse "1 rue X" --cp 75011 --ville Paris --iban FR7630006000011234567890189',
  );
  for (const [number, due] of [
    ['F-1', '01/09/2026'],
    ['F-2', '05/11/2026'],
    ['F-3', '10/12/2026'],
  ])
    await world.begin(
      `add --numero ${number} --client "Durand SARL" --type entreprise --email c@d.example --tel 0612345678 --adresse "2 rue Y" --cp 69001 --ville Lyon --montant 1000 --emise 01/08/2026 --echeance ${due}`,
    );
  await world.begin('pay F-2 200 --le 18/11/2026');
  await world.begin('call F-1 --issue message');
  await world.ok(['mise-en-demeure', 'F-1', '--yes', '--sortie', world.home]);
  return world;
};

// eslint-disable-next-line no-control-regex
const bare = (text: string): string => text.replaceAll(/\u001B\[[0-9;?]*[A-Za-z]/g, '');

const words = (text: string): string => bare(text).split(/\s+/).join(' ');

it('every screen says in colours what it says without, once', async () => {
  const world = await home();
  for (const line of SCREENS) {
    const plain = await world.relance(line);
    const painted = await world.relance(line, { env: { RELANCE_HOME: world.home }, isTerminal: true });
    // A screen folds between words what a file receives whole.
    expect([line, words(painted.stdout)]).toEqual([line, words(plain.stdout)]);
  }
});

it.each([80, 60])('no screen of %i columns cuts a word, from the very first one on', async (columns) => {
  const world = await home();
  // A command to paste is left whole.
  const isCut = (line: string): boolean =>
    displayWidth(line) > columns &&
    !/^ *(?:→ )?relance /.test(line) &&
    !/[─│█▀▄]|\S {2,}(?!→)\S/u.test(line) &&
    line.trim().includes(' ');
  const cut = (text: string): string[] => bare(text).split('\n').filter(isCut);
  const newcomer = new World('2026-11-20');
  expect(cut((await newcomer.relance([], { isTerminal: true, columns })).stdout)).toEqual([]);
  for (const line of [...SCREENS, 'show F-9', 'pay F-1 --le hier']) {
    const { stdout, stderr } = await world.relance(line, { isTerminal: true, columns });
    expect([line, ...cut(stdout), ...cut(stderr)]).toEqual([line]);
  }
});
