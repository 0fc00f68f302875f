import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import {
  NEXT_REMINDER,
  TODAY,
  addClaim,
  addClaims,
  addClient,
  addInvoice,
  attempts,
  openBusiness,
  statuses,
} from '../helpers/claims.ts';
import { useBuiltProgram } from '../helpers/child.ts';
import { REFUSED_DOMAIN, missingMta, startMta } from '../helpers/mta.ts';
import { World } from '../helpers/world.ts';

const start = useBuiltProgram();
const missing = missingMta();
const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `c${1001 + index}`);

const atWork = async () => {
  const mta = await startMta();
  const world = new World(TODAY);
  await openBusiness(world, mta.port);
  return { world, mta };
};

const recipientOf = (delivered: string): string => /^Delivered-To: (\S+)/m.exec(delivered)?.[1] ?? '';

describe(`a real mail server${missing === null ? '' : ` (skipped: ${missing})`}`, () => {
  it.skipIf(missing)('delivers the message as it was kept', async () => {
    const { world, mta } = await atWork();
    const { invoice } = addClaim(world, 'Été', { email: 'compta@ete.example', cc: 'direction@ete.example' });
    world.execute("update client set contact_name = 'Mme Zoé Łukasz'");
    const pdf = Buffer.from('%PDF-1.4\n.\n..\n%%EOF\n');
    world.execute(
      `insert into document (invoice_id, kind, name, sha256, bytes, content, recorded_at)
       values (?, 'invoice', 'Facture été.pdf', 'abc', ?, ?, '2026-11-01')`,
      invoice,
      pdf.length,
      pdf,
    );
    await world.ok('send --yes');
    const copies = await mta.delivered(2);
    expect(copies.map(recipientOf).toSorted()).toEqual(['compta@ete.example', 'direction@ete.example']);
    const kept = attempts(world)[0]?.raw.toString('latin1').replaceAll('\r\n', '\n') ?? '';
    for (const copy of copies) expect(copy.endsWith(kept)).toBe(true);
    const mail = await PostalMime.parse(Buffer.from(copies[0] ?? '', 'latin1'));
    expect(mail.to).toEqual([{ name: 'Mme Zoé Łukasz', address: 'compta@ete.example' }]);
    expect(mail.attachments.map(({ filename }) => filename)).toContain('Facture été.pdf');
  });

  it.skipIf(missing)(
    'takes more messages than it wants on one connection',
    { timeout: 120_000 },
    async () => {
      const { world, mta } = await atWork();
      addClaims(world, names(105));
      await world.ok('send --yes');
      const arrived = (await mta.delivered(105)).map(recipientOf);
      expect(arrived.toSorted()).toEqual(names(105).map((name) => `compta@${name}.example`));
    },
  );

  it.skipIf(missing)('refuses an address for good: the others leave', async () => {
    const { world, mta } = await atWork();
    const client = addClient(world, 'Alpha', { email: `compta@${REFUSED_DOMAIN}`, phone: '01 23 45 67 89' });
    addInvoice(world, client, 'F-Alpha');
    addClaims(world, ['beta']);
    expect((await world.relance('send --yes')).exitCode).toBe(3);
    expect(statuses(world)).toEqual(['Alpha failed', 'beta sent']);
    expect((await mta.delivered(1)).map(recipientOf)).toEqual(['compta@beta.example']);
    expect((await world.json<{ actions: unknown[] }>('due')).actions).toMatchObject([
      { channel: 'call', step: 'relance-1' },
    ]);
  });

  it.skipIf(missing)(
    'receives each message once, whenever the process is killed',
    { timeout: 60_000 },
    async () => {
      const { world, mta } = await atWork();
      addClaims(world, names(20));
      for (const settled of [3, 9, 15]) {
        const child = start(world, ['send', '--yes']);
        const timer = setInterval(() => {
          if (attempts(world).length > settled) child.kill();
        }, 2);
        await child.ended;
        clearInterval(timer);
      }
      const last = await start(world, ['send', '--yes', '--json']).ended;
      const { uncertain } = JSON.parse(last.stdout) as { uncertain: { client: { name: string } }[] };
      const doubtful = new Set(uncertain.map(({ client }) => `compta@${client.name}.example`));
      const arrived = (await mta.delivered(20 - doubtful.size)).map(recipientOf);
      expect(new Set(arrived).size).toBe(arrived.length);
      for (const name of names(20)) {
        const address = `compta@${name}.example`;
        expect([address, arrived.includes(address) || doubtful.has(address)]).toEqual([address, true]);
      }
    },
  );

  it.skipIf(missing)('keeps the second reminder in the thread of the first', async () => {
    const { world, mta } = await atWork();
    addClaims(world, ['alpha']);
    await world.ok('send --yes');
    const [first] = await mta.delivered(1);
    world.today = NEXT_REMINDER;
    await world.ok('send --yes');
    const second = (await mta.delivered(2)).find((message) => message !== first) ?? '';
    const id = /^Message-ID: (\S+)/m.exec(first ?? '')?.[1];
    expect(/^In-Reply-To: (\S+)/m.exec(second)?.[1]).toBe(id);
  });
});
