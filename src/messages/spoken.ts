import { join } from 'node:path';
import type { Context } from '../context.ts';
import type { LocalDate } from '../domain/dates.ts';
import type { Action } from '../domain/schedule/action.ts';
import { spokenVocabulary } from '../mail/message-context.ts';
import { findTemplate, type TemplateFolders } from '../document/template-files.ts';
import { loadTemplate } from '../document/load.ts';
import { parseMarkup, type Block } from '../document/markup.ts';
import { protectValues } from '../document/protected-values.ts';
import { spokenContext } from './compose-message.ts';

/** What is said, and what is copied: the folder of the templates, and the one used when a step names none of them. */
const SHELVES = {
  calls: { what: 'appel', fallback: 'appel' },
  sms: { what: 'SMS', fallback: 'sms' },
} as const;

export type SpokenShelf = keyof typeof SHELVES;

export const spokenFolders = (ctx: Context, shelf: SpokenShelf): TemplateFolders => ({
  user: join(ctx.config.userTemplates, shelf),
  packaged: join(ctx.packageRoot, 'templates', shelf),
  vocabulary: spokenVocabulary(SHELVES[shelf].what),
});

const render = (
  ctx: Context,
  action: Action,
  today: LocalDate,
  shelf: SpokenShelf,
): { body: string; reveal: (text: string) => string } => {
  const folders = spokenFolders(ctx, shelf);
  const wanted = action.step?.template ?? SHELVES[shelf].fallback;
  const name = findTemplate(wanted, folders) === null ? SHELVES[shelf].fallback : wanted;
  const values = protectValues(
    spokenContext(ctx, action, today),
    Object.keys(folders.vocabulary.enumerations),
  );
  return { body: loadTemplate(name, folders).render(values.context).body, reveal: values.reveal };
};

/** The script of a call: what to say, to ask, and never to say. */
export const composeScript = (ctx: Context, action: Action, today: LocalDate): Block<never>[] => {
  const { body, reveal } = render(ctx, action, today, 'calls');
  return parseMarkup(body, {}, reveal);
};

/** What a telephone writes itself: plain spaces and apostrophes, which keep a short message in one part. */
const asTyped = (text: string): string =>
  text
    .replaceAll(/[\u00a0\u202f\s]+/gu, ' ')
    .replaceAll('’', "'")
    .replaceAll(/[«»]/g, '"')
    .trim();

/** The text of a short message, in one paragraph. */
export const composeSms = (ctx: Context, action: Action, today: LocalDate): string => {
  const { body, reveal } = render(ctx, action, today, 'sms');
  return asTyped(reveal(body));
};
