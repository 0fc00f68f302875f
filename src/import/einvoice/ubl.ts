import { at, attribute, many, textAt, type Node } from '../xml.ts';
import type { EInvoice, Party } from './types.ts';
import { centsIn, dayIn, emailIn, identifiersOf, refuseFile, text } from './values.ts';

const identifiersIn = (party: Node | undefined): { value: string; scheme: string | null }[] =>
  [
    at(party, 'PartyLegalEntity', 'CompanyID'),
    ...many(party, 'PartyIdentification').map((node) => at(node, 'ID')),
    at(party, 'EndpointID'),
  ].flatMap((node) => {
    const value = textAt({ id: node }, 'id');
    return node === undefined || value === null ? [] : [{ value, scheme: attribute(node, 'schemeID') }];
  });

const vatIn = (party: Node | undefined): string | null => {
  const schemes = many(party, 'PartyTaxScheme');
  const vat = schemes.find((scheme) => textAt(scheme, 'TaxScheme', 'ID') === 'VAT');
  return textAt(vat, 'CompanyID');
};

const partyOf = (holder: Node | undefined): Party => {
  const party = at(holder, 'Party');
  const address = at(party, 'PostalAddress');
  const contact = at(party, 'Contact');
  const lines = [
    textAt(address, 'StreetName'),
    textAt(address, 'AdditionalStreetName'),
    textAt(address, 'AddressLine', 'Line'),
  ]
    .map((line) => text(line))
    .filter((line) => line !== null);
  return {
    name:
      text(textAt(party, 'PartyLegalEntity', 'RegistrationName') ?? textAt(party, 'PartyName', 'Name')) ?? '',
    ...identifiersOf(identifiersIn(party), vatIn(party)),
    address: lines.length === 0 ? null : lines.join('\n'),
    postalCode: text(textAt(address, 'PostalZone')),
    city: text(textAt(address, 'CityName')),
    country: text(textAt(address, 'Country', 'IdentificationCode')),
    email: emailIn(textAt(contact, 'ElectronicMail'), textAt(party, 'EndpointID')),
    phone: text(textAt(contact, 'Telephone')),
    contactName: text(textAt(contact, 'Name')),
  };
};

export const readUbl = (root: Node, isCreditNote: boolean, file: string): EInvoice => {
  const currency = text(textAt(root, 'DocumentCurrencyCode')) ?? 'EUR';
  const sums = at(root, 'LegalMonetaryTotal');
  const amount = (name: string, term: string): number | null => {
    const value = textAt(sums, name);
    if (value === null) return null;
    const cents = centsIn(value, currency);
    if (cents === null)
      throw refuseFile(file, `le montant «\u00a0${value}\u00a0» (${term}) ne se lit pas en ${currency}`);
    return cents;
  };
  const total = amount('TaxInclusiveAmount', 'BT-112') ?? amount('PayableAmount', 'BT-115');
  const number = text(textAt(root, 'ID'), 100);
  const issuedOn = dayIn(textAt(root, 'IssueDate'));
  if (number === null) throw refuseFile(file, 'le numéro de la facture (BT-1) manque');
  if (issuedOn === null) throw refuseFile(file, 'la date de la facture (BT-2) manque');
  if (total === null) throw refuseFile(file, 'le montant total (BT-112) manque');
  const due = amount('PayableAmount', 'BT-115') ?? total - (amount('PrepaidAmount', 'BT-113') ?? 0);
  const dueOns = [
    textAt(root, 'DueDate'),
    ...many(root, 'PaymentMeans').map((means) => textAt(means, 'PaymentDueDate')),
    ...many(root, 'PaymentTerms').map((terms) => textAt(terms, 'PaymentDueDate')),
  ];
  const typeCode = textAt(root, 'InvoiceTypeCode') ?? textAt(root, 'CreditNoteTypeCode');
  const [line] = [...many(root, 'InvoiceLine'), ...many(root, 'CreditNoteLine')];
  return {
    syntax: 'ubl',
    profile: text(textAt(root, 'CustomizationID')),
    isCreditNote: isCreditNote || typeCode === '381' || total < 0,
    number,
    issuedOn,
    dueOns: [...new Set(dueOns.map((value) => dayIn(value)).filter((day) => day !== null))],
    terms: text(textAt(root, 'PaymentTerms', 'Note')),
    performedOn:
      dayIn(textAt(root, 'Delivery', 'ActualDeliveryDate')) ??
      dayIn(textAt(root, 'InvoicePeriod', 'EndDate')),
    currency,
    totalCents: Math.abs(total),
    dueCents: total < 0 ? -due : due,
    seller: partyOf(at(root, 'AccountingSupplierParty')),
    buyer: partyOf(at(root, 'AccountingCustomerParty')),
    subject: text(textAt(line, 'Item', 'Name'), 120),
    preceding: many(root, 'BillingReference')
      .map((reference) => text(textAt(reference, 'InvoiceDocumentReference', 'ID'), 100))
      .filter((value) => value !== null),
  };
};
