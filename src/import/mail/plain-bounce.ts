import { oneLine } from '../../domain/typography.ts';
import { fieldOf } from './header-fields.ts';
import { isWrongAddress, statusIn } from './bounce-status.ts';
import { messageIdReturned, MOST_DIAGNOSTIC, reportsIn } from './delivery-report.ts';
import { cutLine, mailboxesIn, messageIdsIn } from './mail-header.ts';
import type { MailPart } from './mime-tree.ts';
import type { BounceReport } from './received-mail.ts';
import { foldedSentence } from './refusal-words.ts';

const MOST_NOTICE = 20_000;
const MOST_LINES = 400;
const MOST_RECIPIENTS = 50;
const MOST_REASON = 1000;

/** From here on, it is the message that came back. */
const COPY =
  /^\s*(?:-{3}.*\b(?:copy|original|returned|below this line|header of the|copie|d'origine|renvoy|retourn)|-{3}[ -]*undelivered message|below (?:is a copy|this line)|original message headers|copie du message|en-t[êe]tes (?:du message )?d['’]origine|(?:received|return-path|dkim-signature|message-id|mime-version)\s*:)/i;

const FAILURE =
  /\b(?:could not be delivered|couldn't be delivered|undeliver(?:able|ed)|deliver(?:y|ed) (?:has )?fail(?:ed|ure)|delivery (?:status )?notification|failure notice|mail failure|returned mail|returning message to sender|was not delivered to|did not reach|unable to deliver|able to deliver|attempting to deliver|not (?:yet )?been delivered|n'a (?:pas|pu) (?:pu )?etre (?:remis|delivre|distribue|envoye|achemine)|non (?:remis|distribu|delivre)|echec (?:de (?:la )?)?(?:remise|livraison|distribution|envoi)|impossible de (?:remettre|distribuer|delivrer|livrer)|nicht zugestellt|unzustellbar|no se (?:ha )?pud?o entregar|impossibile recapitare|mancato recapito)/;
const FOR_GOOD =
  /permanent|given up|giving up|gave up|undeliverable|was not delivered|could not be delivered|did not reach|unable to deliver|definitive|n'a (?:pas|pu) (?:pu )?etre/;
const FOR_NOW =
  /warning message|will be retried|(?:will|continue to|keep) (?:be )?(?:retr|try)|still trying|delivery delayed|has been delayed|no need to resend|not need to resend|sera reessay|nouvelle tentative|provisoirement/;

const DELIVERED =
  /\b(?:successfully (?:delivered|relayed)|delivery (?:was )?successful|a (?:bien )?ete (?:remis|delivre|distribue))\b/;

interface Notice {
  /** What the server says, without the message that came back. */
  text: string;
  /** Its subject and its text, folded. */
  words: string;
  returnedId: string | null;
  reportFields: string | null;
}

const noticeOf = (mail: MailPart, subject: string, body: string): Notice => {
  const lines = body.split(/\r?\n/);
  const copyAt = lines.slice(0, MOST_LINES).findIndex((line) => COPY.test(line.slice(0, 200)));
  const [id] = messageIdsIn(/^message-id\s*:\s*(<[^<>\s]{1,500}>)/im.exec(body)?.[1] ?? null);
  const said = (copyAt === -1 ? lines : lines.slice(0, copyAt)).slice(0, MOST_LINES);
  const text = said.join('\n').slice(0, MOST_NOTICE);
  return {
    text,
    words: `${foldedSentence(subject)} ${foldedSentence(text)}`,
    returnedId: messageIdReturned(mail) ?? id ?? null,
    // A report whose parts cannot be told from each other any more.
    reportFields: /^final-recipient\s*:/im.test(body) ? body : null,
  };
};

const ADDRESS = String.raw`[^\s<>:;,"'()\[\]]{1,64}@[^\s<>:;,"'()\[\]@]{1,255}`;
const AT_LINE_START = new RegExp(String.raw`^\s*(?:[-*•]\s*)?<?(${ADDRESS})>?(?=$|[\s:;,.<(-])(.*)$`);
const NAMED_ADDRESS = new RegExp(
  String.raw`\b(?:address|adresse|recipient|destinataire)\s*:\s*<?(${ADDRESS})>?(.*)$`,
  'i',
);

/** « jeanne@client.fr: 550 5.1.1 … » begins what is said of a recipient; « jeanne@client.fr nous a écrit » does not. */
const recipientOf = (line: string): { address: string; rest: string } | null => {
  const found = AT_LINE_START.exec(line) ?? NAMED_ADDRESS.exec(line);
  if (!found) return null;
  const [, address = '', rest = ''] = found;
  const isAlone = /^\s*(?:$|[:;,.<(>-]|on \d)/.test(rest);
  return isAlone || statusIn(rest) !== null ? { address: oneLine(address.replace(/\.$/, '')), rest } : null;
};

/** What is said of each recipient, in the words of the notice: up to the empty line after its status. */
const reasonsOf = (notice: string): Map<string, string> => {
  const reasons = new Map<string, string>();
  let address: string | null = null;
  for (const line of notice.split('\n')) {
    const found = recipientOf(line.slice(0, 1000));
    if (found !== null && reasons.size < MOST_RECIPIENTS) address = found.address;
    if (address === null) continue;
    const reason = `${reasons.get(address) ?? ''}\n${found === null ? line : found.rest}`;
    if (line.trim() === '' && statusIn(reason) !== null) address = null;
    else if (reason.length <= MOST_REASON) reasons.set(address, reason);
  }
  return reasons;
};

/** From the line that has the status on, when one has. */
const diagnosticOf = (reason: string): string | null => {
  const lines = reason.split('\n');
  const at = lines.findIndex((line) => statusIn(line) !== null);
  const said = lines.slice(Math.max(0, at)).join('\n');
  return cutLine(said.replace(/^[\s>:;,.-]+/, ''), MOST_DIAGNOSTIC) || null;
};

const isSender = (mail: MailPart, name: RegExp): boolean => {
  const [from] = mailboxesIn(fieldOf(mail.fields, 'from'));
  return from !== undefined && name.test(from.address.split('@')[0] ?? '');
};

const DAEMON = /^(?:mailer[-_.]?daemon|mail[-_.]?daemon)$/i;
const isSystem = (mail: MailPart): boolean =>
  /^mail delivery (?:sub)?system$/i.test(mailboxesIn(fieldOf(mail.fields, 'from'))[0]?.name ?? '');

/** Servers send reports from nobody, so that none answers another (RFC 5321, 4.5.5). */
export const isFromNobody = (mail: MailPart): boolean => {
  const path = fieldOf(mail.fields, 'return-path');
  return path !== null && /^(?:<\s*>|<?mailer-daemon(?:@[^>]*)?>?|)$/i.test(path.trim());
};

/**
 * Whether a mail without the parts of a report is one. The daemon of a server is believed with one sign; a postmaster
 * may be a person, and has to come from nobody or to carry what came back; anybody else needs all of it.
 */
const isBounce = (mail: MailPart, notice: Notice, reasons: Map<string, string>): boolean => {
  const hasFailed = FAILURE.test(notice.words);
  const failedRecipients = fieldOf(mail.fields, 'x-failed-recipients') !== null;
  if (isSender(mail, DAEMON) || isSystem(mail))
    return hasFailed || failedRecipients || DELIVERED.test(notice.words) || statusIn(notice.text) !== null;
  const isNobody = isFromNobody(mail);
  if (isSender(mail, /^postmaster$/i))
    return hasFailed && (isNobody || failedRecipients || notice.returnedId !== null);
  return isNobody && hasFailed && [...reasons.values()].some((reason) => statusIn(reason) !== null);
};

const recipientsOf = (mail: MailPart, reasons: Map<string, string>): string[] => {
  const failed = mailboxesIn(fieldOf(mail.fields, 'x-failed-recipients')).map(({ address }) => address);
  if (failed.length > 0) return [...new Set(failed)].slice(0, MOST_RECIPIENTS);
  const own = new Set(mailboxesIn(fieldOf(mail.fields, 'to')).map(({ address }) => address));
  const others = [...reasons.keys()].filter((address) => !own.has(address));
  return others.length > 0 ? others : [...reasons.keys()];
};

/** One recipient, or the whole notice when it names none. */
const reportOf = (recipient: string | null, reason: string, notice: Notice): BounceReport => {
  const status = statusIn(reason);
  const isDelivered = status === null && DELIVERED.test(notice.words);
  const isDelayed = !isDelivered && FOR_NOW.test(notice.words) && !status?.startsWith('5.');
  const isPermanent =
    !isDelivered && !isDelayed && (status === null ? FOR_GOOD.test(notice.words) : status.startsWith('5.'));
  return {
    recipient,
    action: isDelivered ? 'delivered' : isDelayed ? 'delayed' : 'failed',
    status,
    isPermanent,
    isAddressWrong: isPermanent && isWrongAddress(status, reason),
    diagnostic: diagnosticOf(reason),
    originalMessageId: notice.returnedId,
    envelopeId: null,
  };
};

/**
 * The reports of a bounce that is no `multipart/report`, or of one (`isReport`) whose part for machines is missing; null
 * for any other mail.
 */
export const plainBounceOf = (
  mail: MailPart,
  { subject, body, isReport }: { subject: string; body: string; isReport: boolean },
): BounceReport[] | null => {
  const notice = noticeOf(mail, subject, body);
  const reasons = reasonsOf(notice.text);
  if (!isReport && !isBounce(mail, notice, reasons)) return null;
  const written = notice.reportFields === null ? [] : reportsIn(body, notice.text, notice.returnedId);
  if (written.length > 0) return written;
  const recipients = recipientsOf(mail, reasons);
  if (recipients.length === 0) return [reportOf(null, notice.text, notice)];
  return recipients.map((recipient) => {
    const reason = reasons.get(recipient) ?? '';
    const isSilent = reason.trim() === '';
    return reportOf(recipient, isSilent && recipients.length === 1 ? notice.text : reason, notice);
  });
};
