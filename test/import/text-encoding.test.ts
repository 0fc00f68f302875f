import { describe, expect, it } from 'vitest';
import { decodeText } from '../../src/import/text-encoding.ts';

describe('a text as a French machine writes it', () => {
  it.each([
    ['UTF-8', undefined, 'œuvre : 12 €', Buffer.from('œuvre : 12 €')],
    ['UTF-8 with its mark', undefined, 'é', Buffer.from('\ufeffé')],
    ['Windows-1252', undefined, 'l’œuvre : 12 €', Buffer.from('l\u0092\u009cuvre : 12 \u0080', 'latin1')],
    ['Windows-1252, declared', 'windows-1252', 'l’œuvre', Buffer.from('l\u0092\u009cuvre', 'latin1')],
    ['ISO-8859-15', undefined, 'payé 12 €', Buffer.from('pay\u00e9 12 \u00a4', 'latin1')],
    ['UTF-16', undefined, 'payé', Buffer.from('\ufeffpayé', 'utf16le')],
    ['UTF-8 cut in the middle of a letter', 'utf-8', 'pay\ufffd', Buffer.from([0x70, 0x61, 0x79, 0xc3])],
  ])('in %s', (_, declared, text, bytes) => {
    expect(decodeText(bytes, declared)).toBe(text);
  });
});
