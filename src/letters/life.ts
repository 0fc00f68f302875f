import type { Context } from '../context.ts';
import { findInvoice, resolveInvoice } from '../db/invoices.ts';
import {
  cancelLetter,
  findLetter,
  findLetterFile,
  listLettersOf,
  updateLetterSending,
} from '../db/letters.ts';
import { sha256Of } from '../db/documents.ts';
import type { Invoice } from '../domain/invoice.ts';
import type { Letter, LetterKind } from '../domain/letter.ts';
import { RelanceError, usageError } from '../errors.ts';
import type { LetterLife } from '../asking/letter-flags.ts';
import { documentName, freePath, requireFolder, writeAside } from './files.ts';
import { loadScenarios } from '../reading/scenarios.ts';
import { recordLetterFact } from './recording.ts';

export const numbersOf = (ctx: Context, letter: Letter): string[] =>
  letter.invoiceIds.map((id) => findInvoice(ctx.db(), id).number);

/** The last letter of a kind that speaks of an invoice. */
export const lastLetter = (
  ctx: Context,
  reference: string,
  kind: LetterKind,
): { letter: Letter | undefined; invoice: Invoice } => {
  const invoice = resolveInvoice(ctx.db(), reference);
  const letters = listLettersOf(ctx.db(), invoice.id, ctx.today);
  return { invoice, letter: letters.findLast((candidate) => candidate.kind === kind) };
};

/**
 * The one letter of a kind that these invoices are in.
 * @throws RelanceError `no-letter` when there is none, `several-letters` when they are not in the same
 */
export const requireLetter = (
  ctx: Context,
  references: readonly string[],
  kind: LetterKind,
  command: string,
): { letter: Letter; invoice: Invoice } => {
  const found = references.map((reference) => lastLetter(ctx, reference, kind));
  const [first] = found.map(({ letter, invoice }) => {
    if (letter) return { letter, invoice };
    throw new RelanceError(`Aucune lettre de ce genre n’est enregistrée pour ${invoice.number}`, {
      code: 'no-letter',
      hint: `relance ${command} ${invoice.number} l’écrit\u00a0; envoyée d’ailleurs\u00a0: relance log ${invoice.number} --etape <étape>`,
    });
  });
  if (!first) throw new Error('no invoice was named');
  const other = found.find(({ letter }) => letter?.id !== first.letter.id);
  if (other)
    throw usageError(
      `${first.invoice.number} et ${other.invoice.number} ne sont pas dans la même lettre`,
      `une lettre à la fois\u00a0: relance ${command} ${first.invoice.number} …`,
      'several-letters',
    );
  return first;
};

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
      hint: 'écrivez au client\u00a0; relance log <facture> le note',
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
