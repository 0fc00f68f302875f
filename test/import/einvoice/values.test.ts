import { describe, expect, it } from 'vitest';
import { ciiOf } from '../../helpers/cii-writer.ts';
import { INVOICE } from '../../helpers/einvoice-fixtures.ts';
import { ublOf } from '../../helpers/ubl-writer.ts';
import { changed, invoiceOf, refusalOf } from '../../helpers/einvoice-reading.ts';

const CII = ciiOf(INVOICE);
const UBL = ublOf({ ...INVOICE, syntax: 'ubl' });

/** That total alone: nothing prepaid, all of it due. */
const withTotal = (total: string): string =>
  changed(CII, /(?<=<ram:GrandTotalAmount>).*?<\/ram:DuePayableAmount>/s, `${total}</ram:GrandTotalAmount>`);

describe('amounts', () => {
  it.each([
    ['1440', 144000],
    ['1440.5', 144050],
    ['+1440.00', 144000],
    ['1440.0000', 144000],
    ['.99', 99],
    ['0001.10', 110],
    ['10000000000.00', 1_000_000_000_000],
  ])('%s is read exactly', async (written, cents) => {
    expect((await invoiceOf(withTotal(written))).totalCents).toBe(cents);
  });

  it.each(['1 440,00', '1,440.00', '1440.001', '1e3', '0x10', 'NaN', '--5', '.', '1440€'])(
    '%s is refused',
    async (written) => {
      expect(await refusalOf(withTotal(written))).toBe(
        `facture.xml : le total TTC « ${written} » (BT-112) n’est pas un montant (attendu : 1234.50, 2 décimales au plus en EUR)`,
      );
    },
  );

  it('too large is refused', async () => {
    expect(await refusalOf(withTotal('10000000000.01'))).toContain('est trop grand');
    expect(await refusalOf(withTotal('9'.repeat(400)))).toContain('est trop grand');
  });

  it('are whole yen, and thousandths of a dinar', async () => {
    const yen = { ...INVOICE, currency: 'JPY' };
    expect(await invoiceOf(ciiOf(yen))).toEqual(yen);
    const dinars = { ...INVOICE, currency: 'TND' };
    expect(await invoiceOf(ublOf(dinars))).toEqual({ ...dinars, syntax: 'ubl' });
    expect(
      await refusalOf(changed(ciiOf(yen), 'GrandTotalAmount>144000<', 'GrandTotalAmount>144000.5<')),
    ).toContain('1234, sans décimale en JPY');
  });

  it('without what is due: the total less what was prepaid', async () => {
    const document = changed(CII, /<ram:DuePayableAmount>.*?<\/ram:DuePayableAmount>/, '');
    expect(await invoiceOf(document)).toMatchObject({ totalCents: 144000, dueCents: 104000 });
  });

  it('in a MINIMUM file, which has no room for what was prepaid, it is what is no longer due', async () => {
    const minimum = changed(
      changed(CII, INVOICE.profile ?? '', 'urn:factur-x.eu:1p0:minimum'),
      /<ram:TotalPrepaidAmount>.*?<\/ram:TotalPrepaidAmount>/,
      '',
    );
    expect(await invoiceOf(minimum)).toMatchObject({ prepaidCents: 40000, dueCents: 104000 });
  });

  it('without any total are refused', async () => {
    const document = changed(
      changed(CII, /<ram:DuePayableAmount>.*?<\/ram:DuePayableAmount>/, ''),
      /<ram:GrandTotalAmount>.*?<\/ram:GrandTotalAmount>/,
      '',
    );
    expect(await refusalOf(document)).toBe('facture.xml : il manque le total TTC (BT-112)');
  });

  it('in another currency than the invoice are refused, those of its accounts are left', async () => {
    const pounds = ' currencyID="GBP">1440.00<';
    expect(await refusalOf(changed(CII, 'GrandTotalAmount>1440.00<', `GrandTotalAmount${pounds}`))).toBe(
      'facture.xml : le total TTC « 1440.00 » (BT-112) est en « GBP », la facture en EUR',
    );
    const both = `GrandTotalAmount currencyID="GBP">99.00</ram:GrandTotalAmount><ram:GrandTotalAmount>1440.00<`;
    expect((await invoiceOf(changed(CII, 'GrandTotalAmount>1440.00<', both))).totalCents).toBe(144000);
  });

  it('name the currency when the document does not', async () => {
    const document = changed(UBL, /<cbc:DocumentCurrencyCode>.*?<\/cbc:DocumentCurrencyCode>/, '');
    expect((await invoiceOf(document)).currency).toBe('EUR');
    const none = changed(CII, /<ram:InvoiceCurrencyCode>.*?<\/ram:InvoiceCurrencyCode>/, '');
    expect(await refusalOf(none)).toBe('facture.xml : il manque la devise (BT-5)');
    expect(await refusalOf(changed(CII, '>EUR<', '>ZZZ<'))).toBe(
      'facture.xml : la devise « ZZZ » (BT-5) n’est pas connue (attendu : un code ISO 4217, par exemple EUR)',
    );
  });
});

describe('days', () => {
  it.each([
    '20260131',
    '202601311530',
    '20260131153000',
    '2026-01-31',
    '2026-01-31Z',
    '2026-01-31+01:00',
    '2026-01-31T00:00:00',
  ])('%s is read', async (written) => {
    expect((await invoiceOf(changed(CII, '>20260131<', `>${written}<`))).issuedOn).toBe('2026-01-31');
  });

  it.each(['202601', '20260230', '31/01/2026', '2026-W05', '20260131 bis'])(
    '%s is refused',
    async (written) => {
      expect(await refusalOf(changed(CII, '>20260131<', `>${written}<`))).toBe(
        `facture.xml : la date de la facture « ${written} » (BT-2) n’est pas une date (attendu : 20260131 ou 2026-01-31)`,
      );
    },
  );

  it('may be several due dates, or none', async () => {
    const repeated = ['2026-03-02', '2026-02-14', '2026-03-02'];
    const dueOns = ['2026-03-02', '2026-02-14'];
    expect((await invoiceOf(ciiOf({ ...INVOICE, dueOns: repeated }))).dueOns).toEqual(dueOns);
    expect((await invoiceOf(ublOf({ ...INVOICE, dueOns: repeated }))).dueOns).toEqual(dueOns);
    expect((await invoiceOf(ciiOf({ ...INVOICE, dueOns: [] }))).dueOns).toEqual([]);
  });

  it('say when the period billed ends, without a delivery', async () => {
    const period = '<cac:InvoicePeriod><cbc:EndDate>2026-01-15</cbc:EndDate></cac:InvoicePeriod>';
    const document = changed(UBL, /<cac:Delivery>.*?<\/cac:Delivery>/s, period);
    expect((await invoiceOf(document)).performedOn).toBe('2026-01-15');
  });
});
