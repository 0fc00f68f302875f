import { chance, pick, plusDays } from './months/facts.ts';
import type { Random } from './mutations.ts';

/** What one row truly is. */
export interface TrueInvoice {
  number: string;
  client: string;
  issuedOn: string;
  dueOn: string | null;
  totalCents: number;
  paidCents: number;
  currency: string;
  /** A draft, a credit note, a quote: nothing is to be claimed of it. */
  isLeft: boolean;
  paidOn: string | null;
}

export interface WrittenSheet {
  text: string;
  invoices: TrueInvoice[];
  /** How it is written, for the message of a failure. */
  style: string;
}

const MONTHS = 'janv.,févr.,mars,avr.,mai,juin,juil.,août,sept.,oct.,nov.,déc.'.split(',');
const ENGLISH_MONTHS = 'Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec'.split(',');
const EXCEL_EPOCH = Date.UTC(1899, 11, 30);

type WriteDay = (day: string) => string;

const parts = (day: string): [string, string, string] => {
  const [year = '', month = '', date = ''] = day.split('-');
  return [year, month, date];
};

const DAYS: Record<string, WriteDay> = {
  iso: (day) => day,
  'iso, hour': (day) => `${day}T10:30:00`,
  compact: (day) => day.replaceAll('-', ''),
  'day/month/year': (day) => parts(day).toReversed().join('/'),
  'day/month/yy': (day) => `${parts(day)[2]}/${parts(day)[1]}/${parts(day)[0].slice(2)}`,
  'd/m/year': (day) => `${Number(parts(day)[2])}/${Number(parts(day)[1])}/${parts(day)[0]}`,
  'day-month-year': (day) => parts(day).toReversed().join('-'),
  'day.month.year': (day) => parts(day).toReversed().join('.'),
  'month/day/year': (day) => `${parts(day)[1]}/${parts(day)[2]}/${parts(day)[0]}`,
  'm/d/year': (day) => `${Number(parts(day)[1])}/${Number(parts(day)[2])}/${parts(day)[0]}`,
  'in French': (day) => `${Number(parts(day)[2])} ${MONTHS[Number(parts(day)[1]) - 1]} ${parts(day)[0]}`,
  'in English': (day) =>
    `${ENGLISH_MONTHS[Number(parts(day)[1]) - 1]} ${Number(parts(day)[2])}, ${parts(day)[0]}`,
  'day-mon-yy': (day) =>
    `${parts(day)[2]}-${ENGLISH_MONTHS[Number(parts(day)[1]) - 1]}-${parts(day)[0].slice(2)}`,
  excel: (day) => String((Date.parse(`${day}T00:00:00Z`) - EXCEL_EPOCH) / 86_400_000),
};

interface Marks {
  decimal: ',' | '.';
  thousands: '' | ' ' | '\u00a0' | '\u202f' | ',' | '.' | '’' | "'";
  /** Zeros at the end are not written: `1200`, `12,5`. */
  isTrimmed: boolean;
}

const writeAmount = (cents: number, { decimal, thousands, isTrimmed }: Marks): string => {
  const whole = String(Math.floor(Math.abs(cents) / 100)).replaceAll(/\B(?=(?:\d{3})+$)/g, thousands);
  const decimals = String(Math.abs(cents) % 100).padStart(2, '0');
  const kept = isTrimmed ? decimals.replace(/0+$/, '') : decimals;
  return `${cents < 0 ? '-' : ''}${whole}${kept === '' ? '' : `${decimal}${kept}`}`;
};

const HEADERS: Record<string, [french: string[], english: string[]]> = {
  number: [
    ['Numéro', 'N° de facture', 'Facture n°', 'Référence', 'N°'],
    ['Invoice Number', 'Number', 'Invoice'],
  ],
  client: [
    ['Client', 'Nom du client', 'Raison sociale', 'Acheteur', 'Nom'],
    ['Customer Name', 'Client', 'Bill To'],
  ],
  issuedOn: [
    ['Date', 'Date d’émission', 'Date de facture', 'Émise le'],
    ['Invoice Date', 'Issue Date', 'Date'],
  ],
  dueOn: [
    ['Échéance', 'Date d’échéance', 'À payer avant le'],
    ['Due Date', 'Date due'],
  ],
  total: [
    ['Total TTC', 'Montant TTC', 'TTC', 'Montant total'],
    ['Total', 'Grand total', 'Invoice Amount'],
  ],
  net: [
    ['Montant HT', 'Total HT', 'HT'],
    ['Subtotal', 'Net amount'],
  ],
  vat: [
    ['TVA', 'Montant TVA'],
    ['VAT', 'Tax'],
  ],
  paid: [
    ['Déjà réglé', 'Montant payé', 'Acompte', 'Payé'],
    ['Amount Paid', 'Paid'],
  ],
  remaining: [
    ['Reste à payer', 'Restant dû', 'Solde', 'Montant dû', 'Reste'],
    ['Balance', 'Amount Remaining', 'Amount Due', 'Outstanding'],
  ],
  status: [
    ['Statut', 'État', 'Statut de paiement'],
    ['Status', 'Payment status'],
  ],
  paidOn: [
    ['Payée le', 'Date de paiement', 'Date de règlement'],
    ['Paid on', 'Payment Date'],
  ],
  currency: [['Devise', 'Code devise'], ['Currency']],
  noise: [
    ['Commentaire', 'Mode de paiement', 'Vendeur', 'Conditions de règlement'],
    ['Notes', 'Payment method', 'Salesperson'],
  ],
};

const STATUSES = {
  unpaid: ['À payer', 'Impayée', 'En retard', 'En attente de règlement', 'Unpaid', 'Overdue', 'Past due'],
  issued: ['Envoyée', 'Émise', 'Sent', 'Open', 'Validée'],
  paid: ['Payée', 'Réglée', 'Paid', 'Soldée', 'Encaissée'],
  partly: ['Partiellement payée', 'Réglée en partie', 'Partially paid'],
  left: ['Brouillon', 'Draft', 'Annulée', 'Void', 'Avoir', 'Devis', 'Irrécouvrable', 'Remboursée'],
};
const SYMBOLS: Record<string, string[]> = {
  EUR: ['€', 'EUR', 'euros', 'eur'],
  USD: ['$', 'USD', 'US Dollar'],
  GBP: ['£', 'GBP'],
  CHF: ['CHF', 'Fr.'],
};

const drawInvoice = (random: Random, index: number, currency: string): TrueInvoice => {
  const issuedOn = plusDays('2025-01-01', random(600));
  const totalCents = pick(random, [
    1 + random(500_000),
    100 * (1 + random(9000)),
    100_000 * (1 + random(40)),
  ]);
  const paidCents = pick(random, [0, 0, totalCents, Math.ceil(totalCents / 3)]);
  return {
    number: `F-${index + 1}`,
    client: pick(random, ['Alpha SARL', 'Été & Fils', 'Xi', 'Dupont; Durand, associés']),
    issuedOn,
    dueOn: chance(random, 80) ? plusDays(issuedOn, 30) : null,
    totalCents,
    paidCents,
    currency,
    isLeft: chance(random, 10),
    paidOn: paidCents === totalCents ? plusDays(issuedOn, 1 + random(40)) : null,
  };
};

const statusOf = (random: Random, { isLeft, paidCents, totalCents }: TrueInvoice): string => {
  if (isLeft) return pick(random, STATUSES.left);
  if (paidCents === totalCents) return pick(random, STATUSES.paid);
  if (paidCents > 0) return pick(random, STATUSES.partly);
  return pick(random, [...STATUSES.unpaid, ...STATUSES.issued]);
};

const quotedCell = (cell: string, separator: string, isAlways: boolean): string =>
  isAlways || cell.includes(separator) || cell.includes('"') ? `"${cell.replaceAll('"', '""')}"` : cell;

/** A sheet of invoices in a style drawn by lot, each row telling the whole truth of its invoice. */
export const writeSheet = (random: Random): WrittenSheet => {
  const separator = pick(random, [';', ',', '\t', '|']);
  const decimal = pick<',' | '.'>(random, [',', '.']);
  const thousands = pick<Marks['thousands']>(random, [
    '',
    '',
    ' ',
    '\u202f',
    '\u00a0',
    '’',
    decimal === ',' ? '.' : ',',
  ]);
  const marks: Marks = { decimal, thousands, isTrimmed: chance(random, 30) };
  const isEnglish = chance(random, 40);
  // No tool writes the month first under names in French.
  const dayStyle = pick(
    random,
    Object.keys(DAYS).filter((style) => isEnglish || !style.startsWith('m')),
  );
  const day = DAYS[dayStyle] ?? ((text: string) => text);
  const named = (field: string): string => pick(random, HEADERS[field]?.[isEnglish ? 1 : 0] ?? [field]);
  const code = pick(random, ['EUR', 'EUR', 'EUR', 'USD', 'GBP', 'CHF']);
  const symbol = pick(random, SYMBOLS[code] ?? [code]);
  const place = code === 'EUR' && chance(random, 50) ? 'nowhere' : pick(random, ['column', 'cell', 'header']);
  const isByTax = chance(random, 25);
  const tells = pick(random, ['paid', 'remaining', 'both']);
  const fields = [
    'number',
    'client',
    'issuedOn',
    'dueOn',
    ...(isByTax ? ['net', 'vat'] : ['total']),
    ...(tells === 'remaining' ? [] : ['paid']),
    ...(tells === 'paid' ? [] : ['remaining']),
    'status',
    ...(chance(random, 30) ? ['paidOn'] : []),
    ...(place === 'column' ? ['currency'] : []),
    ...(chance(random, 50) ? ['noise'] : []),
  ].toSorted(() => random(3) - 1);
  const isVatRate = isByTax && chance(random, 50);
  const invoices = Array.from({ length: 1 + random(12) }, (_, index) => {
    const invoice = drawInvoice(random, index, code);
    // Net and VAT must make the total to the cent.
    return isByTax ? { ...invoice, ...withTax(invoice) } : invoice;
  });
  const money = (cents: number): string =>
    place === 'cell'
      ? pick(random, [`${writeAmount(cents, marks)} ${symbol}`, `${symbol} ${writeAmount(cents, marks)}`])
      : writeAmount(cents, marks);
  const cellOf = (invoice: TrueInvoice, field: string): string => {
    const net = Math.round(invoice.totalCents / 1.2);
    const cells: Record<string, () => string> = {
      number: () => invoice.number,
      client: () => invoice.client,
      issuedOn: () => day(invoice.issuedOn),
      dueOn: () => (invoice.dueOn === null ? '' : day(invoice.dueOn)),
      total: () => money(invoice.totalCents),
      net: () => money(net),
      vat: () => (isVatRate ? pick(random, ['20', '20']) : money(invoice.totalCents - net)),
      paid: () => money(invoice.paidCents),
      remaining: () => money(invoice.totalCents - invoice.paidCents),
      status: () => statusOf(random, invoice),
      paidOn: () => (invoice.paidOn === null ? '' : day(invoice.paidOn)),
      currency: () => symbol,
      noise: () => pick(random, ['', 'virement', 'x', 'à voir']),
    };
    return cells[field]?.() ?? '';
  };
  const suffix = (field: string): string =>
    place === 'header' && (field === 'total' || field === 'net') ? ` (${code})` : '';
  const headers = fields.map((field) => `${named(field)}${suffix(field)}`);
  const isQuoted = chance(random, 30);
  const lines = [headers, ...invoices.map((invoice) => fields.map((field) => cellOf(invoice, field)))].map(
    (cells) => cells.map((cell) => quotedCell(cell, separator, isQuoted)).join(separator),
  );
  const text = [...(chance(random, 20) ? ['Export du 26/11/2026', ''] : []), ...lines].join('\n');
  return {
    text: `${text}\n`,
    invoices,
    style: `${JSON.stringify(marks)} ${dayStyle}, ${isEnglish ? 'English' : 'French'}, ${code} in ${place}`,
  };
};

/** The total that a whole number of cents and 20 % make. */
const withTax = ({ totalCents, paidCents }: TrueInvoice): Pick<TrueInvoice, 'totalCents' | 'paidCents'> => {
  const net = Math.max(1, Math.round(totalCents / 1.2));
  const total = net + Math.round((net * 2000) / 10_000);
  const paid = paidCents === totalCents ? total : Math.min(paidCents, total - 1);
  return Math.round(total / 1.2) === net
    ? { totalCents: total, paidCents: paid }
    : { totalCents: 12_000, paidCents: paidCents === totalCents ? 12_000 : 0 };
};
