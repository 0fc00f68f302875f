import { describe, expect, it } from 'vitest';
import { loadStyle } from '../../src/ui/style.ts';

const PAINTS = ['bold', 'dim', 'red', 'yellow', 'green', 'cyan'] as const;

describe('a text in a file or on a screen without colours', () => {
  it.each(PAINTS)('is as it is, in %s', async (paint) => {
    expect((await loadStyle(false))[paint]('F-1 échue')).toBe('F-1 échue');
  });
});

describe('a text on a screen with colours', () => {
  it.each([
    ['bold', 1, 22],
    ['dim', 2, 22],
    ['red', 31, 39],
    ['yellow', 33, 39],
    ['green', 32, 39],
    ['cyan', 36, 39],
  ] as const)('in %s is painted, then the next one is as before', async (paint, on, off) => {
    expect((await loadStyle(true))[paint]('échue')).toBe(`\u001b[${on}méchue\u001b[${off}m`);
  });

  it('is itself alone when a whole list is painted', async () => {
    const { red } = await loadStyle(true);
    expect(['F-1', 'F-2'].map(red)).toEqual(['\u001b[31mF-1\u001b[39m', '\u001b[31mF-2\u001b[39m']);
  });
});
