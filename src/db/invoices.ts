import type { Invoice, InvoiceFields } from '../domain/money/invoice.ts';
import type { LocalDate } from '../domain/dates.ts';
import { isNegative } from '../domain/money/money.ts';
import { quoted } from '../domain/typography.ts';
import { RelanceError, usageError } from '../errors.ts';
import { insertRow, rowOf, selectList, updateRow, type Columns } from './columns.ts';
import { isConstraint, type Database } from './open.ts';
import { isSameText, patternOf } from './same-text.ts';

const FIELDS: Columns<InvoiceFields> = {
  number: 'number',
  clientId: 'client_id',
  issuedOn: 'issued_on',
  dueOn: 'due_on',
  performedOn: 'performed_on',
  requestReceivedOn: 'request_received_on',
  currency: 'currency',
  totalCents: 'total_cents',
  subject: 'subject',
  penaltyRate: 'penalty_rate',
  scenario: 'scenario',
};

const COLUMNS: Columns<Invoice> = {
  ...FIELDS,
  id: 'id',
  closedOn: 'closed_on',
  closedAs: 'closed_as',
  closedReason: 'closed_reason',
  paidCents: 'paid_cents',
  settledOn: 'settled_on',
};

const SELECT = `select ${selectList(COLUMNS)} from invoice`;
const MAX_CANDIDATES = 8;

export const findInvoice = (db: Database, id: number): Invoice => {
  const invoice = db.prepare<[number], Invoice>(`${SELECT} where id = ?`).get(id);
  if (!invoice)
    throw new RelanceError(`La facture n° ${id} n’existe pas`, {
      code: 'unknown-invoice',
      hint: 'relance list',
    });
  return invoice;
};

export const findInvoiceByNumber = (db: Database, number: string): Invoice | null =>
  db.prepare<[string], Invoice>(`${SELECT} where number = ? collate nocase`).get(number) ??
  findAccented(db, number);

const findAccented = (db: Database, number: string): Invoice | null => {
  const pattern = patternOf(number);
  if (pattern === null) return null;
  const found = db
    .prepare<[string], Invoice>(String.raw`${SELECT} where number like ? escape '\'`)
    .all(pattern);
  return found.find((invoice) => isSameText(invoice.number, number)) ?? null;
};

/** Invoices that a number, a part of one or `#id` may mean; an exact number is alone. */
export const searchInvoices = (db: Database, reference: string): Invoice[] => {
  const exact = findInvoiceByNumber(db, reference);
  if (exact) return [exact];
  const id = /^#(\d+)$/.exec(reference)?.[1];
  if (id !== undefined) return db.prepare<[number], Invoice>(`${SELECT} where id = ?`).all(Number(id));
  // « -5 » is an amount that someone mistyped, never the end of « C-5 ».
  if (isNegative(reference)) return [];
  return db
    .prepare<[string, number], Invoice>(
      `${SELECT} where instr(upper(number), upper(?)) > 0 order by due_on desc limit ?`,
    )
    .all(reference, MAX_CANDIDATES + 1);
};

/**
 * The invoice that a number, an unambiguous part of one, or `#id` names.
 * @throws RelanceError when none, or several, may be meant.
 */
export const resolveInvoice = (db: Database, reference: string): Invoice => {
  const wanted = reference.trim();
  const found = wanted === '' ? [] : searchInvoices(db, wanted);
  const [invoice, ...others] = found;
  if (!invoice)
    throw usageError(`La facture ${quoted(reference)} n’existe pas`, 'relance list', 'unknown-invoice');
  if (others.length > 0) {
    const candidates = found.slice(0, MAX_CANDIDATES).map((candidate) => candidate.number);
    throw usageError(
      `${quoted(reference)} désigne plusieurs factures : ${candidates.join(', ')}${found.length > MAX_CANDIDATES ? '…' : ''}`,
      'écrivez le numéro en entier',
      'ambiguous-invoice',
    );
  }
  return invoice;
};

/** A fixed list, without repetition, in the order typed. */
export const resolveInvoices = (db: Database, references: string[]): Invoice[] => [
  ...new Map(
    references.map((reference) => resolveInvoice(db, reference)).map((invoice) => [invoice.id, invoice]),
  ).values(),
];

export interface InvoiceFilter {
  state?: 'open' | 'overdue' | 'paid' | 'cancelled' | 'written-off' | undefined;
  clientId?: number | undefined;
  today: LocalDate;
  limit?: number | undefined;
}

const STATE_SQL: Record<NonNullable<InvoiceFilter['state']>, string> = {
  open: 'settled_on is null and due_on >= @today',
  overdue: 'settled_on is null and due_on < @today',
  paid: 'closed_as is null and settled_on is not null',
  cancelled: "closed_as = 'cancelled'",
  'written-off': "closed_as = 'written-off'",
};

const whereOf = ({ state, clientId }: InvoiceFilter): string =>
  [
    'issued_on <= @today',
    ...(state ? [STATE_SQL[state]] : []),
    ...(clientId === undefined ? [] : ['client_id = @clientId']),
  ].join(' and ');

const bindFilter = ({ clientId, today }: InvoiceFilter): Record<string, string | number> => ({
  today,
  ...(clientId !== undefined && { clientId }),
});

export const listInvoices = (db: Database, filter: InvoiceFilter): Invoice[] =>
  db
    .prepare<[Record<string, string | number>], Invoice>(
      `${SELECT} where ${whereOf(filter)} order by settled_on is not null, due_on, id ${filter.limit === undefined ? '' : 'limit @limit'}`,
    )
    .all({ ...bindFilter(filter), ...(filter.limit !== undefined && { limit: filter.limit }) });

const translate = (error: unknown, number: string): unknown => {
  if (isConstraint(error, 'invoice.number'))
    return new RelanceError(`La facture « ${number} » est déjà enregistrée`, {
      code: 'duplicate-invoice',
      hint: `relance show ${number}`,
    });
  if (isConstraint(error, 'due_after_issue'))
    return usageError(
      'L’échéance tombe avant la date d’émission',
      'vérifiez --emise et --echeance',
      'due-before-issue',
    );
  if (isConstraint(error, 'the total cannot be lower'))
    return new RelanceError('Le total ne peut pas être inférieur à ce qui a déjà été reçu', {
      code: 'total-below-paid',
      hint: `relance show ${number}`,
    });
  return error;
};

export const insertInvoice = (db: Database, fields: InvoiceFields, now: Date): Invoice => {
  try {
    const row = { ...rowOf(FIELDS, fields), recorded_at: now.toISOString() };
    return findInvoice(db, insertRow(db, 'invoice', row));
  } catch (error) {
    throw translate(error, fields.number);
  }
};

export const updateInvoice = (db: Database, invoice: Invoice, fields: Partial<InvoiceFields>): Invoice => {
  try {
    updateRow(db, 'invoice', rowOf(FIELDS, fields), invoice.id);
  } catch (error) {
    throw translate(error, fields.number ?? invoice.number);
  }
  return findInvoice(db, invoice.id);
};

/** Cancelled or written off: nothing is claimed any more from that day. */
export const closeInvoice = (
  db: Database,
  id: number,
  closing: { on: LocalDate; as: 'cancelled' | 'written-off'; reason: string },
): void => {
  db.prepare('update invoice set closed_on = ?, closed_as = ?, closed_reason = ? where id = ?').run(
    closing.on,
    closing.as,
    closing.reason,
    id,
  );
};

/** Rates of their own that unpaid invoices carry. */
export const listPenaltyRates = (db: Database): string[] =>
  db
    .prepare<[], { rate: string }>(
      'select distinct penalty_rate rate from invoice where settled_on is null and penalty_rate is not null',
    )
    .all()
    .map(({ rate }) => rate);
