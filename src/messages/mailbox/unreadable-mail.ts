import { RelanceError } from '../../errors.ts';
import type { MailHeader, ReceivedMail } from '../../import/mail/received-mail.ts';
import { plural } from '../../ui/labels.ts';
import { addressKey } from './address-key.ts';
import { clientsNear, matchMail, type AddressBook, type MatchedReply } from './match-mail.ts';

type Message = Extract<ReceivedMail, { kind: 'message' }>;

/** What stands for the text of a mail that cannot be read. */
const UNREADABLE = '(message illisible : ouvrez-le dans votre messagerie)';

/** A mail of which only the headers are known. */
export const mailOfHeaders = ({
  messageId,
  from,
  to,
  subject,
  sentAt,
  inReplyTo,
  references,
}: MailHeader): Message => ({
  ...{ messageId, from, to, subject, sentAt, inReplyTo, references },
  ...{ kind: 'message', text: UNREADABLE, attachments: [], wasCut: true },
});

/** Whose word it may be: of a client, of a client's colleague, or about a message of ours. Never sure. */
export const matchUnreadable = (mail: Message, book: AddressBook): MatchedReply | null => {
  const address = mail.from?.address ?? '';
  if (book.own.has(addressKey(address))) return null;
  const matched = matchMail(mail, book);
  if (matched !== null) return { ...matched, isSure: false };
  // What a colleague says of our invoices is in a text that nobody has read.
  const clientId = clientsNear(address, book)?.find(book.owes);
  return clientId === undefined
    ? null
    : { kind: 'reply', clientId, invoiceIds: [], isSure: false, answers: null };
};

/** Of nobody knows whom: told once, for to be stopped by it for ever would serve nobody. */
export const unreadableFault = (count: number): RelanceError =>
  new RelanceError(
    plural(
      count,
      'message n’a pas pu être compris, pas même son expéditeur',
      'messages n’ont pas pu être compris, pas même leurs expéditeurs',
    ),
    { code: 'mail-unreadable', hint: 'cherchez dans votre messagerie si un client vous a écrit' },
  );
