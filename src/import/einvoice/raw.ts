/** An amount as written, with the currency that its element names. */
export interface RawAmount {
  value: string | null;
  currency: string | null;
}

/** An identifier as written, with its scheme: ISO 6523 (`0002`), or that of a tax (`VA`, `VAT`). */
export interface RawIdentifier {
  value: string;
  scheme: string | null;
}

export interface RawParty {
  name: string | null;
  tradingName: string | null;
  /** Legal registration first, then the others. */
  identifiers: RawIdentifier[];
  /** Where platforms deliver (BT-34, BT-49): an e-mail address, or an identifier. */
  endpoints: RawIdentifier[];
  taxNumbers: RawIdentifier[];
  addressLines: (string | null)[];
  postalCode: string | null;
  city: string | null;
  country: string | null;
  /** Of the contact persons, before any endpoint. */
  emails: (string | null)[];
  phone: string | null;
  contactName: string | null;
}

/** What CII and UBL say alike, once found: texts as written, for one place to type and refuse. */
export interface RawInvoice {
  syntax: 'cii' | 'ubl';
  profile: string | null;
  typeCode: string | null;
  /** UBL has a document of its own for them. */
  isCreditNote: boolean;
  number: string | null;
  issuedOn: string | null;
  dueOns: (string | null)[];
  terms: (string | null)[];
  deliveredOn: string | null;
  periodEndsOn: string | null;
  currency: string | null;
  totals: RawAmount[];
  prepaid: RawAmount[];
  rounding: RawAmount[];
  due: RawAmount[];
  seller: RawParty;
  buyer: RawParty;
  itemNames: (string | null)[];
  /** Notes that no legal subject claims. */
  notes: (string | null)[];
  buyerReference: string | null;
  orderReference: string | null;
  contractReference: string | null;
  preceding: (string | null)[];
  payeeAccounts: (string | null)[];
}
