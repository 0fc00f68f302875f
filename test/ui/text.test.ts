import { describe, expect, it } from 'vitest';
import { fold } from '../../src/ui/text.ts';

describe('a line longer than the screen', () => {
  it.each([
    ['is folded between words', 'un deux trois quatre', 'un deux\ntrois\nquatre'],
    ['keeps its indentation', '  un deux trois', '  un deux\n  trois'],
    ['hangs under its dash', '– un deux trois', '– un deux\n  trois'],
    ['hangs under its number', '12. un deux', '12. un\n    deux'],
    ['puts on its own line what is to be typed', 'un deux  → trois', 'un deux\n→ trois'],
    ['is left when it is a row of a table', 'un  deux trois', 'un  deux trois'],
    ['is left when it is a rule', '────── ──────', '────── ──────'],
    ['keeps what cannot be cut', 'https://example.org un', 'https://example.org\nun'],
    ['keeps non-breaking spaces', 'deux un\u00a0: trois', 'deux un\u00a0:\ntrois'],
    ['leaves a command whole', '  → relance pause "A B" --le x', '  → relance pause "A B" --le x'],
    ['and on its own line', '→ un deux : relance pay F 1', '→ un deux\n  :\n  relance pay F 1'],
    ['after what it is for', 'un deux  → relance pay F', 'un deux\n→ relance pay F'],
    ['but folds two of them', '→ relance a, relance b', '→ relance\n  a,\n  relance\n  b'],
    ['counts no colours', '\u001b[1mun deux\u001b[22m tro', '\u001b[1mun deux\u001b[22m\ntro'],
  ])('%s', (_what, line, expected) => {
    expect(fold(line, 9)).toBe(expected);
  });

  it('stands beside lines that fit, which are left as they are', () => {
    expect(fold('un\n\nun deux trois\n  fin', 9)).toBe('un\n\nun deux\ntrois\n  fin');
  });
});
