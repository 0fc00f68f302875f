import type { DraftMessage } from '../../db/mailbox.ts';
import { parisDay, type LocalDate } from '../../domain/dates.ts';

/** A mail among those that were sent. */
export interface SentMail {
  messageId: string | null;
  /** The message of ours that it was made from, where the mail program has kept that header. */
  draftId: string | null;
  to: string[];
  subject: string;
  onDay: LocalDate;
}

export interface SentDraft {
  contactId: number;
  messageId: string | null;
}

/** Programs make other spaces of ours. */
const keyOf = ({ subject, to }: { subject: string; to: string[] }): string =>
  JSON.stringify([
    subject.normalize('NFC').replaceAll(/\s+/g, ' ').trim(),
    [...new Set(to.map((address) => address.toLowerCase()))].toSorted(),
  ]);

/** By the Message-ID, or by our own header: it is that draft. */
const namedBy = (drafts: readonly DraftMessage[], mail: SentMail): DraftMessage | undefined =>
  drafts.find(({ messageId }) => messageId === mail.messageId || messageId === mail.draftId);

/**
 * Drafts that a person has sent. Most programs give them another Message-ID and drop our header: then the same subject to the
 * same addresses, since the day of the draft, when one draft and one mail alone correspond.
 * @param isOurs whether a Message-ID is that of a message of ours, draft or not
 */
export const matchDrafts = (
  drafts: readonly DraftMessage[],
  mails: readonly SentMail[],
  isOurs: (messageId: string) => boolean,
): SentDraft[] => {
  const found = new Map<number, SentDraft>();
  const others: SentMail[] = [];
  for (const mail of mails) {
    const draft = namedBy(drafts, mail);
    if (draft === undefined) {
      // Another message of ours is no draft of the same words.
      if (![mail.messageId, mail.draftId].some((id) => id !== null && isOurs(id))) others.push(mail);
    } else if (!found.has(draft.contactId))
      found.set(draft.contactId, { contactId: draft.contactId, messageId: mail.messageId });
  }
  const left = drafts.filter(({ contactId }) => !found.has(contactId));
  for (const draft of left) {
    const isSame = (other: { subject: string; to: string[] }): boolean => keyOf(other) === keyOf(draft);
    const writtenOn = parisDay(new Date(draft.at));
    const [mail, second] = others.filter((other) => isSame(other) && other.onDay >= writtenOn);
    if (mail === undefined || second !== undefined || left.filter(isSame).length > 1) continue;
    found.set(draft.contactId, { contactId: draft.contactId, messageId: mail.messageId });
  }
  return [...found.values()];
};
