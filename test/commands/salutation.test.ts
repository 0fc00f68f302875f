import { describe, expect, it, test } from 'vitest';
import { Writer } from '../helpers/letters.ts';
import { plain } from '../helpers/refused.ts';
import { World } from '../helpers/world.ts';

const TODAY = '2026-11-23';
const CREDITOR = 'init --nom "Jeanne Martin" --forme ei --tva franchise --email jeanne@martin.example';

const greetingOf = async (world: World, number = 'F-1'): Promise<string | undefined> =>
  (await world.ok(`preview ${number} --etape relance-1`))
    .split('\n')
    .map((line) => line.trim())
    .find((line) => /^(?:Bonjour|Maître|Chère|Salut)/.test(line));

const billed = async (client: string): Promise<World> => {
  const world = new World(TODAY);
  world.env['RELANCE_FROM'] = 'jeanne@martin.example';
  await world.begin(CREDITOR);
  await world.begin(`client add Studio --type entreprise --email compta@studio.example ${client}`);
  await world.begin(
    'add --numero F-1 --client Studio --montant 1200 --emise 2026-10-02 --echeance 2026-11-02',
  );
  return world;
};

describe('a contact that is recorded is shown as it will be greeted', () => {
  it.each([
    ['--contact "Mme Le Goff"', 'Bonjour Madame Le Goff,'],
    ['--contact "Service comptabilité"', 'Bonjour,'],
    ['--contact "DURAND Paul" --tutoiement', 'Bonjour Paul,'],
    ['--salutation "Bonjour à vous deux"', 'Bonjour à vous deux,'],
  ])('client add %s → %s', async (flags, greeting) => {
    const world = new World(TODAY);
    const said = await world.ok(`client add Studio --type entreprise ${flags}`);
    expect(said).toContain(`On lui écrira\u00a0: ${greeting}\n`);
  });

  it('in add as well, for a new client and a completed one', async () => {
    const world = new World(TODAY);
    const line = 'add --montant 100 --emise 2026-11-02';
    expect(
      await world.ok(`${line} --numero F-1 --client Studio --type entreprise --contact "M. Van Damme"`),
    ).toContain('On lui écrira\u00a0: Bonjour Monsieur Van Damme,\n');
    await world.ok('client add Alpha --type entreprise');
    expect(await world.ok(`${line} --numero F-2 --client Alpha --contact "Mme PETIT Jeanne"`)).toContain(
      'On lui écrira\u00a0: Bonjour Madame Petit,\n',
    );
    expect(await world.ok(`${line} --numero F-3 --client Alpha`)).not.toContain('On lui écrira');
  });

  it('without a contact, or for another change, nothing is said; JSON stays JSON', async () => {
    const world = new World(TODAY);
    expect(await world.ok('client add Studio --type entreprise')).not.toContain('On lui écrira');
    expect(await world.ok('client edit Studio --tel 0612345678')).not.toContain('On lui écrira');
    const { client } = await world.json<{ client: { salutation: string | null } }>(
      'client edit Studio --contact "Mme Petit" --salutation "Chère Jeanne"',
    );
    expect(client.salutation).toBe('Chère Jeanne');
  });
});

describe('--salutation', () => {
  it('begins the messages as typed, with its comma, until it is erased', async () => {
    const world = await billed('--contact "Jeanne Le Goff" --tel 0612345678');
    expect(await greetingOf(world)).toBe('Bonjour Jeanne Le Goff,');
    expect(await world.ok('client edit Studio --salutation "Bonjour Madame Le Goff"')).toContain(
      'Salutation    Bonjour Madame Le Goff',
    );
    expect(await greetingOf(world)).toBe('Bonjour Madame Le Goff,');
    expect(plain(await world.ok('call F-1'))).toContain(
      '« Bonjour Madame Le Goff, Jeanne Martin à l’appareil.',
    );
    expect(await world.ok('sms F-1')).toContain('Bonjour Madame Le Goff, la facture F-1');
    await world.ok('client edit Studio --salutation ""');
    expect(await greetingOf(world)).toBe('Bonjour Jeanne Le Goff,');
  });

  it('does not outlive the person it was typed for', async () => {
    const world = await billed('--contact "Mme Le Goff" --salutation "Chère Yvonne"');
    expect(await greetingOf(world)).toBe('Chère Yvonne,');
    expect(await world.ok('client edit Studio --contact "M. Durand"')).toContain(
      'On lui écrira\u00a0: Bonjour Monsieur Durand,',
    );
    expect(await greetingOf(world)).toBe('Bonjour Monsieur Durand,');
  });

  it('in a letter, « Madame, » is taken from it', async () => {
    const writer = await Writer.begin();
    await writer.ok(
      'add --numero F-1 --client Studio --type entreprise --adresse "3 rue du Four" --cp 75006 --ville Paris --contact "Jeanne Le Goff" --salutation "Bonjour Madame Le Goff" --montant 1200 --emise 2026-09-01 --echeance 2026-10-01',
    );
    const letter = await writer.words('lettre F-1');
    expect(letter).toContain(' Madame, La facture');
    expect(letter).toContain('d’agréer, Madame, l’expression');
  });
});

describe('« tu » to somebody whose first name is not known', () => {
  it('warns, with the command that gives it', async () => {
    const world = new World(TODAY);
    const { stderr, stdout } = await world.relance(
      'client add Studio --type entreprise --contact "M. Durand" --tutoiement',
    );
    expect(stdout).toContain('On lui écrira\u00a0: Bonjour,\n');
    expect(stderr).toBe(
      'Attention, vous tutoyez M. Durand sans que son prénom soit connu.\n→ relance client edit 1 --contact "M. Prénom Durand"\n',
    );
    expect((await world.relance('client edit Studio --tel 0612345678')).stderr).toBe('');
    expect((await world.relance('client edit Studio --contact "M. Paul Durand"')).stderr).toBe('');
  });

  test('a person at the terminal is asked for it', async () => {
    const world = new World(TODAY);
    const { exitCode } = await world.atTerminal(
      'client add Studio --type entreprise --contact "M. Durand" --tutoiement',
      [['Son prénom', 'Paul\r']],
    );
    expect(exitCode).toBe(0);
    expect(world.rows('select contact_name from client')).toEqual([{ contact_name: 'M. Paul Durand' }]);
    await world.ok('client edit Studio --contact "Mme LE GOFF" --vouvoiement');
    const edited = await world.atTerminal('client edit Studio --tutoiement', [['Son prénom', '\r']]);
    expect(edited.stderr).toContain('Attention, vous tutoyez Mme LE GOFF');
    expect(world.rows('select contact_name from client')).toEqual([{ contact_name: 'Mme LE GOFF' }]);
  });
});
