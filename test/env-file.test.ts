import { parseEnv } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanEnvFile, withSettings } from '../src/env-file.ts';

/** As the program reads it. */
const read = (content: string) => parseEnv(scanEnvFile(content).text);

describe('a .env with other settings', () => {
  it.each([
    ['an empty file', '', { A: 'un' }, "A='un'\n"],
    ['a last line that is not ended', 'B=deux', { A: 'un' }, "B=deux\nA='un'\n"],
    ['its place kept', '# a\nA=1\n# b\nB=2\n', { A: 'un' }, "# a\nA='un'\n# b\nB=2\n"],
    ['taken away', 'A=1\nB=2\n', { A: null }, 'B=2\n'],
    ['never there', 'B=2\n', { A: null }, 'B=2\n'],
    ['said twice', 'A=1\nB=2\nA=3\n', { A: 'un' }, "B=2\nA='un'\n"],
    ['over several lines', "A='1\n2'\nB=3\n", { A: 'un' }, "A='un'\nB=3\n"],
    ['exported', 'export A=1\n', { A: 'un' }, "A='un'\n"],
    ['as Windows ends lines', 'A=1\r\nB=2\r\n', { A: 'un' }, "A='un'\r\nB=2\r\n"],
    ['an apostrophe', '', { A: "l'un" }, 'A="l\'un"\n'],
    ['two kinds of quotes', '', { A: `l'"un"` }, 'A=`l\'"un"`\n'],
    ['a commented example', '#A=exemple\n', { A: 'un' }, "#A=exemple\nA='un'\n"],
  ])('%s', (_what, content, changes, expected) => {
    expect(withSettings(content, changes)).toBe(expected);
  });

  it('refuses what no such file can hold, without repeating it', () => {
    expect(() => withSettings('', { A: `'"\`` })).toThrow('La valeur de A ne peut pas s’écrire');
    expect(() => withSettings('', { A: 'un\u0000deux' })).not.toThrow(/un/);
  });

  it('is read back as it was meant, whatever else the file holds', () => {
    const value = fc.string({ unit: 'grapheme-ascii', maxLength: 20 });
    const line = fc.oneof(
      fc.constantFrom('# commentaire', '', "C='deux\nlignes'", 'B=2', 'A=ancien', 'cassé', 'export D="x"'),
    );
    fc.assert(
      fc.property(fc.array(line), value, (lines, wanted) => {
        const before = lines.join('\n');
        let after: string;
        try {
          after = withSettings(before, { A: wanted });
        } catch {
          return;
        }
        expect(read(after)['A']).toBe(wanted);
        expect(read(after)['B']).toBe(read(before)['B']);
        expect(read(withSettings(after, { A: null }))['A']).toBeUndefined();
      }),
    );
  });
});
