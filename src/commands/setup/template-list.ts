import type { TemplateEntry } from '../../document/template-files.ts';
import type { Style } from '../../ui/style.ts';
import { pad } from '../../domain/typography.ts';

const NAME_WIDTH = 20;

/** Whose file it is, when it is the user's. */
const originLabel = ({ origin, overrides }: TemplateEntry): string => {
  if (origin === 'packaged') return '';
  return overrides ? 'le vôtre, à la place du fourni' : 'le vôtre';
};

export type TemplateKind = 'email' | 'letter' | 'call' | 'sms';

interface Shelf {
  /** What is typed before the names. */
  prefix: string;
  kind: TemplateKind;
  templates: TemplateEntry[];
  partials: TemplateEntry[];
}

const TITLES = {
  email: ['Modèles d’e-mail', 'Partiels, communs à plusieurs e-mails'],
  letter: ['Modèles de lettre', 'Partiels, communs à plusieurs lettres'],
  call: ['Fiches d’appel', 'Partiels, communs à plusieurs fiches'],
  sms: ['Modèles de SMS', 'Partiels, communs à plusieurs SMS'],
} as const;

export const renderTemplateList = (shelves: Shelf[], style: Style): string =>
  [
    ...shelves.flatMap(({ prefix, kind, templates, partials }) => {
      const width = NAME_WIDTH + prefix.length;
      const line = (folder: string) => (entry: TemplateEntry) =>
        `  ${pad(`${folder}${entry.name}`, width)}  ${originLabel(entry)}`.trimEnd();
      const [title, shared] = TITLES[kind];
      return [
        style.bold(title),
        ...templates.map(line(prefix)),
        ...(partials.length === 0
          ? []
          : ['', style.bold(shared), ...partials.map(line(prefix === '' ? '' : `${prefix}partiels/`))]),
        '',
      ];
    }),
    '→ relance templates show <nom>, relance templates copier <nom>',
  ].join('\n');
