import { oneLine } from '../../domain/typography.ts';
import { RelanceError } from '../../errors.ts';
import type { Template } from '../../document/load.ts';
import { parseContents, typesetLine } from '../../document/markup.ts';
import { protectValues } from '../../document/protected-values.ts';
import type { Content } from '../../document/content.ts';
import {
  LETTER_BLOCKS,
  LETTER_VOCABULARY,
  type LetterBlockName,
  type LetterContext,
} from './letter-context.ts';

/** What the program puts in the place of each block; an empty list says nothing. */
export type PlacedContents = Record<LetterBlockName, Content[]>;

export interface LetterWords {
  subject: string;
  contents: Content[];
}

/** The words of a letter, ready to be laid out. Throws RelanceError for a template that cannot be one. */
export const renderLetterWords = (
  template: Template,
  context: LetterContext,
  placed: PlacedContents,
): LetterWords => {
  const values = protectValues(context, Object.keys(LETTER_VOCABULARY.enumerations));
  const { subject, body } = template.render(values.context);
  if (subject.trim() === '')
    throw new RelanceError(`${template.file}, ligne 1 : l’objet de la lettre est vide`, {
      code: 'invalid-template',
      hint: 'relance templates check',
    });
  const contents = parseContents(body, { names: LETTER_BLOCKS, placed }, values.reveal);
  return { subject: oneLine(typesetLine(subject, values.reveal)), contents };
};
