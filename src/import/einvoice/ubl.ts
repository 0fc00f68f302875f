import { at, many, textAt, type Node } from '../xml.ts';
import { amountsIn, identifiersIn, textsIn } from './nodes.ts';
import type { RawIdentifier, RawInvoice, RawParty } from './raw.ts';

/** Tax numbers, each with the tax that it is for. */
const taxNumbersOf = (party: Node | undefined): RawIdentifier[] =>
  many(party, 'PartyTaxScheme').flatMap((tax) => {
    const value = textAt(tax, 'CompanyID');
    return value === null ? [] : [{ value, scheme: textAt(tax, 'TaxScheme', 'ID') }];
  });

const partyOf = (holder: Node | undefined): RawParty => {
  const party = at(holder, 'Party');
  const address = at(party, 'PostalAddress');
  const contact = at(party, 'Contact');
  const legal = at(party, 'PartyLegalEntity');
  return {
    name: textAt(legal, 'RegistrationName'),
    tradingName: textAt(party, 'PartyName', 'Name'),
    identifiers: identifiersIn([
      ...many(legal, 'CompanyID'),
      ...many(party, 'PartyIdentification').flatMap((identification) => many(identification, 'ID')),
    ]),
    endpoints: identifiersIn(many(party, 'EndpointID')),
    taxNumbers: taxNumbersOf(party),
    addressLines: [
      textAt(address, 'StreetName'),
      textAt(address, 'AdditionalStreetName'),
      ...many(address, 'AddressLine').map((line) => textAt(line, 'Line')),
    ],
    postalCode: textAt(address, 'PostalZone'),
    city: textAt(address, 'CityName'),
    country: textAt(address, 'Country', 'IdentificationCode'),
    emails: [textAt(contact, 'ElectronicMail')],
    phone: textAt(contact, 'Telephone'),
    contactName: textAt(contact, 'Name'),
  };
};

const referencesOf = (root: Node) => ({
  buyerReference: textAt(root, 'BuyerReference'),
  orderReference: textAt(root, 'OrderReference', 'ID'),
  contractReference: textAt(root, 'ContractDocumentReference', 'ID'),
  preceding: many(root, 'BillingReference')
    .flatMap((reference) => [
      ...many(reference, 'InvoiceDocumentReference'),
      ...many(reference, 'CreditNoteDocumentReference'),
    ])
    .map((document) => textAt(document, 'ID')),
});

/** Without a subject code: `#PMT#…` is the mention that the law wants. */
const isFreeNote = (note: string | null): boolean => note !== null && !/^#[A-Z]{3}#/.test(note);

/** What an `Invoice` or a `CreditNote` of UBL 2.1 says. */
export const readUbl = (root: Node, isCreditNote: boolean): RawInvoice => {
  const sums = at(root, 'LegalMonetaryTotal');
  const means = many(root, 'PaymentMeans');
  const terms = many(root, 'PaymentTerms');
  const lines = [...many(root, 'InvoiceLine'), ...many(root, 'CreditNoteLine')];
  return {
    syntax: 'ubl',
    profile: textAt(root, 'CustomizationID'),
    typeCode: textAt(root, 'InvoiceTypeCode') ?? textAt(root, 'CreditNoteTypeCode'),
    isCreditNote,
    number: textAt(root, 'ID'),
    issuedOn: textAt(root, 'IssueDate'),
    // A credit note has its due date with the means of payment.
    dueOns: [
      textAt(root, 'DueDate'),
      ...means.map((one) => textAt(one, 'PaymentDueDate')),
      ...terms.map((one) => textAt(one, 'PaymentDueDate')),
    ],
    terms: terms.flatMap((one) => textsIn(one, 'Note')),
    deliveredOn: textAt(root, 'Delivery', 'ActualDeliveryDate'),
    periodEndsOn: textAt(root, 'InvoicePeriod', 'EndDate'),
    currency: textAt(root, 'DocumentCurrencyCode'),
    totals: amountsIn(sums, 'TaxInclusiveAmount'),
    prepaid: amountsIn(sums, 'PrepaidAmount'),
    rounding: amountsIn(sums, 'PayableRoundingAmount'),
    due: amountsIn(sums, 'PayableAmount'),
    seller: partyOf(at(root, 'AccountingSupplierParty')),
    buyer: partyOf(at(root, 'AccountingCustomerParty')),
    itemNames: lines.map((line) => textAt(line, 'Item', 'Name')),
    notes: textsIn(root, 'Note').filter(isFreeNote),
    ...referencesOf(root),
    payeeAccounts: means.flatMap((one) =>
      many(one, 'PayeeFinancialAccount').map((account) => textAt(account, 'ID')),
    ),
  };
};
