import { beforeEach, describe, expect, it } from 'vitest';
import { TODAY, addClient, addInvoice, openBusiness } from '../helpers/claims.ts';
import { plain, refused, said } from '../helpers/refused.ts';
import { World } from '../helpers/world.ts';

interface PayJson {
  payments: {
    id: number;
    kind: string;
    method: string;
    amountCents: number;
    receivedOn: string;
    reference: string | null;
  }[];
  invoices: { number: string; remainingCents: number; paidCents: number; state: string }[];
}

let world: World;
let petit: number;

beforeEach(async () => {
  world = new World(TODAY);
  await openBusiness(world);
  petit = addClient(world, 'Atelier Petit');
  addInvoice(world, petit, 'F-1');
});

const paidCents = (number: string): number | undefined =>
  world.rows<{ paid_cents: number }>('select paid_cents from invoice where number = ?', number)[0]
    ?.paid_cents;

describe('a payment', () => {
  it('is the reste dû when no amount is typed', async () => {
    expect(await said(world, 'pay F-1')).toEqual([
      'Règlement n° 1 : 1 200,00 € sur F-1 (Atelier Petit), virement le 23/11/2026.',
      'F-1 : réglée.',
      'Réglée en retard : 41,22 € d’intérêts et d’indemnité restent dus, sans relance.',
      '→ relance interets F-1 --reclamer, ou --renoncer --motif "…"',
    ]);
    expect(await said(world, 'due')).toEqual(['Rien à relancer le 23/11/2026.']);
  });

  it('in part says what is left, and the rest closes the invoice', async () => {
    expect(await said(world, 'pay F-1 500,00 --le hier --mode cheque --ref "n° 7788"')).toEqual([
      'Règlement n° 1 : 500,00 € sur F-1 (Atelier Petit), chèque le 22/11/2026 (n° 7788).',
      'F-1 : reste dû 700,00 €.',
      '→ relance why F-1',
    ]);
    expect(await said(world, 'pay F-1')).toContain('F-1 : réglée.');
  });

  it.each([
    ['pay F-1 1 100,50 €'],
    ['pay F-1 1 100,50'],
    ['pay F-1 "1 100,50 €"'],
    ['pay F-1 1100.50'],
    ['pay F-1 1.100,50'],
    ['pay F-1 1100,5 €'],
  ])('whose amount the shell cut: %s', async (line) => {
    await world.ok(line);
    expect(paidCents('F-1')).toBe(110_050);
  });

  it.each([
    ['virement', 'transfer'],
    ['cheque', 'cheque'],
    ['chèque', 'cheque'],
    ['cb', 'card'],
    ['especes', 'cash'],
    ['prelevement', 'direct-debit'],
    ['autre', 'other'],
  ])('by %s', async (mode, method) => {
    const { payments } = await world.json<PayJson>(`pay F-1 1,00 --mode ${mode}`);
    expect(payments).toMatchObject([{ method }]);
  });

  it('is known to scripts', async () => {
    expect(await world.json('pay F-1 500 --ref VIR-9')).toEqual({
      payments: [
        {
          id: 1,
          receivedOn: TODAY,
          amountCents: 50_000,
          kind: 'payment',
          method: 'transfer',
          reference: 'VIR-9',
          reversedOn: null,
        },
      ],
      invoices: [
        expect.objectContaining({
          number: 'F-1',
          paidCents: 50_000,
          remainingCents: 70_000,
          state: 'overdue',
        }),
      ],
    });
  });

  it.each([
    ['pay F-9', 2, 'La facture « F-9 » n’existe pas', 'relance list'],
    ['pay F-1 0', 2, 'Le montant doit être supérieur à zéro', expect.any(String)],
    [
      'pay F-1 1.234',
      2,
      'Le montant « 1.234 » a trop de décimales : 2 décimales au plus en EUR',
      expect.any(String),
    ],
    ['pay F-1 500 --mode troc', 2, '--mode ne connaît pas « troc »', expect.any(String)],
    [
      'pay F-1 500 --avoir --penalites',
      2,
      '--avoir et --penalites ne vont pas ensemble',
      'relance pay --help',
    ],
    ['pay F-1 500 --avoir --mode cb', 2, '--avoir et --mode ne vont pas ensemble', 'relance pay --help'],
    ['pay F-1 --annuler 1 --le hier', 2, '--annuler et --le ne vont pas ensemble', 'relance pay --help'],
    ['pay F-1 --motif erreur', 2, '--motif ne va qu’avec --annuler', expect.any(String)],
    ['pay F-1 --penalites', 2, 'Il manque le montant reçu en pénalités', 'relance pay F-1 40,00 --penalites'],
    ['pay F-1 --le demain', 2, '--le : le 24/11/2026 est dans le futur', expect.any(String)],
  ])('%s is refused', async (line, exitCode, message, hint) => {
    expect(await refused(world, line)).toEqual([exitCode, message, hint]);
  });
});

describe('the day of a payment', () => {
  it.each([
    ['aujourd’hui', '2026-11-23'],
    ['hier', '2026-11-22'],
    ['21/10/2026', '2026-10-21'],
  ])('%s', async (day, receivedOn) => {
    const { payments } = await world.json<PayJson>(['pay', 'F-1', '100', '--le', day]);
    expect(payments).toMatchObject([{ receivedOn }]);
  });

  it('before the invoice is doubtful: refused, unless confirmed as a deposit', async () => {
    const [exitCode, message] = await refused(world, 'pay F-1 100 --le 20/10/2026');
    expect([exitCode, message]).toEqual([2, 'Le 20/10/2026 précède l’émission de F-1, le 21/10/2026']);
    await world.ok('pay F-1 100 --le 20/10/2026 --yes');
    expect(paidCents('F-1')).toBe(10_000);
  });

  it('before the invoice is asked of a person', async () => {
    const { exitCode } = await world.atTerminal('pay F-1 100 --le 20/10/2026', [['précède', 'n\r']]);
    expect(exitCode).toBe(130);
    expect(paidCents('F-1')).toBe(0);
    await world.atTerminal('pay F-1 100 --le 20/10/2026', [['précède', 'o\r']]);
    expect(paidCents('F-1')).toBe(10_000);
  });
});

describe('several invoices and no amount', () => {
  beforeEach(() => {
    addInvoice(world, petit, 'F-0', { dueOn: '2026-11-10', totalCents: 30_000 });
  });

  it('is confirmed with their list', async () => {
    const { stdout, exitCode } = await world.atTerminal('pay F-1 F-0', [['Noter ces 2 règlements', 'n\r']]);
    expect(exitCode).toBe(130);
    expect(plain(stdout)).toBe('F-0, Atelier Petit : 300,00 €\nF-1, Atelier Petit : 1 200,00 €\n');
    expect(world.rows('select id from payment')).toEqual([]);
    await world.atTerminal('pay F-1 F-0', [['Noter ces 2 règlements', 'o\r']]);
    expect(world.rows('select id from payment')).toHaveLength(2);
  });

  it('is refused without a terminal and without --yes', async () => {
    expect(await refused(world, 'pay F-1 F-0')).toEqual([
      2,
      'Sans terminal, rien n’est demandé : il manque --yes',
      'pour régler F-0 de 300,00 € et F-1 de 1 200,00 €',
    ]);
    expect((await world.json('pay F-1 F-0'))['error']).toMatchObject({ code: 'missing-yes' });
    expect(world.rows('select id from payment')).toEqual([]);
    await world.ok('pay F-1 F-0 --yes');
    expect(world.rows('select id from payment')).toHaveLength(2);
  });
});

describe('a negative amount', () => {
  it.each(['-5', '-5,00', '\u22125', '-5€', '-5 €', '-1 200,00', '-1 F-5'])(
    'is refused, whatever invoice ends like it: pay F-1 %s',
    async (amount) => {
      addInvoice(world, petit, 'F-5');
      const [exitCode, message] = await refused(world, `pay F-1 ${amount} --yes`);
      expect([exitCode, message]).toEqual([2, expect.stringMatching(/^Le montant « .+ » est négatif$/)]);
      expect(world.rows('select id from payment')).toEqual([]);
    },
  );

  it.each(['why -5', 'send -5 --dry-run', 'show -5', 'mise-en-demeure F-1 -5', 'pay -5 10'])(
    'is no part of a number: %s',
    async (line) => {
      addInvoice(world, petit, 'F-5');
      expect((await refused(world, line))[1]).toBe('La facture « -5 » n’existe pas');
    },
  );
});

describe('one amount for several invoices', () => {
  beforeEach(() => {
    addInvoice(world, petit, 'F-0', { dueOn: '2026-11-10', totalCents: 30_000 });
  });

  it('fills the oldest due first, whatever the order typed', async () => {
    expect(await said(world, 'pay F-1 F-0 500')).toEqual([
      'Règlement n° 1 : 300,00 € sur F-0 (Atelier Petit), virement le 23/11/2026.',
      'Règlement n° 2 : 200,00 € sur F-1 (Atelier Petit), virement le 23/11/2026.',
      'F-0 : réglée.',
      'Réglée en retard : 41,32 € d’intérêts et d’indemnité restent dus, sans relance.',
      '→ relance interets F-0 --reclamer, ou --renoncer --motif "…"',
      'F-1 : reste dû 1 000,00 €.',
      '→ relance why F-1',
    ]);
  });

  it('is not needed: each gets its reste dû, clients and currencies apart', async () => {
    const other = addClient(world, 'Brun');
    addInvoice(world, other, 'B-1', { currency: 'CHF' });
    const { invoices } = await world.json<PayJson>('pay F-1 F-0 B-1 --yes');
    expect(invoices.map(({ number, state }) => `${number} ${state}`).toSorted()).toEqual([
      'B-1 paid',
      'F-0 paid',
      'F-1 paid',
    ]);
  });

  it('of two clients, or in two currencies, is refused', async () => {
    addInvoice(world, addClient(world, 'Brun'), 'B-1');
    addInvoice(world, petit, 'F-2', { currency: 'CHF' });
    expect(await refused(world, 'pay F-1 B-1 100')).toEqual([
      1,
      'Un seul montant ne peut pas régler F-1 et B-1 : ce sont deux clients',
      'relance pay F-1 <montant>',
    ]);
    expect(await refused(world, 'pay F-1 F-2 100')).toEqual([
      1,
      'Un seul montant ne peut pas régler F-1 et F-2 : leurs devises diffèrent',
      'relance pay F-1 <montant>',
    ]);
  });

  it('is read in the currency of the invoices', async () => {
    addInvoice(world, petit, 'Y-1', { currency: 'JPY', totalCents: 90_000 });
    const { payments } = await world.json<PayJson>('pay Y-1 5000');
    expect(payments).toMatchObject([{ amountCents: 5000 }]);
    expect((await refused(world, 'pay F-1 "100 $US"'))[1]).toBe('« 100 $US » n’est pas un montant en EUR');
  });

  it('that is also the number of an invoice is refused as ambiguous', async () => {
    addInvoice(world, petit, '500');
    expect(await refused(world, 'pay F-1 500')).toEqual([
      2,
      '« 500 » peut être un montant de 500,00 €, ou la facture 500',
      'écrivez 500,00 pour le montant, #3 pour la facture',
    ]);
    expect(await refused(world, 'pay F-1 1 500,00')).toEqual([
      1,
      '1 500,00 €, c’est plus que le reste dû de 1 200,00 €',
      'relance pay F-1 pour 1 200,00 € seulement, ou --yes garde 300,00 € en trop-perçu ; 41,22 € de pénalités se notent avec --penalites',
    ]);
    expect((await refused(world, 'pay F-1 500 200'))[1]).toBe(
      '« 500 200 » peut être un montant de 500 200,00 €, ou la facture 500',
    );
    expect((await refused(world, 'pay F-1 1 500'))[1]).toBe(
      '« 500 » est le numéro d’une facture, et peut aussi être le montant',
    );
    await world.ok('pay F-1 500,00');
    expect([paidCents('F-1'), paidCents('500')]).toEqual([50_000, 0]);
  });
});

describe('more than the reste dû', () => {
  it('is refused without a terminal, naming both ways out', async () => {
    expect(await refused(world, 'pay F-1 1300')).toEqual([
      1,
      '1 300,00 €, c’est plus que le reste dû de 1 200,00 €',
      'relance pay F-1 pour 1 200,00 € seulement, ou --yes garde 100,00 € en trop-perçu ; 41,22 € de pénalités se notent avec --penalites',
    ]);
    expect((await world.relance('pay F-1 1300 --json')).exitCode).toBe(1);
  });

  it('by one cent is too much; the exact sum is not', async () => {
    expect((await refused(world, 'pay F-1 1200,01'))[0]).toBe(1);
    await world.ok('pay F-1 1200,00');
  });

  it('becomes an overpayment on the last invoice with --yes', async () => {
    addInvoice(world, petit, 'F-0', { dueOn: '2026-11-10', totalCents: 30_000 });
    const { payments } = await world.json<PayJson>('pay F-1 F-0 1600 --yes');
    expect(payments.map(({ kind, amountCents }) => [kind, amountCents])).toEqual([
      ['payment', 30_000],
      ['payment', 120_000],
      ['overpayment', 10_000],
    ]);
    expect(
      world.rows(
        'select i.number from payment p join invoice i on i.id = p.invoice_id where p.kind = ?',
        'overpayment',
      ),
    ).toEqual([{ number: 'F-1' }]);
  });

  it('is asked of a person: another invoice, the oldest offered first', async () => {
    addInvoice(world, petit, 'F-3', { dueOn: '2026-12-15', issuedOn: '2026-11-15' });
    addInvoice(world, petit, 'F-2', { dueOn: '2026-11-25' });
    addInvoice(world, addClient(world, 'Brun'), 'B-1');
    const { screen, stdout } = await world.atTerminal('pay F-1 1300', [['qu’en faire', '\r']]);
    expect(plain(screen)).toContain('100,00 € de plus que le reste dû : qu’en faire ?');
    expect(plain(screen)).toMatch(/régler aussi F-2[^]*régler aussi F-3[^]*garder en trop-perçu/);
    expect(screen).not.toContain('B-1');
    expect(plain(stdout)).toContain('F-2 : reste dû 1 100,00 €.');
    expect([paidCents('F-1'), paidCents('F-2')]).toEqual([120_000, 10_000]);
  });

  it('is asked of a person: an overpayment', async () => {
    const { stdout } = await world.atTerminal('pay F-1 1300', [['qu’en faire', '\r']]);
    expect(plain(stdout).split('\n').slice(0, 7)).toEqual([
      'Règlement n° 1 : 1 200,00 € sur F-1 (Atelier Petit), virement le 23/11/2026.',
      'Trop-perçu n° 2 : 100,00 € sur F-1 (Atelier Petit), virement le 23/11/2026.',
      'F-1 : réglée.',
      'Réglée en retard : 41,22 € d’intérêts et d’indemnité restent dus, sans relance.',
      '→ relance interets F-1 --reclamer, ou --renoncer --motif "…"',
      '→ relance pay <facture> --trop-percu, pour l’imputer sur une autre facture du',
      '  client',
    ]);
  });

  it('is asked of a person: nothing at all', async () => {
    const { exitCode } = await world.atTerminal('pay F-1 1300', [['qu’en faire', '\u001b[B\r']]);
    expect(exitCode).toBe(130);
    expect(world.rows('select * from payment')).toEqual([]);
  });
});

describe('an invoice on which nothing is due', () => {
  it('takes no payment, except as an overpayment', async () => {
    await world.ok('pay F-1');
    expect(await refused(world, 'pay F-1')).toEqual([
      1,
      'La facture F-1 est déjà réglée : rien n’y est dû',
      'pour garder un trop-perçu : relance pay F-1 <montant> --yes',
    ]);
    expect(await refused(world, 'pay F-1 50')).toEqual([
      1,
      '50,00 €, c’est plus que le reste dû de 0,00 €',
      'indiquez une autre facture du client, ou --yes garde 50,00 € en trop-perçu ; 41,22 € de pénalités se notent avec --penalites',
    ]);
    expect((await world.json<PayJson>('pay F-1 50 --yes')).payments).toMatchObject([{ kind: 'overpayment' }]);
  });

  it('among others refuses them all', async () => {
    addInvoice(world, petit, 'F-2');
    await world.ok('pay F-1');
    expect((await refused(world, 'pay F-2 F-1'))[1]).toBe('La facture F-1 est déjà réglée : rien n’y est dû');
    expect((await refused(world, 'pay F-2 F-1 100 --yes'))[0]).toBe(1);
  });

  it.each([
    ['cancelled', 'annulée'],
    ['written-off', 'passée en perte'],
  ])('%s', async (closedAs, french) => {
    world.execute('update invoice set closed_on = ?, closed_as = ?', TODAY, closedAs);
    expect((await refused(world, 'pay F-1'))[1]).toBe(`La facture F-1 est ${french} : rien n’y est dû`);
  });
});

describe('a credit note and penalties', () => {
  it('a credit note lowers the reste dû, never below zero', async () => {
    expect(await said(world, 'pay F-1 200 --avoir --ref AV-3')).toEqual([
      'Avoir n° 1 : 200,00 € sur F-1 (Atelier Petit) le 23/11/2026 (AV-3).',
      'F-1 : reste dû 1 000,00 €.',
      '→ relance why F-1',
    ]);
    expect(await refused(world, 'pay F-1 1000,01 --avoir --yes')).toEqual([
      1,
      'Un avoir ne dépasse pas le reste dû de 1 000,00 €',
      'relance show F-1',
    ]);
  });

  it('penalties leave the reste dû as it is, also once the invoice is paid', async () => {
    expect(await said(world, 'pay F-1 40 --penalites')).toContain('F-1 : reste dû 1 200,00 €.');
    await world.ok('pay F-1');
    expect(await said(world, 'pay F-1 1,22 --penalites')).toEqual([
      'Pénalités n° 3 : 1,22 € sur F-1 (Atelier Petit), virement le 23/11/2026.',
      'F-1 : réglée.',
    ]);
    expect(paidCents('F-1')).toBe(120_000);
  });

  it('penalties go to one invoice', async () => {
    addInvoice(world, petit, 'F-2');
    expect((await refused(world, 'pay F-1 F-2 40 --penalites'))[1]).toBe(
      '--penalites se note facture par facture',
    );
  });
});

describe('an overpayment', () => {
  beforeEach(async () => {
    await world.ok('pay F-1 1300 --yes');
    addInvoice(world, petit, 'F-2', { totalCents: 15_000 });
  });

  it('is drawn on by another invoice, as far as it goes', async () => {
    expect(await said(world, 'pay F-2 --trop-percu')).toEqual([
      'Règlement n° 3 : 100,00 € sur F-2 (Atelier Petit), trop-perçu imputé le 23/11/2026.',
      'F-2 : reste dû 50,00 €.',
      '→ relance why F-2',
    ]);
    expect(await refused(world, 'pay F-2 --trop-percu')).toEqual([
      1,
      'Ce client n’a aucun trop-perçu à imputer',
      'relance pay F-2',
    ]);
  });

  it('is drawn on in several times, from several sources', async () => {
    await world.ok('pay F-1 30 --yes');
    await world.ok('pay F-2 20 --trop-percu');
    const { payments } = await world.json<PayJson>('pay F-2 --trop-percu');
    expect(payments.map(({ amountCents }) => amountCents)).toEqual([8000, 3000]);
  });

  it('is not created by drawing on it: neither above what is available nor above the reste dû', async () => {
    expect((await refused(world, 'pay F-2 100,01 --trop-percu'))[1]).toBe(
      'Le trop-perçu de ce client n’est que de 100,00 €',
    );
    addInvoice(world, petit, 'F-3', { totalCents: 5000 });
    expect((await refused(world, 'pay F-3 60 --trop-percu'))[1]).toBe('Le reste dû n’est que de 50,00 €');
  });

  it('of another client, or in another currency, is not available', async () => {
    addInvoice(world, addClient(world, 'Brun'), 'B-1');
    addInvoice(world, petit, 'F-4', { currency: 'CHF' });
    expect((await refused(world, 'pay B-1 --trop-percu'))[1]).toBe(
      'Ce client n’a aucun trop-perçu à imputer',
    );
    expect((await refused(world, 'pay F-4 --trop-percu'))[1]).toBe(
      'Ce client n’a aucun trop-perçu à imputer',
    );
  });

  it('already drawn on is not reversed before what drew on it', async () => {
    await world.ok('pay F-2 --trop-percu');
    expect(await refused(world, 'pay F-1 --annuler 2')).toEqual([
      1,
      'Ce trop-perçu a servi au règlement n° 3',
      'relance pay <facture> --annuler 3',
    ]);
    await world.ok('pay F-2 --annuler 3');
    await world.ok('pay F-1 --annuler 2');
  });
});

describe('a reversal', () => {
  it('makes the sum due again, and keeps the row with its reason', async () => {
    await world.ok('pay F-1');
    expect(await said(world, 'pay F-1 --annuler 1 --motif "chèque sans provision"')).toEqual([
      'Règlement n° 1 de 1 200,00 € annulé.',
      'F-1 : 1 200,00 € sont de nouveau dus.',
    ]);
    expect(world.rows('select reversed_on, reversed_reason from payment')).toEqual([
      { reversed_on: TODAY, reversed_reason: 'chèque sans provision' },
    ]);
    expect(await refused(world, 'pay F-1 --annuler 1')).toEqual([
      1,
      'Le règlement n° 1 est déjà annulé',
      undefined,
    ]);
  });

  it('is for a payment of that invoice only', async () => {
    addInvoice(world, petit, 'F-2');
    await world.ok('pay F-2');
    expect(await refused(world, 'pay F-1 --annuler 1')).toEqual([
      1,
      'Le règlement n° 1 n’est pas de la facture F-1',
      'relance pay F-2 --annuler 1',
    ]);
    expect((await refused(world, 'pay F-1 --annuler 99'))[1]).toBe('Le règlement n° 99 n’existe pas');
    expect((await refused(world, 'pay F-1 F-2 --annuler 1'))[0]).toBe(2);
    expect((await refused(world, 'pay F-1 --annuler x'))[0]).toBe(2);
  });

  it('is known to scripts', async () => {
    await world.ok('pay F-1');
    const { payments, invoices } = await world.json<PayJson>('pay F-1 --annuler 1');
    expect(payments).toMatchObject([{ id: 1, reversedOn: TODAY }]);
    expect(invoices).toMatchObject([{ remainingCents: 120_000, state: 'overdue' }]);
  });
});
