import type { Context } from '../../../context.ts';
import { findSentMessage } from '../../../db/messages.ts';
import { listFiles, readFile, type FiledDocument } from '../../../db/documents.ts';
import { findCourtOrder, listLettersOf } from '../../../db/letters.ts';
import { listInterruptions } from '../../../db/interruptions.ts';
import type { Contact } from '../../../domain/schedule/contact.ts';
import { formatDay, type LocalDate } from '../../../domain/dates.ts';
import { natureOf, type Letter } from '../../../domain/law/letter.ts';
import { formatAmount } from '../../../domain/money/money.ts';
import { oneLine } from '../../../domain/typography.ts';
import type { ExhibitSource } from '../../../pdf/bundle.ts';
import { plainRuns, type Content } from '../../../document/content.ts';
import {
  claimedCentsOf,
  accountTable,
  type ClaimedInvoice,
} from '../../../messages/letters/letter-blocks.ts';
import { contactsOf, contactText } from '../../../messages/letters/exhibits.ts';
import type { MessagePenalties } from '../../../messages/message-penalties.ts';

/** One numbered piece of a file; its content is read when its turn comes. */
export interface DossierExhibit {
  title: string;
  on: LocalDate;
  /** Bytes in the file; what is made for the occasion has none. */
  size: number;
  /** Null: there is nothing to join, and why. */
  source: (() => ExhibitSource) | null;
  missing: string | null;
  /** The original, as it goes in the archive. */
  original: { extension: string; read: () => Buffer } | null;
}

const extensionOf = (name: string): string => /\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toLowerCase() ?? 'bin';

const fileExhibit = (ctx: Context, file: FiledDocument, title: string, on: LocalDate): DossierExhibit => {
  const read = (): Buffer => readFile(ctx.db(), file.id);
  const extension = extensionOf(file.name);
  const isPdf = extension === 'pdf' || file.kind === 'invoice';
  return {
    title,
    on,
    size: file.bytes,
    source: () => ({ kind: isPdf ? 'pdf' : 'image', bytes: read() }),
    missing: null,
    original: { extension, read },
  };
};

const detail = (label: string, value: string): { label: string; value: string }[] =>
  value === '' ? [] : [{ label, value: oneLine(value) }];

/** A message with its headers, as a page that anyone can read; the raw one is in the archive. */
const mailContents = (ctx: Context, contact: Contact): Content[] => {
  const message = findSentMessage(ctx.db(), contact.id);
  if (!message) return [];
  const { sender, recipients, subject, text, messageId, response, sha256 } = message;
  return [
    { kind: 'heading', text: `E-mail du ${formatDay(contact.onDay)}` },
    {
      kind: 'details',
      title: null,
      lines: [
        ...detail('De', sender),
        ...detail('À', recipients.to.join(', ')),
        ...detail('Copie', recipients.cc.join(', ')),
        ...detail('Envoyé', contact.at),
        ...detail('Objet', subject),
        ...detail('Message-ID', messageId),
        ...detail('Réponse du serveur', response ?? ''),
        ...detail('SHA-256', sha256),
      ],
    },
    { kind: 'verbatim', lines: text.trimEnd().split('\n') },
  ];
};

const mailExhibit = (ctx: Context, contact: Contact): DossierExhibit => ({
  title: `E-mail « ${oneLine(contact.subject ?? '')} »`,
  on: contact.onDay,
  size: 0,
  source: () => ({ kind: 'contents', contents: mailContents(ctx, contact) }),
  missing: null,
  original: {
    extension: 'eml',
    read: () => findSentMessage(ctx.db(), contact.id)?.raw ?? Buffer.alloc(0),
  },
});

/** Calls, texts and words received, as they were noted, in one exhibit. */
const notesExhibit = (contacts: readonly Contact[], today: LocalDate): DossierExhibit[] =>
  contacts.length === 0
    ? []
    : [
        {
          title: 'Relevé des appels et des échanges notés',
          on: today,
          size: 0,
          source: () => ({
            kind: 'contents',
            contents: [
              { kind: 'heading', text: 'Relevé des appels et des échanges notés' },
              {
                kind: 'list',
                items: contacts.map((contact) =>
                  plainRuns(`${formatDay(contact.onDay)} : ${contactText(contact)}`),
                ),
              },
            ],
          }),
          missing: null,
          original: null,
        },
      ];

const invoiceExhibits = (ctx: Context, claimed: readonly ClaimedInvoice[]): DossierExhibit[] =>
  claimed.map(({ invoice }) => {
    const file = listFiles(ctx.db(), invoice.id).findLast(({ kind }) => kind === 'invoice');
    const title = `Facture ${oneLine(invoice.number)}`;
    return file
      ? fileExhibit(ctx, file, title, invoice.issuedOn)
      : {
          title,
          on: invoice.issuedOn,
          size: 0,
          source: null,
          missing: 'copie non enregistrée',
          original: null,
        };
  });

/** Whether nothing says that a document left: posted, signed, declared, or answered by an order. */
export const isDraft = (ctx: Context, letter: Letter): boolean => {
  const db = ctx.db();
  const { id, postedOn, signedOn, invoiceIds } = letter;
  switch (natureOf(letter).standsOnce) {
    case 'signed':
      return signedOn === null;
    case 'posted':
      return postedOn === null;
    case 'ordered':
      return findCourtOrder(db, id) === null;
    case 'declared':
      return !invoiceIds.some((invoiceId) =>
        listInterruptions(db, ctx.today, invoiceId).some((act) => act.kind === 'claim-declared'),
      );
    case null:
      return false;
  }
};

/** Letters and proofs, each once although it speaks of several invoices. */
const paperExhibits = (
  ctx: Context,
  claimed: readonly ClaimedInvoice[],
  contacts: readonly Contact[],
): DossierExhibit[] => {
  const db = ctx.db();
  const letters = new Map(
    claimed
      .flatMap(({ invoice }) => listLettersOf(db, invoice.id, ctx.today))
      .map((letter) => [letter.id, letter]),
  );
  const files = new Map(
    claimed
      .flatMap(({ invoice }) => listFiles(db, invoice.id))
      .filter(({ kind }) => kind !== 'invoice')
      .map((file) => [file.id, file]),
  );
  return [...files.values()].flatMap((file) => {
    const letter = file.letterId === null ? undefined : letters.get(file.letterId);
    // What never left proves nothing, and would mislead.
    if (letter && isDraft(ctx, letter)) return [];
    if (letter) {
      const number = letter.tracking === null ? '' : `, recommandé n° ${letter.tracking}`;
      return [
        fileExhibit(ctx, file, `${natureOf(letter).title}${number}`, letter.postedOn ?? letter.writtenOn),
      ];
    }
    const contact = contacts.find(({ id }) => id === file.contactId);
    const what = contact ? contactText(contact) : 'pièce';
    return [fileExhibit(ctx, file, `Preuve : ${what}`, contact?.onDay ?? ctx.today)];
  });
};

/** The exhibits of a claim, in their order: invoices, then the days, then what sums them up. */
export const dossierExhibits = (
  ctx: Context,
  claimed: readonly ClaimedInvoice[],
  amounts: MessagePenalties['amounts'],
  currency: string,
): DossierExhibit[] => {
  const contacts = contactsOf(ctx, claimed);
  const mails = contacts.filter(({ messageId }) => messageId !== null);
  const noted = contacts.filter(({ messageId }) => messageId === null);
  const dated = [
    ...mails.map((contact) => mailExhibit(ctx, contact)),
    ...paperExhibits(ctx, claimed, contacts),
  ].toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  return [
    ...invoiceExhibits(ctx, claimed),
    ...dated,
    ...notesExhibit(noted, ctx.today),
    {
      title: `Décompte au ${formatDay(ctx.today)}`,
      on: ctx.today,
      size: 0,
      source: () => ({
        kind: 'contents',
        contents: [
          { kind: 'heading', text: `Décompte de la créance au ${formatDay(ctx.today)}` },
          accountTable(claimed, amounts, { currency, on: ctx.today }),
          {
            kind: 'paragraph',
            runs: plainRuns(
              `Chaque ligne de pénalités : base × taux × jours / 365, arrondie au centime. Principal : ${formatAmount(
                claimedCentsOf(claimed),
                currency,
              )}.`,
            ),
          },
        ],
      }),
      missing: null,
      original: null,
    },
  ];
};
