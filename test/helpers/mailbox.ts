import { expect, onTestFinished } from 'vitest';
import { ImapServer } from './imap-server.ts';
import { SmtpSink } from './smtp-sink.ts';
import { World } from './world.ts';

/** A freelancer whose mail leaves and arrives on this machine, with an invoice that is late. */
export class Correspondence {
  #count = 0;

  private constructor(
    readonly world: World,
    readonly sink: SmtpSink,
    readonly imap: ImapServer,
  ) {}

  static async begin(today = '2026-11-05'): Promise<Correspondence> {
    const sink = await SmtpSink.start();
    const imap = await ImapServer.start({ user: 'claire@exemple.fr', password: 'secret' });
    onTestFinished(async () => {
      await sink.close();
      await imap.close();
    });
    const world = new World(today);
    world.env = {
      RELANCE_SMTP_URL: `smtp://127.0.0.1:${sink.port}`,
      RELANCE_IMAP_URL: `imap://claire%40exemple.fr@127.0.0.1:${imap.port}`,
      RELANCE_IMAP_PASSWORD: 'secret',
    };
    await world.ok(
      'init --nom "Claire Petit" --email claire@exemple.fr --iban FR7630006000011234567890189 --siret 73282932000074',
    );
    await world.ok(
      'add --numero F-2026-1 --client Dupont --type entreprise --email compta@dupont.fr --montant 1200 --emise 03/10/2026 --echeance 02/11/2026',
    );
    return new Correspondence(world, sink, imap);
  }

  /** The Message-ID of the last message that left, or of one before. */
  sentId(index = -1): string {
    const raw = this.sink.received.at(index)?.raw.toString() ?? '';
    return /^message-id:\s*(<[^>]+>)/im.exec(raw)?.[1] ?? '';
  }

  /** A mail that arrives now, at noon in Paris. @returns its Message-ID */
  receive(
    headers: Record<string, string>,
    body = 'Bonjour',
    { folder = 'INBOX', at = new Date(`${this.world.today}T11:00:00Z`) } = {},
  ): string {
    this.#count += 1;
    const all = {
      From: 'Compta <compta@dupont.fr>',
      To: 'claire@exemple.fr',
      Subject: 'Re: facture',
      'Message-ID': `<recu-${this.#count}@dupont.fr>`,
      'Content-Type': 'text/plain; charset=utf-8',
      ...headers,
    };
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
    this.imap.add(folder, `${lines.join('\r\n')}\r\n\r\n${body}\r\n`, at);
    return all['Message-ID'];
  }

  /** A server says that the last message was not delivered. */
  bounce(
    status: string,
    originalId = this.sentId(),
    action = status.startsWith('5') ? 'failed' : 'delayed',
    recipient = 'compta@dupont.fr',
  ): void {
    const report = [
      ...['--x', 'Content-Type: text/plain', '', 'Votre message n’a pas été remis.', '--x'],
      ...['Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.exemple.fr', ''],
      ...[`Final-Recipient: rfc822; ${recipient}`, `Action: ${action}`, `Status: ${status}`],
      ...[`Diagnostic-Code: smtp; ${status[0]}50 ${status} ${recipient}: User unknown`, '', '--x'],
      ...['Content-Type: text/rfc822-headers', '', `Message-ID: ${originalId}`, '', '--x--'],
    ];
    this.receive(
      {
        From: 'MAILER-DAEMON@mx.exemple.fr',
        Subject: 'Undelivered Mail Returned to Sender',
        'Auto-Submitted': 'auto-replied',
        'MIME-Version': '1.0',
        'Content-Type': 'multipart/report; report-type=delivery-status; boundary="x"',
      },
      report.join('\r\n'),
    );
  }
}

/** One whose first reminder has left. */
export const reminded = async (today = '2026-11-05'): Promise<Correspondence> => {
  const mail = await Correspondence.begin(today);
  await mail.world.ok('send --yes');
  expect(mail.sink.received).toHaveLength(1);
  return mail;
};
