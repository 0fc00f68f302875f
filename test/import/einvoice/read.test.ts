import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readEInvoice } from '../../../src/import/einvoice/read-einvoice.ts';
import { ciiOf } from '../../helpers/cii-writer.ts';
import { INVOICE } from '../../helpers/einvoice-fixtures.ts';
import { ublOf } from '../../helpers/ubl-writer.ts';
import { pdfWith, rawPdf } from '../../helpers/einvoice-pdf.ts';
import { invoiceOf, refusalOf } from '../../helpers/einvoice-reading.ts';

const CII = ciiOf(INVOICE);
const OTHER = ciiOf({ ...INVOICE, number: 'AUTRE' });
const ZUGFERD1 = OTHER.replaceAll('CrossIndustryInvoice', 'CrossIndustryDocument');
const ORDER = '<rsm:SCRDMCCBDACIOMessageStructure xmlns:rsm="x"><a/></rsm:SCRDMCCBDACIOMessageStructure>';

describe('a Factur-X PDF', () => {
  it.each([
    'factur-x.xml',
    'ZUGFeRD-invoice.xml',
    'zugferd-invoice.xml',
    'xrechnung.xml',
    'facture-2026-014.xml',
    'données',
  ])('is read whatever the name of its data: %s', async (name) => {
    const bytes = await pdfWith([{ name, content: CII }]);
    const read = await readEInvoice(bytes, 'facture.pdf');
    expect(read).toEqual({ invoice: INVOICE, isPdf: true });
  });

  it('is read without object streams, with UBL in it, and from its bytes whatever the name of the file', async () => {
    const bytes = await pdfWith([{ name: 'facture.xml', content: ublOf(INVOICE) }], {
      useObjectStreams: false,
    });
    expect(await invoiceOf(bytes, 'facture.xml')).toEqual({ ...INVOICE, syntax: 'ubl' });
  });

  it.each([
    ['as it is', { stored: Buffer.from(CII) }],
    ['compressed', { stored: deflateSync(CII), filter: '/Filter /FlateDecode' }],
    ['with a list of one filter', { stored: deflateSync(CII), filter: '/Filter [/FlateDecode]' }],
    [
      'with a wrong checksum',
      {
        stored: Buffer.concat([deflateSync(CII).subarray(0, -4), Buffer.alloc(4)]),
        filter: '/Filter /FlateDecode',
      },
    ],
    ['with a wrong length', { stored: Buffer.from(CII), length: '7' }],
    [
      'with a length kept elsewhere',
      { stored: Buffer.from(CII), length: '9 0 R', objects: [`9 0 obj ${Buffer.byteLength(CII)} endobj`] },
    ],
    ['named in the catalogue alone', { stored: Buffer.from(CII), catalog: '/AF [5 0 R]' }],
    [
      'down a tree of names, a node of which leads back',
      {
        stored: Buffer.from(CII),
        catalog: '/Names << /EmbeddedFiles 8 0 R >>',
        objects: ['8 0 obj << /Kids [8 0 R 4 0 R] >> endobj'],
      },
    ],
    ['named with escapes', { stored: Buffer.from(CII), name: 'factur\\055x\\056xml' }],
    ['with a mark', { stored: Buffer.from(`\ufeff${CII}`) }],
  ])('is read with its data %s', async (_, pdf) => {
    expect(await invoiceOf(rawPdf(pdf), 'facture.pdf')).toEqual(INVOICE);
  });

  it.each(['behind', 'before'])('may carry another PDF as it is, its length kept %s', async (where) => {
    const other = rawPdf({ stored: Buffer.from(OTHER) }).toString('latin1');
    const length = `9 0 obj ${other.length} endobj`;
    const joined = `8 0 obj\n<< /Type /EmbeddedFile /Length 9 0 R >>\nstream\n${other}\nendstream\nendobj`;
    const spec = '7 0 obj\n<< /F (autre.pdf) /EF << /F 8 0 R >> >>\nendobj';
    const objects = where === 'before' ? [length, joined, spec] : [joined, length, spec];
    const pdf = rawPdf({ stored: Buffer.from(CII), objects, catalog: '/AF [7 0 R 5 0 R]' });
    expect(await invoiceOf(pdf, 'facture.pdf')).toEqual(INVOICE);
  });

  it('is read after it was completed: the last object of a number is the one', async () => {
    const first = rawPdf({ stored: Buffer.from(OTHER) });
    const update = `6 0 obj\n<< /Length ${Buffer.byteLength(CII)} >>\nstream\n${CII}\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n`;
    expect(await invoiceOf(Buffer.concat([first, Buffer.from(update)]), 'facture.pdf')).toEqual(INVOICE);
  });

  it('may carry other files, whatever they are', async () => {
    const bytes = await pdfWith([
      { name: 'Relevé 01/2026.pdf', content: '%PDF-1.4', mimeType: 'application/pdf' },
      { name: 'temps.csv', content: 'a;b', mimeType: 'text/csv' },
      { name: 'schema.xml', content: '<schema/>' },
      { name: 'bon.xml', content: ORDER },
      { name: 'facture.xml', content: CII },
    ]);
    expect(await invoiceOf(bytes, 'facture.pdf')).toEqual(INVOICE);
  });

  it.each([
    ['ZUGFeRD-invoice.xml', ZUGFERD1, 'factur-x.xml'],
    ['facture-fournisseur.xml', OTHER, 'factur-x.xml'],
    ['facture-fournisseur.xml', OTHER, 'zugferd-invoice.xml'],
    ['old.xml', ZUGFERD1, 'new.xml'],
  ])('with %s chooses the other one', async (name, content, own) => {
    const both = [
      { name, content },
      { name: own, content: CII },
    ];
    expect(await invoiceOf(await pdfWith(both), 'facture.pdf')).toEqual(INVOICE);
    expect(await invoiceOf(await pdfWith(both.toReversed()), 'facture.pdf')).toEqual(INVOICE);
  });

  it('with two invoices that nothing tells apart is refused, the same one twice is not', async () => {
    const twice = (content: string) =>
      pdfWith([
        { name: 'a.xml', content: CII },
        { name: 'b.xml', content },
      ]);
    expect(await refusalOf(await twice(OTHER), 'facture.pdf')).toBe(
      'facture.pdf : ce PDF contient plusieurs factures, « a.xml » et « b.xml »',
    );
    expect(await invoiceOf(await twice(CII), 'facture.pdf')).toEqual(INVOICE);
  });

  it('is refused when what it carries is no invoice under the name of one', async () => {
    expect(await refusalOf(await pdfWith([{ name: 'factur-x.xml', content: '<a/>' }]), 'facture.pdf')).toBe(
      'facture.pdf : la pièce jointe « factur-x.xml » n’est pas une facture',
    );
  });

  it('without data is handed back', async () => {
    const bytes = await pdfWith([{ name: 'photo.png', content: 'x', mimeType: 'image/png' }]);
    expect(await readEInvoice(bytes, 'scan.pdf')).toEqual({ invoice: null, isPdf: true, what: null });
  });
});

describe('a bare document', () => {
  const declared = (encoding: string): string => CII.replace('UTF-8', encoding);

  it.each([
    ['UTF-8', Buffer.from(CII)],
    ['UTF-8 with its mark', Buffer.from(`\ufeff${CII}`)],
    ['UTF-16 with its mark', Buffer.from(`\ufeff${declared('UTF-16')}`, 'utf16le')],
    ['UTF-16, the other way round', Buffer.from(`\ufeff${declared('UTF-16')}`, 'utf16le').swap16()],
    ['UTF-16 without a mark', Buffer.from(declared('UTF-16'), 'utf16le')],
    ['ISO-8859-1', Buffer.from(declared('ISO-8859-1'), 'latin1')],
    ['Windows-1252', Buffer.from(declared('windows-1252'), 'latin1')],
  ])('is read in %s', async (_, bytes) => {
    expect(await readEInvoice(bytes, 'facture.xml')).toEqual({ invoice: INVOICE, isPdf: false });
  });

  it('is read whatever the name of the file, with comments and sections before and in it', async () => {
    const commented = CII.replace('<rsm:Cross', `<!-- ${'<x>'.repeat(20_000)} --><rsm:Cross`).replace(
      '>F-2026-014<',
      '><![CDATA[F-2026-]]>014<!-- n° --><',
    );
    expect(await invoiceOf(commented, 'facture.pdf')).toEqual(INVOICE);
  });

  it('with thousands of lines and marks in their texts is read', async () => {
    const line =
      '<ram:IncludedSupplyChainTradeLineItem><ram:SpecifiedTradeProduct><ram:Name>A &amp; B</ram:Name></ram:SpecifiedTradeProduct></ram:IncludedSupplyChainTradeLineItem>';
    const long = CII.replace(
      '<ram:ApplicableHeaderTradeAgreement>',
      `${line.repeat(5000)}<ram:ApplicableHeaderTradeAgreement>`,
    );
    expect(await invoiceOf(long)).toEqual(INVOICE);
  });

  it('with a file of several megabytes joined to it is read', async () => {
    const joined = `<ram:AdditionalReferencedDocument><ram:AttachmentBinaryObject mimeCode="application/pdf" filename="detail.pdf">${'QUJD'.repeat(600_000)}</ram:AttachmentBinaryObject></ram:AdditionalReferencedDocument></ram:ApplicableHeaderTradeAgreement>`;
    expect(await invoiceOf(CII.replace('</ram:ApplicableHeaderTradeAgreement>', joined))).toEqual(INVOICE);
  });

  it.each([
    ['<a/>', 'ce document XML n’est pas une facture (ni CII, ni UBL)'],
    ['Invoice', 'ce n’est ni un PDF, ni un document XML'],
    ['', 'ce fichier est vide'],
    ['PK\u0003\u0004', 'ce n’est ni un PDF, ni un document XML'],
    [
      '<Invoice xmlns="urn:autre"><Total>3</Total></Invoice>',
      'ce document XML n’est pas une facture (ni CII, ni UBL)',
    ],
  ])('%s is refused', async (content, what) => {
    expect(await refusalOf(content, 'essai.xml')).toMatch(/^essai\.xml : /);
    expect(await refusalOf(content, 'essai.xml')).toBe(`essai.xml : ${what}`);
  });
});
