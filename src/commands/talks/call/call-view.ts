import type { Talk } from './read-talk.ts';
import type { RecordedEntry } from './record-call.ts';
import { askedDueOn, askedInstalments } from '../../../domain/schedule/asked.ts';
import { enumerate, formatDay } from '../../../domain/dates.ts';
import { formatAmount } from '../../../domain/money/money.ts';
import { oneLine, pad, padLeft, truncate } from '../../../domain/typography.ts';
import { plainText } from '../../../document/content.ts';
import type { Block } from '../../../document/markup.ts';
import { CHANNEL_LABELS, outcomeLabel, plural } from '../../../ui/labels.ts';
import type { Screen } from '../../../ui/style.ts';
import { wrap } from '../../../ui/text.ts';

const MOST_HISTORY = 6;
const NUMBER_WIDTH = 16;
const AMOUNT_WIDTH = 14;

const scriptLines = (blocks: readonly Block<never>[], { style, columns }: Screen): string[] =>
  blocks.flatMap((block) => {
    if (block.kind === 'list')
      return block.items.flatMap((item) =>
        wrap(plainText(item), columns - 4).map((line, index) => `${index === 0 ? '  – ' : '    '}${line}`),
      );
    const text = plainText(block.runs);
    const isTitle = block.runs.length === 1 && block.runs[0]?.bold === true;
    return isTitle ? ['', style.bold(text)] : wrap(text, columns - 2).map((line) => `  ${line}`);
  });

const historyLines = ({ history }: Talk, { style, columns }: Screen): string[] => {
  if (history.length === 0) return [style.dim('  rien encore')];
  const left = history.length - MOST_HISTORY;
  return [
    ...(left > 0 ? [style.dim(`  … ${plural(left, 'contact', 'contacts')} avant`)] : []),
    ...history.slice(-MOST_HISTORY).flatMap(({ onDay, channel, direction, outcome, note, subject }) => {
      const what = [
        `${CHANNEL_LABELS[channel]}${direction === 'in' ? ' reçu' : ''}`,
        ...(outcome === null ? [] : [oneLine(outcomeLabel(outcome))]),
        ...(subject === null ? [] : [`« ${oneLine(subject)} »`]),
      ].join(', ');
      return [
        truncate(`  ${formatDay(onDay)}  ${what}`, columns),
        ...(note === null ? [] : [style.dim(truncate(`              ${oneLine(note)}`, columns))]),
      ];
    }),
  ];
};

const invoiceLines = ({ action, decisions }: Talk, columns: number): string[] => [
  ...decisions.map((decision) => {
    const { invoice, daysLate, remainingCents } = decision;
    const dueOn = formatDay(askedDueOn(decision));
    const late =
      daysLate === 0 ? `échéance le ${dueOn}` : `échue le ${dueOn}, ${plural(daysLate, 'jour', 'jours')}`;
    const room = Math.max(10, columns - NUMBER_WIDTH - AMOUNT_WIDTH - 4);
    return `  ${pad(truncate(oneLine(invoice.number), NUMBER_WIDTH - 1), NUMBER_WIDTH)}${pad(truncate(late, room), room)}${padLeft(formatAmount(remainingCents, action.currency), AMOUNT_WIDTH)}`;
  }),
  ...(decisions.length > 1
    ? [
        padLeft(
          `Total ${formatAmount(
            decisions.reduce((sum, { remainingCents }) => sum + remainingCents, 0),
            action.currency,
          )}`,
          columns - 2,
        ),
      ]
    : []),
];

/** The sum of the call, when that is not all that is owed. */
const askedLines = ({ action, decisions }: Talk): string[] => {
  const owedCents = decisions.reduce((sum, { remainingCents }) => sum + remainingCents, 0);
  if (action.totalCents === owedCents) return [];
  const dueOn = action.invoices
    .flatMap(({ decision }) => askedInstalments(decision.plan)?.instalments ?? [])
    .map((instalment) => instalment.dueOn);
  const days = [...new Set(dueOn)].map((day) => `du ${formatDay(day)}`);
  const why =
    days.length === 0
      ? 'le reste est contesté'
      : `${days.length > 1 ? 'échéances' : 'échéance'} ${enumerate(days)}`;
  return [`  À demander : ${formatAmount(action.totalCents, action.currency)} (${why})`];
};

/** Who, which number, what is owed, what was said, and how to say it. */
export const renderCallSheet = (talk: Talk, script: readonly Block<never>[], screen: Screen): string => {
  const { client, decisions } = talk;
  const { style, columns } = screen;
  const phone =
    client.phone === null
      ? style.yellow(`numéro à compléter  → relance client edit ${client.id} --tel …`)
      : style.bold(oneLine(client.phone));
  const holds = new Set(decisions.flatMap(({ holds: standing }) => standing.map(({ text }) => text)));
  return [
    style.bold(truncate(oneLine(client.name), columns)),
    `  ${client.contactName === null ? '' : `${oneLine(client.contactName)}, `}${phone}`,
    '',
    ...invoiceLines(talk, Math.min(columns, 80)),
    ...askedLines(talk),
    ...[...holds].flatMap((text) => wrap(`  ${text}`, columns).map((line) => style.yellow(line))),
    '',
    style.bold('Ce qui a déjà été dit'),
    ...historyLines(talk, screen),
    ...scriptLines(script, screen),
  ].join('\n');
};

const FOLLOW_UPS: Record<string, (number: string, clientId: number) => string[]> = {
  promesse: (number) => [`→ confirmer par écrit : relance send ${number} --modele promesse`],
  'mauvais-contact': (number, clientId) => [
    `→ corriger : relance client edit ${clientId} --contact "…" --tel … --email …`,
    `→ puis renvoyer la facture : relance send ${number} --modele facture`,
  ],
  'facture-non-recue': (number, clientId) => [
    `→ vérifier l’adresse : relance client edit ${clientId} --email …`,
    `→ renvoyer la facture : relance send ${number} --modele facture`,
  ],
  'deja-paye': (number) => [`→ une fois le règlement trouvé : relance pay ${number} --le <date>`],
  litige: (number) => [`→ une fois réglé : relance resume ${number}`],
  refus: (number) => [`→ l’étape formelle : relance mise-en-demeure ${number}`],
};

/**
 * What was noted, what it changes, and what to type next.
 * @param uncopied invoices to send again whose copy is not stored
 */
export const renderCallRecorded = (talk: Talk, entry: RecordedEntry, uncopied: readonly string[]): string => {
  const { client, decisions } = talk;
  const numbers = decisions.map(({ invoice }) => oneLine(invoice.number));
  const { followUpOn, isFormalNext } = entry.consequence;
  return [
    `Appel n° ${entry.recorded.contact} noté le ${formatDay(entry.on)} : ${outcomeLabel(entry.outcome)}, ${numbers.join(', ')} (${oneLine(client.name)}).`,
    ...entry.recorded.steps.map(({ number, step }) => `Compte comme « ${step} » pour ${oneLine(number)}.`),
    ...(entry.recorded.disputed.length === 0
      ? []
      : [`Litige noté sur ${entry.recorded.disputed.map(oneLine).join(', ')}.`]),
    ...(followUpOn === null ? [] : [`À rappeler le ${formatDay(followUpOn)}.`]),
    ...(entry.recorded.holdsUntil === null
      ? []
      : [`Les relances attendent jusqu’au ${formatDay(entry.recorded.holdsUntil)} inclus.`]),
    ...(isFormalNext && entry.recorded.skipped.length > 0
      ? [`Ne se feront plus : ${[...new Set(entry.recorded.skipped.map(({ step }) => step))].join(', ')}.`]
      : []),
    ...uncopied.map(
      (number) => `→ enregistrer d’abord la facture : relance edit ${oneLine(number)} --pdf <fichier>`,
    ),
    ...(FOLLOW_UPS[entry.outcome]?.(numbers[0] ?? '', client.id) ?? []),
  ].join('\n');
};
