import { basename } from 'node:path';
import type { Context } from '../../../context.ts';
import { findCreditor } from '../../../db/creditor-row.ts';
import type { Staging } from '../../../db/staging.ts';
import type { Creditor } from '../../../domain/people/creditor.ts';
import { isCreditor } from '../../../domain/people/issuer.ts';
import { formatAmount } from '../../../domain/money/money.ts';
import { RelanceError } from '../../../errors.ts';
import { readImportedFile } from '../../../import/attached-file.ts';
import type { EInvoice } from '../../../import/einvoice/einvoice-types.ts';
import { fromEInvoice } from '../../../import/incoming.ts';
import type { SheetOptions } from './read-sheet.ts';
import type { StagedItem } from './staged-item.ts';

export interface StageOptions extends SheetOptions {
  /** `--emetteur-different`: invoices issued by someone else are taken all the same. */
  isAnyIssuer: boolean;
  /** Asked of a person about one e-invoice, when there is one. */
  complete?: (invoice: EInvoice) => Promise<EInvoice>;
}

/** Why an invoice is not the user's to claim; null when it is, or when nobody has said who the user is. */
const issuerReason = ({ seller, buyer }: EInvoice, creditor: Creditor | null): string | null => {
  if (creditor === null || isCreditor(seller, creditor)) return null;
  return isCreditor(buyer, creditor)
    ? `c’est un achat : ${seller.name || 'un autre'} vous l’a facturée, elle ne se relance pas`
    : `elle est émise par ${seller.name || 'un autre'}, pas par vous (--emetteur-different pour insister)`;
};

/** A scan, or a PDF that any tool printed. */
export const NO_DATA =
  'ce PDF ne contient pas de données : relance add --pdf, avec son numéro et son montant';

const FACTORED = 'elle est affacturée : votre client la doit à l’affactureur, elle ne se relance pas d’ici';

const overpaidReason = (cents: number, currency: string): string =>
  `réglée au-delà de son total, ${formatAmount(cents, currency)} sont à rendre à votre client`;

const stageEInvoice = async (
  ctx: Context,
  path: string,
  bytes: Buffer,
  { isAnyIssuer, complete }: StageOptions,
): Promise<StagedItem> => {
  const source = basename(path);
  const { readEInvoice } = await import('../../../import/einvoice/read-einvoice.ts');
  const read = await readEInvoice(bytes, source);
  if (read.invoice === null)
    return {
      kind: 'skipped',
      source,
      reason: read.what ?? NO_DATA,
    };
  const reason = isAnyIssuer ? null : issuerReason(read.invoice, findCreditor(ctx.db()));
  if (reason !== null) return { kind: 'skipped', source, reason };
  if (read.invoice.kind === 'factored') return { kind: 'skipped', source, reason: FACTORED };
  const { isCreditNote, number, issuedOn, totalCents, dueCents, currency, preceding } = read.invoice;
  if (isCreditNote)
    return {
      kind: 'credit-note',
      source,
      number,
      on: issuedOn,
      amountCents: totalCents,
      currency,
      preceding,
    };
  if (dueCents < 0) return { kind: 'skipped', source, reason: overpaidReason(-dueCents, currency) };
  const invoice = complete ? await complete(read.invoice) : read.invoice;
  return {
    kind: 'invoice',
    invoice: fromEInvoice(invoice, { source, filePath: read.isPdf ? path : null }),
    ...(invoice.kind === 'corrected' && { corrects: preceding }),
  };
};

const isSheet = (bytes: Buffer): boolean =>
  !bytes.subarray(0, 1024).includes('%PDF') &&
  !/^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)?[\s\0]*</.test(
    bytes.subarray(0, 64).toString('latin1'),
  );

/** Reads the files one after the other; a fault of one is said, and the others are read. */
export const stageFiles = async (
  ctx: Context,
  files: readonly string[],
  staging: Staging<StagedItem>,
  options: StageOptions,
): Promise<void> => {
  for (const [index, path] of files.entries()) {
    if (files.length > 1) ctx.progress(`Lecture ${index + 1}/${files.length}`);
    const mark = staging.mark();
    try {
      await stageFile(ctx, path, staging, options);
    } catch (error) {
      if (!(error instanceof RelanceError)) throw error;
      staging.forgetAfter(mark);
      staging.put([
        {
          kind: 'error',
          source: basename(path),
          line: null,
          field: null,
          message: error.message,
          ...(error.hint !== null && { hint: error.hint }),
        },
      ]);
    }
  }
  ctx.progress('');
};

const HEAD_BYTES = 2048;

const stageFile = async (
  ctx: Context,
  path: string,
  staging: Staging<StagedItem>,
  options: StageOptions,
): Promise<void> => {
  const { readHead } = await import('../../../import/attached-file.ts');
  if (isSheet(readHead(path, HEAD_BYTES))) {
    const { stageSheet } = await import('./read-sheet.ts');
    await stageSheet(ctx, path, staging, options);
    return;
  }
  staging.put([await stageEInvoice(ctx, path, readImportedFile(path), options)]);
};
