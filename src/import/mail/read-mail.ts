import { parisDay, type LocalDate } from '../../domain/dates.ts';
import { RelanceError } from '../../errors.ts';
import { returnDayIn, substituteIn } from './absence.ts';
import { isAutomatic, isNoticeOfReading } from './automatic-mail.ts';
import { bodyTextOf } from './body-text.ts';
import { deliveryReportsOf, statusPartOf } from './delivery-report.ts';
import { attachmentsOf } from './mail-attachments.ts';
import { fieldOf, splitHeader } from './header-fields.ts';
import { mailHeaderOf, messageIdsIn } from './mail-header.ts';
import { readParts, type MailPart } from './mime-tree.ts';
import { isFromNobody, plainBounceOf } from './plain-bounce.ts';
import type { BounceReport, MailHeader, ReceivedMail } from './received-mail.ts';
import { replyTextOf } from './reply-text.ts';

/** Twice what most servers accept. */
const MOST_BYTES = 64 * 1024 * 1024;

const isReport = (part: MailPart): boolean =>
  part.type.value === 'multipart/report' && !isNoticeOfReading(part) && statusPartOf(part) !== null;

/** The report itself, or in what a list or a filter wrapped it: that counts only from nobody, for people forward reports. */
const reportWithin = (mail: MailPart): MailPart | null => {
  if (isReport(mail)) return mail;
  return isFromNobody(mail) ? (mail.children.find(isReport) ?? null) : null;
};

const fromReports = (header: MailHeader, reports: BounceReport[]): ReceivedMail => {
  const isProof = reports.every(({ action }) => action !== 'failed' && action !== 'delayed');
  return { ...header, kind: isProof ? 'delivery' : 'bounce', reports };
};

/** « Lundi » is told from the day of the mail, which may be read later; a clock ahead of ours is not believed. */
const writtenOn = ({ sentAt }: MailHeader, today: LocalDate): LocalDate => {
  const day = sentAt === null ? today : parisDay(new Date(sentAt));
  return day > today ? today : day;
};

/** What the headers of a mail say, before its text is fetched; `draftId` is that of the draft of ours that it was made from. */
export const readHeaders = (headers: Buffer): MailHeader & { isMailing: boolean; draftId: string | null } => {
  const { fields } = splitHeader(headers);
  const isMailing = ['list-unsubscribe', 'list-id'].some((name) => fieldOf(fields, name) !== null);
  const [draftId = null] = messageIdsIn(fieldOf(fields, 'x-relance-message'));
  return { ...mailHeaderOf(fields), isMailing, draftId };
};

/**
 * What a mail is, read from its bytes alone, in bounded time and memory and whatever they hold: who sent it is what it
 * says. All of its texts are harmless lines.
 * @throws RelanceError `mail-too-large` beyond 64 MB
 */
export const readMail = async (bytes: Uint8Array, today: LocalDate): Promise<ReceivedMail> => {
  if (bytes.length > MOST_BYTES)
    throw new RelanceError('Ce message dépasse 64 Mo', {
      hint: 'lisez-le dans votre messagerie',
      code: 'mail-too-large',
    });
  const mail = readParts(bytes);
  const header = mailHeaderOf(mail.fields);
  const { text: body, isWhole } = bodyTextOf(mail);
  const report = reportWithin(mail);
  const reports = report === null ? [] : deliveryReportsOf(report, body);
  if (reports.length > 0) return fromReports(header, reports);
  if (!isNoticeOfReading(mail)) {
    const isReportOfNothing = mail.type.params.get('report-type')?.toLowerCase() === 'delivery-status';
    const bounced = plainBounceOf(mail, { subject: header.subject, body, isReport: isReportOfNothing });
    if (bounced !== null) return fromReports(header, bounced);
  }
  const { text, wasCut } = replyTextOf(body);
  const sender = header.from?.address ?? null;
  if (isNoticeOfReading(mail) || isAutomatic(mail, header.subject, sender, text)) {
    const known = sender === null ? header.to : [sender, ...header.to];
    const returnsOn = returnDayIn(`${header.subject}\n${text}`, writtenOn(header, today), today);
    return { ...header, kind: 'automatic', text, returnsOn, substitute: substituteIn(text, known) };
  }
  const { attachments, areAll } = attachmentsOf(mail);
  return { ...header, kind: 'message', text, attachments, wasCut: wasCut || !isWhole || !areAll };
};
