import type { ClientKind } from '../../domain/people/client-kind.ts';
import type { IncomingClient, IncomingInvoice } from '../../domain/money/incoming-invoice.ts';
import type { LocalDate } from '../../domain/dates.ts';
import { foldedWords, oneLine, quoted } from '../../domain/typography.ts';
import { RelanceError } from '../../errors.ts';
import { CellFault } from '../table/cell-fault.ts';
import { readCurrency } from '../table/currency.ts';
import type { SheetRow } from './sheet-rows.ts';
import { AMOUNT_FIELDS, type SheetLayout } from './layout.ts';
import { Row, RowFault, said, WORDS } from './row.ts';
import { readSettlement, readYesNo } from './settlement.ts';
import { readDocumentType, readStatus, type Status } from './statuses.ts';
import { readRate } from './vat-column.ts';

const ADDRESS = /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>".]+$/;

/** `Compta <compta@x.fr>` → `compta@x.fr`. */
const bareAddress = (text: string): string => (/<([^<>]*)>\s*$/.exec(text)?.[1] ?? text).trim();

/**
 * The addresses of a cell: the first to write to, the others in copy.
 * @throws CellFault when one of them is none
 */
const readAddresses = (text: string): { email: string; cc: string | null } => {
  const addresses = text
    .split(/[,;\n]|\s\/\s/)
    .map(bareAddress)
    .filter((part) => part !== '');
  const wrong = addresses.find((address) => !ADDRESS.test(address));
  const [email, ...others] = addresses;
  if (email === undefined || wrong !== undefined)
    throw new CellFault(`${quoted(wrong ?? text, 40)} n’est pas une adresse e-mail`);
  return { email, cc: others.length === 0 ? null : others.join(', ') };
};

/** What one row of a spreadsheet is. */
export type SheetItem =
  | { kind: 'invoice'; invoice: IncomingInvoice }
  | { kind: 'skipped'; source: string; reason: string }
  | { kind: 'error'; source: string; line: number; field: string | null; message: string };

const KINDS: Record<string, ClientKind> = {
  entreprise: 'entreprise',
  professionnel: 'entreprise',
  societe: 'entreprise',
  association: 'association',
  particulier: 'particulier',
  public: 'public',
};

const orNull = (value: string, most = 200): string | null => (value === '' ? null : value.slice(0, most));

/** The currency of a row: what its amounts, its own column or the name of the column say; the euro when nothing does. */
const currencyOf = (row: Row): string => {
  const own = row.as('currency', readCurrency);
  // Beside a total, what it is made of says nothing more, and may be a rate.
  const fields = AMOUNT_FIELDS.filter(
    (field) => row.cell('total') === '' || (field !== 'net' && field !== 'vat'),
  );
  const beside = fields.map((field) => ({
    field,
    currency: row.amount(field, 'EUR')?.currency ?? null,
  }));
  const named = own ?? beside.find((each) => each.currency !== null)?.currency ?? row.layout.currency;
  if (named === null && row.layout.isForeign)
    throw new RowFault(
      'devise',
      'rien ne dit sa devise, et d’autres lignes en nomment une (écrivez son code : EUR, USD, GBP, CHF…)',
    );
  const currency = named ?? 'EUR';
  for (const { field, currency: other } of beside)
    if (other !== null && other !== currency)
      throw new RowFault(WORDS.get(field) ?? 'devise', `deux devises, ${currency} et ${other}`);
  return currency;
};

const totalOf = (row: Row, currency: string): number => {
  const total = row.cents('total', currency);
  if (total !== null) return total;
  const net = row.cents('net', currency);
  if (net === null) throw new RowFault('montant', 'le montant manque');
  const rate = row.as('vatRate', readRate) ?? (row.layout.isVatRate ? row.as('vat', readRate) : null);
  if (rate !== null) return net + Math.round((net * rate) / 10_000);
  return net + (row.cents('vat', currency) ?? 0);
};

const paidOnOf = (row: Row): LocalDate | null => {
  const on = row.day('paidOn');
  if (on !== null && on > row.today) throw new RowFault('payeele', 'la date de règlement est à venir');
  return on;
};

/** The column « Payé » of some tools says yes or no, that of others how much. */
const paidOf = (row: Row, currency: string): { paidCents: number | null; isPaid: boolean | null } => {
  const isPaid = row.as('isPaid', readYesNo);
  return row.isPaidInWords
    ? { paidCents: null, isPaid: isPaid ?? row.as('paid', readYesNo) }
    : { paidCents: row.cents('paid', currency), isPaid };
};

const paidCentsOf = (row: Row, totalCents: number, currency: string, status: Status | null): number => {
  const told = {
    ...paidOf(row, currency),
    totalCents,
    currency,
    status,
    remainingCents: row.cents('remaining', currency),
    amountDueCents: row.cents('amountDue', currency),
    paidOn: paidOnOf(row),
  };
  try {
    return readSettlement(told);
  } catch (error) {
    if (!(error instanceof CellFault)) throw error;
    throw new RowFault('paye', said(error));
  }
};

/** What the two columns of status say together: the one that says more. */
const statusOf = (row: Row): Status | null => {
  const read = (text: string): Status | null => readStatus(text, row.layout.isDolibarr);
  const [own, payment] = [row.as('status', read), row.as('paymentStatus', read)];
  if (own === null || own.kind === 'issued') return payment ?? own;
  if (payment === null || payment.kind === 'issued' || payment.kind === own.kind) return own;
  if (own.kind === 'left') return own;
  if (payment.kind === 'left') return payment;
  if (own.kind === 'disputed' && payment.kind === 'unpaid') return own;
  if (own.kind === 'unpaid' && payment.kind === 'partly') return payment;
  throw new RowFault(
    'statut',
    `${quoted(row.cell('status'), 30)} et ${quoted(row.cell('paymentStatus'), 30)} se contredisent`,
  );
};

const clientOf = (row: Row): IncomingClient => {
  const siret = row.digits('siret', 14);
  const { email, cc } = row.as('email', readAddresses) ?? { email: null, cc: null };
  return {
    name: oneLine(row.cell('client')).slice(0, 200),
    kind: KINDS[foldedWords(row.cell('kind'))] ?? null,
    email,
    cc,
    phone: orNull(row.cell('phone'), 40),
    siren: row.digits('siren', 9) ?? siret?.slice(0, 9) ?? null,
    siret,
    vatNumber: orNull(row.cell('vatNumber').replaceAll(/\s/g, '').toUpperCase(), 20),
    address: orNull(row.cell('address')),
    postalCode: orNull(row.cell('postalCode'), 20),
    city: orNull(row.cell('city')),
    country: null,
    contactName: null,
  };
};

const invoiceOf = (row: Row, source: string, line: number): SheetItem => {
  const number = oneLine(row.cell('number'));
  const skipped = (reason: string): SheetItem => ({
    kind: 'skipped',
    source: `${source}, ligne ${line}${number === '' ? '' : ` : ${number}`}`,
    reason,
  });
  const document = row.as('type', readDocumentType);
  if (document?.kind === 'left') return skipped(document.reason);
  const status = statusOf(row);
  if (status?.kind === 'left') return skipped(status.reason);
  if (number === '') throw new RowFault('numero', 'le numéro manque');
  if (row.cell('client') === '') throw new RowFault('client', 'le client manque');
  const issuedOn = row.day('issued');
  if (issuedOn === null) throw new RowFault('emise', 'la date manque');
  const currency = currencyOf(row);
  const totalCents = totalOf(row, currency);
  if (totalCents < 0) return skipped('montant négatif : un avoir se note par relance pay <facture> --avoir');
  if (totalCents === 0) return skipped('montant nul');
  return {
    kind: 'invoice',
    invoice: {
      source,
      line,
      number: number.slice(0, 100),
      client: clientOf(row),
      issuedOn,
      dueOn: row.day('due'),
      performedOn: row.day('performed'),
      currency,
      totalCents,
      paidCents: paidCentsOf(row, totalCents, currency, status),
      isDisputed: status?.kind === 'disputed',
      subject: orNull(oneLine(row.cell('subject'))),
      filePath: null,
    },
  };
};

/** A line of totals below the invoices, or an empty one: it names no client. */
const isTotal = (row: Row): boolean =>
  row.cell('client') === ''
    ? row.cell('number') === '' || /^(?:sous )?tota(?:l|ux)\b/.test(foldedWords(row.cell('number')))
    : row.cell('number') === '' && /^(?:sous )?tota(?:l|ux)\b/.test(foldedWords(row.cell('client')));

/** Reads rows one by one, once the whole file was seen. */
export class InvoiceSheet {
  #rows = 0;
  readonly #totals = new Map<string, number>();

  constructor(
    readonly source: string,
    readonly layout: SheetLayout,
    readonly today: LocalDate,
  ) {}

  /** What the row is; null for a line above the headers, or a total below. */
  read({ cells, line }: SheetRow): SheetItem | null {
    this.#rows += 1;
    if (this.#rows <= this.layout.skippedRows) return null;
    const row = new Row(cells, this.layout, this.today);
    if (isTotal(row)) return null;
    try {
      const item = invoiceOf(row, this.source, line);
      if (item.kind === 'invoice') this.#refuseTwoTotals(item.invoice);
      return item;
    } catch (error) {
      if (!(error instanceof RowFault)) throw error;
      return { kind: 'error', source: this.source, line, field: error.field, message: error.message };
    }
  }

  /** One number, two sums: rows are not invoices, and any total would be wrong. */
  #refuseTwoTotals({ number, client, totalCents, line }: IncomingInvoice): void {
    const key = `${number}\n${foldedWords(client.name)}`;
    const total = this.#totals.get(key);
    if (total !== undefined && total !== totalCents)
      throw new RelanceError(
        `${this.source}, ligne ${line} : la facture ${number} revient avec un autre montant`,
        { code: 'not-one-row-per-invoice', hint: 'exportez une ligne par facture, puis recommencez' },
      );
    this.#totals.set(key, totalCents);
  }
}
