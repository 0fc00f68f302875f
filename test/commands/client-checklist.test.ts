import { describe, expect, test } from 'vitest';
import { plain, refused, said } from '../helpers/refused.ts';
import { World } from '../helpers/world.ts';

const TODAY = '2026-11-23';
const DOWN = '\u001B[B';

const withClient = async (flags = '--type entreprise'): Promise<World> => {
  const world = new World(TODAY);
  await world.ok(`client add Dupont ${flags}`);
  return world;
};

const answersOf = (world: World): unknown[] =>
  world.rows('select item, answer, note, on_day from client_check order by id');

describe('client checklist', () => {
  test('prints what to verify and how, and asks nothing without a terminal', async () => {
    const world = await withClient('--type entreprise --siren 73282932000074');
    const lines = await said(world, 'client checklist dupont');
    expect(lines.slice(0, 9)).toEqual([
      'Avant de signer avec Dupont',
      '',
      '· Identité exacte et forme (identite)',
      '    Dénomination, forme (SARL, SAS, EI…) et siège, tels que la facture et une',
      '    lettre recommandée les porteront.',
      '',
      '· SIREN en activité (existence)',
      '    Cherchez-le sur annuaire-entreprises.data.gouv.fr : société active, même',
      '    nom, même adresse, pas de procédure collective.',
    ]);
    expect(lines[9]).toBe('    Sur la fiche : 73282932000074');
    expect(lines.at(-1)).toBe('→ relance client checklist 1 --fait identite');
    expect(answersOf(world)).toEqual([]);
  });

  test('answers given by flags are kept with their note and day; the last one counts', async () => {
    const world = await withClient();
    await world.ok('client checklist dupont --fait identité,EXISTENCE --le 20/11/2026');
    const lines = await said(
      world,
      'client checklist dupont --non acompte,identite --sans-objet commande --note "refuse l’acompte"',
    );
    expect(lines).toContain('✗ Identité exacte et forme (identite)');
    expect(lines).toContain('✓ SIREN en activité (existence)');
    expect(lines).toContain('    oui, le 20/11/2026');
    expect(lines).toContain('– Devis signé ou bon de commande (commande)');
    expect(lines).toContain('    sans objet, le 23/11/2026 : refuse l’acompte');
    expect(lines.at(-1)).toBe('→ relance client checklist 1 --fait signataire');
    const note = 'refuse l’acompte';
    const { checklist } = await world.json<{ checklist: unknown[] }>('client show dupont');
    expect(checklist).toEqual([
      { item: 'identity', answer: 'no', note, on: TODAY },
      { item: 'existence', answer: 'yes', note: null, on: '2026-11-20' },
      { item: 'signatory', answer: null, note: null, on: null },
      { item: 'billing', answer: null, note: null, on: null },
      { item: 'terms', answer: null, note: null, on: null },
      { item: 'order', answer: 'not-applicable', note, on: TODAY },
      { item: 'deposit', answer: 'no', note, on: TODAY },
    ]);
    expect(answersOf(world)).toHaveLength(5);
    const before = await world.json<{ checklist: { answer: unknown }[] }>(
      'client checklist dupont --date 21/11/2026',
    );
    expect(before.checklist.map(({ answer }) => answer).filter(Boolean)).toEqual(['yes', 'yes']);
  });

  test('the card of the client tells how far it is, once it has begun', async () => {
    const world = await withClient();
    expect(await world.ok('client show dupont')).not.toContain('Vérifications');
    await world.ok('client checklist dupont --fait identite --non acompte');
    const lines = await said(world, 'client show dupont');
    expect(lines).toContain('Vérifications avant de signer : 2 sur 7 ; non : Acompte demandé');
    expect(lines).toContain('→ relance client checklist 1');
    await world.ok(
      'client checklist dupont --fait existence,signataire,facturation,conditions,commande,acompte',
    );
    const whole = await said(world, 'client show dupont');
    expect(whole).toContain('Vérifications avant de signer : 7 sur 7');
    expect(whole).not.toContain('→ relance client checklist 1');
  });

  test.each([
    ['--fait kbis', '--fait ne connaît pas « kbis »'],
    ['--fait ,', '--fait attend au moins un élément'],
    ['--fait identite --non acompte,identite', '« identite » reçoit deux réponses'],
    ['--note oui', '--note demande une réponse : --fait, --non ou --sans-objet'],
    ['--fait identite --le 24/11/2026', '--le : le 24/11/2026 est dans le futur'],
    ['--fait identite --date hier', '--date montre un autre jour, sans rien noter'],
  ])('%s is refused, and nothing is kept', async (flags, message) => {
    const world = await withClient();
    const [exitCode, text] = await refused(world, `client checklist dupont ${flags}`);
    expect([exitCode, text]).toEqual([2, message]);
  });

  test('at the terminal asks for each item that has no answer, until one stops', async () => {
    const world = await withClient();
    await world.ok('client checklist dupont --fait identite');
    const { exitCode, stdout } = await world.atTerminal('client checklist dupont', [
      ['SIREN en activité', '\r'],
      ['Qui signe', `${DOWN}\r`],
      ['À qui et où facturer', `${DOWN}${DOWN}\r`],
      ['Conditions', `${DOWN}${DOWN}${DOWN}\r`],
      ['Devis signé', `${DOWN}${DOWN}${DOWN}${DOWN}\r`],
    ]);
    expect(exitCode).toBe(0);
    expect(plain(stdout)).toContain('3 réponses notées.');
    expect(answersOf(world)).toEqual(
      [
        ['identity', 'yes'],
        ['existence', 'yes'],
        ['signatory', 'no'],
        ['terms', 'not-applicable'],
      ].map(([item, answer]) => ({ item, answer, note: null, on_day: TODAY })),
    );
  });
});

describe('what is verified depends on the client', () => {
  test.each([
    ['--type entreprise', 'acceptés par écrit', '40 €'],
    ['--type association', 'RNA', 'statuts'],
    ['--type public', 'numéro d’engagement', 'SIRET'],
    ['--type public', 'Chorus Pro', 'R2191-3'],
    ['--type particulier', '14 jours', 'L221-10'],
    ['--type entreprise --pays Belgique', 'VIES', 'registre du commerce'],
  ])('%s: %s, %s', async (flags, ...words) => {
    const world = await withClient(flags);
    const text = (await said(world, 'client checklist dupont')).join(' ').replaceAll(/\s+/g, ' ');
    for (const word of words) expect(text).toContain(word);
  });

  test('a consumer has no SIREN to verify', async () => {
    const world = await withClient('--type particulier');
    expect(await world.ok('client checklist dupont')).not.toContain('SIREN');
    const { checklist } = await world.json<{ checklist: { item: string }[] }>('client checklist dupont');
    expect(checklist.map(({ item }) => item)).not.toContain('existence');
    expect(await refused(world, 'client checklist dupont --fait existence')).toEqual([
      2,
      '--fait : « existence » ne concerne pas un particulier',
      'relance client checklist 1',
    ]);
  });
});
