import type { Vocabulary } from './template-files.ts';

/** A variable that a template may name. */
export interface Variable<Value> {
  /** The names of its fields, for one that has some. */
  fields: true | readonly string[];
  /** The words that templates compare it with. */
  words?: readonly Value[] | undefined;
}

/** What the program must give: all are always defined. */
export type Values<Variables> = {
  [Name in keyof Variables]: Variables[Name] extends Variable<infer Value> ? Value : never;
};

const plain = <Value>(): Variable<Value> => ({ fields: true });

export const FLAG = plain<boolean>();
export const COUNT = plain<number>();
export const COUNT_OR_NONE = plain<number | null>();
export const TEXT = plain<string>();
export const TEXT_OR_NONE = plain<string | null>();

export const oneOf = <const Word extends string>(words: readonly Word[]): Variable<Word> => ({
  fields: true,
  words,
});
export const oneOfOrNone = <const Word extends string>(words: readonly Word[]): Variable<Word | null> => ({
  fields: true,
  words,
});

export const fields = <const Fields extends object>(of: Fields): Variable<Values<Fields>> => ({
  fields: Object.keys(of),
});

/** The same, as the check of a template knows them. */
export const variablesOf = (
  variables: Readonly<Record<string, Variable<unknown>>>,
): Pick<Vocabulary, 'variables' | 'enumerations'> => {
  const entries = Object.entries(variables);
  return {
    variables: Object.fromEntries(entries.map(([name, { fields: names }]) => [name, names])),
    enumerations: Object.fromEntries(
      entries.flatMap(([name, { words }]) =>
        words === undefined ? [] : [[name, words as readonly string[]]],
      ),
    ),
  };
};
