import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { buildDraft, buildMessage } from '../../src/mail/mime.ts';
import type { OutgoingMessage } from '../../src/mail/mime.ts';
import { renderMessage } from '../../src/mail/render.ts';
import { MESSAGE_VOCABULARY } from '../../src/mail/message-context.ts';
import { loadTemplate } from '../../src/document/load.ts';
import { blocksData, messageContext } from '../helpers/message-data.ts';
import { templateFolder } from '../helpers/template-folder.ts';

const pdf = {
  filename: 'Facture n°\u202f2 – été.pdf',
  contentType: 'application/pdf',
  content: Buffer.from('%PDF-1.7 \0\xff', 'latin1'),
};

const outgoing = (changes: Partial<OutgoingMessage> = {}): OutgoingMessage => {
  const folders = {
    user: null,
    vocabulary: MESSAGE_VOCABULARY,
    packaged: templateFolder({
      a: 'Objet : Rappel : {{numero}} — échue\n\n{{salutation}}\n\n@factures\n\n@paiement',
    }),
  };
  const rendered = renderMessage(loadTemplate('a', folders), messageContext(), blocksData(), {
    withQrCode: true,
  });
  return {
    from: { name: 'Zoé Martin', address: 'zoe@martin.example' },
    replyTo: null,
    to: [{ name: 'Mme Jeanne Petit', address: 'compta@client.example' }],
    cc: [{ name: null, address: 'chef@client.example' }],
    bcc: [{ name: null, address: 'copie@martin.example' }],
    date: new Date('2026-11-23T08:00:00Z'),
    messageId: '<2-relance-2@martin.example>',
    inReplyTo: '<1-relance-1@martin.example>',
    references: ['<0@martin.example>', '<1-relance-1@martin.example>'],
    ...rendered,
    attachments: [pdf],
    ...changes,
  };
};

const headerOf = (raw: Buffer): string => raw.toString('latin1').split('\r\n\r\n')[0] ?? '';

describe('buildMessage', () => {
  it('comes back whole through a parser', async () => {
    const message = outgoing();
    const parsed = await PostalMime.parse(await buildMessage(message));
    expect(parsed).toMatchObject({
      subject: message.subject,
      messageId: message.messageId,
      inReplyTo: message.inReplyTo,
      references: '<0@martin.example> <1-relance-1@martin.example>',
      from: { name: 'Zoé Martin', address: 'zoe@martin.example' },
      to: [{ name: 'Mme Jeanne Petit', address: 'compta@client.example' }],
      cc: [{ name: '', address: 'chef@client.example' }],
      date: '2026-11-23T08:00:00.000Z',
    });
    expect(parsed.replyTo).toBeUndefined();
    expect(parsed.bcc).toBeUndefined();
    expect(parsed.text?.trimEnd()).toBe(message.text.trimEnd());
    expect(parsed.html?.trimEnd()).toBe(message.html.trimEnd());
    const headerOfName = (name: string) => parsed.headers.find(({ key }) => key === name)?.value;
    expect(headerOfName('content-language')).toBe('fr');
    // Acknowledgements are not wanted; absences are, which would not answer an automatic message.
    expect([headerOfName('x-auto-response-suppress'), headerOfName('auto-submitted')]).toEqual([
      'AutoReply',
      undefined,
    ]);
    const [image, file] = parsed.attachments;
    expect(image).toMatchObject({
      mimeType: 'image/png',
      disposition: 'inline',
      contentId: '<qr-virement@relance>',
    });
    expect(message.html).toContain('src="cid:qr-virement@relance"');
    expect(file).toMatchObject({
      filename: pdf.filename,
      mimeType: 'application/pdf',
      disposition: 'attachment',
    });
    expect(Buffer.from(file?.content as ArrayBuffer).equals(pdf.content)).toBe(true);
  });

  it('is the same to the byte, with CRLF only and short lines', async () => {
    const raw = await buildMessage(outgoing());
    expect((await buildMessage(outgoing())).equals(raw)).toBe(true);
    expect(raw.toString('latin1').replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(
      Math.max(
        ...raw
          .toString('latin1')
          .split('\r\n')
          .map(({ length }) => length),
      ),
    ).toBeLessThanOrEqual(998);
    const other = await buildMessage(outgoing({ messageId: '<3@martin.example>' }));
    expect(/boundary="([^"]+)"/.exec(headerOf(other))?.[1]).not.toBe(
      /boundary="([^"]+)"/.exec(headerOf(raw))?.[1],
    );
  });

  it('keeps Bcc for drafts, which say that they are not sent', async () => {
    const sent = headerOf(await buildMessage(outgoing()));
    expect(sent).not.toMatch(/copie@martin|X-Unsent|^Bcc/im);
    const draft = headerOf(await buildDraft(outgoing()));
    expect(draft).toMatch(/^Bcc: copie@martin\.example\r$/m);
    expect(draft).toMatch(/^X-Unsent: 1\r$/m);
  });

  it('says where the answers go, in what leaves and in drafts', async () => {
    const message = outgoing({ replyTo: { name: 'Zoé\r\nBcc: x@y.fr', address: 'reponses@martin.example' } });
    for (const raw of [await buildMessage(message), await buildDraft(message)]) {
      const { replyTo, bcc } = await PostalMime.parse(raw);
      expect(replyTo).toMatchObject([{ address: 'reponses@martin.example' }]);
      expect(JSON.stringify(bcc ?? [])).not.toContain('x@y.fr');
    }
  });

  it('works without Cc, thread, image or attachment', async () => {
    const raw = await buildMessage(
      outgoing({ cc: [], bcc: [], inReplyTo: null, references: [], inlineImages: [], attachments: [] }),
    );
    expect(headerOf(raw)).toMatch(/multipart\/alternative/);
    expect(headerOf(raw)).not.toMatch(/In-Reply-To|References|Cc:/);
  });

  it.each([
    'Petit\r\nBcc: vol@pirate.example',
    'Petit\nX-Faux: 1',
    '"Petit" <vol@pirate.example>, x',
    'Zoé 👩‍👩‍👧 מרים',
    'x'.repeat(10_000),
  ])('a name such as %j adds neither header nor recipient', async (name) => {
    const changes = { to: [{ name, address: 'compta@client.example' }], subject: `Rappel ${name}` };
    const raw = await buildMessage(
      outgoing({ ...changes, attachments: [{ ...pdf, filename: `../${name}.pdf` }] }),
    );
    const parsed = await PostalMime.parse(raw);
    expect(parsed.to).toEqual([{ name: name.replaceAll(/[\r\n]+/g, ' '), address: 'compta@client.example' }]);
    expect(parsed.bcc).toBeUndefined();
    expect(headerOf(raw)).not.toMatch(/^(?:X-Faux|Bcc)/m);
    expect(parsed.subject).toBe(`Rappel ${name.replaceAll(/[\r\n]+/g, ' ')}`);
    expect(parsed.attachments[1]?.filename).not.toMatch(/[/\\\r\n]/);
  });

  it.each(['sans-chevrons@x.example', '<a b@x.example>', '<a@x.example>\r\nBcc: x@y.example'])(
    'refuses %j as an id',
    async (messageId) => {
      await expect((async () => buildMessage(outgoing({ messageId })))()).rejects.toThrow(/Message-ID/);
    },
  );
});
