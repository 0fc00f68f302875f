import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fetchEcbRates } from '../../src/outside/ecb-rates.ts';
import { plain, refused, said } from '../helpers/refused.ts';
import { World } from '../helpers/world.ts';

const TODAY = '2026-11-23';

/** An SDMX-JSON answer of the shape that the ECB's service gives, one observation a day. */
const answer = (rates: [day: string, rate: number][]): string =>
  JSON.stringify({
    dataSets: [
      {
        series: {
          '0:0:0:0:0:0:0': {
            observations: Object.fromEntries(rates.map(([, rate], index) => [String(index), [rate]])),
          },
        },
      },
    ],
    structure: {
      dimensions: {
        observation: [{ id: 'TIME_PERIOD', values: rates.map(([day]) => ({ id: day, name: day })) }],
      },
    },
  });

const serve = async (respond: (response: ServerResponse, path: string) => void): Promise<string> => {
  const server: Server = createServer((request, response) => respond(response, request.url ?? ''));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/service`;
};

const says =
  (text: string, status = 200) =>
  (response: ServerResponse): void => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(text);
  };

const SHIPPED: [string, number][] = [
  ['2026-06-17', 2.4],
  ['2026-06-18', 2.4],
  ['2026-09-16', 2.65],
];

/** A home where the database already is. */
const aHome = async (today = TODAY): Promise<World> => {
  const world = new World(today);
  world.createBase();
  return world;
};

const worldAsking = async (respond: (response: ServerResponse, path: string) => void, today = TODAY) => {
  const world = await aHome(today);
  world.env['RELANCE_BCE_URL'] = await serve(respond);
  return world;
};

describe('taux', () => {
  it('shows the rates by semester, with their sources', async () => {
    const world = await aHome();
    const lines = await said(world, 'taux');
    expect(lines[1]).toMatch(/^2e semestre 2026 +2,40 % +12,40 % +10,40 % +2,75 % +8,25 %/);
    expect(lines).toHaveLength(22);
    const all = await world.json<{ bce: unknown[]; legal: { source: string }[]; semesters: object[] }>(
      'taux list',
    );
    expect(all.bce).toHaveLength(35);
    expect(all.legal.every(({ source }) => source !== '')).toBe(true);
    expect(all.semesters[0]).toMatchObject({ from: '2026-07-01', professionalBps: 1_240, publicBps: 1_040 });
    expect((await world.relance('taux list --tout', { columns: 120 })).stdout).toContain(
      'arrêté du 15/12/2025',
    );
  });

  it('takes a new rate, which the figures follow at once', async () => {
    const world = await aHome('2027-01-04');
    await world.ok(
      'add --numero F-1 --client D --type entreprise --montant 1000 --emise 01/11/2026 --echeance 01/12/2026',
    );
    expect(plain(await world.ok('interets F-1'))).toContain('provisoires');
    expect(
      await said(world, 'taux add bce --du 01/01/2027 --valeur 2,40 --source "BCE, 17/12/2026"'),
    ).toEqual(['Noté : taux de refinancement de la BCE du 01/01/2027 : 2,40 %.', '→ relance taux']);
    expect(await world.json('interets F-1')).toMatchObject({
      provisional: false,
      lines: [{ rateBps: 1_240 }, { rateBps: 1_240 }],
    });
    await world.ok('taux retirer bce --du 01/01/2027');
    expect(await world.json('interets F-1')).toMatchObject({ provisional: true });
  });

  it('corrects a rate only when told to', async () => {
    const world = await aHome();
    expect((await refused(world, 'taux add legal --du 01/07/2026 --valeur 2,76'))[1]).toContain(
      'Un autre taux',
    );
    expect((await refused(world, 'taux add legal --du 01/07/2026 --valeur 2,75'))[1]).toContain('déjà connu');
    await world.ok('taux add legal --du 01/07/2026 --valeur 2,76 --remplacer');
    const { semesters } = await world.json<{ semesters: object[] }>('taux');
    expect(semesters[0]).toMatchObject({ legalBps: 276 });
  });

  it.each([
    ['taux add legal --du 01/02/2027 --valeur 2,8', /01\/02\/2027.*1er janvier ou le 1er juillet/],
    ['taux add bce --du 16/12/2026 --valeur -1', /négatif/],
    ['taux add bce --du 16/12/2026 --valeur 45', /16\/12\/2026.*vraisemblable/],
    ['taux add bce --du 16/12/2026 --valeur beaucoup', /n’est pas un taux/],
    ['taux add bce --du 16/12/2026 --valeur 2,655', /deux décimales/],
    ['taux add bce --du 01/01/2030 --valeur 2', /trop loin/],
    ['taux add bce --du 16/12/2026', /Il manque --valeur/],
    ['taux add bce --valeur 2', /Il manque --du/],
    ['taux add livret --du 16/12/2026 --valeur 2', /livret/],
    ['taux retirer bce --du 16/09/2026', /Vous n’avez ajouté aucun/],
  ])('%s is refused', async (line, message) => {
    const [exitCode, text] = await refused(await aHome(), line);
    expect(exitCode).toBeGreaterThan(0);
    expect(text).toMatch(message);
  });

  it('refuses a semester beyond a hole, and names what is missing', async () => {
    const world = await aHome('2027-05-03');
    const [, text, hint] = await refused(world, 'taux add legal --du 01/07/2027 --valeur 2,8');
    expect(text).toContain('le taux du 1er semestre 2027 manque');
    expect(hint).toContain('relance taux add legal --du 01/01/2027');
  });

  it('does not take away a legal rate that another one follows', async () => {
    const world = await aHome('2027-05-03');
    await world.ok('taux add legal --du 01/01/2027 --valeur 2,8');
    await world.ok('taux add legal --du 01/07/2027 --valeur 2,9');
    expect((await refused(world, 'taux retirer legal --du 01/01/2027'))[1]).toContain('manque');
  });
});

describe('taux maj', () => {
  it('finds nothing new, and knows the rate up to today', async () => {
    const world = await worldAsking(says(answer(SHIPPED)));
    expect(await said(world, 'taux maj')).toEqual([
      'Rien de nouveau : le taux de la BCE est connu jusqu’au 23/11/2026.',
      'Le taux d’intérêt légal, fixé par arrêté, se note à la main : relance taux add legal',
    ]);
    expect(await world.json('taux')).toMatchObject({ bceKnownTo: TODAY });
  });

  it('shows what differs, and asks', async () => {
    const fresh: [string, number][] = [...SHIPPED, ['2026-11-04', 2.9]];
    const world = await worldAsking(says(answer(fresh)));
    const [exitCode, , hint] = await world
      .relance('taux maj')
      .then(({ exitCode: code, stderr }) => [code, ...plain(stderr).split('\n→ ')]);
    expect([exitCode, hint]).toEqual([2, 'relance taux maj --yes pour les enregistrer\n']);
    expect(world.rows('select * from reference_rate')).toEqual([]);
    const no = await world.atTerminal('taux maj', [['Les enregistrer', 'n\r']]);
    expect(no.exitCode).toBe(130);
    const yes = await world.atTerminal('taux maj', [['Les enregistrer', '\r']]);
    expect(plain(yes.stdout)).toContain('depuis le 04/11/2026  2,90 %');
    expect(world.rows('select kind, from_on, bps from reference_rate')).toEqual([
      { kind: 'bce', from_on: '2026-11-04', bps: 290 },
    ]);
    expect(await world.json('taux maj')).toEqual({ checkedOn: TODAY, changes: [] });
  });

  it('says a value that it knew otherwise, and a line of the user’s that the ECB does not have', async () => {
    const world = await worldAsking(
      says(
        answer([
          ['2026-06-17', 2.45],
          ['2026-09-16', 2.65],
        ]),
      ),
    );
    await world.ok('taux add bce --du 01/10/2026 --valeur 3');
    const { stdout, stderr } = await world.relance('taux maj --yes');
    expect(plain(stdout)).toContain('depuis le 17/06/2026  2,45 % au lieu de 2,40 %');
    expect(plain(stderr)).toContain('relance taux retirer bce --du 01/10/2026');
  });

  it('asks for one series, and since the first day it needs', async () => {
    const paths: string[] = [];
    const world = await worldAsking((response, path) => {
      paths.push(path);
      says(answer(SHIPPED))(response);
    });
    await world.ok('taux maj');
    expect(paths).toEqual([
      '/service/data/FM/B.U2.EUR.4F.KR.MRR_FR.LEV?startPeriod=2008-12-10&format=jsondata',
    ]);
  });

  it.each([
    ['a page', says('<html>maintenance</html>'), /ne se lit pas.*JSON/],
    ['a refusal', says('{}', 503), /a répondu 503/],
    ['nothing', says(''), /ne se lit pas/],
    ['no series', says('{"dataSets":[]}'), /les observations manquent/],
    ['an empty series', says(answer([])), /aucun taux/],
    ['a day that is none', says(answer([['2026-13-01', 2.4]])), /le jour n° 0 manque/],
    ['a rate that is text', says(answer([['2026-06-17', '2.4' as unknown as number]])), /n’est pas un taux/],
    ['a rate below zero', says(answer([['2026-06-17', -0.5]])), /n’est pas un taux/],
    ['an answer that stops long ago', says(answer([['2022-07-27', 0.5]])), /elle s’arrête au 27\/07\/2022/],
    ['a far future', says(answer([...SHIPPED, ['2031-01-01', 2.4]])), /elle donne un taux du 01\/01\/2031/],
    ['too many decimals', says(answer([['2026-06-17', 2.405]])), /n’est pas un taux/],
    [
      'an absurd rate',
      says(
        answer([
          ['2026-06-17', 24.5],
          ['2026-09-16', 2.65],
        ]),
      ),
      /vraisemblable/,
    ],
    ['a flood', says(' '.repeat(3_000_000)), /beaucoup trop longue/],
    ['a connection cut', (response: ServerResponse) => response.destroy(), /n’est pas joignable/],
  ])('%s changes nothing, and says so in a sentence', async (_, respond, message) => {
    const world = await worldAsking(respond);
    const { exitCode, stderr } = await world.relance('taux maj --yes');
    expect(exitCode).toBe(1);
    expect(plain(stderr)).toMatch(message);
    expect(world.rows('select * from reference_rate')).toEqual([]);
    expect(world.rows('select * from rate_check')).toEqual([]);
  });

  it('gives up when the answer does not come', async () => {
    const url = await serve(() => undefined);
    await expect(fetchEcbRates(url, '2026-01-01', 1_000)).rejects.toThrow(/n’a pas répondu en 1/);
    const slow = await serve((response) => {
      response.write('{');
    });
    await expect(fetchEcbRates(slow, '2026-01-01', 1_000)).rejects.toThrow(/n’a pas répondu en 1/);
  });

  it('says that nobody answers there', async () => {
    const world = await aHome();
    world.env['RELANCE_BCE_URL'] = 'http://127.0.0.1:9/service';
    expect((await refused(world, 'taux maj'))[1]).toBe('La Banque centrale européenne n’est pas joignable');
    world.env['RELANCE_BCE_URL'] = 'pas une adresse';
    expect((await refused(world, 'taux maj'))[1]).toContain('n’est pas joignable');
  });
});
