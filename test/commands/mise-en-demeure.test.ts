import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha256Of } from '../../src/db/documents.ts';
import { bytesOf, CLUB, COMPANY, CONSUMER, TOWN_HALL, Writer } from '../helpers/letters.ts';
import { refused, said } from '../helpers/refused.ts';

const LATE = `add --numero F-1 ${COMPANY} --montant 3600 --emise 16/03/2026 --echeance 15/04/2026 --objet "Refonte du site"`;

const late = async (today = '2026-11-23', line = LATE): Promise<Writer> => {
  const writer = await Writer.begin(today);
  await writer.begin(line);
  return writer;
};

interface Due {
  actions: { channel: string; step: string | null }[];
  letters: { state: string; invoices: string[]; command: string }[];
}

const dueOf = (writer: Writer, day: string): Promise<Due> => writer.json<Due>(`due --date ${day}`);

/** What nobody may add, threaten or look like: law, and the tool's own page of what is never claimed. */
const FORBIDDEN =
  /frais de (dossier|relance|recouvrement|gestion)|commandement|saisie|huissier|plainte|fichage|capitalis|dommages|dépens|article 700|TVA sur|dernier avis|vous êtes fiché|!/i;

describe('the letter', () => {
  it('demands from a company the principal, the penalties line by line and the indemnity', async () => {
    const words = await (await late()).words('mise-en-demeure F-1');
    for (const part of [
      'Atelier Durand À l’attention de Mme Claire Durand 4 rue du Port 33000 BORDEAUX',
      'Lettre recommandée avec avis de réception Paris, le 23 novembre 2026',
      'Objet : mise en demeure de payer – facture F-1',
      'établie pour « Refonte du site », reste impayée ; elle est échue depuis 222 jours.',
      'je vous mets en demeure de payer la somme de 3 909,64 € dans un délai de huit jours à compter de sa première présentation',
      'Pénalités du 16/04/2026 au 30/06/2026 : 91,08 € 3 600,00 € × 12,15 % × 76 j / 365',
      'Pénalités du 01/07/2026 au 23/11/2026 : 178,56 € 3 600,00 € × 12,40 % × 146 j / 365',
      'Indemnité forfaitaire 40,00 €',
      'Total 3 909,64 €',
      'articles L441-10 et D441-5 du code de commerce',
      'Il s’y ajoute 1,22 € par jour après le 23 novembre 2026',
      'articles 1344 et suivants du code civil',
      'IBAN : FR76 3000 6000 0112 3456 7890 189',
      'une requête en injonction de payer',
      'Si vous contestez cette somme, ou si vous souhaitez proposer un échéancier',
    ])
      expect(words).toContain(part);
    expect(words).not.toMatch(FORBIDDEN);
  });

  it('tells the reminders that came before it', async () => {
    const writer = await late();
    for (const day of ['18/04/2026', '29/04/2026', '04/05/2026'])
      await writer.ok(`log F-1 --canal email --le ${day}`);
    expect(await writer.words('mise-en-demeure F-1')).toContain(
      'Malgré mes rappels des 18 et 29 avril et 4 mai 2026, la facture ci-dessous',
    );
    for (const day of ['05/05/2026', '06/05/2026', '07/05/2026', '08/05/2026'])
      await writer.ok(`log F-1 --canal email --le ${day}`);
    expect(await writer.words('mise-en-demeure F-1')).toContain('Malgré mes 7 rappels,');
  });

  it('asks a consumer for the principal alone, softly, and starts the legal interest', async () => {
    const words = await (
      await late(
        '2026-11-23',
        `add --numero F-1 ${CONSUMER} --montant 850 --emise 10/09/2026 --echeance 10/10/2026`,
      )
    ).words('mise-en-demeure F-1');
    expect(words).toContain('la somme de 850,00 € dans un délai de quinze jours');
    expect(words).toContain(
      'cette somme porte intérêt au taux légal (articles 1231-6 et 1344-1 du code civil)',
    );
    expect(words).toContain('un paiement en plusieurs fois est possible');
    expect(words).not.toMatch(/40,00|pénalité|code de commerce|indemnité/i);
    expect(words).not.toMatch(FORBIDDEN);
  });

  it('claims from a public debtor its own interest, and no order to pay', async () => {
    const words = await (
      await late(
        '2026-11-23',
        `add --numero F-1 ${TOWN_HALL} --montant 7200 --emise 05/05/2026 --recue 05/05/2026`,
      )
    ).words('mise-en-demeure F-1');
    expect(words).toContain(
      'Les intérêts moratoires et l’indemnité forfaitaire de 40 € par facture sont dus de plein droit',
    );
    expect(words).toContain('R2192-31');
    expect(words).toContain('je saisirai sans autre avis la juridiction compétente.');
    expect(words).not.toMatch(/injonction|L441-10/);
    expect(words).not.toMatch(FORBIDDEN);
  });

  it('treats an association as the law leaves it in doubt: legal interest, no indemnity', async () => {
    const words = await (
      await late(
        '2026-11-23',
        `add --numero F-1 ${CLUB} --montant 500 --emise 10/01/2026 --echeance 10/02/2026`,
      )
    ).words('mise-en-demeure F-1');
    expect(words).toContain('porte intérêt au taux légal');
    expect(words).not.toMatch(/40,00|L441-10/);
  });

  it('claims no penalty from a client whose penalties are never claimed', async () => {
    const writer = await late();
    await writer.ok('client edit Durand --penalites jamais');
    const words = await writer.words('mise-en-demeure F-1');
    expect(words).toContain('la somme de 3 600,00 €');
    expect(words).not.toMatch(/pénalité|indemnité|40,00/i);
  });

  it.each([
    ['a company', LATE],
    ['a consumer', `add --numero F-1 ${CONSUMER} --montant 850 --emise 10/09/2026 --echeance 10/10/2026`],
  ])('says nothing to %s of the penalties that were given up', async (_, line) => {
    const writer = await late('2026-11-23', line);
    await writer.ok('interets F-1 --renoncer --motif "geste"');
    expect(await writer.words('mise-en-demeure F-1')).not.toMatch(/pénalité|intérêt|indemnité|40,00/i);
  });

  it('says « nous » for a company that writes', async () => {
    const writer = await Writer.begin('2026-11-23', '--forme SASU');
    await writer.ok(LATE);
    const words = await writer.words('mise-en-demeure F-1');
    expect(words).toContain('nous vous mettons en demeure');
    expect(words).not.toMatch(/\bje\b|\bmes\b/);
  });

  it('is stored with its digest, written where asked, and the same again with --copie', async () => {
    const writer = await late();
    const { documents, letter } = await writer.write('mise-en-demeure F-1');
    const [document] = documents;
    expect(document?.path).toBe(join(writer.folder, 'mise-en-demeure-F-1.pdf'));
    expect(document).toMatchObject({ kind: 'mise-en-demeure', pages: 1 });
    const bytes = bytesOf(document?.path ?? '');
    expect(sha256Of(bytes)).toBe(document?.sha256);
    expect(writer.rows<{ content: Buffer }>('select content from document')[0]?.content.equals(bytes)).toBe(
      true,
    );
    expect(letter).toMatchObject({ state: 'to-post', totalCents: 390_964, delayDays: 8, postedOn: null });
    const copy = await writer.json<{ documents: { path: string }[] }>(
      `mise-en-demeure F-1 --copie --sortie ${writer.folder}`,
    );
    expect(bytesOf(copy.documents[0]?.path ?? '').equals(bytes)).toBe(true);
  });

  it('tells what to know before it is written, with --dry-run too', async () => {
    const text = await (await late()).words('mise-en-demeure F-1');
    expect(text).toContain('À savoir : la copie de la facture F-1 n’est pas enregistrée');
  });

  it('is asked before it is recorded, at the terminal as without', async () => {
    const writer = await late();
    expect(await refused(writer, `mise-en-demeure F-1 --sortie ${writer.folder}`)).toEqual([
      2,
      'Sans terminal, rien n’est demandé : il manque --yes',
      'ou --dry-run pour voir la lettre',
    ]);
    const no = await writer.atTerminal(`mise-en-demeure F-1 --sortie ${writer.folder}`, [
      ['Enregistrer', 'n\r'],
    ]);
    expect(no.exitCode).toBe(130);
    expect(existsSync(join(writer.folder, 'mise-en-demeure-F-1.pdf'))).toBe(false);
    expect(writer.rows('select * from letter')).toEqual([]);
    const yes = await writer.atTerminal(`mise-en-demeure F-1 --sortie ${writer.folder}`, [
      ['Enregistrer', 'o\r'],
    ]);
    expect(yes.exitCode).toBe(0);
    expect(writer.rows('select kind from letter')).toEqual([{ kind: 'mise-en-demeure' }]);
  });

  it('does not leave when the invoice was paid while it was on screen', async () => {
    const writer = await late();
    const result = await writer.atTerminal(`mise-en-demeure F-1 --sortie ${writer.folder}`, [
      [
        'Enregistrer',
        () => {
          writer.execute(
            `insert into payment (invoice_id, received_on, amount_cents, kind, method, recorded_at)
             values (1, '2026-11-23', 360000, 'payment', 'transfer', '2026-11-23T10:00:00.000Z')`,
          );
          return 'o\r';
        },
      ],
    ]);
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain('F-1 a changé entre-temps');
    expect(writer.rows('select * from letter')).toEqual([]);
    expect(existsSync(join(writer.folder, 'mise-en-demeure-F-1.pdf'))).toBe(false);
  });

  it('replaces the one that was not posted', async () => {
    const writer = await late();
    await writer.write('mise-en-demeure F-1');
    const second = await writer.ok(`mise-en-demeure F-1 --sortie ${writer.folder} --yes`);
    expect(second).toContain('Elle remplace celle du 23/11/2026, qui n’avait pas été postée.');
    expect(second).toContain('mise-en-demeure-F-1-2.pdf');
    expect(writer.rows('select count(*) n from letter where cancelled_on is null')).toEqual([{ n: 1 }]);
    expect((await writer.json<{ documents: unknown[] }>('show F-1')).documents).toHaveLength(1);
  });
});

describe('is refused, with the reason', () => {
  it.each<[string, string[], string, string]>([
    ['nothing owed', ['pay F-1 3600'], 'nothing-owed', 'Plus rien n’est dû sur F-1'],
    ['a dispute', ['dispute F-1 --motif "malfaçon"'], 'dispute', 'Un litige est en cours sur F-1'],
    [
      'a collective proceeding',
      ['procedure Durand --type redressement --jugement 02/11/2026'],
      'insolvency',
      'Atelier Durand est en procédure collective depuis le 02/11/2026',
    ],
    ['a file handed over', ['log F-1 --etape remise'], 'handover', 'Le dossier de F-1 est remis'],
    [
      'no postal address',
      ['client edit Durand --adresse ""'],
      'no-postal-address',
      'L’adresse postale de Atelier Durand',
    ],
  ])('%s', async (_, lines, code, message) => {
    const writer = await late();
    for (const line of lines) await writer.relance(line);
    const { exitCode, stdout } = await writer.relance('mise-en-demeure F-1 --yes --json');
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code } });
    expect(
      (JSON.parse(stdout) as { error: { message: string } }).error.message.replaceAll('\u00a0', ' '),
    ).toContain(message);
    expect(writer.rows('select * from letter')).toEqual([]);
  });

  it('a claim that is prescribed', async () => {
    const writer = await late(
      '2026-11-23',
      `add --numero F-1 ${CONSUMER} --montant 850 --emise 10/09/2024 --echeance 10/10/2024`,
    );
    expect((await refused(writer, 'mise-en-demeure F-1 --yes'))[1]).toBe(
      'La créance F-1 est prescrite : elle ne peut plus être exigée',
    );
  });

  it('an invoice that is not late, even on its due date', async () => {
    const writer = await late('2026-04-15');
    expect((await refused(writer, 'mise-en-demeure F-1 --yes'))[1]).toBe(
      'F-1 n’est pas en retard : son échéance est le 15/04/2026',
    );
    writer.today = '2026-04-16';
    expect((await writer.relance('mise-en-demeure F-1 --dry-run')).exitCode).toBe(0);
  });

  it('a creditor who does not say who they are', async () => {
    const writer = new Writer('2026-11-23');
    await writer.ok(LATE);
    expect((await refused(writer, 'mise-en-demeure F-1 --yes'))[2]).toBe('relance init');
    await writer.ok('init --nom "Jeanne Martin" --email j@martin.example');
    expect(await refused(writer, 'mise-en-demeure F-1 --yes')).toEqual([
      1,
      'Votre identité est incomplète : une lettre doit dire qui l’écrit, et d’où',
      'relance profil --siret … --adresse … --cp … --ville …',
    ]);
  });

  it('two clients, or two currencies, in one letter', async () => {
    const writer = await late();
    await writer.ok(`add --numero F-2 ${CONSUMER} --montant 850 --emise 10/09/2026 --echeance 10/10/2026`);
    await writer.ok(
      'add --numero F-3 --client "Atelier Durand" --montant 850 --devise USD --emise 10/09/2026 --echeance 10/10/2026',
    );
    expect((await refused(writer, 'mise-en-demeure F-1 F-2 --yes'))[1]).toBe(
      'F-1 et F-2 ne sont pas du même client',
    );
    expect((await refused(writer, 'mise-en-demeure F-1 F-3 --yes'))[1]).toBe(
      'F-1 et F-3 ne sont pas dans la même monnaie',
    );
    expect(await writer.words('mise-en-demeure F-3')).not.toContain('Indemnité');
  });

  it('a reminder by post on a dispute, without an option that it lacks', async () => {
    const writer = await late();
    await writer.ok('dispute F-1 --motif "malfaçon"');
    expect((await refused(writer, 'lettre F-1 --yes'))[2]).not.toContain('--malgre-litige');
  });

  it('with --malgre-litige, writes all the same', async () => {
    const writer = await late();
    await writer.ok('dispute F-1 --motif "malfaçon"');
    expect(await writer.words('mise-en-demeure F-1 --malgre-litige')).toContain('3 909,64 €');
  });

  it('claims only what is not disputed, and no penalty on it', async () => {
    const writer = await late();
    await writer.ok('dispute F-1 --montant 600 --motif "une page"');
    const words = await writer.words('mise-en-demeure F-1');
    expect(words).toContain('la somme de 3 000,00 €');
    expect(words).toContain('Hors litige');
    expect(words).toContain('Les pénalités de retard prévues par la loi sont réservées.');
  });

  it.each([
    ['a letter no printer has', 'Société 株式会社', '«\u00a0株\u00a0», U+682A'],
    ['an emoji', 'Studio 🙂', '«\u00a0🙂\u00a0», U+1F642'],
  ])('%s in a name, by name and before anything is written', async (_, name, told) => {
    const writer = await late();
    await writer.ok(['client', 'edit', 'Durand', '--nom', name]);
    const { exitCode, stderr } = await writer.relance(`mise-en-demeure F-1 --yes --sortie ${writer.folder}`);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(told);
    expect(writer.rows('select * from letter')).toEqual([]);
  });
});

describe('its life', () => {
  it('written, posted, presented, received, expired: each day says what is to be done', async () => {
    const writer = await late();
    await writer.ok('log F-1 --etape dernier-rappel --le 01/11/2026');
    await writer.write('mise-en-demeure F-1');
    expect(await dueOf(writer, '2026-11-23')).toMatchObject({
      actions: [{ channel: 'mise-en-demeure' }],
      letters: [{ state: 'to-post', invoices: ['F-1'] }],
    });
    writer.today = '2026-11-24';
    await writer.ok('mise-en-demeure F-1 --postee 24/11/2026');
    expect(await dueOf(writer, '2026-11-24')).toMatchObject({
      actions: [],
      letters: [{ state: 'number-missing' }],
    });
    await writer.ok(['mise-en-demeure', 'F-1', '--lrar', '1A 123 456 7890 1']);
    expect(await dueOf(writer, '2026-11-24')).toMatchObject({ actions: [], letters: [] });
    // Eight days from the posting plus three, while the presentation is unknown.
    expect((await dueOf(writer, '2026-12-05')).letters).toEqual([]);
    expect((await dueOf(writer, '2026-12-06')).letters).toMatchObject([{ state: 'expired' }]);
    writer.today = '2026-11-30';
    await writer.ok('mise-en-demeure F-1 --presentee 30/11/2026');
    expect((await dueOf(writer, '2026-12-08')).letters).toEqual([]);
    expect((await dueOf(writer, '2026-12-09')).letters).toMatchObject([{ state: 'expired' }]);
    writer.today = '2026-12-02';
    expect(await said(writer, 'mise-en-demeure F-1 --recue 02/12/2026')).toEqual([
      'Mise en demeure pour F-1 : écrite le 23/11/2026, postée le 24/11/2026 (n° 1A 123 456 7890 1), présentée le 30/11/2026, reçue le 02/12/2026.',
      'Le client a jusqu’au 08/12/2026 inclus.',
    ]);
    const story = await writer.json<{
      contacts: { channel: string; step: string | null; outcome: string | null }[];
    }>('show F-1');
    expect(story.contacts.slice(1).map(({ channel, step, outcome }) => [channel, step, outcome])).toEqual([
      ['mise-en-demeure', 'mise-en-demeure', null],
      ['mise-en-demeure', null, 'presentee'],
      ['mise-en-demeure', null, 'recue'],
    ]);
  });

  it('counts as made when posted; the hand-over waits for the deadline that the letter gave', async () => {
    const writer = await late();
    await writer.write('mise-en-demeure F-1');
    expect((await writer.json<{ decision: { step: string } }>('why F-1')).decision.step).toBe('relance-1');
    await writer.ok('mise-en-demeure F-1 --postee 23/11/2026');
    const decision = async () =>
      (await writer.json<{ decision: { step: string | null; on: string | null } }>('why F-1')).decision;
    expect(await decision()).toMatchObject({ step: 'remise', on: '2026-12-06' });
    writer.today = '2026-12-02';
    await writer.ok('mise-en-demeure F-1 --presentee 02/12/2026');
    expect(await decision()).toMatchObject({ step: 'remise', on: '2026-12-11' });
    // A day typed wrong is typed again: the last word counts.
    await writer.ok('mise-en-demeure F-1 --presentee 24/11/2026');
    expect(await decision()).toMatchObject({ step: 'remise', on: '2026-12-06' });
  });

  it('starts the interest of a consumer on the day after its presentation', async () => {
    const writer = await late(
      '2026-06-08',
      `add --numero F-1 ${CONSUMER} --montant 850 --emise 01/04/2026 --echeance 01/05/2026`,
    );
    await writer.write('mise-en-demeure F-1');
    await writer.ok('mise-en-demeure F-1 --postee 08/06/2026');
    writer.today = '2026-06-10';
    await writer.ok('mise-en-demeure F-1 --presentee 10/06/2026');
    writer.today = '2026-11-22';
    expect(await writer.json('interets F-1')).toMatchObject({
      from: '2026-06-11',
      interestCents: 1051,
      indemnityCents: 0,
    });
  });

  it('unclaimed or refused, it stays valid; unknown at the address, another one is written', async () => {
    const writer = await late();
    await writer.write('mise-en-demeure F-1');
    await writer.ok('mise-en-demeure F-1 --postee 23/11/2026');
    expect((await refused(writer, 'mise-en-demeure F-1 --yes'))[1]).toBe(
      'Une mise en demeure a déjà été postée pour F-1, le 23/11/2026',
    );
    writer.today = '2026-12-12';
    expect(await said(writer, 'mise-en-demeure F-1 --presentee 25/11/2026 --retournee 12/12/2026')).toContain(
      'Non réclamée, elle reste valable : le délai court depuis la première présentation (Cass. 1re civ., 20 janvier 2021, n° 19-20.680).',
    );
    await writer.ok('mise-en-demeure F-1 --retournee 12/12/2026 --motif inconnue');
    expect((await writer.relance(`mise-en-demeure F-1 --yes --sortie ${writer.folder}`)).exitCode).toBe(0);
  });

  it('received, then come back: doubtful, and asked', async () => {
    const writer = await late();
    await writer.write('mise-en-demeure F-1');
    await writer.ok('mise-en-demeure F-1 --postee 23/11/2026 --recue 23/11/2026');
    expect((await refused(writer, 'mise-en-demeure F-1 --retournee 23/11/2026'))[1]).toBe(
      'Cette lettre est notée comme reçue le 23/11/2026',
    );
    await writer.ok('mise-en-demeure F-1 --retournee 23/11/2026 --yes');
  });

  it.each([
    ['before it was written', '--postee 22/11/2026', 'Le 22/11/2026 précède le 23/11/2026'],
    ['in the future', '--postee 24/11/2026', '--postee : le 24/11/2026 est dans le futur'],
    [
      'presented before it was posted',
      '--presentee 23/11/2026',
      'Cette lettre n’est pas encore notée comme postée',
    ],
    [
      'received and returned',
      '--recue 23/11/2026 --retournee 23/11/2026',
      'Une lettre est reçue, ou revient',
    ],
    ['a reason without a return', '--motif refusee', '--motif accompagne --retournee'],
    ['a number that is none', '--postee 23/11/2026 --lrar 1234', '« 1234 » n’a pas la forme'],
    [
      'a number with a wrong key',
      '--postee 23/11/2026 --lrar RK123456789FR',
      '« RK123456789FR » n’a pas la forme',
    ],
  ])('refuses %s', async (_, flags, message) => {
    const writer = await late();
    await writer.write('mise-en-demeure F-1');
    expect((await refused(writer, `mise-en-demeure F-1 ${flags}`))[1]).toContain(message);
  });

  it.each(['1A 123 456 7890 1', '2C12345678901', 'RK 123 456 785 FR', '870012345678901'])(
    'takes the number %s',
    async (number) => {
      const writer = await late();
      await writer.write('mise-en-demeure F-1');
      expect(
        (await writer.relance(['mise-en-demeure', 'F-1', '--postee', '23/11/2026', '--lrar', number]))
          .exitCode,
      ).toBe(0);
    },
  );

  it('is posted once, whatever runs beside', async () => {
    const writer = await late();
    await writer.write('mise-en-demeure F-1');
    await writer.ok('mise-en-demeure F-1 --postee 23/11/2026');
    expect((await refused(writer, 'mise-en-demeure F-1 --postee 23/11/2026'))[1]).toBe(
      'Cette lettre est déjà notée comme postée',
    );
  });

  it('keeps the proof of deposit, and refuses what is no scan', async () => {
    const writer = await late();
    await writer.write('mise-en-demeure F-1');
    const proof = join(writer.home, 'depot.png');
    writeFileSync(proof, Buffer.from('89504e470d0a1a0a', 'hex'));
    const text = join(writer.home, 'depot.txt');
    writeFileSync(text, 'rien');
    expect((await refused(writer, `mise-en-demeure F-1 --postee 23/11/2026 --preuve ${text}`))[1]).toContain(
      'n’est pas un PDF, un PNG ou un JPEG',
    );
    await writer.ok(`mise-en-demeure F-1 --postee 23/11/2026 --preuve ${proof}`);
    const { documents } = await writer.json<{ documents: { kind: string; name: string }[] }>('show F-1');
    expect(documents).toMatchObject([{ kind: 'mise-en-demeure' }, { kind: 'proof', name: 'depot.png' }]);
  });

  it('is given up before it is posted, never after', async () => {
    const writer = await late();
    await writer.write('mise-en-demeure F-1');
    await writer.ok('mise-en-demeure F-1 --annuler');
    expect((await dueOf(writer, '2026-11-23')).letters).toEqual([]);
    expect((await refused(writer, 'mise-en-demeure F-1 --postee 23/11/2026'))[1]).toContain(
      'Aucune lettre de ce genre',
    );
    await writer.write('mise-en-demeure F-1');
    await writer.ok('mise-en-demeure F-1 --postee 23/11/2026');
    expect((await refused(writer, 'mise-en-demeure F-1 --annuler'))[1]).toBe(
      'Une lettre postée ne s’annule plus',
    );
  });

  it('says nothing to the client: their words still wait for an answer', async () => {
    const writer = await late();
    await writer.write('mise-en-demeure F-1');
    await writer.ok('mise-en-demeure F-1 --postee 23/11/2026');
    writer.today = '2026-11-25';
    await writer.ok('log F-1 --entrant --canal email --note "je vérifie"');
    await writer.ok('mise-en-demeure F-1 --presentee 25/11/2026');
    expect((await writer.json<{ replies: unknown[] }>('due')).replies).toHaveLength(1);
  });

  it('is followed as well by someone who only uses log', async () => {
    const writer = await late();
    await writer.write('mise-en-demeure F-1');
    await writer.ok('log F-1 --etape mise-en-demeure');
    await writer.ok('log F-1 --issue presentee');
    const { letters } = await writer.json<{ letters: Record<string, unknown>[] }>('show F-1');
    expect(letters).toMatchObject([
      { postedOn: '2026-11-23', presentedOn: '2026-11-23', deadlineOn: '2026-12-01' },
    ]);
  });
});

describe('preview', () => {
  it('shows the letter of the step, and opens its PDF', async () => {
    const writer = await late();
    const shown = await writer.json<{ kind: string; subject: string; pages: number }>(
      'preview F-1 --etape mise-en-demeure',
    );
    expect(shown).toMatchObject({ kind: 'mise-en-demeure', pages: 1 });
    let opened = '';
    await writer.relance('preview F-1 --etape mise-en-demeure --open', {
      openFile: (path) => {
        opened = path;
      },
    });
    expect(bytesOf(opened).subarray(0, 5).toString()).toBe('%PDF-');
    expect(writer.rows('select * from letter')).toEqual([]);
  });
});
