import { refuseFile, refuseValue } from './refusal.ts';
import type { EInvoiceKind } from './einvoice-types.ts';

/** UNTDID 1001, as EN 16931 and the French profile of it allow them. */
const CODES: [kind: EInvoiceKind, codes: string][] = [
  ['credit-note', '81 83 261 262 296 308 381 396 420 458 502 503 532'],
  ['prepayment', '386 500'],
  ['corrected', '384 471 472 473'],
  ['partial', '326'],
  ['self-billed', '389'],
  ['factored', '393 501'],
  [
    'invoice',
    '71 80 82 84 102 130 202 203 204 211 218 219 295 331 380 382 383 385 387 388 390 394 395 456 457 527 553 575 623 633 751 780 817 870 875 876 877 935',
  ],
];

const KINDS = new Map(CODES.flatMap(([kind, codes]) => codes.split(' ').map((code) => [code, kind])));
const PROFORMA = '325';

/**
 * What a type code makes of the document; an invoice when it has none.
 * @throws RelanceError for a pro forma, and for what is no invoice
 */
export const kindOf = (file: string, code: string | null): EInvoiceKind => {
  if (code === null) return 'invoice';
  if (code === PROFORMA)
    throw refuseFile(file, 'c’est une facture pro forma (type 325, BT-3), qui ne réclame rien');
  const kind = KINDS.get(code);
  if (kind !== undefined) return kind;
  throw refuseValue(
    file,
    'le type de document (BT-3)',
    code,
    'n’est pas celui d’une facture',
    '380, 381, 384 ou 386 par exemple',
  );
};
