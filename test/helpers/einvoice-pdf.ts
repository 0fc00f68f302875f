import { constants, deflateRawSync } from 'node:zlib';
import { AFRelationship, PDFDocument } from '@cantoo/pdf-lib';

export interface Joined {
  name: string;
  content: string | Uint8Array;
  mimeType?: string;
}

interface PdfOptions {
  /** Objects in compressed streams, as most tools write them since PDF 1.5. */
  useObjectStreams?: boolean;
  userPassword?: string;
}

const bytesOf = (content: string | Uint8Array): Uint8Array =>
  typeof content === 'string' ? Buffer.from(content) : content;

/** A page, and the files joined to it. */
export const pdfWith = async (
  files: readonly Joined[],
  { useObjectStreams = true, userPassword }: PdfOptions = {},
): Promise<Buffer> => {
  const doc = await PDFDocument.create();
  doc.addPage([595, 842]).drawText('Facture');
  for (const { name, content, mimeType = 'text/xml' } of files)
    await doc.attach(bytesOf(content), name, { mimeType, afRelationship: AFRelationship.Alternative });
  if (userPassword !== undefined) doc.encrypt({ userPassword, ownerPassword: 'owner' });
  return Buffer.from(await doc.save({ useObjectStreams }));
};

export interface RawPdf {
  name?: string;
  /** What the stream holds, as stored. */
  stored: Uint8Array;
  filter?: string;
  /** Entries added to the catalogue, to the trailer; objects from 7 on. */
  catalog?: string;
  trailer?: string;
  objects?: string[];
  length?: string;
}

/** A PDF written by hand, for what no library would write: one file joined to an empty page. */
export const rawPdf = ({
  name = 'factur-x.xml',
  stored,
  filter = '',
  catalog = '/Names << /EmbeddedFiles 4 0 R >>',
  trailer = '',
  objects = [],
  length = String(stored.length),
}: RawPdf): Buffer =>
  Buffer.concat([
    Buffer.from(
      [
        '%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3',
        `1 0 obj\n<< /Type /Catalog /Pages 2 0 R ${catalog} >>\nendobj`,
        '2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj',
        '3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>\nendobj',
        '4 0 obj\n<< /Names [(x) 5 0 R] >>\nendobj',
        `5 0 obj\n<< /Type /Filespec /F (${name}) /EF << /F 6 0 R >> >>\nendobj`,
        ...objects,
        `6 0 obj\n<< /Type /EmbeddedFile /Length ${length} ${filter} >>\nstream\n`,
      ].join('\n'),
      'latin1',
    ),
    stored,
    Buffer.from(
      `\nendstream\nendobj\ntrailer\n<< /Root 1 0 R /Size 7 ${trailer} >>\nstartxref\n0\n%%EOF\n`,
      'latin1',
    ),
  ]);

/** A stream that inflates to as many megabytes of zeros, made without holding them: blocks that do not look back repeat. */
export const deflatedZeros = (megabytes: number): Buffer => {
  const block = deflateRawSync(Buffer.alloc(1024 * 1024), { level: 9, finishFlush: constants.Z_FULL_FLUSH });
  return Buffer.concat([
    Buffer.from([0x78, 0x9c]),
    ...Array.from({ length: megabytes }, () => block),
    Buffer.from([0x03, 0x00]),
  ]);
};
