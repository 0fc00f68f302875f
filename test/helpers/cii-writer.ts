import type { EInvoice, Party } from '../../src/import/einvoice/einvoice-types.ts';
import { decimalOf, leaf, node } from './xml-writing.ts';

const compactDay = (day: string): string => day.replaceAll('-', '');

const ciiDate = (name: string, day: string | null): string =>
  day === null ? '' : node(`ram:${name}`, leaf('udt:DateTimeString', compactDay(day), ' format="102"'));

const ciiParty = (name: string, party: Party): string =>
  node(
    `ram:${name}`,
    leaf('ram:GlobalID', party.siret, ' schemeID="0009"'),
    leaf('ram:Name', party.name),
    node(
      'ram:SpecifiedLegalOrganization',
      leaf('ram:ID', party.siren, ' schemeID="0002"'),
      leaf('ram:TradingBusinessName', party.tradingName),
    ),
    node(
      'ram:DefinedTradeContact',
      leaf('ram:PersonName', party.contactName),
      node('ram:TelephoneUniversalCommunication', leaf('ram:CompleteNumber', party.phone)),
      node('ram:EmailURIUniversalCommunication', leaf('ram:URIID', party.email)),
    ),
    node(
      'ram:PostalTradeAddress',
      leaf('ram:PostcodeCode', party.postalCode),
      ...['LineOne', 'LineTwo', 'LineThree'].map((line, index) =>
        leaf(`ram:${line}`, party.address?.split('\n')[index] ?? null),
      ),
      leaf('ram:CityName', party.city),
      leaf('ram:CountryID', party.country),
    ),
    node('ram:SpecifiedTaxRegistration', leaf('ram:ID', party.vatNumber, ' schemeID="VA"')),
  );

const ciiReference = (name: string, number: string | null): string =>
  number === null ? '' : node(`ram:${name}`, leaf('ram:IssuerAssignedID', number));

const ciiSettlement = (invoice: EInvoice): string => {
  const amount = (name: string, cents: number): string =>
    leaf(`ram:${name}`, decimalOf(cents, invoice.currency));
  return node(
    'ram:ApplicableHeaderTradeSettlement',
    leaf('ram:InvoiceCurrencyCode', invoice.currency),
    node(
      'ram:SpecifiedTradeSettlementPaymentMeans',
      node('ram:PayerPartyDebtorFinancialAccount', leaf('ram:IBANID', 'FR7630006000011234567890189')),
      node('ram:PayeePartyCreditorFinancialAccount', leaf('ram:IBANID', invoice.payeeIban)),
    ),
    node('ram:SpecifiedTradePaymentTerms', leaf('ram:Description', invoice.terms)),
    ...invoice.dueOns.map((day) => node('ram:SpecifiedTradePaymentTerms', ciiDate('DueDateDateTime', day))),
    node(
      'ram:SpecifiedTradeSettlementHeaderMonetarySummation',
      amount('RoundingAmount', invoice.roundingCents),
      amount('GrandTotalAmount', invoice.totalCents),
      amount('TotalPrepaidAmount', invoice.prepaidCents),
      amount('DuePayableAmount', invoice.dueCents),
    ),
    ...invoice.preceding.map((number) => ciiReference('InvoiceReferencedDocument', number)),
  );
};

/** The invoice as UN/CEFACT CII D16B writes it. */
export const ciiOf = (invoice: EInvoice): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">${[
    node(
      'rsm:ExchangedDocumentContext',
      node('ram:GuidelineSpecifiedDocumentContextParameter', leaf('ram:ID', invoice.profile)),
    ),
    node(
      'rsm:ExchangedDocument',
      leaf('ram:ID', invoice.number),
      leaf('ram:TypeCode', invoice.typeCode),
      ciiDate('IssueDateTime', invoice.issuedOn),
    ),
    node(
      'rsm:SupplyChainTradeTransaction',
      node(
        'ram:IncludedSupplyChainTradeLineItem',
        node('ram:SpecifiedTradeProduct', leaf('ram:Name', invoice.subject)),
      ),
      node(
        'ram:ApplicableHeaderTradeAgreement',
        leaf('ram:BuyerReference', invoice.buyerReference),
        ciiParty('SellerTradeParty', invoice.seller),
        ciiParty('BuyerTradeParty', invoice.buyer),
        ciiReference('BuyerOrderReferencedDocument', invoice.orderReference),
        ciiReference('ContractReferencedDocument', invoice.contractReference),
      ),
      node(
        'ram:ApplicableHeaderTradeDelivery',
        node('ram:ActualDeliverySupplyChainEvent', ciiDate('OccurrenceDateTime', invoice.performedOn)),
      ),
      ciiSettlement(invoice),
    ),
  ].join('\n')}</rsm:CrossIndustryInvoice>`;
