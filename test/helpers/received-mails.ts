import { readMail } from '../../src/import/mail/read-mail.ts';
import type { ReceivedMail } from '../../src/import/mail/received-mail.ts';

const TODAY = '2026-11-16';
const EOL = '\r\n';

export type Headers = Readonly<Record<string, string>>;

/** A part, or a whole mail: headers, an empty line, a body. */
export const partOf = (headers: Headers, body: string): string =>
  [...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), '', body].join(EOL);

export const multipart = (
  type: string,
  parts: string[],
  headers: Headers = {},
  boundary = 'limite-7',
): string =>
  partOf(
    { ...headers, 'Content-Type': `multipart/${type}; boundary="${boundary}"` },
    [...parts.map((part) => `--${boundary}${EOL}${part}`), `--${boundary}--`, ''].join(EOL),
  );

export const textPart = (text: string, headers: Headers = {}): string =>
  partOf({ 'Content-Type': 'text/plain; charset=utf-8', ...headers }, text);

/** Jeanne, who owes us something, on the morning of 16 November. */
export const FROM_JEANNE: Headers = {
  From: 'Jeanne Martin <jeanne@atelier-lune.fr>',
  To: 'Paul Durand <paul@durand.fr>',
  Subject: 'Re: Facture F-2026-014',
  Date: 'Mon, 16 Nov 2026 09:12:00 +0100',
  'Message-ID': '<reponse-1@atelier-lune.fr>',
};

export const SERVER: Headers = {
  'Return-Path': '<>',
  From: 'Mail Delivery System <MAILER-DAEMON@mx.durand.fr>',
  To: 'paul@durand.fr',
  Subject: 'Undelivered Mail Returned to Sender',
  Date: 'Mon, 16 Nov 2026 09:12:00 +0100',
  'Message-ID': '<retour-1@mx.durand.fr>',
};

/** The report of RFC 3464: what people read, what machines read, the headers that came back. */
export const reportOf = (
  fields: string[],
  notice = 'Votre message est revenu.',
  headers: Headers = SERVER,
): string =>
  multipart(
    'report; report-type=delivery-status',
    [
      textPart(notice),
      partOf({ 'Content-Type': 'message/delivery-status' }, fields.join(EOL)),
      partOf(
        { 'Content-Type': 'message/rfc822' },
        partOf({ 'Message-ID': '<relance-1@durand.fr>', To: 'jeanne@atelier-lune.fr' }, 'Bonjour Jeanne,'),
      ),
    ],
    headers,
  );

export const read = (mail: string | Uint8Array, today = TODAY): Promise<ReceivedMail> =>
  readMail(typeof mail === 'string' ? Buffer.from(mail) : mail, today);

/** The text of what a person or a program answered. */
export const textOfMail = async (mail: string | Uint8Array): Promise<string | null> => {
  const received = await read(mail);
  return received.kind === 'message' || received.kind === 'automatic' ? received.text : null;
};
