import { expect, test } from 'vitest';
import { displayWidth } from '../../src/domain/typography.ts';
import { World } from '../helpers/world.ts';

const office = async (): Promise<World> => {
  const world = new World('2026-11-23');
  await world.begin(
    'add --numero RETARD --client Dupont --type entreprise --email a@x.fr --montant 1200 --emise 15/09/2026',
  );
  await world.begin('add --numero ECHOIR --client Dupont --montant 300 --emise 20/11/2026');
  await world.begin('add --numero DOLLAR --client Nour --type particulier --montant 80 --devise USD');
  await world.begin('add --numero PAYEE --client Nour --montant 50 --emise 01/10/2026');
  await world.begin('pay PAYEE');
  await world.begin('add --numero ANNULEE --client Nour --montant 60 --emise 01/10/2026');
  await world.begin('cancel ANNULEE --motif doublon');
  await world.begin('add --numero PERTE --client Nour --montant 70 --emise 01/10/2026');
  await world.begin('cancel PERTE --motif insolvable --irrecouvrable');
  return world;
};

const numbers = async (world: World, line: string): Promise<string[]> =>
  (await world.json<{ invoices: { number: string }[] }>(line)).invoices.map(({ number }) => number);

test('by default it lists what is still to be paid, the oldest due date first', async () => {
  const world = await office();
  expect(await numbers(world, 'list')).toEqual(['RETARD', 'ECHOIR', 'DOLLAR']);
  const { totals } = await world.json<{ totals: unknown[] }>('list');
  expect(totals).toEqual([
    { currency: 'EUR', count: 2, remainingCents: 150_000, overdueCents: 120_000, penaltiesCents: 5590 },
    { currency: 'USD', count: 1, remainingCents: 8000, overdueCents: 0, penaltiesCents: 0 },
  ]);
});

test.each([
  ['open', ['ECHOIR', 'DOLLAR']],
  ['ouverte', ['ECHOIR', 'DOLLAR']],
  ['échue', ['RETARD']],
  ['overdue', ['RETARD']],
  ['payee', ['PAYEE']],
  ['paid', ['PAYEE']],
  ['annulée', ['ANNULEE']],
  ['cancelled', ['ANNULEE']],
  ['irrecouvrable', ['PERTE']],
  ['written-off', ['PERTE']],
  ['toutes', ['RETARD', 'ECHOIR', 'DOLLAR', 'PAYEE', 'ANNULEE', 'PERTE']],
])('--etat %s', async (state, expected) => {
  const world = await office();
  expect(await numbers(world, `liste --etat ${state}`)).toEqual(expected);
});

test('--client and --limite narrow what is shown, never the totals', async () => {
  const world = await office();
  expect(await numbers(world, 'list --client dup')).toEqual(['RETARD', 'ECHOIR']);
  const out = await world.ok('list --limite 1');
  expect(out).toContain('… 2 de plus (sans --limite)');
  expect(out).toContain(
    '2\u00a0factures, 1\u202f500,00\u00a0€ à recevoir, dont 1\u202f200,00\u00a0€ en retard',
  );
});

test('each invoice carries its next step as the plan of the day has it', async () => {
  const world = await office();
  const { invoices } = await world.json<{ invoices: { nextStep: unknown; state: string }[] }>('list');
  expect(invoices[0]?.nextStep).toEqual({ id: 'relance-1', channel: 'email', on: '2026-11-23' });
  expect(invoices[1]?.nextStep).toEqual({ id: 'pre-echeance', channel: 'email', on: '2026-12-15' });
});

test('--date plays another day: what was paid or cancelled since is still open', async () => {
  const world = await office();
  expect(await numbers(world, 'list --date 22/11/2026')).toEqual([
    'RETARD',
    'PAYEE',
    'ANNULEE',
    'PERTE',
    'ECHOIR',
  ]);
  const { invoices } = await world.json<{ invoices: Record<string, unknown>[] }>(
    'list --date 22/11/2026 --etat overdue',
  );
  expect(invoices.find(({ number }) => number === 'PAYEE')).toMatchObject({
    state: 'overdue',
    paidCents: 0,
    remainingCents: 5000,
  });
});

test('an empty list says what to type', async () => {
  const world = new World('2026-11-23');
  world.createBase();
  expect(await world.ok('list')).toContain('Aucune facture n’attend de règlement.\n→ relance add');
  expect(await world.json('list')).toEqual({ invoices: [], totals: [] });
});

test.each([
  ['list --etat zut', '--etat ne connaît pas «\u00a0zut\u00a0»'],
  ['list --limite 0', '--limite attend un nombre entier'],
  ['list --client zut', 'Aucun client ne s’appelle'],
])('%s is refused', async (line, sentence) => {
  const world = new World('2026-11-23');
  world.createBase();
  const { exitCode, stderr } = await world.relance(line);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(sentence);
});

test.each([60, 80, 120])(
  'the table holds in %i columns, whatever the names, and amounts are aligned',
  async (columns) => {
    const world = await office();
    const names = [
      'Élise\u00a0& Fils',
      '👩‍👩‍👧 Studio 🎉',
      'شركة الاختبار المحدودة',
      '\u202eabc\u0007',
      'x'.repeat(200),
    ];
    for (const [index, name] of names.entries())
      await world.ok([
        'add',
        '--numero',
        `${name.slice(0, 30)} ${index}`,
        '--client',
        name,
        '--type',
        'entreprise',
        '--montant',
        '9999999,99',
        '--emise',
        '2026-09-15',
        '--objet',
        name,
      ]);
    const { stdout } = await world.relance('list', { columns });
    const lines = stdout.split('\n');
    expect(lines.filter((line) => displayWidth(line) > columns)).toEqual([]);
    const table = lines.slice(1, lines.indexOf(''));
    expect(table).toHaveLength(8);
    expect(stdout).toContain('9\u202f999\u202f999,99\u00a0€');
    expect(stdout).not.toContain('\u0007');
    expect(stdout).not.toContain('\u202e');
    const ends = table
      .filter((line) => !line.includes('$US') && !/[\u0600-\u06ff]/.test(line))
      .map((line) => displayWidth(line.slice(0, line.indexOf('€') + 1)));
    expect(new Set(ends).size).toBe(1);
  },
);
