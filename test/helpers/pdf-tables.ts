import { deflateSync } from 'node:zlib';

/** Objects by number, as a PDF writes them between `obj` and `endobj`. */
export type PdfBodies = Record<number, string>;

const HEAD = '%PDF-1.7\n';

const bodiesOf = (bodies: PdfBodies): { text: string; offsets: Map<number, number> } => {
  let text = HEAD;
  const offsets = new Map<number, number>();
  // Keys that are numbers come in their order: the last ones are written first, which a reader must not mind.
  for (const [number, body] of Object.entries(bodies).toReversed()) {
    offsets.set(Number(number), text.length);
    text += `${number} 0 obj\n${body}\nendobj\n`;
  }
  return { text, offsets };
};

/** A PDF whose objects are found by the table at its end, as readers find them. One character for each byte. */
export const tabledPdf = (bodies: PdfBodies, { trailer = '/Root 1 0 R', before = '' } = {}): Buffer => {
  const { text, offsets } = bodiesOf(bodies);
  const sections = [...offsets]
    .map(([number, offset]) => `${number} 1\n${String(offset).padStart(10, '0')} 00000 n \n`)
    .join('');
  const end = `xref\n0 1\n0000000000 65535 f \n${sections}trailer\n<< /Size 99 ${trailer} >>\nstartxref\n${text.length}\n%%EOF\n`;
  return Buffer.from(before + text + end, 'latin1');
};

/** The same with a table in a stream, compressed and each row told from the one above, and objects kept in another stream. */
export const streamedPdf = (bodies: PdfBodies, kept: PdfBodies): Buffer => {
  const inner = Object.entries(kept);
  let index = '';
  let content = '';
  for (const [number, body] of inner) {
    index += `${number} ${content.length} `;
    content += `${body} `;
  }
  const { text, offsets } = bodiesOf({
    ...bodies,
    90: `<< /Type /ObjStm /N ${inner.length} /First ${index.length} /Length ${index.length + content.length} >>\nstream\n${index}${content}\nendstream`,
  });
  const rows = [
    ...[...offsets].map(([number, offset]) => [number, 1, offset, 0]),
    ...inner.map(([number], position) => [Number(number), 2, 90, position]),
    [91, 1, text.length, 0],
  ];
  const bytes = rows.map(([, kind = 0, place = 0, last = 0]) => [
    kind,
    (place >> 16) & 255,
    (place >> 8) & 255,
    place & 255,
    last,
  ]);
  const predicted = bytes.flatMap((row, at) => [
    2,
    ...row.map((byte, column) => (byte - (bytes[at - 1]?.[column] ?? 0) + 256) % 256),
  ]);
  const stored = deflateSync(Buffer.from(predicted)).toString('latin1');
  const table = `91 0 obj\n<< /Type /XRef /Root 1 0 R /Size 99 /W [1 3 1] /Index [${rows.map(([number]) => `${number} 1`).join(' ')}] /Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 5 >> /Length ${stored.length} >>\nstream\n${stored}\nendstream\nendobj\n`;
  return Buffer.from(`${text}${table}startxref\n${text.length}\n%%EOF\n`, 'latin1');
};
