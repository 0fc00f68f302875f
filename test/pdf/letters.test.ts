import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SEEN, WINDOW } from '../../src/pdf/letter-pages.ts';
import {
  bytesOf,
  COMPANY,
  CONSUMER,
  hasPoppler,
  pdfText,
  TOWN_HALL,
  wordBoxes,
  Writer,
} from '../helpers/letters.ts';

const GOLDEN = join(import.meta.dirname, '..', 'golden', 'letters');

const add = (number: string, client: string, rest: string): string =>
  `add --numero ${number} ${client} ${rest}`;
const ONE = add(
  'F-1',
  COMPANY,
  '--montant 3600 --emise 16/03/2026 --echeance 15/04/2026 --objet "Refonte du site"',
);

/** Invoices of one client, one each week, from the one after the first. */
const several = async (writer: Writer, count: number): Promise<string> => {
  await writer.begin(ONE);
  const numbers = ['F-1'];
  for (let index = 2; index <= count; index += 1) {
    const day = `${String((index % 27) + 1).padStart(2, '0')}/0${(index % 9) + 1}/2026`;
    await writer.begin(
      `add --numero F-${index} --client "Atelier Durand" --montant ${index * 111},50 --emise ${day} --echeance ${day}`,
    );
    numbers.push(`F-${index}`);
  }
  return numbers.join(' ');
};

const pathOf = async (writer: Writer, line: string): Promise<string> =>
  (await writer.write(line)).documents[0]?.path ?? '';

describe.skipIf(!hasPoppler)('the documents, read back from their PDF', () => {
  it.each<[string, string[], string]>([
    [
      'mise-en-demeure-entreprise',
      [ONE, 'log F-1 --canal email --le 18/04/2026', 'log F-1 --canal telephone --le 02/05/2026'],
      'mise-en-demeure F-1',
    ],
    [
      'mise-en-demeure-particulier',
      [
        add(
          'F-1',
          CONSUMER,
          '--montant 850 --emise 10/09/2026 --echeance 10/10/2026 --objet "Photographies de mariage"',
        ),
      ],
      'mise-en-demeure F-1',
    ],
    [
      'mise-en-demeure-public',
      [add('F-1', TOWN_HALL, '--montant 7200 --emise 05/05/2026 --recue 05/05/2026 --objet Formation')],
      'mise-en-demeure F-1',
    ],
    ['lettre', [ONE], 'lettre F-1 --recommandee'],
    ['protocole', [ONE], 'plan F-1 --mensualites 3 --premiere 15/12/2026'],
    [
      'declaration',
      [
        ONE,
        'procedure Durand --type redressement --jugement 02/11/2026 --bodacc 10/11/2026 --mandataire "SELARL Axyme"',
      ],
      'declaration Durand --adresse "3 rue du Palais, 33000 BORDEAUX"',
    ],
    ['duplicata', [ONE, 'cancel F-1 --irrecouvrable --motif "liquidation close"'], 'duplicata F-1'],
    ['injonction', [ONE, 'log F-1 --canal email --le 18/04/2026'], 'injonction F-1'],
  ])('%s', async (name, lines, command) => {
    const writer = await Writer.begin();
    for (const line of lines) await writer.ok(line);
    await expect(pdfText(await pathOf(writer, command))).toMatchFileSnapshot(join(GOLDEN, `${name}.txt`));
  });

  it.each([1, 2, 5])('a letter about %i invoices holds on one page', async (count) => {
    const writer = await Writer.begin();
    const { documents } = await writer.write(`mise-en-demeure ${await several(writer, count)}`);
    expect(documents[0]?.pages).toBe(1);
  });

  it('a table over several pages has its header on each, and its total with a row', async () => {
    const writer = await Writer.begin();
    const { documents } = await writer.write(`mise-en-demeure ${await several(writer, 60)}`);
    const pages = pdfText(documents[0]?.path ?? '')
      .split('\f')
      .slice(0, -1);
    expect(pages).toHaveLength(documents[0]?.pages ?? 0);
    expect(pages.length).toBeGreaterThan(2);
    const rows = pages.map((page) => page.split('\n').filter((line) => line.trim().endsWith('€')).length);
    for (const [index, page] of pages.entries()) {
      expect(page.includes('Décompte au 23/11/2026')).toBe((rows[index] ?? 0) > 0);
      expect(page).toContain(`${index + 1}/${pages.length}`);
    }
    expect(rows.at(-1) === 0 || (rows.at(-1) ?? 0) > 1).toBe(true);
  });

  it.each([
    ['a plain one', 'Atelier Durand', '4 rue du Port'],
    ['many alphabets', 'Łukasz Dvořák-Nguyễn Şahin Őry Ťažký ẞ Ж α', '4 rue du Port'],
    [
      '120 characters',
      `${'Compagnie générale des ateliers réunis de Bordeaux et du Sud-Ouest '.repeat(2)}SA`.slice(0, 120),
      'Bâtiment B\\nZone industrielle des Trois Fontaines',
    ],
  ])('the address stands in the window of the envelope, and nothing else: %s', async (_, name, address) => {
    const writer = await Writer.begin();
    await writer.ok(ONE);
    await writer.ok([
      'client',
      'edit',
      'Durand',
      '--nom',
      name,
      '--adresse',
      address.replaceAll('\\n', '\n'),
    ]);
    const boxes = wordBoxes(await pathOf(writer, 'mise-en-demeure F-1'));
    const first = boxes.find(({ text }) => text === name.split(' ')[0]);
    const town = boxes.find(({ text, left }) => text === 'BORDEAUX' && left > WINDOW.left);
    for (const box of [first, town]) {
      expect(box?.left).toBeGreaterThan(WINDOW.left);
      expect(box?.right).toBeLessThan(WINDOW.right);
      expect(box?.top).toBeGreaterThan(WINDOW.top - 1);
      expect(box?.bottom).toBeLessThan(WINDOW.bottom + 1);
    }
    const seen = boxes.filter(
      ({ right, top, bottom }) => right > SEEN.left && bottom > SEEN.top && top < SEEN.bottom,
    );
    expect(
      seen.every(
        ({ left, top, bottom }) => left > WINDOW.left && top > WINDOW.top - 1 && bottom < WINDOW.bottom + 1,
      ),
    ).toBe(true);
    const words = seen.map(({ text }) => text).join(' ');
    for (const part of name.split(' ')) expect(words).toContain(part);
  });

  it('the largest sum holds in its column', async () => {
    const writer = await Writer.begin();
    await writer.ok(add('F-1', COMPANY, '--montant 9999999,99 --emise 16/03/2026 --echeance 15/04/2026'));
    const text = pdfText(await pathOf(writer, 'mise-en-demeure F-1'));
    expect(text).toMatch(/9 999 999,99 € +9 999 999,99 €/);
    expect(text).toMatch(/Total\s+10 749 026,29 €/);
  });

  it('uses embedded faces only', async () => {
    const writer = await Writer.begin();
    await writer.ok(ONE);
    const fonts = execFileSync('pdffonts', [await pathOf(writer, 'mise-en-demeure F-1')], {
      encoding: 'utf8',
    });
    const rows = fonts.trim().split('\n').slice(2);
    expect(rows).toHaveLength(2);
    for (const row of rows) expect(row).toMatch(/^SourceSans3\S* .* yes +(yes|no) +yes/);
  });
});

describe('a letter', () => {
  it('is the same bytes for the same input and day', async () => {
    const written: Buffer[] = [];
    for (let run = 0; run < 2; run += 1) {
      const writer = await Writer.begin();
      await writer.ok(ONE);
      written.push(bytesOf(await pathOf(writer, 'mise-en-demeure F-1')));
    }
    expect(written[0]?.equals(written[1] ?? Buffer.alloc(0))).toBe(true);
  });

  it('says who wrote it, what it is, and in which language', async () => {
    const writer = await Writer.begin();
    await writer.ok(ONE);
    const { PDFDocument } = await import('@cantoo/pdf-lib');
    const doc = await PDFDocument.load(bytesOf(await pathOf(writer, 'mise-en-demeure F-1')), {
      updateMetadata: false,
    });
    expect(doc.getTitle()).toBe('mise en demeure de payer – facture F-1');
    expect(doc.getAuthor()).toBe('Jeanne Martin');
    expect(doc.getLanguage()).toBe('fr-FR');
    expect(doc.getCreationDate()?.toISOString()).toBe('2026-11-23T12:00:00.000Z');
    expect(doc.catalog.toString()).toContain('OutputIntents');
  });
});
