import type { LocalDate } from '../domain/dates.ts';

export interface FactsQuery {
  today: LocalDate;
  clientId?: number | undefined;
  invoiceId?: number | undefined;
  /** Run whose own contacts do not space out its next messages. */
  run?: string | undefined;
}

/**
 * The invoices that were open on that day, as a subquery. Facts dated later are not seen, so an invoice
 * settled since is open again; the two partial indexes serve the two halves.
 */
export const openInvoices = ({ clientId, invoiceId }: FactsQuery): string => {
  const narrow = [
    'issued_on <= @today',
    ...(clientId === undefined ? [] : ['client_id = @clientId']),
    ...(invoiceId === undefined ? [] : ['id = @invoiceId']),
  ].join(' and ');
  if (invoiceId !== undefined) return `select * from invoice where ${narrow}`;
  return `select * from invoice where settled_on is null and ${narrow}
    union all select * from invoice where settled_on > @today and ${narrow}`;
};

/** That a client owes something on that day: of whoever owes nothing any more, no word waits for an answer before a reminder. */
export const stillOwes = (clientId: string, today: string): string =>
  `exists (select 1 from invoice i where i.client_id = ${clientId} and (i.settled_on is null or i.settled_on > ${today}))`;

export const push = <K, V>(map: Map<K, V[]>, key: K, value: V): void => {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
};

export type Bindings = Record<string, string | number | null>;

export const bind = (query: FactsQuery): Bindings => ({
  today: query.today,
  ...(query.clientId !== undefined && { clientId: query.clientId }),
  ...(query.invoiceId !== undefined && { invoiceId: query.invoiceId }),
});
