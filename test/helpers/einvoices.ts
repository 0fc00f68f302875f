import type { EInvoice, Party } from '../../src/import/einvoice/einvoice-types.ts';
import { ciiOf } from './cii-writer.ts';
import { ublOf } from './ubl-writer.ts';

export interface SampleParty {
  name: string;
  siren?: string;
  vat?: string;
  email?: string;
}

/** An e-invoice as a story tells it: sums in euros, and no more than it needs. */
export interface Sample {
  number: string;
  issuedOn?: string;
  dueOns?: string[];
  terms?: string;
  total: string;
  due?: string;
  prepaid?: string;
  rounding?: string;
  currency?: string;
  typeCode?: string;
  preceding?: string;
  seller?: SampleParty;
  buyer?: SampleParty;
}

const JEANNE: SampleParty = { name: 'Jeanne Martin', siren: '732829320' };
export const DURAND: SampleParty = {
  name: 'Atelier Durand SARL',
  siren: '552100554',
  email: 'compta@durand.example',
};

const partyOf = ({ name, siren, vat, email }: SampleParty): Party => ({
  name,
  siren: siren ?? null,
  vatNumber: vat ?? null,
  email: email ?? null,
  tradingName: null,
  siret: null,
  address: null,
  postalCode: null,
  city: null,
  country: null,
  phone: null,
  contactName: null,
});

const centsOf = (euros: string): number => Math.round(Number(euros) * 100);

const eInvoiceOf = ({
  number,
  issuedOn = '2026-10-05',
  dueOns = [],
  terms,
  total,
  due = total,
  prepaid = '0',
  rounding = '0',
  currency = 'EUR',
  typeCode = '380',
  preceding,
  seller = JEANNE,
  buyer = DURAND,
}: Sample): EInvoice => ({
  syntax: 'cii',
  profile: 'urn:cen.eu:en16931:2017',
  kind: 'invoice',
  isCreditNote: false,
  typeCode,
  number,
  issuedOn,
  dueOns,
  terms: terms ?? null,
  performedOn: null,
  currency,
  totalCents: centsOf(total),
  prepaidCents: centsOf(prepaid),
  dueCents: centsOf(due),
  roundingCents: centsOf(rounding),
  seller: partyOf(seller),
  buyer: partyOf(buyer),
  subject: null,
  buyerReference: null,
  orderReference: null,
  contractReference: null,
  preceding: preceding === undefined ? [] : [preceding],
  payeeIban: 'FR7630006000011234567890189',
});

/** A Factur-X document in the CII syntax. */
export const cii = (sample: Sample): string => ciiOf(eInvoiceOf(sample));

/** The same in UBL 2.1. */
export const ubl = (sample: Sample): string => ublOf(eInvoiceOf(sample));
