import type { Command } from 'commander';
import {
  CHECK_WORDS,
  checklistOf,
  type CheckAnswer,
  type CheckItem,
  type CheckWord,
  type ChecklistEntry,
} from '../../../domain/people/checklist.ts';
import type { Client } from '../../../domain/people/client.ts';
import { parseChoice } from '../../../domain/text-input.ts';
import { usageError } from '../../../errors.ts';
import type { Prompts } from '../../../ui/prompts.ts';

export interface ChecklistFlags {
  fait?: string;
  non?: string;
  sansObjet?: string;
  note?: string;
  le?: string;
  date?: string;
}

const WORDS = Object.keys(CHECK_WORDS) as CheckWord[];

export const checklistOptions = (command: Command): Command =>
  command
    .option('--fait <éléments>', `vérifié, séparés par des virgules : ${WORDS.join(', ')}`)
    .option('--non <éléments>', 'vérifié, et ce n’est pas le cas')
    .option('--sans-objet <éléments>', 'ne se pose pas pour ce client')
    .option('--note <texte>', 'ce qu’il faut retenir de ces réponses')
    .option('--le <date>', 'jour de la vérification (par défaut : aujourd’hui)')
    .option('--date <date>', 'voir un autre jour');

const FLAGS = [
  ['fait', '--fait', 'yes'],
  ['non', '--non', 'no'],
  ['sansObjet', '--sans-objet', 'not-applicable'],
] as const satisfies readonly (readonly [keyof ChecklistFlags, string, CheckAnswer])[];

const parseItems = (typed: string, flag: string, client: Client): CheckItem[] =>
  typed
    .split(',')
    .filter((word) => word.trim() !== '')
    .map((typedWord) => {
      const word = parseChoice(typedWord, WORDS, flag);
      if (checklistOf(client).some((entry) => entry.word === word)) return CHECK_WORDS[word];
      throw usageError(
        `${flag} : « ${word} » ne concerne pas un particulier`,
        `relance client checklist ${client.id}`,
        'misplaced-item',
      );
    });

/** The answers given by flags, each item once. */
export const parseAnswers = (flags: ChecklistFlags, client: Client): Map<CheckItem, CheckAnswer> => {
  const answers = new Map<CheckItem, CheckAnswer>();
  for (const [key, flag, answer] of FLAGS) {
    const typed = flags[key];
    if (typed === undefined) continue;
    const items = parseItems(typed, flag, client);
    if (items.length === 0)
      throw usageError(
        `${flag} attend au moins un élément`,
        `choisissez parmi : ${WORDS.join(', ')}`,
        'empty-value',
      );
    for (const item of items) {
      if ((answers.get(item) ?? answer) !== answer)
        throw usageError(
          `« ${WORDS.find((word) => CHECK_WORDS[word] === item)} » reçoit deux réponses`,
          'gardez-en une',
          'contradiction',
        );
      answers.set(item, answer);
    }
  }
  return answers;
};

/** Asks for each item in turn; what is put off stays without an answer. */
export const askAnswers = async (
  prompts: Prompts,
  entries: ChecklistEntry[],
): Promise<Map<CheckItem, CheckAnswer>> => {
  const answers = new Map<CheckItem, CheckAnswer>();
  for (const { item, title } of entries) {
    const answer = await prompts.choose<CheckAnswer | 'later' | 'stop'>(title, [
      { name: 'Oui', value: 'yes' },
      { name: 'Non', value: 'no' },
      { name: 'Plus tard', value: 'later' },
      { name: 'Sans objet', value: 'not-applicable' },
      { name: 'Arrêter là', value: 'stop' },
    ]);
    if (answer === 'stop') break;
    if (answer !== 'later') answers.set(item, answer);
  }
  return answers;
};
