import { describe, expect, it } from 'vitest';
import { atWork, readMails } from '../helpers/at-work.ts';
import { plain, refused, said } from '../helpers/refused.ts';
import { World } from '../helpers/world.ts';

const DUPONT = '--client Dupont --type entreprise --email compta@dupont.example';
const OLD = `add --numero F-1 ${DUPONT} --montant 1200 --emise 15/03/2022 --realisee 10/03/2022 --echeance 14/04/2022`;

const old = async (today: string, line = OLD): Promise<World> => {
  const world = new World(today);
  await world.ok(line);
  return world;
};

interface Due {
  actions: { channel: string; step: string | null; reason: { code: string } }[];
  warnings: { code: string; number: string | null; command: string }[];
}

describe('prescription', () => {
  it('says until when, and what would start it again', async () => {
    expect(await said(await old('2026-11-23'), 'prescription F-1')).toEqual([
      'F-1  Dupont',
      'À réclamer en justice au plus tard le 09/03/2027, par prudence.',
      'Délai : cinq ans (C. civ. 2224, C. com. L110-4). Compté depuis la fin du',
      'travail, le 10/03/2022.',
      '',
      'Repart à neuf avec : une reconnaissance écrite, un règlement partiel, une',
      'injonction de payer signifiée, une assignation. Ni une relance, ni une mise en',
      'demeure, ni la requête en injonction.',
    ]);
  });

  it('starts again for a public body with any written demand, and for nobody else', async () => {
    const mairie = await old('2026-11-23', OLD.replace('entreprise', 'public'));
    expect(await mairie.json('prescription F-1 --demandee 12/11/2026')).toMatchObject({
      lastUsefulOn: '2030-12-31',
      acts: [{ kind: 'written-demand' }],
    });
    expect((await refused(await old('2026-11-23'), 'prescription F-1 --demandee 12/11/2026'))[1]).toContain(
      'que contre une personne publique',
    );
  });

  it('starts again with what a person records, and goes back when that was a mistake', async () => {
    const world = await old('2026-11-23');
    expect(await world.json('prescription F-1 --reconnue 12/11/2026 --note "e-mail du 12"')).toMatchObject({
      lastUsefulOn: '2031-11-11',
      prescribed: false,
      interruption: { kind: 'acknowledgement', on: '2026-11-12' },
      acts: [{ id: 1, kind: 'acknowledgement', note: 'e-mail du 12' }],
    });
    expect(await world.json('prescription F-1 --annuler 1')).toMatchObject({
      lastUsefulOn: '2027-03-09',
      acts: [],
    });
    for (const [flag, kind] of [
      ['signifiee', 'order-served'],
      ['assignee', 'summons'],
      ['declaree', 'claim-declared'],
    ])
      expect(await world.json(`prescription F-1 --${flag} 20/11/2026`)).toMatchObject({
        interruption: { kind, on: '2026-11-20' },
      });
  });

  it('follows a part payment, and forgets it when it is reversed', async () => {
    const world = await old('2026-11-23');
    await world.ok('pay F-1 100 --le 01/06/2025');
    expect(await world.json('prescription F-1')).toMatchObject({ lastUsefulOn: '2030-05-31' });
    await world.ok('pay F-1 --annuler 1');
    expect(await world.json('prescription F-1')).toMatchObject({ lastUsefulOn: '2027-03-09' });
  });

  it.each([
    ['prescription F-1 --reconnue demain', /futur/],
    ['prescription F-1 --reconnue 01/01/2022', /précède la facture/],
    ['prescription F-1 --reconnue hier --assignee hier', /ne vont pas ensemble/],
    ['prescription F-1 --note seule', /--note accompagne un acte/],
    ['prescription F-1 --annuler 7', /Aucun acte n° 7/],
    ['prescription F-1 --reconnue hier --date hier', /--date/],
    ['prescription F-1 --date 01/01/2022', /n’était pas encore émise/],
  ])('%s is refused', async (line, message) => {
    expect((await refused(await old('2026-11-23'), line))[1]).toMatch(message);
  });
});

describe('due', () => {
  it.each([
    ['2026-09-08', []],
    ['2026-09-09', ['prescription']],
    ['2027-06-01', ['prescription', 'rate-missing']],
  ])('on %s warns of what is at risk', async (today, codes) => {
    const world = await old(today);
    await world.ok(
      'profil --nom "Jeanne Martin" --forme EI --siret 73282932000074 --email j@m.example --iban FR7630006000011234567890189',
    );
    const { warnings } = await world.json<Due>('due');
    expect(warnings.map(({ code }) => code)).toEqual(codes);
  });

  it('says it on the screen, with what to type', async () => {
    const text = plain(await (await old('2027-01-04')).ok('due')).replaceAll(/\s+/g, ' ');
    expect(text).toContain('F-1 : À réclamer en justice au plus tard le 09/03/2027');
    expect(text).toContain('→ relance prescription F-1');
    expect(text).toContain('Le taux de refinancement de la BCE du 1er semestre 2027 n’est pas encore connu');
    expect(text).toContain('→ relance taux maj');
  });

  it('asks for the legal rate only when somebody owes it', async () => {
    const world = new World('2027-01-04');
    await world.ok('add --numero C-1 --client Petit --type particulier --montant 10 --emise 01/12/2026');
    const { warnings } = await world.json<Due>('due');
    expect(warnings).toMatchObject([
      { code: 'rate-missing', command: expect.stringContaining('taux add legal --du 01/01/2027') as string },
    ]);
    await world.ok('taux add legal --du 01/01/2027 --valeur 2,8');
    expect((await world.json<Due>('due')).warnings).toEqual([]);
  });
});

describe('a prescribed claim', () => {
  const DONE = `${OLD} --etape appel --etape-le 20/05/2022`;

  it('is no more threatened: a person decides', async () => {
    const world = await old('2027-03-15', DONE);
    const { actions } = await world.json<Due>('due');
    expect(actions).toMatchObject([{ channel: 'decide', step: null, reason: { code: 'prescribed' } }]);
    expect((await refused(world, 'preview F-1 --etape dernier-rappel'))[1]).toContain('prescrite');
  });

  it('was, the day before', async () => {
    const world = await old('2027-03-10', DONE);
    const { actions } = await world.json<Due>('due');
    expect(actions).toMatchObject([{ channel: 'email', step: 'dernier-rappel' }]);
  });

  it('may still be asked for kindly, without announcing anything that is no longer possible', async () => {
    const { world, sink } = await atWork();
    world.today = '2027-03-15';
    await world.ok(
      `${OLD} --etape relance-1 --etape-le 20/04/2022 --scenario telephone-d-abord`.replace(
        'relance-1',
        'appel',
      ),
    );
    await world.ok('send --yes');
    const [mail] = await readMails(sink);
    expect(mail?.subject).toContain('F-1');
    expect(mail?.text).not.toContain('mise en demeure');
  });
});
