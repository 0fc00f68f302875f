import { formatDay } from '../../../domain/dates.ts';
import { formatAmount } from '../../../domain/money/money.ts';
import { oneLine, pad, padLeft, quoted, truncate } from '../../../domain/typography.ts';
import { plural } from '../../../ui/labels.ts';
import type { ImportReport } from './import-run.ts';
import type { Added } from './record-import.ts';
import type { Screen } from '../../../ui/style.ts';
import { wrap } from '../../../ui/text.ts';

const NUMBER_WIDTH = 16;
const AMOUNT_WIDTH = 16;
const LEAST_NAME = 8;
const MOST_LINES = 15;
const MOST_TERMS = 100;

const addedLine = (added: Added, columns: number): string => {
  const room = Math.max(12, columns - NUMBER_WIDTH - AMOUNT_WIDTH - 2);
  const rest = `${added.isNewClient ? ' (nouveau)' : ''}, ${formatDay(added.dueOn)}${added.isDueByDefault ? ' (30 j)' : ''}`;
  // The day is never what is cut.
  const name = truncate(oneLine(added.clientName), Math.max(LEAST_NAME, room - 1 - rest.length));
  return `  ${pad(truncate(oneLine(added.number), NUMBER_WIDTH - 1), NUMBER_WIDTH)}${pad(`${name}${rest}`, room)}${padLeft(formatAmount(added.remainingCents, added.currency), AMOUNT_WIDTH)}`;
};

const more = (count: number, { style }: Screen): string[] =>
  count > 0 ? [style.dim(`  … ${count} de plus`)] : [];

/** « F-1 : conditions non comprises, « selon contrat » ; à payer le 04/11/2026 faute de mieux ». */
export const unreadTermsText = ({ number, terms, dueOn }: ImportReport['unreadTerms'][number]): string =>
  `${oneLine(number)} : conditions non comprises, ${quoted(terms, MOST_TERMS)} ; à payer le ${formatDay(dueOn)} faute de mieux`;

const termsLines = ({ unreadTerms }: ImportReport, screen: Screen): string[] => [
  ...unreadTerms
    .slice(0, MOST_LINES)
    .flatMap((unread) =>
      wrap(
        `${unreadTermsText(unread)}  → relance edit ${oneLine(unread.number)} --echeance …`,
        screen.columns,
      ),
    ),
  ...more(unreadTerms.length - MOST_LINES, screen),
];

const skippedLines = ({ skipped }: ImportReport, screen: Screen): string[] =>
  skipped.length === 0
    ? []
    : [
        '',
        screen.style.bold(plural(skipped.length, 'élément laissé de côté', 'éléments laissés de côté')),
        ...skipped
          .slice(0, MOST_LINES)
          .flatMap(({ source, reason }) => wrap(`  ${oneLine(source)} : ${reason}`, screen.columns)),
        ...more(skipped.length - MOST_LINES, screen),
      ];

const errorLines = ({ errors }: ImportReport, screen: Screen): string[] =>
  errors.length === 0
    ? []
    : [
        '',
        screen.style.red(plural(errors.length, 'erreur à corriger', 'erreurs à corriger')),
        ...errors
          .slice(0, MOST_LINES)
          .flatMap(({ source, line, field, message, hint }) =>
            wrap(
              `  ${line === null && field === null ? '' : `${oneLine(source)}${line === null ? '' : `, ligne ${line}`}${field === null ? '' : `, ${field}`} : `}${message}${hint === undefined ? '' : `  → ${hint}`}`,
              screen.columns,
            ),
          ),
        ...more(errors.length - MOST_LINES, screen),
      ];

/** What would be, or was, recorded, left, and refused, each with its reason. */
export const renderImport = (report: ImportReport, isDone: boolean, screen: Screen): string => {
  const { ids, sample, newClients, withoutEmail, dueByDefault, totals, creditNotes } = report;
  const sums = [...totals].map(([currency, cents]) => formatAmount(cents, currency)).join(', ');
  const verb = isDone ? 'enregistrée' : 'à enregistrer';
  return [
    screen.style.bold(
      ids.length === 0
        ? 'Aucune facture nouvelle'
        : `${plural(ids.length, `facture ${verb}`, `factures ${isDone ? 'enregistrées' : verb}`)}, ${sums} à recevoir`,
    ),
    ...sample.map((added) => addedLine(added, screen.columns)),
    ...more(ids.length - sample.length, screen),
    ...(newClients > 0 ? [`${plural(newClients, 'nouveau client', 'nouveaux clients')}.`] : []),
    ...(creditNotes > 0
      ? [`${plural(creditNotes, 'avoir déduit de sa facture', 'avoirs déduits de leurs factures')}.`]
      : []),
    ...(dueByDefault > 0
      ? wrap(
          `Sans échéance dans le fichier, ${plural(dueByDefault, 'facture est à payer 30 jours après sa date', 'factures sont à payer 30 jours après leur date')}.`,
          screen.columns,
        )
      : []),
    ...termsLines(report, screen),
    ...(withoutEmail > 0
      ? wrap(
          `${plural(withoutEmail, 'nouveau client n’a', 'nouveaux clients n’ont')} pas d’adresse e-mail  → relance client edit <client> --email …`,
          screen.columns,
        )
      : []),
    ...skippedLines(report, screen),
    ...errorLines(report, screen),
  ].join('\n');
};
