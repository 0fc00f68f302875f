import { describe, expect, it } from 'vitest';
import { unzip, ZipFault } from '../../src/import/zip.ts';
import { zipped } from '../helpers/zipped.ts';

const LIMITS = { files: 10, bytes: 2 * 1024 * 1024 };

const refusal = (bytes: Buffer, limits = LIMITS): string => {
  try {
    unzip(bytes, limits);
  } catch (error) {
    if (!(error instanceof ZipFault)) throw error;
    return error.message;
  }
  return 'opened';
};

/** What is read of an archive that may be damaged. */
const contents = (bytes: Buffer): string[] =>
  refusal(bytes) === 'opened' ? unzip(bytes, LIMITS).map((file) => file.bytes.toString()) : [];

const names = (bytes: Buffer): string[] => unzip(bytes, LIMITS).map(({ name }) => name);

describe('an archive', () => {
  it('gives its files, without folders nor what a Mac adds', () => {
    const archive = zipped({ 'a/b.txt': 'bonjour', 'a/': '', '__MACOSX/a/._b.txt': 'x', 'é.csv': 'oui' });
    expect(unzip(archive, LIMITS).map(({ name, bytes }) => [name, bytes.toString()])).toEqual([
      ['a/b.txt', 'bonjour'],
      ['é.csv', 'oui'],
    ]);
  });

  it('with a comment after its end', () => {
    const archive = Buffer.concat([zipped({ 'a.txt': 'a' }), Buffer.from('une remarque')]);
    archive.writeUInt16LE(12, archive.length - 14);
    expect(names(archive)).toEqual(['a.txt']);
  });

  it('is refused beyond its limits, before it is inflated', () => {
    const many = zipped(Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`${index}.txt`, 'a'])));
    expect(refusal(many)).toBe('l’archive a plus de 10 fichiers');
    const half = new Uint8Array(1024 * 1024 + 1).map((_, index) => (index * index) % 251);
    expect(refusal(zipped({ a: half, b: half }))).toBe('son contenu dépasse 2 Mo');
    expect(refusal(zipped({ a: new Uint8Array(2 * 1024 * 1024) }))).toBe('son contenu est démesuré');
  });

  it('that lies on a size is no larger than it says', () => {
    const archive = zipped({ a: new Uint8Array(100_000) });
    const entry = archive.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    archive.writeUInt32LE(10, entry + 24);
    expect(refusal(archive)).toBe('l’archive est abîmée');
  });

  it('protected by a password is said to be', () => {
    const archive = zipped({ a: 'a' });
    const entry = archive.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    archive.writeUInt16LE(1, entry + 8);
    expect(refusal(archive)).toBe('l’archive est protégée par un mot de passe');
  });

  it('cut or changed anywhere is refused, or whole', () => {
    const text = 'Date;Libellé;Montant\n03/10/2026;VIR ALPHA;1200,00\n'.repeat(3);
    const archive = zipped({ 'releve.csv': text });
    for (let length = 0; length < archive.length; length += 1)
      expect(refusal(archive.subarray(0, length))).toMatch(/^l’archive/);
    for (let at = 0; at < archive.length; at += 1) {
      const changed = Buffer.from(archive);
      changed[at] = (changed[at] ?? 0) ^ 0xff;
      expect(contents(changed).filter((content) => content !== text)).toEqual([]);
    }
  });
});
