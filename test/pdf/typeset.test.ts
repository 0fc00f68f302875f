import { describe, expect, it } from 'vitest';
import type { Run } from '../../src/document/content.ts';
import { NBSP } from '../../src/domain/typography.ts';
import { plainLine, typesetLines, type Line } from '../../src/pdf/typeset.ts';
import { shippedFaces } from '../helpers/faces.ts';

const faces = shippedFaces();
const SIZE = 10;

const TEXT =
  'Sauf erreur de notre part, la facture F-2026-042 du 15 septembre, échue depuis le 15 octobre, demeure impayée à ce jour malgré nos relances.';

const words = (text: string): Run[] => [{ text, bold: false }];
const lay = (runs: Run[], width: number, isJustified = false): Line[] =>
  typesetLines(runs, { faces, size: SIZE, width, isJustified });
const textOf = (line: Line | undefined): string => line?.pieces.map(({ text }) => text).join('') ?? '';
const textsOf = (lines: Line[]): string[] => lines.map(textOf);
const widthOf = (text: string): number => faces.regular.width(text) * SIZE;

describe('a paragraph', () => {
  it.each([60, 100, 200, 450, 2000])('holds in %i points, and says all its words once, in order', (width) => {
    const lines = lay(words(TEXT), width);
    expect(lines.filter((line) => line.width > width + 0.01)).toEqual([]);
    expect(textsOf(lines).join(' ')).toBe(TEXT);
    expect(lines.map(({ isLast }) => isLast)).toEqual(lines.map((_, index) => index === lines.length - 1));
  });

  it('goes to the line before the word that would stand out, not before', () => {
    const room = widthOf('la facture');
    expect(textsOf(lay(words('la facture'), room))).toEqual(['la facture']);
    expect(textsOf(lay(words('la facture'), room - 0.1))).toEqual(['la', 'facture']);
  });

  it('never cuts a sum from its currency', () => {
    const sum = `1${NBSP}200,00${NBSP}EUR`;
    expect(textsOf(lay(words(`la somme de ${sum}`), widthOf('la somme de 1')))).toEqual(['la somme de', sum]);
  });

  it('cuts a word longer than the line, and loses no letter of it', () => {
    const address = 'https://www.exemple.fr/factures/2026/refonte-du-site-de-la-mairie';
    const lines = lay(words(`voir ${address} svp`), 100);
    expect(lines.filter((line) => line.width > 100.01)).toEqual([]);
    expect(textsOf(lines).join('').replace('voir', '').replace('svp', '').replaceAll(' ', '')).toBe(address);
    expect([lines.length, textOf(lines[0])]).toEqual([5, 'voir']);
  });

  it('narrower than a letter has a letter to a line', () => {
    expect(textsOf(lay(words('œuf'), 1))).toEqual(['œ', 'u', 'f']);
  });

  it.each([
    ['nothing', '', []],
    ['spaces alone', '   ', []],
    ['spaces around and between', '  deux   mots ', ['deux mots']],
  ])('of %s', (_what, text, lines) => {
    expect(textsOf(lay(words(text), 200))).toEqual(lines);
  });
});

const bold = (text: string): number => faces.semibold.width(text) * SIZE;

describe('a word in bold', () => {
  const runs: Run[] = [
    { text: 'soit (', bold: false },
    { text: '1200 EUR', bold: true },
    { text: '), à', bold: false },
  ];

  it('stands against what surrounds it, each piece where the one before ends', () => {
    const [line] = lay(runs, 400);
    expect(line?.pieces.map(({ text, weight }) => [text, weight])).toEqual([
      ['soit ', 'regular'],
      ['(', 'regular'],
      ['1200 ', 'semibold'],
      ['EUR', 'semibold'],
      ['), ', 'regular'],
      ['à', 'regular'],
    ]);
    const space = widthOf(' ');
    const steps = [
      0,
      widthOf('soit') + space,
      widthOf('('),
      bold('1200') + space,
      bold('EUR'),
      widthOf('),') + space,
    ];
    let x = 0;
    expect(line?.pieces.map((piece) => piece.x.toFixed(6))).toEqual(
      steps.map((step) => {
        x += step;
        return x.toFixed(6);
      }),
    );
  });

  it('is not cut from the bracket that opens before it', () => {
    expect(textsOf(lay(runs, widthOf('soit (12')))).toEqual(['soit', '(1200', 'EUR), à']);
  });
});

describe('a paragraph that fills its lines', () => {
  it('reaches the right edge with each line but the last', () => {
    const lines = lay(words(TEXT), 300, true);
    const [last, ...others] = lines.toReversed();
    expect(others.map((line) => line.width.toFixed(6))).toEqual(others.map(() => '300.000000'));
    expect(last?.width).toBeCloseTo(widthOf(textOf(last)), 6);
  });

  it('breaks where one that does not would', () => {
    expect(textsOf(lay(words(TEXT), 300, true))).toEqual(textsOf(lay(words(TEXT), 300)));
  });

  it.each([
    ['as wide as three spaces', 3, true],
    ['wider', 3.01, false],
  ])('is left ragged when its gaps would be %s', (_what, spaces, isFilled) => {
    const width = widthOf('la') + widthOf('facture') + spaces * widthOf(' ');
    const [first] = lay(words('la facture mmmmm'), width, true);
    expect([textOf(first), first?.width.toFixed(6)]).toEqual([
      'la facture',
      (isFilled ? width : widthOf('la facture')).toFixed(6),
    ]);
  });

  it('is not stretched when a word is alone on its line', () => {
    const [first] = lay(words('recommandée avec'), widthOf('recommandée') + 1, true);
    expect([textOf(first), first?.width.toFixed(6)]).toEqual([
      'recommandée',
      widthOf('recommandée').toFixed(6),
    ]);
  });
});

it('a line by itself is as wide as its text, in its weight', () => {
  expect(plainLine('Total', 'semibold', faces, SIZE)).toEqual({
    pieces: [{ text: 'Total', x: 0, weight: 'semibold' }],
    width: faces.semibold.width('Total') * SIZE,
    isLast: true,
  });
});
