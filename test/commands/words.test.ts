import { describe, expect, it } from 'vitest';
import { COMPANY, Writer } from '../helpers/letters.ts';
import { plain } from '../helpers/refused.ts';
import { World } from '../helpers/world.ts';

const TODAY = '2026-11-23';

const billed = async (form: string, client = ''): Promise<World> => {
  const world = new World(TODAY);
  world.env['RELANCE_FROM'] = 'jeanne@martin.example';
  await world.begin(
    `init --nom "Jeanne Martin" --forme ${form} --tva franchise --email jeanne@martin.example`,
  );
  await world.begin(
    `add --numero F-1 --client Studio --type entreprise --email compta@studio.example --tel 0612345678 --montant 1000 --emise 2026-10-02 --echeance 2026-11-02 ${client}`,
  );
  return world;
};
const words = async (world: World, line: string): Promise<string> =>
  plain(await world.ok(line)).replaceAll(/\s+/g, ' ');

describe('what was agreed', () => {
  it.each([
    ['ei', '', 'Comme convenu, vous réglez 300,00 € le 27 novembre 2026, pour la facture F-1.'],
    ['sarl', '--tutoiement', 'Comme convenu, tu règles 300,00 € le 27 novembre 2026, pour la facture F-1.'],
  ])('a promise is confirmed (%s %s)', async (form, client, sentence) => {
    const world = await billed(form, client);
    await world.ok('promise F-1 2026-11-27 300');
    expect(await words(world, 'send F-1 --modele promesse --dry-run')).toContain(sentence);
  });

  it.each([
    [
      'ei',
      '',
      'Vous m’aviez annoncé un règlement de 300,00 € pour le 16 novembre 2026 ; je ne l’ai pas encore reçu.',
    ],
    [
      'sarl',
      '',
      'Vous nous aviez annoncé un règlement de 300,00 € pour le 16 novembre 2026 ; nous ne l’avons pas encore reçu.',
    ],
    [
      'ei',
      '--tutoiement',
      'Tu m’avais annoncé un règlement de 300,00 € pour le 16 novembre 2026 ; je ne l’ai pas encore reçu.',
    ],
    [
      'sarl',
      '--tutoiement',
      'Tu nous avais annoncé un règlement de 300,00 € pour le 16 novembre 2026 ; nous ne l’avons pas encore reçu.',
    ],
  ])('a promise was not kept (%s %s)', async (form, client, sentence) => {
    const world = await billed(form, client);
    world.today = '2026-11-09';
    await world.ok('promise F-1 2026-11-16 300');
    world.today = TODAY;
    for (const step of ['relance-1', 'relance-2', 'dernier-rappel']) {
      const message = await words(world, `preview F-1 --etape ${step}`);
      expect(message).toContain(sentence);
      expect(message).not.toMatch(/parvenu|convenus/);
    }
  });

  it('nor is it said that nothing came when a part of it did', async () => {
    const world = await billed('ei');
    world.today = '2026-11-09';
    await world.ok('promise F-1 2026-11-16 300');
    world.today = TODAY;
    await world.ok('pay F-1 100 --le 2026-11-13');
    const message = await words(world, 'preview F-1 --etape relance-2');
    expect(message).toContain(
      'Vous m’aviez annoncé un règlement de 300,00 € pour le 16 novembre 2026 ; je ne l’ai reçu qu’en partie. J’ai bien reçu 100,00 €',
    );
  });
});

const reminded = async (days: string[]): Promise<Writer> => {
  const writer = await Writer.begin();
  await writer.ok(
    `add --numero F-1 ${COMPANY} --tel 0612345678 --montant 1000 --emise 2026-09-01 --echeance 2026-10-01`,
  );
  for (const day of days) await writer.ok(`log F-1 --canal email --le ${day}`);
  return writer;
};

describe('one reminder, or several', () => {
  it('in letters', async () => {
    const once = await reminded(['2026-10-06']);
    expect(await once.words('mise-en-demeure F-1')).toContain('Malgré mon rappel du 6 octobre 2026, ');
    expect(await once.words('lettre F-1')).toContain('après mon message du 6 octobre 2026 : ');
    const twice = await reminded(['2026-10-05', '2026-10-12']);
    expect(await twice.words('mise-en-demeure F-1')).toContain(
      'Malgré mes rappels des 5 et 12 octobre 2026, ',
    );
    expect(await twice.words('lettre F-1')).toContain('après mes messages des 5 et 12 octobre 2026 : ');
  });

  it('in mails and on the telephone', async () => {
    const once = await reminded(['2026-10-06']);
    expect(await words(once, 'preview F-1 --etape relance-2')).toContain(
      'après mon rappel du 6 octobre 2026.',
    );
    expect(await words(once, 'preview F-1 --etape dernier-rappel')).toContain(
      'Je vous ai écrit le 6 octobre.',
    );
    const twice = await reminded(['2026-10-05', '2026-10-12']);
    expect(await words(twice, 'preview F-1 --etape relance-2')).toContain(
      'après mes rappels, dont le dernier date du 12 octobre 2026.',
    );
    expect(await words(twice, 'preview F-1 --etape dernier-rappel')).toContain(
      'Je vous ai écrit les 5 et 12 octobre.',
    );
  });
});
