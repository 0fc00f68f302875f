import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plain, refused, said } from '../helpers/refused.ts';
import { World } from '../helpers/world.ts';

const DUPONT =
  '--client Dupont --type entreprise --email compta@dupont.example --tel "01 02 03 04 05" --contact "Mme Anne Dupont"';

/** Due on 2 November, on the day of the call of `standard`: J+17 is Thursday 19 November. */
const onTheDayOfTheCall = async (client = DUPONT, more = ''): Promise<World> => {
  const world = new World('2026-11-19');
  await world.begin(
    'init --nom "Jeanne Martin" --forme EI --siret 73282932000074 --email jeanne@martin.example',
  );
  await world.begin(
    `add --numero F-1 ${client} --montant 1200 --emise 03/10/2026 --echeance 02/11/2026 --etape relance-2 --etape-le 12/11/2026 ${more}`,
  );
  return world;
};

const why = async (
  world: World,
  number = 'F-1',
): Promise<{ act: boolean; channel: string; step: string; on: string }> =>
  (
    await world.json<{ decision: { act: boolean; channel: string; step: string; on: string } }>(
      `why ${number}`,
    )
  ).decision;

/** A reminder of F-1 that day, at that point of its life. */
const anEmail = (world: World, status: string, day: string): void => {
  const contact = world.execute(
    `insert into contact (client_id, at, on_day, channel, direction, status, note, about_overdue, recorded_at)
     values (1, ?, ?, 'email', 'out', ?, 'le mot', 1, ?)`,
    ...[`${day}T10:00:00Z`, day, status, `${day}T10:00:00Z`],
  );
  const counts = status === 'failed' || status === 'undelivered' ? 0 : 1;
  world.execute(
    'insert into contact_invoice values (?, 1, null, null, null, 120000, 10, ?)',
    contact,
    counts,
  );
};

describe('the call sheet', () => {
  it('says who, which number, how much, what was said, and how to say it', async () => {
    const world = await onTheDayOfTheCall();
    await world.ok('log F-1 --canal email --note "sans réponse" --le 12/11/2026');
    const sheet = plain(await world.ok('call F-1'));
    for (const part of [
      'Mme Anne Dupont, 01 02 03 04 05',
      'échue le 02/11/2026, 17 jours',
      '1 200,00 €',
      '12/11/2026  e-mail',
      'sans réponse',
      'À dire',
      'la facture F-1',
      'À demander',
      'À ne jamais dire',
    ])
      expect(sheet).toContain(part);
    expect(world.rows('select * from contact')).toHaveLength(1);
  });

  it.each([
    ['sent', 1],
    ['logged', 1],
    ['undelivered', 0],
    ['failed', 0],
    ['draft', 0],
    ['uncertain', 0],
  ])('what is %s was said or not', async (status, count) => {
    const world = await onTheDayOfTheCall();
    anEmail(world, status, '2026-11-12');
    expect((await world.json<{ history: unknown[] }>('call F-1')).history).toHaveLength(count);
    const sheet = plain(await world.ok('call F-1'));
    expect(sheet.includes('le mot')).toBe(count === 1);
    expect(sheet.includes('rien encore')).toBe(count === 0);
  });

  it('a message that came back is none between two calls that reached nobody', async () => {
    const world = await onTheDayOfTheCall();
    for (const day of ['16/11/2026', '17/11/2026'])
      await world.ok(`call F-1 --issue injoignable --le ${day}`);
    anEmail(world, 'undelivered', '2026-11-18');
    const third = await world.json<{ holdsUntil: string | null; callAgainOn: string | null }>(
      'call F-1 --issue injoignable',
    );
    expect(third.callAgainOn).toBeNull();
  });

  it('says tu to whom one says tu, and nothing of penalties to a consumer', async () => {
    const world = await onTheDayOfTheCall(
      '--client Zoé --type particulier --tel 0102030405 --tutoiement',
      '--scenario standard',
    );
    const sheet = plain(await world.ok('call F-1')).replaceAll(/\s+/g, ' ');
    expect(sheet).toContain('vers toi');
    expect(sheet).toContain('Des pénalités ou des frais : un particulier n’en doit pas.');
  });

  it('says that the number is missing', async () => {
    const world = await onTheDayOfTheCall('--client Dupont --type entreprise');
    expect(plain(await world.ok('call F-1'))).toContain('numéro à compléter  → relance client edit 1 --tel');
  });

  it('takes the other invoices of the same call', async () => {
    const world = await onTheDayOfTheCall();
    await world.ok(
      'add --numero F-2 --client Dupont --montant 300 --emise 03/10/2026 --echeance 02/11/2026 --etape relance-2 --etape-le 12/11/2026',
    );
    const { invoices, totalCents } = await world.json<{ invoices: { number: string }[]; totalCents: number }>(
      'call F-1',
    );
    expect(invoices.map(({ number }) => number)).toEqual(['F-1', 'F-2']);
    expect(totalCents).toBe(150_000);
    await world.ok('call F-1 --issue promesse --promesse 30/11/2026 --montant 1300');
    // The oldest first: the same day, in their order.
    expect(world.rows('select amount_cents from hold order by id')).toEqual([
      { amount_cents: 120_000 },
      { amount_cents: 10_000 },
    ]);
  });

  it.each([60, 80, 120])('holds in %i columns', async (columns) => {
    const world = await onTheDayOfTheCall();
    world.columns = columns;
    const { stdout } = await world.relance('call F-1');
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(columns);
  });
});

describe('an outcome', () => {
  it('message: call again in two working days, three times at most', async () => {
    const world = await onTheDayOfTheCall();
    expect(await said(world, 'call F-1 --issue message')).toEqual([
      'Appel n° 1 noté le 19/11/2026 : message, F-1 (Dupont).',
      'À rappeler le 23/11/2026.',
    ]);
    expect(await why(world)).toMatchObject({ act: false, channel: 'call', step: 'appel', on: '2026-11-23' });
    world.today = '2026-11-23';
    expect(await why(world)).toMatchObject({ act: true, channel: 'call' });
    await world.ok('call F-1 --issue injoignable');
    expect(await why(world)).toMatchObject({ act: false, on: '2026-11-24' });
    world.today = '2026-11-24';
    // Nobody for the third time: the scenario goes on.
    expect(await said(world, 'call F-1 --issue injoignable')).toContain('Compte comme « appel » pour F-1.');
    expect(await why(world)).toMatchObject({ step: 'dernier-rappel', on: '2026-12-01' });
  });

  it('promise: the reminders wait for it, and it is confirmed in writing', async () => {
    const world = await onTheDayOfTheCall();
    expect(
      await said(world, 'call F-1 --issue promesse --promesse 27/11/2026 --note "virement du vendredi"'),
    ).toEqual([
      'Appel n° 1 noté le 19/11/2026 : promesse, F-1 (Dupont).',
      'Compte comme « appel » pour F-1.',
      'Les relances attendent jusqu’au 01/12/2026 inclus.',
      '→ confirmer par écrit : relance send F-1 --modele promesse',
    ]);
    const mail = plain(await world.ok('send F-1 --modele promesse --dry-run')).replaceAll(/\s+/g, ' ');
    expect(mail).toContain('Facture F-1 — règlement convenu le 27 novembre 2026');
    expect(mail).toContain('Comme convenu, vous réglez 1 200,00 € le 27 novembre 2026, pour la facture F-1.');
  });

  it('dispute: held with its category', async () => {
    const world = await onTheDayOfTheCall();
    await world.ok('call F-1 --issue litige --categorie prestation --motif "deuxième journée" --montant 300');
    expect(world.rows('select kind, category, amount_cents, reason from hold')).toEqual([
      { kind: 'dispute', category: 'service', amount_cents: 30_000, reason: 'deuxième journée' },
    ]);
  });

  it('dispute: of the invoice that was named, whatever else the call was about', async () => {
    const world = await onTheDayOfTheCall();
    await world.ok(
      'add --numero F-2 --client Dupont --montant 300 --emise 03/10/2026 --echeance 02/11/2026 --etape relance-2 --etape-le 12/11/2026',
    );
    const lines = await said(world, 'call F-1 --issue litige --motif "deuxième journée"');
    expect(lines[0]).toContain('F-1, F-2');
    expect(lines).toContain('Litige noté sur F-1.');
    expect(world.rows('select number from hold join invoice on invoice.id = hold.invoice_id')).toEqual([
      { number: 'F-1' },
    ]);
  });

  it('already paid: three working days to check, and why says so', async () => {
    const world = await onTheDayOfTheCall();
    await world.ok('call F-1 --issue deja-paye --paye-le 17/11/2026 --mode virement');
    const { rules } = await world.json<{ rules: { code: string; text: string }[] }>('why F-1');
    expect(rules[0]?.code).toBe('hold-pause');
    expect(plain(rules[0]?.text ?? '')).toBe(
      'en pause jusqu’au 24/11/2026 inclus (dit avoir payé le 17/11/2026 par virement : à vérifier)',
    );
  });

  it('wrong contact: nothing is made, correct and call again', async () => {
    const world = await onTheDayOfTheCall();
    expect(await said(world, 'call F-1 --issue mauvais-contact')).toEqual([
      'Appel n° 1 noté le 19/11/2026 : mauvais contact, F-1 (Dupont).',
      'À rappeler le 20/11/2026.',
      '→ enregistrer d’abord la facture : relance edit F-1 --pdf <fichier>',
      '→ corriger : relance client edit 1 --contact "…" --tel … --email …',
      '→ puis renvoyer la facture : relance send F-1 --modele facture',
    ]);
  });

  it('invoice never received: it is sent again, and has five working days', async () => {
    const world = await onTheDayOfTheCall();
    await world.ok('call F-1 --issue facture-non-recue');
    expect(await why(world)).toMatchObject({ act: false, step: 'dernier-rappel' });
    expect(world.rows('select until_on, reason from hold')).toEqual([
      { until_on: '2026-11-26', reason: 'facture envoyée de nouveau' },
    ]);
    const pdf = join(world.home, 'facture.pdf');
    writeFileSync(pdf, '%PDF-1.4\n%%EOF\n');
    await world.ok(`edit F-1 --pdf ${pdf}`);
    expect(plain(await world.ok('send F-1 --modele facture --dry-run'))).toContain('Comme convenu');
  });

  it('awaiting approval: who, and until when', async () => {
    const world = await onTheDayOfTheCall();
    await world.ok('call F-1 --issue attente-validation --qui "M. Roche" --quand 25/11/2026');
    expect(world.rows('select until_on, reason from hold')).toEqual([
      {
        until_on: '2026-11-25',
        reason: expect.stringContaining('validation attendue de M. Roche') as string,
      },
    ]);
  });

  it('refusal: on to the formal step', async () => {
    const world = await onTheDayOfTheCall();
    expect(await said(world, 'call F-1 --issue refus')).toEqual([
      'Appel n° 1 noté le 19/11/2026 : refus, F-1 (Dupont).',
      'Compte comme « appel » pour F-1.',
      'Ne se feront plus : dernier-rappel.',
      '→ l’étape formelle : relance mise-en-demeure F-1',
    ]);
    expect(await why(world)).toMatchObject({ step: 'mise-en-demeure' });
  });

  it('is asked at a terminal, with the details that make it useful', async () => {
    const world = await onTheDayOfTheCall();
    const { stdout } = await world.atTerminal('call F-1', [
      ['Et alors', '\r'],
      ['Ce qui a été dit', 'paiera vendredi\r'],
      ['Pour quel jour', '27/11\r'],
    ]);
    expect(plain(stdout)).toContain('promesse, F-1 (Dupont)');
    expect(world.rows('select outcome, note from contact')).toEqual([
      { outcome: 'promesse', note: 'paiera vendredi' },
    ]);
  });

  it('records all or nothing', async () => {
    const world = await onTheDayOfTheCall();
    expect(
      (await refused(world, 'call F-1 --issue promesse --promesse 30/11 --montant 1200,01'))[1],
    ).toContain('La promesse dépasse le reste dû');
    expect(world.rows('select * from contact')).toEqual([]);
  });

  it.each([
    ['--issue promesse', 'Il manque --promesse'],
    [
      '--issue promesse --promesse 18/11/2026',
      'Une promesse porte sur aujourd’hui ou plus tard, pas sur le 18/11/2026',
    ],
    ['--issue litige', 'Il manque --motif'],
    ['--issue message --promesse 30/11', '--promesse ne va pas avec l’issue « message »'],
    ['--issue parti', '--issue ne connaît pas « parti »'],
    [
      '--issue attente-validation --quand 18/11/2026',
      'Une validation s’attend pour aujourd’hui ou plus tard',
    ],
    ['--issue deja-paye --paye-le 20/11/2026', 'Un règlement déjà fait ne peut pas dater du 20/11/2026'],
  ])('refuses %s', async (flags, message) => {
    expect((await refused(await onTheDayOfTheCall(), `call F-1 ${flags}`))[1]).toContain(message);
  });

  it('is refused on what is paid, and on what was handed over', async () => {
    const world = await onTheDayOfTheCall();
    await world.ok('dossier F-1 --remise 19/11/2026 --a "Étude Martin"');
    expect((await refused(world, 'call F-1'))[1]).toContain('dossier remis le 19/11/2026');
    await world.ok('log F-1 --issue dossier-rendu');
    await world.ok('pay F-1');
    expect((await refused(world, 'call F-1'))[1]).toBe('Plus rien n’est dû sur F-1');
  });
});

it('someone called outside any step is called again on the day', async () => {
  const world = new World('2026-11-05');
  await world.ok(`add --numero F-1 ${DUPONT} --montant 1200 --emise 03/10/2026 --echeance 02/11/2026`);
  await world.ok('call F-1 --issue message');
  world.today = '2026-11-09';
  const due = plain(await world.ok('due')).replaceAll(/\s+/g, ' ');
  expect(due).toContain('À rappeler : Dupont, F-1 : personne n’avait pu être joint');
  await world.ok('call F-1 --issue promesse --promesse +3j');
  expect(plain(await world.ok('due'))).not.toContain('À rappeler');
});
