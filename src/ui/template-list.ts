import type { Style } from './style.ts';
import { pad } from './text.ts';

interface Entry {
  name: string;
  origin: 'user' | 'packaged';
  /** The user's, in place of one that comes with the program. */
  overrides: boolean;
}

const NAME_WIDTH = 20;

/** Whose file it is, when it is the user's. */
const originLabel = ({ origin, overrides }: Omit<Entry, 'name'>): string => {
  if (origin === 'packaged') return '';
  return overrides ? 'le vôtre, à la place du fourni' : 'le vôtre';
};

const line = (entry: Entry): string => `  ${pad(entry.name, NAME_WIDTH)}  ${originLabel(entry)}`.trimEnd();

export const renderTemplateList = (templates: Entry[], partials: Entry[], style: Style): string =>
  [
    style.bold('Modèles d’e-mail'),
    ...templates.map(line),
    '',
    style.bold('Partiels, communs à plusieurs modèles'),
    ...partials.map(line),
    '',
    '→ relance templates show <nom>, relance templates copier <nom>',
  ].join('\n');
