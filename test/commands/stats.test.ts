import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import type { Statistics } from '../../src/domain/money/statistics.ts';
import { displayWidth } from '../../src/domain/typography.ts';
import { addClient, addInvoice, addPayment, openBusiness, TODAY } from '../helpers/claims.ts';
import { addStep, RECORDED_AT, smallHistory } from '../helpers/history.ts';
import { plain } from '../helpers/refused.ts';
import { World } from '../helpers/world.ts';

const euros = (statistics: Statistics) => {
  const [of] = statistics.currencies;
  if (!of) throw new Error('no currency');
  return of;
};

describe('the figures', () => {
  it('are those of the hand, currency by currency, the euro first', async () => {
    const world = await smallHistory();
    const statistics = await world.json<Statistics & { files: string[] }>('stats');
    expect(statistics).toMatchObject({
      date: TODAY,
      since: '2025-11-23',
      isFirstYear: true,
      client: null,
      files: [],
    });
    expect(statistics.currencies.map(({ currency }) => currency)).toEqual(['EUR', 'USD']);
    const of = euros(statistics);
    expect(of.agedBalance).toEqual([
      { bucket: 'not-due', count: 1, remainingCents: 40_000, disputedCents: 0 },
      { bucket: '1-30', count: 1, remainingCents: 300_000, disputedCents: 0 },
      { bucket: '31-60', count: 0, remainingCents: 0, disputedCents: 0 },
      { bucket: '61-90', count: 1, remainingCents: 60_000, disputedCents: 30_000 },
      { bucket: 'over-90', count: 1, remainingCents: 70_000, disputedCents: 0 },
    ]);
    // 470 / 930 × 365; 23 days of November (40), 31 of October (350), 30 × 80 / 200 of September.
    expect(of.dso).toMatchObject({
      accountingDays: 184.5,
      countBackDays: 66,
      receivablesCents: 470_000,
      invoicedCents: 930_000,
    });
    expect(of.recovered).toEqual([
      { cause: 'on-time', step: null, channel: null, payments: 2, amountCents: 60_000, medianDays: null },
      { cause: 'unprompted', step: null, channel: null, payments: 1, amountCents: 20_000, medianDays: null },
      { cause: 'step', step: 'appel', channel: 'call', payments: 1, amountCents: 200_000, medianDays: 3 },
      {
        cause: 'step',
        step: 'relance-1',
        channel: 'email',
        payments: 1,
        amountCents: 100_000,
        medianDays: 5,
      },
    ]);
    expect(of.clients.map(({ client, ...habit }) => [client.name, ...Object.values(habit)])).toEqual([
      ['Durand', 2, 0, 15, 20, 300_000, 300_000],
      ['Procédure', 0, 0, null, null, 70_000, 70_000],
      ['Nour', 1, 1, -1, -1, 100_000, 60_000],
    ]);
    expect(of.writtenOffCents).toBe(80_000);
    expect(
      of.months.map(({ invoicedCents, receivedCents }) => [invoicedCents / 1000, receivedCents / 1000]),
    ).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
      [90, 10],
      [0, 0],
      [70, 0],
      [180, 0],
      [200, 120],
      [350, 250],
      [40, 0],
    ]);
    expect(of.months[0]?.month).toBe('2025-12');
  });

  it('expect the promise on its day, the late by habit, and neither dispute nor insolvency', async () => {
    const world = await smallHistory();
    const [eur, usd] = (await world.json<Statistics>('stats')).currencies;
    const weeks = (of = eur) =>
      of?.expected.flatMap(({ week, amountCents }) => (amountCents > 0 ? [[week, amountCents]] : []));
    expect(weeks()).toEqual([
      ['2026-W48', 40_000],
      ['2026-W49', 300_000],
    ]);
    expect(eur).toMatchObject({ undatedCents: 30_000, excludedCents: 100_000, later: { amountCents: 0 } });
    // The habit of all: (10 + 20 − 1) / 3 days.
    expect(weeks(usd)).toEqual([['2026-W50', 10_000]]);
    expect(usd?.dso).toMatchObject({ accountingDays: 365, countBackDays: 23 });
  });

  it('follow the instalments of an agreement that is signed', async () => {
    const world = await smallHistory();
    const [d3] = world.rows<{ id: number; client_id: number }>(
      `select id, client_id from invoice where number = 'D3'`,
    );
    const letter = world.execute(
      `insert into letter (client_id, kind, written_on, currency, total_cents, sending, signed_on, recorded_at)
       values (?, 'agreement', '2026-11-22', 'EUR', 300000, 'none', '2026-11-22', '2026-11-22T10:00:00.000Z')`,
      d3?.client_id,
    );
    world.execute('insert into letter_invoice values (?, ?, 300000)', letter, d3?.id);
    for (const on of ['2026-12-15', '2027-01-20'])
      world.execute('insert into instalment values (?, ?, 150000)', letter, on);
    world.execute(
      `insert into hold (kind, invoice_id, from_on, letter_id, recorded_at) values ('plan', ?, '2026-11-22', ?, ?)`,
      d3?.id,
      letter,
      RECORDED_AT,
    );
    const { expected, later } = euros(await world.json<Statistics>('stats'));
    expect(expected.find(({ week }) => week === '2026-W51')?.amountCents).toBe(150_000);
    expect(expected.find(({ week }) => week === '2026-W49')?.amountCents).toBe(0);
    expect(later).toEqual({ from: '2027-01-18', amountCents: 150_000 });
  });

  it('of a past day do not know what came later: a payment reversed since had settled', async () => {
    const world = await smallHistory();
    const of = euros(await world.json<Statistics>('stats --date 20/11/2026'));
    expect(of.dso.receivablesCents).toBe(170_000);
    expect(of.clients.find(({ client }) => client.name === 'Durand')).toMatchObject({
      settled: 3,
      meanDelayDays: 10.3,
      remainingCents: 0,
    });
    const before = euros(await world.json<Statistics>('stats --date 05/10/2026'));
    expect(before.months.at(-1)).toEqual({ month: '2026-10', invoicedCents: 550_000, receivedCents: 0 });
    expect(before.writtenOffCents).toBe(0);
  });

  it('are narrowed by --client and --depuis', async () => {
    const world = await smallHistory();
    const { currencies, client: about } = await world.json<Statistics & { client: unknown }>(
      'stats --client Nour',
    );
    expect(about).toMatchObject({ name: 'Nour', kind: 'particulier' });
    expect(
      currencies.map(({ currency, clients }) => [currency, clients.map(({ client }) => client.name)]),
    ).toEqual([
      ['EUR', ['Nour']],
      ['USD', ['Nour']],
    ]);
    // Still the habit of all clients, for one who has none.
    expect(currencies[0]).toMatchObject({ undatedCents: 30_000, writtenOffCents: 0 });
    const recent = euros(await world.json<Statistics>('stats --depuis 2026-10-15'));
    expect(recent.recovered.map(({ payments }) => payments)).toEqual([1, 1]);
    expect(recent.clients.find(({ client }) => client.name === 'Durand')?.meanDelayDays).toBe(20);
  });

  it('count a trop-perçu from the day when it was received', async () => {
    const world = await smallHistory();
    const [n3] = world.rows<{ id: number }>(`select id from invoice where number = 'N3'`);
    const source = world.execute(
      `insert into payment (invoice_id, received_on, amount_cents, kind, method, recorded_at)
       values (?, '2026-09-10', 60000, 'overpayment', 'transfer', ?)`,
      n3?.id,
      RECORDED_AT,
    );
    world.execute(
      `insert into payment (invoice_id, received_on, amount_cents, kind, method, overpayment_id, recorded_at)
       select id, '2026-11-22', 60000, 'payment', 'overpayment', ?, ? from invoice where number = 'N2'`,
      source,
      RECORDED_AT,
    );
    const nour = euros(await world.json<Statistics>('stats')).clients.find(
      ({ client }) => client.name === 'Nour',
    );
    // N2 was due on 19 September: its last sum in cash came on the 25th.
    expect(nour).toMatchObject({ settled: 2, worstDelayDays: 6 });
  });
});

test('JSON has every key, and null for what cannot be computed', async () => {
  const world = new World(TODAY);
  addInvoice(world, (await openBusiness(world), addClient(world, 'Seul')), 'S1', {
    issuedOn: '2024-01-01',
    dueOn: '2024-01-31',
  });
  const [of] = (await world.json<Statistics>('stats')).currencies;
  expect(Object.keys(of ?? {}).toSorted()).toEqual(
    'agedBalance clients currency dso excludedCents expected later months recovered undatedCents writtenOffCents'.split(
      ' ',
    ),
  );
  expect(of?.dso.accountingDays).toBeNull();
  // 120 000 against January 2024: all the days since its first one.
  expect(of?.dso.countBackDays).toBe(1058);
  expect(of?.clients[0]).toMatchObject({ meanDelayDays: null, worstDelayDays: null });
});

test('an empty database is told in a sentence', async () => {
  const world = new World(TODAY);
  world.createBase();
  expect(plain(await world.ok('stats'))).toContain('Rien à compter pour l’instant');
  expect(await world.json('stats')).toMatchObject({ date: TODAY, currencies: [] });
  await world.ok('stats --html vide.html --csv vide.csv'.replaceAll('vide', join(world.home, 'vide')));
  expect(readFileSync(join(world.home, 'vide.html'), 'utf8')).toContain('Rien à compter');
  expect(readFileSync(join(world.home, 'vide.csv'), 'utf8').trim().split('\r\n')).toHaveLength(1);
});

describe('on screen', () => {
  it.each([60, 80, 120])('holds in %i columns, whatever the names', async (columns) => {
    const world = await smallHistory();
    for (const name of ['x'.repeat(200), '👩‍👩‍👧 Studio 🎉', 'a\u0007b\u202e']) {
      const client = addClient(world, name);
      const invoice = addInvoice(world, client, `F-${client}`, { totalCents: 999_999_999_999 });
      addStep(world, client, invoice, `étape-${'longue-'.repeat(10)}`, 'email', '2026-11-21');
      addPayment(world, invoice, 99_999_999, TODAY);
    }
    const { stdout } = await world.relance('stats', { columns });
    expect(stdout.split('\n').filter((line) => displayWidth(line) > columns)).toEqual([]);
    expect(stdout).toContain('█');
    for (const character of ['\u0007', '\u001b', '\u202e']) expect(stdout).not.toContain(character);
    for (const title of [
      'Balance âgée',
      'Encaissements attendus',
      'Délai moyen',
      'Comment paient',
      'Encaissé après',
    ])
      expect(stdout).toContain(title);
  });

  it('says the figures, and the formula of each method', async () => {
    const world = await smallHistory();
    const out = plain(await world.ok('stats')).replaceAll(/\s+/g, ' ');
    for (const text of [
      '61 à 90 jours 1 600,00 €',
      '4 factures, 4 700,00 € à recevoir, dont 300,00 € contestés.',
      'S49, du 30/11 au 06/12 3 000,00 €',
      'en retard, sans date 300,00 €',
      'méthode comptable 184,5 j créances TTC ouvertes / facturation TTC des 365 derniers jours × 365',
      'méthode par épuisement 66 j',
      'Durand 2 0 % 15 j 20 j 3 000,00 € 3 000,00 €',
      'relance-1, e-mail 1 1 000,00 € 5 j',
      'facturé ·····▃·▂▅▅█▁ 9 300,00 €',
      'Passé en perte, en EUR 800,00 €',
      'Moins d’un an de factures',
      'Balance âgée, en USD',
    ])
      expect(out).toContain(text);
  });

  it('names the only client that it is about', async () => {
    const world = await smallHistory();
    expect(await world.ok('stats --client Nour')).toMatch(/^Nour\nAu 23\/11\/2026/);
  });

  it('colour adds nothing to read, and NO_COLOR takes it away', async () => {
    const world = await smallHistory();
    const bare = await world.relance('stats', { isTerminal: true });
    const coloured = await world.relance('stats', {
      isTerminal: true,
      env: { RELANCE_HOME: world.home },
    });
    expect(bare.stdout).not.toContain('\u001b');
    expect(coloured.stdout).toContain('\u001b[1m');
    // eslint-disable-next-line no-control-regex
    expect(coloured.stdout.replaceAll(/\u001b\[\d+m/g, '')).toBe(bare.stdout);
  });
});

test.each([
  ['stats --client zut', 'Aucun client ne s’appelle'],
  ['stats --depuis demain', 'vient après le 23/11/2026'],
  ['stats --date zut', 'zut'],
])('%s is refused', async (line, sentence) => {
  const world = new World(TODAY);
  world.createBase();
  const { exitCode, stderr } = await world.relance(line);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(sentence);
});
