import { parseEnv } from 'node:util';
import { RelanceError } from './errors.ts';

/** Letters to add, remove or replace to go from one word to the other. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    let diagonal = row[0] ?? 0;
    row = row.reduce<number[]>((next, above, j) => {
      next.push(
        j === 0
          ? i + 1
          : Math.min(above + 1, (next[j - 1] ?? 0) + 1, diagonal + (letter === b[j - 1] ? 0 : 1)),
      );
      diagonal = above;
      return next;
    }, []);
  }
  return row.at(-1) ?? 0;
};

const MOST_SLIPS = 4;

/** The setting that was probably meant, whatever its capitals. */
export const nearestKey = (key: string, known: readonly string[]): string | null => {
  const [nearest] = known
    .map((name) => ({ name, slips: distance(key.toUpperCase(), name) }))
    .toSorted((a, b) => a.slips - b.slips);
  return nearest && nearest.slips <= MOST_SLIPS ? nearest.name : null;
};

const SETTING = /^(?:export\s+)?([A-Za-z_][\w.-]*)\s*=\s*(.*)$/;

export interface EnvFile {
  /** Lines are counted from 1, as an editor does; a value between quotes may end further down. */
  settings: { line: number; lastLine: number; key: string }[];
  broken: number[];
  /** Without the broken lines: Node would take one, and the line below it, for the name of a setting. */
  text: string;
}

/** The lines of a `.env` as Node reads them: a value between quotes may run over several. */
export const scanEnvFile = (content: string): EnvFile => {
  const lines = content.split(/\r?\n/);
  const settings: EnvFile['settings'] = [];
  const broken: number[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const text = (lines[index] ?? '').trim();
    if (text === '' || text.startsWith('#')) continue;
    const [, key, value = ''] = SETTING.exec(text) ?? [];
    const quote = /^["'`]/.exec(value)?.[0];
    const isOpen = quote !== undefined && !value.slice(1).includes(quote);
    const end = isOpen ? lines.findIndex((other, at) => at > index && other.includes(quote)) : index;
    if (key === undefined || end === -1 || text.includes('\0')) {
      broken.push(index + 1);
      lines[index] = '';
    } else {
      settings.push({ line: index + 1, lastLine: end + 1, key });
      index = end;
    }
  }
  return { settings, broken, text: lines.join('\n') };
};

/** Between the quotes that the value itself does not hold: Node reads what is between them as it stands. */
const settingLine = (key: string, value: string): string | null =>
  ["'", '"', '`']
    .map((quote) => `${key}=${quote}${value}${quote}`)
    .find((line) => parseEnv(line)[key] === value) ?? null;

/**
 * A `.env` with other values: each on its line, new ones at the end; null takes a setting away. Whatever else the file holds
 * stays as it is.
 * @throws RelanceError for a value that such a file cannot hold
 */
export const withSettings = (content: string, changes: Readonly<Record<string, string | null>>): string => {
  const lines = content.split('\n');
  const { settings } = scanEnvFile(content);
  const left = new Map(Object.entries(changes));
  // From the last one on: it is the one that counts, and the numbers of the lines above stay right.
  for (const { line, lastLine, key } of settings.toReversed()) {
    if (!(key in changes)) continue;
    const value = left.get(key) ?? null;
    left.delete(key);
    const ending = lines[line - 1]?.endsWith('\r') === true ? '\r' : '';
    lines.splice(
      line - 1,
      lastLine - line + 1,
      ...(value === null ? [] : [requireLine(key, value) + ending]),
    );
  }
  const added = [...left].flatMap(([key, value]) => (value === null ? [] : [requireLine(key, value)]));
  const kept = lines.join('\n');
  return added.length === 0
    ? kept
    : `${kept}${kept === '' || kept.endsWith('\n') ? '' : '\n'}${added.join('\n')}\n`;
};

const requireLine = (key: string, value: string): string => {
  const line = settingLine(key, value);
  if (line !== null) return line;
  throw new RelanceError(`La valeur de ${key} ne peut pas s’écrire dans un fichier .env`, {
    code: 'env-value',
    hint: 'donnez plutôt la commande qui l’affiche',
  });
};
