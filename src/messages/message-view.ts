import { oneLine } from '../domain/typography.ts';
import type { Screen } from '../ui/style.ts';
import { wrap } from '../ui/text.ts';

interface ShownMessage {
  from: { name: string | null; address: string };
  replyTo: { name: string | null; address: string } | null;
  to: { name: string | null; address: string }[];
  cc: { address: string }[];
  bcc: { address: string }[];
  subject: string;
  text: string;
  attachments: { filename: string; content: Buffer }[];
}

const mailbox = ({ name, address }: { name: string | null; address: string }): string =>
  name ? `${oneLine(name)} <${address}>` : address;

const size = (bytes: number): string => `${Math.max(1, Math.round(bytes / 1024))} ko`;

/** The message as its reader will see it, between two rules. */
export const renderMessageView = (message: ShownMessage, { style, columns }: Screen): string => {
  const rule = style.dim('─'.repeat(Math.min(columns, 78)));
  const headers: [string, string][] = [
    ['De', mailbox(message.from)],
    ...(message.replyTo === null ? [] : [['Réponse à', mailbox(message.replyTo)] as [string, string]]),
    ['À', message.to.map(mailbox).join(', ') || 'adresse à compléter'],
    ...(message.cc.length > 0
      ? [['Copie', message.cc.map(({ address }) => address).join(', ')] as [string, string]]
      : []),
    ...(message.bcc.length > 0
      ? [['Copie cachée', message.bcc.map(({ address }) => address).join(', ')] as [string, string]]
      : []),
    ['Objet', message.subject],
    ...message.attachments.map(
      ({ filename, content }) =>
        ['Jointe', `${oneLine(filename)} (${size(content.length)})`] as [string, string],
    ),
  ];
  return [
    rule,
    ...headers.flatMap(([label, value]) => wrap(`${style.bold(`${label} :`)} ${value}`, columns)),
    rule,
    message.text.trimEnd(),
    rule,
  ].join('\n');
};
