import { expect, it } from 'vitest';
import { plain, refused } from '../helpers/refused.ts';
import { World } from '../helpers/world.ts';

/** Two invoices, a mise en demeure for each. */
const written = async (): Promise<World> => {
  const world = new World('2026-11-20');
  await world.begin(
    'init --nom "Jeanne Martin" --forme EI --siret 73282932000074 --email j@m.example --adresse "1 rue X" --cp 75011 --ville Paris',
  );
  for (const number of ['F-1', 'F-2'])
    await world.begin(
      `add --numero ${number} --client "Durand SARL" --type entreprise --email c@d.example --adresse "2 rue Y" --cp 69001 --ville Lyon --montant 1000 --emise 01/08/2026 --echeance 01/09/2026`,
    );
  for (const number of ['F-1', 'F-2'])
    await world.ok(['mise-en-demeure', number, '--yes', '--sortie', world.home]);
  return world;
};

const contacts = (world: World): number =>
  world.rows<{ n: number }>('select count(*) n from contact')[0]?.n ?? 0;

it('the facts of one command are recorded together, or not at all', async () => {
  const world = await written();
  const before = contacts(world);
  const [code] = await refused(world, [
    ...['mise-en-demeure', 'F-1', '--postee', '20/11/2026', '--lrar', '1A 123 456 7890 1'],
    ...['--presentee', '19/11/2026', '--yes'],
  ]);
  expect(code).not.toBe(0);
  expect(contacts(world)).toBe(before);
  expect(world.rows('select tracking from letter')).toEqual([{ tracking: null }, { tracking: null }]);
  world.today = '2026-11-24';
  await world.ok([
    ...['mise-en-demeure', 'F-1', '--postee', '20/11/2026', '--lrar', '1A 123 456 7890 1'],
    ...['--presentee', '23/11/2026', '--yes'],
  ]);
  expect(contacts(world)).toBe(before + 2);
});

it.each([
  ['mise-en-demeure F-1 F-2 --postee 20/11/2026', 'mise-en-demeure F-1 …'],
  ['mise-en-demeure F-1 F-2 --copie', 'mise-en-demeure F-1 …'],
  ['mise-en-demeure F-1 F-2 --annuler', 'mise-en-demeure F-1 …'],
])('%s: two letters are not followed as one', async (line, hint) => {
  const world = await written();
  const before = contacts(world);
  const { exitCode, stderr } = await world.relance(line);
  expect(exitCode).toBe(2);
  expect(plain(stderr)).toContain('F-1 et F-2 ne sont pas dans la même lettre');
  expect(plain(stderr)).toContain(hint);
  expect(contacts(world)).toBe(before);
});

it('two agreements are not signed as one, nor two requests followed as one', async () => {
  const world = await written();
  for (const number of ['F-1', 'F-2'])
    await world.ok(`plan ${number} --mensualites 2 --premiere 15/12/2026 --yes --sortie ${world.home}`);
  expect(plain((await world.relance('plan F-1 F-2 --signe 20/11/2026')).stderr)).toContain(
    'pas dans la même lettre',
  );
  expect(world.rows("select * from hold where kind = 'plan'")).toEqual([]);
  for (const number of ['F-1', 'F-2'])
    await world.ok(['injonction', number, '--yes', '--sortie', world.home]);
  expect(plain((await world.relance('injonction F-1 F-2 --ordonnance 20/11/2026')).stderr)).toContain(
    'pas dans la même lettre',
  );
});

it('on the eve of a semester, the mise en demeure and the request make the same reserve', async () => {
  const world = await written();
  await world.ok('mise-en-demeure F-1 --postee 20/11/2026');
  world.today = '2026-12-31';
  const words = async (line: string): Promise<string> => plain(await world.ok(line)).replaceAll(/\s+/g, ' ');
  const reserve = 'encore connu, le calcul retient le dernier taux connu';
  expect(await words('mise-en-demeure F-2 --dry-run')).toContain(reserve);
  expect(await words('injonction F-1 --dry-run')).toContain(reserve);
});
