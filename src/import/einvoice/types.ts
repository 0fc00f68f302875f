import type { LocalDate } from '../../domain/dates.ts';

/** Who sells, or buys, as an e-invoice says it. */
export interface Party {
  name: string;
  siren: string | null;
  siret: string | null;
  vatNumber: string | null;
  address: string | null;
  postalCode: string | null;
  city: string | null;
  country: string | null;
  email: string | null;
  phone: string | null;
  contactName: string | null;
}

/** An e-invoice (EN 16931): business terms that a claim needs. */
export interface EInvoice {
  syntax: 'cii' | 'ubl';
  profile: string | null;
  /** Type code 381, or a total below zero. */
  isCreditNote: boolean;
  /** BT-1. */
  number: string;
  issuedOn: LocalDate;
  /** BT-9, and the dates of each payment term. */
  dueOns: LocalDate[];
  /** BT-20. */
  terms: string | null;
  /** BT-72, or the end of the period billed (BT-74). */
  performedOn: LocalDate | null;
  currency: string;
  /** BT-112, TTC, above zero. */
  totalCents: number;
  /** BT-115: what is left to pay; above zero for an invoice that is owed. */
  dueCents: number;
  seller: Party;
  buyer: Party;
  subject: string | null;
  /** BT-25: the invoices that a credit note lowers. */
  preceding: string[];
}
