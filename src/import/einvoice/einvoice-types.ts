import type { LocalDate } from '../../domain/dates.ts';

/** Who sells or buys, as the document says it: nothing here is checked against its key. */
export interface Party {
  /** BT-27, BT-44. */
  name: string;
  /** BT-28, BT-45, when it is another one. */
  tradingName: string | null;
  siren: string | null;
  siret: string | null;
  /** Capitals, without spaces. */
  vatNumber: string | null;
  /** One line under the other. */
  address: string | null;
  postalCode: string | null;
  city: string | null;
  /** Two letters of ISO 3166-1. */
  country: string | null;
  email: string | null;
  phone: string | null;
  contactName: string | null;
}

/**
 * From the type code (BT-3): `prepayment` is a facture d’acompte, `corrected` a facture rectificative, `partial` a facture de
 * situation, `self-billed` is issued by the buyer in the seller’s name, `factored` is to be paid to a factor.
 */
export type EInvoiceKind =
  'invoice' | 'credit-note' | 'prepayment' | 'corrected' | 'partial' | 'self-billed' | 'factored';

/**
 * An e-invoice (EN 16931): the business terms that a claim needs. Amounts are integer minor units of its currency. Those of a
 * credit note are what it takes off, above zero, whether its file writes them so (381) or below zero (380).
 */
export interface EInvoice {
  syntax: 'cii' | 'ubl';
  /** BT-24, as written: `urn:factur-x.eu:1p0:minimum`. */
  profile: string | null;
  kind: EInvoiceKind;
  /** What lowers a claim: nothing is chased. */
  isCreditNote: boolean;
  /** BT-3; null when the document does not say. */
  typeCode: string | null;
  /** BT-1. */
  number: string;
  /** BT-2. */
  issuedOn: LocalDate;
  /** BT-9 and the date of each payment term, as the document lists them, once each; that of a discount is one of them. */
  dueOns: LocalDate[];
  /** BT-20: all the terms, on one line. */
  terms: string | null;
  /** BT-72, else the end of the period billed (BT-74). */
  performedOn: LocalDate | null;
  /** BT-5. */
  currency: string;
  /** BT-112, TTC. */
  totalCents: number;
  /** BT-113; in a MINIMUM file, which has no room for it, what separates the total from what is due. */
  prepaidCents: number;
  /** BT-115: what is chased. Below zero when more was paid than billed. */
  dueCents: number;
  /** BT-114. */
  roundingCents: number;
  seller: Party;
  buyer: Party;
  /** What the first line bills (BT-153), else the first note without a legal subject (BT-22). */
  subject: string | null;
  /** BT-10. */
  buyerReference: string | null;
  /** BT-13. */
  orderReference: string | null;
  /** BT-12. */
  contractReference: string | null;
  /** BT-25: the invoices that a credit note lowers, or that this one corrects or completes. */
  preceding: string[];
  /** BT-84, for information: never the account that a debtor is debited from (BT-91). */
  payeeIban: string | null;
}
