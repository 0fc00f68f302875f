import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ciiOf } from '../../helpers/cii-writer.ts';
import { INVOICE } from '../../helpers/einvoice-fixtures.ts';
import { pdfWith, rawPdf } from '../../helpers/einvoice-pdf.ts';
import { invoiceOf, refusalOf } from '../../helpers/einvoice-reading.ts';
import { streamedPdf, tabledPdf, type PdfBodies } from '../../helpers/pdf-tables.ts';

const CII = ciiOf(INVOICE);
const latin1 = (text: string): string => Buffer.from(text).toString('latin1');
const OTHER = latin1(ciiOf({ ...INVOICE, number: 'AUTRE' }));

const stream = (entries: string, content: string): string =>
  `<< ${entries} >>\nstream\n${content}\nendstream`;
const embedded = (content: string, length = String(content.length)): string =>
  stream(`/Type /EmbeddedFile /Length ${length}`, content);

/** A catalogue, a page and one joined file: objects 1 to 5. */
const BODIES: PdfBodies = {
  1: '<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [(bon.pdf) 8 0 R (factur-x.xml) 5 0 R] >> >> >>',
  2: '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
  3: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>',
  4: embedded(latin1(CII)),
  5: '<< /Type /Filespec /F (factur-x.xml) /EF << /F 4 0 R >> >>',
  8: '<< /Type /Filespec /F (bon.pdf) /EF << /F 6 0 R >> >>',
};

/** A PDF that has objects of the same numbers, an invoice of another and ends of streams. */
const DECOY = tabledPdf({
  1: '<< /Type /Catalog /Pages 2 0 R >>',
  4: embedded(OTHER),
  5: '<< /C 1 >>',
  8: '<< >>',
})
  .toString('latin1')
  .replace('%%EOF', '7 0 obj\n<< /Length 5 >>\nstream\nhello\nendstream\nendobj\n%%EOF');

const read = (pdf: Uint8Array) => invoiceOf(pdf, 'facture.pdf');

describe('a PDF joined as it is beside the invoice hides nothing', () => {
  it.each([
    ['its length kept behind', { 6: embedded(DECOY, '7 0 R'), 7: String(DECOY.length) }],
    ['its length wrong', { 6: embedded(DECOY, '12') }],
    ['its length far too long', { 6: embedded(DECOY, '99999999') }],
    ['no length at all', { 6: stream('/Type /EmbeddedFile', DECOY) }],
    ['its length nowhere', { 6: embedded(DECOY, '77 0 R') }],
  ])('with %s', async (_, joined: PdfBodies) => {
    expect(await read(tabledPdf({ ...BODIES, ...joined }))).toEqual(INVOICE);
    const { 4: data = '', ...rest }: PdfBodies = { ...BODIES, ...joined };
    const { 1: root = '', 2: pages = '', 3: page = '', 5: spec = '', 8: other = '', ...streams } = rest;
    const kept = { 1: root, 2: pages, 3: page, 5: spec, 8: other };
    expect(await read(streamedPdf({ ...streams, 4: data }, kept))).toEqual(INVOICE);
  });

  it('and without any table, its length kept behind', async () => {
    const joined = `9 0 obj\n${embedded(DECOY, '7 0 R')}\nendobj`;
    const objects = ['7 0 obj\n3\nendobj', joined, `7 0 obj\n${DECOY.length}\nendobj`];
    const spec = '8 0 obj\n<< /F (bon.pdf) /EF << /F 9 0 R >> >>\nendobj';
    const pdf = rawPdf({
      stored: Buffer.from(CII),
      catalog: '/AF [8 0 R 5 0 R]',
      objects: [spec, ...objects],
    });
    expect(await read(pdf)).toEqual(INVOICE);
  });

  it('nor does a locked one', async () => {
    const locked = DECOY.replace('/Root 1 0 R', '/Root 1 0 R /Encrypt 9 0 R');
    expect(await read(tabledPdf({ ...BODIES, 6: embedded(locked, '3') }))).toEqual(INVOICE);
  });
});

describe('the table of a PDF', () => {
  it('counts from its own mark, when something is written before', async () => {
    const pdf = tabledPdf({ ...BODIES, 6: embedded(DECOY, '3') }, { before: 'X-Header: 1\n\n' });
    expect(await read(pdf)).toEqual(INVOICE);
  });

  it('is left when it is wrong, or leads round and round', async () => {
    const pdf = tabledPdf({ ...BODIES, 6: embedded('%PDF-1.4') }).toString('latin1');
    for (const wrong of [
      pdf.replaceAll(/^\d{10} 00000 n/gm, '0000000012 00000 n'),
      pdf.replace(/startxref\n\d+/, 'startxref\n99999999'),
      pdf.replace(/startxref\n\d+/, 'startxref\n-1'),
      pdf.replace('/Size 99', (size) => `${size} /Prev ${pdf.lastIndexOf('xref\n0 1')}`),
      pdf.replace('0 1\n0000000000', '0 9999999\n0000000000'),
    ])
      expect(await read(Buffer.from(wrong, 'latin1'))).toEqual(INVOICE);
  });

  it('says what replaced what, whatever the order in the file', async () => {
    const first = tabledPdf({ ...BODIES, 4: embedded(OTHER), 6: embedded('x') }).toString('latin1');
    const previous = first.lastIndexOf('xref\n0 1');
    const at = first.length;
    const update = `4 0 obj\n${embedded(latin1(CII))}\nendobj\n`;
    const table = `xref\n4 1\n${String(at).padStart(10, '0')} 00000 n \ntrailer\n<< /Size 99 /Root 1 0 R /Prev ${previous} >>\nstartxref\n${at + update.length}\n%%EOF\n`;
    expect(await read(Buffer.from(first + update + table, 'latin1'))).toEqual(INVOICE);
  });
});

describe('a joined file', () => {
  const plain = Buffer.from(CII);

  it.each([
    'C:\\\\Users\\\\moi\\\\factur-x.xml',
    './a/factur-x.xml',
    '../../factur-x.xml',
    '/tmp/factur-x.xml',
    '~/factur-x.xml',
    'factur-x.xml\\000',
  ])('is known by the last part of its name: %s', async (name) => {
    const joined = stream('/Type /EmbeddedFile', OTHER);
    const pdf = rawPdf({
      name,
      stored: plain,
      catalog: '/AF [8 0 R 5 0 R]',
      objects: [
        `7 0 obj\n${joined}\nendobj`,
        '8 0 obj\n<< /F (fournisseur.xml) /EF << /F 7 0 R >> >>\nendobj',
      ],
    });
    expect(await read(pdf)).toEqual(INVOICE);
  });

  it.each([
    ['under /UF alone', '/UF (factur-x.xml) /EF << /UF 6 0 R >>'],
    ['whose /UF leads nowhere', '/F (factur-x.xml) /EF << /UF 66 0 R /F 6 0 R >>'],
    ['named in UTF-16', '/UF <FEFF006600610063007400750072002D0078002E0078006D006C> /EF << /F 6 0 R >>'],
    [
      'named in UTF-16, the other way round',
      '/UF <FFFE6600610063007400750072002D0078002E0078006D006C00> /EF << /F 6 0 R >>',
    ],
    ['with no name of its own', '/EF << /F 6 0 R >>'],
  ])('is read %s', async (_, specification) => {
    const names = `/Names << /EmbeddedFiles << /Names [<6661637475722d782e786d6c> << ${specification} >> (autre.xml) 8 0 R] >> >>`;
    const other = [
      `7 0 obj\n${embedded(OTHER)}\nendobj`,
      '8 0 obj\n<< /F (autre.xml) /EF << /F 7 0 R >> >>\nendobj',
    ];
    expect(await read(rawPdf({ stored: plain, catalog: names, objects: other }))).toEqual(INVOICE);
  });

  it.each([
    ['by the catalogue, alone in its list', '/AF 5 0 R', ''],
    ['by its page', '', '/AF [5 0 R]'],
    ['by a note on its page', '', '/Annots [<< /Type /Annot /Subtype /FileAttachment /FS 5 0 R >>]'],
  ])('is read when it is named %s', async (_, catalog, page) => {
    const pdf = rawPdf({ stored: plain, catalog }).toString('latin1');
    const named = pdf.replace('/MediaBox', `${page} /MediaBox`);
    expect(await read(Buffer.from(named, 'latin1'))).toEqual(INVOICE);
  });

  it('is read beside another that is missing', async () => {
    const photo = '8 0 obj\n<< /F (photo.png) /EF << /F 77 0 R >> >>\nendobj';
    expect(await read(rawPdf({ stored: plain, catalog: '/AF [8 0 R 5 0 R]', objects: [photo] }))).toEqual(
      INVOICE,
    );
    const lost = '8 0 obj\n<< /F (factur-x.xml) /EF << /F 77 0 R >> >>\nendobj';
    expect(
      await refusalOf(rawPdf({ stored: plain, catalog: '/AF [8 0 R]', objects: [lost] }), 'facture.pdf'),
    ).toBe('facture.pdf : ce PDF est abîmé ou incomplet');
  });

  it('is read when blanks follow the word that opens its stream', async () => {
    const pdf = rawPdf({ stored: deflateSync(CII), filter: '/Filter /FlateDecode' });
    const blank = Buffer.from(pdf.toString('latin1').replace('stream\n', 'stream \r\n'), 'latin1');
    expect(await read(blank)).toEqual(INVOICE);
  });

  it('in a list of filters, none or one, is read in and out of the table', async () => {
    const both = await pdfWith([
      { name: 'commande.xml', content: '<Order xmlns="x"/>' },
      { name: 'a/b/factur-x.xml', content: CII },
    ]);
    expect(await read(both)).toEqual(INVOICE);
  });
});
