import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Command } from 'commander';
import { parseAst } from 'rolldown/parseAst';
import { describe, expect, it } from 'vitest';
import { SETTINGS } from '../src/config.ts';
import type { Context } from '../src/context.ts';
import { noBreaks } from '../src/domain/typography.ts';
import { COMMANDS } from '../src/jobs.ts';
import { buildProgram } from '../src/program.ts';

const ROOT = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

const silent = { stdout: () => undefined, stderr: () => undefined };

/** The whole tree, every command loaded, as `--help` shows it. */
const wholeProgram = (columns = 100): Promise<Command> => {
  const ctx = { version: '', columns, config: {} } as Context;
  return buildProgram(ctx, { argv: [], name: null, isJson: false, databasePath: undefined }, silent, true);
};

const helpOf = (command: Command): string => {
  let text = '';
  command.configureOutput({ writeOut: (part) => (text += part) });
  command.outputHelp();
  return noBreaks(text.trim());
};

const pathOf = (command: Command): string =>
  command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();

const withChildren = (command: Command): Command[] => [command, ...command.commands.flatMap(withChildren)];

const filesUnder = (folder: string, ending: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith(ending) && !path.endsWith('.d.ts'));

/** Of both languages, or names of formats: what the pages in French say more often is still English in a name. */
const ENGLISH_TOO: ReadonlySet<string> = new Set(
  (
    'absence absences agenda api application article articles imap association attention base camt capital cause certain change charge cii ' +
    'clauses code comment compile compose conditions conversation copies court csv date dates decide decode ' +
    'declaration declare detail differences email env euro exact expression font formats iban ignore import imputation ' +
    'information inverse issue json legal mails main memo messages microsoft migration minimum minute minutes modules ' +
    'net node non note nul office ofx operations opposition options original part parties pause payee payer ' +
    'phrase phrases point prescription presentation procedure profession propose qif questions range recent ' +
    'reference refuse reserve reverse script sepa service services signature silence simple six sms sort ' +
    'sources suppose telephone terminal usage validation verification version zip'
  ).split(' '),
);
/** The variables of the templates, which users write. */
const VARIABLES: ReadonlySet<string> = new Set([
  'src/mail/message-context.ts',
  'src/messages/letters/letter-context.ts',
]);

/** What each name given in src is made of, and one of those names. Options, variables and keys of a literal are the user's words. */
const wordsOfNames = (): Map<string, string> => {
  const paths = filesUnder('src', '.ts');
  const options = new Set(
    paths.flatMap((path) =>
      [...read(path).matchAll(/--([a-z][a-z-]+)/g)].map(([, name = '']) =>
        name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      ),
    ),
  );
  const isOfUsers = (name: string): boolean => options.has(name) || /^[a-z]+(_[a-z]+)+$/.test(name);
  const words = new Map<string, string>();
  const walk = (node: unknown, path: string): void => {
    if (typeof node !== 'object' || node === null) return;
    const { type, name, computed, shorthand, value } = node as Record<string, unknown>;
    if (type === 'Property' && computed === false && shorthand === false) {
      walk(value, path);
      return;
    }
    if (type === 'Identifier' && typeof name === 'string' && !isOfUsers(name))
      for (const [word] of name.replaceAll(/([a-z\d])([A-Z])/g, '$1 $2').matchAll(/[A-Za-z]{3,}/g))
        words.set(word.toLowerCase(), `${name} (${path})`);
    for (const child of Object.values(node)) walk(child, path);
  };
  for (const path of paths.filter((one) => !VARIABLES.has(one)))
    walk(parseAst(read(path), { lang: 'ts' }), path);
  return words;
};

/** The share of each word among those of a text; code and quotations are none of its own. */
const sharesOf = (text: string): ((word: string) => number) => {
  const own = text.replaceAll(/`[^`]*`|\{\{[^}]*\}\}/g, ' ').normalize('NFD');
  const found =
    own
      .replaceAll(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[a-z]{3,}/g) ?? [];
  const counts = new Map<string, number>();
  for (const word of found) counts.set(word, (counts.get(word) ?? 0) + 1);
  return (word) => (counts.get(word) ?? 0) / found.length;
};

/** French: said in the French pages and templates, five times as often as in the English pages and the comments of src. */
const frenchWords = (): ((word: string) => boolean) => {
  const comments = filesUnder('src', '.ts').flatMap((path) =>
    [...read(path).matchAll(/\/\*\*([\s\S]*?)\*\/|^\s*\/\/(.*)$/gm)].map(
      ([, long, short]) => long ?? short ?? '',
    ),
  );
  const english = ['README.md', 'CONTRIBUTING.md', 'docs/architecture.md'].map(read);
  const pages = [
    ...[
      'README.fr.md',
      'CHANGELOG.md',
      'docs/guide.md',
      'docs/messagerie.md',
      'docs/droit.md',
      'docs/decisions.md',
    ],
  ];
  const inFrench = sharesOf([...pages, ...filesUnder('templates', '.hbs')].map(read).join('\n'));
  const inEnglish = sharesOf([...english, ...comments].join('\n').replaceAll(/«[^»]*»/g, ' '));
  return (word) => !ENGLISH_TOO.has(word) && inFrench(word) > 0 && inFrench(word) >= 5 * inEnglish(word);
};

const INDEX_TITLE = '\n## Every file\n';
const INDEX_WIDTH = 130;

/** Every file of src by folder, with the names that it gives, as a page that is searched. */
const indexOfSources = (): string => {
  const folders = new Map<string, string[]>();
  for (const path of filesUnder('src', '.ts').toSorted()) {
    const names = [...read(path).matchAll(/^export (?:const|class|(?:async )?function) (\w+)/gm)].map(
      ([, name]) => name,
    );
    const folder = dirname(path).replace(/^src\/?/, '') || '.';
    const line = `  ${basename(path)}${names.length === 0 ? '' : `: ${names.join(', ')}`}`;
    const isLong = line.length > INDEX_WIDTH;
    folders.set(folder, [
      ...(folders.get(folder) ?? []),
      isLong ? `${line.slice(0, line.lastIndexOf(',', INDEX_WIDTH - 3))}, …` : line,
    ]);
  }
  const lines = [...folders].flatMap(([folder, files]) => [`${folder}/`, ...files]);
  return `\nWritten from the sources: each file of \`src\`, and the names that it gives.\n\n\`\`\`text\n${lines.join('\n')}\n\`\`\`\n`;
};

describe('the documentation', () => {
  it('lists every file with what it gives (npx vitest run test/docs.test.ts -u writes it)', async () => {
    const [said = ''] = read('docs/architecture.md').split(INDEX_TITLE);
    await expect(`${said.trimEnd()}\n${INDEX_TITLE}${indexOfSources()}`).toMatchFileSnapshot(
      join(ROOT, 'docs', 'architecture.md'),
    );
  });

  it('has a reference made from --help (npx vitest run test/docs.test.ts -u writes it)', async () => {
    const program = await wholeProgram();
    const sections = withChildren(program).map(
      (command) => `## ${pathOf(command)}\n\n\`\`\`text\n${helpOf(command)}\n\`\`\`\n`,
    );
    const text = `# Commandes de relance\n\nÉcrit à partir de \`relance --help\`.\n\n${sections.join('\n')}`;
    await expect(text).toMatchFileSnapshot(join(ROOT, 'docs', 'commandes.md'));
    // Alone, it is the one that loads every command.
  }, 60_000);

  it('gives an example with every command', async () => {
    const program = await wholeProgram();
    const without = withChildren(program)
      .filter((command) => command.parent)
      .filter((command) => !/Exemples?\u00a0:\n {2}relance /.test(helpOf(command)))
      .map(pathOf);
    expect(without).toEqual([]);
  });

  it('fits 80 columns, in French, and cuts no line at a non-breaking space', async () => {
    const program = await wholeProgram(80);
    const faults = withChildren(program).flatMap((command) =>
      helpOf(command)
        .split('\n')
        .filter((line) => line.length > 80 || /«$|^ *[»:;?!]|default:|^[A-Z][a-z]+:$/.test(line))
        .map((line) => `${pathOf(command)}: ${line}`),
    );
    expect(faults).toEqual([]);
  });

  it('speaks of commands that exist, in the guide and in both readmes', async () => {
    const known = new Set(COMMANDS.flatMap(({ name, alias }) => (alias ? [name, alias] : [name])));
    for (const path of ['README.md', 'README.fr.md', 'docs/guide.md', 'docs/messagerie.md']) {
      const said = [...read(path).matchAll(/(?:^ *|`|\$ )relance ([a-z][a-z-]+)/gm)].map(
        (match) => match[1] ?? '',
      );
      expect(said.length, path).toBeGreaterThan(0);
      expect(
        said.filter((name) => !known.has(name)),
        path,
      ).toEqual([]);
    }
  });

  it('names in .env.example every setting that the program knows and reads, and no other', () => {
    const used = [...read('src/config.ts').matchAll(/\['(RELANCE_[A-Z_]+|NO_COLOR)'\]/g)].map(
      (match) => match[1] ?? '',
    );
    // Those of an account are the same for both directions.
    for (const [, end] of read('src/mail-account.ts').matchAll(/settingName\(protocol, '([A-Z_]+)'\)/g))
      used.push(`RELANCE_SMTP_${end}`, `RELANCE_IMAP_${end}`);
    const explained = [...read('.env.example').matchAll(/^#?([A-Z_]+)=/gm)].map((match) => match[1] ?? '');
    expect(explained.toSorted()).toEqual([...SETTINGS].toSorted());
    expect([...new Set(used)].toSorted()).toEqual([...SETTINGS].toSorted());
  });

  it('has in the glossary the French words of the names in src, all of them and no other', () => {
    const listed = read('docs/glossaire.md').split('\n## Mots français dans le code\n')[1] ?? '';
    const words = [...listed.matchAll(/`([a-z]+)`/g)].map((match) => match[1] ?? '');
    const named = wordsOfNames();
    const isFrench = frenchWords();
    const unlisted = [...named.keys()].filter((word) => isFrench(word) && !words.includes(word));
    expect(unlisted.map((word) => `${word}: ${named.get(word)}`)).toEqual([]);
    expect(words.filter((word) => !named.has(word))).toEqual([]);
  });

  const recipes = new Map(
    read('CONTRIBUTING.md')
      .split('\n### ')
      .slice(1)
      .map((text) => [text.split('\n')[0] ?? '', text]),
  );
  const filesOf = (recipe: string): string[] =>
    [...(recipes.get(recipe) ?? '').matchAll(/`((?:src|test|templates|migrations|docs)\/[^`]+)`/g)].map(
      (match) => match[1] ?? '',
    );

  it('names in CONTRIBUTING files and scripts that exist', () => {
    const missing = [...recipes.keys()].flatMap(filesOf).filter((path) => !existsSync(join(ROOT, path)));
    expect(missing).toEqual([]);
    const scripts = [...read('CONTRIBUTING.md').matchAll(/npm run ([\w:]+)/g)].map((match) => match[1] ?? '');
    const { scripts: known } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    expect(scripts.filter((name) => !(name in known))).toEqual([]);
  });

  it('names in the architecture page files that exist', () => {
    const known = ['bin', 'src', 'test', 'templates', 'migrations'].flatMap((folder) =>
      filesUnder(folder, ''),
    );
    const named = [...read('docs/architecture.md').matchAll(/`([a-z][\w./-]*\.(?:ts|js|hbs|sql))`/g)].map(
      (match) => match[1] ?? '',
    );
    expect(named.length).toBeGreaterThan(50);
    const missing = named.filter(
      (name) => !existsSync(join(ROOT, name)) && !known.some((path) => path.endsWith(`/${name}`)),
    );
    expect(missing).toEqual([]);
  });

  /** What stands for the thing in the code, beside its files and their own tests. */
  it.each([
    ['A command', 'duplicataCommand'],
    ['A letter', "'vat-duplicate'"],
    ['A bank format', "'qif'"],
    ['A rule of the schedule', "'gap'"],
    ['A scenario', 'doux.yaml'],
  ])('lists in CONTRIBUTING every file that knows of: %s', (recipe, token) => {
    const knowing = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
      .map((path) => `src/${path.replaceAll('\\', '/')}`)
      .filter((path) => path.endsWith('.ts') && read(path).includes(token));
    expect(knowing).not.toEqual([]);
    const listed = filesOf(recipe);
    expect(knowing.filter((path) => !listed.includes(path))).toEqual([]);
  });
});
