import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = join(import.meta.dirname, '..', 'src');
/** From the top down: an import goes down, or stays in its own place. A rank may hold several places, which never see each other. */
const RANKS: readonly (readonly string[])[] = [
  ['main'],
  ['program', 'usage'],
  ['jobs'],
  ['commands'],
  ['messages'],
  ['desk'],
  ['context', 'config', 'env-file', 'mail-account'],
  ['db', 'import', 'mail', 'outside', 'pdf', 'ui'],
  ['document'],
  ['domain'],
  ['errors'],
];
/** The doors of the program: files beside each other that may see each other. */
const DOORS: ReadonlySet<string> = new Set([
  'program',
  'usage',
  'context',
  'config',
  'env-file',
  'mail-account',
]);
/** Packages that belong to one place. */
const OWNERS: Record<string, RegExp> = {
  '@inquirer/prompts': /^ui\/prompts\.ts$/,
  inquirer: /^ui\/prompts\.ts$/,
  'better-sqlite3': /^db\//,
  chalk: /^ui\/style\.ts$/,
  nodemailer: /^mail\//,
  'postal-mime': /^import\/mail\//,
  handlebars: /^document\//,
  '@cantoo/pdf-lib': /^pdf\//,
  'fast-xml-parser': /^import\/(xml|einvoice\/einvoice-xml)\.ts$/,
  'csv-parse': /^import\//,
  'csv-parse/sync': /^import\//,
  '@cantoo/fontkit': /^pdf\//,
  n2words: /^messages\/letters\//,
  fflate: /^commands\/letters\/dossier\//,
  yaml: /^import\//,
  commander: /^(commands\/.*|program|usage|jobs)\.ts$/,
};
const DOMAIN_PACKAGES = new Set(['dayjs', 'ibantools']);

interface SourceFile {
  /** From src, with slashes: `db/open.ts`. */
  path: string;
  text: string;
  imports: string[];
}

const files = (): SourceFile[] =>
  readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((path) => {
      const text = readFileSync(join(SRC, path), 'utf8');
      const found = [...text.matchAll(/(?:(?<!')\bfrom|import\()\s*'([^']+)'/g)].map(
        (match) => match[1] ?? '',
      );
      return { path: path.replaceAll('\\', '/'), text, imports: found };
    });

/** `db/open.ts` → `db`, `main.ts` → `main`. */
const placeOf = (path: string): string => (path.split('/')[0] ?? '').replace(/(?:\.d)?\.ts$/, '');
const rankOf = (place: string): number => RANKS.findIndex((places) => places.includes(place));
/** The job of the user that a command serves. */
const jobOf = (path: string): string | undefined =>
  path.startsWith('commands/') ? path.split('/')[1] : undefined;

const isRelative = (name: string): boolean => name.startsWith('.');
const resolveFrom = (path: string, name: string): string =>
  relative(SRC, join(SRC, dirname(path), name)).replaceAll('\\', '/');

/** Why an import is not allowed, or null. */
const wrongWay = (path: string, target: string): string | null => {
  const [from, to] = [placeOf(path), placeOf(target)];
  const [rank, targetRank] = [rankOf(from), rankOf(to)];
  if (rank < 0 || targetRank < 0) return 'a place without a rank';
  if (targetRank < rank) return `${to} stands above ${from}`;
  if (from !== to && targetRank === rank && !DOORS.has(from)) return `${from} and ${to} never see each other`;
  const [job, targetJob] = [jobOf(path), jobOf(target)];
  return job !== targetJob && job !== undefined && targetJob !== undefined
    ? `a job never imports another: what ${job} and ${targetJob} share goes down to the desk`
    : null;
};

/** Every way in which a set of files breaks the house's rules. */
export const violations = (sources: SourceFile[]): string[] => {
  const found: string[] = [];
  for (const { path, text, imports } of sources) {
    const place = placeOf(path);
    for (const name of imports) {
      if (isRelative(name)) {
        const target = resolveFrom(path, name);
        const why = target.endsWith('.yaml') ? null : wrongWay(path, target);
        if (why !== null) found.push(`${path} imports ${target}: ${why}`);
      } else if (!name.startsWith('node:')) {
        const owner = OWNERS[name];
        if (owner && !owner.test(path)) found.push(`${path} imports ${name}`);
        if (place === 'domain' && !DOMAIN_PACKAGES.has(name.split('/')[0] ?? ''))
          found.push(`${path} imports ${name}`);
      }
    }
    // What the machine can load is no fact about the day, and no test could put another in its place.
    const read = path === 'db/engine.ts' ? text.replace("process.versions['napi']", '') : text;
    if (path !== 'main.ts' && /\bprocess\.|new Date\(\)|Date\.now\(\)/.test(read))
      found.push(`${path} reads the clock or the process`);
    if (path !== 'config.ts' && /\benv\[['"]RELANCE_|process\.env/.test(text) && path !== 'main.ts')
      found.push(`${path} reads the environment`);
    if (place !== 'db' && /\.prepare\(|[`'"]\s*(select|insert into|update|delete from) \w/i.test(text))
      found.push(`${path} knows SQL`);
  }
  return found;
};

/** Files that import each other in a ring, types included. */
const rings = (sources: SourceFile[]): string[][] => {
  const targets = new Map(
    sources.map(({ path, imports }) => [
      path,
      imports.filter(isRelative).map((name) => resolveFrom(path, name)),
    ]),
  );
  const settled = new Set<string>();
  const found: string[][] = [];
  const walk = (path: string, trail: string[]): void => {
    if (trail.includes(path)) found.push([...trail.slice(trail.indexOf(path)), path]);
    if (settled.has(path) || trail.includes(path)) return;
    for (const target of targets.get(path) ?? []) walk(target, [...trail, path]);
    settled.add(path);
  };
  for (const { path } of sources) walk(path, []);
  return found;
};

/** Two files of one name, of which a newcomer opens the wrong one first; a command and what it is about may share theirs. */
const SHARED_NAMES: ReadonlySet<string> = new Set(['client.ts', 'scenario.ts']);

/** Figures, which are the same in JSON, the rules of spacing, and what goes into a mail or a page without passing them. */
const OWN_SPACES: ReadonlySet<string> = new Set([
  'domain/typography.ts',
  'domain/law/penalty-rate.ts',
  'import/sheet/vat-column.ts',
  'messages/message-penalties.ts',
  'pdf/bundle.ts',
  'pdf/slices.ts',
]);

/** `--tva-intra` → `tvaIntra`. */
const camel = (name: string): string =>
  name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

const optionsOf = (text: string): string[] =>
  [...text.matchAll(/(?:[oO]ption\(\s*|^ {2})['`]--([a-z-]+)/gm)].map(([, name = '']) => camel(name));

describe('the house', () => {
  it('is ranked: no import goes up, no job imports another, and each world is in its place', () => {
    expect(violations(files())).toEqual([]);
  });

  it('has no ring of files that import each other', () => {
    expect(rings(files())).toEqual([]);
    const ring = ['a.ts', 'b.ts'].map((path) => ({
      path,
      text: '',
      imports: [path === 'a.ts' ? './b.ts' : './a.ts'],
    }));
    expect(rings(ring)).toEqual([['a.ts', 'b.ts', 'a.ts']]);
  });

  it('has one file of a name', () => {
    const names = files().map(({ path }) => path.split('/').at(-1) ?? '');
    const twice = names.filter((name, index) => names.indexOf(name) !== index && !SHARED_NAMES.has(name));
    expect(twice).toEqual([]);
  });

  it('writes its sentences with ordinary spaces, which screens and pages make those of French print', () => {
    const escaped = /\\u(?:00a0|202f)[:;!?%»€]|(?:«|n°)\\u00a0/;
    const found = files().filter(({ path, text }) => escaped.test(text) && !OWN_SPACES.has(path));
    expect(found.map(({ path }) => path)).toEqual([]);
  });

  it('declares every option that a command reads, and reads every one that it declares', () => {
    const commands = files().filter(({ path }) => path.startsWith('commands/'));
    // A table of fields reads by itself what it declares.
    const unread = commands
      .filter(({ text }) => !text.includes('satisfies Fields<'))
      .flatMap(({ path, text }) =>
        optionsOf(text).map((key) => ({ key, job: path.split('/').slice(0, 2).join('/') })),
      )
      .filter(({ key, job }) => {
        const read = new RegExp(`[.{,] ?${key}\\b|'${key}'|^ {2}${key}[?:]`, 'm');
        return !commands.some(({ path, text }) => path.startsWith(`${job}/`) && read.test(text));
      });
    const declared = new Set(commands.flatMap(({ text }) => optionsOf(text)));
    const undeclared = commands.flatMap(({ path, text }) =>
      [...text.matchAll(/interface \w*(Flags|Options)\b[^{]*\{([^}]*)\}/g)]
        .filter(([, what]) => what === 'Flags' || text.includes('.option('))
        .flatMap(([, , body = '']) => [...body.matchAll(/^ {2}(\w+)\?/gm)].map(([, key = '']) => key))
        .filter((key) => !declared.has(key))
        .map((key) => `${path} ${key}`),
    );
    expect({ unread, undeclared }).toEqual({ unread: [], undeclared: [] });
  });

  it('has no barrel file and no drawer for odds and ends', () => {
    const names = files().map(({ path }) => path);
    expect(
      names.filter((path) =>
        /(^|\/)(index|utils?|helpers?|services?|managers?|common|misc)(\.ts|\/)/.test(path),
      ),
    ).toEqual([]);
  });

  it.each([
    ['domain/x.ts', "import { a } from '../db/open.ts'"],
    ['db/x.ts', "import { a } from '../ui/style.ts'"],
    ['commands/day/x.ts', "import { a } from '../law/taux.ts'"],
    ['desk/x.ts', "import { a } from '../messages/outbox.ts'"],
    ['messages/x.ts', "import { a } from '../commands/day/due.ts'"],
    ['context.ts', "import { a } from './desk/days.ts'"],
    ['elsewhere/x.ts', "import { a } from '../errors.ts'"],
    ['program.ts', "import { a } from './main.ts'"],
    ['ui/x.ts', "import { a } from '@inquirer/prompts'"],
    ['domain/x.ts', 'const today = new Date()'],
    ['plan.ts', "db.prepare('select 1')"],
    ['mail/x.ts', "process.env['HOME']"],
    ['db/x.ts', "process.versions['napi']"],
    ['db/engine.ts', "process.versions['napi'] + process.pid"],
  ])('sees a fault in %s: %s', (path, text) => {
    const imports = [...text.matchAll(/from '([^']+)'/g)].map((match) => match[1] ?? '');
    expect(violations([{ path, text, imports }])).not.toEqual([]);
  });
});
