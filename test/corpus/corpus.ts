/** `npm run test:corpus -- DIR`: reads real files, and says how each differs from what is expected of it. */
import { createHash } from 'node:crypto';
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

const faultOf = async (
  compare: Compare,
  path: string,
  bytes: Buffer,
  expected: object,
  empty: boolean,
): Promise<string> => {
  try {
    const differences = await compare(bytes, path, expected);
    return differences
      .map(
        ({ field, expected: wanted, read }) =>
          `\n    ${field}: expected ${JSON.stringify(wanted)}, read ${JSON.stringify(read)}`,
      )
      .join('');
  } catch (error) {
    if (error instanceof RelanceError) return empty ? '' : `refused: ${error.message}`;
    // A defect in one file must not hide what the others say.
    return `the reader broke: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
};

type Verdict = 'ok' | 'known' | 'unknown' | 'absent';

const verdictOn = async (
  compare: Compare,
  path: string,
  expected: object,
  empty: boolean,
): Promise<[verdict: Verdict, said: string]> => {
  if (!existsSync(path)) return ['absent', 'absent'];
  const bytes = readFileSync(path);
  const fault = await faultOf(compare, path, bytes, expected, empty);
  const reason = KNOWN_DIFFERENCES[createHash('sha256').update(bytes).digest('hex')];
  if (fault === '') return ['ok', reason === undefined ? 'ok' : `ok, though known to differ (${reason})`];
  return reason === undefined ? ['unknown', fault] : ['known', `known (${reason}) ${fault}`];
};

/** Says how each file of a folder differs from what is expected, and counts the verdicts. */
const run = async (folder: string, counts: Record<Verdict, number>): Promise<void> => {
  const name = basename(folder);
  const compare = FOLDERS[name];
  if (!compare) throw new Error(`${folder}: neither facturx nor bank`);
  const list = join(folder, 'expected.json');
  if (!existsSync(list)) {
    counts.absent += 1;
    process.stdout.write(`${name}/expected.json: absent\n`);
    return;
  }
  const files = JSON.parse(readFileSync(list, 'utf8')) as Record<string, object>;
  for (const [file, expected] of Object.entries(files)) {
    const empty = holdsNothing(expected, name);
    const [verdict, said] = await verdictOn(compare, join(folder, file), expected, empty);
    counts[verdict] += 1;
    process.stdout.write(`${name}/${file}: ${said}\n`);
  }
};

const main = async (): Promise<void> => {
  const root = resolve(process.argv[2] ?? '.');
  const found = Object.keys(FOLDERS)
    .map((name) => join(root, name))
    .filter((folder) => existsSync(folder));
  const counts = { ok: 0, known: 0, unknown: 0, absent: 0 };
  for (const folder of found.length > 0 ? found : [root]) await run(folder, counts);
  const { ok, known, unknown, absent } = counts;
  process.stdout.write(
    `${ok} as expected, ${known} known differences, ${absent} absent, ${unknown} unknown differences\n`,
  );
  process.exitCode = unknown === 0 ? 0 : 1;
};

void main();
