import { truncate } from '../../domain/typography.ts';
import { at, many, textAt, type Node } from '../xml.ts';
import { lineOf } from './fields.ts';

/** Roots of UN/CEFACT and of UBL 2.1, and of what else is saved as XML. */
const NAMES: Record<string, string> = {
  SCRDMCCBDACIOMessageStructure: 'une commande',
  SCRDMCCBDACIDAMessageStructure: 'un avis d’expédition',
  CrossIndustryOrder: 'une commande',
  CrossIndustryOrderChange: 'une modification de commande',
  CrossIndustryOrderResponse: 'une réponse à une commande',
  CrossIndustryDespatchAdvice: 'un avis d’expédition',
  CrossIndustryQuotation: 'un devis',
  Order: 'une commande',
  OrderChange: 'une modification de commande',
  OrderCancellation: 'une annulation de commande',
  OrderResponse: 'une réponse à une commande',
  OrderResponseSimple: 'une réponse à une commande',
  DespatchAdvice: 'un avis d’expédition',
  ReceiptAdvice: 'un avis de réception',
  Quotation: 'un devis',
  ApplicationResponse: 'un accusé de traitement',
  RemittanceAdvice: 'un avis de paiement',
  Statement: 'un relevé de compte client',
  Reminder: 'une relance',
  Catalogue: 'un catalogue',
  html: 'une page web',
};

const LIFECYCLE = 'CrossDomainAcknowledgementAndResponse';
/** XP Z12-012. */
const STATUSES: Record<string, string> = {
  200: 'déposée',
  201: 'émise',
  202: 'reçue',
  203: 'mise à disposition',
  204: 'prise en charge',
  205: 'approuvée',
  206: 'approuvée en partie',
  207: 'en litige',
  208: 'suspendue',
  209: 'complétée',
  210: 'refusée',
  211: 'paiement transmis',
  212: 'encaissée',
  213: 'rejetée',
  220: 'annulée',
  221: 'erreur de routage',
};

const STATEMENTS = ['BkToCstmrStmt', 'BkToCstmrAcctRpt', 'BkToCstmrDbtCdtNtfctn'];

const MOST_TEXT = 60;
const shortOf = (text: string | null): string | null => {
  const line = lineOf(text);
  return line === null ? null : truncate(line, MOST_TEXT);
};

const sentence = (what: string, about: string | null): string =>
  `c’est ${what}${about === null ? '' : ` (${about})`}, pas une facture`;

/** « F-2026-3 : 207, en litige », of the first invoice that a message is about. */
const statusOf = (message: Node): string | null => {
  const references = many(at(message, 'AcknowledgementDocument'), 'ReferenceReferencedDocument');
  const number = shortOf(textAt(references[0], 'IssuerAssignedID'));
  if (number === null) return null;
  const code = shortOf(textAt(references[0], 'ProcessConditionCode'));
  const status = [code, STATUSES[code ?? '']].filter((part) => typeof part === 'string').join(', ');
  const others = references.length - 1;
  return `${number}${status && ` : ${status}`}${others > 0 ? `, et ${others} de plus` : ''}`;
};

/** Roots of what is no invoice, but is known. */
export const OTHER_ROOTS = new Set([LIFECYCLE, ...Object.keys(NAMES)]);

/** What a document is that is no invoice, in French; null when it is none that is known. */
export const otherDocument = (document: Node): string | null => {
  const message = at(document, LIFECYCLE);
  if (message) return sentence('un message de cycle de vie', statusOf(message));
  if (at(document, 'OFX') || STATEMENTS.some((name) => at(document, 'Document', name)))
    return 'c’est un relevé bancaire : relance bank import';
  for (const [name, what] of Object.entries(NAMES)) {
    const root = at(document, name);
    if (root) return sentence(what, shortOf(textAt(root, 'ID') ?? textAt(root, 'ExchangedDocument', 'ID')));
  }
  return null;
};
