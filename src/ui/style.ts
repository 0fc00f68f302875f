type Paint = (text: string) => string;

export interface Style {
  bold: Paint;
  dim: Paint;
  red: Paint;
  yellow: Paint;
  green: Paint;
  cyan: Paint;
}

/** What a view must know of where it is shown. */
export interface Screen {
  columns: number;
  style: Style;
}

const asIs: Paint = (text) => text;

const PLAIN: Style = { bold: asIs, dim: asIs, red: asIs, yellow: asIs, green: asIs, cyan: asIs };

/** Chalk prints all that it is given: `map` would hand it the rank and the whole list too. */
const one =
  (paint: (...texts: string[]) => string): Paint =>
  (text) =>
    paint(text);

/** Colours for a terminal; chalk is loaded only when there is one. */
export const loadStyle = async (hasColor: boolean): Promise<Style> => {
  if (!hasColor) return PLAIN;
  const { Chalk } = await import('chalk');
  const { bold, dim, red, yellow, green, cyan } = new Chalk({ level: 1 });
  return {
    bold: one(bold),
    dim: one(dim),
    red: one(red),
    yellow: one(yellow),
    green: one(green),
    cyan: one(cyan),
  };
};
