import {
  checklistOf,
  type CheckAnswer,
  type CheckItem,
  type ClientCheck,
} from '../../../domain/people/checklist.ts';
import type { Client } from '../../../domain/people/client.ts';
import { formatDay } from '../../../domain/dates.ts';
import { oneLine, truncate } from '../../../domain/typography.ts';
import type { Screen, Style } from '../../../ui/style.ts';
import { wrap } from '../../../ui/text.ts';

export type Checks = Map<CheckItem, ClientCheck>;

const MARKS: Record<CheckAnswer | 'none', string> = { yes: '✓', no: '✗', 'not-applicable': '–', none: '·' };
const ANSWER_LABELS: Record<CheckAnswer, string> = { yes: 'oui', no: 'non', 'not-applicable': 'sans objet' };

const paintOf = (answer: CheckAnswer | undefined, style: Style): ((text: string) => string) =>
  answer === 'no' ? style.red : answer === undefined ? style.yellow : style.green;

const indented = (text: string, columns: number): string[] =>
  wrap(text, columns - 4).map((line) => `    ${line}`);

const answerText = ({ answer, note, on }: ClientCheck): string =>
  `${ANSWER_LABELS[answer]}, le ${formatDay(on)}${note === null ? '' : ` : ${oneLine(note)}`}`;

/** What the card already says of the item. */
const knownText = (item: CheckItem, { siren, siret, vatNumber }: Client): string | null => {
  if (item !== 'existence') return null;
  if (siret !== null || siren !== null) return `Sur la fiche : ${siret ?? siren}`;
  return vatNumber === null ? null : `Sur la fiche : ${vatNumber}`;
};

/** The items to verify with this client, each with its answer. */
export const renderChecklist = (client: Client, checks: Checks, { columns, style }: Screen): string[] => [
  style.bold(truncate(`Avant de signer avec ${oneLine(client.name)}`, columns)),
  ...checklistOf(client).flatMap(({ item, word, title, how }) => {
    const check = checks.get(item);
    const known = knownText(item, client);
    return [
      '',
      `${paintOf(check?.answer, style)(MARKS[check?.answer ?? 'none'])} ${style.bold(title)} ${style.dim(`(${word})`)}`,
      ...indented(how, columns),
      ...(known === null ? [] : indented(known, columns)),
      ...(check ? indented(answerText(check), columns) : []),
    ];
  }),
];

/** How far the verification is, on the card of the client; nothing for one never verified. */
export const checklistSummary = (client: Client, checks: Checks, columns: number): string[] => {
  const entries = checklistOf(client);
  const titlesOf = (answer: CheckAnswer | undefined): string[] =>
    entries.filter(({ item }) => checks.get(item)?.answer === answer).map(({ title }) => title);
  const [refused, left] = [titlesOf('no'), titlesOf(undefined)];
  if (left.length === entries.length) return [];
  const refusals = refused.length > 0 ? ` ; non : ${refused.join(', ')}` : '';
  return [
    ...wrap(
      `Vérifications avant de signer : ${entries.length - left.length} sur ${entries.length}${refusals}`,
      columns,
    ),
    ...(left.length > 0 ? [`→ relance client checklist ${client.id}`] : []),
  ];
};

export const checklistJson = (client: Client, checks: Checks) =>
  checklistOf(client).map(({ item }) => {
    const check = checks.get(item);
    return {
      item,
      answer: check?.answer ?? null,
      note: check?.note ?? null,
      on: check?.on ?? null,
    };
  });
