import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  FROM_JEANNE,
  multipart,
  partOf,
  read,
  reportOf,
  SERVER,
  textPart,
} from '../../helpers/received-mails.ts';

const MEGABYTE = 1024 * 1024;
const MOST_MS = 8000;

/** What is read of a mail, in the time that it may take. */
const inTime = async (mail: string | Uint8Array): Promise<string> => {
  const begin = performance.now();
  const { kind } = await read(mail);
  expect(performance.now() - begin).toBeLessThan(MOST_MS);
  return kind;
};

const nested = (depth: number): string =>
  Array.from(
    { length: depth },
    (_, level) => `Content-Type: multipart/mixed; boundary=b${level}\n\n--b${level}\n`,
  ).join('');

const html = (body: string): string => partOf({ ...FROM_JEANNE, 'Content-Type': 'text/html' }, body);

describe('a hostile mail', () => {
  it.each([
    ['nothing', ''],
    ['an empty line', '\r\n'],
    ['no headers', '\r\nBonjour'],
    ['no empty line', 'Bonjour'],
    ['NUL bytes', '\0'.repeat(MEGABYTE)],
    ['NUL bytes in its headers', 'From: a\0@b.fr\nSubject: \0\0\n\n\0'],
    ['parts one in another', `${nested(1000)}\nfin`],
    [
      'a boundary within itself',
      'Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/mixed; boundary=b\n\n--b\n--b--',
    ],
    ['an empty boundary', 'Content-Type: multipart/mixed; boundary=""\n\n--\nx\n----'],
    ['millions of boundaries', `Content-Type: multipart/mixed; boundary=b\n\n${'--b\n\n'.repeat(4_000_000)}`],
    ['millions of signs of one', `Content-Type: multipart/mixed; boundary=b\n\n${'--b '.repeat(5_000_000)}`],
    ['headers of a megabyte', `Subject: ${'x'.repeat(MEGABYTE)}\nX: ${' y\n'.repeat(300_000)}\n\nBonjour`],
    ['a million recipients', `To: ${'a@b.fr, '.repeat(200_000)}\n\nBonjour`],
    [
      'encoded words without an end',
      `Subject: ${'=?utf-8?Q?a'.repeat(90_000)}\nFrom: ${'=?utf-8?B?'.repeat(90_000)}\n\nx`,
    ],
    ['parameters without an end', `Content-Type: text/plain${';a="'.repeat(60_000)}\n\nx`],
    ['brackets without an end', `References: ${'<'.repeat(MEGABYTE)}\nFrom: ${'('.repeat(MEGABYTE)}\n\nx`],
    ['a line of ten megabytes', `From: a@b.fr\n\n${'x'.repeat(10 * MEGABYTE)}`],
    ['ten million lines', `From: a@b.fr\n\n${'\n'.repeat(10 * MEGABYTE)}`],
    ['lines that begin to quote', `From: a@b.fr\n\n${'Le 1 a :\n'.repeat(200_000)}`],
    ['blocks that begin like those of Outlook', `From: a@b.fr\n\n${'De : x\n'.repeat(200_000)}`],
    ['lines that end to quote', `From: a@b.fr\n\n${`le ${'1 a écrit'.repeat(40)}\n`.repeat(3000)}`],
    ['lines of dashes', `From: a@b.fr\n\n${`${'-'.repeat(390)}\n`.repeat(3000)}`],
    [
      'twenty long texts',
      multipart(
        'mixed',
        Array.from({ length: 20 }, () => textPart('x\n'.repeat(MEGABYTE))),
      ),
    ],
    ['base64 of padding', `Content-Transfer-Encoding: base64\n\n${'A='.repeat(5_000_000)}`],
    ['a page of tags', html('<'.repeat(2 * MEGABYTE))],
    ['a page of comments', html('<!--'.repeat(MEGABYTE))],
    ['a page of quotes', html('<blockquote>'.repeat(100_000))],
    ['a page of scripts', html('<script>'.repeat(200_000))],
    ['a page of entities', html('&#x1f600;&'.repeat(100_000))],
    ['a page in one line', html('<b>a </b>'.repeat(110_000))],
  ])('with %s is a message', async (_, mail) => {
    expect(await inTime(mail)).toBe('message');
  });

  it.each([
    [
      'a report of a million recipients',
      reportOf(Array.from({ length: 100_000 }, () => 'Action: failed\r\n')),
    ],
    ['a notice of a million recipients', textPart('jeanne@fai.fr: 550\n'.repeat(100_000), SERVER)],
    ['a notice of spaces', textPart(`failed:${' '.repeat(MEGABYTE)}\n${':  '.repeat(300_000)}`, SERVER)],
  ])('%s is a bounce', async (_, mail) => {
    expect(await inTime(mail)).toBe('bounce');
  });

  it('of 60 MB is read, and one of more than 64 MB is refused with a sentence', async () => {
    const body = 'Je vous paie vendredi. '.repeat((60 * MEGABYTE) / 23);
    expect(await inTime(textPart(body, FROM_JEANNE))).toBe('message');
    const encoded = {
      ...FROM_JEANNE,
      'Content-Transfer-Encoding': 'base64',
      'Content-Type': 'application/pdf',
    };
    expect(await inTime(partOf(encoded, 'QUJD'.repeat(15 * MEGABYTE)))).toBe('message');
    await expect(read(Buffer.alloc(64 * MEGABYTE + 1))).rejects.toThrow('Ce message dépasse 64 Mo');
  });

  it('takes bounded memory', async () => {
    const parts = Array.from({ length: 45 }, () =>
      textPart('x'.repeat(MEGABYTE), { 'Content-Type': 'application/x' }),
    );
    const mail = Buffer.from(multipart('mixed', parts, FROM_JEANNE));
    const before = process.memoryUsage().rss;
    await read(mail);
    expect(process.memoryUsage().rss - before).toBeLessThan(400 * MEGABYTE);
  });

  const UNSAFE = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069\u200e\u200f]/u;
  const textsIn = (value: unknown): string[] => {
    if (typeof value === 'string') return [value];
    if (value instanceof Uint8Array || typeof value !== 'object' || value === null) return [];
    return Object.values(value).flatMap(textsIn);
  };

  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom(
      ...[
        '\r\n',
        '\n\n',
        '\r\n\r\n',
        'From: ',
        'Subject: ',
        'To: ',
        'Message-ID: <',
        '>',
        '--b',
        '--b--',
        '=?utf-8?B?',
        '?=',
      ],
      ...[
        'Content-Type: multipart/mixed; boundary=b',
        'Content-Type: text/html',
        'Content-Type: message/delivery-status',
      ],
      ...[
        'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
        'Content-Disposition: attachment; filename="',
      ],
      ...[
        'Content-Transfer-Encoding: base64',
        'Content-Transfer-Encoding: quoted-printable',
        'Auto-Submitted: auto-replied',
      ],
      ...[
        'Final-Recipient: rfc822; ',
        'Action: failed',
        'Diagnostic-Code: ',
        'Return-Path: <>',
        'MAILER-DAEMON@x.fr',
        '550 5.1.1 ',
      ],
      ...[
        'jusqu’au 31/02/2026',
        'de retour le 99 novembre',
        'G1szMW0=',
        '=1B[31m',
        '\u001b[2J',
        '\u202e',
        '&#27;',
        '<p>',
        '\ud800',
      ],
    ),
  );

  it.each([
    [
      'a report',
      reportOf(['Final-Recipient: rfc822; a\u001b[2J\u202e@b.fr', 'Action: failed', 'Status: 5.1.1']),
    ],
    [
      'a notice',
      textPart('It could not be delivered:\na\u001b2J\u202e@b.fr: 550 5.1.1 \u0007\u001b[2J', SERVER),
    ],
  ])('that is %s gives harmless recipients and diagnostics', async (_, mail) => {
    expect(textsIn(await read(mail)).filter((line) => UNSAFE.test(line))).toEqual([]);
  });

  it('whatever it holds, is read as something, in harmless texts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 60 }), async (pieces) => {
        const mail = await read(Buffer.from(pieces.join(''), 'utf8'));
        const isText = mail.kind === 'message' || mail.kind === 'automatic';
        const lines = isText ? [...mail.text.split('\n'), ...textsIn({ ...mail, text: '' })] : textsIn(mail);
        expect(lines.filter((line) => UNSAFE.test(line))).toEqual([]);
      }),
      { numRuns: 1500 },
    );
  });

  it('of bytes at random is read too', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async (bytes) => {
        expect(['message', 'automatic', 'bounce', 'delivery']).toContain((await read(bytes)).kind);
      }),
      { numRuns: 500 },
    );
  });
});
