import { describe, expect, it } from 'vitest';
import type { BounceReport } from '../../../src/import/mail/received-mail.ts';
import {
  FROM_JEANNE,
  multipart,
  partOf,
  read,
  reportOf,
  SERVER,
  textPart,
} from '../../helpers/received-mails.ts';

const FINAL = 'Final-Recipient: rfc822; jeanne@atelier-lune.fr';
const MESSAGE = ['Reporting-MTA: dns; mx.durand.fr', ''];

const reportsOf = async (mail: string): Promise<BounceReport[]> => {
  const received = await read(mail);
  return received.kind === 'bounce' || received.kind === 'delivery' ? received.reports : [];
};

const REFUSED: BounceReport = {
  recipient: 'jeanne@atelier-lune.fr',
  action: 'failed',
  status: '5.1.1',
  isPermanent: true,
  isAddressWrong: true,
  diagnostic: '550 5.1.1 <jeanne@atelier-lune.fr>: user unknown',
  originalMessageId: '<relance-1@durand.fr>',
  envelopeId: null,
};

describe('a delivery report', () => {
  it('says who was not reached, why, and by which message', async () => {
    const mail = await read(
      reportOf([
        'Reporting-MTA: dns; mx.durand.fr',
        'Original-Envelope-Id: env-42',
        '',
        FINAL,
        'Action: failed',
        'Status: 5.1.1',
        'Diagnostic-Code: smtp; 550 5.1.1 <jeanne@atelier-lune.fr>:',
        ' user unknown',
      ]),
    );
    expect(mail).toEqual({
      kind: 'bounce',
      messageId: '<retour-1@mx.durand.fr>',
      from: { address: 'MAILER-DAEMON@mx.durand.fr', name: 'Mail Delivery System' },
      to: ['paul@durand.fr'],
      subject: 'Undelivered Mail Returned to Sender',
      sentAt: '2026-11-16T08:12:00.000Z',
      inReplyTo: [],
      references: [],
      reports: [{ ...REFUSED, envelopeId: 'env-42' }],
    });
  });

  it.each([
    [
      'Status wins over the diagnostic of an earlier attempt',
      '5.1.1',
      'smtp; 450 4.2.1 try later',
      '5.1.1',
      true,
    ],
    ['and the contrary', '4.4.7', 'smtp; 550 5.7.1 refused', '4.4.7', false],
    ['unless it says its class alone', '5.0.0', 'smtp; 450 4.2.1 try later', '4.2.1', false],
    ['or an undefined protocol status', '4.5.0', 'smtp; 550 5.1.1 no such user', '5.1.1', true],
    ['a bare reply code of the same class adds nothing', '5.5.0', 'smtp; 554 refused', '5.5.0', true],
    ['a bare reply code of another class does', '5.0.0', 'smtp; 421 busy', '4.0.0', false],
    ['a comment is left out', '5.2.2 (mailbox full)', 'smtp; 552 5.2.2 over quota', '5.2.2', true],
    ['a status missing is that of the diagnostic', '', 'smtp; 550-5.1.1 gone', '5.1.1', true],
    ['an address of a machine is no status', '', 'smtp; 550 host 5.1.1.9 refuses', '5.0.0', true],
    ['nothing is said', '', 'x-local; bad luck', null, false],
  ])('%s', async (_, status, diagnostic, read_, isPermanent) => {
    const fields = [
      ...MESSAGE,
      FINAL,
      'Action: failed',
      `Status: ${status}`,
      `Diagnostic-Code: ${diagnostic}`,
    ];
    const [report] = await reportsOf(reportOf(fields));
    expect([report?.status, report?.isPermanent]).toEqual([read_, isPermanent]);
  });

  it.each([
    ['5.1.1', '550 5.1.1 unknown', true],
    ['5.1.2', '550 5.1.2 bad domain', true],
    ['5.1.10', '550 5.1.10 RESOLVER.ADR.RecipientNotFound', true],
    ['5.2.1', '550 5.2.1 mailbox disabled', true],
    ['5.2.2', '552 5.2.2 mailbox full, user unknown to quota', false],
    ['5.7.1', '550 5.7.1 spam', false],
    ['5.7.1', '550 5.7.1 Recipient address rejected: User unknown', false],
    ['5.1.8', '553 5.1.8 Domain of sender address does not exist', false],
    ['5.0.0', '550 sender domain does not exist', false],
    ['5.0.0', '550 Unknown user jeanne', true],
    ['5.0.0', '550 Adresse d au moins un destinataire invalide. OFR_416', true],
    ['5.0.0', '550 Destinataire inconnu', true],
    ['5.0.0', '550 Boîte aux lettres inexistante', true],
    ['5.0.0', '550 Cette adresse e-mail n’existe pas', true],
    ['5.0.0', '550 Compte désactivé', true],
    ['5.0.0', '550 No such recipient here', true],
    ['5.0.0', '550 Requested action not taken: mailbox unavailable', false],
    ['5.4.1', '550 5.4.1 Recipient address rejected: Access denied', true],
    ['5.4.4', 'Host or domain name not found', true],
    ['5.5.0', '550 Empfänger unbekannt', true],
    ['5.5.0', '550 usuario desconocido', true],
    ['5.5.0', '550 utente sconosciuto', true],
    ['4.1.1', '450 4.1.1 user unknown', false],
  ])('with %s, « %s », says of the address: wrong is %s', async (status, diagnostic, isAddressWrong) => {
    const [report] = await reportsOf(
      reportOf([
        ...MESSAGE,
        FINAL,
        'Action: failed',
        `Status: ${status}`,
        `Diagnostic-Code: smtp; ${diagnostic}`,
      ]),
    );
    expect(report?.isAddressWrong).toBe(isAddressWrong);
  });

  it.each([
    ['delivered', '2.0.0', 'delivery'],
    ['relayed', '2.0.0', 'delivery'],
    ['expanded', '2.0.0', 'delivery'],
    ['delayed', '4.4.1', 'bounce'],
    ['failed', '5.1.1', 'bounce'],
    ['Failed (permanent)', '5.1.1', 'bounce'],
    ['inconnue', '4.4.1', 'bounce'],
    ['', '2.1.5', 'delivery'],
  ])('whose action is « %s » (%s) is a %s', async (action, status, kind) => {
    const mail = await read(reportOf([...MESSAGE, FINAL, `Action: ${action}`, `Status: ${status}`]));
    expect(mail.kind).toBe(kind);
  });

  it('tells each recipient, and names the address that was written to before it was forwarded', async () => {
    const reports = await reportsOf(
      reportOf([
        ...MESSAGE,
        'Original-Recipient: rfc822;compta@atelier-lune.fr',
        'Final-Recipient: rfc822; <jeanne@fai.fr>',
        'Action: failed',
        'Status: 5.2.2',
        '',
        'Final-Recipient: x-local; |/usr/bin/filter',
        'Action: delivered',
        'Status: 2.0.0',
      ]),
    );
    expect(reports.map(({ recipient, action }) => [recipient, action])).toEqual([
      ['compta@atelier-lune.fr', 'failed'],
      [null, 'delivered'],
    ]);
  });

  it('that a list wrapped in another mail is read, but not one that a person joins to hers', async () => {
    const report = reportOf([...MESSAGE, FINAL, 'Action: failed', 'Status: 5.1.1'], '', {});
    expect((await read(multipart('mixed', [report], SERVER, 'dehors'))).kind).toBe('bounce');
    const joined = multipart('mixed', [textPart('Voici ce que je reçois.'), report], FROM_JEANNE, 'dehors');
    expect((await read(joined)).kind).toBe('message');
  });

  it('whose returned headers are alone gives their Message-ID', async () => {
    const mail = multipart(
      'report; report-type=delivery-status',
      [
        textPart('Revenu.'),
        partOf(
          { 'Content-Type': 'message/delivery-status' },
          [...MESSAGE, FINAL, 'Action: failed'].join('\r\n'),
        ),
        partOf(
          { 'Content-Type': 'text/rfc822-headers' },
          'Subject: Facture\r\nMessage-ID: <relance-2@durand.fr>',
        ),
      ],
      SERVER,
    );
    expect((await reportsOf(mail))[0]?.originalMessageId).toBe('<relance-2@durand.fr>');
  });

  it('without a part for machines is told by its text', async () => {
    const mail = multipart(
      'report; report-type=delivery-status',
      [
        textPart(
          "jeanne@atelier-lune.fr\r\nRemote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound'",
        ),
      ],
      { ...SERVER, From: 'postmaster@durand.fr' },
    );
    expect(await reportsOf(mail)).toEqual([
      {
        ...REFUSED,
        status: '5.1.10',
        diagnostic: "Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound'",
        originalMessageId: null,
      },
    ]);
  });
});
