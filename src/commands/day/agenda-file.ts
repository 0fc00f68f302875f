import type { AgendaEntry } from '../../domain/schedule/agenda.ts';
import { addDays } from '../../domain/dates.ts';
import { formatAmount } from '../../domain/money/money.ts';
import { stepTitle } from '../../domain/schedule/payment-plan.ts';
import { noBreaks, oneLine } from '../../domain/typography.ts';
import { CHANNEL_LABELS } from '../../ui/labels.ts';

const titleOf = ({ kind, decision, number }: AgendaEntry): string => {
  switch (kind) {
    case 'promise':
      return 'règlement promis';
    case 'instalment':
      return `échéance ${number ?? ''} de l’échéancier`;
    case 'call-again':
      return 'à rappeler';
    case 'prescription':
      return 'dernier jour pour agir en justice';
    case 'step': {
      const label = CHANNEL_LABELS[decision.channel ?? 'other'];
      const step = decision.step ? stepTitle(decision.step.id) : null;
      return step === null || step === label ? label : `${label} (${step})`;
    }
  }
};

/** A text as RFC 5545 writes it. */
const escaped = (text: string): string =>
  text
    .replaceAll('\\', '\\\\')
    .replaceAll(/[;,]/g, (sign) => `\\${sign}`)
    .replaceAll('\n', '\\n');

const LINE_BYTES = 73;

/** Lines of at most 75 bytes, never cut inside a character. */
const folded = (line: string): string => {
  const parts: string[] = [];
  let part = '';
  for (const letter of line) {
    if (Buffer.byteLength(part + letter) > LINE_BYTES) {
      parts.push(part);
      part = '';
    }
    part += letter;
  }
  return [...parts, part].join('\r\n ');
};

const compact = (day: string): string => day.replaceAll('-', '');

const eventLines = (entry: AgendaEntry, stamp: string): string[] => {
  const { invoice } = entry.decision;
  const amount = formatAmount(entry.amountCents, invoice.currency);
  return [
    'BEGIN:VEVENT',
    `UID:${entry.uid}@relance`,
    `DTSTAMP:${stamp}`,
    `DTSTART;VALUE=DATE:${compact(entry.on)}`,
    `DTEND;VALUE=DATE:${compact(addDays(entry.on, 1))}`,
    `SUMMARY:${escaped(noBreaks(`${oneLine(invoice.client.name)} : ${titleOf(entry)}, ${oneLine(invoice.number)}`))}`,
    `DESCRIPTION:${escaped(`${amount}\nrelance why ${oneLine(invoice.number)}`)}`,
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ];
};

/** A calendar that any program opens (RFC 5545), whole days. */
export const renderCalendar = (entries: readonly AgendaEntry[], now: Date): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//relance//FR',
    'CALSCALE:GREGORIAN',
    'X-WR-CALNAME:Relances',
    ...entries.flatMap((entry) =>
      eventLines(entry, `${compact(now.toISOString().slice(0, 19)).replaceAll(':', '')}Z`),
    ),
    'END:VCALENDAR',
    '',
  ]
    .map((line) => folded(line))
    .join('\r\n');
