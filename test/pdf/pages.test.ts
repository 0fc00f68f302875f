import { describe, expect, it } from 'vitest';
import { paginate, type Page } from '../../src/pdf/pages.ts';
import type { Mark, Slice } from '../../src/pdf/slice.ts';

const text = (name: string): Mark => ({ kind: 'text', text: name, x: 0, y: 8, size: 10, weight: 'regular' });

/** A slice of a name and a height, free to go anywhere. */
const slice = (name: string, height: number, fields: Partial<Slice> = {}): Slice => ({
  height,
  space: 0,
  isKeptWithNext: false,
  marks: [text(name)],
  ...fields,
});
const kept = (name: string, height: number): Slice => slice(name, height, { isKeptWithNext: true });
/** What stands on each page, from top to bottom. */
const namesOf = (pages: Page[]): string[] =>
  pages.map(({ slices }) =>
    slices
      .flatMap(({ marks }) => marks.flatMap((mark) => (mark.kind === 'text' ? [mark.text] : [])))
      .join(' '),
  );
const fill = (slices: Slice[], height = 100): string[] => namesOf(paginate(slices, () => height));

describe('pages', () => {
  it.each<[string, Slice[], string[]]>([
    ['of nothing are one, blank', [], ['']],
    ['are filled to the last point', [slice('a', 60), slice('b', 40), slice('c', 1)], ['a b', 'c']],
    ['count the space between two slices', [slice('a', 60), slice('b', 40, { space: 1 })], ['a', 'b']],
    ['count none above the first', [slice('a', 100, { space: 50 })], ['a']],
    [
      'take a slice taller than they are, alone',
      [slice('a', 10), slice('b', 150), slice('c', 10)],
      ['a', 'b', 'c'],
    ],
    ['keep a title with what follows', [slice('a', 80), kept('titre', 15), slice('b', 10)], ['a', 'titre b']],
    ['keep a whole chain', [slice('a', 50), kept('b', 20), kept('c', 20), slice('d', 20)], ['a', 'b c d']],
    [
      'cut a chain that none could hold, where the page ends',
      [slice('a', 50), kept('b', 40), kept('c', 40), slice('d', 40)],
      ['a b', 'c d'],
    ],
    [
      'count no space above a chain that begins one',
      [slice('a', 20), slice('b', 50, { space: 20, isKeptWithNext: true }), slice('c', 50)],
      ['a', 'b c'],
    ],
    [
      'keep the end of a chain that nothing follows',
      [slice('a', 80), kept('b', 10), kept('c', 20)],
      ['a', 'b c'],
    ],
  ])('%s', (_what, slices, names) => {
    expect(fill(slices)).toEqual(names);
  });

  it('place each slice below the one before, and say how much of the page is used', () => {
    const pages = paginate(
      [slice('a', 10, { space: 7 }), slice('b', 20, { space: 5 }), slice('c', 90, { space: 5 })],
      () => 100,
    );
    expect(pages).toEqual([
      {
        slices: [
          { y: 0, marks: [text('a')] },
          { y: 15, marks: [text('b')] },
        ],
        used: 35,
      },
      { slices: [{ y: 0, marks: [text('c')] }], used: 90 },
    ]);
  });

  it('may be of two heights: the first of a letter has its addresses', () => {
    const slices = Array.from({ length: 7 }, (_, index) => slice(String(index), 10));
    expect(namesOf(paginate(slices, (page) => (page === 0 ? 20 : 40)))).toEqual(['0 1', '2 3 4 5', '6']);
  });

  it('wait for the next one when it is the one that holds what is kept together', () => {
    const heights = [30, 60];
    const slices = [slice('a', 5), kept('b', 20), slice('c', 30)];
    expect(namesOf(paginate(slices, (page) => heights[page] ?? 60))).toEqual(['a', 'b c']);
  });
});

describe('a table over several pages', () => {
  const header = slice('EN-TETE', 10);
  const row = (name: string, fields: Partial<Slice> = {}): Slice => slice(name, 30, { header, ...fields });
  const title = { ...header, isKeptWithNext: true };

  it('has its header again at the top of each', () => {
    expect(fill([title, ...['1', '2', '3', '4', '5', '6', '7'].map((name) => row(name))])).toEqual([
      'EN-TETE 1 2 3',
      'EN-TETE 4 5 6',
      'EN-TETE 7',
    ]);
  });

  it('has no header where no row of it begins the page', () => {
    expect(fill([title, row('1'), row('2'), row('3'), slice('a', 10)])).toEqual(['EN-TETE 1 2 3', 'a']);
  });

  it('begins on the next page rather than with its header alone', () => {
    expect(fill([slice('a', 70), title, row('1')])).toEqual(['a', 'EN-TETE 1']);
  });

  it('has its total on a page with the last rows, under the header', () => {
    const last = [row('3', { isKeptWithNext: true }), row('TOTAL')];
    expect(fill([title, row('1'), row('2'), ...last])).toEqual(['EN-TETE 1 2', 'EN-TETE 3 TOTAL']);
  });
});
