import { describe, expect, it } from 'vitest';
import { partOf, read } from '../../helpers/received-mails.ts';

describe('the headers of a mail', () => {
  it('are those of the answer and of what it answers', async () => {
    const mail = await read(
      partOf(
        {
          From: '=?utf-8?Q?Jeanne_Martin=2C_Atelier?= <jeanne@atelier-lune.fr>',
          To: 'Paul <paul@durand.fr>, Equipe: a@durand.fr, b@durand.fr;',
          Subject: '=?utf-8?B?UmU6IHLDqQ==?=\r\n =?utf-8?B?Z2zDqWU=?= demain',
          Date: '16 Nov 26 09:12 +0100 (CET)',
          'Message-ID': 'sans-crochets@atelier-lune.fr',
          'In-Reply-To': '<relance-1@durand.fr>',
          References: '<relance-0@durand.fr>\r\n <relance-1@durand.fr> <relance-0@durand.fr>',
        },
        'Vendredi.',
      ),
    );
    expect(mail).toEqual({
      kind: 'message',
      messageId: '<sans-crochets@atelier-lune.fr>',
      from: { address: 'jeanne@atelier-lune.fr', name: 'Jeanne Martin, Atelier' },
      to: ['paul@durand.fr', 'a@durand.fr', 'b@durand.fr'],
      subject: 'Re: réglée demain',
      sentAt: '2026-11-16T08:12:00.000Z',
      inReplyTo: ['<relance-1@durand.fr>'],
      references: ['<relance-0@durand.fr>', '<relance-1@durand.fr>'],
      text: 'Vendredi.',
      attachments: [],
      wasCut: false,
    });
  });

  it.each([
    ['Mon, 16 Nov 2026 09:12:33 -0500', '2026-11-16T14:12:33.000Z'],
    ['Mon, 16 Nov 2026 09:12:33', '2026-11-16T09:12:33.000Z'],
    ['Mon, 16 Nov 2026 09:12:33 GMT', '2026-11-16T09:12:33.000Z'],
    ['16-Nov-2026 09:12', '2026-11-16T09:12:00.000Z'],
    ['Mon, 16 Nov 9999 09:12:33', null],
    ['Mon, 96 Nov 2026 09:12:33', null],
    ['Mon, 16 Xyz 2026 09:12:33', null],
    ['hier', null],
  ])('date « %s » : %s', async (date, sentAt) => {
    expect((await read(partOf({ Date: date }, ''))).sentAt).toBe(sentAt);
  });

  it.each([
    ['absent', 'X-A: 1', null],
    ['twice, of which the first counts', 'From: a@x.fr\r\nFrom: b@x.fr', { address: 'a@x.fr', name: null }],
    ['a name of the machine', 'From: Mail <MAILER-DAEMON>', { address: 'MAILER-DAEMON', name: 'Mail' }],
    [
      'broken words',
      'From: =?utf-8?B?w6k?= =?utf-8?Q? <a@x.fr>',
      { address: 'a@x.fr', name: 'é =?utf-8?Q?' },
    ],
    ['hostile', 'From: "\u202e\u001b[2Jx" <a@x.fr>', { address: 'a@x.fr', name: '[2Jx' }],
    ['hidden in words', 'From: =?utf-8?B?G1szMW1h?= <a@x.fr>', { address: 'a@x.fr', name: '[31ma' }],
  ])('whose From is %s', async (_, headers, from) => {
    expect((await read(`${headers}\r\n\r\nx`)).from).toEqual(from);
  });
});
