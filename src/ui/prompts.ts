import { confirm, editor, input, password, search, select } from '@inquirer/prompts';
import { noBreaks } from '../domain/typography.ts';
import { RelanceError } from '../errors.ts';

export interface Choice<T> {
  name: string;
  value: T;
  description?: string;
}

/** Streams of the terminal; inquirer's own by default. */
export interface PromptStreams {
  input?: NodeJS.ReadableStream;
  output?: NodeJS.WritableStream;
}

const CONFIRM_KEYWORDS = {
  yes: 'oui',
  no: 'non',
  error: () => 'Répondez par « oui » ou « non »',
};
const KEYS_HELP = { keysHelpTip: () => undefined };
const EDITOR_HELP = {
  waitingMessage: () => noBreaks('Votre éditeur de texte s’ouvre : enregistrez, puis fermez-le'),
  loadingMessage: () => '',
};

/** A check that throws a RelanceError becomes a line under the question. */
const asValidation =
  (check: ((value: string) => unknown) | undefined) =>
  (value: string): true | string => {
    if (!check) return true;
    try {
      check(value);
      return true;
    } catch (error) {
      if (error instanceof RelanceError) return noBreaks(error.message);
      throw error;
    }
  };

const shown = <T>(choice: Choice<T>): Choice<T> => ({ ...choice, name: noBreaks(choice.name) });

interface TextQuestion {
  message: string;
  default?: string | undefined;
  /** Throws a RelanceError when the answer is not acceptable. */
  check?: (value: string) => unknown;
  isOptional?: boolean;
}

export const createPrompts = (streams: PromptStreams = {}) => ({
  /** An empty answer to an optional question is ''. */
  text: ({ message, default: byDefault, check, isOptional = false }: TextQuestion): Promise<string> =>
    input(
      {
        message: noBreaks(message),
        ...(byDefault !== undefined && { default: byDefault, prefill: 'tab' as const }),
        validate: (value) => {
          if (value.trim() === '') return isOptional ? true : 'Une réponse est attendue';
          return asValidation(check)(value);
        },
      },
      streams,
    ).then((value) => value.trim()),

  /** What is typed is never shown. */
  secret: (message: string): Promise<string> =>
    password(
      {
        message: noBreaks(message),
        mask: '•',
        toggleMask: false,
        validate: (value) => (value === '' ? 'Une réponse est attendue' : true),
      },
      streams,
    ),

  confirm: (message: string, byDefault = true): Promise<boolean> =>
    confirm(
      { message: noBreaks(message), default: byDefault, theme: { keywords: CONFIRM_KEYWORDS } },
      streams,
    ),

  choose: <T>(message: string, choices: Choice<T>[], byDefault?: T): Promise<T> =>
    select<T>(
      {
        message: noBreaks(message),
        choices: choices.map(shown),
        theme: { style: KEYS_HELP },
        ...(byDefault !== undefined && { default: byDefault }),
      },
      streams,
    ),

  /** Offers what matches while the person types. */
  search: <T>(message: string, source: (term: string) => Choice<T>[]): Promise<T> =>
    search<T>(
      {
        message: noBreaks(message),
        source: (term) => source(term ?? '').map(shown),
        theme: { style: KEYS_HELP },
      },
      streams,
    ),

  edit: (message: string, text: string): Promise<string> =>
    editor(
      {
        message: noBreaks(message),
        default: text,
        postfix: '.txt',
        waitForUserInput: false,
        theme: { style: EDITOR_HELP },
      },
      streams,
    ),
});

export type Prompts = ReturnType<typeof createPrompts>;
