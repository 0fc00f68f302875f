import { describe, expect, it } from 'vitest';
import type { Party } from '../../../src/import/einvoice/einvoice-types.ts';
import { ciiOf } from '../../helpers/cii-writer.ts';
import { BUYER, INVOICE, SELLER } from '../../helpers/einvoice-fixtures.ts';
import { ublOf } from '../../helpers/ubl-writer.ts';
import { changed, invoiceOf, refusalOf } from '../../helpers/einvoice-reading.ts';

const CII = ciiOf(INVOICE);
const UBL = ublOf({ ...INVOICE, syntax: 'ubl' });

const buyerOf = async (buyer: Partial<Party>): Promise<Party> =>
  (await invoiceOf(ciiOf({ ...INVOICE, buyer: { ...BUYER, ...buyer } }))).buyer;

describe('a document', () => {
  it('is read whole, in CII and in UBL', async () => {
    expect(await invoiceOf(CII)).toEqual(INVOICE);
    expect(await invoiceOf(UBL)).toEqual({ ...INVOICE, syntax: 'ubl' });
  });

  it.each([
    ['380', 'invoice'],
    ['384', 'corrected'],
    ['386', 'prepayment'],
    ['326', 'partial'],
    ['389', 'self-billed'],
    ['393', 'factored'],
    ['751', 'invoice'],
    ['381', 'credit-note'],
    ['261', 'credit-note'],
    ['503', 'credit-note'],
  ])('of type %s is of kind %s', async (typeCode, kind) => {
    expect(await invoiceOf(ciiOf({ ...INVOICE, typeCode }))).toMatchObject({ typeCode, kind });
  });

  it('without a type is an invoice; a pro forma or an order is refused', async () => {
    expect((await invoiceOf(ciiOf({ ...INVOICE, typeCode: null }))).kind).toBe('invoice');
    expect(await refusalOf(ciiOf({ ...INVOICE, typeCode: '325' }))).toBe(
      'facture.xml : c’est une facture pro forma (type 325, BT-3), qui ne réclame rien',
    );
    expect(await refusalOf(ciiOf({ ...INVOICE, typeCode: '220' }))).toBe(
      'facture.xml : le type de document « 220 » (BT-3) n’est pas celui d’une facture (attendu : 380, 381, 384 ou 386 par exemple)',
    );
  });

  it('below zero is a credit note, and what it takes off is above', async () => {
    const written = { ...INVOICE, totalCents: -12050, prepaidCents: 0, dueCents: -12050 };
    expect(await invoiceOf(ciiOf(written))).toEqual({
      ...INVOICE,
      kind: 'credit-note',
      isCreditNote: true,
      totalCents: 12050,
      prepaidCents: 0,
      dueCents: 12050,
    });
  });

  it('that was overpaid stays an invoice, with less than nothing due', async () => {
    const overpaid = { ...INVOICE, prepaidCents: 200000, dueCents: -56000 };
    expect(await invoiceOf(ciiOf(overpaid))).toEqual(overpaid);
  });

  it('of ZUGFeRD 1 has other names for the same things', async () => {
    const old = CII.replaceAll('CrossIndustryInvoice', 'CrossIndustryDocument')
      .replaceAll('rsm:ExchangedDocumentContext', 'rsm:SpecifiedExchangedDocumentContext')
      .replaceAll('rsm:ExchangedDocument>', 'rsm:HeaderExchangedDocument>')
      .replaceAll('rsm:SupplyChainTradeTransaction', 'rsm:SpecifiedSupplyChainTradeTransaction')
      .replaceAll('ApplicableHeaderTrade', 'ApplicableSupplyChainTrade')
      .replaceAll('SettlementHeaderMonetary', 'SettlementMonetary');
    expect(await invoiceOf(old)).toEqual(INVOICE);
  });
});

const withEndpoint = (value: string): string =>
  changed(
    ciiOf({ ...INVOICE, buyer: { ...BUYER, email: null } }),
    '</ram:BuyerTradeParty>',
    `<ram:URIUniversalCommunication><ram:URIID schemeID="EM">${value}</ram:URIID></ram:URIUniversalCommunication></ram:BuyerTradeParty>`,
  );

describe('parties', () => {
  it('have a SIREN drawn from what they give, with a scheme or the right key', async () => {
    expect(await buyerOf({ siren: '55210055400013', siret: null })).toMatchObject({
      siren: '552100554',
      siret: '55210055400013',
    });
    expect(await buyerOf({ siren: null, siret: null })).toMatchObject({ siren: '552100554', siret: null });
    expect(await buyerOf({ siren: null, siret: null, vatNumber: 'FR 96 552.100.554' })).toMatchObject({
      siren: '552100554',
      vatNumber: 'FR96552100554',
    });
    expect(await buyerOf({ siren: null, siret: null, vatNumber: 'FR96552100555' })).toMatchObject({
      siren: null,
    });
    expect(await buyerOf({ siret: '73282932000074' })).toMatchObject({ siren: '552100554', siret: null });
  });

  it('have none when nine digits may be anything', async () => {
    const foreign = ciiOf({
      ...INVOICE,
      buyer: { ...BUYER, country: 'NO', siret: null, vatNumber: 'NO552100554MVA' },
    }).replaceAll(' schemeID="0002">552100554', '>552100554');
    expect((await invoiceOf(foreign)).buyer).toMatchObject({ siren: null, vatNumber: 'NO552100554MVA' });
    const french = ciiOf({ ...INVOICE, buyer: { ...BUYER, siret: null, vatNumber: null } }).replaceAll(
      ' schemeID="0002">552100554',
      '>552 100 554',
    );
    expect((await invoiceOf(french)).buyer.siren).toBe('552100554');
  });

  it('may be known by the address of their platform', async () => {
    const bare = ciiOf({ ...INVOICE, buyer: { ...BUYER, siren: null, siret: null, vatNumber: null } });
    const uri =
      '<ram:URIUniversalCommunication><ram:URIID schemeID="0225">552100554_COMPTA</ram:URIID></ram:URIUniversalCommunication>';
    expect(
      (await invoiceOf(changed(bare, '</ram:BuyerTradeParty>', `${uri}</ram:BuyerTradeParty>`))).buyer,
    ).toMatchObject({
      siren: '552100554',
      email: 'compta@nord.example',
    });
  });

  it('have an address to write to, never an identifier', async () => {
    expect((await invoiceOf(withEndpoint('mailto:Compta@Nord.example'))).buyer.email).toBe(
      'Compta@Nord.example',
    );
    expect((await invoiceOf(withEndpoint('552100554'))).buyer.email).toBeNull();
    expect((await invoiceOf(withEndpoint('a@b, c@d'))).buyer.email).toBeNull();
  });

  it('have a name, the trading one if need be, else they are refused', async () => {
    expect(await buyerOf({ name: '' })).toMatchObject({ name: 'Nord', tradingName: null });
    expect(
      await refusalOf(
        ciiOf({ ...INVOICE, buyer: { ...BUYER, name: ' ', tradingName: null, contactName: null } }),
      ),
    ).toBe('facture.xml : il manque le nom de l’acheteur (BT-44)');
    expect(
      await refusalOf(
        ciiOf({ ...INVOICE, seller: { ...SELLER, name: '', tradingName: null, contactName: null } }),
      ),
    ).toBe('facture.xml : il manque le nom du vendeur (BT-27)');
  });

  it('give harmless lines, whatever is in them', async () => {
    expect(
      await buyerOf({ name: 'Nord\u001b[31m\u202e\nFils', contactName: 'n/a', phone: '-' }),
    ).toMatchObject({
      name: 'Nord[31m Fils',
      contactName: null,
      phone: null,
    });
  });
});

describe('the rest', () => {
  it('never takes the account of the debtor', async () => {
    expect(await invoiceOf(ciiOf({ ...INVOICE, payeeIban: null }))).toMatchObject({ payeeIban: null });
    expect(await invoiceOf(ublOf({ ...INVOICE, payeeIban: null }))).toMatchObject({ payeeIban: null });
    expect(await invoiceOf(ublOf({ ...INVOICE, payeeIban: '1234567891234' }))).toMatchObject({
      payeeIban: null,
    });
  });

  it('takes its subject from a note, but not from the mentions that the law wants', async () => {
    const notes = '<cbc:Note>#PMT#Indemnité de 40 €</cbc:Note><cbc:Note>Refonte du site</cbc:Note>';
    const document = changed(
      ublOf({ ...INVOICE, subject: null }),
      '<cbc:BuyerReference>',
      `${notes}<cbc:BuyerReference>`,
    );
    expect((await invoiceOf(document)).subject).toBe('Refonte du site');
  });

  it('passes over lines that gather others', async () => {
    const group =
      '<ram:IncludedSupplyChainTradeLineItem><ram:AssociatedDocumentLineDocument><ram:LineStatusReasonCode>GROUP</ram:LineStatusReasonCode></ram:AssociatedDocumentLineDocument><ram:SpecifiedTradeProduct><ram:Name>Lot 1</ram:Name></ram:SpecifiedTradeProduct></ram:IncludedSupplyChainTradeLineItem>';
    const document = changed(
      CII,
      '<ram:IncludedSupplyChainTradeLineItem>',
      `${group}<ram:IncludedSupplyChainTradeLineItem>`,
    );
    expect((await invoiceOf(document)).subject).toBe('Refonte du site <accueil>');
  });

  it('says what is missing', async () => {
    expect(await refusalOf(ciiOf({ ...INVOICE, number: ' ' }))).toBe(
      'facture.xml : il manque le numéro de la facture (BT-1)',
    );
    expect(await refusalOf(ciiOf({ ...INVOICE, number: 'F'.repeat(201) }))).toBe(
      'facture.xml : le numéro de la facture (BT-1) dépasse 200 caractères',
    );
    expect(await refusalOf(changed(UBL, '<cbc:IssueDate>2026-01-31</cbc:IssueDate>', ''))).toBe(
      'facture.xml : il manque la date de la facture (BT-2)',
    );
  });
});
