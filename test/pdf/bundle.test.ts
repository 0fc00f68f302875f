import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { degrees, PDFDict, PDFDocument, PDFHexString, PDFName } from '@cantoo/pdf-lib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { plainRuns, type Content } from '../../src/document/content.ts';
import {
  addExhibit,
  closeBundle,
  openBundle,
  UnreadableExhibit,
  type Bundle,
  type ExhibitSource,
} from '../../src/pdf/bundle.ts';
import { shippedFaces } from '../helpers/faces.ts';
import { hasPoppler } from '../helpers/letters.ts';
import { plain } from '../helpers/refused.ts';

const faces = shippedFaces();
const open = (): Promise<Bundle> =>
  openBundle(faces, { title: 'Dossier Durand', author: 'Jeanne Martin', writtenOn: '2026-11-23' });

const says = (text: string): Content => ({ kind: 'paragraph', runs: plainRuns(text) });
const written = (...texts: string[]): ExhibitSource => ({ kind: 'contents', contents: texts.map(says) });

/** The bytes of the whole, and what was told of its pages. */
const close = async (bundle: Bundle, cover: (pages: number) => Content[] = () => [says('Bordereau')]) => {
  const parts: Uint8Array[] = [];
  const counts = await closeBundle(bundle, 'Bordereau', cover, 'Jeanne Martin', (part) => parts.push(part));
  return { ...counts, bytes: Buffer.concat(parts) };
};

const pdf = async (
  pages: number,
  { turn = 0, crop }: { turn?: number; crop?: [number, number, number, number] } = {},
): Promise<Buffer> => {
  const doc = await PDFDocument.create();
  for (let index = 0; index < pages; index += 1) {
    const page = doc.addPage([400, 600]);
    page.setRotation(degrees(turn));
    if (crop) page.setCropBox(...crop);
    page.drawText(`Page ${index + 1}`, { x: 50, y: 100 });
  }
  return Buffer.from(await doc.save());
};

/** Titles of the outline that a reader shows, with the rank of their page from 0. */
const outlineOf = async (bytes: Buffer): Promise<[string, number][]> => {
  const doc = await PDFDocument.load(bytes);
  const pages = doc.getPages().map(({ ref }) => ref.toString());
  const found: [string, number][] = [];
  const root = doc.catalog.lookup(PDFName.of('Outlines'), PDFDict);
  let item = root.lookupMaybe(PDFName.of('First'), PDFDict);
  while (item) {
    const title = item.lookup(PDFName.of('Title'), PDFHexString).decodeText();
    const page = /\d+ \d+ R/.exec(String(item.get(PDFName.of('Dest'))))?.[0] ?? '';
    found.push([plain(title), pages.indexOf(page)]);
    item = item.lookupMaybe(PDFName.of('Next'), PDFDict);
  }
  return found;
};

const saved = (bytes: Buffer): string => {
  const folder = mkdtempSync(join(tmpdir(), 'relance-bundle-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const path = join(folder, 'dossier.pdf');
  writeFileSync(path, bytes);
  return path;
};

/** The words of each page, with ordinary spaces. */
const wordsOf = (bytes: Buffer): string[] =>
  plain(execFileSync('pdftotext', ['-layout', saved(bytes), '-'], { encoding: 'utf8' }))
    .split('\f')
    .slice(0, -1)
    .map((page) => page.replaceAll(/\s+/g, ' ').trim());

const make = async (): Promise<Buffer> => {
  const bundle = await open();
  await addExhibit(bundle, { number: 1, title: 'Devis' }, written('Devis'));
  return (await close(bundle)).bytes;
};

describe('a bundle', () => {
  it('has its cover first, then each exhibit where it said it begins, all in its outline', async () => {
    const bundle = await open();
    const add = (number: number, title: string, source: ExhibitSource) =>
      addExhibit(bundle, { number, title }, source);
    expect([
      await add(1, 'Facture F-1', { kind: 'pdf', bytes: await pdf(3) }),
      await add(2, 'Relance du 2 novembre', written('Bonjour')),
      await add(3, 'Devis', { kind: 'pdf', bytes: await pdf(1) }),
    ]).toEqual([
      { start: 0, pages: 3 },
      { start: 3, pages: 1 },
      { start: 4, pages: 1 },
    ]);
    const { coverPages, pages, bytes } = await close(bundle);
    expect([coverPages, pages, (await PDFDocument.load(bytes)).getPageCount()]).toEqual([1, 6, 6]);
    expect(await outlineOf(bytes)).toEqual([
      ['Bordereau', 0],
      ['Pièce n° 1 : Facture F-1', 1],
      ['Pièce n° 2 : Relance du 2 novembre', 4],
      ['Pièce n° 3 : Devis', 5],
    ]);
  });

  it('tells its cover how many pages it takes, so that the others are counted after them', async () => {
    const bundle = await open();
    await addExhibit(bundle, { number: 1, title: 'Devis' }, written('Devis'));
    const told: number[] = [];
    const { coverPages, pages } = await close(bundle, (count) => {
      told.push(count);
      return Array.from({ length: 90 }, () => says(`La facture commence page ${count + 1}.`));
    });
    expect([coverPages, pages, told.at(-1)]).toEqual([3, 4, 3]);
  });

  it('is the same bytes for the same files and the same day', async () => {
    expect((await make()).equals(await make())).toBe(true);
  });

  it('of no exhibit is its cover', async () => {
    const { coverPages, pages, bytes } = await close(await open());
    expect([coverPages, pages, await outlineOf(bytes)]).toEqual([1, 1, [['Bordereau', 0]]]);
  });
});

const locked = async (): Promise<Buffer> => {
  const doc = await PDFDocument.load(await pdf(1));
  doc.encrypt({ userPassword: 'secret', ownerPassword: 'secret' });
  return Buffer.from(await doc.save());
};

describe('a file that cannot be joined', () => {
  it.each<[string, string, () => Promise<ExhibitSource>]>([
    ['locked', 'fichier protégé par un mot de passe', async () => ({ kind: 'pdf', bytes: await locked() })],
    ['cut short', 'fichier illisible', async () => ({ kind: 'pdf', bytes: (await pdf(1)).subarray(0, 200) })],
    [
      'of another kind',
      'fichier illisible',
      async () => ({ kind: 'pdf', bytes: Buffer.from('Bonjour Madame') }),
    ],
    [
      'a PNG cut short',
      'image illisible',
      async () => ({ kind: 'image', bytes: Buffer.from([0x89, 0x50, 0x4e, 0x47]) }),
    ],
    [
      'a JPEG cut short',
      'image illisible',
      async () => ({ kind: 'image', bytes: Buffer.from([0xff, 0xd8, 0xff]) }),
    ],
  ])('%s says why, and leaves the bundle as it was', async (_what, why, source) => {
    const bundle = await open();
    await addExhibit(bundle, { number: 1, title: 'Devis' }, written('Devis'));
    const refused = addExhibit(bundle, { number: 2, title: 'Preuve' }, await source());
    await expect(refused).rejects.toThrow(new UnreadableExhibit(why));
    await addExhibit(bundle, { number: 3, title: 'Lettre' }, written('Lettre'));
    const { pages, bytes } = await close(bundle);
    expect([pages, (await outlineOf(bytes)).map(([title]) => title)]).toEqual([
      3,
      ['Bordereau', 'Pièce n° 1 : Devis', 'Pièce n° 3 : Lettre'],
    ]);
  });
});

/** One red pixel. */
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC';

describe.skipIf(!hasPoppler)('a bundle, read back', () => {
  it('has the number of its exhibit on each page, its footer on the cover alone', async () => {
    const bundle = await open();
    await addExhibit(bundle, { number: 7, title: 'Facture' }, { kind: 'pdf', bytes: await pdf(2) });
    await addExhibit(
      bundle,
      { number: 8, title: 'Photo' },
      { kind: 'image', bytes: Buffer.from(PIXEL, 'base64') },
    );
    expect(wordsOf((await close(bundle)).bytes)).toEqual([
      'Bordereau Jeanne Martin – 1/1',
      'Pièce n° 7 Page 1',
      'Pièce n° 7 Page 2',
      'Pièce n° 8',
    ]);
  });

  it('shows as a square what no face has in the words of others', async () => {
    const bundle = await open();
    await addExhibit(bundle, { number: 1, title: 'Message' }, written('Merci 😀 du 株'));
    expect(wordsOf((await close(bundle)).bytes)[1]).toBe('Pièce n° 1 Merci □ du □');
  });

  it.each([
    ['upright', {}, 400],
    ['lying on its right', { turn: 90 }, 600],
    ['upside down', { turn: 180 }, 400],
    ['lying on its left', { turn: 270 }, 600],
    ['turned the other way round', { turn: -90 }, 600],
    ['cropped', { crop: [50, 60, 300, 400] as [number, number, number, number] }, 300],
    ['cropped and lying', { turn: 90, crop: [50, 60, 300, 400] as [number, number, number, number] }, 400],
  ])('has the stamp at the top right of a page %s, as it is seen', async (_what, page, width) => {
    const bundle = await open();
    await addExhibit(bundle, { number: 1, title: 'Facture' }, { kind: 'pdf', bytes: await pdf(1, page) });
    const path = saved((await close(bundle)).bytes);
    const html = execFileSync('pdftotext', ['-cropbox', '-f', '2', '-l', '2', '-bbox', path, '-'], {
      encoding: 'utf8',
    });
    const stamp =
      /xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">Pièce/
        .exec(html)
        ?.slice(1)
        .map(Number) ?? [];
    const [left = 0, top = 0, right = 0, bottom = 0] = stamp;
    expect([left > width - 90, right < width - 12, top > 8, bottom < 34]).toEqual([true, true, true, true]);
  });
});
