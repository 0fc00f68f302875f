import { renderUnicodeCompact } from 'uqr';
import { oneLine } from '../../../domain/typography.ts';
import type { SmsSize } from '../../../domain/sms-parts.ts';
import { plural } from '../../../ui/labels.ts';
import type { Screen } from '../../../ui/style.ts';
import { wrapAsIs } from '../../../ui/text.ts';

const NARROWEST_FOR_QR = 60;

const sizeText = ({ characters, parts, costly }: SmsSize): string =>
  parts === 1
    ? `${characters} caractères, un seul SMS`
    : `${characters} caractères, compté pour ${plural(parts, 'SMS', 'SMS')}${costly.length > 0 ? ` (à cause de ${costly.join(' ')})` : ''}`;

/** The text to copy, what it costs, and what opens it in a telephone. To be printed as it is: a non-breaking space would make it two SMS. */
export const renderSms = (
  { phone, text, size, link }: { phone: string; text: string; size: SmsSize; link: string },
  { style, columns }: Screen,
): string =>
  [
    `${style.bold('À')} ${oneLine(phone)}`,
    '',
    ...wrapAsIs(text, columns),
    '',
    style.dim(sizeText(size)),
    '',
    link,
    ...(columns >= NARROWEST_FOR_QR ? ['', renderUnicodeCompact(link, { border: 2 })] : []),
  ].join('\n');
