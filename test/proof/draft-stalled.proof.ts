import { expect, it } from 'vitest';
import type { ImapFault } from '../helpers/imap-server.ts';
import { Correspondence } from '../helpers/mailbox.ts';
import { plain } from '../helpers/refused.ts';

/** A draft that the mailbox is given, and what is then said of it. */
const write = async (fault: ImapFault) => {
  const mail = await Correspondence.begin();
  mail.imap.make('Drafts');
  mail.imap.faults = [{ ...fault, times: 1 }];
  const { exitCode, stdout } = await mail.world.relance('send --yes --brouillons imap --sans-boite');
  const [contact] = mail.world.rows('select status from contact');
  return { contact, exitCode, said: plain(stdout), drafts: mail.imap.folder('Drafts').mails.length };
};

// Half a minute of silence, as a person would wait: both at once.
it('a server that stalls while it takes a draft may still be at work: the step is held, and said', async () => {
  const [unknown, kept] = await Promise.all([
    write({ at: 'append', do: 'hang' }),
    write({ at: 'appended', do: 'hang' }),
  ]);
  expect(unknown).toMatchObject({ contact: { status: 'draft' }, exitCode: 3, drafts: 0 });
  expect(unknown.said).toContain('relance resolve 1 --pas-parti');
  expect(kept).toMatchObject({ contact: { status: 'draft' }, exitCode: 0, drafts: 1 });
  expect(kept.said).toContain('1 brouillon écrit dans votre boîte aux lettres');
});
