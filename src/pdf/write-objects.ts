import { PDFCrossRefSection, PDFTrailer, PDFTrailerDict, type PDFDocument } from '@cantoo/pdf-lib';

interface Part {
  sizeInBytes: () => number;
  copyBytesInto: (buffer: Uint8Array, offset: number) => number;
}

const bytesOf = (part: Part | string): Uint8Array => {
  if (typeof part === 'string') return Buffer.from(part, 'latin1');
  const bytes = new Uint8Array(part.sizeInBytes());
  part.copyBytesInto(bytes, 0);
  return bytes;
};

/** Writes a document object by object: the library would make it whole in memory, beside all that it is made of. */
export const writeObjects = async (doc: PDFDocument, write: (bytes: Uint8Array) => void): Promise<void> => {
  await doc.flush();
  const { context } = doc;
  const { Root, Info } = context.trailerInfo;
  const table = PDFCrossRefSection.create();
  let offset = 0;
  const put = (...parts: (Part | string)[]): void => {
    for (const part of parts) {
      const bytes = bytesOf(part);
      offset += bytes.length;
      write(bytes);
    }
  };
  put(context.header, '\n\n');
  for (const [ref, object] of context.enumerateIndirectObjects()) {
    table.addEntry(ref, offset);
    put(`${ref.objectNumber} ${ref.generationNumber} obj\n`, object, '\nendobj\n\n');
  }
  const trailer = PDFTrailerDict.of(context.obj({ Size: context.largestObjectNumber + 1, Root, Info }));
  put(table, '\n', trailer, '\n\n', PDFTrailer.forLastCrossRefSectionOffset(offset));
};
