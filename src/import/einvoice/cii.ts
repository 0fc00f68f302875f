import { at, many, textAt, type Node } from '../xml.ts';
import { amountsIn, identifiersIn, textsIn } from './nodes.ts';
import type { RawInvoice, RawParty } from './raw.ts';

/** The parts of UN/CEFACT D16B and later (Factur-X, ZUGFeRD 2), or those of ZUGFeRD 1, named otherwise. */
const partsOf = (root: Node) => {
  const transaction =
    at(root, 'SupplyChainTradeTransaction') ?? at(root, 'SpecifiedSupplyChainTradeTransaction');
  const part = (name: string): Node | undefined =>
    at(transaction, `ApplicableHeaderTrade${name}`) ?? at(transaction, `ApplicableSupplyChainTrade${name}`);
  const settlement = part('Settlement');
  return {
    context: at(root, 'ExchangedDocumentContext') ?? at(root, 'SpecifiedExchangedDocumentContext'),
    document: at(root, 'ExchangedDocument') ?? at(root, 'HeaderExchangedDocument'),
    lines: many(transaction, 'IncludedSupplyChainTradeLineItem'),
    agreement: part('Agreement'),
    delivery: part('Delivery'),
    settlement,
    sums:
      at(settlement, 'SpecifiedTradeSettlementHeaderMonetarySummation') ??
      at(settlement, 'SpecifiedTradeSettlementMonetarySummation'),
  };
};

const dateAt = (node: Node | undefined, ...path: string[]): string | null =>
  textAt(node, ...path, 'DateTimeString') ?? textAt(node, ...path, 'DateTime') ?? textAt(node, ...path);

/** The number of another document, as both versions name it. */
const documentAt = (node: Node | undefined, name: string): string | null =>
  textAt(node, name, 'IssuerAssignedID') ?? textAt(node, name, 'ID');

const partyOf = (party: Node | undefined): RawParty => {
  const address = at(party, 'PostalTradeAddress');
  const contacts = many(party, 'DefinedTradeContact');
  const legal = at(party, 'SpecifiedLegalOrganization');
  return {
    name: textAt(party, 'Name'),
    tradingName: textAt(legal, 'TradingBusinessName'),
    identifiers: identifiersIn([...many(legal, 'ID'), ...many(party, 'GlobalID'), ...many(party, 'ID')]),
    endpoints: identifiersIn(many(party, 'URIUniversalCommunication').flatMap((uri) => many(uri, 'URIID'))),
    taxNumbers: identifiersIn(many(party, 'SpecifiedTaxRegistration').flatMap((tax) => many(tax, 'ID'))),
    addressLines: ['LineOne', 'LineTwo', 'LineThree'].map((name) => textAt(address, name)),
    postalCode: textAt(address, 'PostcodeCode'),
    city: textAt(address, 'CityName'),
    country: textAt(address, 'CountryID'),
    emails: contacts.map((contact) => textAt(contact, 'EmailURIUniversalCommunication', 'URIID')),
    phone: textAt(contacts[0], 'TelephoneUniversalCommunication', 'CompleteNumber'),
    contactName: textAt(contacts[0], 'PersonName'),
  };
};

/** What lines bill, but for those that only gather or inform (EXTENDED). */
const itemNamesOf = (lines: readonly Node[]): (string | null)[] =>
  lines
    .filter((line) => {
      const status = textAt(line, 'AssociatedDocumentLineDocument', 'LineStatusReasonCode');
      return status === null || status === 'DETAIL';
    })
    .map((line) => textAt(line, 'SpecifiedTradeProduct', 'Name'));

/** The other documents that the invoice names. */
const referencesOf = (agreement: Node | undefined, settlement: Node | undefined) => ({
  buyerReference: textAt(agreement, 'BuyerReference'),
  orderReference: documentAt(agreement, 'BuyerOrderReferencedDocument'),
  contractReference: documentAt(agreement, 'ContractReferencedDocument'),
  preceding: many(settlement, 'InvoiceReferencedDocument').map(
    (reference) => textAt(reference, 'IssuerAssignedID') ?? textAt(reference, 'ID'),
  ),
});

/** What a `CrossIndustryInvoice`, or the `CrossIndustryDocument` of ZUGFeRD 1, says. */
export const readCii = (root: Node): RawInvoice => {
  const { context, document, lines, agreement, delivery, settlement, sums } = partsOf(root);
  const terms = many(settlement, 'SpecifiedTradePaymentTerms');
  return {
    syntax: 'cii',
    profile: textAt(context, 'GuidelineSpecifiedDocumentContextParameter', 'ID'),
    typeCode: textAt(document, 'TypeCode'),
    isCreditNote: false,
    number: textAt(document, 'ID'),
    issuedOn: dateAt(document, 'IssueDateTime'),
    dueOns: terms.map((term) => dateAt(term, 'DueDateDateTime')),
    terms: terms.flatMap((term) => textsIn(term, 'Description')),
    deliveredOn: dateAt(delivery, 'ActualDeliverySupplyChainEvent', 'OccurrenceDateTime'),
    periodEndsOn: dateAt(settlement, 'BillingSpecifiedPeriod', 'EndDateTime'),
    currency: textAt(settlement, 'InvoiceCurrencyCode'),
    totals: amountsIn(sums, 'GrandTotalAmount'),
    prepaid: amountsIn(sums, 'TotalPrepaidAmount'),
    rounding: amountsIn(sums, 'RoundingAmount'),
    due: amountsIn(sums, 'DuePayableAmount'),
    seller: partyOf(at(agreement, 'SellerTradeParty')),
    buyer: partyOf(at(agreement, 'BuyerTradeParty')),
    itemNames: itemNamesOf(lines),
    notes: many(document, 'IncludedNote')
      .filter((note) => textAt(note, 'SubjectCode') === null)
      .map((note) => textAt(note, 'Content')),
    ...referencesOf(agreement, settlement),
    payeeAccounts: many(settlement, 'SpecifiedTradeSettlementPaymentMeans').map((means) =>
      textAt(means, 'PayeePartyCreditorFinancialAccount', 'IBANID'),
    ),
  };
};
