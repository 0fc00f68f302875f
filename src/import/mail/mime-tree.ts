import { fieldOf, splitHeader, structured, type HeaderField, type StructuredValue } from './header-fields.ts';

/** A part of a mail: its body is a view of the bytes, decoded by whoever needs it. */
export interface MailPart {
  fields: HeaderField[];
  type: StructuredValue;
  disposition: StructuredValue;
  body: Buffer;
  /** In order; empty too for a multipart of which nothing can be found. */
  children: MailPart[];
}

/** Beyond these, what is left is no part: a person's mail has some ten parts, four deep. */
const MOST_DEPTH = 20;
const MOST_PARTS = 500;
const MOST_BOUNDARY_TRIES = 20_000;

const LF = 0x0a;
const CR = 0x0d;
const DASH = 0x2d;
const isBlank = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x09 || byte === CR;

/** The bytes between the lines of a boundary; a part that nothing closes goes to the end. */
const partSlices = (body: Buffer, boundary: string, most: number): Buffer[] => {
  const marker = Buffer.from(`--${boundary}`);
  const slices: Buffer[] = [];
  let begin = -1;
  let from = 0;
  for (let tries = 0; tries < MOST_BOUNDARY_TRIES && slices.length < most; tries += 1) {
    const at = body.indexOf(marker, from);
    if (at === -1) break;
    from = at + marker.length;
    const isLast = body[from] === DASH && body[from + 1] === DASH;
    let after = isLast ? from + 2 : from;
    while (isBlank(body[after])) after += 1;
    const isLine = (at === 0 || body[at - 1] === LF) && (after >= body.length || body[after] === LF);
    if (!isLine) continue;
    if (begin !== -1) {
      const lineBreak = body[at - 2] === CR ? 2 : 1;
      slices.push(body.subarray(begin, Math.max(begin, at - lineBreak)));
    }
    begin = isLast ? -1 : Math.min(after + 1, body.length);
    if (isLast) break;
  }
  if (begin !== -1 && slices.length < most) slices.push(body.subarray(begin));
  return slices;
};

const readPart = (bytes: Buffer, depth: number, budget: { parts: number }): MailPart => {
  const { fields, body } = splitHeader(bytes);
  const type = structured(fieldOf(fields, 'content-type'));
  const disposition = structured(fieldOf(fields, 'content-disposition'));
  const boundary = type.params.get('boundary')?.trim() ?? '';
  const isContainer = type.value.startsWith('multipart/') && boundary !== '' && depth < MOST_DEPTH;
  const slices = isContainer ? partSlices(body, boundary, budget.parts) : [];
  budget.parts -= slices.length;
  const children = slices.map((slice) => readPart(slice, depth + 1, budget));
  return { fields, type, disposition, body, children };
};

/** The parts of a mail, in bounded depth and number. Reads whatever it is given. */
export const readParts = (bytes: Uint8Array): MailPart =>
  readPart(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0, { parts: MOST_PARTS });

/** Every part, the whole first. */
export const everyPart = (part: MailPart): MailPart[] => [part, ...part.children.flatMap(everyPart)];
