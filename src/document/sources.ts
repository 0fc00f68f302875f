import Handlebars from 'handlebars';
import { COMPARISON, TEXT_HELPERS } from './walk.ts';

type Render = Handlebars.TemplateDelegate<Record<string, unknown>>;

/** A source that was read: its tree, and what it prints once given its partials by name. */
export interface ParsedSource {
  program: hbs.AST.Program;
  render: Render;
}

const handlebars = Handlebars.create();
for (const [helper, variable] of Object.entries(TEXT_HELPERS)) {
  // tu-vous puts first what is said when `tu` holds; the two others put the singular first.
  const isFirst = variable === 'tu';
  handlebars.registerHelper(
    helper,
    function choose(this: Record<string, unknown>, first: string, second: string) {
      return Boolean(this[variable]) === isFirst ? first : second;
    },
  );
}
handlebars.registerHelper(COMPARISON, (value: unknown, word: unknown) => value === word);

const parsed = new Map<string, ParsedSource>();

/** The same words are parsed once, and compiled once they are wanted: most partials are those of every template. Throws what the parser throws. */
export const parsedSource = (source: string): ParsedSource => {
  const known = parsed.get(source);
  if (known) return known;
  const program = Handlebars.parseWithoutProcessing(source);
  let compiled: Render | null = null;
  const read: ParsedSource = {
    program,
    render: (context, options) => {
      // Compiling changes the tree, which is still to be checked by the next who asks.
      compiled ??= handlebars.compile(structuredClone(program), {
        strict: true,
        noEscape: true,
        preventIndent: true,
      });
      return compiled(context, options);
    },
  };
  parsed.set(source, read);
  return read;
};
