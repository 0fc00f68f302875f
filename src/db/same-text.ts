const OTHER_LETTERS = /[^\p{ASCII}]/u;

/** The same text, capitals apart: SQLite itself (`nocase`) folds the letters of ASCII only. */
export const isSameText = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** A pattern of `like … escape '\\'` for all that may be the same text; null when `nocase` is enough. */
export const patternOf = (text: string): string | null =>
  OTHER_LETTERS.test(text)
    ? text.replaceAll(/[%_\\]/g, String.raw`\$&`).replaceAll(new RegExp(OTHER_LETTERS, 'gu'), '_')
    : null;
