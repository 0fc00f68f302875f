import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The words that one kind of template may use. */
export interface Vocabulary {
  /** What these templates are, in a French sentence: « e-mail », « lettre ». */
  what: string;
  /** `true` for a plain variable, the names of its fields for one that has some. */
  variables: Readonly<Record<string, true | readonly string[]>>;
  /** Variables that templates compare with a word. */
  enumerations: Readonly<Record<string, readonly string[]>>;
  /** Names of the blocks, without `@`. */
  blocks: readonly string[];
  /** What is said or copied has no subject line. */
  hasNoSubject?: boolean;
}

/** Where templates of a kind are looked for, in this order. Each folder may hold `partiels/`. */
export interface TemplateFolders {
  user: string | null;
  packaged: string;
  vocabulary: Vocabulary;
}

export interface TemplateFile {
  name: string;
  file: string;
  origin: 'user' | 'packaged';
}

export interface TemplateEntry extends TemplateFile {
  /** A template of the user that stands for a packaged one. */
  overrides: boolean;
}

const EXTENSION = '.hbs';
export const PARTIALS = 'partiels';

const NAME = /^[a-z0-9][a-z0-9_-]*$/i;

const origins = (folders: TemplateFolders): ['user' | 'packaged', string][] => [
  ...(folders.user === null ? [] : ([['user', folders.user]] as ['user', string][])),
  ['packaged', folders.packaged],
];

const find = (name: string, folders: TemplateFolders, subfolder: string): TemplateFile | null => {
  if (!NAME.test(name)) return null;
  for (const [origin, folder] of origins(folders)) {
    const file = join(folder, subfolder, name + EXTENSION);
    if (existsSync(file)) return { name, file, origin };
  }
  return null;
};

export const findTemplate = (name: string, folders: TemplateFolders): TemplateFile | null =>
  find(name, folders, '');

export const findPartial = (name: string, folders: TemplateFolders): TemplateFile | null =>
  find(name, folders, PARTIALS);

const namesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => file.endsWith(EXTENSION))
        .map((file) => file.slice(0, -EXTENSION.length))
        .filter((name) => NAME.test(name))
    : [];

const list = (folders: TemplateFolders, subfolder: string): TemplateEntry[] => {
  const packaged = new Set(namesIn(join(folders.packaged, subfolder)));
  const own = folders.user === null ? [] : namesIn(join(folders.user, subfolder));
  const names = [...new Set([...packaged, ...own])].toSorted();
  return names.flatMap((name) => {
    const found = find(name, folders, subfolder);
    return found === null ? [] : [{ ...found, overrides: found.origin === 'user' && packaged.has(name) }];
  });
};

/** The templates in force, by name: the user's replace the packaged ones of the same name. */
export const listTemplates = (folders: TemplateFolders): TemplateEntry[] => list(folders, '');

export const listPartials = (folders: TemplateFolders): TemplateEntry[] => list(folders, PARTIALS);

/** Without the byte order mark that some editors write, with plain line ends. */
export const readSource = (file: string): string =>
  readFileSync(file, 'utf8')
    .replace(/^\u{feff}/u, '')
    .replaceAll('\r\n', '\n');
