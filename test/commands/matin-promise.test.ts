import { beforeEach, describe, expect, it } from 'vitest';
import { addClient, addInvoice, openBusiness } from '../helpers/claims.ts';
import { plain } from '../helpers/refused.ts';
import { World } from '../helpers/world.ts';

let world: World;

interface Morning {
  received: { receivedOn: string; promisedOn: string | null; isPromiseKept: boolean | null }[];
}

const onDay = (day: string): void => {
  world.today = day;
};

/** What the morning and the client's page say of the same promise. */
const told = async (): Promise<unknown[]> => {
  const { received } = await world.json<Morning>('matin');
  const page = plain(await world.ok('client show Petit'));
  return [
    received.map(({ promisedOn, isPromiseKept }) => [promisedOn, isPromiseKept]),
    /Promesses : .*/.exec(page)?.[0],
    /promesse tenue|promis pour le [0-9/]+/.exec(plain(await world.ok('matin')))?.[0],
  ];
};

beforeEach(async () => {
  world = new World('2026-11-16');
  await openBusiness(world);
  addInvoice(world, addClient(world, 'Atelier Petit'), 'F-1', { dueOn: '2026-11-10' });
  // A Wednesday: it holds until Friday 27.
  await world.ok('promise F-1 25/11/2026 300');
});

const BROKEN = 'Promesses : 0 tenue, 1 non tenue';
const KEPT = 'Promesses : 1 tenue, 0 non tenue';

describe('a promise for 25/11', () => {
  it.each([
    ['2026-11-24', 'promesse tenue', KEPT, true],
    ['2026-11-27', 'promesse tenue', KEPT, true],
    ['2026-11-28', 'promis pour le 25/11/2026', BROKEN, false],
    ['2026-12-07', 'promis pour le 25/11/2026', BROKEN, false],
  ])('paid on %s: %s', async (day, words, page, isKept) => {
    onDay(day);
    await world.ok('pay F-1 300,00');
    expect(await told()).toEqual([[['2026-11-25', isKept]], page, words]);
  });

  it('is not kept a cent short of it', async () => {
    onDay('2026-11-24');
    await world.ok('pay F-1 299,99');
    expect((await told())[0]).toEqual([[null, null]]);
  });

  it('in two parts, the last one late, is not kept', async () => {
    onDay('2026-11-27');
    await world.ok('pay F-1 200,00');
    onDay('2026-11-30');
    await world.ok('pay F-1 100,00');
    expect(await told()).toEqual([
      [
        ['2026-11-25', false],
        ['2026-11-25', false],
      ],
      BROKEN,
      'promis pour le 25/11/2026',
    ]);
  });

  it('kept already, is not told again of what comes in after', async () => {
    onDay('2026-11-24');
    await world.ok('pay F-1 300,00');
    onDay('2026-12-07');
    await world.ok('pay F-1 500,00');
    expect(await told()).toEqual([[[null, null]], KEPT, undefined]);
  });

  it('what came in before it keeps none', async () => {
    await world.ok('pay F-1 300,00 --le 13/11/2026');
    expect((await told())[0]).toEqual([[null, null]]);
  });

  it('of the same sum, a penalty keeps none', async () => {
    onDay('2026-11-24');
    await world.ok('pay F-1 40,00 --penalites');
    expect((await told())[0]).toEqual([[null, null]]);
  });
});
