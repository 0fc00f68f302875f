import { beforeEach, describe, expect, it } from 'vitest';
import { TODAY, addClient, addInvoice, addPayment, openBusiness } from '../helpers/claims.ts';
import { refused, said, verdict } from '../helpers/refused.ts';
import { World } from '../helpers/world.ts';

interface Decision {
  decision: { act: boolean; channel: string; step: string | null; on: string | null };
}

let world: World;
let petit: number;

// 33 days late on 23 November: the whole standard scenario lies behind or ahead.
const LATE = { dueOn: '2026-10-21', issuedOn: '2026-09-21' };

beforeEach(async () => {
  world = new World(TODAY);
  await openBusiness(world);
  petit = addClient(world, 'Atelier Petit', { phone: '01 23 45 67 89' });
  addInvoice(world, petit, 'F-1', LATE);
});

const entries = () =>
  world.rows(
    `select c.channel, c.direction, c.on_day, c.outcome, c.note, c.deadline_on, ci.step, ci.step_day, ci.tone,
       ci.remaining_cents, ci.days_late from contact c join contact_invoice ci on ci.contact_id = c.id order by c.id`,
  );

const why = async (number = 'F-1') => (await world.json<Decision>(`why ${number}`)).decision;

describe('a contact noted by hand', () => {
  it('is a call of today unless said otherwise, and spaces out the next e-mail', async () => {
    expect(await said(world, 'log F-1 --issue message --note "laissé un message"')).toEqual([
      'Contact n° 1 noté : appel, le 23/11/2026, F-1 (Atelier Petit).',
      'Ensuite : e-mail « relance-1 », le 26/11/2026.',
    ]);
    expect(entries()).toEqual([
      {
        channel: 'call',
        direction: 'out',
        on_day: TODAY,
        outcome: 'message',
        note: 'laissé un message',
        deadline_on: null,
        step: null,
        step_day: null,
        tone: null,
        remaining_cents: 120_000,
        days_late: 33,
      },
    ]);
  });

  it.each([
    ['email', 'email'],
    ['telephone', 'call'],
    ['téléphone', 'call'],
    ['sms', 'sms'],
    ['courrier', 'letter'],
    ['lrar', 'lrar'],
    ['visio', 'visio'],
    ['autre', 'other'],
  ])('by %s', async (word, channel) => {
    await world.ok(['log', 'F-1', '--canal', word]);
    expect(entries()).toMatchObject([{ channel }]);
  });

  it('keeps the amount and the lateness of its own day', async () => {
    const [invoice] = world.rows<{ id: number }>('select id from invoice');
    addPayment(world, invoice?.id ?? 0, 20_000, '2026-11-10');
    await world.ok('log F-1 --le 09/11/2026');
    await world.ok('log F-1 --le 10/11/2026');
    expect(entries()).toMatchObject([
      { on_day: '2026-11-09', remaining_cents: 120_000, days_late: 19 },
      { on_day: '2026-11-10', remaining_cents: 100_000, days_late: 20 },
    ]);
  });

  it.each([
    ['demain', 2, '--le : le 24/11/2026 est dans le futur'],
    ['20/09/2026', 1, 'La facture F-1 n’était pas encore émise le 20/09/2026'],
  ])('of %s is refused', async (day, exitCode, message) => {
    expect((await refused(world, ['log', 'F-1', '--le', day])).slice(0, 2)).toEqual([exitCode, message]);
  });

  it('is allowed about an invoice already paid, and holds nobody back', async () => {
    await world.ok('pay F-1');
    addInvoice(world, petit, 'F-2');
    await world.ok('log F-1 --note "merci"');
    expect(entries()).toMatchObject([{ remaining_cents: 0, days_late: 0 }]);
    expect(await why('F-2')).toMatchObject({ act: true, step: 'relance-1' });
  });

  it('names what to type when the outcome calls for it', async () => {
    expect((await said(world, 'log F-1 --issue promesse')).at(-1)).toBe('→ relance promise F-1 <date>');
  });

  it('is known to scripts as the story of the invoice', async () => {
    const story = await world.json<{ contacts: unknown[] }>('log F-1 --canal visio --issue refus');
    expect(story.contacts).toMatchObject([{ id: 1, channel: 'visio', outcome: 'refus', status: 'logged' }]);
  });

  it.each([
    ['log F-1 --canal pigeon', '--canal ne connaît pas « pigeon »'],
    [
      'log F-1 --entrant --etape appel',
      '--entrant et --etape ne vont pas ensemble : une étape est un contact de votre part',
    ],
    ['log F-1 --note ""', '--note ne peut pas être vide'],
    ['log F-9', 'La facture « F-9 » n’existe pas'],
  ])('%s is refused', async (line, message) => {
    expect((await refused(world, line)).slice(0, 2)).toEqual([2, message]);
  });
});

describe('a contact that counts as a step', () => {
  it('makes the step, and lapses those before it', async () => {
    expect(await said(world, 'log F-1 --etape appel')).toEqual([
      'Contact n° 1 noté : appel, le 23/11/2026, F-1 (Atelier Petit).',
      'Compte comme l’étape « appel ».',
      'Ne se feront plus : relance-1, relance-2.',
      'Ensuite : e-mail « dernier-rappel », le 30/11/2026.',
    ]);
    expect(entries()).toMatchObject([{ step: 'appel', step_day: 17, tone: 'fermete', channel: 'call' }]);
  });

  it('is by the channel of the step, unless another is named', async () => {
    await world.ok('log F-1 --etape relance-1');
    await world.ok('log F-1 --etape relance-2 --canal sms');
    expect(entries()).toMatchObject([{ channel: 'email' }, { channel: 'sms' }]);
  });

  it('of a client without e-mail address is by the channel that replaces it', async () => {
    addInvoice(world, addClient(world, 'Brun', { email: null, phone: '01 99 99 99 99' }), 'B-1');
    await world.ok('log B-1 --etape relance-1');
    expect(entries()).toMatchObject([{ channel: 'call', step: 'relance-1' }]);
  });

  it.each([
    ['entreprise', 'standard', '2026-12-03'],
    ['particulier', 'particulier', '2026-12-10'],
  ])('posting a mise en demeure to a client of kind %s opens its delay', async (kind, scenario, deadline) => {
    addInvoice(world, addClient(world, 'Brun', { kind, scenario }), 'B-1', LATE);
    const lines = await said(world, 'log B-1 --etape mise-en-demeure --canal lrar --le hier');
    expect(lines).toContain(
      `Le client a jusqu’au ${deadline.split('-').toReversed().join('/')} inclus, en comptant 3 jours de courrier.`,
    );
    expect(entries()).toMatchObject([
      { channel: 'mise-en-demeure', deadline_on: deadline, on_day: '2026-11-22' },
    ]);
  });

  it('handing the file over freezes the invoice until it comes back', async () => {
    expect(await said(world, 'log F-1 --etape remise')).toEqual([
      'Contact n° 1 noté : remise du dossier, le 23/11/2026, F-1 (Atelier Petit).',
      'Compte comme l’étape « remise ».',
      'Ne se feront plus : relance-1, relance-2, appel, dernier-rappel, mise-en-demeure.',
      'Le dossier est remis : plus de relance d’ici là.',
      '→ à son retour : relance log F-1 --issue dossier-rendu',
    ]);
    expect(await why()).toMatchObject({ act: false, on: null });
    world.today = '2026-12-14';
    expect(await said(world, 'log F-1 --issue dossier-rendu --canal email')).toContain(
      'Le dossier est revenu.',
    );
    expect(world.rows('select kind, ended_on, ended_reason from hold')).toEqual([
      { kind: 'handover', ended_on: '2026-12-14', ended_reason: 'dossier-rendu' },
    ]);
    expect(await why()).toMatchObject({ act: true, channel: 'decide' });
  });

  it('a file that comes back is no call', async () => {
    await world.ok('log F-1 --etape remise');
    await world.ok('log F-1 --issue dossier-rendu');
    expect(world.rows('select channel, outcome from contact order by id')).toMatchObject([
      {},
      { channel: 'other', outcome: 'dossier-rendu' },
    ]);
  });

  it('a file that was never handed over cannot come back', async () => {
    expect(await refused(world, 'log F-1 --issue dossier-rendu')).toEqual([
      1,
      'Aucun dossier n’était remis pour F-1 le 23/11/2026',
      'relance why F-1',
    ]);
    await world.ok('log F-1 --etape remise');
    expect((await refused(world, 'log F-1 --issue dossier-rendu --le hier'))[0]).toBe(1);
  });

  it('is refused when the scenario has no such step', async () => {
    expect(await refused(world, 'log F-1 --etape lettre')).toEqual([
      2,
      'L’étape « lettre » n’existe pas dans le scénario standard',
      'étapes à faire : relance-1, relance-2, appel, dernier-rappel, mise-en-demeure, remise',
    ]);
  });

  it('is refused when it is made already', async () => {
    await world.ok('log F-1 --etape appel --le 20/11/2026');
    expect(await refused(world, 'log F-1 --etape appel')).toEqual([
      1,
      'L’étape « appel » est déjà faite, le 20/11/2026',
      'étapes à faire : relance-1, relance-2, dernier-rappel, mise-en-demeure, remise',
    ]);
  });

  it('is refused while nobody knows whether its message left', async () => {
    await world.ok('log F-1');
    world.execute(
      `insert into contact (client_id, at, on_day, channel, direction, status, about_overdue, recorded_at)
       values (?, '2026-11-22T10:00:00Z', '2026-11-22', 'email', 'out', 'uncertain', 1, '2026-11-22T10:00:00Z')`,
      petit,
    );
    world.execute("insert into contact_invoice values (2, 1, 'relance-1', 3, 'courtoisie', 120000, 32, 1)");
    expect(await refused(world, 'log F-1 --etape relance-1')).toEqual([
      1,
      'L’étape « relance-1 » est en cours d’envoi depuis le 22/11/2026',
      'dites d’abord si le message est parti : relance resolve 2',
    ]);
  });

  it.each([
    ['2026-11-24', 'pre-echeance', ''],
    ['2026-11-25', 'pre-echeance', 'L’étape « pre-echeance » ne se fait qu’avant l’échéance, le 25/11/2026'],
    ['2026-11-25', 'appel', 'L’étape « appel » ne se fait qu’après l’échéance, le 25/11/2026'],
    ['2026-11-26', 'appel', ''],
  ])('is made on its side of the due date: on %s, %s', async (today, step, message) => {
    addInvoice(world, petit, 'F-2', { dueOn: '2026-11-25', issuedOn: '2026-10-25' });
    world.today = today;
    expect(await verdict(world, `log F-2 --etape ${step}`)).toBe(message);
  });
});

describe('a decision to go on', () => {
  beforeEach(async () => {
    world.today = '2026-12-14';
    await world.ok('log F-1 --etape remise');
    world.today = '2026-12-15';
    await world.ok('log F-1 --issue dossier-rendu --entrant');
    await world.ok('resume F-1');
  });

  it('is taken again every 30 days, and says nothing to the client', async () => {
    addInvoice(world, petit, 'F-2');
    expect(await said(world, 'log F-1 --etape decide --note "j’attends janvier"')).toEqual([
      'Contact n° 3 noté : décision de poursuivre, le 15/12/2026, F-1 (Atelier Petit).',
      'Compte comme l’étape « decide ».',
      'Ensuite : à décider, le 14/01/2027.',
    ]);
    expect(world.rows('select channel, about_overdue from contact where id = 3')).toEqual([
      { channel: 'decide', about_overdue: 0 },
    ]);
  });

  it('is not taken before it is due', async () => {
    await world.ok('log F-1 --etape decide');
    expect(await refused(world, 'log F-1 --etape decide')).toEqual([
      1,
      'Rien n’est à décider pour F-1 aujourd’hui',
      'relance why F-1',
    ]);
    world.today = '2027-01-13';
    expect((await refused(world, 'log F-1 --etape decide'))[0]).toBe(1);
    world.today = '2027-01-14';
    await world.ok('log F-1 --etape decide');
  });

  it('leaves the words of the client without answer', async () => {
    world.today = '2027-01-14';
    await world.ok('log F-1 --entrant --le 15/12/2026');
    await world.ok('log F-1 --etape decide');
    expect(
      world.rows('select count(*) n from contact where direction = ? and answered_on is null', 'in'),
    ).toEqual([{ n: 1 }]);
  });
});

describe('the words of a client', () => {
  it('hold their reminders for five working days, or until an answer', async () => {
    expect(await said(world, 'log F-1 --entrant --canal email --note "je regarde"')).toEqual([
      'Contact n° 1 noté : e-mail du client, le 23/11/2026, F-1 (Atelier Petit).',
      'Les relances de ce client attendent votre réponse jusqu’au 30/11/2026 inclus.',
      '→ relance log F-1 une fois la réponse faite, ou relance resume F-1',
    ]);
    expect(await why()).toMatchObject({ act: false, on: '2026-12-01' });
    expect(await said(world, 'log F-1 --canal email')).toEqual([
      'Contact n° 2 noté : e-mail, le 23/11/2026, F-1 (Atelier Petit).',
      '1 message reçu est tenu pour répondu.',
      'Ensuite : e-mail « relance-1 », le 26/11/2026.',
    ]);
  });

  it('too old to hold anything are still said', async () => {
    expect(await said(world, 'log F-1 --entrant --le 13/11/2026')).toContain(
      'Cette réponse est trop ancienne pour suspendre les relances : elle reste signalée.',
    );
    expect(await why()).toMatchObject({ act: true });
  });

  it('are not answered by a contact that came before them', async () => {
    await world.ok('log F-1 --entrant');
    await world.ok('log F-1 --le hier');
    expect(await why()).toMatchObject({ act: false, on: '2026-12-01' });
  });
});
