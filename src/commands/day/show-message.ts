import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Context } from '../../context.ts';
import { listUnanswered } from '../../db/contacts.ts';
import { listFiles, readFile, type FiledDocument } from '../../db/documents.ts';
import { findReceived } from '../../db/mailbox.ts';
import { findSentMessage } from '../../db/messages.ts';
import { formatInstant } from '../../domain/dates.ts';
import type { Contact } from '../../domain/schedule/contact.ts';
import { oneLine } from '../../domain/typography.ts';
import { RelanceError } from '../../errors.ts';
import { replyCommandLines } from '../../desk/reply-command.ts';
import { CHANNEL_LABELS } from '../../ui/labels.ts';
import { sizeText } from './show-view.ts';

/** What was written, or noted, in one exchange, whole. */
interface WholeMessage {
  from: string | null;
  to: string[];
  subject: string | null;
  text: string;
  /** False: it may not be the client's word about these invoices. */
  isSure: boolean;
}

const readWhole = (ctx: Context, contact: Contact): WholeMessage => {
  const db = ctx.db();
  const sent = findSentMessage(db, contact.id);
  if (sent !== null) {
    const { sender, recipients, subject, text } = sent;
    return { from: sender, to: [...recipients.to, ...recipients.cc], subject, text, isSure: true };
  }
  const received = findReceived(db, contact.id);
  return received === null
    ? { from: null, to: [], subject: null, text: contact.note ?? '', isSure: true }
    : {
        from: received.sender,
        to: [],
        subject: received.subject,
        text: received.text,
        isSure: received.isSure,
      };
};

const unknown = (what: string, id: number, number: string): RelanceError =>
  new RelanceError(`${what} n° ${id} n’est pas de la facture ${number}`, {
    code: 'not-found',
    hint: `relance show ${number} donne leurs numéros`,
  });

/** What its words call for, while they wait for an answer. */
const nextLines = (
  ctx: Context,
  number: string,
  contact: Contact,
  { from, text, isSure }: Pick<WholeMessage, 'from' | 'text' | 'isSure'>,
): string[] => {
  const db = ctx.db();
  const waiting = listUnanswered(db, ctx.today).find((reply) => reply.contact === contact.id);
  if (!waiting) return [];
  const invoices = [number, ...(contact.with ?? [])];
  const about = { clientId: waiting.client.id, receivedAt: contact.at, sender: from, invoices, text, isSure };
  return ['', ...replyCommandLines(ctx, about)];
};

/** One exchange of an invoice, every word of it. */
export const showMessage = (
  ctx: Context,
  { id: invoiceId, number }: { id: number; number: string },
  contacts: readonly Contact[],
  id: number,
): void => {
  const contact = contacts.find((candidate) => candidate.id === id);
  if (!contact) throw unknown('L’échange', id, number);
  const { isSure, ...whole } = readWhole(ctx, contact);
  const documents = listFiles(ctx.db(), invoiceId).filter(({ contactId }) => contactId === id);
  const { channel, direction, at } = contact;
  ctx.show(
    {
      contact: id,
      ...{ channel, direction, at },
      ...whole,
      documents: documents.map(({ id: document, name, bytes }) => ({ id: document, name, bytes })),
    },
    () => {
      const line = (label: string, text: string | null): string[] =>
        text === null || text === '' ? [] : [ctx.style.dim(`${label} : ${oneLine(text)}`)];
      const what = `${CHANNEL_LABELS[channel]}${direction === 'in' ? ' reçu' : ''}`;
      return [
        ctx.style.bold(`n° ${id}, ${what}, le ${formatInstant(at)}`),
        ...line('De', whole.from),
        ...line('À', whole.to.join(', ')),
        ...line('Objet', whole.subject),
        '',
        whole.text.trim() === '' ? '(sans texte)' : whole.text.trim(),
        ...(documents.length === 0 ? [] : ['', ctx.style.bold('Pièces jointes')]),
        ...documents.map(
          ({ id: document, name, bytes }) =>
            `  ${oneLine(name)}, ${sizeText(bytes)}  → relance show ${number} --document ${document}`,
        ),
        ...nextLines(ctx, number, contact, { ...whole, isSure }),
      ];
    },
  );
};

/** A name that came from elsewhere leads nowhere else than into the folder that was meant. */
const fileNameOf = ({ id, name }: FiledDocument): string => {
  const safe = oneLine(name)
    .replaceAll(/[/\\:*?"<>|]/g, '-')
    .replace(/^\.+/, '')
    .trim();
  return safe === '' ? `document-${id}` : safe;
};

/** Writes a document kept with an invoice into a folder; a file that is there stays as it is. */
export const writeDocument = (
  ctx: Context,
  invoice: { id: number; number: string },
  id: number,
  folder: string,
): void => {
  const db = ctx.db();
  const document = listFiles(db, invoice.id).find((candidate) => candidate.id === id);
  if (!document) throw unknown('Le document', id, invoice.number);
  const path = join(resolve(folder), fileNameOf(document));
  try {
    writeFileSync(path, readFile(db, id), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    throw new RelanceError(`Le fichier ${path} existe déjà`, {
      code: 'file-exists',
      hint: 'choisissez un autre dossier : --sortie <dossier>',
    });
  }
  ctx.show({ document: id, path }, () => path);
};
