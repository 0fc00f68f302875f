import { deflateSync } from 'node:zlib';
import { PDFDocument } from '@cantoo/pdf-lib';
import { describe, expect, it } from 'vitest';
import { ciiOf } from '../../helpers/cii-writer.ts';
import { INVOICE } from '../../helpers/einvoice-fixtures.ts';
import { deflatedZeros, pdfWith, rawPdf } from '../../helpers/einvoice-pdf.ts';
import { BOUND_MS, invoiceOf, MEGABYTE, refusalOf, trapped } from '../../helpers/einvoice-reading.ts';
import { startProcessorClock } from '../../helpers/processor.ts';

const CII = ciiOf(INVOICE);
const DAMAGED = 'ce PDF est abîmé ou incomplet';
const HUGE = 'ce PDF est démesuré pour une facture';
const LOCKED = 'ce PDF est protégé par un mot de passe ou chiffré';
const FLATE = '/Filter /FlateDecode';
const good = Buffer.from(CII);

const lock = async (userPassword: string): Promise<Buffer> => {
  const doc = await PDFDocument.load(await pdfWith([{ name: 'factur-x.xml', content: CII }]));
  doc.encrypt({ userPassword, ownerPassword: 'secret' });
  return Buffer.from(await doc.save());
};

/** The objects from 10 on, as many as asked. */
const objects = (count: number, write: (number: number) => string): string =>
  Array.from({ length: count }, (_, index) => write(index + 10)).join('\n');

const kids = `9 0 obj << /Kids [${objects(9000, (number) => `${number} 0 R`)}] >> endobj`;
const inTree = (number: number): string => `/Names << /EmbeddedFiles ${number} 0 R >>`;

const withTable = (entries: string, megabytes: number): Buffer => {
  const zeros = deflatedZeros(megabytes).toString('latin1');
  const table = `8 0 obj\n<< /Type /XRef /Root 1 0 R ${entries} /Filter /FlateDecode >>\nstream\n${zeros}\nendstream\nendobj`;
  const text = rawPdf({ stored: good, objects: [table] }).toString('latin1');
  const at = text.indexOf('8 0 obj');
  return Buffer.from(text.replace('startxref\n0', `startxref\n${at}`), 'latin1');
};

describe('a hostile PDF', () => {
  it('whose data inflate to a gigabyte is refused', async () => {
    expect(await trapped(rawPdf({ stored: deflatedZeros(1024), filter: FLATE }))).toBe(
      'la pièce jointe « factur-x.xml », une fois décompressée, dépasse 20 Mo',
    );
  });

  it('whose other files inflate to a gigabyte is read: nobody inflates them', async () => {
    const bomb = `7 0 obj\n<< /Filter /FlateDecode >>\nstream\n${deflatedZeros(1024).toString('latin1')}\nendstream\nendobj`;
    const spec = '8 0 obj\n<< /F (photo.png) /EF << /F 7 0 R >> >>\nendobj';
    const pdf = rawPdf({ stored: good, catalog: '/AF [8 0 R 5 0 R]', objects: [bomb, spec] });
    expect(await invoiceOf(pdf, 'facture.pdf')).toEqual(INVOICE);
  });

  it('whose objects inflate to a gigabyte is refused', async () => {
    const bomb = `7 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode >>\nstream\n${deflatedZeros(1024).toString('latin1')}\nendstream\nendobj`;
    expect(await trapped(rawPdf({ stored: good, objects: [bomb] }))).toBe(
      'un flux de ce PDF, une fois décompressé, dépasse 20 Mo',
    );
  });

  it('compressed several times over, or in a way of its own, is refused', async () => {
    const twice = rawPdf({
      stored: deflateSync(deflateSync(CII)),
      filter: '/Filter [/FlateDecode /FlateDecode]',
    });
    expect(await trapped(twice)).toBe(
      'la pièce jointe « factur-x.xml » est compressée d’une manière inconnue (FlateDecode, FlateDecode)',
    );
    expect(await trapped(rawPdf({ stored: good, filter: '/Filter /Crypt' }))).toContain('(Crypt)');
    expect(await trapped(rawPdf({ stored: good, filter: FLATE }))).toBe(
      'la pièce jointe « factur-x.xml » est abîmée',
    );
  });

  it('that is locked is refused, with a password or without', async () => {
    expect(await trapped(await lock('secret'))).toBe(LOCKED);
    expect(await trapped(await lock(''))).toBe(LOCKED);
    expect(await trapped(rawPdf({ stored: good, trailer: '/Encrypt 9 0 R' }))).toBe(LOCKED);
  });

  it('cut short anywhere is refused', async () => {
    for (const useObjectStreams of [true, false]) {
      const pdf = await pdfWith([{ name: 'factur-x.xml', content: CII }], { useObjectStreams });
      for (let length = 20; length < pdf.lastIndexOf('startxref'); length += 97)
        expect(await refusalOf(pdf.subarray(0, length), 'piege.pdf')).toBe(`piege.pdf : ${DAMAGED}`);
    }
  });

  it('with a program in it is refused', async () => {
    const pdf = await pdfWith([
      { name: 'factur-x.xml', content: CII },
      { name: 'docs/lisez-moi.pdf.exe', content: 'MZ' },
    ]);
    expect(await trapped(pdf)).toBe('une pièce jointe, « lisez-moi.pdf.exe », est un programme');
  });

  it.each(['/Size 8000000000', '/Size 7 /Index [0 900000000]', '/Size 7 /W [1 999999999 1]'])(
    'whose table of objects says %s is refused',
    async (table) => {
      expect(await trapped(rawPdf({ stored: good, trailer: table }))).toBe(DAMAGED);
    },
  );

  it.each([
    ['objects that overlap', objects(200_000, (number) => `${number} 0 obj (`), inTree(9), HUGE],
    ['a million objects', objects(1_000_000, (number) => `${number} 0 obj 1 endobj`), '', HUGE],
    [
      'a tree of names without an end',
      objects(20_000, (number) => `${number} 0 obj << /Kids [${number + 1} 0 R] >> endobj`),
      inTree(10),
      HUGE,
    ],
    [
      'lengths that are nowhere',
      objects(200_000, (number) => `${number} 0 obj<</Length 1 1 R>>stream\nendstream`),
      '',
      HUGE,
    ],
    [
      'streams without an end',
      objects(200_000, (number) => `${number} 0 obj<<>>stream\n`),
      inTree(4),
      DAMAGED,
    ],
  ])('with %s is refused in bounded time', async (_, written, catalog, sentence) => {
    expect(await trapped(rawPdf({ stored: good, catalog, objects: [kids, written] }))).toBe(sentence);
  });

  it.each([
    [
      'a tree of names as wide as it is deep',
      objects(30, (number) => `${number} 0 obj << /Kids [${`${number + 1} 0 R `.repeat(2000)}] >> endobj`),
      inTree(10),
    ],
    ['arrays one in another', `10 0 obj ${'['.repeat(5_000_000)} endobj`, '/AF 10 0 R /Names 10 0 R'],
    ['a number without an end', `10 0 obj 1 endobj ${'1'.repeat(20_000_000)}`, ''],
    ['a reference to itself', '10 0 obj 10 0 R endobj', '/AF 10 0 R'],
  ])('with %s is found without data in bounded time', async (_, written, catalog) => {
    const spent = startProcessorClock();
    const pdf = rawPdf({ stored: good, catalog, objects: [written] });
    await expect(invoiceOf(pdf, 'piege.pdf')).rejects.toThrow('the file holds no data');
    expect(spent()).toBeLessThan(BOUND_MS);
  });

  it('whose table in a stream tells of millions of objects is refused', async () => {
    expect(await trapped(withTable('/W [0 1 0] /Size 500', 100))).toBe(
      'un flux de ce PDF, une fois décompressé, dépasse 20 Mo',
    );
    expect(await trapped(withTable('/W [0 1 0] /Index [0 19000000]', 19))).toBe(DAMAGED);
  });

  it.each([
    ['tells of the same objects over and over', `/W [0 1 0] /Index [${'0 1000 900 2000 '.repeat(2000)}]`, 19],
    ['has fields as wide as a line', '/W [1 7 1] /Index [0 9]', 1],
  ])('whose table in a stream %s is read without it', async (_, entries, megabytes) => {
    expect(await invoiceOf(withTable(entries, megabytes), 'facture.pdf')).toEqual(INVOICE);
  });

  it('of more than 50 megabytes, or of a gigabyte, is refused unread', async () => {
    const large = Buffer.alloc(1024 * MEGABYTE);
    large.write('%PDF-1.7');
    expect(await trapped(large)).toBe('ce fichier dépasse 50 Mo');
    expect(await trapped(large.subarray(0, 51 * MEGABYTE))).toBe('ce fichier dépasse 50 Mo');
    expect(await trapped(large.subarray(0, 49 * MEGABYTE))).toBe(DAMAGED);
  });
});
