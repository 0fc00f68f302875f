import { at, attribute, many, textAt, type Node } from '../xml.ts';
import type { EInvoice, Party } from './types.ts';
import { centsIn, dayIn, emailIn, identifiersOf, refuseFile, text } from './values.ts';

/** UN/CEFACT D16B and later (Factur-X, ZUGFeRD 2), and the names of ZUGFeRD 1. */
const partsOf = (root: Node) => {
  const transaction =
    at(root, 'SupplyChainTradeTransaction') ?? at(root, 'SpecifiedSupplyChainTradeTransaction');
  const part = (name: string): Node | undefined =>
    at(transaction, `ApplicableHeaderTrade${name}`) ?? at(transaction, `ApplicableSupplyChainTrade${name}`);
  return {
    document: at(root, 'ExchangedDocument') ?? at(root, 'HeaderExchangedDocument'),
    context: at(root, 'ExchangedDocumentContext') ?? at(root, 'SpecifiedExchangedDocumentContext'),
    transaction,
    agreement: part('Agreement'),
    delivery: part('Delivery'),
    settlement: part('Settlement'),
  };
};

const dateAt = (node: unknown, ...path: string[]): string | null =>
  textAt(node, ...path, 'DateTimeString') ?? textAt(node, ...path, 'DateString') ?? textAt(node, ...path);

const identifiersIn = (party: Node | undefined): { value: string; scheme: string | null }[] =>
  [at(party, 'SpecifiedLegalOrganization', 'ID'), ...many(party, 'GlobalID'), ...many(party, 'ID')].flatMap(
    (node) => {
      const value = textAt({ id: node }, 'id');
      return node === undefined || value === null ? [] : [{ value, scheme: attribute(node, 'schemeID') }];
    },
  );

const vatIn = (party: Node | undefined): string | null => {
  const registrations = many(party, 'SpecifiedTaxRegistration').flatMap((registration) =>
    many(registration, 'ID'),
  );
  const found = registrations.find((node) => attribute(node, 'schemeID') === 'VA');
  return found ? textAt({ id: found }, 'id') : null;
};

const partyOf = (party: Node | undefined): Party => {
  const address = at(party, 'PostalTradeAddress');
  const contact = at(party, 'DefinedTradeContact');
  const lines = ['LineOne', 'LineTwo', 'LineThree']
    .map((name) => text(textAt(address, name)))
    .filter((line) => line !== null);
  return {
    name: text(textAt(party, 'Name')) ?? '',
    ...identifiersOf(identifiersIn(party), vatIn(party)),
    address: lines.length === 0 ? null : lines.join('\n'),
    postalCode: text(textAt(address, 'PostcodeCode')),
    city: text(textAt(address, 'CityName')),
    country: text(textAt(address, 'CountryID')),
    email: emailIn(
      textAt(contact, 'EmailURIUniversalCommunication', 'URIID'),
      textAt(party, 'URIUniversalCommunication', 'URIID'),
    ),
    phone: text(textAt(contact, 'TelephoneUniversalCommunication', 'CompleteNumber')),
    contactName: text(textAt(contact, 'PersonName')),
  };
};

const sumsOf = (settlement: Node | undefined): Node | undefined =>
  at(settlement, 'SpecifiedTradeSettlementHeaderMonetarySummation') ??
  at(settlement, 'SpecifiedTradeSettlementMonetarySummation');

/** The grand total in the invoice's currency: an accounting currency may have one as well. */
const grandTotal = (sums: Node | undefined, currency: string): string | null => {
  const totals = many(sums, 'GrandTotalAmount');
  const own = totals.find((node) => (attribute(node, 'currencyID') ?? currency) === currency) ?? totals[0];
  return own ? textAt({ total: own }, 'total') : null;
};

const subjectOf = (transaction: Node | undefined): string | null => {
  const [line] = many(transaction, 'IncludedSupplyChainTradeLineItem');
  return text(textAt(line, 'SpecifiedTradeProduct', 'Name'), 120);
};

export const readCii = (root: Node, file: string): EInvoice => {
  const { document, context, transaction, agreement, delivery, settlement } = partsOf(root);
  const currency = text(textAt(settlement, 'InvoiceCurrencyCode')) ?? 'EUR';
  const sums = sumsOf(settlement);
  const amount = (value: string | null, term: string): number | null => {
    if (value === null) return null;
    const cents = centsIn(value, currency);
    if (cents === null)
      throw refuseFile(file, `le montant «\u00a0${value}\u00a0» (${term}) ne se lit pas en ${currency}`);
    return cents;
  };
  const total = amount(grandTotal(sums, currency), 'BT-112');
  const number = text(textAt(document, 'ID'), 100);
  const issuedOn = dayIn(dateAt(document, 'IssueDateTime'));
  if (number === null) throw refuseFile(file, 'le numéro de la facture (BT-1) manque');
  if (issuedOn === null) throw refuseFile(file, 'la date de la facture (BT-2) manque');
  if (total === null) throw refuseFile(file, 'le montant total (BT-112) manque');
  const due =
    amount(textAt(sums, 'DuePayableAmount'), 'BT-115') ??
    total - (amount(textAt(sums, 'TotalPrepaidAmount'), 'BT-113') ?? 0);
  const terms = many(settlement, 'SpecifiedTradePaymentTerms');
  const typeCode = textAt(document, 'TypeCode');
  return {
    syntax: 'cii',
    profile: text(textAt(context, 'GuidelineSpecifiedDocumentContextParameter', 'ID')),
    isCreditNote: typeCode === '381' || total < 0,
    number,
    issuedOn,
    dueOns: [
      ...new Set(terms.map((term) => dayIn(dateAt(term, 'DueDateDateTime'))).filter((day) => day !== null)),
    ],
    terms: text(terms.map((term) => textAt(term, 'Description')).find((value) => value !== null)),
    performedOn:
      dayIn(dateAt(delivery, 'ActualDeliverySupplyChainEvent', 'OccurrenceDateTime')) ??
      dayIn(dateAt(settlement, 'BillingSpecifiedPeriod', 'EndDateTime')),
    currency,
    totalCents: Math.abs(total),
    dueCents: total < 0 ? -due : due,
    seller: partyOf(at(agreement, 'SellerTradeParty')),
    buyer: partyOf(at(agreement, 'BuyerTradeParty')),
    subject: subjectOf(transaction),
    preceding: many(settlement, 'InvoiceReferencedDocument')
      .map((reference) => text(textAt(reference, 'IssuerAssignedID') ?? textAt(reference, 'ID'), 100))
      .filter((value) => value !== null),
  };
};
