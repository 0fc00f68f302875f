import { describe, expect, it } from 'vitest';
import { COMPANY, CONSUMER, Writer } from '../helpers/letters.ts';
import { plain, refused } from '../helpers/refused.ts';

const late = async (client = COMPANY): Promise<Writer> => {
  const writer = await Writer.begin();
  await writer.ok(
    `add --numero F-1 ${client} --montant 3600 --emise 16/03/2026 --echeance 15/04/2026 --objet "Refonte du site"`,
  );
  return writer;
};

const PLAN = 'plan F-1 --mensualites 3 --premiere 15/12/2026';

describe('the agreement', () => {
  it('acknowledges the debt in figures and in letters, and says when each part is paid', async () => {
    const words = await (await late()).words(PLAN);
    for (const part of [
      'La somme due est arrêtée au 23 novembre 2026 à 3 909,64 € (trois mille neuf cent neuf euros et soixante-quatre centimes).',
      '1 15/12/2026 1 303,21 €',
      '2 15/01/2027 1 303,21 €',
      '3 15/02/2027 1 303,22 €',
      'Total 3 909,64 €',
      'par dérogation convenue à l’article 1343-1 du code civil',
      'après mise en demeure restée huit jours sans effet, la totalité du solde devient immédiatement exigible',
      'interrompt la prescription (article 2240 du code civil)',
      'en deux exemplaires originaux',
      'Bon pour la somme de 3 909,64 € (trois mille neuf cent neuf euros et soixante-quatre centimes)',
    ])
      expect(words).toContain(part);
  });

  it('gives up the penalties if it is kept, when the creditor wishes', async () => {
    const words = await (await late()).words(`${PLAN} --abandon-penalites`);
    expect(words).toContain(
      'Le créancier renonce aux pénalités et indemnités échues à ce jour, soit 309,64 €',
    );
    expect(words).toContain('1 15/12/2026 1 200,00 €');
    expect(words).toContain('(trois mille six cents euros)');
  });

  it('says nothing of penalties to a consumer', async () => {
    const words = await (await late(CONSUMER)).words(PLAN);
    expect(words).not.toMatch(/pénalité|indemnité/);
    expect(words).toContain('le solde porte intérêt au taux légal à compter de la mise en demeure');
  });

  it('takes the amounts as agreed, on the last days of short months too', async () => {
    const words = await (
      await late()
    ).words(['plan', 'F-1', '--montants', '909,64;2000;1000', '--premiere', '31/12/2026'].join(' '));
    expect(words).toContain('2 31/01/2027 2 000,00 € 3 28/02/2027 1 000,00 €');
  });

  it.each([
    ['--mensualites 3 --premiere 23/11/2026', 'La première échéance, le 23/11/2026, est déjà passée'],
    [
      '--mensualites 25 --premiere 15/12/2026',
      '25 échéances : il en faut de 1 à 24 (un juge n’accorde pas plus de deux ans, C. civ. 1343-5)',
    ],
    ['--montants 100,200 --premiere 15/12/2026', 'Les montants font 300,00 €, et la dette est de 3 909,64 €'],
    [
      '--montants 100,200 --mensualites 2 --premiere 15/12/2026',
      '--montants et --mensualites ne vont pas ensemble',
    ],
    ['--mensualites 3', 'Il manque --premiere'],
    ['--premiere 15/12/2026', 'Il manque --mensualites'],
  ])('refuses %s', async (flags, message) => {
    const writer = await late();
    expect((await refused(writer, `plan F-1 ${flags} --yes`))[1]).toBe(message);
  });

  it('once signed, suspends the reminders and starts the prescription again; --fin gives them back', async () => {
    const writer = await late();
    const { documents } = await writer.write(PLAN);
    expect(documents[0]).toMatchObject({ kind: 'agreement', pages: 1 });
    expect(await writer.json('plan F-1 --signe 23/11/2026')).toMatchObject({
      instalments: [
        { dueOn: '2026-12-15', amountCents: 130_321 },
        {},
        { dueOn: '2027-02-15', amountCents: 130_322 },
      ],
    });
    const why = async () => (await writer.json<{ rules: { code: string }[] }>('why F-1')).rules[0]?.code;
    expect(await why()).toBe('hold-plan');
    expect(await writer.json('prescription F-1')).toMatchObject({
      interruption: { kind: 'acknowledgement', on: '2026-11-23' },
    });
    expect((await refused(writer, 'plan F-1 --signe 23/11/2026'))[1]).toBe(
      'Un échéancier est déjà en cours pour F-1',
    );
    expect((await refused(writer, 'mise-en-demeure F-1 --yes'))[1]).toBe(
      'Un échéancier est en cours pour F-1',
    );
    expect(plain(await writer.ok('plan F-1 --fin'))).toContain('Échéancier terminé');
    expect(await why()).not.toBe('hold-plan');
    expect((await refused(writer, 'plan F-1 --fin'))[1]).toBe('Aucun échéancier n’est en cours pour F-1');
  });

  it('is not signed before it was written', async () => {
    const writer = await late();
    await writer.write(PLAN);
    expect((await refused(writer, 'plan F-1 --signe 22/11/2026'))[1]).toContain(
      'Le protocole a été écrit le 23/11/2026',
    );
  });
});
