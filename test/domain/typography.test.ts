import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  displayWidth,
  frenchSpacing,
  noBreaks,
  oneLine,
  quoted,
  truncate,
  typedWord,
} from '../../src/domain/typography.ts';

const anyText = fc.string({
  unit: fc.constantFrom(
    ...'ab1 :;!?%€«»\'".@/-\n\u00a0\u202f\u200dé\u0301漢🙂👩🇫🇷\u001b\u202e'.split(''),
    '👩‍💻',
    '🇫🇷',
  ),
});

describe('French spacing', () => {
  it.each([
    ['Bonjour : oui', 'Bonjour\u00a0: oui'],
    ['Pouvez-vous ? Oui ; non !', 'Pouvez-vous\u202f? Oui\u202f; non\u202f!'],
    ['12 % de 100 €', '12\u202f% de 100\u00a0€'],
    ['« merci »', '«\u00a0merci\u00a0»'],
    ['déjà\u00a0? oui', 'déjà\u202f? oui'],
    ["l'échéance d'aujourd'hui", 'l’échéance d’aujourd’hui'],
    ['à suivre...', 'à suivre…'],
    ['la facture n° 12', 'la facture n°\u00a012'],
    ['le 1er janvier et le 3 mars', 'le 1er\u00a0janvier et le 3\u00a0mars'],
    ['soit 1 200,00 € ou 12 000 €', 'soit 1\u202f200,00\u00a0€ ou 12\u202f000\u00a0€'],
  ])('%s', (text, expected) => {
    expect(frenchSpacing(text)).toBe(expected);
  });

  it.each([
    'rendez-vous à 10:30',
    "https://exemple.fr/a?b=1&c=l'heure...",
    "o'neil@exemple.fr",
    'SIREN 732 829 320',
    'au 01 23 45 67 89',
    'Bonjour: collé',
    'le 3 marsouin',
    'ligne\n: suite',
    '',
  ])('leaves %j alone', (text) => {
    expect(frenchSpacing(text)).toBe(text);
  });

  it('works right around an address', () => {
    expect(frenchSpacing('Voir « https://exemple.fr/?a=1 » : merci')).toBe(
      'Voir «\u00a0https://exemple.fr/?a=1\u00a0»\u00a0: merci',
    );
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = frenchSpacing(text);
        expect(frenchSpacing(once)).toBe(once);
      }),
    );
  });
});

describe('one harmless line', () => {
  it.each([
    ['Objet\r\nBcc: tous@exemple.fr', 'Objet Bcc: tous@exemple.fr'],
    ['\u001b[2Jeffacé\u0007', '[2Jeffacé'],
    ['facture\u202egnp.exe', 'facturegnp.exe'],
    ['a\u200b\ufeffb', 'ab'],
    ['  trop   d’espaces\t ', 'trop d’espaces'],
    ['1\u202f234,56\u00a0€', '1\u202f234,56\u00a0€'],
    ['a\u2028b\u0085c', 'a b c'],
    ['Łukasz Dvořák 👩‍💻', 'Łukasz Dvořák 👩‍💻'],
  ])('%j becomes %j', (text, expected) => {
    expect(oneLine(text)).toBe(expected);
  });

  it('never holds a control character, whatever comes in, and is stable', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const line = oneLine(text);
        expect(line).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
        expect(oneLine(line)).toBe(line);
      }),
    );
  });
});

describe('the width of a text in a terminal', () => {
  it.each([
    ['', 0],
    ['facture', 7],
    ['échéance', 8],
    ['e\u0301', 1],
    ['1\u202f234,56\u00a0€', 10],
    ['漢字', 4],
    ['🙂', 2],
    ['👩‍💻', 2],
    ['🇫🇷', 2],
    ['☎', 1],
    ['☎\ufe0f', 2],
    ['a\u200bb', 2],
  ])('%s takes %i columns', (text, expected) => {
    expect(displayWidth(text)).toBe(expected);
  });

  it.each([
    ['Dupont', 6, 'Dupont'],
    ['Dupont et fils', 10, 'Dupont et…'],
    ['Dupont et fils', 8, 'Dupont…'],
    ['漢字漢字', 4, '漢…'],
    ['a👩‍💻b', 3, 'a…'],
    ['Dupont', 1, '…'],
    ['Dupont', 0, ''],
  ])('%s cut to %i columns is %s', (text, width, expected) => {
    expect(truncate(text, width)).toBe(expected);
  });

  it('a cut text always fits', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 0, max: 12 }), (text, width) => {
        expect(displayWidth(truncate(text, width))).toBeLessThanOrEqual(width);
      }),
    );
  });
});

it('what the user typed is quoted short and on one line', () => {
  expect(quoted('un\ndeux')).toBe('« un deux »');
  expect(displayWidth(quoted('x'.repeat(200)))).toBe(54);
});

describe('the spaces of a sentence on its way to a screen or a page', () => {
  it.each([
    ['Objet : devis', 'Objet\u00a0: devis'],
    ['Envoyer ?', 'Envoyer\u202f?'],
    ['payé ; merci', 'payé\u202f; merci'],
    ['le client « Dupont » existe', 'le client «\u00a0Dupont\u00a0» existe'],
    ['n° 12, 30 jours, 45 j', 'n°\u00a012, 30\u00a0jours, 45\u00a0j'],
    ['12,40 % et 40 €', '12,40\u202f% et 40\u00a0€'],
    // What is typed, what stands in columns and what is no sign of a sentence stay as they are.
    ['→ relance add "A : B ?"', '→ relance add "A : B ?"'],
    ['  1 à 30 jours      3', '  1 à 30\u00a0jours      3'],
    ['date  : x', 'date  : x'],
    ['F-1 :smile', 'F-1 :smile'],
    ['3 journaux', '3 journaux'],
  ])('%s', (written, shown) => {
    expect(noBreaks(written)).toBe(shown);
    expect(noBreaks(shown)).toBe(shown);
    expect(displayWidth(noBreaks(written))).toBe(displayWidth(written));
  });
});

describe('a word of a command to paste', () => {
  it.each([
    ['F-2026-1', 'F-2026-1'],
    ['Dupont', 'Dupont'],
    ['Élan', 'Élan'],
    ['Les Arts du Lac', '"Les Arts du Lac"'],
    ['L’Atelier', '"L’Atelier"'],
    ["L'Atelier", '"L\'Atelier"'],
    ['A & B', '"A & B"'],
    ['-x', '"-x"'],
    ['dit "Le Petit" $HOME', '"dit \\"Le Petit\\" \\$HOME"'],
    ['A\nB', '"A B"'],
    ['', '""'],
  ])('%s', (text, typed) => {
    expect(typedWord(text)).toBe(typed);
  });
});
