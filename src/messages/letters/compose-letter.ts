import { join } from 'node:path';
import type { Context } from '../../context.ts';
import { resolveInvoice } from '../../db/invoices.ts';
import { findClient } from '../../db/clients.ts';
import type { Client } from '../../domain/people/client.ts';
import type { Creditor } from '../../domain/people/creditor.ts';
import type { LocalDate } from '../../domain/dates.ts';
import type { Invoice } from '../../domain/money/invoice.ts';
import { LETTERS, type LetterKind, type Sending } from '../../domain/law/letter.ts';
import { usageError } from '../../errors.ts';
import type { Content } from '../../document/content.ts';
import type { LetterContext } from './letter-context.ts';
import type { Addresses } from '../../pdf/letter-pages.ts';
import { renderLetterWords, type PlacedContents } from './letter-words.ts';
import { loadTemplate } from '../../document/load.ts';
import {
  addressesOf,
  creditorIdentity,
  recipientLines,
  requireIdentity,
  requirePostalAddress,
} from './addresses.ts';
import { EMPTY_PLACES, paymentBlock, signatureBlock, type ClaimedInvoice } from './letter-blocks.ts';
import { letterContext, letterFolders, type LetterSources } from './letter-data.ts';

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
  /** Penalties are given up if it is kept. */
  isWaiving: boolean;
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

/** What sets a letter apart from the others; all that they share is added by `composeLetter`. */
export interface LetterDraft extends Omit<LetterSources, 'on' | 'sending'> {
  kind: LetterKind;
  delayDays?: number;
  /** `none` by default: a document that is handed over. */
  sending?: Sending;
  tracking?: string | null;
  isWaiving?: boolean;
  /** Lines of the address, when it is not the client's. */
  recipient?: string[];
  /** Variables of its template beside those that every letter has. */
  words: Partial<LetterContext>;
  /** What the template places, beside how to pay and the signature. */
  blocks: Partial<PlacedContents>;
  warnings: string[];
}

/** The one way in which a letter is written. Throws RelanceError when an address or the writer's identity is missing. */
export const composeLetter = (ctx: Context, draft: LetterDraft): ComposedLetter => {
  const { kind, client, creditor, claimed, currency, totalCents, recipient, warnings } = draft;
  const { sending = 'none', tracking = null, isWaiving = false } = draft;
  if (recipient === undefined) requirePostalAddress(client);
  requireIdentity(creditor);
  const on = ctx.today;
  const words = renderLetterWords(
    loadTemplate(LETTERS[kind].template, letterFolders(ctx)),
    { ...letterContext(ctx, { ...draft, on, sending }), ...draft.words },
    {
      ...EMPTY_PLACES,
      payment: paymentBlock(
        creditor,
        claimed.map(({ invoice }) => invoice.number),
      ),
      signature: [signatureBlock(creditor)],
      ...draft.blocks,
    },
  );
  return {
    ...{ kind, client, creditor, claimed, currency, totalCents, sending, tracking, isWaiving, on, warnings },
    ...words,
    delayDays: draft.delayDays ?? null,
    addresses:
      sending === 'none'
        ? null
        : addressesOf(creditor, recipient ?? recipientLines(client, creditor.country), {
            sending,
            tracking,
            on,
          }),
  };
};

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
