import { basename } from 'node:path';
import type { Context } from '../../../context.ts';
import { missingYes } from '../../../desk/doubts.ts';
import { listOpenEntries } from '../../../db/bank-entries.ts';
import { insertStatement } from '../../../db/bank-statements.ts';
import { sha256Of } from '../../../db/documents.ts';
import { rehearse } from '../../../db/recorded.ts';
import type { BankLine } from '../../../domain/bank/bank-line.ts';
import { isCertain, type BankItem } from '../../../domain/bank/bank-receipts.ts';
import type { LocalDate } from '../../../domain/dates.ts';
import { formatAmount } from '../../../domain/money/money.ts';
import { oneLine } from '../../../domain/typography.ts';
import { EXIT } from '../../../errors.ts';
import { entryKeys } from '../../../import/bank/identity.ts';
import { readingTexts, readStatementFile } from '../../../import/bank/statement-file.ts';
import type { BankStatement } from '../../../import/bank/statement-types.ts';
import { readColumns, readDayOrder } from '../import/columns-flag.ts';
import { readImportedFile } from '../../../import/attached-file.ts';
import { readOpenItems } from './read-bank.ts';
import { playLines, recordItem, type PlayedLines } from './record-bank.ts';
import { bankJson } from './bank-json.ts';
import { itemText, numberedLine, renderItems } from './bank-view.ts';
import { plural } from '../../../ui/labels.ts';
import { wrap } from '../../../ui/text.ts';

export interface ImportFlags {
  yes?: boolean;
  dryRun?: boolean;
  colonnes?: string;
  dates?: string;
}
interface Imported {
  statements: BankStatement[];
  /** Lines of the file, fresh or known, that pay or take back nothing yet. */
  lines: BankLine[];
  duplicates: number;
  /** Of the known lines, those that another format had brought. */
  otherFormats: number;
}

/** All the statements of a file; what was already known is counted apart. Call it inside a transaction. */
const recordStatements = (
  ctx: Context,
  fileName: string,
  bytes: Buffer,
  statements: BankStatement[],
): Imported => {
  const db = ctx.db();
  const sha256 = sha256Of(bytes);
  const kept = statements.flatMap((statement) => {
    const account = statement.account ?? '';
    const keys = entryKeys(account, statement.entries);
    return insertStatement(
      db,
      {
        fileName,
        sha256,
        format: statement.format,
        layout: statement.layout ?? '',
        account,
        currency: statement.currency,
        from: statement.from,
        to: statement.to,
      },
      statement.entries.map((entry, index) => ({ ...entry, key: keys[index] ?? '' })),
      ctx.now,
    );
  });
  return {
    statements,
    lines: listOpenEntries(
      db,
      kept.map(({ id }) => id),
    ),
    duplicates: kept.filter(({ isFresh }) => !isFresh).length,
    otherFormats: kept.filter(({ isOtherFormat }) => isOtherFormat).length,
  };
};

/** What a bank already shows of days to come has not happened: it waits, and is read again once it has. */
const bookedBy = (statement: BankStatement, today: LocalDate): BankStatement => {
  const entries = statement.entries.filter(({ date }) => date <= today);
  const to = statement.to !== null && statement.to > today ? today : statement.to;
  return {
    ...statement,
    to,
    entries,
    pending: statement.pending + statement.entries.length - entries.length,
  };
};

export const importStatement = async (ctx: Context, file: string, flags: ImportFlags): Promise<void> => {
  if (!flags.yes && !flags.dryRun && !ctx.isInteractive)
    throw missingYes('ou --dry-run pour voir ce qui serait noté');
  const bytes = readImportedFile(file);
  const name = basename(file);
  const read = readStatementFile(bytes, name, {
    columns: readColumns(flags.colonnes),
    dates: flags.dates === undefined ? undefined : readDayOrder(flags.dates),
  });
  const statements = read.statements.map((statement) => bookedBy(statement, ctx.today));
  if (!ctx.isJson) for (const text of readingTexts(read)) ctx.warn(text);
  const db = ctx.db();
  const play = (): Report => {
    const imported = recordStatements(ctx, name, bytes, statements);
    return { file, imported, ...playLines(db, imported.lines, ctx) };
  };
  if (flags.dryRun) report(ctx, { ...rehearse(db, play), isPlayed: true });
  else if (flags.yes) report(ctx, db.transaction(play).immediate());
  else await ask(ctx, db.transaction(() => recordStatements(ctx, name, bytes, statements)).immediate());
};

interface Report extends PlayedLines {
  file: string;
  imported: Imported;
  /** Only shown: nothing was recorded. */
  isPlayed?: boolean;
}

const isChange = ({ kind }: BankItem): boolean => kind === 'pays' || kind === 'takes-back';

const report = (ctx: Context, { imported, file, recorded, left, isPlayed = false }: Report): void => {
  const changes = isPlayed ? 0 : recorded.filter(isChange).length;
  if (!isPlayed) sayDueAgain(ctx, recorded);
  if (ctx.isJson) {
    ctx.printJson(bankJson(file, imported, [...recorded, ...left], changes));
    return;
  }
  const { doubtful, unknown } = sortOut(left);
  if (recorded.length + doubtful.length + unknown.length > 0)
    ctx.print(renderItems({ certain: recorded, doubtful, unknown }, { ...ctx, areNumbered: !isPlayed }));
  ctx.print(summary(imported, changes));
  if (isPlayed || doubtful.length + unknown.length === 0) return;
  if (doubtful.length > 0) ctx.print('D’ici là, les factures à confirmer ne sont pas relancées.');
  ctx.print('→ relance bank rapprocher <ligne> <facture>, ou relance bank ignorer <ligne>');
};

/** An invoice that was paid is owed again: said apart, also to who reads the JSON. */
const sayDueAgain = (ctx: Context, items: readonly BankItem[]): void => {
  for (const item of items)
    if (item.kind === 'takes-back')
      ctx.warn(
        `${item.receipt.invoiceNumbers.map(oneLine).join(', ')} redevient due : ${oneLine(item.line.label)}`,
      );
};

/** A debit is only worth showing when it may take a payment back. */
const sortOut = (items: readonly BankItem[]): { doubtful: BankItem[]; unknown: BankItem[] } => ({
  doubtful: items.filter(({ kind }) => kind !== 'unknown'),
  unknown: items.filter(({ kind, line }) => kind === 'unknown' && (line.totalCents > 0 || line.isReversal)),
});

const summary = ({ statements, duplicates, otherFormats }: Imported, recorded: number): string => {
  const count = statements.reduce((sum, { entries }) => sum + entries.length, 0);
  const pending = statements.reduce((sum, statement) => sum + statement.pending, 0);
  const elsewhere = otherFormats > 0 ? ` (dont ${otherFormats} par un relevé d’un autre format)` : '';
  return [
    plural(count, 'ligne lue', 'lignes lues'),
    ...(duplicates > 0 ? [`${plural(duplicates, 'déjà connue', 'déjà connues')}${elsewhere}`] : []),
    ...(pending > 0 ? [plural(pending, 'en attente, laissée', 'en attente, laissées')] : []),
    `${plural(recorded, 'mouvement noté', 'mouvements notés')}.`,
  ].join(', ');
};

/** The certain ones at once, then each of the others. What was recorded stays, and is told, whatever stops the questions. */
const ask = async (ctx: Context, imported: Imported): Promise<void> => {
  const db = ctx.db();
  let recorded = 0;
  try {
    recorded += await askCertain(ctx, imported.lines);
    for (const { id } of imported.lines) if (await askOne(ctx, id)) recorded += 1;
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ExitPromptError')) throw error;
    ctx.print('Arrêté à votre demande.');
    ctx.setExitCode(EXIT.cancelled);
  }
  const left = sortOut(
    readOpenItems(
      db,
      ctx.today,
      imported.lines.map(({ id }) => id),
    ),
  );
  const count = left.doubtful.length + left.unknown.length;
  ctx.print(summary(imported, recorded));
  if (count > 0)
    ctx.print(
      `${plural(count, 'ligne reste', 'lignes restent')} à rapprocher ; ce qu’elles peuvent régler n’est pas relancé.\n→ relance bank liste`,
    );
};

/** What makes one item another than the one that was shown. */
const sameItem = (item: BankItem): string =>
  JSON.stringify([
    item.line.id,
    item.kind,
    item.kind === 'pays'
      ? item.proposal.shares
      : item.kind === 'unknown'
        ? []
        : item.receipt.paymentIds.length,
  ]);

const askCertain = async (ctx: Context, lines: readonly BankLine[]): Promise<number> => {
  const db = ctx.db();
  const shown = rehearse(db, () => playLines(db, lines, ctx)).recorded;
  if (shown.length === 0) return 0;
  ctx.print(renderItems({ certain: shown, doubtful: [], unknown: [] }, ctx));
  const which = shown.length === 1 ? 'ce mouvement' : `ces ${plural(shown.length, '', 'mouvements')}`;
  const prompts = await ctx.prompts();
  if (!(await prompts.confirm(`Noter ${which} ?`))) return 0;
  const wanted = new Set(shown.map(sameItem));
  const play = (): PlayedLines =>
    playLines(db, lines, { ...ctx, isWanted: (item) => wanted.has(sameItem(item)) });
  const { recorded } = db.transaction(play).immediate();
  sayDueAgain(ctx, recorded);
  return recorded.filter(isChange).length;
};

/** One line that is not sure. @returns whether it changed anything: what is said twice changes nothing */
const askOne = async (ctx: Context, id: number): Promise<boolean> => {
  const db = ctx.db();
  // What was just recorded changes what is left.
  const [item] = readOpenItems(db, ctx.today, [id]);
  if (!item || item.kind === 'unknown' || isCertain(item)) return false;
  const prompts = await ctx.prompts();
  ctx.print(['', numberedLine(item, ctx.columns), ...wrap(`    ${itemText(item)}`, ctx.columns)].join('\n'));
  const isLikely = item.kind === 'pays' ? item.proposal.confidence === 'probable' : item.line.isReversal;
  if (!(await prompts.confirm('Est-ce bien cela ?', isLikely))) return false;
  const isFeeGivenUp =
    item.kind === 'pays' &&
    item.proposal.feeCents > 0 &&
    (await prompts.confirm(
      `Solder la différence de ${formatAmount(item.proposal.feeCents, item.line.currency)}, gardée par la banque ?`,
    ));
  recordItem(db, item, { isFeeGivenUp, now: ctx.now });
  sayDueAgain(ctx, [item]);
  return isChange(item);
};
