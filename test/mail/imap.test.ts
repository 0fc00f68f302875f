import { expect, it, onTestFinished } from 'vitest';
import { openMailbox } from '../../src/mail/imap.ts';
import { ImapServer } from '../helpers/imap-server.ts';

it.each(['none', 'starttls', 'implicit'] as const)('reads a mailbox, TLS %s', async (tls) => {
  const server = await ImapServer.start({ user: 'jeanne', password: 'secret', tls });
  onTestFinished(() => server.close());
  server.add('INBOX', 'Subject: un\r\n\r\nBonjour\r\n', new Date('2026-11-22T10:00:00Z'));
  server.add('INBOX', 'Subject: deux\r\n\r\nBonjour\r\n', new Date('2026-11-23T10:00:00Z'));
  const { host, port } = server;
  const secure = tls === 'implicit';
  const mailbox = await openMailbox({ host, port, secure, user: 'jeanne', password: 'secret', token: null });
  expect(await mailbox.open('INBOX')).toEqual({ uidValidity: 1, lastUid: 2 });
  expect(await mailbox.listSince(new Date('2026-11-23'))).toEqual([2]);
  expect(await mailbox.source(1, 10)).toEqual(Buffer.from('Subject: u'));
  await mailbox.close();
});
