import { describe, expect, it } from 'vitest';
import { entriesOf, refusalOf, statementsOf } from '../../helpers/bank-refusal.ts';

const cents = (content: string, columns?: Record<string, string>): number[] =>
  entriesOf(content, columns).map(({ amountCents }) => amountCents);

/** Two lines of a table that has a column beside the amount. */
const beside = (name: string, first: string, second: string, amounts = ['1200,00', '29,99']): string =>
  `Date;Libellé;Montant;${name}\n03/10/2026;A;${amounts[0]};${first}\n04/10/2026;B;${amounts[1]};${second}\n`;

/** A line of that status. */
const one = (status: string): string => `Date;Libellé;Montant;Statut\n03/10/2026;A;1,00;${status}\n`;

/** Two movements, with lines above and below them. */
const around = (above: string, below: string): string =>
  `Date;Libellé;Débit;Crédit\n${above}03/10/2026;A;;1200,00\n04/10/2026;B;29,99;\n${below}`;

/** The currency of each line. */
const currencies = (content: string): string[] => entriesOf(content).map(({ currency }) => currency);

/** How a column of days is read. */
const days = (column: string[], headers = 'Date;Libellé;Montant'): string[] =>
  entriesOf(`${headers}\n${column.map((day) => `${day};A;1,00\n`).join('')}`).map(({ date }) => date);

describe('the sign that stands beside the amount', () => {
  it.each([
    ['Sens', '+', '-'],
    ['Sens', '+', '−'],
    ['Sens', 'C', 'D'],
    ['Sens', 'Crédit', 'Débit'],
    ['D/C', 'CR', 'DB'],
    ['Credit Debit Indicator', 'CRDT', 'DBIT'],
    ['Side', 'credit', 'debit'],
    ['Direction', 'IN', 'OUT'],
    ['Type', 'Crédit', 'Débit'],
    ['Transaction Type', 'CREDIT', 'DEBIT'],
    ['Type d’opération', 'Recette', 'Dépense'],
  ])('%s: %s, %s', (name, first, second) => {
    expect(cents(beside(name, first, second))).toEqual([120_000, -2999]);
    expect(cents(beside(name, first, second, ['1200,00', '-29,99']))).toEqual([120_000, -2999]);
  });

  it('is none when it says something else', () => {
    expect(cents(beside('Type', 'Virement reçu', 'Carte', ['1200,00', '-29,99']))).toEqual([120_000, -2999]);
    expect(cents(beside('Type', 'Crédit', 'Frais', ['1200,00', '-29,99']))).toEqual([120_000, -2999]);
    expect(cents(beside('Type', 'Virement reçu', 'Virement instantané'))).toEqual([120_000, 2999]);
  });

  it.each([
    [beside('Sens', '', 'D'), 'ligne 2 : le sens manque'],
    [beside('Sens', 'C', '?'), 'ligne 3 : le sens « ? » n’est ni débit ni crédit'],
    [beside('Sens', 'C', 'C', ['1,00', '-2,00']), 'ligne 3 : « -2,00 » est négatif, et le sens dit crédit'],
    [
      beside('Sens', 'D', 'D', ['1,00', '-2,00']),
      'ligne 2 : la colonne écrit ses débits tantôt négatifs, tantôt positifs (« 1,00 »)',
    ],
    [
      beside('Type', 'Débit', 'Frais'),
      'aucun montant n’est négatif, et la colonne « Type » semble dire lesquels sont des débits',
    ],
    [
      beside('Type', 'Virement reçu', 'Prélèvement'),
      'aucun montant n’est négatif, et la colonne « Type » semble dire lesquels sont des débits',
    ],
    [
      beside('Flux', 'Crédit', 'Débit'),
      'aucun montant n’est négatif, et la colonne « Flux » semble dire lesquels sont des débits',
    ],
  ])('%#: refused when it contradicts the amount, or may be one', (content, message) => {
    expect(refusalOf(content).message).toContain(`: ${message}`.replace(/^: ligne/, ', ligne'));
  });

  it('is named, or set aside, with --colonnes', () => {
    const content = beside('Flux', 'Crédit', 'Débit');
    expect(refusalOf(content).hint).toBe('--colonnes sens="Flux" ou --colonnes ignorer="Flux"');
    const named = { date: 'Date', libelle: 'Libellé', montant: 'Montant' };
    expect(cents(content, { ...named, sens: 'Flux' })).toEqual([120_000, -2999]);
    expect(cents(content, { sens: 'Flux' })).toEqual([120_000, -2999]);
    expect(cents(content, { ignorer: 'Flux' })).toEqual([120_000, 2999]);
  });
});

describe('a status', () => {
  it.each([
    'executed',
    'Exécuté',
    'Succès',
    'SUCCESS',
    'succeeded',
    'Cleared',
    'Réussi',
    'completed',
    'Payé',
  ])('%s is booked', (status) => {
    expect(entriesOf(one(status))).toHaveLength(1);
  });

  it('is pending, refused, or an error: no word is guessed', () => {
    expect(statementsOf(one('En attente'))).toMatchObject([{ entries: [], pending: 1 }]);
    expect(statementsOf(one('Annulé'))).toMatchObject([{ entries: [], pending: 0 }]);
    for (const word of ['remboursé', 'not completed', 'non exécuté', '?'])
      expect(refusalOf(one(word)).message).toContain('ne se comprend pas');
  });

  it('in a column of another name may not be passed over', () => {
    const content = 'Date;Libellé;Montant;État du mouvement\n03/10/2026;A;1,00;Annulé\n';
    expect(refusalOf(content)).toEqual({
      message: 'releve.txt : la colonne « État du mouvement » dit « Annulé », et n’est pas lue',
      hint: '--colonnes statut="État du mouvement" ou --colonnes ignorer="État du mouvement"',
    });
    expect(entriesOf(content, { statut: 'État du mouvement' })).toEqual([]);
    expect(entriesOf(content, { ignorer: 'État du mouvement' })).toHaveLength(1);
  });
});

describe('a line of balance or of total', () => {
  it.each([
    'Total;;29,99;1200,00\n',
    'Totaux;;29,99;1200,00\n',
    ';Total des mouvements;29,99;1200,00\n',
    ';;29,99;1200,00\n',
    'Solde en début de période;;;329,99\n',
    'Solde au 05/10/2026;;;1500,00\n',
    ';Solde au 05/10/2026;;1500,00\n',
    '05/10/2026;Solde au 05/10/2026;;1500,00\n',
    '05/10/2026;Solde créditeur au 5 octobre 2026;;1500,00\n',
    '05/10/2026;Nouveau solde;;1500,00\n',
    '05/10/2026;SOLDE;;1500,00\n',
    '05/10/2026;Closing balance;;1500,00\n',
  ])('%s is none of its movements', (line) => {
    for (const content of [around(line, ''), around('', line), around(line, line)])
      expect(cents(content)).toEqual([120_000, -2999]);
  });

  it('is not the payment of a balance', () => {
    const line = '05/10/2026;SOLDE FACTURE F-2026-014;;1500,00\n';
    expect(cents(around('', line))).toEqual([120_000, -2999, 150_000]);
    expect(cents(around('', '05/10/2026;Solde de tout compte;;10,00\n'))).toHaveLength(3);
    const named =
      'Date;Libellé;Montant;Nom de la contrepartie\n03/10/2026;Solde;1200,00;SARL ALPHA\n04/10/2026;A;1,00;\n';
    expect(cents(named)).toEqual([120_000, 100]);
  });

  it('is not a merchant of that name', () => {
    const content =
      'Type,Description,Completed Date,Amount\nCard,A,2026-10-03,-1.00\nCard,Total,2026-10-04,-2.00\n';
    expect(cents(content)).toEqual([-100, -200]);
  });

  it('between two movements is one of them', () => {
    expect(cents('Date;Libellé;Montant\n03/10/2026;A;1\n03/10/2026;Solde\n04/10/2026;B;2\n')).toEqual([
      100, 200,
    ]);
    expect(cents('Date;Libellé;Montant\n03/10/2026;A;1\n03/10/2026;Solde;5\n04/10/2026;B;2\n')).toEqual([
      100, 500, 200,
    ]);
  });
});

describe('the currency', () => {
  it('is that of the cell, of its column, of the name of the amount, of what stands above', () => {
    expect(currencies('Date;Libellé;Montant\n03/10/2026;A;1,00 $\n04/10/2026;B;2,00 €\n')).toEqual([
      'USD',
      'EUR',
    ]);
    expect(currencies('Date;Libellé;Montant (CHF)\n03/10/2026;A;1,00\n')).toEqual(['CHF']);
    expect(currencies('Devise : GBP;\n\nDate;Libellé;Montant\n03/10/2026;A;1,00\n')).toEqual(['GBP']);
    expect(currencies('Date;Libellé;Montant;Devise\n03/10/2026;A;1,00;£\n04/10/2026;B;1,00;\n')).toEqual([
      'GBP',
      'EUR',
    ]);
  });

  it.each([
    ['Date;Libellé;Montant (EUR);Devise\n03/10/2026;A;1,00;USD\n', 'ligne 2 : « 1,00 » est en USD ou en EUR'],
    ['Date;Libellé;Montant;Devise\n03/10/2026;A;1,00 €;USD\n', 'ligne 2 : « 1,00 € » est en USD ou en EUR'],
    [
      'Date;Libellé;Montant (EUR);Montant (USD)\n03/10/2026;A;1,00;1,10\n',
      'deux colonnes disent le montant (Montant (EUR), Montant (USD))',
    ],
    [
      'Date;Libellé;Montant;Devise du mouvement\n03/10/2026;A;1,00;USD\n',
      'la colonne « Devise du mouvement » dit USD, et n’est pas lue',
    ],
  ])('%#: two that differ are refused', (content, message) => {
    expect(refusalOf(content).message).toContain(message);
  });

  it('of two amounts, one is named by its name or its rank', () => {
    const content = 'Date;Libellé;Montant (EUR);Montant (USD)\n03/10/2026;A;1,00;1,10\n';
    for (const montant of ['Montant (USD)', '4'])
      expect(entriesOf(content, { montant })).toMatchObject([{ amountCents: 110, currency: 'USD' }]);
  });
});

describe('a column of days', () => {
  it('is read whole: letters, the month first when one line shows it', () => {
    expect(days(['3 oct. 2026', '13 octobre 2026'])).toEqual(['2026-10-03', '2026-10-13']);
    expect(days(['10/02/2026', '09/13/2026'])).toEqual(['2026-10-02', '2026-09-13']);
    expect(refusalOf('Date;Libellé;Montant\n13/09/2026;A;1\n09/13/2026;A;1\n').message).toContain('tantôt');
  });

  it('takes the order of another column, or of --dates, when it shows none', () => {
    const other = 'Date;Date de valeur;Libellé;Montant\n10/02/2026;10/14/2026;A;1,00\n';
    expect(entriesOf(other)[0]?.date).toBe('2026-10-02');
    const english = 'Completed Date,Description,Amount\n10/02/2026,A,1.00\n';
    expect(refusalOf(english).hint).toBe('--dates jour (JJ/MM/AAAA) ou --dates mois (MM/JJ/AAAA) le dit');
    expect(statementsOf(english, undefined, 'month-first')[0]?.entries[0]?.date).toBe('2026-10-02');
    expect(statementsOf(english, undefined, 'day-first')[0]?.entries[0]?.date).toBe('2026-02-10');
  });

  it('in UTC, late in the evening, is the day after in Paris', () => {
    const utc = 'Created (UTC),Description,Amount\n2026-10-02 22:30,A,1.00\n2026-10-02 21:59,B,1.00\n';
    expect(entriesOf(utc).map(({ date }) => date)).toEqual(['2026-10-03', '2026-10-02']);
  });
});

/** Two movements without names above them. */
const rows = (first: string, second: string): string =>
  `14/10/2026;1,00;A;${first}\n15/10/2026;2,00;B;${second}\n`;

describe('a file that names no column', () => {
  const content = '03/10/2026;1200,00;x;VIR ALPHA\n14/10/2026;-29,99;y;PRLV FREE\n';

  it('is read by the ranks of its columns, either way round', () => {
    for (const columns of [
      { date: '1', montant: '2', libelle: '4' },
      { '1': 'date', '2': 'montant', '4': 'libelle' },
    ] as Record<string, string>[])
      expect(entriesOf(content, columns)).toMatchObject([
        { date: '2026-10-03', amountCents: 120_000, label: 'VIR ALPHA' },
        { date: '2026-10-14', amountCents: -2999, label: 'PRLV FREE' },
      ]);
  });

  it('a column that no rank names may not be passed over when it says a sign or a status', () => {
    const ranks = { date: '1', montant: '2', libelle: '3' };
    expect(refusalOf(rows('C', 'D'), ranks).hint).toContain('--colonnes sens="4"');
    expect(refusalOf(rows('payé', 'annulé'), ranks).hint).toContain('--colonnes statut="4"');
    expect(refusalOf(rows('EUR', 'USD'), ranks).hint).toContain('--colonnes devise="4"');
    expect(cents(rows('C', 'D'), { ...ranks, ignorer: '4' })).toEqual([100, 200]);
  });

  it('ranks also hold under names, and above them the bank may write', () => {
    const named = `Mon compte\n\nJour;Somme;Genre;Texte\n${content}`;
    expect(cents(named, { date: '1', montant: '2', libelle: '4' })).toEqual([120_000, -2999]);
  });

  it('is refused when nothing says whether the day comes first, or when its first day is none', () => {
    const ranks = { date: '1', montant: '2', libelle: '4' };
    const [first = ''] = content.split('\n');
    expect(refusalOf(first, ranks).hint).toContain('--dates jour');
    expect(statementsOf(first, ranks, 'day-first')[0]?.entries[0]?.date).toBe('2026-10-03');
    expect(refusalOf(`32/10/2026;1;x;A\n${content}`, ranks).message).toContain('ne se reconnaissent pas');
  });

  it('is refused when the ranks hold no day or no amount', () => {
    for (const columns of [
      { date: '1', montant: '3', libelle: '4' },
      { date: '2', montant: '1', libelle: '4' },
      { date: '1', montant: '9', libelle: '4' },
    ] as Record<string, string>[])
      expect(refusalOf(content, columns).message).toContain('ne se reconnaissent pas');
  });
});
