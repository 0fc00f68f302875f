import { crc32, inflateRawSync } from 'node:zlib';

/** Why an archive is not opened, in words that follow « nom du fichier : ». */
export class ZipFault extends Error {
  override readonly name = 'ZipFault';
}

export interface ZippedFile {
  name: string;
  bytes: Buffer;
}

export interface ZipLimits {
  files: number;
  /** Of all the files together, inflated. */
  bytes: number;
}

export const isZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 &&
  bytes[1] === 0x4b &&
  ((bytes[2] === 3 && bytes[3] === 4) || (bytes[2] === 5 && bytes[3] === 6));

const DAMAGED = 'l’archive est abîmée';
const END = 0x06_05_4b_50;
const END_LENGTH = 22;
const MOST_COMMENT = 65_535;
const ENTRY = 0x02_01_4b_50;
const ENTRY_LENGTH = 46;
const LOCAL = 0x04_03_4b_50;
const LOCAL_LENGTH = 30;
const ENCRYPTED = 1;
const STORED = 0;
const DEFLATED = 8;
/** A statement that repeats itself is made some hundred times smaller; a bomb, a thousand. */
const MOST_RATIO = 500;
/** Below it, what is inflated does no harm whatever its ratio. */
const SMALL = 1024 * 1024;

interface Entry {
  name: string;
  flags: number;
  method: number;
  crc: number;
  packed: number;
  size: number;
  at: number;
}

/** What the archive says of its files, at its end. */
const entriesOf = (bytes: Buffer, most: number): Entry[] => {
  const first = Math.max(0, bytes.length - END_LENGTH - MOST_COMMENT);
  let end = bytes.length - END_LENGTH;
  while (end >= first && bytes.readUInt32LE(end) !== END) end -= 1;
  if (end < first) throw new ZipFault(`${DAMAGED}, ou coupée`);
  const count = bytes.readUInt16LE(end + 10);
  if (count > most) throw new ZipFault(`l’archive a plus de ${most} fichiers`);
  let at = bytes.readUInt32LE(end + 16);
  return Array.from({ length: count }, () => {
    if (bytes.readUInt32LE(at) !== ENTRY) throw new ZipFault(DAMAGED);
    const nameLength = bytes.readUInt16LE(at + 28);
    const entry = {
      name: bytes.toString('utf8', at + ENTRY_LENGTH, at + ENTRY_LENGTH + nameLength),
      flags: bytes.readUInt16LE(at + 8),
      method: bytes.readUInt16LE(at + 10),
      crc: bytes.readUInt32LE(at + 16),
      packed: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      at: bytes.readUInt32LE(at + 42),
    };
    at += ENTRY_LENGTH + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    return entry;
  });
};

/** Folders, and what a Mac adds. */
const isNoFile = ({ name }: Entry): boolean =>
  name.endsWith('/') || /^__MACOSX\/|(?:^|\/)\.DS_Store$/.test(name);

const contentOf = (bytes: Buffer, { method, crc, packed, size, at }: Entry): Buffer => {
  if (bytes.readUInt32LE(at) !== LOCAL) throw new ZipFault(DAMAGED);
  const begin = at + LOCAL_LENGTH + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
  const content = bytes.subarray(begin, begin + packed);
  if (method !== STORED && method !== DEFLATED)
    throw new ZipFault('l’archive est compressée d’une façon que relance ne lit pas');
  const whole = method === STORED ? content : inflateRawSync(content, { maxOutputLength: Math.max(1, size) });
  if (whole.length !== size || crc32(whole) !== crc) throw new ZipFault(DAMAGED);
  return whole;
};

const isDamage = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  /^(?:Z_|ERR_OUT_OF_RANGE|ERR_BUFFER_)/.test(String(error.code));

/**
 * The files of an archive, inflated in bounded memory; nothing is written anywhere.
 * @throws ZipFault when it is encrypted, damaged, or larger than the limits
 */
export const unzip = (bytes: Buffer, limits: ZipLimits): ZippedFile[] => {
  try {
    const entries = entriesOf(bytes, limits.files).filter((entry) => !isNoFile(entry));
    if (entries.some(({ flags }) => flags & ENCRYPTED))
      throw new ZipFault('l’archive est protégée par un mot de passe');
    const total = entries.reduce((sum, { size }) => sum + size, 0);
    if (total > limits.bytes)
      throw new ZipFault(`son contenu dépasse ${Math.round(limits.bytes / 1024 / 1024)} Mo`);
    if (entries.some(({ size, packed }) => size > SMALL && size > packed * MOST_RATIO))
      throw new ZipFault('son contenu est démesuré');
    return entries.map((entry) => ({ name: entry.name, bytes: contentOf(bytes, entry) }));
  } catch (error) {
    if (isDamage(error)) throw new ZipFault(DAMAGED);
    throw error;
  }
};
