import type { Client } from '../../../domain/people/client.ts';
import { countryName } from '../../../domain/people/country.ts';
import { formatDay } from '../../../domain/dates.ts';
import type { InvoiceTotals } from '../../../domain/money/invoice.ts';
import { formatAmount } from '../../../domain/money/money.ts';
import type { Overpayment } from '../../../domain/money/payment.ts';
import { oneLine, pad, truncate } from '../../../domain/typography.ts';
import { CHANNEL_LABELS, KIND_LABELS } from '../../../ui/labels.ts';
import type { Screen } from '../../../ui/style.ts';
import { renderTable, type TableColumn } from '../../../ui/table.ts';
import { wrap } from '../../../ui/text.ts';

const LABEL_WIDTH = 14;

/** Label and value, the value going on under itself; a line break of the value stays. */
export const labelled = (label: string, value: string | null, columns: number): string[] =>
  value === null || value === ''
    ? []
    : value
        .split('\n')
        .flatMap((line) => wrap(oneLine(line), columns - LABEL_WIDTH - 2))
        .map((line, index) => `  ${pad(index === 0 ? label : '', LABEL_WIDTH)}${line}`);

/** Address in one line: « 3 rue du Four, 75006 Paris, Belgique ». */
export const addressText = (
  place: Pick<Client, 'address' | 'postalCode' | 'city' | 'country'>,
): string | null => {
  const town = [place.postalCode, place.city].filter(Boolean).join(' ');
  const country = place.country === 'FR' ? '' : countryName(place.country);
  return [place.address, town, country].filter(Boolean).join(', ') || null;
};

/** The card of a client: what is known, and nothing else. */
export const renderClient = (client: Client, { columns, style }: Screen): string[] => {
  const line = (label: string, value: string | null): string[] => labelled(label, value, columns);
  const refused = client.emailRefusedOn ? ` (refusée le ${formatDay(client.emailRefusedOn)})` : '';
  return [
    style.bold(truncate(`${oneLine(client.name)}  n° ${client.id}, ${KIND_LABELS[client.kind]}`, columns)),
    ...line('Contact', client.contactName),
    ...line('Salutation', client.salutation),
    ...line('E-mail', client.email === null ? null : client.email + refused),
    ...line('Copie', client.cc),
    ...line('Téléphone', client.phone),
    ...line('Adresse', addressText(client)),
    ...line(client.siret ? 'SIRET' : 'SIREN', client.siret ?? client.siren),
    ...line('TVA', client.vatNumber),
    ...line('Ton', client.tutoiement ? 'tutoiement' : null),
    ...line('Canal préféré', client.channel === null ? null : CHANNEL_LABELS[client.channel]),
    ...line('Scénario', client.scenario),
    ...line('Pénalités', client.penalites),
    ...line('Messages', client.isPerInvoice ? 'un par facture' : null),
    ...line('Délai légal', client.legalTermDays === null ? null : `${client.legalTermDays} jours`),
    ...line(
      'Plafond',
      client.ceilingCents === null
        ? null
        : formatAmount(client.ceilingCents, client.ceilingCurrency ?? 'EUR'),
    ),
    ...line('Note', client.note),
  ];
};

export const overpaymentLines = (overpayments: Overpayment[], columns: number): string[] =>
  overpayments.flatMap(({ availableCents, currency, invoiceNumber }) =>
    wrap(
      `Trop-perçu à imputer : ${formatAmount(availableCents, currency)}, reçus avec ${oneLine(invoiceNumber)}  → relance pay <facture> --trop-percu`,
      columns,
    ),
  );

export interface ClientRow {
  client: Client;
  totals: InvoiceTotals[];
}

const COLUMNS: TableColumn[] = [
  { title: 'N°', align: 'right' },
  { title: 'Client', least: 14 },
  { title: 'Type', rank: 2 },
  { title: 'Joint par', least: 18, rank: 1 },
  { title: 'Reste dû', align: 'right' },
];

/** The clients as a table, with what they owe. */
export const renderClients = (rows: ClientRow[], screen: Screen): Promise<string[]> =>
  renderTable(
    COLUMNS,
    rows.map(({ client, totals }) => [
      String(client.id),
      client.name,
      KIND_LABELS[client.kind],
      client.email ?? client.phone ?? addressText(client) ?? 'à compléter',
      totals
        .filter(({ remainingCents }) => remainingCents > 0)
        .map(({ remainingCents, currency }) => formatAmount(remainingCents, currency))
        .join(' + '),
    ]),
    screen,
  );
