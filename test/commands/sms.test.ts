import { describe, expect, it } from 'vitest';
import { smsLink, smsSize } from '../../src/domain/sms-parts.ts';
import { plain, refused, said } from '../helpers/refused.ts';
import { World } from '../helpers/world.ts';

describe('what a text costs', () => {
  it.each([
    ['nothing', '', 1, 0],
    ['160 plain letters', 'a'.repeat(160), 1, 0],
    ['161', 'a'.repeat(161), 2, 0],
    ['306', 'a'.repeat(306), 2, 0],
    ['307', 'a'.repeat(307), 3, 0],
    ['the euro takes two', `${'a'.repeat(158)}€`, 1, 0],
    ['and then one too many', `${'a'.repeat(159)}€`, 2, 0],
    ['French accents that are free', 'é'.repeat(160), 1, 0],
    ['one that is not', `${'a'.repeat(69)}ê`, 1, 1],
    ['beyond seventy letters', `${'a'.repeat(70)}ê`, 2, 1],
  ])('%s', (_, text, parts, costly) => {
    const size = smsSize(text);
    expect([size.parts, size.costly.length]).toEqual([parts, costly]);
  });

  it('has a link that a telephone opens', () => {
    expect(smsLink('+33 6 12-34.56 78', 'Où ?')).toBe('sms:+33612345678?body=O%C3%B9%20%3F');
  });
});

const OF_DUPONT = '--client Dupont --type entreprise --tel "06 02 03 04 05" --canal sms';

const late = async (today = '2026-11-05', client = OF_DUPONT): Promise<World> => {
  const world = new World(today);
  await world.begin(
    'init --nom "Jeanne Martin" --forme EI --siret 73282932000074 --email jeanne@martin.example',
  );
  await world.begin(`add --numero F-1 ${client} --montant 1200 --emise 03/10/2026 --echeance 02/11/2026`);
  return world;
};

interface Sms {
  text: string;
  parts: number;
  contact: number | null;
}

describe('a message by hand', () => {
  it('is shown with the spaces that a telephone sends: another would make it two messages', async () => {
    const world = await late('2026-11-26');
    const { text } = await world.json<Sms>('sms F-1');
    const { stdout } = await world.relance('sms F-1', { columns: 400 });
    expect(text).toContain('1 200,00 €');
    expect(stdout.split('\n')).toContain(text);
  });

  it('stands for a reminder by mail with a client who reads only these', async () => {
    const world = await late();
    const { actions } = await world.json<{ actions: { channel: string; step: string }[] }>('due');
    expect(actions).toMatchObject([{ channel: 'sms', step: 'relance-1' }]);
    expect(plain(await world.ok('due'))).toContain('→ relance sms F-1');
    const { text, parts, contact } = await world.json<Sms>('sms F-1');
    expect(text).toBe(
      'Bonjour, la facture F-1 (1 200,00 €) était à régler le 2 novembre 2026. Pouvez-vous me dire quand le virement partira ? Merci, Jeanne Martin',
    );
    expect([parts, contact]).toEqual([1, null]);
    expect(world.rows('select * from contact')).toEqual([]);
    expect(await said(world, 'sms F-1 --envoye')).toEqual(['SMS n° 1 noté pour F-1.']);
    expect(
      world.rows('select channel, step from contact join contact_invoice on contact_id = contact.id'),
    ).toEqual([{ channel: 'sms', step: 'relance-1' }]);
  });

  it('is asked at a terminal', async () => {
    const world = await late();
    const { stdout } = await world.atTerminal('sms F-1', [['parti', 'o\r']]);
    expect(plain(stdout)).toContain('sms:0602030405?body=');
    expect(world.rows('select * from contact')).toHaveLength(1);
  });

  it('needs a number', async () => {
    const world = await late('2026-11-05', '--client Dupont --type entreprise');
    expect((await refused(world, 'sms F-1'))[1]).toBe('Le numéro de téléphone n’est pas connu : Dupont');
  });

  it('a step by SMS of a scenario of one’s own', async () => {
    const world = await late('2026-11-13', `${OF_DUPONT} --email a@dupont.example`);
    expect(await world.json<Sms>('sms F-1')).toMatchObject({ parts: 1 });
  });
});
