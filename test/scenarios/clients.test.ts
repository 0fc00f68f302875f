import { describe, expect, it } from 'vitest';
import { plain } from '../helpers/refused.ts';
import { ATELIER, Story } from '../helpers/story.ts';

const add = (number: string, rest: string, dueOn = '04/03/2026'): string =>
  `add --numero ${number} ${rest} --emise 02/02/2026 --echeance ${dueOn}`;

it('several invoices of one client: one message, whose tone is the highest due', async () => {
  const story = await Story.begin('2026-03-05');
  await story.on(
    '2026-03-05',
    add('A', `${ATELIER} --montant 100`),
    add('B', '--client Atelier --montant 200', '11/03/2026'),
  );
  await story.until('2026-03-16');
  // B, whose own first reminder would come on the 16th, advances to the step of the firmer message about A.
  expect(story.told).toEqual([
    ['2026-03-06', 'Facture B — échéance le 11 mars 2026'],
    ['2026-03-09', 'Rappel : facture A échue le 4 mars 2026'],
    ['2026-03-16', '2 factures échues : 300,00 €, la plus ancienne depuis 12 jours'],
  ]);
  const { contacts } = await story.world.json<{ contacts: { step: string }[] }>('show B');
  expect(contacts.map(({ step }) => step)).toEqual(['pre-echeance', 'relance-2']);
});

it('at the last reminder, the other invoices wait', async () => {
  const story = await Story.begin('2026-03-30');
  await story.on(
    '2026-03-30',
    add('A', `${ATELIER} --montant 100 --etape appel --etape-le 20/03/2026`),
    add('B', '--client Atelier --montant 200', '25/03/2026'),
    add('C', '--client Atelier --montant 300', '03/04/2026'),
  );
  await story.until('2026-04-01');
  expect(story.told).toEqual([['2026-03-30', 'Dernier rappel avant mise en demeure — facture A']]);
  expect(story.lastText).toContain('Ce message ne comprend pas la facture B,');
  expect(story.lastText).not.toMatch(/facture B,? échue|\bC\b/);
  const { waiting } = await story.world.json<{ waiting: { number: string }[] }>('due');
  expect(waiting.map(({ number }) => number).toSorted()).toEqual(['A', 'B', 'C']);
});

it('two currencies are two messages', async () => {
  const story = await Story.begin('2026-03-09');
  await story.on(
    '2026-03-09',
    add('A', `${ATELIER} --montant 100`),
    add('B', '--client Atelier --montant 200 --devise USD'),
  );
  await story.until('2026-03-09');
  expect(story.told.map(([, subject]) => subject).toSorted()).toEqual([
    'Rappel : facture A échue le 4 mars 2026',
    'Rappel : facture B échue le 4 mars 2026',
  ]);
});

it('500 due five days ago and 1 000 due in thirty: one overdue invoice, 500 claimed', async () => {
  const story = await Story.begin('2026-03-09');
  await story.on(
    '2026-03-09',
    add('A', `${ATELIER} --montant 500`),
    add('B', '--client Atelier --montant 1000', '08/04/2026'),
  );
  await story.until('2026-03-09');
  expect(story.told).toEqual([['2026-03-09', 'Rappel : facture A échue le 4 mars 2026']]);
  expect(story.lastText).toContain('500,00 €');
  expect(story.lastText).not.toContain('1 000,00 €');
});

it('without an e-mail address the reminder becomes a call, then a letter, then waits to be completed', async () => {
  const story = await Story.begin('2026-03-09');
  await story.on(
    '2026-03-09',
    add('A', '--client Appels --type entreprise --tel "01 98 76 54 32" --montant 10'),
    add(
      'B',
      '--client Lettres --type entreprise --adresse "3 rue des Forges" --cp 35000 --ville Rennes --montant 10',
    ),
    add('C', '--client Rien --type entreprise --montant 10'),
  );
  const { actions } = await story.world.json<{ actions: Record<string, unknown>[] }>('due');
  expect(actions.map(({ channel, blocked }) => [channel, blocked]).toSorted()).toEqual([
    ['call', null],
    ['email', 'no-email'],
    ['letter', null],
  ]);
  await story.on('2026-03-10', 'log A --etape relance-1 --note "messagerie"');
  expect(await story.next('A')).toEqual({ act: false, step: 'relance-2', on: '2026-03-17' });
});

const KINDS = ['entreprise', 'association', 'particulier', 'public'];
const STEPS: [scenario: string, steps: string[]][] = [
  ['standard', ['pre-echeance', 'relance-1', 'relance-2', 'dernier-rappel']],
  ['telephone-d-abord', ['relance-1', 'relance-2']],
  ['courrier', ['relance-1']],
  ['doux', ['pre-echeance', 'relance-1', 'relance-2', 'relance-3']],
  ['particulier', ['pre-echeance', 'relance-1', 'dernier-rappel']],
  ['secteur-public', ['relance-1', 'relance-2', 'dernier-rappel']],
];
/** What the law does not grant against a consumer or an association, or what nobody should write (law: C. conso. L121-21). */
const PENALTIES = /p[ée]nalit|40 €|indemnit|L441|D441|code de commerce|int[ée]r[êe]ts?\b/i;
const NEVER =
  /!|contentieux|huissier|tribunal|dans les plus brefs délais|je me permets|sauf erreur|\bmail\b/i;

describe.each(KINDS)('a client of kind %s', (kind) => {
  it.each(STEPS)('reads in scenario %s only what may be said', async (scenario, steps) => {
    const story = await Story.begin('2026-04-20');
    await story.world.ok(
      add(
        'A',
        `--client Camille --type ${kind} --email camille@exemple.fr --montant 100 --scenario ${scenario}`,
      ),
    );
    for (const step of steps) {
      const { subject, text } = await story.world.json<{ subject: string; text: string }>(
        `preview A --etape ${step}`,
      );
      const words = plain(`${subject}\n${text}`);
      const mayMention = (kind === 'entreprise' || kind === 'public') && step !== 'pre-echeance';
      expect(words).not.toMatch(NEVER);
      expect(mayMention || !PENALTIES.test(words), step).toBe(true);
      expect(/ce rappel est sans objet/.test(words), step).toBe(step !== 'pre-echeance');
      expect(words).not.toMatch(/ci-joint|jointe/i);
    }
  });
});

it.each([
  ['--forme EI', '', /\b(vous|votre)\b/i, /\b(tu|ton|ta|nous avons|notre)\b/],
  ['--forme EI', '--tutoiement', /\b(tu|ton|te)\b/i, /\b(vous|votre)\b/i],
  ['--forme SASU', '', /\bnous\b/i, /\b(je|mon|ma|me)\b/i],
])('one register from end to end: %s %s', async (form, flags, expected, forbidden) => {
  const story = await Story.begin('2026-04-20', form);
  await story.world.ok(
    add('A', `--client Durand --type entreprise --email d@exemple.fr --montant 100 ${flags}`),
  );
  let said = '';
  for (const step of ['pre-echeance', 'relance-1', 'relance-2', 'dernier-rappel']) {
    const { text } = await story.world.json<{ text: string }>(`preview A --etape ${step}`);
    said += text.slice(0, text.indexOf('Jeanne Martin'));
  }
  expect(said).toMatch(expected);
  expect(said).not.toMatch(forbidden);
});
