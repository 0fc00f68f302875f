import { describe, expect, it } from 'vitest';
import { FROM_JEANNE, partOf, read, SERVER, type Headers } from '../../helpers/received-mails.ts';

const COPY = ['', '------ This is a copy of the message, including all the headers. ------', ''];
const RETURNED = [
  'Return-path: <paul@durand.fr>',
  'Message-Id: <relance-1@durand.fr>',
  'To: jeanne@atelier-lune.fr',
];

const reportsOf = async (lines: string[], headers: Headers = SERVER): Promise<unknown> => {
  const mail = await read(
    partOf({ ...headers, 'Content-Type': 'text/plain; charset=utf-8' }, lines.join('\r\n')),
  );
  return mail.kind === 'bounce'
    ? mail.reports.map(({ recipient, action, status, isPermanent, isAddressWrong, originalMessageId }) => [
        recipient,
        action,
        status,
        isPermanent,
        isAddressWrong,
        originalMessageId,
      ])
    : mail.kind;
};

const EXIM = [
  'This message was created automatically by mail delivery software.',
  '',
  'A message that you sent could not be delivered to one or more of its',
  'recipients. This is a permanent error. The following address(es) failed:',
  '',
];
const ID = '<relance-1@durand.fr>';

describe('a bounce that is no report', () => {
  it.each([
    [
      'of Exim, to two recipients',
      [
        ...EXIM,
        '  jeanne@atelier-lune.fr',
        '    SMTP error from remote mail server after RCPT TO:<jeanne@atelier-lune.fr>:',
        '    host mx.atelier-lune.fr [192.0.2.5]: 550 5.1.1 <jeanne@atelier-lune.fr>... User Unknown',
        '  compta@atelier-lune.fr',
        '    host mx.atelier-lune.fr [192.0.2.5]: 552 5.2.2 <compta@atelier-lune.fr>... Mailbox full',
        ...COPY,
        ...RETURNED,
      ],
      [
        ['jeanne@atelier-lune.fr', 'failed', '5.1.1', true, true, ID],
        ['compta@atelier-lune.fr', 'failed', '5.2.2', true, false, ID],
      ],
    ],
    [
      'of qmail',
      [
        'Hi. This is the qmail-send program at mx.durand.fr.',
        "I'm afraid I wasn't able to deliver your message to the following addresses.",
        "This is a permanent error; I've given up. Sorry it didn't work out.",
        '',
        '<jeanne@atelier-lune.fr>:',
        '192.0.2.32 does not like recipient.',
        'Remote host said: 550 Unknown user jeanne@atelier-lune.fr',
        'Giving up on 192.0.2.32. (#5.5.0)',
        '',
        '--- Below this line is a copy of the message.',
        '',
        ...RETURNED,
      ],
      [['jeanne@atelier-lune.fr', 'failed', '5.5.0', true, true, ID]],
    ],
    [
      'of kundenserver, refused by Orange',
      [
        ...EXIM,
        'jeanne@orange.fr:',
        'SMTP error from remote server for TEXT command, host: smtp-in.orange.fr (192.0.2.65) reason: 550 5.2.0 Mail rejete. ofr_506 [506]',
        '',
        '--- The header of the original message is following. ---',
        '',
        ...RETURNED,
      ],
      [['jeanne@orange.fr', 'failed', '5.2.0', true, false, ID]],
    ],
    [
      'in French',
      [
        'Votre message n’a pas pu être remis aux destinataires suivants :',
        '',
        '<jeanne@laposte.net> : 550 5.1.1 Adresse inconnue',
        '',
        '----- Copie du message renvoyé -----',
        ...RETURNED,
      ],
      [['jeanne@laposte.net', 'failed', '5.1.1', true, true, ID]],
    ],
    [
      'of Domino, without a status',
      [
        'Your message',
        '',
        'was not delivered to:',
        '',
        '  jeanne@atelier-lune.fr',
        '',
        'because:',
        '',
        '  User Jeanne not listed in Domino Directory',
      ],
      [['jeanne@atelier-lune.fr', 'failed', null, true, true, null]],
    ],
    [
      'that is only a warning',
      [
        'THIS IS A WARNING MESSAGE ONLY. YOU DO NOT NEED TO RESEND YOUR MESSAGE.',
        '[Status: Error, Address: <jeanne@atelier-lune.fr>, ResponseCode 421, Host not reachable.]',
        'Message will be retried for 4 more day(s)',
      ],
      [['jeanne@atelier-lune.fr', 'delayed', null, false, false, null]],
    ],
    [
      'that refuses for its contents, in the words of Free',
      ['Undelivered mail', '', '<jeanne@free.fr>: host mx1.free.fr said: 550 spam detected'],
      [['jeanne@free.fr', 'failed', '5.0.0', true, false, null]],
    ],
    [
      'that names nobody',
      ['Delivery has failed. The mailbox of the recipient is full.'],
      [[null, 'failed', null, false, false, null]],
    ],
    [
      'whose parts of a report lost their boundaries',
      [
        'The original message was received at Mon, 16 Nov 2026',
        '',
        'Reporting-MTA: dns; mx.durand.fr',
        '',
        'Final-Recipient: RFC822; <jeanne@atelier-lune.fr>',
        'Action: failed',
        'Status: 5.1.1',
        '',
        ...RETURNED,
      ],
      [['jeanne@atelier-lune.fr', 'failed', '5.1.1', true, true, ID]],
    ],
  ])('%s', async (_, lines, reports) => {
    expect(await reportsOf(lines)).toEqual(reports);
  });

  it('is told by the recipients that its headers name', async () => {
    const headers = {
      ...SERVER,
      'X-Failed-Recipients': 'jeanne@atelier-lune.fr,\r\n compta@atelier-lune.fr',
    };
    expect(await reportsOf([...EXIM, '  save to /var/mail', '    mailbox is full'], headers)).toEqual([
      ['jeanne@atelier-lune.fr', 'failed', null, true, false, null],
      ['compta@atelier-lune.fr', 'failed', null, true, false, null],
    ]);
  });

  it('is a proof when it says that the mail was delivered', async () => {
    expect(await reportsOf(['Your message was successfully delivered to jeanne@atelier-lune.fr'])).toBe(
      'delivery',
    );
  });

  const POSTMASTER = { ...FROM_JEANNE, From: 'Le postmaster <postmaster@atelier-lune.fr>' };
  it.each([
    ['her estimate is of 550 euros', FROM_JEANNE, ['Votre devis à 550 euros me convient.']],
    [
      'she quotes a bounce',
      FROM_JEANNE,
      [
        'J’ai reçu ceci :',
        '> This is a permanent error. The following address(es) failed:',
        '> 550 5.1.1 User unknown',
      ],
    ],
    [
      'she pastes one',
      FROM_JEANNE,
      ['Your message could not be delivered:', '<jeanne@fai.fr>: 550 5.1.1 unknown'],
    ],
    [
      'she is the postmaster',
      POSTMASTER,
      ['Votre mail n’a pas pu être remis, erreur 550 5.1.1 chez nous. Réessayez.'],
    ],
    [
      'she comes from nobody, without the words of a server',
      { ...FROM_JEANNE, 'Return-Path': '<>' },
      ['Virement fait hier, 550 euros.'],
    ],
  ])('is never the mail of a person: %s', async (_, headers, lines) => {
    expect(await reportsOf(lines, headers)).toBe('message');
  });
});
