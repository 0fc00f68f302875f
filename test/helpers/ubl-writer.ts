import type { EInvoice, Party } from '../../src/import/einvoice/einvoice-types.ts';
import { decimalOf, leaf, node } from './xml-writing.ts';

const lineAt = ({ address }: Party, index: number): string | null => address?.split('\n')[index] ?? null;

const ublParty = (name: string, party: Party): string =>
  node(
    `cac:${name}`,
    node(
      'cac:Party',
      node('cac:PartyIdentification', leaf('cbc:ID', party.siret, ' schemeID="0009"')),
      node('cac:PartyName', leaf('cbc:Name', party.tradingName)),
      node(
        'cac:PostalAddress',
        leaf('cbc:StreetName', lineAt(party, 0)),
        leaf('cbc:AdditionalStreetName', lineAt(party, 1)),
        leaf('cbc:CityName', party.city),
        leaf('cbc:PostalZone', party.postalCode),
        node('cac:AddressLine', leaf('cbc:Line', lineAt(party, 2))),
        node('cac:Country', leaf('cbc:IdentificationCode', party.country)),
      ),
      node(
        'cac:PartyTaxScheme',
        leaf('cbc:CompanyID', party.vatNumber),
        node('cac:TaxScheme', leaf('cbc:ID', 'VAT')),
      ),
      node(
        'cac:PartyLegalEntity',
        leaf('cbc:RegistrationName', party.name),
        leaf('cbc:CompanyID', party.siren, ' schemeID="0002"'),
      ),
      node(
        'cac:Contact',
        leaf('cbc:Name', party.contactName),
        leaf('cbc:Telephone', party.phone),
        leaf('cbc:ElectronicMail', party.email),
      ),
    ),
  );

/** The invoice as UBL 2.1 writes it: a credit note in a document of its own. */
export const ublOf = (invoice: EInvoice): string => {
  const root = invoice.typeCode === '381' ? 'CreditNote' : 'Invoice';
  const amount = (name: string, cents: number): string =>
    leaf(`cbc:${name}`, decimalOf(cents, invoice.currency), ` currencyID="${invoice.currency}"`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<${root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:${root}-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">${[
    leaf('cbc:CustomizationID', invoice.profile),
    leaf('cbc:ID', invoice.number),
    leaf('cbc:IssueDate', invoice.issuedOn),
    leaf(`cbc:${root}TypeCode`, invoice.typeCode),
    leaf('cbc:DocumentCurrencyCode', invoice.currency),
    leaf('cbc:BuyerReference', invoice.buyerReference),
    node('cac:OrderReference', leaf('cbc:ID', invoice.orderReference)),
    ...invoice.preceding.map((number) =>
      node('cac:BillingReference', node('cac:InvoiceDocumentReference', leaf('cbc:ID', number))),
    ),
    node('cac:ContractDocumentReference', leaf('cbc:ID', invoice.contractReference)),
    ublParty('AccountingSupplierParty', invoice.seller),
    ublParty('AccountingCustomerParty', invoice.buyer),
    node('cac:Delivery', leaf('cbc:ActualDeliveryDate', invoice.performedOn)),
    ...invoice.dueOns.map((day) => node('cac:PaymentMeans', leaf('cbc:PaymentDueDate', day))),
    node(
      'cac:PaymentMeans',
      node('cac:PayeeFinancialAccount', leaf('cbc:ID', invoice.payeeIban)),
      node(
        'cac:PaymentMandate',
        node('cac:PayerFinancialAccount', leaf('cbc:ID', 'FR7630006000011234567890189')),
      ),
    ),
    node('cac:PaymentTerms', leaf('cbc:Note', invoice.terms)),
    node(
      'cac:LegalMonetaryTotal',
      amount('TaxInclusiveAmount', invoice.totalCents),
      amount('PrepaidAmount', invoice.prepaidCents),
      amount('PayableRoundingAmount', invoice.roundingCents),
      amount('PayableAmount', invoice.dueCents),
    ),
    node(`cac:${root}Line`, node('cac:Item', leaf('cbc:Name', invoice.subject))),
  ].join('\n')}</${root}>`;
};
