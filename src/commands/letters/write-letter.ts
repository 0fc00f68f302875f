import type { Context } from '../../context.ts';
import type { LetterFlags, LetterLife } from './letter-flags.ts';
import { abandoned, settleDoubts, missingYes } from '../../desk/doubts.ts';
import { listLettersOf } from '../../db/letters.ts';
import { addDays, formatDay } from '../../domain/dates.ts';
import {
  natureOf,
  deadlineOf,
  type Letter,
  type LetterEvent,
  type LetterKind,
} from '../../domain/law/letter.ts';
import { formatAmount } from '../../domain/money/money.ts';
import { numbersOf, lastLetter, requireLetter } from '../../messages/letters/standing-letter.ts';
import { abandonLetter, copyLetter, recordLife } from './follow-letter.ts';
import { storeLetter, type StoredLetter } from '../../messages/letters/record-letter.ts';
import { letterJson, letterLifeText } from '../../desk/letter-status.ts';
import { renderLetterView } from '../../messages/letters/letter-view.ts';
import { printLetter, type ComposedLetter } from '../../messages/letters/compose-letter.ts';

const confirm = async (ctx: Context, letter: ComposedLetter, isYes: boolean): Promise<void> => {
  if (isYes) return;
  if (!ctx.isInteractive) throw missingYes('ou --dry-run pour voir la lettre');
  ctx.print(renderLetterView(letter, ctx));
  const prompts = await ctx.prompts();
  if (!(await prompts.confirm('Enregistrer ce document et en écrire le PDF ?'))) throw abandoned();
};

/** Posting, number, presentation: what to type next. */
const nextLine = (letter: Letter, number: string, ctx: Context): string[] => {
  const { command, standsOnce } = natureOf(letter);
  if (standsOnce !== 'posted') return [];
  if (letter.postedOn === null)
    return [
      `→ une fois postée : relance ${command} ${number} --postee ${formatDay(ctx.today)}${letter.sending === 'lrar' ? ' --lrar <numéro>' : ''}`,
    ];
  if (letter.sending === 'lrar' && letter.tracking === null)
    return [`→ le numéro du recommandé : relance ${command} ${number} --lrar <numéro>`];
  if (letter.presentedOn === null && letter.receivedOn === null && letter.returned === null)
    return [`→ à la première présentation : relance ${command} ${number} --presentee <date>`];
  return [];
};

const warningLines = ({ style }: Context, { warnings }: ComposedLetter): string[] =>
  warnings.map((warning) => style.yellow(`À savoir : ${warning}.`));

const report = (ctx: Context, composed: ComposedLetter, stored: StoredLetter, letter: Letter): void => {
  const numbers = composed.claimed.map(({ invoice }) => invoice.number);
  const { path, sha256, pages } = stored;
  const json = {
    documents: [{ path, kind: composed.kind, sha256, pages }],
    letter: letterJson(letter, numbers, ctx.today),
    warnings: composed.warnings,
  };
  ctx.show(json, () => [
    `${natureOf(letter).title} de ${formatAmount(composed.totalCents, composed.currency)} à ${composed.client.name} : ${numbers.join(', ')}`,
    `${path} (${pages}\u00a0page${pages > 1 ? 's' : ''})`,
    ...(stored.replacedOn === null
      ? []
      : [`Elle remplace celle du ${formatDay(stored.replacedOn)}, qui n’avait pas été postée.`]),
    ...warningLines(ctx, composed),
    ...(letter.sending === 'lre'
      ? [
          'Gardez les preuves du prestataire : il ne les conserve qu’un an (ajoutez --preuve <fichier> à --postee ou à --recue).',
        ]
      : []),
    ...nextLine(letter, numbers[0] ?? '', ctx),
  ]);
};

/** Shows, asks, records, writes: the end of every command that writes a document. */
export const writeLetter = async (
  ctx: Context,
  composed: ComposedLetter,
  flags: LetterFlags,
  alsoRecord?: (letterId: number) => void,
): Promise<void> => {
  const numbers = composed.claimed.map(({ invoice }) => invoice.number);
  const printed = await printLetter(ctx, composed);
  if (flags.dryRun) {
    ctx.show(
      {
        documents: [],
        planned: {
          kind: composed.kind,
          invoices: numbers,
          subject: composed.subject,
          totalCents: composed.totalCents,
          currency: composed.currency,
          delayDays: composed.delayDays,
          pages: printed.pages,
        },
        warnings: composed.warnings,
      },
      () =>
        [renderLetterView(composed, ctx), ...warningLines(ctx, composed), 'Rien n’est enregistré.'].join(
          '\n',
        ),
    );
    return;
  }
  await confirm(ctx, composed, flags.yes === true);
  const stored = storeLetter(ctx, composed, printed, flags.sortie ?? '.', alsoRecord);
  const letter = listLettersOf(ctx.db(), composed.claimed[0]?.invoice.id ?? 0, ctx.today).findLast(
    ({ id }) => id === stored.id,
  );
  if (!letter) throw new Error(`letter ${stored.id} was not recorded`);
  report(ctx, composed, stored, letter);
};

const UNDELIVERED_NOTE = {
  unclaimed:
    'Non réclamée, elle reste valable : le délai court depuis la première présentation (Cass. 1re civ., 20 janvier 2021, n° 19-20.680).',
  refused: 'Refusée, elle reste valable : le délai court depuis la première présentation.',
  'unknown-address':
    'Le destinataire n’est pas à cette adresse : corrigez-la, puis écrivez une nouvelle lettre.',
} as const;

const followed = (ctx: Context, letter: Letter): void => {
  const numbers = numbersOf(ctx, letter);
  const deadline = deadlineOf(letter);
  const life = letterLifeText(letter);
  ctx.show({ documents: [], letter: letterJson(letter, numbers, ctx.today), warnings: [] }, () => [
    `${natureOf(letter).title} pour ${numbers.join(', ')} : ${life}.`,
    ...(letter.returned === null ? [] : [UNDELIVERED_NOTE[letter.returned.reason]]),
    ...(deadline === null || letter.returned?.reason === 'unknown-address'
      ? []
      : [
          letter.presentedOn === null && letter.receivedOn === null
            ? `Le client a jusqu’au ${formatDay(deadline)}, si la lettre est présentée le ${formatDay(addDays(deadline, -(letter.delayDays ?? 0)))}.`
            : `Le client a jusqu’au ${formatDay(deadline)} inclus.`,
        ]),
    ...nextLine(letter, numbers[0] ?? '', ctx),
  ]);
};

/** The PDF of a letter, written again. */
export const tellCopy = (ctx: Context, letter: Letter, folder: string, more: object = {}): void => {
  const document = copyLetter(ctx, letter, folder);
  if (ctx.isJson)
    ctx.printJson({
      documents: [{ ...document, pages: null }],
      letter: letterJson(letter, numbersOf(ctx, letter), ctx.today),
      ...more,
    });
  else ctx.printAsIs(document.path);
};

const RETURNS: ReadonlySet<LetterEvent> = new Set(['refused', 'unclaimed', 'unknown-address']);

/** A letter is received, or comes back: the day of one is doubtful once the other is noted. */
const contradictions = ({ receivedOn, returned }: Letter, { facts }: LetterLife): string[] =>
  facts.flatMap(({ event }) => {
    if (event === 'received' && returned !== null)
      return [`Cette lettre est notée comme revenue le ${formatDay(returned.on)}`];
    return RETURNS.has(event) && receivedOn !== null
      ? [`Cette lettre est notée comme reçue le ${formatDay(receivedOn)}`]
      : [];
  });

/** Does what the flags say of a letter already written. @returns false when a letter is to be written instead */
export const followLetter = async (
  ctx: Context,
  references: string[],
  kind: LetterKind,
  flags: LetterFlags,
  life: LetterLife,
): Promise<boolean> => {
  const { command, title, isMasculine } = natureOf({ kind });
  const isLife = life.facts.length > 0;
  if (!isLife && !flags.copie && !flags.annuler) {
    // A number alone completes a letter that has left; before that, it is printed on the letter.
    if (life.tracking === undefined) return false;
    const hasLeft = references.some((reference) => lastLetter(ctx, reference, kind).letter?.postedOn);
    if (!hasLeft) return false;
    followed(ctx, await recordLife(ctx, requireLetter(ctx, references, kind, command).letter, life));
    return true;
  }
  const { letter, invoice } = requireLetter(ctx, references, kind, command);
  if (flags.annuler) {
    abandonLetter(ctx, letter);
    ctx.show(
      { documents: [], letter: null, warnings: [] },
      () =>
        `${title} ${isMasculine ? 'abandonné' : 'abandonnée'} : ${numbersOf(ctx, letter).join(', ')}.\n→ relance why ${invoice.number}`,
    );
    return true;
  }
  if (flags.copie) {
    tellCopy(ctx, letter, flags.sortie ?? '.', { warnings: [] });
    return true;
  }
  await settleDoubts(ctx, contradictions(letter, life), flags.yes === true);
  followed(ctx, await recordLife(ctx, letter, life));
  return true;
};
