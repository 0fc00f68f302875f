import type { Context } from '../../context.ts';
import { cancelLetter, findLetter, findLetterFile, updateLetterSending } from '../../db/letters.ts';
import { sha256Of } from '../../db/documents.ts';
import type { Letter, LetterKind } from '../../domain/law/letter.ts';
import { RelanceError } from '../../errors.ts';
import type { LetterLife } from './letter-flags.ts';
import { documentName, freePath, requireFolder, writeAside } from '../../messages/letters/letter-files.ts';
import { loadScenarios } from '../../desk/scenarios.ts';
import { recordLetterFact } from '../../messages/letters/record-letter.ts';
import { numbersOf } from '../../messages/letters/standing-letter.ts';

/** Writes what became of a letter in the log, in the order of the facts: all of them, or none. */
export const recordLife = async (
  ctx: Context,
  letter: Letter,
  { facts, sending, tracking }: LetterLife,
): Promise<Letter> => {
  const isPosting = facts.some(({ event }) => event === 'posted');
  if (letter.postedOn === null && !isPosting)
    throw new RelanceError('Cette lettre n’est pas encore notée comme postée', {
      code: 'not-posted',
      hint: 'ajoutez --postee <date>',
    });
  const db = ctx.db();
  const scenarios = await loadScenarios(ctx);
  return db
    .transaction(() => {
      if (sending !== undefined || tracking !== undefined)
        updateLetterSending(db, letter.id, { sending, tracking });
      let current = findLetter(db, letter.id, ctx.today);
      for (const fact of facts) current = recordLetterFact(ctx, letter.id, fact, scenarios);
      return current;
    })
    .immediate();
};

/** Gives up a letter that was not posted. */
export const abandonLetter = (ctx: Context, letter: Letter): void => {
  if (letter.postedOn !== null)
    throw new RelanceError('Une lettre postée ne s’annule plus', {
      code: 'already-posted',
      hint: 'écrivez au client ; relance log <facture> le note',
    });
  cancelLetter(ctx.db(), letter.id, ctx.today);
};

/** Writes again the PDF that was recorded: the same bytes. */
export const copyLetter = (
  ctx: Context,
  letter: Letter,
  folder: string,
): { path: string; kind: LetterKind; sha256: string } => {
  const file = findLetterFile(ctx.db(), letter.id);
  if (!file) throw new Error(`letter ${letter.id} has no file`);
  const path = freePath(requireFolder(folder), documentName(letter.kind, numbersOf(ctx, letter)), 'pdf');
  writeAside(path, file.content)();
  return { path, kind: letter.kind, sha256: sha256Of(file.content) };
};
