import { basename } from 'node:path';
import { readImportedFile } from '../../../import/attached-file.ts';
import type { ImportWriter } from '../../../db/import-rows.ts';
import {
  guessKind,
  incomingDueOn,
  knownReason,
  takenReason,
  type IncomingInvoice,
} from '../../../domain/money/incoming-invoice.ts';
import type { ClientKind } from '../../../domain/people/client-kind.ts';
import type { LocalDate } from '../../../domain/dates.ts';
import { CURRENCIES, isCurrency } from '../../../domain/money/money.ts';
import { quoted } from '../../../domain/typography.ts';
import type { HolidayZone } from '../../../domain/working-days.ts';

/** An invoice recorded from a file. */
export interface Added {
  number: string;
  clientName: string;
  isNewClient: boolean;
  hasEmail: boolean;
  totalCents: number;
  remainingCents: number;
  currency: string;
  dueOn: LocalDate;
  isDueByDefault: boolean;
  unreadTerms: string | null;
}

export type ImportOutcome =
  | { kind: 'added'; id: number; added: Added }
  | { kind: 'skipped'; reason: string }
  | { kind: 'error'; field: string; message: string };

export interface ImportRules {
  today: LocalDate;
  zone: HolidayZone;
  /** The kind of clients of whom nothing tells it; null: it is refused. */
  defaultKind: ClientKind | null;
}

/** Invoices come as PDF; what comes as bare data is not a document to join. */
const readKept = ({ filePath }: IncomingInvoice): { name: string; content: Buffer } | null =>
  filePath === null ? null : { name: basename(filePath), content: readImportedFile(filePath) };

const isBefore = (day: LocalDate, issuedOn: LocalDate): boolean => day < issuedOn;

/** Records one invoice read from a file, with its client when it is new; what is already known is left as it is. */
export const importInvoice = (
  writer: ImportWriter,
  incoming: IncomingInvoice,
  { today, zone, defaultKind }: ImportRules,
): ImportOutcome => {
  if (!isCurrency(incoming.currency))
    return {
      kind: 'error',
      field: 'devise',
      message: `la devise ${quoted(incoming.currency.slice(0, 10))} n’est pas connue : ${Object.keys(CURRENCIES).join(', ')}`,
    };
  const same = writer.findInvoice(incoming.number);
  const known = writer.clients.find(incoming.client);
  const taken = takenReason(incoming, same, known?.id);
  if (taken !== null) return { kind: 'error', field: 'numero', message: taken };
  const reason = knownReason(incoming, same);
  if (reason !== null) return { kind: 'skipped', reason };
  if (incoming.issuedOn > today)
    return { kind: 'error', field: 'date d’émission', message: 'la facture est datée du futur' };
  if (incoming.dueOn !== null && isBefore(incoming.dueOn, incoming.issuedOn))
    return { kind: 'error', field: 'échéance', message: 'l’échéance précède la facture' };
  const kind = known?.kind ?? guessKind(incoming.client) ?? defaultKind;
  if (kind === null)
    return {
      kind: 'error',
      field: 'client',
      message: `rien ne dit de quel type est ${incoming.client.name} : ajoutez --type entreprise, association, particulier ou public`,
    };
  const client = known ?? writer.insertClient(incoming.client, kind);
  const dueOn = incomingDueOn(incoming, kind, zone);
  const id = writer.insertInvoice({
    invoice: incoming,
    clientId: client.id,
    dueOn,
    file: readKept(incoming),
  });
  if (incoming.isDisputed)
    writer.insertDispute(id, { on: today, reason: `en litige d’après ${incoming.source}` });
  return {
    kind: 'added',
    id,
    added: {
      number: incoming.number,
      clientName: client.name,
      isNewClient: known === undefined,
      hasEmail: client.email !== null,
      totalCents: incoming.totalCents,
      remainingCents: incoming.totalCents - incoming.paidCents,
      currency: incoming.currency,
      dueOn,
      isDueByDefault: incoming.dueOn === null,
      unreadTerms: incoming.unreadTerms ?? null,
    },
  };
};
