import { describe, expect, it } from 'vitest';
import { COMPANY, CONSUMER, Writer } from '../helpers/letters.ts';
import { plain, refused } from '../helpers/refused.ts';

const late = async (client = COMPANY, more = ''): Promise<Writer> => {
  const writer = await Writer.begin();
  await writer.ok(
    `add --numero F-1 ${client} --montant 3600 --emise 16/03/2026 --echeance 15/04/2026 --objet "Refonte du site" ${more}`,
  );
  return writer;
};

describe('a reminder by post', () => {
  it('asks for the reste dû or a date, and recalls the law to a company', async () => {
    const words = await (await late()).words('lettre F-1');
    expect(words).toContain(
      'Merci de me régler la somme de 3 600,00 €, ou de me dire à quelle date elle le sera.',
    );
    expect(words).toContain('tout retard ouvre droit à des pénalités et à une indemnité forfaitaire');
    expect(words).toContain('Si votre règlement a croisé cette lettre, elle est sans objet.');
    expect(words).not.toContain('Lettre recommandée');
    expect(await (await late(CONSUMER)).words('lettre F-1')).not.toMatch(/pénalité|indemnité|article/);
  });

  it('makes the step of its scenario once posted', async () => {
    const writer = await late(COMPANY, '--scenario courrier --etape relance-1 --etape-le 20/04/2026');
    const due = () =>
      writer.json<{ actions: { channel: string; step: string }[]; letters: { state: string }[] }>('due');
    expect(await due()).toMatchObject({ actions: [{ channel: 'lrar', step: 'lettre' }] });
    const { letter } = await writer.write('lettre F-1 --recommandee');
    expect(letter).toMatchObject({ kind: 'reminder', sending: 'lrar', state: 'to-post', delayDays: null });
    expect(await due()).toMatchObject({ actions: [{ channel: 'lrar' }], letters: [{ state: 'to-post' }] });
    await writer.ok('lettre F-1 --postee 23/11/2026');
    expect(await due()).toMatchObject({ actions: [], letters: [{ state: 'number-missing' }] });
    expect((await writer.json<{ decision: { step: string } }>('why F-1')).decision.step).toBe('appel');
  });

  it('stands for the e-mail of a client who has no address', async () => {
    const writer = await late(COMPANY.replace('--email compta@durand.example', ''));
    const actions = async () => (await writer.json<{ actions: unknown[] }>('due')).actions;
    expect(await actions()).toMatchObject([{ channel: 'letter', step: 'relance-1' }]);
    await writer.write('lettre F-1');
    await writer.ok('lettre F-1 --postee 23/11/2026');
    expect(await actions()).toEqual([]);
    expect((await writer.json<{ decision: { step: string } }>('why F-1')).decision.step).toBe('relance-2');
  });

  it('says nothing of penalties that were given up', async () => {
    const writer = await late();
    await writer.ok('interets F-1 --renoncer --motif "geste"');
    expect(await writer.words('lettre F-1')).not.toContain('pénalités');
    const agreement = await writer.words('plan F-1 --mensualites 3 --premiere 15/12/2026');
    expect(agreement).toContain(
      'Le créancier a renoncé à tout intérêt et à toute pénalité sur ces factures.',
    );
    expect(agreement).not.toContain('les pénalités prévues par la loi sont dues');
  });
});

describe('the claim declared in a collective proceeding', () => {
  it('counts interest up to the eve of the judgment, and says until when', async () => {
    const writer = await late();
    await writer.ok(
      'procedure Durand --type redressement --jugement 20/04/2026 --bodacc 05/05/2026 --mandataire "SELARL Axyme"',
    );
    const text = await writer.ok('declaration Durand --adresse "3 rue du Palais, 33000 BORDEAUX" --dry-run');
    const words = plain(text).replaceAll(/\s+/g, ' ');
    for (const part of [
      'SELARL Axyme 3 rue du Palais 33000 BORDEAUX',
      'déclaration de créance – Atelier Durand, redressement judiciaire',
      'Par jugement du 20 avril 2026, publié au Bodacc le 5 mai 2026',
      'Pénalités du 16/04/2026 au 19/04/2026',
      'articles L622-24 et L622-25 du code de commerce',
      'Je certifie sincère et véritable la présente déclaration.',
    ])
      expect(words).toContain(part);
  });

  it.each([
    ['05/05/2026', '2026-05-06', 'à poster au plus tard le 03/07/2026'],
    ['05/05/2026', '2026-07-06', 'le délai est passé depuis le 03/07/2026'],
  ])('published on %s, on %s: %s', async (bodacc, today, told) => {
    const writer = await late();
    await writer.ok(`procedure Durand --type redressement --jugement 20/04/2026 --bodacc ${bodacc}`);
    writer.today = today;
    const { warnings } = await writer.write('declaration Durand --adresse "3 rue du Palais, 33000 BORDEAUX"');
    expect(plain(warnings.join(' '))).toContain(told);
  });

  it('is refused when there is nothing to declare', async () => {
    const writer = await late();
    expect((await refused(writer, 'declaration Durand --adresse "a, b" --yes'))[1]).toBe(
      'Aucune procédure collective n’est notée pour Atelier Durand',
    );
    await writer.ok('procedure Durand --type redressement --jugement 20/02/2026');
    expect((await refused(writer, 'declaration Durand --adresse "a, b" --yes'))[1]).toContain(
      'Rien n’est à déclarer',
    );
  });
});

describe('the duplicate that gives back the VAT', () => {
  it('carries the words that the tax code asks for, and sums that add up', async () => {
    const writer = await late();
    await writer.ok('pay F-1 600 --le 02/05/2026');
    expect((await refused(writer, 'duplicata F-1 --yes'))[1]).toBe('F-1 n’est pas définitivement perdue');
    await writer.ok('cancel F-1 --irrecouvrable --motif "liquidation close"');
    expect(await writer.words('duplicata F-1')).toContain(
      '« Facture demeurée impayée pour la somme de 2 500,00 € (prix net) et pour la somme de 500,00 € (TVA correspondante) qui ne peut faire l’objet d’une déduction (article 272 du CGI). »',
    );
    // A rate that nobody said is taken, and told.
    expect(await writer.ok('duplicata F-1 --dry-run')).toMatch(/TVA comptée à 20\s%/);
    expect(await writer.ok('duplicata F-1 --taux 20 --dry-run')).not.toContain('TVA comptée');
    expect(await writer.words('duplicata F-1 --taux 5,5')).toContain(
      '2 843,60 € (prix net) et pour la somme de 156,40 €',
    );
  });

  it('is refused to a creditor who charges no VAT', async () => {
    const writer = await late();
    await writer.ok('profil --tva franchise');
    await writer.ok('cancel F-1 --irrecouvrable --motif "perdue"');
    expect((await refused(writer, 'duplicata F-1 --yes'))[1]).toBe(
      'En franchise de TVA, il n’y a pas de TVA à récupérer',
    );
  });
});
