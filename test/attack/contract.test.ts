import { describe, expect, it } from 'vitest';
import { displayWidth } from '../../src/domain/typography.ts';
import { atWork } from '../helpers/at-work.ts';
import { addClaim } from '../helpers/claims.ts';
import { plain } from '../helpers/refused.ts';
import type { World } from '../helpers/world.ts';

const CLIENT = ['id', 'kind', 'name'];
const REF = ['advances', 'daysLate', 'dueOn', 'number', 'remainingCents', 'step'];
const UNCERTAIN = ['at', 'client', 'contact', 'invoices', 'step'];
const INVOICE = [
  ...['client', 'currency', 'daysLate', 'dueOn', 'holds', 'indemnityCents', 'interestCents', 'issuedOn'],
  ...['nextStep', 'number', 'paidCents', 'remainingCents', 'scenario', 'state', 'totalCents'],
];

const keys = (value: unknown): string[] => Object.keys(value as object).toSorted();

type Json = Record<string, never>;

const aDay = async () => {
  const { world, sink } = await atWork();
  addClaim(world, 'Alpha');
  addClaim(world, 'Beta');
  await world.ok('promise F-Beta +5j');
  return { world, sink };
};

describe('the keys that scripts rely on', () => {
  it('add, show', async () => {
    const { world } = await aDay();
    const added = await world.json<Json>('add --numero N-1 --client Alpha --montant 12');
    const shown = await world.json<Json>('show F-Beta');
    await world.ok('pay F-Beta 1,00');
    const paid = await world.json<Json>('show F-Beta');
    for (const story of [added, shown, paid]) {
      expect(keys(story)).toEqual(expect.arrayContaining(['contacts', 'documents', 'invoice', 'payments']));
      expect(keys(story['invoice'])).toEqual(INVOICE);
      expect(keys(story['invoice']?.['client'])).toEqual(CLIENT);
    }
    expect(shown).toMatchObject({ invoice: { interestCents: expect.any(Number), indemnityCents: 4_000 } });
    const holds = shown['invoice']?.['holds'] as unknown as unknown[];
    expect(keys(holds[0])).toEqual(['kind', 'reason', 'until']);
    const payments = paid['payments'] as unknown as unknown[];
    expect(keys(payments[0])).toEqual(
      expect.arrayContaining(['amountCents', 'id', 'kind', 'receivedOn', 'reference']),
    );
  });

  it('list', async () => {
    const { world } = await aDay();
    const { invoices, totals } = await world.json<{ invoices: unknown[]; totals: unknown[] }>('list');
    expect(keys(invoices[0])).toEqual(INVOICE);
    expect(keys(totals[0])).toEqual([
      'count',
      'currency',
      'overdueCents',
      'penaltiesCents',
      'remainingCents',
    ]);
  });

  it('due, why', async () => {
    const { world } = await aDay();
    const due = await world.json<{ actions: Json[]; waiting: Json[] }>('due');
    expect(keys(due)).toEqual(expect.arrayContaining(['actions', 'date', 'uncertain', 'waiting']));
    const [action] = due.actions;
    expect(keys(action)).toEqual(
      [
        ...['blocked', 'channel', 'client', 'currency', 'daysLate', 'invoices'],
        ...['reason', 'step', 'totalCents'],
      ].toSorted(),
    );
    expect(keys((action as unknown as { invoices: unknown[] }).invoices[0])).toEqual(
      [...REF, 'indemnityCents', 'interestCents'].toSorted(),
    );
    expect(keys(due.waiting[0])).toEqual(['nextOn', 'number', 'reason']);
    expect(keys(due.waiting[0]?.['reason'])).toEqual(['code', 'text']);
    const why = await world.json<{ decision: unknown; rules: unknown[] }>('why F-Beta');
    expect(keys(why)).toEqual(['decision', 'number', 'rules']);
    expect(keys(why.decision)).toEqual(['act', 'channel', 'on', 'step']);
    expect(keys(why.rules[0])).toEqual(['code', 'holds', 'text']);
  });

  it('send, its dry run, and an uncertain sending', async () => {
    const { world } = await aDay();
    const { planned } = await world.json<{ planned: unknown[] }>('send --dry-run');
    expect(keys(planned[0])).toEqual(
      expect.arrayContaining(['client', 'contact', 'invoices', 'messageId', 'step', 'subject', 'text', 'to']),
    );
    const report = await world.json<{ sent: unknown[] }>('send --yes');
    expect(keys(report)).toEqual(['failed', 'sent', 'skipped', 'stopped', 'uncertain', 'warnings']);
    expect(keys(report.sent[0])).toEqual(
      expect.arrayContaining(['client', 'contact', 'invoices', 'messageId', 'step', 'to']),
    );
    world.execute(
      `insert into contact (client_id, at, on_day, channel, direction, status, about_overdue, recorded_at)
       values (1, '2026-11-23T08:00:00Z', '2026-11-23', 'email', 'out', 'sending', 1, 'x')`,
    );
    const { uncertain } = await world.json<{ uncertain: unknown[] }>('due');
    expect(keys(uncertain[0])).toEqual(UNCERTAIN);
    expect((await world.relance('send --yes --json')).exitCode).toBe(3);
  });

  it.each([
    ['show nulle-part', 2, 'unknown-invoice'],
    ['add --numero X', 2, 'missing-option'],
    ['frobnicate', 2, 'unknown-command'],
    ['due --frobnicate', 2, 'unknown-option'],
    ['send', 2, 'missing-yes'],
    ['pay F-Alpha 10 --le 24/12/2026', 2, 'future-date'],
    ['pay F-Alpha 99999', 1, 'payment-exceeds'],
    ['client add Alpha --type entreprise', 1, 'duplicate-client'],
    ['resolve 9999 --parti', 1, 'unknown-contact'],
  ])('an error is one document and nothing else: %s', async (line, exitCode, code) => {
    const { world } = await aDay();
    const result = await world.relance(`${line} --json`);
    expect(result.exitCode).toBe(exitCode);
    const { error } = JSON.parse(result.stdout) as { error: { code: string; message: string } };
    expect(keys(error)).toEqual(['code', 'hint', 'message']);
    expect(error.code).toBe(code);
    expect(error.message).not.toBe('');
  });
});

const HOSTILE: [what: string, text: string][] = [
  ['line breaks', 'Dupont\r\nBcc: pirate@exemple.fr\r\n\r\nCorps'],
  ['markup', '<script>alert(1)</script> & "x" **gras** @factures {{total}}'],
  ['emoji', 'Bar 👩‍👩‍👧 du 🏝️ port'],
  ['right to left', 'שלום \u202Eexe.fdp\u202C مرحبا'],
  ['much text', 'Société '.repeat(20).trim()],
];

/** Every line that a terminal of that width would show. */
const FIGURES = ['interets F-1', 'taux', 'prescription F-1'];

const screens = async (world: World, columns: number): Promise<[string, string][]> => {
  const shown: [string, string][] = [];
  for (const line of ['due --all', 'list', 'client list', 'show F-1', 'why F-1', ...FIGURES]) {
    const { stdout, exitCode } = await world.relance(line, { columns });
    expect(exitCode).toBe(0);
    for (const text of stdout.split('\n')) shown.push([line, text]);
  }
  return shown;
};

describe.each(HOSTILE)('a client and a subject with %s', (_, text) => {
  it('break neither the headers of a message nor its page, nor a screen', async () => {
    const { world, sink } = await atWork();
    await world.ok([
      'client',
      'add',
      text,
      '--type',
      'entreprise',
      '--email',
      'a@exemple.fr',
      '--note',
      text,
    ]);
    const invoice = ['--montant', '10', '--emise', '01/10/2026', '--echeance', '09/11/2026', '--objet', text];
    await world.ok(['add', '--numero', 'F-1', '--client', '1', ...invoice]);
    for (const columns of [60, 80, 120])
      for (const [line, shown] of await screens(world, columns))
        expect(displayWidth(shown), `${line} ${columns}\n${shown}`).toBeLessThanOrEqual(columns);
    await world.ok('send --yes');
    const raw = sink.received[0]?.raw.toString('latin1') ?? '';
    const head = raw.slice(0, raw.indexOf('\r\n\r\n'));
    expect(head).not.toMatch(/^bcc:/im);
    expect(sink.received[0]?.to).toEqual(['a@exemple.fr']);
    const { html } = await world.json<{ html: string }>('preview F-1 --etape relance-1');
    expect(html).not.toContain('<script>');
    expect(plain(html)).toContain('10,00 €');
  });
});
