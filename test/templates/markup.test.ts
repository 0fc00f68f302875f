import { describe, expect, it } from 'vitest';
import { MESSAGE_BLOCKS } from '../../src/mail/message-context.ts';
import { parseMarkup } from '../../src/document/markup.ts';

const plain = (text: string) => ({ text, bold: false });
const bold = (text: string) => ({ text, bold: true });
const paragraph = (...runs: object[]) => ({ kind: 'paragraph', runs });

describe('parseMarkup', () => {
  it.each<[string, string, object[]]>([
    ['a line break is a space', 'un\ndeux', [paragraph(plain('un deux'))]],
    [
      'a blank line is a new paragraph',
      'un\n \n\n\ndeux',
      [paragraph(plain('un')), paragraph(plain('deux'))],
    ],
    ['Windows line ends', 'un\r\n\r\ndeux', [paragraph(plain('un')), paragraph(plain('deux'))]],
    ['bold', 'a **b** c', [paragraph(plain('a '), bold('b'), plain(' c'))]],
    ['bold over a line break', '**a\nb**', [paragraph(bold('a b'))]],
    ['bold never closed', 'a **b', [paragraph(plain('a **b'))]],
    ['empty bold', '****', []],
    ['a list', '- un\n- deux\nsuite\n', [{ kind: 'list', items: [[plain('un')], [plain('deux suite')]] }]],
    [
      'a list under a line',
      'Voici :\n- un',
      [paragraph(plain('Voici\u00a0:')), { kind: 'list', items: [[plain('un')]] }],
    ],
    ['a dash inside is not a list', 'un\n-deux', [paragraph(plain('un -deux'))]],
    [
      'blocks, alone on their line',
      'Total\n@factures\n @paiement \n@somme\n@signature',
      [
        paragraph(plain('Total')),
        { kind: 'invoices' },
        { kind: 'payment' },
        { kind: 'sum' },
        { kind: 'signature' },
      ],
    ],
    ['a block name inside a sentence', 'voir @factures ici', [paragraph(plain('voir @factures ici'))]],
    ['an unknown block stays text', '@toString', [paragraph(plain('@toString'))]],
    ['French spacing across bold', '**Total** : 3 ?', [paragraph(bold('Total'), plain('\u00a0: 3\u202f?'))]],
    ['nothing', '\n\n', []],
  ])('%s', (_, source, expected) => {
    expect(parseMarkup(source, MESSAGE_BLOCKS)).toEqual(expected);
  });

  it('reveals values after parsing, so that they are never markup', () => {
    const values = ['**gras**', '@factures', '- puce', 'a\n\nb'];
    const blocks = parseMarkup('1\n\n2\n\n3\n\n**4**', MESSAGE_BLOCKS, (text) =>
      text.replaceAll(/\d/g, (digit) => values[Number(digit) - 1] ?? ''),
    );
    expect(blocks).toEqual([
      paragraph(plain('**gras**')),
      paragraph(plain('@factures')),
      paragraph(plain('- puce')),
      paragraph(bold('a\n\nb')),
    ]);
  });
});
