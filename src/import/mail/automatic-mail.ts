import { plainWords } from './written-day.ts';
import { fieldOf } from './header-fields.ts';
import { everyPart, type MailPart } from './mime-tree.ts';
import { isFromNobody } from './plain-bounce.ts';

/** What a machine says of a message that was read, deleted or complained of (RFC 8098, RFC 5965). */
const NOTICE_PART = /^message\/(?:(?:global-)?disposition-notification|feedback-report)$/;
const REPORT_TYPE = /^(?:disposition-notification|feedback-report)$/i;

export const isNoticeOfReading = (mail: MailPart): boolean =>
  mail.type.value === 'multipart/report' &&
  (REPORT_TYPE.test(mail.type.params.get('report-type') ?? '') ||
    everyPart(mail).some(({ type }) => NOTICE_PART.test(type.value)));

const wordOf = (mail: MailPart, name: string): string | null => {
  const value = fieldOf(mail.fields, name);
  return value === null ? null : (/^[^\s;(]*/.exec(value.trim().toLowerCase())?.[0] ?? '');
};

const says = (mail: MailPart, name: string): boolean => {
  const word = wordOf(mail, name);
  return word !== null && word !== '' && word !== 'no' && word !== 'none' && word !== 'false';
};

const SAID_AUTOMATIC = [
  'auto-submitted',
  'x-auto-response-suppress',
  'x-autoreply',
  'x-autorespond',
  'x-autoreply-from',
  'x-mail-autoreply',
];

const isSaidAutomatic = (mail: MailPart): boolean =>
  SAID_AUTOMATIC.some((name) => says(mail, name)) ||
  /^(?:auto_reply|bulk|junk)$/.test(wordOf(mail, 'precedence') ?? '');

/** At the beginning: « Re: Réponse automatique » is somebody who answers one. */
const VACATION_SUBJECT =
  /^(?:reponse automatique|message automatique|automatic reply|auto(?:matic)?[- ]?(?:reply|response)|out of (?:the )?office|absence|absente?\b|en conges?|conges|je suis absente?|abwesenheit|automatische antwort|respuesta automatica|risposta automatica)/;
const AUTOMATIC_SUBJECT =
  /^(?:reponse automatique|automatic reply|auto(?:matic)?[- ]?(?:reply|response)|automatische antwort|respuesta automatica|risposta automatica)\s?:/;
const AWAY =
  /\b(?:(?:suis|serai|sommes|serons|est) (?:actuellement |absolument )?(?:absente?s?|en conges?|en deplacement|en arret|indisponibles?)|out of (?:the )?office|on (?:annual )?leave|on vacation|away from|limited access|acces limite|abwesend|im urlaub)\b/;
const NOBODY_READS = /^(?:no-?reply|ne-?pas-?repondre|do-?not-?reply|auto-?reply)\b/i;

/**
 * A subject alone proves nothing, for people write « Absence de bon de commande »: either it comes from nobody, or the
 * subject is that of a program and the text is that of somebody away.
 */
const looksLikeVacation = (mail: MailPart, subject: string, from: string | null, text: string): boolean => {
  const words = plainWords(subject);
  if (!VACATION_SUBJECT.test(words)) return false;
  const isNobody = isFromNobody(mail) || NOBODY_READS.test(from ?? '');
  return isNobody || (AUTOMATIC_SUBJECT.test(words) && AWAY.test(plainWords(text)));
};

/** Whether a program answered, and no person (RFC 3834). */
export const isAutomatic = (mail: MailPart, subject: string, from: string | null, text: string): boolean =>
  isSaidAutomatic(mail) || looksLikeVacation(mail, subject, from, text);
