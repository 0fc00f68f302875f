import { join } from 'node:path';
import type { Context } from '../../context.ts';
import { resolveInvoice } from '../../db/invoices.ts';
import { findClient } from '../../db/clients.ts';
import type { Client } from '../../domain/people/client.ts';
import type { Creditor } from '../../domain/people/creditor.ts';
import type { LocalDate } from '../../domain/dates.ts';
import type { Invoice } from '../../domain/money/invoice.ts';
import type { LetterKind, Sending } from '../../domain/law/letter.ts';
import { usageError } from '../../errors.ts';
import type { Content } from '../../document/content.ts';
import type { LetterContext } from './letter-context.ts';
import type { Addresses } from '../../pdf/letter-pages.ts';
import { renderLetterWords, type PlacedContents } from './letter-words.ts';
import { loadTemplate } from '../../document/load.ts';
import { creditorIdentity } from './addresses.ts';
import type { ClaimedInvoice } from './letter-blocks.ts';
import { letterFolders } from './letter-data.ts';

/** A document ready to be shown, then printed as shown. */
export interface ComposedLetter {
  kind: LetterKind;
  client: Client;
  creditor: Creditor;
  claimed: ClaimedInvoice[];
  currency: string;
  totalCents: number;
  delayDays: number | null;
  sending: Sending;
  tracking: string | null;
  isWaiving?: boolean;
  on: LocalDate;
  subject: string;
  addresses: Addresses | null;
  contents: Content[];
  /** What the person should know before it leaves. */
  warnings: string[];
}

/** The invoices named, which must be one client's, in one currency. */
export const invoicesOfOneClient = (
  ctx: Context,
  references: readonly string[],
): { client: Client; invoices: Invoice[]; currency: string } => {
  const db = ctx.db();
  const found = references.map((reference) => resolveInvoice(db, reference));
  const invoices = found.filter(({ id }, index) => found.findIndex((other) => other.id === id) === index);
  const [first] = invoices;
  if (!first) throw new Error('no invoice was named');
  const other = invoices.find(({ clientId }) => clientId !== first.clientId);
  if (other)
    throw usageError(
      `${first.number} et ${other.number} ne sont pas du même client`,
      'une lettre s’adresse à un seul client',
      'several-clients',
    );
  const foreign = invoices.find(({ currency }) => currency !== first.currency);
  if (foreign)
    throw usageError(
      `${first.number} et ${foreign.number} ne sont pas dans la même monnaie`,
      'écrivez une lettre par monnaie',
      'several-currencies',
    );
  return { client: findClient(db, first.clientId), invoices, currency: first.currency };
};

/** Subject line, then the words of a template with the blocks in their places. */
export const composeWords = (
  ctx: Context,
  name: string,
  context: LetterContext,
  placed: PlacedContents,
): Pick<ComposedLetter, 'subject' | 'contents'> =>
  renderLetterWords(loadTemplate(name, letterFolders(ctx)), context, placed);

/** What a person must add before it leaves. */
export const missingParts = (creditor: Creditor, uncopied: readonly string[] = []): string[] => [
  ...(creditor.iban === null
    ? ['votre IBAN n’est pas réglé : la lettre ne dit pas comment payer (relance profil --iban)']
    : []),
  ...(uncopied.length === 0
    ? []
    : [
        uncopied.length === 1
          ? `la copie de la facture ${uncopied[0]} n’est pas enregistrée : joignez-la vous-même (relance edit ${uncopied[0]} --pdf <fichier>)`
          : `les copies de ${uncopied.length}\u00a0factures ne sont pas enregistrées : joignez-les vous-même (relance edit <facture> --pdf <fichier>)`,
      ]),
];

export interface PrintedLetter {
  bytes: Uint8Array;
  pages: number;
}

const FEW_INVOICES = 5;

/** The PDF of a letter; loads the PDF library. */
export const printLetter = async (ctx: Context, letter: ComposedLetter): Promise<PrintedLetter> => {
  const { printDocument } = await import('../../pdf/letter-pages.ts');
  const { openFaces } = await import('../../pdf/faces.ts');
  const { subject, addresses, contents, creditor, on, claimed } = letter;
  const opening: Content[] =
    addresses === null
      ? [{ kind: 'title', text: subject }]
      : [{ kind: 'paragraph', runs: [{ text: `Objet : ${subject}`, bold: true }] }];
  return printDocument(
    {
      title: subject,
      author: creditor.name,
      writtenOn: on,
      addresses,
      contents: [...opening, ...contents],
      footer: creditorIdentity(creditor),
      fitsOnePage: claimed.length <= FEW_INVOICES,
    },
    openFaces(join(ctx.packageRoot, 'dist', 'fonts')),
  );
};
