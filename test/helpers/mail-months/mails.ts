import type { Random } from '../mutations.ts';
import { pick } from '../months/facts.ts';

export interface Writer {
  name: string;
  email: string;
  domain: string;
  numbers: string[];
  /** Message-IDs of what reached them. */
  received: { id: string; to: string }[];
}

/** What a mail is in truth, whatever the program makes of it. */
export type MailKind = 'reply' | 'automatic' | 'bounce' | 'delay' | 'foreign';

export interface Drawn {
  kind: MailKind;
  what: string;
  raw: string;
  id: string;
  files: number;
  /** The address that a bounce refuses. */
  refuses: string | null;
}

const mail = (headers: Record<string, string>, body: string): string =>
  `${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\r\n')}\r\n\r\n${body}\r\n`;

const WORDS = [
  'Bonjour, le virement part vendredi.',
  'Nous contestons cette facture.',
  'Qui êtes-vous ?',
  'Merci, bien reçu.',
  '',
];

interface Draw {
  random: Random;
  writer: Writer;
  id: string;
  last: { id: string; to: string };
}

const reply = (
  { random, id }: Draw,
  what: string,
  from: string,
  headers: Record<string, string> = {},
): Drawn => {
  const hasFile = random(4) === 0;
  const words = pick(random, WORDS);
  const all = { From: from, To: 'jeanne@martin.example', 'Message-ID': id, Subject: 'Bonjour', ...headers };
  const file = Buffer.from(`%PDF-1.4 ${id}`).toString('base64');
  const parts = [
    ...['--b', 'Content-Type: text/plain; charset=utf-8', '', words, '--b'],
    ...[
      'Content-Type: application/pdf; name="avis.pdf"',
      'Content-Transfer-Encoding: base64',
      '',
      file,
      '--b--',
    ],
  ];
  const raw = hasFile
    ? mail(
        { ...all, 'MIME-Version': '1.0', 'Content-Type': 'multipart/mixed; boundary=b' },
        parts.join('\r\n'),
      )
    : mail({ ...all, 'Content-Type': 'text/plain; charset=utf-8' }, words);
  return { kind: 'reply', what, raw, id, files: hasFile ? 1 : 0, refuses: null };
};

const REPLIES: ((draw: Draw) => Drawn)[] = [
  (draw) => reply(draw, 'reply', draw.writer.email, { 'In-Reply-To': draw.last.id, Subject: 'Re: facture' }),
  (draw) =>
    reply(draw, 'reply by references', draw.writer.email, {
      References: `<x@y.example> ${draw.last.id} <z@y.example>`,
    }),
  (draw) =>
    reply(draw, 'reply with a number', draw.writer.email, {
      Subject: `Votre facture ${pick(draw.random, draw.writer.numbers)}`,
    }),
  (draw) =>
    reply(draw, 'reply of a colleague', `Le chef <chef@${draw.writer.domain}>`, {
      Subject: `${pick(draw.random, draw.writer.numbers)} ?`,
    }),
  (draw) => reply(draw, 'reply from elsewhere', 'moi@ailleurs.example', { 'In-Reply-To': draw.last.id }),
  (draw) =>
    reply(draw, 'number from elsewhere', 'moi@ailleurs.example', {
      Subject: `au sujet de ${pick(draw.random, draw.writer.numbers)}`,
    }),
  (draw) => reply(draw, 'words of the client', `"Compta, ${draw.writer.name}" <${draw.writer.email}>`),
];

const automatic = ({ random, writer, id, last }: Draw): Drawn => ({
  kind: 'automatic',
  what: 'automatic answer',
  raw: mail(
    {
      From: writer.email,
      'Message-ID': id,
      Subject: 'Réponse automatique',
      'Auto-Submitted': 'auto-replied',
      ...(random(2) === 0 && { 'In-Reply-To': last.id }),
    },
    'Je suis absente.',
  ),
  ...{ id, files: 0, refuses: null },
});

const bounce = ({ id, last }: Draw, status: string): Drawn => ({
  kind: status.startsWith('5') ? 'bounce' : 'delay',
  what: `bounce ${status} of ${last.to}`,
  raw: mail(
    {
      From: 'MAILER-DAEMON@mx.example',
      'Return-Path': '<>',
      'Message-ID': id,
      Subject: 'Undelivered Mail Returned to Sender',
      'MIME-Version': '1.0',
      'Content-Type': 'multipart/report; report-type=delivery-status; boundary="x"',
    },
    [
      ...['--x', 'Content-Type: text/plain', '', 'Undelivered.', '--x'],
      ...['Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.example', ''],
      `Final-Recipient: rfc822; ${last.to}`,
      ...[`Action: ${status.startsWith('5') ? 'failed' : 'delayed'}`, `Status: ${status}`, '', '--x'],
      ...['Content-Type: text/rfc822-headers', '', `Message-ID: ${last.id}`, '', '--x--'],
    ].join('\r\n'),
  ),
  ...{ id, files: 0, refuses: status.startsWith('5') ? last.to : null },
});

const foreign = ({ random, writer, id }: Draw): Drawn => {
  const [what, headers] = pick(random, [
    [
      'newsletter',
      {
        From: 'promo@boutique.example',
        'List-Id': '<promo.boutique.example>',
        Subject: writer.numbers[0] ?? '',
      },
    ],
    ['private mail', { From: 'maman@famille.example', Subject: 'dimanche 2026' }],
    ['colleague about nothing', { From: `stage@${writer.domain}`, Subject: 'candidature' }],
    ['oneself', { From: 'Jeanne <jeanne@martin.example>', Subject: writer.numbers[0] ?? '' }],
    [
      'bounce of another’s message',
      { From: 'MAILER-DAEMON@mx.example', 'In-Reply-To': '<autre@ailleurs.example>' },
    ],
  ] as const);
  const raw = mail(
    { 'Message-ID': id, To: 'jeanne@martin.example', 'Content-Type': 'text/plain', ...headers },
    'Bonjour',
  );
  return { kind: 'foreign', what, raw, id, files: 0, refuses: null };
};

/** A mail that comes from, or about, a client; those that answer a message need one. */
export const drawMail = (random: Random, writer: Writer, id: string): Drawn => {
  const last = writer.received.at(-1) ?? null;
  const kind = random(10);
  if (last === null)
    return kind < 3
      ? foreign({ random, writer, id, last: { id: '', to: '' } })
      : (REPLIES[pick(random, [2, 3, 5, 6])] ?? foreign)({ random, writer, id, last: { id: '', to: '' } });
  const draw: Draw = { random, writer, id, last };
  if (kind < 4) return pick(random, REPLIES)(draw);
  if (kind < 6) return automatic(draw);
  if (kind === 6) return bounce(draw, pick(random, ['5.1.1', '5.2.1', '5.7.1']));
  if (kind === 7) return bounce(draw, pick(random, ['4.2.2', '4.4.1']));
  return foreign(draw);
};
