import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
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

describe('the documentation', () => {
  it('has a reference made from --help (npx vitest run test/docs.test.ts -u writes it)', async () => {
    const program = await wholeProgram();
    const sections = withChildren(program).map(
      (command) => `## ${pathOf(command)}\n\n\`\`\`text\n${helpOf(command)}\n\`\`\`\n`,
    );
    const text = `# Commandes de relance\n\nÉcrit à partir de \`relance --help\`.\n\n${sections.join('\n')}`;
    await expect(text).toMatchFileSnapshot(join(ROOT, 'docs', 'commandes.md'));
  });

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
    for (const path of ['README.md', 'README.fr.md', 'docs/guide.md']) {
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

  it('defines in the glossary the French words of the law that the code is written with', () => {
    const glossary = read('docs/glossaire.md');
    for (const word of ['miseEnDemeure', 'mandataire', 'tutoiement', 'penalites', 'lrar', 'bodacc'])
      expect(glossary, word).toContain(word);
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
