import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = join(import.meta.dirname, '..', 'src');
const ADAPTERS = new Set(['import', 'registry', 'db', 'templates', 'mail', 'pdf', 'ui']);
/** What an adapter may import: the rules, and the marked text that mails and letters share. */
const BELOW = new Set(['domain', 'templates']);
/** Packages that belong to one place. */
const OWNERS: Record<string, RegExp> = {
  '@inquirer/prompts': /^ui\/prompts\.ts$/,
  inquirer: /^ui\/prompts\.ts$/,
  'better-sqlite3': /^db\//,
  chalk: /^ui\/style\.ts$/,
  nodemailer: /^mail\//,
  handlebars: /^templates\//,
  '@cantoo/pdf-lib': /^pdf\//,
  'fast-xml-parser': /^import\/(einvoice\/)?xml\.ts$/,
  'csv-parse': /^import\//,
  'csv-parse/sync': /^import\//,
  '@cantoo/fontkit': /^pdf\//,
  n2words: /^letters\//,
  fflate: /^letters\//,
  yaml: /^import\//,
  commander: /^(commands\/.*|program|usage|asking\/[a-z-]+-flags)\.ts$/,
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

const folderOf = (path: string): string => (path.includes('/') ? (path.split('/')[0] ?? '') : '');

const isRelative = (name: string): boolean => name.startsWith('.');
const resolveFrom = (path: string, name: string): string =>
  relative(SRC, join(SRC, dirname(path), name)).replaceAll('\\', '/');

/** Every way in which a set of files breaks the house's rules. */
export const violations = (sources: SourceFile[]): string[] => {
  const found: string[] = [];
  for (const { path, text, imports } of sources) {
    const folder = folderOf(path);
    for (const name of imports) {
      if (isRelative(name)) {
        const target = resolveFrom(path, name);
        const targetFolder = folderOf(target);
        const isErrors = target === 'errors.ts';
        if (folder === 'domain' && targetFolder !== 'domain' && !isErrors)
          found.push(`${path} imports ${target}: domain imports nothing but domain and errors`);
        if (ADAPTERS.has(folder) && targetFolder !== folder && !BELOW.has(targetFolder) && !isErrors)
          found.push(`${path} imports ${target}: an adapter imports only the domain and the marked text`);
        if (folder === 'commands' && targetFolder === 'commands')
          found.push(`${path} imports ${target}: a command never imports a command`);
        if (targetFolder === 'commands' && path !== 'program.ts')
          found.push(`${path} imports ${target}: only program.ts loads commands`);
        if (target === 'main.ts') found.push(`${path} imports main.ts`);
      } else if (!name.startsWith('node:')) {
        const owner = OWNERS[name];
        if (owner && !owner.test(path)) found.push(`${path} imports ${name}`);
        if (folder === 'domain' && !DOMAIN_PACKAGES.has(name.split('/')[0] ?? ''))
          found.push(`${path} imports ${name}`);
      }
    }
    // What the machine can load is no fact about the day, and no test could put another in its place.
    const read = path === 'db/engine.ts' ? text.replace("process.versions['napi']", '') : text;
    if (path !== 'main.ts' && /\bprocess\.|new Date\(\)|Date\.now\(\)/.test(read))
      found.push(`${path} reads the clock or the process`);
    if (path !== 'config.ts' && /\benv\[['"]RELANCE_|process\.env/.test(text) && path !== 'main.ts')
      found.push(`${path} reads the environment`);
    if (folder !== 'db' && /\.prepare\(|[`'"]\s*(select|insert into|update|delete from) \w/i.test(text))
      found.push(`${path} knows SQL`);
  }
  return found;
};

describe('the house', () => {
  it('keeps its imports running one way, and each world in its place', () => {
    expect(violations(files())).toEqual([]);
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
    ['commands/x.ts', "import { a } from './due.ts'"],
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
