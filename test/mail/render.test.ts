import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MESSAGE_VOCABULARY } from '../../src/mail/message-context.ts';
import { loadTemplate } from '../../src/document/load.ts';
import { renderMessage } from '../../src/mail/render.ts';
import type { BlocksData } from '../../src/mail/blocks.ts';
import type { MessageContext } from '../../src/mail/message-context.ts';
import { displayWidth } from '../../src/domain/typography.ts';
import { blocksData, invoiceLine, messageContext } from '../helpers/message-data.ts';
import { templateFolder } from '../helpers/template-folder.ts';

const GOLDEN = readFileSync(new URL('../golden/mail-template.hbs', import.meta.url), 'utf8');

const render = (
  source: string,
  {
    context = {},
    data = {},
    withQrCode = false,
  }: { context?: Partial<MessageContext>; data?: Partial<BlocksData>; withQrCode?: boolean } = {},
) => {
  const folders = { user: null, packaged: templateFolder({ essai: source }), vocabulary: MESSAGE_VOCABULARY };
  return renderMessage(loadTemplate('essai', folders), messageContext(context), blocksData(data), {
    withQrCode,
  });
};

/** What a reader sees of the HTML: no tags, entities decoded, white space as one space. */
const visible = (html: string): string =>
  html
    .replaceAll(/<head>[\s\S]*<\/head>/g, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

const words = (text: string): string => text.replaceAll(/[\s\u00a0\u202f-]+/g, '');

describe('one message', () => {
  it('is the golden text', async () => {
    const message = render(GOLDEN, { withQrCode: true });
    expect(message.subject).toBe(
      'Dernier rappel avant mise en demeure\u00a0: 2 factures, 1\u202f800,50\u00a0€',
    );
    await expect(message.text).toMatchFileSnapshot('../golden/mail.txt');
    await expect(message.html).toMatchFileSnapshot('../golden/mail.html');
  });

  it('says the same in text and in HTML', () => {
    const message = render(GOLDEN);
    expect(words(visible(message.html))).toBe(words(message.text));
  });

  it('holds in 76 columns', () => {
    const { text } = render(GOLDEN);
    expect(Math.max(...text.split('\n').map(displayWidth))).toBeLessThanOrEqual(76);
    expect(text).toMatch(/[^\n]\n$/);
  });

  it('speaks otherwise to one who is called « tu », in the name of a company', () => {
    const { text } = render(
      'Objet : a\n\n{{tu-vous "Peux-tu" "Pouvez-vous"}} {{je-nous "me" "nous"}} régler {{un-plusieurs "la facture" "les factures"}} ?',
      {
        context: { tu: true, nous: true, plusieurs: false },
      },
    );
    expect(text).toBe('Peux-tu nous régler la facture\u202f?\n');
  });
});

const table = (invoices: BlocksData['invoices']) => render('Objet : a\n\n@factures', { data: { invoices } });

describe('the table', () => {
  it('says nothing of lateness before the due date, nor of a part payment that was not made', () => {
    const { text, html } = table([invoiceLine({ daysLate: 0, remainingCents: 180_000 })]);
    expect(text).not.toContain('Retard');
    expect(text).not.toContain('TTC');
    expect(html).not.toContain('Retard');
  });

  it('aligns amounts to the right and totals them', () => {
    expect(table([invoiceLine(), invoiceLine({ number: '7', remainingCents: 5 })]).text)
      .toMatchInlineSnapshot(`
      "Facture   Émise le    Échéance      Retard  Montant TTC    Reste dû
      -------------------------------------------------------------------
      2026-014  15/09/2026  15/10/2026  21 jours   1 800,00 €  1 200,00 €
      7         15/09/2026  15/10/2026  21 jours   1 800,00 €      0,05 €
      -------------------------------------------------------------------
      Total                                                    1 200,05 €
      "
    `);
  });

  it('keeps a very long number whole, on several lines', () => {
    const number = 'FACTURE-'.repeat(20);
    const { text } = table([invoiceLine({ number })]);
    expect(Math.max(...text.split('\n').map(displayWidth))).toBeLessThanOrEqual(76);
    expect(
      text
        .split('\n')
        .map((line) => line.split(' ')[0])
        .join(''),
    ).toContain(number);
  });

  it('becomes lines when amounts are too large for columns', () => {
    const { text } = table([
      invoiceLine({ totalCents: 1e15, remainingCents: 1e15 - 1, daysLate: 123_456_789 }),
    ]);
    expect(Math.max(...text.split('\n').map(displayWidth))).toBeLessThanOrEqual(76);
    expect(text).toContain('Échéance\u00a0: 15/10/2026');
  });

  it('has headers with a scope, for those who listen to it', () => {
    const { html } = table([invoiceLine()]);
    expect(html.match(/<th scope="col"/g)).toHaveLength(6);
    expect(html.match(/<th scope="row"/g)).toHaveLength(2);
    expect(html).toContain('<html lang="fr"');
  });
});

describe('blocks without data', () => {
  it('leave no trace', () => {
    const data = { invoices: [], payment: null, signature: { lines: [] } };
    const { text, html } = render('Objet : a\n\nBonjour\n\n@factures\n\n@paiement\n\n@signature', { data });
    expect(text).toBe('Bonjour\n');
    expect(html).not.toContain('Règlement par virement');
  });

  it('adds up the lines of the sum that it is given', () => {
    const sum = [
      { label: 'Principal', amountCents: 100_000, currency: 'EUR' },
      { label: 'Indemnité forfaitaire', amountCents: 4_000, currency: 'EUR' },
    ];
    const { text } = render('Objet : a\n\n@somme', { data: { sum } });
    expect(text).toContain('1\u202f040,00\u00a0€');
  });
});

describe('hostile values', () => {
  const LONG = 'x'.repeat(10_000);
  const HOSTILE = [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    '**gras**',
    '@factures',
    '- puce',
    '{{numero}}',
    'deux\n\nparagraphes\r\nBcc: x@y.example',
    'Objet : autre',
    '\u{f0000}\u{f0001}',
    '$& $1 $$',
    'מרים \u202eabc\u202c',
    'Zo\u0301e 👩‍👩‍👧 Дом 東京',
    '&amp; &lt;',
  ];

  it.each(HOSTILE)('%j stays what it is', (nom) => {
    const source =
      'Objet : Pour {{client.nom}}\n\n{{client.nom}}\n\n**{{client.nom}}**\n\n- {{client.nom}}\n\n@factures\n\n@paiement\n\n@signature';
    const data = { invoices: [invoiceLine({ number: nom })], signature: { lines: [nom] } };
    const context = { client: { nom, contact: null } };
    const { subject, text, html } = render(source, { context, data });
    const line = subject.slice('Pour '.length);
    expect(subject).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(text.startsWith(`${line}\n\n${line}\n\n- ${line}\n\n`)).toBe(true);
    expect(html).not.toMatch(/<script|<img|\u202e/);
    expect(html.match(/<li/g)).toHaveLength(1);
    expect(html.match(/<table/g)).toHaveLength(2);
    expect(html.match(/<strong>/g)).toHaveLength(6);
    // A cell on two lines mingles with its row in the text: the letters are compared, not their order.
    expect([...words(visible(html))].toSorted()).toEqual([...words(text)].toSorted());
  });

  it('10 000 characters without a space', () => {
    const context = { client: { nom: LONG, contact: null }, numero: '👩‍👩‍👧 '.repeat(2000) };
    const { subject, text } = render('Objet : {{numero}}{{client.nom}}\n\n{{client.nom}} {{numero}}', {
      context,
    });
    expect(subject.length).toBeLessThanOrEqual(200);
    expect(subject).not.toMatch(/\p{Cs}/u);
    expect(subject).toMatch(/…$/);
    expect(Math.max(...text.split('\n').map(displayWidth))).toBeLessThanOrEqual(76);
    expect(text.replaceAll('\n', '')).toContain(LONG);
  });

  it('an address is never cut', () => {
    const url = `https://client.example/${'a'.repeat(200)}`;
    expect(render(`Objet : a\n\nVoir ${url} ici.`).text).toBe(`Voir\n${url}\nici.\n`);
  });

  it('non-breaking spaces hold at the end of a line', () => {
    const { text } = render(`Objet : a\n\n${'mot '.repeat(17)}{{total}} {{total}}`);
    expect(text.split('\n')).toEqual([
      'mot '.repeat(17).trim(),
      '1\u202f800,50\u00a0€ 1\u202f800,50\u00a0€',
      '',
    ]);
  });

  it('an empty subject is refused', () => {
    expect(() => render('Objet : {{engagement}}\n\nBonjour')).toThrow(
      expect.objectContaining({ code: 'invalid-template' }),
    );
  });
});
