import { describe, expect, it } from 'vitest';
import type { DraftMessage } from '../../src/db/mailbox.ts';
import { matchDrafts, type SentMail } from '../../src/messages/mailbox/match-drafts.ts';

const SUBJECT = 'Facture F-1 : échéance passée';

const draft = (contactId: number, fields: Partial<DraftMessage> = {}): DraftMessage => ({
  contactId,
  messageId: `<${contactId}@relance>`,
  subject: SUBJECT,
  to: ['compta@dupont.fr'],
  at: '2026-11-05T11:00:00.000Z',
  ...fields,
});
const mail = (fields: Partial<SentMail> = {}): SentMail => ({
  messageId: '<x@webmail>',
  draftId: null,
  to: ['compta@dupont.fr'],
  subject: SUBJECT,
  onDay: '2026-11-05',
  ...fields,
});
const found = (drafts: DraftMessage[], mails: SentMail[], ours: string[] = []): [number, string | null][] =>
  matchDrafts(drafts, mails, (id) => [...ours, ...drafts.map(({ messageId }) => messageId)].includes(id)).map(
    ({ contactId, messageId }) => [contactId, messageId],
  );

describe('a draft among the sent mails', () => {
  it('is known by its name, whatever else', () => {
    const mails = [mail({ messageId: '<1@relance>', to: [], subject: '', onDay: '2026-01-01' })];
    expect(found([draft(1), draft(2)], mails)).toEqual([[1, '<1@relance>']]);
  });

  it('is known by our header, and takes its new name from there', () => {
    expect(found([draft(1), draft(2)], [mail({ draftId: '<2@relance>' })])).toEqual([[2, '<x@webmail>']]);
  });

  it('leaves the other one of the same words to its own mail', () => {
    const mails = [mail({ messageId: '<1@relance>' }), mail()];
    expect(found([draft(1), draft(2)], mails)).toEqual([
      [1, '<1@relance>'],
      [2, '<x@webmail>'],
    ]);
  });

  it('has the same words, whatever became of their spaces', () => {
    const mails = [
      mail({ subject: ` ${SUBJECT.replace(' :', '\u00a0:').normalize('NFD')}`, messageId: null }),
    ];
    expect(found([draft(1)], mails)).toEqual([[1, null]]);
  });

  it.each<[string, DraftMessage[], SentMail[], string[]]>([
    ['of two drafts', [draft(1), draft(2)], [mail()], []],
    ['of two drafts and two mails', [draft(1), draft(2)], [mail(), mail({ messageId: '<y@webmail>' })], []],
    ['of two mails', [draft(1)], [mail(), mail({ messageId: '<y@webmail>' })], []],
    [
      'a message of ours that left by itself',
      [draft(1)],
      [mail({ messageId: '<0@relance>' })],
      ['<0@relance>'],
    ],
    ['made from another draft of ours', [draft(1)], [mail({ draftId: '<0@relance>' })], ['<0@relance>']],
    ['of the day before', [draft(1)], [mail({ onDay: '2026-11-04' })], []],
    ['of another subject', [draft(1)], [mail({ subject: `Re: ${SUBJECT}` })], []],
    ['to one more', [draft(1)], [mail({ to: ['compta@dupont.fr', 'x@dupont.fr'] })], []],
  ])('is not known by its words: %s', (_why, drafts, mails, ours) => {
    expect(found(drafts, mails, ours)).toEqual([]);
  });
});
