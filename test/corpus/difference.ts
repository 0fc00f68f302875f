/** What differs in a file: a field, what is expected, what is read. */
export interface Difference {
  field: string;
  expected: unknown;
  read: unknown;
}

type Fields = Record<string, unknown>;

/** The fields that differ; one that is undefined in what is expected is not compared. */
export const differencesIn = (expected: Fields, read: Fields): Difference[] =>
  Object.entries(expected)
    .filter(([field, value]) => value !== undefined && JSON.stringify(value) !== JSON.stringify(read[field]))
    .map(([field, value]) => ({ field, expected: value, read: read[field] }));

/** `-8,00` or `12.5`, in hundredths; rounded, for sums computed in floating point. */
export const hundredths = (amount: string): number => Math.round(Number(amount.replace(',', '.')) * 100);
