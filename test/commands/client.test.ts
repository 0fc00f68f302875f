import { expect, test } from 'vitest';
import { displayWidth } from '../../src/domain/typography.ts';
import { World } from '../helpers/world.ts';

const count = (world: World): number => world.rows<{ n: number }>('select count(*) n from client')[0]?.n ?? 0;

test('add records every flag in its own form', async () => {
  const world = new World('2026-11-23');
  const { client } = await world.json<{ client: Record<string, unknown> }>([
    'client',
    'add',
    '  Studio\u00a0Dupont\n',
    '--type',
    'Entreprise',
    '--email',
    'Compta@DUPONT.fr',
    '--cc',
    'a@x.fr,b@x.fr',
    '--tel',
    '+33612345678',
    '--siren',
    '732 829 320 00074',
    '--tva-intra',
    'fr44 732829320',
    '--adresse',
    '3 rue du Four',
    '--cp',
    '75 006',
    '--ville',
    'Paris',
    '--contact',
    'Mme Jeanne Petit',
    '--tutoiement',
    '--scenario',
    'doux',
    '--canal',
    'telephone',
    '--penalites',
    'jamais',
    '--par-facture',
    '--note',
    'ligne 1\nligne 2',
  ]);
  expect(client).toEqual({
    id: 1,
    name: 'Studio Dupont',
    kind: 'entreprise',
    email: 'Compta@dupont.fr',
    cc: 'a@x.fr, b@x.fr',
    phone: '06 12 34 56 78',
    siren: '732829320',
    siret: '73282932000074',
    vatNumber: 'FR44732829320',
    address: '3 rue du Four',
    postalCode: '75006',
    city: 'Paris',
    country: 'FR',
    contactName: 'Mme Jeanne Petit',
    salutation: null,
    tutoiement: true,
    scenario: 'doux',
    language: 'fr',
    channel: 'call',
    penalites: 'jamais',
    isPerInvoice: true,
    note: 'ligne 1\nligne 2',
    emailRefusedOn: null,
    legalTermDays: null,
    ceilingCents: null,
    ceilingCurrency: null,
  });
});

test('a second client of the same name is refused with the existing one named', async () => {
  const world = new World('2026-11-23');
  await world.ok('client ajouter "Studio Dupont" --type entreprise');
  const { exitCode, stderr } = await world.relance('client add "studio dupont" --type particulier');
  expect(exitCode).toBe(1);
  expect(stderr).toBe(
    'Le client «\u00a0Studio Dupont\u00a0» existe déjà (n°\u00a01)\n→ relance client edit 1\n',
  );
  expect(count(world)).toBe(1);
});

test.each([
  ['client add Dupont', 'Il manque --type'],
  ['client add --type entreprise', 'Il manque le nom du client'],
  ['client add "" --type entreprise', 'Le nom du client ne peut pas être vide'],
  [`client add ${'x'.repeat(201)} --type entreprise`, 'Le nom du client\u00a0: 200 caractères au plus'],
  ['client add Dupont --type sarl', '--type ne connaît pas «\u00a0sarl\u00a0»'],
  ['client add Dupont --type entreprise --email a@x.fr,b@x.fr', 'écrire une seule adresse'],
  ['client add Dupont --type entreprise --siren 12', '--siren attend 9 chiffres (SIREN) ou 14 (SIRET)'],
  ['client add Dupont --type entreprise --tel 12', 'Le numéro de téléphone'],
  ['client add Dupont --type entreprise --tva-intra 12', 'n’a pas la forme voulue'],
])('%s is refused', async (line, sentence) => {
  const world = new World('2026-11-23');
  world.createBase();
  const { exitCode, stderr } = await world.relance(line);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(sentence);
  expect(count(world)).toBe(0);
});

test.each(['--siren 123456789', '--siren 73282932000075', '--tva-intra FR00732829320'])(
  'a false key (%s) is refused, accepted with --yes, asked at the terminal',
  async (flag) => {
    const world = new World('2026-11-23');
    const line = `client add Dupont --type entreprise ${flag}`;
    const refused = await world.relance(line);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toMatch(/a une clé de contrôle fausse\n→ .*--yes/);
    const no = await world.atTerminal(line, [[/quand\s+même/, '\r']]);
    expect(no.exitCode).toBe(130);
    expect(count(world)).toBe(0);
    const yes = await world.atTerminal(line, [[/quand\s+même/, 'o\r']]);
    expect(yes.exitCode).toBe(0);
    const accepted = await world.relance(`${line.replace('Dupont', 'Durand')} --yes`);
    expect(accepted.exitCode).toBe(0);
    expect(accepted.stderr).toContain('Attention\u00a0:');
    expect(count(world)).toBe(2);
  },
);

test('the wizard asks for the type and how to reach the client', async () => {
  const world = new World('2026-11-23');
  const { exitCode } = await world.atTerminal('client add', [
    ['Nom du client', 'Dupont\r'],
    ['Quel type', '\r'],
    ['adresse e-mail', 'pas une adresse\r'],
    [/n’est\s+pas\s+valide/, `${'\u007F'.repeat(15)}c@dupont.fr\r`],
    ['Téléphone', '\r'],
    ['Personne', 'Mme Petit\r'],
  ]);
  expect(exitCode).toBe(0);
  expect(world.rows('select name, kind, email, phone, contact_name from client')).toEqual([
    { name: 'Dupont', kind: 'entreprise', email: 'c@dupont.fr', phone: null, contact_name: 'Mme Petit' },
  ]);
});

test('edit changes what is given, erases what is given empty, and refuses to change nothing', async () => {
  const world = new World('2026-11-23');
  await world.ok(
    'client add Dupont --type entreprise --siren 73282932000074 --tel 0612345678 --tutoiement --par-facture',
  );
  await world.ok([
    'client',
    'modifier',
    'dup',
    '--nom',
    'Durand',
    '--tel',
    '',
    '--vouvoiement',
    '--regrouper',
  ]);
  await world.ok('client edit 1 --siren 552100554');
  expect(world.rows('select name, phone, tutoiement, per_invoice, siren, siret from client')).toEqual([
    { name: 'Durand', phone: null, tutoiement: 0, per_invoice: 0, siren: '552100554', siret: null },
  ]);
  const nothing = await world.relance('client edit durand');
  expect(nothing.exitCode).toBe(2);
  expect(nothing.stderr).toContain('Rien à changer');
  const both = await world.relance('client edit durand --tutoiement --vouvoiement');
  expect(both.stderr).toContain('--tutoiement et --vouvoiement se contredisent');
});

test('edit at the terminal keeps what Enter leaves', async () => {
  const world = new World('2026-11-23');
  await world.ok('client add Dupont --type entreprise --email a@x.fr');
  const { exitCode } = await world.atTerminal('client edit dupont', [
    ['Nom du client', '\r'],
    ['Adresse e-mail', '\r'],
    ['Téléphone', '0612345678\r'],
    ['Personne', '\r'],
    ['Adresse, sans', '\r'],
    ['Code postal', '\r'],
    ['Ville', '\r'],
  ]);
  expect(exitCode).toBe(0);
  expect(world.rows('select name, email, phone from client')).toEqual([
    { name: 'Dupont', email: 'a@x.fr', phone: '06 12 34 56 78' },
  ]);
});

test('list and show tell what each client owes', async () => {
  const world = new World('2026-11-23');
  world.createBase();
  expect(await world.ok('client list')).toBe('Aucun client.\n→ relance client add\n');
  await world.ok('add --numero F-1 --client Dupont --type entreprise --montant 1200 --emise 15/09/2026');
  await world.ok('add --numero F-2 --client Dupont --montant 300 --devise USD');
  expect(await world.ok('client liste')).toContain('1\u202f200,00\u00a0€ + 300,00\u00a0$US');
  const out = await world.ok('client voir dupont');
  expect(out).toContain('F-1');
  expect(out).toContain(
    '1\u00a0facture, 1\u202f200,00\u00a0€ à recevoir, dont 1\u202f200,00\u00a0€ en retard',
  );
  const json = await world.json<{ invoices: unknown[]; totals: unknown[] }>('client show dupont');
  expect(json.invoices).toHaveLength(2);
  expect(json.totals).toEqual([
    { currency: 'EUR', count: 1, remainingCents: 120_000, overdueCents: 120_000, penaltiesCents: 5590 },
    { currency: 'USD', count: 1, remainingCents: 30_000, overdueCents: 0, penaltiesCents: 0 },
  ]);
});

test('a long note keeps its line breaks on the card and breaks no table', async () => {
  const world = new World('2026-11-23');
  await world.ok([
    'client',
    'add',
    '\u202eDupont \u001B[31m👩‍👩‍👧',
    '--type',
    'entreprise',
    '--note',
    `a\nb ${'c '.repeat(5000)}`,
  ]);
  const card = await world.ok('client show dupont');
  expect(card).toContain('Note          a\n                b c');
  for (const columns of [60, 80, 120]) {
    const { stdout } = await world.relance('client list', { columns });
    expect(stdout.split('\n').filter((line) => displayWidth(line) > columns)).toEqual([]);
    expect(stdout).not.toContain('\u001B');
    expect(stdout).not.toContain('\u202e');
  }
});

test.each(['visio', 'autre', 'pigeon'])('--canal %s, which carries no reminder, is refused', async (word) => {
  const world = new World('2026-11-23');
  const result = await world.relance(`client add Durand --type entreprise --canal ${word}`);
  expect(result.exitCode).toBe(2);
  expect(result.stderr).toContain('email, telephone, sms, courrier, lrar');
});

test('--langue takes the language in which messages are written, and refuses the others', async () => {
  const world = new World('2026-11-23');
  await world.ok('client add Durand --type entreprise --langue fr');
  const { exitCode, stderr } = await world.relance('client add Smith --type entreprise --langue en');
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('fr')]);
});
