import { addressKey, domainOf, isSameAddress, withoutTag } from './address-key.ts';
import type { NamedInvoice, OurMessage } from '../../db/mailbox.ts';
import type { BounceReport, ReceivedMail } from '../../import/mail/received-mail.ts';

/** What the base knows of those who may write. */
export interface AddressBook {
  /** Clients by the key of an address. */
  clients: ReadonlyMap<string, readonly number[]>;
  /** Clients by domain, where the domain is a company's own. */
  domains: ReadonlyMap<string, readonly number[]>;
  /** Invoices by their numbers in small letters, long enough to be told from any other figure. */
  invoices: ReadonlyMap<string, NamedInvoice>;
  ourMessage: (messageId: string) => OurMessage | null;
  /** Whether a client owes anything: one who owes nothing and names nothing writes of something else. */
  owes: (clientId: number) => boolean;
  /** Our own addresses: what they send is no answer. */
  own: ReadonlySet<string>;
}

export interface MatchedReply {
  kind: 'reply' | 'automatic';
  clientId: number;
  /** Empty: all that the client owes. */
  invoiceIds: number[];
  /** That it is the client, and about these invoices. */
  isSure: boolean;
  /** The message of ours that it answers. */
  answers: OurMessage | null;
}

export interface MatchedReport {
  report: BounceReport;
  message: OurMessage;
}

/** Mail of everybody: two people of one such domain are not of one company. */
const PUBLIC_DOMAINS = new Set(
  (
    'gmail.com googlemail.com outlook.com outlook.fr hotmail.com hotmail.fr live.com live.fr msn.com yahoo.com yahoo.fr ' +
    'ymail.com orange.fr wanadoo.fr free.fr aliceadsl.fr laposte.net sfr.fr neuf.fr cegetel.net bbox.fr numericable.fr ' +
    'icloud.com me.com mac.com proton.me protonmail.com pm.me gmx.com gmx.fr gmx.de web.de t-online.de aol.com ' +
    'mailo.com netcourrier.com tutanota.com zoho.com fastmail.com'
  ).split(' '),
);

export const isCompanyDomain = (domain: string): boolean => domain !== '' && !PUBLIC_DOMAINS.has(domain);

/** A number that cannot be mistaken for a year, a sum or a part of another one: four characters at least, a figure among them. */
export const isTellingNumber = (number: string): boolean =>
  number.trim().length >= 4 && /\d/.test(number) && !/^(?:19|20)\d{2}$/.test(number.trim());

const WORD = /[\p{L}\d](?:[\p{L}\d\-_/.]*[\p{L}\d])?/gu;

/** Invoices that a text names, as whole words. */
const namedIn = (text: string, { invoices }: AddressBook): NamedInvoice[] => {
  const found = new Map<number, NamedInvoice>();
  for (const [word] of text.matchAll(WORD)) {
    const invoice = invoices.get(word.toLowerCase());
    if (invoice) found.set(invoice.id, invoice);
  }
  return [...found.values()];
};

const only = (clients: readonly number[] | undefined): number | null =>
  clients?.length === 1 ? (clients[0] ?? null) : null;

export const clientsAt = (address: string, { clients }: AddressBook): readonly number[] | undefined => {
  const key = addressKey(address);
  return clients.get(key) ?? clients.get(withoutTag(key));
};

export const clientsNear = (address: string, { domains }: AddressBook): readonly number[] | undefined =>
  domains.get(domainOf(address));

/** Whose word a mail is, and about what; null when it has nothing to do with us. */
export const matchMail = (
  mail: Extract<ReceivedMail, { kind: 'message' | 'automatic' }>,
  book: AddressBook,
): MatchedReply | null => {
  const kind = mail.kind === 'automatic' ? 'automatic' : 'reply';
  const address = mail.from?.address ?? '';
  if (book.own.has(addressKey(address))) return null;
  const ofAddress = clientsAt(address, book);
  const ofDomain = clientsNear(address, book);
  const answered = [...mail.inReplyTo, ...mail.references.toReversed()]
    .map((id) => book.ourMessage(id))
    .find((message) => message !== null);
  if (answered) {
    const { clientId, invoiceIds } = answered;
    const isKnown =
      [...answered.to, ...answered.cc].some((to) => isSameAddress(to, address)) ||
      ofAddress?.includes(clientId) === true ||
      ofDomain?.includes(clientId) === true;
    return { kind, clientId, invoiceIds, isSure: isKnown, answers: answered };
  }
  const named = namedIn(`${mail.subject}\n${mail.text}`, book);
  const client = only(ofAddress) ?? only(ofDomain);
  const [first] = named;
  if (client !== null) {
    const ofClient = named.filter(({ clientId }) => clientId === client);
    if (ofClient.length > 0)
      return {
        kind,
        clientId: client,
        invoiceIds: ofClient.map(({ id }) => id),
        isSure: true,
        answers: null,
      };
    // A colleague who names no invoice writes of anything.
    return ofAddress === undefined || !book.owes(client)
      ? null
      : { kind, clientId: client, invoiceIds: [], isSure: false, answers: null };
  }
  // Several clients share the address or the domain: the invoice that is named tells which.
  const shared = new Set([...(ofAddress ?? []), ...(ofDomain ?? [])]);
  const told = named.find(({ clientId }) => shared.has(clientId));
  if (told !== undefined)
    return { kind, clientId: told.clientId, invoiceIds: [told.id], isSure: true, answers: null };
  const anyOf = ofAddress?.find(book.owes);
  if (anyOf !== undefined) return { kind, clientId: anyOf, invoiceIds: [], isSure: false, answers: null };
  // A machine of nobody's is nobody's word.
  if (first === undefined || kind === 'automatic') return null;
  return { kind, clientId: first.clientId, invoiceIds: [first.id], isSure: false, answers: null };
};

/** The reports of a server that speak of a message of ours. */
export const matchReports = (
  mail: Extract<ReceivedMail, { kind: 'bounce' | 'delivery' }>,
  book: AddressBook,
): MatchedReport[] =>
  mail.reports.flatMap((report) => {
    // The envelope of our messages bears their Message-ID.
    const envelope = report.envelopeId === null ? null : `<${report.envelopeId}>`;
    const ids = [report.originalMessageId, envelope, ...mail.inReplyTo, ...mail.references];
    const message = ids
      .flatMap((id) => (id === null ? [] : [book.ourMessage(id)]))
      .find((found) => found !== null);
    return message ? [{ report, message }] : [];
  });
