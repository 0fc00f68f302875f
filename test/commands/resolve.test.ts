import { beforeEach, describe, expect, it } from 'vitest';
import { lockSending } from '../../src/db/send-lock.ts';
import { openDatabase } from '../../src/db/open.ts';
import { TODAY, addClient, addInvoice, openBusiness } from '../helpers/claims.ts';
import { refused, said } from '../helpers/refused.ts';
import { World } from '../helpers/world.ts';
import { join } from 'node:path';

let world: World;
let petit: number;

beforeEach(async () => {
  world = new World(TODAY);
  await openBusiness(world);
  petit = addClient(world, 'Atelier Petit');
  addInvoice(world, petit, 'F-1');
});

/** An e-mail of the first reminder, at that point of its life. */
const attempt = (status: string): void => {
  world.execute(
    `insert into contact (client_id, at, on_day, channel, direction, status, about_overdue, recorded_at)
     values (?, '2026-11-23T10:00:00Z', '2026-11-23', 'email', 'out', ?, 1, '2026-11-23T10:00:00Z')`,
    petit,
    status,
  );
  world.execute(
    "insert into contact_invoice values (1, 1, 'relance-1', 3, 'courtoisie', 120000, 3, ?)",
    status === 'failed' || status === 'undelivered' ? 0 : 1,
  );
};

const state = () =>
  world.rows('select c.status, ci.counts from contact c join contact_invoice ci on ci.contact_id = c.id')[0];

const ANSWERS = ['--parti', '--pas-parti', '--non-remis'] as const;
const OUTCOME = { '--parti': 'sent', '--pas-parti': 'failed', '--non-remis': 'undelivered' };

describe.each(['uncertain', 'draft'])('an attempt that is %s', (status) => {
  it.each(ANSWERS)('%s', async (answer) => {
    attempt(status);
    await world.ok(`resolve 1 ${answer}`);
    expect(state()).toEqual({ status: OUTCOME[answer], counts: answer === '--parti' ? 1 : 0 });
  });

  it('that left is a step made', async () => {
    attempt(status);
    expect(await said(world, 'resolve 1 --parti')).toEqual([
      'Contact n° 1 : e-mail « relance-1 » du 23/11/2026, Atelier Petit (F-1) : envoyé.',
      'L’étape est faite.',
    ]);
    expect(await world.json('why F-1')).toMatchObject({ decision: { step: 'relance-2', on: '2026-11-30' } });
  });

  it('that did not leave is to be sent again', async () => {
    attempt(status);
    expect(await said(world, 'eclaircir 1 --pas-parti')).toEqual([
      'Contact n° 1 : e-mail « relance-1 » du 23/11/2026, Atelier Petit (F-1) : non parti.',
      'L’étape reste à faire : elle revient dans « relance due ».',
    ]);
    expect(await world.json('why F-1')).toMatchObject({ decision: { act: true, step: 'relance-1' } });
  });

  it('is asked about at the terminal', async () => {
    attempt(status);
    const { screen } = await world.atTerminal('resolve 1', [['Qu’est devenu', '\u001b[B\r']]);
    expect(screen).toContain('il est revenu, non remis au client');
    expect(state()).toMatchObject({ status: 'failed' });
  });
});

describe('a message sent', () => {
  it('that came back reopens its step', async () => {
    attempt('sent');
    expect(await said(world, 'resolve 1 --non-remis')).toEqual([
      'Contact n° 1 : e-mail « relance-1 » du 23/11/2026, Atelier Petit (F-1) : non remis.',
      'L’étape reste à faire : elle revient dans « relance due ».',
    ]);
    expect(await world.json('why F-1')).toMatchObject({ decision: { act: true, step: 'relance-1' } });
  });

  it.each(['--parti', '--pas-parti'])('%s is refused', async (answer) => {
    attempt('sent');
    expect(await refused(world, `resolve 1 ${answer}`)).toEqual([
      1,
      'Le contact n° 1 est « envoyé » : on peut seulement dire qu’il n’a pas été remis',
      'relance resolve 1 --non-remis',
    ]);
  });
});

describe.each([
  ['failed', 'non parti'],
  ['undelivered', 'non remis'],
  ['logged', 'noté à la main'],
])('a contact that is %s', (status, french) => {
  it.each(ANSWERS)('%s is refused', async (answer) => {
    attempt(status);
    expect(await refused(world, `resolve 1 ${answer}`)).toEqual([
      1,
      `Le contact n° 1 est « ${french} » : il n’y a rien à éclaircir`,
      'relance due montre ce qui reste à éclaircir',
    ]);
  });

  it('is not asked about', async () => {
    attempt(status);
    const { exitCode } = await world.relance('resolve 1', { isTerminal: true });
    expect(exitCode).toBe(1);
  });
});

describe('an attempt that is being sent', () => {
  it('is one whose program died when nobody holds the lock', async () => {
    attempt('sending');
    await world.ok('resolve 1 --parti');
    expect(state()).toEqual({ status: 'sent', counts: 1 });
    expect(world.rows('select was_uncertain from contact')).toEqual([{ was_uncertain: 1 }]);
  });

  it('is left alone while the sending runs', async () => {
    attempt('sending');
    const db = openDatabase(world.databasePath, {
      migrations: join(import.meta.dirname, '..', '..', 'migrations'),
      now: new Date(`${TODAY}T11:00:00Z`),
      mayCreate: false,
    });
    const unlock = lockSending(db);
    try {
      expect((await refused(world, 'resolve 1 --parti')).slice(0, 2)).toEqual([
        1,
        'Le contact n° 1 est en cours d’envoi',
      ]);
    } finally {
      unlock();
      db.close();
    }
  });
});

it('exactly one answer is given', async () => {
  attempt('uncertain');
  expect(await refused(world, 'resolve 1 --parti --non-remis')).toEqual([
    2,
    'Une seule réponse à la fois : --parti, --pas-parti ou --non-remis',
    'relance resolve --help',
  ]);
  expect(await refused(world, 'resolve 1')).toEqual([
    2,
    'Il manque --parti, --pas-parti ou --non-remis',
    'relance resolve 1 --parti',
  ]);
});

it('an unknown contact is refused', async () => {
  expect((await refused(world, 'resolve 9 --parti')).slice(0, 2)).toEqual([
    1,
    'Le contact n° 9 n’existe pas',
  ]);
  expect((await refused(world, 'resolve zut --parti'))[0]).toBe(2);
});

it('is known to scripts', async () => {
  attempt('uncertain');
  expect(await world.json('resolve 1 --non-remis')).toEqual({
    contact: {
      id: 1,
      status: 'undelivered',
      client: { id: petit, name: 'Atelier Petit', kind: 'entreprise' },
      invoices: ['F-1'],
      step: 'relance-1',
      channel: 'email',
      direction: 'out',
      at: '2026-11-23T10:00:00Z',
      subject: null,
      messageId: null,
    },
  });
});
