type Paint = (text: string) => string;

export interface Style {
  bold: Paint;
  dim: Paint;
  red: Paint;
  yellow: Paint;
  green: Paint;
  cyan: Paint;
}

const asIs: Paint = (text) => text;

const PLAIN: Style = { bold: asIs, dim: asIs, red: asIs, yellow: asIs, green: asIs, cyan: asIs };

/** Colours for a terminal; chalk is loaded only when there is one. */
export const loadStyle = async (hasColor: boolean): Promise<Style> => {
  if (!hasColor) return PLAIN;
  const { Chalk } = await import('chalk');
  return new Chalk({ level: 1 });
};
