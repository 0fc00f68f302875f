import { PDFDocument } from '@cantoo/pdf-lib';

export interface Party {
  name: string;
  siren?: string;
  vat?: string;
  email?: string;
}

/** An e-invoice to be written by a test; sums are in euros, as the file bears them. */
export interface Sample {
  number: string;
  issuedOn?: string;
  dueOns?: string[];
  total: string;
  due?: string;
  prepaid?: string;
  currency?: string;
  typeCode?: string;
  preceding?: string;
  seller?: Party;
  buyer?: Party;
}

const JEANNE: Party = { name: 'Jeanne Martin', siren: '732829320' };
export const DURAND: Party = {
  name: 'Atelier Durand SARL',
  siren: '552100554',
  email: 'compta@durand.example',
};

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const plainDay = (day: string): string => day.replaceAll('-', '');

const ciiParty = (tag: string, { name, siren, vat, email }: Party): string =>
  `<ram:${tag}><ram:Name>${escaped(name)}</ram:Name>${siren === undefined ? '' : `<ram:SpecifiedLegalOrganization><ram:ID schemeID="0002">${siren}</ram:ID></ram:SpecifiedLegalOrganization>`}${
    email === undefined
      ? ''
      : `<ram:URIUniversalCommunication><ram:URIID schemeID="EM">${email}</ram:URIID></ram:URIUniversalCommunication>`
  }${vat === undefined ? '' : `<ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">${vat}</ram:ID></ram:SpecifiedTaxRegistration>`}</ram:${tag}>`;

/** A Factur-X document in the CII syntax. */
export const cii = ({
  number,
  issuedOn = '2026-10-05',
  dueOns = [],
  total,
  due = total,
  prepaid,
  currency = 'EUR',
  typeCode = '380',
  preceding,
  seller = JEANNE,
  buyer = DURAND,
}: Sample): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
<rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>urn:cen.eu:en16931:2017</ram:ID></ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>
<rsm:ExchangedDocument><ram:ID>${escaped(number)}</ram:ID><ram:TypeCode>${typeCode}</ram:TypeCode><ram:IssueDateTime><udt:DateTimeString format="102">${plainDay(issuedOn)}</udt:DateTimeString></ram:IssueDateTime></rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction>
<ram:ApplicableHeaderTradeAgreement>${ciiParty('SellerTradeParty', seller)}${ciiParty('BuyerTradeParty', buyer)}</ram:ApplicableHeaderTradeAgreement>
<ram:ApplicableHeaderTradeDelivery/>
<ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>${currency}</ram:InvoiceCurrencyCode>
<ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>58</ram:TypeCode><ram:PayeePartyCreditorFinancialAccount><ram:IBANID>FR7630006000011234567890189</ram:IBANID></ram:PayeePartyCreditorFinancialAccount></ram:SpecifiedTradeSettlementPaymentMeans>
${dueOns.map((day) => `<ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime><udt:DateTimeString format="102">${plainDay(day)}</udt:DateTimeString></ram:DueDateDateTime></ram:SpecifiedTradePaymentTerms>`).join('')}
<ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:GrandTotalAmount>${total}</ram:GrandTotalAmount>${prepaid === undefined ? '' : `<ram:TotalPrepaidAmount>${prepaid}</ram:TotalPrepaidAmount>`}<ram:DuePayableAmount>${due}</ram:DuePayableAmount></ram:SpecifiedTradeSettlementHeaderMonetarySummation>
${preceding === undefined ? '' : `<ram:InvoiceReferencedDocument><ram:IssuerAssignedID>${preceding}</ram:IssuerAssignedID></ram:InvoiceReferencedDocument>`}
</ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>`;

const ublParty = (tag: string, { name, siren, vat, email }: Party): string =>
  `<cac:${tag}><cac:Party>${vat === undefined ? '' : `<cac:PartyTaxScheme><cbc:CompanyID>${vat}</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>`}<cac:PartyLegalEntity><cbc:RegistrationName>${escaped(name)}</cbc:RegistrationName>${siren === undefined ? '' : `<cbc:CompanyID schemeID="0002">${siren}</cbc:CompanyID>`}</cac:PartyLegalEntity>${email === undefined ? '' : `<cac:Contact><cbc:ElectronicMail>${email}</cbc:ElectronicMail></cac:Contact>`}</cac:Party></cac:${tag}>`;

/** The same in UBL 2.1. */
export const ubl = ({
  number,
  issuedOn = '2026-10-05',
  dueOns = [],
  total,
  due = total,
  prepaid,
  currency = 'EUR',
  typeCode = '380',
  preceding,
  seller = JEANNE,
  buyer = DURAND,
}: Sample): string => {
  const root = typeCode === '381' ? 'CreditNote' : 'Invoice';
  return `<?xml version="1.0" encoding="UTF-8"?>
<${root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:${root}-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID><cbc:ID>${escaped(number)}</cbc:ID><cbc:IssueDate>${issuedOn}</cbc:IssueDate>
${dueOns[0] === undefined ? '' : `<cbc:DueDate>${dueOns[0]}</cbc:DueDate>`}<cbc:${root}TypeCode>${typeCode}</cbc:${root}TypeCode><cbc:DocumentCurrencyCode>${currency}</cbc:DocumentCurrencyCode>
${preceding === undefined ? '' : `<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>${preceding}</cbc:ID></cac:InvoiceDocumentReference></cac:BillingReference>`}
${ublParty('AccountingSupplierParty', seller)}${ublParty('AccountingCustomerParty', buyer)}
${dueOns
  .slice(1)
  .map(
    (day) =>
      `<cac:PaymentMeans><cbc:PaymentMeansCode>58</cbc:PaymentMeansCode><cbc:PaymentDueDate>${day}</cbc:PaymentDueDate></cac:PaymentMeans>`,
  )
  .join('')}
<cac:LegalMonetaryTotal><cbc:TaxInclusiveAmount currencyID="${currency}">${total}</cbc:TaxInclusiveAmount>${prepaid === undefined ? '' : `<cbc:PrepaidAmount currencyID="${currency}">${prepaid}</cbc:PrepaidAmount>`}<cbc:PayableAmount currencyID="${currency}">${due}</cbc:PayableAmount></cac:LegalMonetaryTotal>
</${root}>`;
};

/** A PDF that bears these files, in the order given. */
export const pdfWith = async (
  attachments: readonly [name: string, content: string | Uint8Array][],
  { userPassword }: { userPassword?: string } = {},
): Promise<Buffer> => {
  const doc = await PDFDocument.create();
  doc.addPage().drawText('Facture');
  for (const [name, content] of attachments)
    await doc.attach(typeof content === 'string' ? Buffer.from(content) : content, name, {
      mimeType: 'text/xml',
    });
  if (userPassword !== undefined) doc.encrypt({ userPassword, ownerPassword: 'owner' });
  return Buffer.from(await doc.save());
};
