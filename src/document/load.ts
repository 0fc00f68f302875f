import { quoted } from '../domain/typography.ts';
import { RelanceError } from '../errors.ts';
import { checkSource, SUBJECT_LINE } from './check.ts';
import {
  findPartial,
  findTemplate,
  listPartials,
  listTemplates,
  readSource,
  type TemplateFile,
  type TemplateFolders,
} from './template-files.ts';
import { parsedSource } from './sources.ts';
import type { TemplateProblem } from './walk.ts';

/** A template that passed its check: it renders with any context. */
export interface Template {
  name: string;
  file: string;
  origin: 'user' | 'packaged';
  /** The rendered source, still in markup, with protected values. */
  render: (context: Record<string, unknown>) => { subject: string; body: string };
}

interface Loaded {
  problems: TemplateProblem[];
  source: string;
  partials: Map<string, string>;
}

/** Reads a template and, through it, every partial that it needs. */
const load = (entry: TemplateFile, folders: TemplateFolders): Loaded => {
  const loaded: Loaded = { problems: [], source: readSource(entry.file), partials: new Map() };
  const visit = (source: string, file: string, kind: 'template' | 'partial', path: readonly string[]) => {
    const check = checkSource(source, file, kind, folders.vocabulary);
    loaded.problems.push(...check.problems);
    for (const [name, line] of check.partials) {
      const found = findPartial(name, folders);
      const label = `Le partiel « ${name} »`;
      if (path.includes(name)) loaded.problems.push({ file, line, message: `${label} s’inclut lui-même` });
      else if (found === null) loaded.problems.push({ file, line, message: `${label} n’existe pas` });
      else if (!loaded.partials.has(name)) {
        const partialSource = readSource(found.file);
        loaded.partials.set(name, partialSource);
        visit(partialSource, found.file, 'partial', [...path, name]);
      }
    }
  };
  visit(loaded.source, entry.file, 'template', []);
  return loaded;
};

const splitSubject = (text: string): { subject: string; body: string } => {
  const [first = '', ...body] = text.trimStart().split('\n');
  return { subject: SUBJECT_LINE.exec(first.trim())?.[1] ?? '', body: body.join('\n') };
};

const compile = (
  entry: TemplateFile,
  { source, partials }: Loaded,
  { hasNoSubject = false }: TemplateFolders['vocabulary'],
): Template => {
  const template = parsedSource(source);
  const named = Object.fromEntries([...partials].map(([name, words]) => [name, parsedSource(words).render]));
  const render = (context: Record<string, unknown>): string => template.render(context, { partials: named });
  return {
    name: entry.name,
    file: entry.file,
    origin: entry.origin,
    render: (context) =>
      hasNoSubject ? { subject: '', body: render(context) } : splitSubject(render(context)),
  };
};

const found = (name: string, folders: TemplateFolders): TemplateFile => {
  const entry = findTemplate(name, folders);
  if (entry !== null) return entry;
  throw new RelanceError(`Le modèle ${quoted(name)} (${folders.vocabulary.what}) n’existe pas`, {
    code: 'unknown-template',
    hint: 'relance templates list',
  });
};

/** Every fault of a template and of the partials that it calls. Throws RelanceError if there is no such template. */
export const checkTemplate = (name: string, folders: TemplateFolders): TemplateProblem[] =>
  load(found(name, folders), folders).problems;

/** Every fault of every template in force, and of the partials that none calls, each said once. */
export const checkTemplates = (folders: TemplateFolders): TemplateProblem[] => {
  const problems = [
    ...listTemplates(folders).flatMap((entry) => load(entry, folders).problems),
    ...listPartials(folders).flatMap(
      ({ file }) => checkSource(readSource(file), file, 'partial', folders.vocabulary).problems,
    ),
  ];
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
};

/** Finds, checks and compiles a template. Throws RelanceError `invalid-template`, naming file and line. */
export const loadTemplate = (name: string, folders: TemplateFolders): Template => {
  const entry = found(name, folders);
  const loaded = load(entry, folders);
  const problem = loaded.problems[0];
  if (problem !== undefined) {
    throw new RelanceError(`${problem.file}, ligne ${problem.line} : ${problem.message}`, {
      code: 'invalid-template',
      hint: 'relance templates check',
    });
  }
  return compile(entry, loaded, folders.vocabulary);
};
