import type { WaitingLine } from '../domain/bank/bank-waiting.ts';
import { formatDay } from '../domain/dates.ts';
import { formatAmount } from '../domain/money/money.ts';
import { oneLine, truncate } from '../domain/typography.ts';
import { plural } from '../ui/labels.ts';
import type { Screen } from '../ui/style.ts';
import { wrap } from '../ui/text.ts';

/** Beyond it, the list is long enough to be read by itself. */
const MOST_LINES = 10;
const MOST_NUMBERS = 6;

const numbersOf = ({ invoices }: WaitingLine): string => {
  const numbers = invoices.slice(0, MOST_NUMBERS).map(({ number }) => oneLine(number));
  const more = invoices.length - numbers.length;
  return `${numbers.join(', ')}${more > 0 ? ` et ${plural(more, 'autre', 'autres')}` : ''}`;
};

/** The credits to confirm, what they hold, and what to type. */
export const waitingLinesView = (lines: readonly WaitingLine[], { style, columns }: Screen): string[] =>
  lines.length === 0
    ? []
    : [
        '',
        style.red('Crédits à confirmer : d’ici là, les factures concernées ne sont pas relancées.'),
        ...lines
          .slice(0, MOST_LINES)
          .flatMap((line) => [
            truncate(
              `  n° ${line.entry}  ${formatDay(line.on)}  ${formatAmount(line.amountCents, line.currency)}  ${oneLine(line.label)}`,
              columns,
            ),
            ...wrap(`    ${numbersOf(line)} : ${line.reason}`, columns),
            `  → relance bank rapprocher ${line.entry} ${oneLine(line.invoices[0]?.number ?? '<facture>')}, ou relance bank ignorer ${line.entry}`,
          ]),
        ...(lines.length > MOST_LINES
          ? [`  … ${lines.length - MOST_LINES} de plus  → relance bank liste`]
          : []),
      ];
