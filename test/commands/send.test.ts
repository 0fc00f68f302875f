import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { atWork, numbersIn, readMails, recipientsOf } from '../helpers/at-work.ts';
import {
  NEXT_REMINDER,
  TODAY,
  addClaim,
  addClient,
  addInvoice,
  addPdf,
  attempts,
  openBusiness,
} from '../helpers/claims.ts';
import { World } from '../helpers/world.ts';

describe('a reminder that leaves', () => {
  it('says what is due, to whom it is due, and is kept as the server received it', async () => {
    const { world, sink } = await atWork();
    world.env['RELANCE_BCC'] = 'copie@martin.example';
    world.env['RELANCE_REPLY_TO'] = 'Compta <reponses@martin.example>';
    addClaim(world, 'Alpha', { cc: 'direction@alpha.example' });
    expect(await world.ok('send --dry-run')).toContain('Compta <reponses@martin.example>');
    const { sent, ...rest } = await world.json<{ sent: Record<string, unknown>[] }>('send --yes');
    expect(rest).toEqual({ failed: [], uncertain: [], skipped: [], stopped: null, warnings: [] });
    const [attempt] = attempts(world);
    expect(sent).toMatchObject([
      {
        contact: attempt?.id,
        client: { name: 'Alpha', kind: 'entreprise' },
        step: 'relance-1',
        invoices: ['F-Alpha'],
        messageId: attempt?.messageId,
        to: ['compta@alpha.example'],
      },
    ]);
    expect(attempt).toMatchObject({ status: 'sent', step: 'relance-1', counts: 1 });
    const [received] = sink.received;
    expect(received?.to).toEqual(['compta@alpha.example', 'direction@alpha.example', 'copie@martin.example']);
    expect(received?.raw.equals(attempt?.raw ?? Buffer.of())).toBe(true);
    const [mail] = await readMails(sink);
    expect(mail).toMatchObject({
      messageId: attempt?.messageId,
      from: { name: 'Jeanne Martin', address: 'jeanne@martin.example' },
      to: [{ address: 'compta@alpha.example' }],
      cc: [{ address: 'direction@alpha.example' }],
      replyTo: [{ name: 'Compta', address: 'reponses@martin.example' }],
    });
    expect(mail?.text).toContain('F-Alpha');
    expect(mail?.text).toContain('1\u202f200,00\u00a0€');
    const headers = Object.fromEntries((mail?.headers ?? []).map(({ key, value }) => [key, value]));
    expect(headers['content-language']).toBe('fr');
    expect(headers).not.toHaveProperty('bcc');
    expect(received?.raw.toString('latin1')).not.toContain('copie@martin.example');
    expect(headers).not.toHaveProperty('in-reply-to');
  });

  it('follows the former ones of the claim in one thread', async () => {
    const { world, sink } = await atWork();
    addClaim(world, 'Alpha');
    world.today = '2026-11-16';
    await world.ok('send --yes');
    world.today = TODAY;
    await world.ok('send --yes');
    world.today = NEXT_REMINDER;
    await world.ok('send --yes');
    expect(attempts(world).map(({ step }) => step)).toEqual(['pre-echeance', 'relance-1', 'relance-2']);
    const [early, first, second] = await readMails(sink);
    expect(first?.inReplyTo).toBe(early?.messageId);
    expect(second?.inReplyTo).toBe(first?.messageId);
    expect(second?.references).toBe(`${early?.messageId} ${first?.messageId}`);
  });

  it('carries the invoice when its PDF is stored, and the fingerprint of it stays', async () => {
    const { world, sink } = await atWork();
    const { invoice } = addClaim(world, 'Alpha');
    addClaim(world, 'Beta');
    const pdf = Buffer.from('%PDF-1.4\n%äöü\n.\n..\n%%EOF\n', 'latin1');
    world.execute(
      `insert into document (invoice_id, kind, name, sha256, bytes, content, recorded_at)
       values (?, 'invoice', 'Facture n°1 – été.pdf', 'abc', ?, ?, '2026-11-01')`,
      invoice,
      pdf.length,
      pdf,
    );
    await world.ok('send --yes');
    const [alpha, beta] = await readMails(sink);
    const attached = alpha?.attachments.filter(({ disposition }) => disposition === 'attachment');
    expect(attached).toMatchObject([{ filename: 'Facture n°1 – été.pdf', mimeType: 'application/pdf' }]);
    expect(Buffer.from(attached?.[0]?.content as ArrayBuffer).equals(pdf)).toBe(true);
    expect(alpha?.text).toMatch(/joint/i);
    expect(beta?.attachments.filter(({ disposition }) => disposition === 'attachment')).toEqual([]);
    expect(beta?.text).not.toMatch(/joint/i);
    expect(world.rows('select name, sha256 from message_attachment')).toEqual([
      { name: 'Facture n°1 – été.pdf', sha256: 'abc' },
    ]);
  });

  it('does not leave again the same day, nor follows at once for an invoice recorded late', async () => {
    const { world, sink } = await atWork();
    const client = addClient(world, 'Alpha');
    addInvoice(world, client, 'F-vieille', { issuedOn: '2026-08-01', dueOn: '2026-09-01' });
    await world.ok('send --yes');
    for (const day of [TODAY, '2026-11-24', '2026-11-26', '2026-11-29']) {
      world.today = day;
      expect(await world.ok('send --yes')).toContain('Aucune relance à envoyer.');
    }
    expect(sink.received).toHaveLength(1);
    world.today = NEXT_REMINDER;
    await world.ok('send --yes');
    expect(sink.received).toHaveLength(2);
  });
});

const namesSent = async (files: [number: string, name: string, content: string][]) => {
  const { world, sink } = await atWork();
  const client = addClient(world, 'Alpha');
  for (const [number, name, content] of files)
    addPdf(world, addInvoice(world, client, number), name, content);
  await world.ok('send --yes');
  const [mail] = await readMails(sink);
  const names = mail?.attachments
    .filter(({ disposition }) => disposition === 'attachment')
    .map(({ filename }) => filename);
  expect(world.rows<{ name: string }>('select name from message_attachment').map(({ name }) => name)).toEqual(
    names?.toSorted(),
  );
  return names;
};

describe('the invoices attached', () => {
  it('have each a name of their own, which tells them apart', async () => {
    expect(
      await namesSent([
        ['F-1', 'facture.pdf', 'un'],
        ['F-2', 'Facture.PDF', 'deux'],
        ['F/3', 'facture.pdf', 'trois'],
        ['F-4', 'facture F-1.pdf', 'quatre'],
        ['F-5', 'devis.pdf', 'cinq'],
      ]),
    ).toEqual(['facture F-1 (2).pdf', 'Facture F-2.PDF', 'facture F-3.pdf', 'facture F-1.pdf', 'devis.pdf']);
  });

  it('leave once when one file bills two of them', async () => {
    expect(
      await namesSent([
        ['F-1', 'facture.pdf', 'les deux'],
        ['F-2', 'facture-2.pdf', 'les deux'],
      ]),
    ).toEqual(['facture.pdf']);
  });
});

describe('what a run takes', () => {
  it('stops at the limit and leaves the others to the next run', async () => {
    const { world, sink } = await atWork();
    for (const name of ['Alpha', 'Beta', 'Gamma']) addClaim(world, name);
    await world.ok('send --yes --limite 1');
    expect(sink.received).toHaveLength(1);
    await world.ok('send --yes');
    expect(recipientsOf(sink).toSorted()).toEqual([
      'compta@alpha.example',
      'compta@beta.example',
      'compta@gamma.example',
    ]);
  });

  it('keeps to one client, or to the invoices named, and forces nothing', async () => {
    const { world, sink } = await atWork();
    for (const name of ['Alpha', 'Beta', 'Gamma']) addClaim(world, name);
    await world.ok('send --yes --client Beta');
    await world.ok('send --yes F-Gamma');
    expect(recipientsOf(sink)).toEqual(['compta@beta.example', 'compta@gamma.example']);
    expect(await world.ok('send --yes F-Gamma')).toContain('Aucune relance à envoyer.');
    expect(sink.received).toHaveLength(2);
    expect((await world.relance('send --yes F-Inconnue')).exitCode).not.toBe(0);
  });

  it('puts the invoices of a client in one message, or in one each', async () => {
    const { world, sink } = await atWork();
    for (const [name, perInvoice] of [
      ['Alpha', 0],
      ['Beta', 1],
    ] as const) {
      const client = addClient(world, name, { per_invoice: perInvoice });
      addInvoice(world, client, `F-${name}-1`);
      addInvoice(world, client, `F-${name}-2`);
    }
    await world.ok('send --yes');
    expect((await numbersIn(sink)).toSorted()).toEqual([
      ['F-Alpha-1', 'F-Alpha-2'],
      ['F-Beta-1'],
      ['F-Beta-2'],
    ]);
  });

  it('--par-facture sends each invoice by itself', async () => {
    const { world, sink } = await atWork();
    const client = addClient(world, 'Alpha');
    addInvoice(world, client, 'F-1');
    addInvoice(world, client, 'F-2');
    await world.ok('send --yes --par-facture');
    expect((await numbersIn(sink)).toSorted()).toEqual([['F-1'], ['F-2']]);
    expect(await world.ok('send --yes')).toContain('Aucune relance à envoyer.');
  });

  it('--dry-run shows the messages and writes nothing', async () => {
    const { world, sink } = await atWork();
    addClaim(world, 'Alpha');
    const before = readFileSync(world.databasePath);
    expect(await world.ok('send --dry-run')).toContain('rien n’est parti');
    const { planned } = await world.json<{ planned: Record<string, unknown>[] }>('send --dry-run');
    expect(planned).toMatchObject([
      { contact: null, step: 'relance-1', invoices: ['F-Alpha'], to: ['compta@alpha.example'] },
    ]);
    expect(planned[0]?.['text']).toContain('F-Alpha');
    expect(readFileSync(world.databasePath).equals(before)).toBe(true);
    expect(readdirSync(world.home)).toEqual(['relance.db']);
    expect(sink.received).toEqual([]);
  });

  it.each(['--client Alpha', '--limite 1', '--par-facture', '--sans-releve', '--date hier'])(
    '--modele refuses %s, which would do nothing',
    async (flags) => {
      const { world } = await atWork();
      addPdf(world, addClaim(world, 'Alpha').invoice, 'facture.pdf', 'un');
      expect(await world.relance(`send F-Alpha --modele facture --dry-run ${flags}`)).toMatchObject({
        exitCode: 2,
        stdout: '',
      });
      await world.ok('send F-Alpha --modele facture --dry-run --json');
    },
  );

  it('refuses without a terminal and without --yes, and reserves nothing', async () => {
    const { world, sink } = await atWork();
    addClaim(world, 'Alpha');
    const result = await world.relance('send');
    expect(result).toMatchObject({ exitCode: 2, stdout: '' });
    expect(result.stderr).toContain('Sans terminal, rien n’est demandé\u00a0: il manque --yes');
    expect(attempts(world)).toEqual([]);
    expect(sink.received).toEqual([]);
  });

  it('has nothing to do without a due reminder, even without a server', async () => {
    const world = new World('2026-11-22');
    await openBusiness(world);
    addClaim(world, 'Alpha');
    expect(await world.ok('send --yes')).toContain('Aucune relance à envoyer.');
  });
});
