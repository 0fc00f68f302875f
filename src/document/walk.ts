import type { Vocabulary } from './template-files.ts';

export interface TemplateProblem {
  file: string;
  line: number;
  /** One French sentence. */
  message: string;
}

type Node = hbs.AST.Node;

/** Helpers that replace a text by another: two texts, chosen by a variable. */
export const TEXT_HELPERS = { 'tu-vous': 'tu', 'je-nous': 'nous', 'un-plusieurs': 'plusieurs' } as const;

/** `{{#if (est suite "appel")}}`. */
export const COMPARISON = 'est';

const CONDITIONS = new Set(['if', 'unless']);

export const quote = (text: string): string => `« ${text} »`;

/** Walks one parsed source and notes what would fail, or be empty in silence, at sending time. */
export class SourceWalk {
  readonly problems: TemplateProblem[] = [];
  readonly partials = new Map<string, number>();
  readonly #file: string;
  readonly #vocabulary: Vocabulary;

  constructor(file: string, vocabulary: Vocabulary) {
    this.#file = file;
    this.#vocabulary = vocabulary;
  }

  report(line: number, message: string): void {
    this.problems.push({ file: this.#file, line, message });
  }

  program(program: hbs.AST.Program | undefined): void {
    for (const statement of program?.body ?? []) this.#statement(statement);
  }

  #statement(node: Node): void {
    switch (node.type) {
      case 'MustacheStatement':
        return this.#call(node as hbs.AST.MustacheStatement);
      case 'BlockStatement':
        return this.#block(node as hbs.AST.BlockStatement);
      case 'PartialStatement':
        return this.#partial(node as hbs.AST.PartialStatement);
      case 'ContentStatement':
      case 'CommentStatement':
        return;
      default:
        return this.report(node.loc.start.line, 'Cette instruction n’existe pas dans les modèles');
    }
  }

  #block(block: hbs.AST.BlockStatement): void {
    const name = block.path.original;
    const { line } = block.loc.start;
    if (!CONDITIONS.has(name)) this.report(line, `Le bloc ${quote(`#${name}`)} n’existe pas (if ou unless)`);
    else if (block.params.length !== 1)
      this.report(line, `${quote(`#${name}`)} attend une condition, et une seule`);
    for (const param of block.params) {
      if (param.type === 'SubExpression') this.#comparison(param as hbs.AST.SubExpression);
      else this.#argument(param);
    }
    this.#noHash(block.hash, line);
    this.program(block.program);
    this.program(block.inverse);
  }

  #partial(partial: hbs.AST.PartialStatement): void {
    const { line } = partial.loc.start;
    if (partial.name.type !== 'PathExpression') {
      this.report(line, 'Le nom d’un partiel s’écrit tel quel');
      return;
    }
    const name = partial.name.original;
    if (!this.partials.has(name)) this.partials.set(name, line);
    if (partial.params.length > 0) this.report(line, `Le partiel ${quote(name)} ne prend pas d’argument`);
    this.#noHash(partial.hash, line);
  }

  #call(call: hbs.AST.MustacheStatement): void {
    const { line } = call.loc.start;
    const name = (call.path as hbs.AST.PathExpression).original;
    this.#noHash(call.hash, line);
    if (Object.hasOwn(TEXT_HELPERS, name)) {
      const areTexts = call.params.every((param) => param.type === 'StringLiteral');
      if (call.params.length !== 2 || !areTexts) {
        this.report(line, `${quote(name)} attend deux textes entre guillemets droits`);
      }
    } else if (call.params.length > 0) this.report(line, `La fonction ${quote(name)} n’existe pas`);
    else this.#argument(call.path);
  }

  #argument(node: Node): void {
    if (node.type === 'PathExpression') this.#variable(node as hbs.AST.PathExpression);
  }

  /** `(est suite "appel")`: an enumeration, and one of its values. */
  #comparison({ path, params, hash, loc }: hbs.AST.SubExpression): void {
    const { line } = loc.start;
    this.#noHash(hash, line);
    if (path.original !== COMPARISON) {
      this.report(line, `La fonction ${quote(path.original)} n’existe pas`);
      return;
    }
    const [variable, value] = params;
    const name = String((variable as hbs.AST.PathExpression | undefined)?.original);
    const { enumerations } = this.#vocabulary;
    const values = Object.hasOwn(enumerations, name) ? (enumerations[name] ?? []) : [];
    const given = value?.type === 'StringLiteral' ? (value as hbs.AST.StringLiteral).value : null;
    if (params.length === 2 && given !== null && values.includes(given)) return;
    const examples = Object.entries(enumerations).flatMap(([key, all]) =>
      all.map((one) => `${key} "${one}"`),
    );
    this.report(line, `${quote(COMPARISON)} attend ${examples.join(', ')}`);
  }

  #variable(path: hbs.AST.PathExpression): void {
    const [name = '', field, ...rest] = path.parts;
    const { variables } = this.#vocabulary;
    const known = Object.hasOwn(variables, name) ? variables[name] : undefined;
    const isKnown =
      !path.data &&
      path.depth === 0 &&
      rest.length === 0 &&
      (known === true
        ? field === undefined
        : known !== undefined && field !== undefined && known.includes(field));
    if (!isKnown) this.report(path.loc.start.line, `La variable ${quote(path.original)} n’existe pas`);
  }

  #noHash(hash: hbs.AST.Hash | undefined, line: number): void {
    const pair = hash?.pairs[0];
    if (pair !== undefined) this.report(line, `L’argument ${quote(`${pair.key}=`)} n’est pas accepté`);
  }
}
