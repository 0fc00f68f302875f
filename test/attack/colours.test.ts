import { expect, it } from 'vitest';
import { World } from '../helpers/world.ts';

/** A home where every screen has something to show. */
const home = async (): Promise<World> => {
  const world = new World('2026-11-20');
  await world.ok(
    'init --nom "Jeanne Martin" --forme EI --siret 73282932000074 --email j@m.example --adresse "1 rue X" --cp 75011 --ville Paris --iban FR7630006000011234567890189',
  );
  for (const [number, due] of [
    ['F-1', '01/09/2026'],
    ['F-2', '05/11/2026'],
    ['F-3', '10/12/2026'],
  ])
    await world.ok(
      `add --numero ${number} --client "Durand SARL" --type entreprise --email c@d.example --tel 0612345678 --adresse "2 rue Y" --cp 69001 --ville Lyon --montant 1000 --emise 01/08/2026 --echeance ${due}`,
    );
  await world.ok('pay F-2 200 --le 18/11/2026');
  await world.ok('call F-1 --issue message');
  await world.ok(['mise-en-demeure', 'F-1', '--yes', '--sortie', world.home]);
  return world;
};

// eslint-disable-next-line no-control-regex
const bare = (text: string): string => text.replaceAll(/\u001B\[[0-9;?]*[A-Za-z]/g, '');

it('every screen says in colours what it says without, once', async () => {
  const world = await home();
  for (const line of [
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
  ]) {
    const plain = await world.relance(line);
    const painted = await world.relance(line, { env: { RELANCE_HOME: world.home }, isTerminal: true });
    expect([line, bare(painted.stdout)]).toEqual([line, plain.stdout]);
  }
});
