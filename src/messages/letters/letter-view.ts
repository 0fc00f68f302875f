import type { Content } from '../../document/content.ts';
import { textLines } from '../../document/text-lines.ts';
import type { Screen } from '../../ui/style.ts';
import { wrap } from '../../ui/text.ts';

interface ShownLetter {
  subject: string;
  addresses: { sender: string[]; recipient: string[]; sending: string | null; placeAndDate: string } | null;
  contents: Content[];
}

const MOST_COLUMNS = 78;

/** A letter as it will be printed, between two rules. */
export const renderLetterView = ({ subject, addresses, contents }: ShownLetter, screen: Screen): string => {
  const width = Math.min(screen.columns, MOST_COLUMNS);
  const { bold, dim } = screen.style;
  const form = { width, wrap, bold, title: bold, bullet: '–   ', isRuled: false };
  const rule = dim('─'.repeat(width));
  const head =
    addresses === null
      ? [bold(subject)]
      : [
          ...addresses.recipient,
          '',
          ...(addresses.sending === null ? [] : [addresses.sending]),
          addresses.placeAndDate,
          '',
          ...wrap(`Objet : ${subject}`, width).map(bold),
        ];
  return [rule, ...head, ...contents.flatMap((content) => ['', ...textLines(content, form)]), rule].join(
    '\n',
  );
};
