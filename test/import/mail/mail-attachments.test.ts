import { describe, expect, it } from 'vitest';
import {
  FROM_JEANNE,
  multipart,
  partOf,
  read,
  textPart,
  type Headers,
} from '../../helpers/received-mails.ts';

const file = (headers: Headers, bytes: Uint8Array | string = 'un fichier'): string =>
  partOf({ 'Content-Transfer-Encoding': 'base64', ...headers }, Buffer.from(bytes).toString('base64'));

const pdf = (name: string): string =>
  file({ 'Content-Type': 'application/pdf', 'Content-Disposition': `attachment; filename="${name}"` });

const filesOf = async (...parts: string[]): Promise<[name: string, type: string, size: number][]> => {
  const mail = await read(multipart('mixed', [textPart('Voici.'), ...parts], FROM_JEANNE));
  return mail.kind === 'message'
    ? mail.attachments.map(({ name, mediaType, bytes }) => [name, mediaType, bytes.length])
    : [];
};

describe('the files of a mail', () => {
  it('are read whole, beside the text', async () => {
    const mail = await read(
      multipart('mixed', [textPart('Voici.'), pdf('bon de commande.pdf')], FROM_JEANNE),
    );
    expect(mail).toMatchObject({
      kind: 'message',
      text: 'Voici.',
      attachments: [
        {
          name: 'bon de commande.pdf',
          mediaType: 'application/pdf',
          bytes: new Uint8Array(Buffer.from('un fichier')),
        },
      ],
      wasCut: false,
    });
  });

  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\\\Users\\\\jeanne\\\\facture.pdf', 'facture.pdf'],
    ['.bashrc', 'bashrc'],
    ['..', 'piece-jointe-1.pdf'],
    ['', 'piece-jointe-1.pdf'],
    ['CON.pdf', '_CON.pdf'],
    ['a<b>c:d|e?f*g.pdf', 'a_b_c_d_e_f_g.pdf'],
    ['facture\u202efdp.exe', 'facturefdp.exe'],
    ['\u001b]0;titre\u0007.pdf', ']0;titre.pdf'],
    ['=?utf-8?B?ZGV2aXMgw6kucGRm?=', 'devis é.pdf'],
    [`${'é'.repeat(300)}.pdf`, `${'é'.repeat(116)}.pdf`],
  ])('named « %s » are called « %s »', async (given, name) => {
    expect(await filesOf(pdf(given))).toEqual([[name, 'application/pdf', 10]]);
  });

  it.each([
    ['RFC 2231', "attachment; filename*=utf-8''bon%20de%20commande%20%C3%A9.pdf", 'bon de commande é.pdf'],
    ['in pieces', `attachment; filename*0*=utf-8''bon%20; filename*1="n%C3.pdf"`, 'bon n%C3.pdf'],
    ['without quotes', 'attachment; filename=bon.pdf', 'bon.pdf'],
    ['without an end', 'attachment; filename="bon.pdf', 'bon.pdf'],
  ])('are named by %s', async (_, disposition, name) => {
    const [[read_] = []] = await filesOf(
      file({ 'Content-Type': 'application/pdf', 'Content-Disposition': disposition }),
    );
    expect(read_).toBe(name);
  });

  const LOGO = { 'Content-Type': 'image/png', 'Content-ID': '<logo@x>', 'Content-Disposition': 'inline' };
  it.each([
    ['the logo of a signature', file(LOGO), []],
    [
      'a large image in the text',
      file(LOGO, Buffer.alloc(40_000)),
      [['piece-jointe-1.png', 'image/png', 40_000]],
    ],
    [
      'an image that is joined',
      file({ ...LOGO, 'Content-Disposition': 'attachment' }),
      [['piece-jointe-1.png', 'image/png', 10]],
    ],
    [
      'an image without an identity',
      file({ 'Content-Type': 'image/png' }),
      [['piece-jointe-1.png', 'image/png', 10]],
    ],
    [
      'the seal of a signed mail',
      file({ 'Content-Type': 'application/pkcs7-signature; name="smime.p7s"' }),
      [],
    ],
    [
      'a text that is a file',
      textPart('x', { 'Content-Disposition': 'attachment; filename=a.txt' }),
      [['a.txt', 'text/plain', 1]],
    ],
    [
      'a mail that is joined',
      partOf({ 'Content-Type': 'message/rfc822' }, 'Subject: x\r\n\r\ny'),
      [['piece-jointe-1.eml', 'message/rfc822', 15]],
    ],
    [
      'a type that is none',
      partOf({ 'Content-Type': '\u001b[31m/x' }, 'x'),
      [['piece-jointe-1', 'application/octet-stream', 1]],
    ],
  ])('%s', async (_, part, files) => {
    expect(await filesOf(part)).toEqual(files);
  });

  it('are at most fifty, and the mail says that some are left out', async () => {
    const parts = Array.from({ length: 60 }, (_, index) => pdf(`f-${index}.pdf`));
    const mail = await read(multipart('mixed', parts, FROM_JEANNE));
    expect(mail.kind === 'message' && [mail.attachments.length, mail.wasCut]).toEqual([50, true]);
  });

  it('are at most 20 MB each, and the mail says that one is left out', async () => {
    const large = partOf({ 'Content-Type': 'application/zip' }, 'x'.repeat(20 * 1024 * 1024 + 1));
    const mail = await read(multipart('mixed', [large, pdf('f.pdf')], FROM_JEANNE));
    expect(mail.kind === 'message' && [mail.attachments.map(({ name }) => name), mail.wasCut]).toEqual([
      ['f.pdf'],
      true,
    ]);
  });
});
