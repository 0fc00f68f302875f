/** `npm run test:corpus -- DIR`: reads real files, and says how each differs from what is expected of it. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { RelanceError } from '../../src/errors.ts';
import { bankDifferences, type ExpectedFile as ExpectedStatement } from './bank.ts';
import type { Difference } from './difference.ts';
import { einvoiceDifferences, expectedInvoice, type ExpectedFile as ExpectedInvoice } from './einvoices.ts';
import { KNOWN_DIFFERENCES } from './known.ts';

type Compare = (bytes: Buffer, path: string, expected: object) => Difference[] | Promise<Difference[]>;

const FOLDERS: Record<string, Compare> = {
  facturx: (bytes, path, expected) => einvoiceDifferences(bytes, basename(path), expected),
  bank: (bytes, path, expected) => {
    const more = join(dirname(path), 'expected.json');
    const rows = existsSync(more)
      ? (JSON.parse(readFileSync(more, 'utf8')) as Record<string, object>)[basename(path)]
      : undefined;
    return bankDifferences(bytes, basename(path), { ...expected, ...rows });
  },
};

/** A file that holds no invoice or statement is rightly refused. */
const holdsNothing = (expected: ExpectedInvoice & ExpectedStatement, folder: string): boolean =>
  folder === 'facturx' ? !expectedInvoice(expected) : expected.statements?.length === 0;

const faultOf = async (compare: Compare, path: string, expected: object, empty: boolean): Promise<string> => {
  try {
    const differences = await compare(readFileSync(path), path, expected);
    return differences
      .map(
        ({ field, expected: wanted, read }) =>
          `\n    ${field}: expected ${JSON.stringify(wanted)}, read ${JSON.stringify(read)}`,
      )
      .join('');
  } catch (error) {
    if (error instanceof RelanceError) return empty ? '' : `refused: ${error.message}`;
    throw new Error(`${path}: the reader broke`, { cause: error });
  }
};

/** @returns how many files differ without being known to */
const run = async (folder: string): Promise<number> => {
  const name = basename(folder);
  const compare = FOLDERS[name];
  if (!compare) throw new Error(`${folder}: neither facturx nor bank`);
  const files = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Record<string, object>;
  let unknown = 0;
  for (const [file, expected] of Object.entries(files)) {
    const fault = await faultOf(compare, join(folder, file), expected, holdsNothing(expected, name));
    const reason = KNOWN_DIFFERENCES[basename(file)];
    if (fault !== '' && reason === undefined) unknown += 1;
    const verdict = fault === '' ? 'ok' : reason === undefined ? fault : `known (${reason}) ${fault}`;
    process.stdout.write(`${name}/${file}: ${verdict}\n`);
  }
  return unknown;
};

const main = async (): Promise<void> => {
  const root = resolve(process.argv[2] ?? '.');
  const found = Object.keys(FOLDERS)
    .map((name) => join(root, name))
    .filter((folder) => existsSync(folder));
  let unknown = 0;
  for (const folder of found.length > 0 ? found : [root]) unknown += await run(folder);
  process.stdout.write(`${unknown} unknown difference${unknown === 1 ? '' : 's'}\n`);
  process.exitCode = unknown === 0 ? 0 : 1;
};

void main();
