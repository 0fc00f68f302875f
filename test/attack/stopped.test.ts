import { describe, expect, it } from 'vitest';
import { atWork } from '../helpers/at-work.ts';
import { addClaim } from '../helpers/claims.ts';
import { plain } from '../helpers/refused.ts';
import { fileOf } from '../helpers/statements.ts';
import { World } from '../helpers/world.ts';

const CTRL_C = '\u0003';
const ENTER = '\r';
const DOWN = '\u001b[B';
const STOPPED = 'Arrêté là : ce qui précède est enregistré';
const NOTHING = 'Abandonné : rien n’a été enregistré';

describe('stopped at a question', () => {
  it('of « send », once a message has left: the report tells it', async () => {
    const { world, sink } = await atWork();
    for (const name of ['Alpha', 'Beta']) addClaim(world, name);
    const { exitCode, stdout, stderr } = await world.atTerminal('send', [
      ['Message 1/2 pour Alpha', ENTER],
      ['Message 2/2 pour Beta', DOWN + DOWN + ENTER],
      ['Motif', CTRL_C],
    ]);
    expect(sink.received).toHaveLength(1);
    expect(exitCode).toBe(130);
    expect(plain(stdout)).toContain('1 relance envoyée');
    expect(plain(stdout)).toContain('arrêté à votre demande');
    expect(plain(stdout + stderr)).not.toContain(NOTHING);
  });

  it('of « send », before anything: nothing was recorded', async () => {
    const { world } = await atWork();
    addClaim(world, 'Alpha');
    const { stderr } = await world.atTerminal('send', [['Message 1/1 pour Alpha', CTRL_C]]);
    expect(plain(stderr)).toContain(NOTHING);
  });

  it.each([
    ['at the first question', [['Confirmer', CTRL_C]]],
    [
      'at the second',
      [
        ['Confirmer', `o${ENTER}`],
        ['Envoyer ce message', `n${ENTER}`],
      ],
    ],
  ] as [string, [string, string][]][])(
    'of « call », %s, once the promise is noted: it is not denied',
    async (_, answers) => {
      const { world } = await atWork();
      addClaim(world, 'Alpha');
      const number = world.rows<{ number: string }>('select number from invoice')[0]?.number ?? '';
      const { stderr } = await world.atTerminal(`call ${number} --issue promesse --promesse +5j`, answers);
      expect(world.rows('select kind from hold')).toEqual([{ kind: 'promise' }]);
      expect(plain(stderr)).toContain(STOPPED);
    },
  );

  it('of « import », which has only rehearsed: nothing was recorded', async () => {
    const world = new World('2026-11-23');
    await world.ok('init --nom "Jeanne Martin" --forme EI --siret 73282932000074 --email j@m.example');
    const path = fileOf(world, 'f.csv', 'Facture;Client;Date;TTC\nA;Roche SAS;01/10/2026;10\n');
    const { stderr } = await world.atTerminal(['import', path], [['Enregistrer', CTRL_C]]);
    expect(plain(stderr)).toContain(NOTHING);
    expect(world.rows('select * from invoice')).toEqual([]);
  });
});
