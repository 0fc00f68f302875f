import { describe, expect, it } from 'vitest';
import { ciiOf } from '../../helpers/cii-writer.ts';
import { INVOICE } from '../../helpers/einvoice-fixtures.ts';
import { invoiceOf, MEGABYTE, trapped, type Content } from '../../helpers/einvoice-reading.ts';

const CII = ciiOf(INVOICE);

const inXml = (content: Content): Promise<string> => trapped(content, 'piege.xml');

const DECLARES = 'il déclare un DOCTYPE ou une entité, ce que ces fichiers n’ont jamais';
const withDoctype = (doctype: string, value: string): string =>
  CII.replace('?>', `?>${doctype}`).replace('>F-2026-014<', `>${value}<`);

describe('a hostile XML document', () => {
  it.each([
    [
      'entities that multiply',
      withDoctype(
        `<!DOCTYPE x [<!ENTITY a0 "ha">${Array.from({ length: 30 }, (_, level) => `<!ENTITY a${level + 1} "&a${level};&a${level};">`).join('')}]>`,
        '&a30;',
      ),
    ],
    [
      'one large entity many times',
      withDoctype(`<!DOCTYPE x [<!ENTITY a "${'a'.repeat(50_000)}">]>`, '&a;'.repeat(50_000)),
    ],
    ['a file of the machine', withDoctype('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>', '&a;')],
    ['a page of the network', withDoctype('<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">', 'F-1')],
    [
      'a parameter entity',
      withDoctype('<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>', 'F-1'),
    ],
  ])('with %s is refused', async (_, content) => {
    expect(await inXml(content)).toBe(DECLARES);
    expect(await inXml(Buffer.from(`\ufeff${content}`, 'utf16le'))).toBe(DECLARES);
  });

  it.each([
    [
      '21 megabytes',
      `<Invoice><ID>${'x'.repeat(21 * MEGABYTE)}</ID></Invoice>`,
      'les données XML dépassent 20 Mo',
    ],
    [
      'millions of elements',
      `<Invoice>${'<a/>'.repeat(4_000_000)}</Invoice>`,
      'le XML est démesuré pour une facture',
    ],
    [
      'millions of entities',
      `<Invoice>${'&amp;'.repeat(3_000_000)}</Invoice>`,
      'le XML est démesuré pour une facture',
    ],
    [
      'millions of attributes',
      `<Invoice ${Array.from({ length: 1_500_000 }, (_, n) => `a${n}="1"`).join(' ')}/>`,
      'le XML est démesuré pour une facture',
    ],
    ['an endless tag', `<Invoice ${' '.repeat(10 * MEGABYTE)}/>`, 'le XML est démesuré pour une facture'],
    ['an endless name', `<${'a'.repeat(10 * MEGABYTE)}/>`, 'le XML est démesuré pour une facture'],
    [
      'elements one in another',
      `<Invoice>${'<a>'.repeat(90_000)}${'</a>'.repeat(90_000)}</Invoice>`,
      'ses éléments sont trop imbriqués, ou portent un nom interdit',
    ],
    ['no end', CII.slice(0, -200), 'le XML est mal formé à la ligne n'],
    [
      'a forbidden name',
      '<Invoice><__proto__><x/></__proto__></Invoice>',
      'ses éléments sont trop imbriqués, ou portent un nom interdit',
    ],
  ])('with %s is refused', async (_, content, sentence) => {
    expect((await inXml(content)).replace(/\d+$/, 'n')).toBe(sentence);
  });

  it('as large and as dense as is read takes bounded time and memory', async () => {
    const texts = `<Invoice>${'x<a b="1"/>'.repeat(450_000)}</Invoice>`;
    expect(await inXml(texts)).toBe('ce document XML n’est pas une facture (ni CII, ni UBL)');
  }, 60_000);

  it('that includes another document is read without it', async () => {
    const include = '<xi:include href="file:///etc/passwd" xmlns:xi="http://www.w3.org/2001/XInclude"/>';
    expect(
      await invoiceOf(CII.replace('</rsm:ExchangedDocument>', `${include}</rsm:ExchangedDocument>`)),
    ).toEqual(INVOICE);
  });
});
