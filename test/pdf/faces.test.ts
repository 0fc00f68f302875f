import { describe, expect, it } from 'vitest';
import { drawable, drawableOr, openFaces } from '../../src/pdf/faces.ts';
import { shippedFaces } from '../helpers/faces.ts';
import { refusal, sentence } from '../helpers/base.ts';

const faces = shippedFaces();

describe('the typeface of the letters', () => {
  it.each([
    ['French, its ligatures and capitals', 'Œuvre, Ÿ, À l’été, « çà », n° 3 – œ…'],
    ['other languages of Europe', 'Łukasz Dvořák Şahin Őry Ťažký ẞ ßÞ Žemlja'],
    ['Greek and Cyrillic', 'Αθήνα Жуков Київ'],
    ['money', '€ £ $ ¥'],
    ['spaces of sums', '1\u202f200,00\u00a0€'],
  ])('has the letters of %s', (_what, text) => {
    expect(drawable(text, faces)).toBe(text);
  });

  it('is read once, whoever asks', () => {
    expect(shippedFaces()).toBe(faces);
  });

  it('that is not there is an error of the system, not a letter without words', () => {
    expect(() => openFaces('/nulle-part')).toThrow('ENOENT');
  });

  it('is wider in its heavier weight, and as wide as its letters one by one', () => {
    const sum = [...'Total'].reduce((width, letter) => width + faces.regular.width(letter), 0);
    expect(faces.regular.width('Total')).toBeCloseTo(sum, 9);
    expect(faces.semibold.width('Total')).toBeGreaterThan(faces.regular.width('Total'));
    expect(faces.regular.width('')).toBe(0);
  });

  it.each(['regular', 'semibold'] as const)(
    'has figures of one width, so that sums stand in column: %s',
    (weight) => {
      const widths = new Set([...'0123456789'].map((figure) => faces[weight].width(figure)));
      expect(widths.size).toBe(1);
    },
  );
});

describe('a text to be printed', () => {
  it.each([
    ['has its accents composed', 'Cafe\u0301', 'Café'],
    ['loses what nobody sees', 'Du\u200brand\ufeff\u2060', 'Durand'],
    ['keeps nothing of nothing', '', ''],
  ])('%s', (_what, text, shown) => {
    expect(drawable(text, faces)).toBe(shown);
  });

  it.each([
    ['a smile', 'Merci 😀', 'U+1F600'],
    ['Chinese', '株式会社', 'U+682A'],
    ['a line break', 'Durand\nPetit', 'U+000A'],
    ['an escape', '\u001b[31m', 'U+001B'],
  ])('is refused with the name of the character that no face has: %s', (_what, text, name) => {
    expect(refusal(() => drawable(text, faces))).toBe('unprintable-character');
    expect(sentence(() => drawable(text, faces))).toContain(name);
  });

  it('quotes the words to find it by, and no control character', () => {
    const said = sentence(() => drawable(`Objet${'x'.repeat(80)}\u0007`, faces));
    expect([said.includes(`Objet${'x'.repeat(55)}`), said.includes('x'.repeat(56))]).toEqual([true, false]);
    // eslint-disable-next-line no-control-regex
    expect(/[\u0000-\u001f]/.test(said)).toBe(false);
  });

  it.each([
    ['Merci 😀 !', 'Merci □ !'],
    ['株式会社 Durand', '□□□□ Durand'],
    ['Cafe\u0301\n', 'Café□'],
  ])('of somebody else has a stand-in for it: %j', (text, shown) => {
    expect(drawableOr(text, faces, '□')).toBe(shown);
  });
});
