import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { displayWidth } from '../../src/domain/typography.ts';
import { plain, refused } from '../helpers/refused.ts';
import { World } from '../helpers/world.ts';

const world = async (): Promise<World> => {
  const at = new World('2026-11-23');
  const add = (number: string, rest: string): Promise<void> =>
    at.begin(`add --numero ${number} ${rest} --yes`);
  await add(
    'F-1',
    '--client Dupont --type entreprise --email a@dupont.example --montant 1200 --emise 20/10/2026 --echeance 20/11/2026',
  );
  await add(
    'F-2',
    '--client Roche --type entreprise --tel 0102030405 --montant 300 --emise 01/10/2026 --echeance 10/11/2026',
  );
  await add('F-3', '--client Roche --montant 500 --emise 01/11/2026 --echeance 15/12/2026');
  await add('F-4', '--client Dupont --montant 100 --emise 01/10/2026 --echeance 31/10/2026');
  await at.begin('promise F-4 23/11/2026 --le 20/11/2026');
  await at.begin('pay F-4 --le 20/11/2026');
  return at;
};

describe('the morning', () => {
  it('tells what came in, what to do and how long it takes, and one line of money', async () => {
    const morning = plain(await (await world()).ok([]));
    for (const part of [
      'Lundi 23 novembre 2026',
      '100,00 €  Dupont, F-4, le 20/11/2026, promesse tenue',
      '1 e-mail, 1 appel : 11 min environ.',
      '→ relance call F-2',
      '2 000,00 € à recevoir, dont 1 500,00 € en retard ; 100,00 € reçus ce mois-ci.',
    ])
      expect(morning).toContain(part);
  });

  it('is quiet when there is nothing', async () => {
    const at = new World('2026-11-23');
    await at.ok(
      'add --numero F-3 --client Roche --type entreprise --montant 500 --emise 01/11/2026 --echeance 15/12/2026',
    );
    await at.ok('pay F-3 --le 01/11/2026');
    expect(plain(await at.ok([]))).toBe(
      'Lundi 23 novembre 2026\nRien à relancer le 23/11/2026.\n\n0,00 € à recevoir ; 500,00 € reçus ce mois-ci.\n',
    );
  });

  it.each([60, 80, 120])('holds in %i columns', async (columns) => {
    const at = await world();
    at.columns = columns;
    for (const line of (await at.ok([])).split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
  });

  it('has its figures for scripts', async () => {
    expect(await (await world()).json(['matin'])).toMatchObject({
      work: [
        { channel: 'email', count: 1, minutes: 1 },
        { channel: 'call', count: 1, minutes: 10 },
      ],
      cash: [{ currency: 'EUR', openCents: 200_000, overdueCents: 150_000, receivedThisMonthCents: 10_000 }],
      received: [{ number: 'F-4', promisedOn: '2026-11-23' }],
    });
  });
});

describe('the calendar', () => {
  it('holds each planned act on its day, and can be written again', async () => {
    const at = await world();
    const file = join(at.home, 'relances.ics');
    for (let run = 0; run < 2; run += 1) await at.ok(['matin', '--ics', file]);
    const text = readFileSync(file, 'utf8');
    expect(text.startsWith('BEGIN:VCALENDAR\r\nVERSION:2.0\r\n')).toBe(true);
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    const unfolded = plain(text.replaceAll('\r\n ', ''));
    expect(unfolded).toContain(
      'DTSTART;VALUE=DATE:20261123\r\nDTEND;VALUE=DATE:20261124\r\nSUMMARY:Dupont : e-mail (relance-1)\\, F-1',
    );
    expect(unfolded.match(/BEGIN:VEVENT/g)).toHaveLength(3);
    expect(new Set(unfolded.match(/UID:\S+/g)).size).toBe(3);
  });

  it('replaces nothing but a calendar', async () => {
    const at = await world();
    expect((await refused(at, ['matin', '--ics', at.databasePath]))[1]).toContain(
      'ce n’est pas un fichier .ics',
    );
  });
});
