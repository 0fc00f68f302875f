import type { Command } from 'commander';
import type { Prompts } from '../../ui/prompts.ts';

type Camel<Name extends string> = Name extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : Name;

/** `--tva-intra <numéro>` → `tvaIntra`, as commander names it. */
type KeyOf<Option extends string> = Option extends `--${infer Name} ${string}`
  ? Camel<Name>
  : Option extends `--${infer Name}`
    ? Camel<Name>
    : never;

interface Field<T, Known> {
  help: string;
  /** Reads what was typed; without it, the command reads it itself. Throws RelanceError when it cannot be. */
  parse?: (text: string, known: Known) => Partial<T> | Promise<Partial<T>>;
  /** What an empty text does; without it, an empty text is read like any other. */
  erase?: Partial<T>;
}

/** The fields of a card or an invoice by their option, as commander declares it: how each is named, explained, read and erased. */
export type Fields<T, Known> = Readonly<Record<`--${string}`, Field<T, Known>>>;

/** How a field that may be empty is read and erased. */
export const erasable = <Name extends string, Value>(
  name: Name,
  parse: (text: string) => Value,
): { parse: (text: string) => Record<Name, Value>; erase: Record<Name, null> } => ({
  parse: (text) => ({ [name]: parse(text) }) as Record<Name, Value>,
  erase: { [name]: null } as Record<Name, null>,
});

/** The options of such a table, as commander gives them. */
export type FlagsOf<Table> = {
  [Option in keyof Table & string as KeyOf<Option>]?: Option extends `${string}<${string}` ? string : true;
};

export const declareFields = (command: Command, table: Readonly<Record<string, { help: string }>>): Command =>
  Object.entries(table).reduce((declared, [option, { help }]) => declared.option(option, help), command);

const keyOf = (option: string): string =>
  option
    .replace(/^--([a-z-]+).*$/u, '$1')
    .replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Only what was given; `null` erases. Throws RelanceError for the first option that cannot be read. */
export const readFields = async <T extends object, Known>(
  table: Fields<T, Known>,
  flags: Readonly<Record<string, unknown>>,
  known: Known,
): Promise<Partial<T>> => {
  const fields: Partial<T> = {};
  for (const [option, { parse, erase }] of Object.entries(table)) {
    const given = flags[keyOf(option)];
    if (given === undefined || parse === undefined) continue;
    const text = typeof given === 'string' ? given : '';
    const isErased = typeof given === 'string' && erase !== undefined && text.trim() === '';
    Object.assign(fields, isErased ? erase : await parse(text, known));
  }
  return fields;
};

export interface Question<Name extends string> {
  field: Name;
  message: string;
  parse: (text: string) => string;
  /** A question that an answer before it may make idle. */
  isIdle?: (answers: Partial<Record<Name, string | null>>) => boolean;
}

/** Asks for texts that may stay empty; Enter keeps what is known. */
export const askTexts = async <Name extends string>(
  prompts: Prompts,
  questions: readonly Question<Name>[],
  known: { readonly [Asked in Name]?: string | null },
): Promise<Partial<Record<Name, string | null>>> => {
  const answers: Partial<Record<Name, string | null>> = {};
  for (const { field, message, parse, isIdle } of questions) {
    if (isIdle?.(answers)) continue;
    const text = await prompts.text({
      message: `${message} (facultatif)`,
      default: known[field] ?? undefined,
      check: parse,
      isOptional: true,
    });
    answers[field] = text === '' ? null : parse(text);
  }
  return answers;
};
