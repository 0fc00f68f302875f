import type { Vocabulary } from './template-files.ts';
import { BLOCK_LINE } from './markup.ts';
import { parsedSource } from './sources.ts';
import { quote, SourceWalk, type TemplateProblem } from './walk.ts';

export interface SourceCheck {
  problems: TemplateProblem[];
  /** Partials called, with the line of the first call. */
  partials: Map<string, number>;
}

const blankComments = (source: string): string =>
  source.replaceAll(/\{\{~?!(?:--[\s\S]*?--|[\s\S]*?)~?\}\}/g, (comment) =>
    comment.replaceAll(/[^\n]/g, ' '),
  );

const checkBlockNames = (source: string, walk: SourceWalk, blocks: readonly string[]): void => {
  const known = blocks.map((name) => `@${name}`);
  for (const [index, line] of source.split('\n').entries()) {
    const name = BLOCK_LINE.exec(line.trim())?.[1];
    if (name === undefined || blocks.includes(name)) continue;
    walk.report(index + 1, `Le bloc ${quote(`@${name}`)} n’existe pas (${known.join(', ')})`);
  }
};

export const SUBJECT_LINE = /^Objet[ \u00a0]*:[ \u00a0]*(.*)$/u;

/** Whether whatever is printed first begins with `Objet :`, in every branch of the conditions. */
const beginsWithSubject = (program: hbs.AST.Program | undefined): boolean => {
  for (const node of program?.body ?? []) {
    if (node.type === 'CommentStatement') continue;
    if (node.type === 'BlockStatement') {
      const { program: then, inverse } = node as hbs.AST.BlockStatement;
      return beginsWithSubject(then) && beginsWithSubject(inverse);
    }
    if (node.type !== 'ContentStatement') return false;
    const text = (node as hbs.AST.ContentStatement).value.trimStart();
    if (text !== '') return /^Objet[ \u00a0]*:/u.test(text);
  }
  return false;
};

const describeSyntaxError = (error: Error): { line: number; message: string } => {
  const mismatch = /^(\S+) doesn't match (\S+)/.exec(error.message);
  const line = Number(/(?:on line |- )(\d+)/.exec(error.message)?.[1] ?? 1);
  if (mismatch !== null) {
    const [, opened = '', closed = ''] = mismatch;
    return { line, message: `Le bloc ${quote(`#${opened}`)} est fermé par ${quote(`/${closed}`)}` };
  }
  if (/got 'EOF'/.test(error.message)) return { line, message: 'Un bloc ouvert n’est jamais refermé' };
  return { line, message: 'Les accolades sont mal fermées ou vides' };
};

/** Checks one source by itself; whether its partials exist is for the caller, who knows the folders. */
export const checkSource = (
  source: string,
  file: string,
  kind: 'template' | 'partial',
  vocabulary: Vocabulary,
): SourceCheck => {
  const walk = new SourceWalk(file, vocabulary);
  checkBlockNames(blankComments(source), walk, vocabulary.blocks);
  try {
    const { program } = parsedSource(source);
    if (kind === 'template' && !vocabulary.hasNoSubject && !beginsWithSubject(program)) {
      walk.report(1, `La première ligne doit commencer par ${quote('Objet :')}`);
    }
    walk.program(program);
  } catch (error) {
    // The parser throws plain errors, told apart by their text; anything else is a defect of ours.
    if (!(error instanceof Error) || !/^Parse error|doesn't match|Invalid path/.test(error.message))
      throw error;
    const { line, message } = describeSyntaxError(error);
    walk.report(line, message);
  }
  return { problems: walk.problems.toSorted((a, b) => a.line - b.line), partials: walk.partials };
};
