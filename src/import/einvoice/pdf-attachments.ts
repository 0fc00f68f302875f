import { inflateSync } from 'node:zlib';
import { PDFDict, PDFDocument, PDFName, PDFRawStream, PDFArray } from '@cantoo/pdf-lib';
import { refuseFile } from './values.ts';

/** An invoice of thousands of lines is ten times smaller; what grows beyond is a trap. */
const MOST_INFLATED = 20 * 1024 * 1024;

const tooLarge = (file: string): Error =>
  refuseFile(
    file,
    'un flux de ce PDF, une fois décompressé, dépasse 20\u00a0Mo',
    'ce fichier n’est pas une facture ordinaire\u00a0: ne l’ouvrez pas',
  );

const isTooLong = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';

const inflate = (bytes: Uint8Array, file: string): Buffer | null => {
  try {
    return inflateSync(bytes, { maxOutputLength: MOST_INFLATED });
  } catch (error) {
    if (isTooLong(error)) throw tooLarge(file);
    // Damaged: the library will say so, or the stream is no invoice.
    return null;
  }
};

const damaged = (file: string): Error =>
  refuseFile(
    file,
    'ce PDF est abîmé, ou incomplet',
    'demandez-en une copie, ou saisissez la facture avec relance add',
  );

const MOST_FIELD_BYTES = 8;

/** The library counts as far as a table of objects tells it: nothing in it may exceed the file itself. */
const refuseEndlessTable = (dictionary: string, length: number, file: string): void => {
  const bare = dictionary.replaceAll(/<[\dA-Fa-f\s]*>|\([^)]*\)/g, '');
  const isEndless = (bare.match(/\d+/g) ?? []).some((figures) => Number(figures) > length);
  const widths = /\/W\s*\[([^\]]*)\]/.exec(bare)?.[1] ?? '';
  const isTooWide = (widths.match(/\d+/g) ?? []).some((figures) => Number(figures) > MOST_FIELD_BYTES);
  if (isEndless || isTooWide) throw damaged(file);
};

/** The library inflates the streams of objects while it opens a file, without a limit: they are tried first. */
const refuseBombs = (bytes: Buffer, file: string): void => {
  for (const mark of ['/ObjStm', '/XRef']) {
    for (let at = bytes.indexOf(mark); at !== -1; at = bytes.indexOf(mark, at + 1)) {
      const start = bytes.indexOf('stream', at);
      if (start === -1 || start - at > 4096) continue;
      if (mark === '/XRef')
        refuseEndlessTable(
          bytes.subarray(bytes.lastIndexOf(' obj', at) + 4, start).toString('latin1'),
          bytes.length,
          file,
        );
      let from = start + 'stream'.length;
      if (bytes[from] === 0x0d) from += 1;
      if (bytes[from] === 0x0a) from += 1;
      const end = bytes.indexOf('endstream', from);
      inflate(bytes.subarray(from, end === -1 ? undefined : end), file);
    }
  }
};

const contentOf = (stream: PDFRawStream, file: string): Buffer | null => {
  const filter = stream.dict.lookup(PDFName.of('Filter'));
  const names =
    filter instanceof PDFName
      ? [filter.asString()]
      : filter instanceof PDFArray
        ? filter.asArray().map((name) => String(name))
        : [];
  if (names.length === 0) return Buffer.from(stream.contents);
  return names.length === 1 && names[0] === '/FlateDecode' ? inflate(stream.contents, file) : null;
};

/**
 * What is joined to a PDF, whatever the names.
 * @throws RelanceError when it does not open, is locked, or is a trap
 */
export const pdfAttachments = async (bytes: Buffer, file: string): Promise<Buffer[]> => {
  refuseBombs(bytes, file);
  let doc: PDFDocument;
  try {
    doc = await PDFDocument.load(bytes, { password: '', updateMetadata: false });
    // A file cut short may open all the same.
    if (doc.getPageCount() === 0 || !bytes.includes('%%EOF')) throw new Error('cut short');
  } catch {
    // The library throws plain errors of many kinds, each a fault of the file.
    if (!bytes.includes('/Encrypt')) throw damaged(file);
    throw refuseFile(
      file,
      'ce PDF est protégé par un mot de passe',
      'demandez-en une copie, ou saisissez la facture avec relance add',
    );
  }
  const streams = new Set<PDFRawStream>();
  for (const [, object] of doc.context.enumerateIndirectObjects()) {
    if (!(object instanceof PDFDict) || !object.has(PDFName.of('EF'))) continue;
    const files = object.lookup(PDFName.of('EF'));
    if (!(files instanceof PDFDict)) continue;
    for (const key of ['F', 'UF']) {
      const stream = files.lookup(PDFName.of(key));
      if (stream instanceof PDFRawStream) streams.add(stream);
    }
  }
  return [...streams].map((stream) => contentOf(stream, file)).filter((content) => content !== null);
};
