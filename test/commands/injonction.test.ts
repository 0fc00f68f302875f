import { describe, expect, it } from 'vitest';
import { CLUB, COMPANY, CONSUMER, TOWN_HALL, Writer } from '../helpers/letters.ts';
import { refused, said } from '../helpers/refused.ts';
import { plain } from '../helpers/refused.ts';

const late = async (client = COMPANY, today = '2026-11-23'): Promise<Writer> => {
  const writer = await Writer.begin(today);
  await writer.begin(
    `add --numero F-1 ${client} --montant 3600 --emise 16/03/2026 --echeance 15/04/2026 --objet "Refonte du site"`,
  );
  return writer;
};

describe('the request for an order to pay', () => {
  it('tells the facts, the account, what is asked, and the exhibits by number', async () => {
    const writer = await late();
    await writer.ok('log F-1 --canal email --le 18/04/2026 --note "rappel"');
    await writer.ok('log F-1 --entrant --canal email --le 20/04/2026 --note "je paierai en mai"');
    await writer.ok('resume F-1');
    await writer.ok('pay F-1 600 --le 02/05/2026');
    const words = await writer.words('injonction F-1');
    for (const part of [
      'À l’attention du président du tribunal de commerce (ou tribunal des activités économiques) dont relève 33000 Bordeaux',
      'Jeanne Martin EI, SIREN 732 829 320, 12 rue des Lilas, 75011 Paris',
      'Atelier Durand, SIREN 552 100 554, 4 rue du Port, 33000 Bordeaux.',
      '– 18/04/2026 : e-mail, rappel',
      '– 20/04/2026 : e-mail reçu du débiteur, je paierai en mai',
      '– 02/05/2026 : règlement reçu de 600,00 € sur la facture F-1',
      'article 1405 du code de procédure civile',
      'Reste dû sur la facture F-1 3 000,00 €',
      'outre les pénalités de retard à courir jusqu’au paiement',
      '1. Facture F-1 du 16/03/2026 (copie à joindre)',
      '2. E-mail, rappel (18/04/2026)',
    ])
      expect(words).toContain(part);
  });

  it('tells what was promised: the sum, the day, and on which day that was said', async () => {
    const writer = await late();
    writer.today = '2026-04-20';
    await writer.ok('promise F-1 15/05/2026 1000,00');
    writer.today = '2026-06-02';
    await writer.ok('call F-1 --issue promesse --promesse 30/06/2026 --note "trésorerie"');
    writer.today = '2026-11-23';
    const words = await writer.words('injonction F-1');
    expect(words).toContain('– 20/04/2026 : promesse de régler 1 000,00 € le 15/05/2026 sur la facture F-1');
    expect(words).toContain('– 02/06/2026 : promesse de régler 3 600,00 € le 30/06/2026 sur la facture F-1');
    expect(words.indexOf('20/04/2026')).toBeLessThan(words.indexOf('02/06/2026'));
  });

  it('says where to go, what it costs where that is known, and what is to be checked', async () => {
    const writer = await late();
    const text = plain(await writer.ok(`injonction F-1 --yes --sortie ${writer.folder}`)).replaceAll(
      /\s+/g,
      ' ',
    );
    expect(text).toContain('Cerfa n° 12946');
    expect(text).toContain('environ 25 à 35 € devant le tribunal de commerce : voyez le greffe');
    expect(text).toContain('aucune mise en demeure n’est notée comme postée');
    expect(text).toContain('si le débiteur est un professionnel libéral');
  });

  it.each([
    ['a consumer', CONSUMER, 'tribunal judiciaire dont relève 44000 Nantes'],
    ['an association', CLUB, 'tribunal judiciaire dont relève 17000 La Rochelle'],
    [
      'a company of Strasbourg',
      COMPANY.replace('33000', '67000').replace('Bordeaux', 'Strasbourg'),
      'président de la chambre commerciale du tribunal judiciaire dont relève 67000 Strasbourg',
    ],
    [
      'an association of Metz',
      CLUB.replace('17000', '57000').replace('La Rochelle', 'Metz'),
      'président du tribunal judiciaire dont relève 57000 Metz',
    ],
    [
      'a company of Guadeloupe',
      `${COMPANY.replace('33000', '97110').replace('Bordeaux', 'Pointe-à-Pitre')} --pays Guadeloupe`,
      'dont relève 97110 Pointe-à-Pitre',
    ],
  ])('proposes the court of %s', async (_, client, court) => {
    expect(await (await late(client)).words('injonction F-1')).toContain(court);
  });

  it('joins what is in writing or proven, and announces no fact when none is noted', async () => {
    const writer = await late();
    expect(await writer.words('injonction F-1')).toContain('reste impayée. Fondement de la demande');
    await writer.write('mise-en-demeure F-1');
    writer.today = '2026-12-15';
    await writer.ok('mise-en-demeure F-1 --postee 23/11/2026 --presentee 25/11/2026 --retournee 15/12/2026');
    await writer.ok('log F-1 --entrant --canal telephone --note "rappellera"');
    await writer.ok('resume F-1');
    const [facts, exhibits] = (await writer.words('injonction F-1')).split('Pièces jointes');
    expect(facts).toContain('15/12/2026 : mise en demeure, non réclamée');
    expect(exhibits).toContain('2. Mise en demeure postée (23/11/2026)');
    expect(exhibits).not.toMatch(/présentation|réclamée|rappellera/);
  });

  it('goes where the user says', async () => {
    expect(await (await late()).words('injonction F-1 --tribunal judiciaire')).toContain(
      'président du tribunal judiciaire dont relève 33000 Bordeaux',
    );
  });

  it.each([
    ['a public debtor', TOWN_HALL, 'L’injonction de payer ne se demande pas contre une personne publique'],
    [
      'a debtor abroad',
      `${COMPANY} --pays Belgique`,
      'Cette injonction se demande au tribunal du débiteur, en France',
    ],
  ])('is refused against %s', async (_, client, message) => {
    const writer = await late(client);
    expect((await refused(writer, 'injonction F-1 --yes'))[1]).toBe(message);
  });

  it('waits for the end of the delay that the mise en demeure gave', async () => {
    const writer = await late();
    await writer.write('mise-en-demeure F-1');
    await writer.ok('mise-en-demeure F-1 --postee 23/11/2026 --presentee 23/11/2026');
    writer.today = '2026-12-01';
    expect((await refused(writer, 'injonction F-1 --yes'))[1]).toBe(
      'La mise en demeure laisse au client jusqu’au 01/12/2026',
    );
    writer.today = '2026-12-02';
    expect((await writer.relance('injonction F-1 --dry-run')).exitCode).toBe(0);
  });
});

const requested = async (today = '2026-11-23'): Promise<Writer> => {
  const writer = await late(COMPANY, today);
  await writer.write('injonction F-1');
  return writer;
};

describe('the order', () => {
  it('is served within three months, or is void', async () => {
    const writer = await requested();
    writer.today = '2026-12-10';
    expect(await said(writer, 'injonction F-1 --ordonnance 30/11/2026')).toEqual([
      'Ordonnance du 30/11/2026 : à faire signifier au plus tard le 28/02/2027, sans quoi elle est non avenue (CPC 1411).',
      '→ une fois signifiée : relance injonction F-1 --signifiee <date>',
    ]);
    const { letters } = await writer.json<{ letters: unknown[] }>('due');
    expect(letters).toMatchObject([{ kind: 'injonction', state: 'to-serve', invoices: ['F-1'] }]);
    writer.today = '2027-03-01';
    expect((await refused(writer, 'injonction F-1 --signifiee 01/03/2027'))[1]).toContain(
      'elle est non avenue',
    );
    expect(await writer.json('injonction F-1 --signifiee 28/02/2027')).toMatchObject({
      order: { servedOn: '2027-02-28', oppositionUntil: '2027-03-28' },
    });
    expect((await writer.json<{ letters: unknown[] }>('due')).letters).toEqual([]);
  });

  it('had six months before September 2026', async () => {
    const writer = await requested('2026-08-20');
    writer.today = '2026-08-31';
    expect(await writer.json('injonction F-1 --ordonnance 31/08/2026')).toMatchObject({
      order: { serveBefore: '2027-02-28' },
    });
    writer.today = '2026-09-01';
    expect(await writer.json('injonction F-1 --ordonnance 01/09/2026')).toMatchObject({
      order: { serveBefore: '2026-12-01' },
    });
  });

  it('once served starts the prescription again, once', async () => {
    const writer = await requested();
    writer.today = '2026-12-10';
    await writer.ok('injonction F-1 --ordonnance 30/11/2026 --signifiee 10/12/2026');
    await writer.ok('injonction F-1 --signifiee 10/12/2026');
    expect(await writer.json('prescription F-1')).toMatchObject({
      lastUsefulOn: '2031-12-09',
      acts: [{ kind: 'order-served', on: '2026-12-10' }],
    });
    expect(plain(await writer.ok('injonction F-1 --opposition 10/12/2026'))).toContain(
      'Opposition du 10/12/2026',
    );
  });

  it.each([
    ['--signifiee 10/12/2026', 'Il manque --ordonnance'],
    ['--ordonnance 30/11/2026 --opposition 10/12/2026', 'Il manque --signifiee'],
    [
      '--ordonnance 30/11/2026 --signifiee 29/11/2026',
      'Une ordonnance est rendue, puis signifiée, puis contestée',
    ],
    ['--ordonnance 20/11/2026', 'La requête a été écrite le 23/11/2026'],
    ['--ordonnance 11/12/2026', '--ordonnance : le 11/12/2026 est dans le futur'],
  ])('refuses %s', async (flags, message) => {
    const writer = await requested();
    writer.today = '2026-12-10';
    expect((await refused(writer, `injonction F-1 ${flags}`))[1]).toBe(message);
  });
});
