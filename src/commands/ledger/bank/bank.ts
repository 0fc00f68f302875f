import { basename } from 'node:path';
import { Command } from 'commander';
import type { Context } from '../../../context.ts';
import { settleDoubts, missingYes } from '../../../desk/doubts.ts';
import { ignoreEntry, insertStatement, listOpenEntries } from '../../../db/bank-statements.ts';
import { sha256Of } from '../../../db/documents.ts';
import { rehearse } from '../../../db/rehearsal.ts';
import { resolveInvoices } from '../../../db/invoices.ts';
import type { BankLine } from '../../../domain/bank/bank-line.ts';
import { assign, isCertain, type BankItem } from '../../../domain/bank/bank-matching.ts';
import { parseCount } from '../../../domain/count.ts';
import { formatDay, type LocalDate } from '../../../domain/dates.ts';
import { formatAmount } from '../../../domain/money/money.ts';
import { oneLine } from '../../../domain/typography.ts';
import { EXIT, RelanceError } from '../../../errors.ts';
import { entryKeys } from '../../../import/bank/identity.ts';
import { readingTexts, readStatementFile } from '../../../import/bank/statement-file.ts';
import type { BankStatement } from '../../../import/bank/statement-types.ts';
import { readColumns, readDayOrder } from '../import/columns-flag.ts';
import { readImportedFile } from '../../../import/attached-file.ts';
import { findReturned, openBook, readOpenItems, readWaitingItems, type BankBook } from './read-bank.ts';
import { playLines, recordItem, recordProposal, type PlayedLines } from './record-bank.ts';
import { bankJson, itemJson } from './bank-json.ts';
import { itemText, lineText, numberedLine, renderItems } from './bank-view.ts';
import { plural } from '../../../ui/labels.ts';
import { wrap } from '../../../ui/text.ts';

interface ImportFlags {
  yes?: boolean;
  dryRun?: boolean;
  colonnes?: string;
  dates?: string;
}

export const bankCommand = (ctx: Context): Command => {
  const command = new Command('bank')
    .description(
      'Lit un relevé bancaire, propose quelle ligne règle quelle facture, et note ce que vous confirmez.',
    )
    .addHelpText('after', '\nExemple\u00a0:\n  relance bank import releve.ofx\n');
  command
    .command('import')
    .description(
      'lit un relevé\u00a0: OFX, CAMT.053, MT940, CFONB120, QIF ou CSV, seul ou dans une archive ZIP',
    )
    .argument('<relevé>', 'le fichier de votre banque')
    .option('--yes', 'note les règlements certains, et eux seuls')
    .option('--dry-run', 'montre ce qui serait noté')
    .option(
      '--colonnes <paires>',
      'pour un CSV inconnu\u00a0: date=Date,libelle=Libellé,montant=Montant, ou leurs rangs\u00a0: date=1,montant=2,libelle=5',
    )
    .option('--dates <ordre>', 'ordre des dates d’un CSV qui ne le montre pas\u00a0: jour ou mois d’abord')
    .addHelpText('after', '\nExemple\u00a0:\n  relance bank import releve.ofx\n')
    .action((file: string, flags: ImportFlags) => importStatement(ctx, file, flags));
  command
    .command('liste')
    .alias('list')
    .description('les lignes qui ne règlent encore rien')
    .addHelpText('after', '\nExemple\u00a0:\n  relance bank liste\n')
    .action(() => list(ctx));
  command
    .command('rapprocher')
    .description('note qu’une ligne règle ces factures, la plus ancienne d’abord, ou en reprend le règlement')
    .argument('<ligne>', 'numéro de la ligne, donné par « relance bank liste »')
    .argument('<facture...>', 'numéros, ou parties qui suffisent à les désigner')
    .option('--yes', 'sans demander pour ce qui dépasse')
    .addHelpText('after', '\nExemple\u00a0:\n  relance bank rapprocher 12 2026-014\n')
    .action((line: string, references: string[], flags: { yes?: boolean }) =>
      match(ctx, line, references, flags.yes === true),
    );
  command
    .command('ignorer')
    .description('met de côté des lignes qui ne règlent aucune facture')
    .argument('<ligne...>', 'numéros des lignes')
    .addHelpText('after', '\nExemple\u00a0:\n  relance bank ignorer 12\n')
    .action((lines: string[]) => ignore(ctx, lines));
  return command;
};

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

const importStatement = async (ctx: Context, file: string, flags: ImportFlags): Promise<void> => {
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
        `${item.receipt.invoiceNumbers.map(oneLine).join(', ')} redevient due\u00a0: ${oneLine(item.line.label)}`,
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
      `${plural(count, 'ligne reste', 'lignes restent')} à rapprocher\u00a0; ce qu’elles peuvent régler n’est pas relancé.\n→ relance bank liste`,
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
  if (!(await prompts.confirm(`Noter ${which}\u202f?`))) return 0;
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
  if (!(await prompts.confirm('Est-ce bien cela\u202f?', isLikely))) return false;
  const isFeeGivenUp =
    item.kind === 'pays' &&
    item.proposal.feeCents > 0 &&
    (await prompts.confirm(
      `Solder la différence de ${formatAmount(item.proposal.feeCents, item.line.currency)}, gardée par la banque\u202f?`,
    ));
  recordItem(db, item, { isFeeGivenUp, now: ctx.now });
  sayDueAgain(ctx, [item]);
  return isChange(item);
};

const list = (ctx: Context): void => {
  const db = ctx.db();
  const items = readWaitingItems(db, ctx.today);
  if (ctx.isJson) {
    ctx.printJson({ entries: items.map(itemJson) });
    return;
  }
  if (items.length === 0) ctx.print('Toutes les lignes des relevés sont rapprochées, ou mises de côté.');
  for (const item of items)
    ctx.print([numberedLine(item, ctx.columns), ...wrap(`    ${itemText(item)}`, ctx.columns)].join('\n'));
};

const openLine = (ctx: Context, text: string): BankLine => {
  const id = parseCount(text, 'Le numéro de ligne');
  const [line] = listOpenEntries(ctx.db(), [id]);
  if (line) return line;
  throw new RelanceError(`La ligne n°\u00a0${id} n’est pas à rapprocher`, {
    code: 'unknown-entry',
    hint: 'relance bank liste',
  });
};

const match = async (ctx: Context, text: string, references: string[], isYes: boolean): Promise<void> => {
  const line = openLine(ctx, text);
  const ids = new Set(resolveInvoices(ctx.db(), references).map(({ id }) => id));
  const book = openBook(ctx.db(), ctx.today, [line]);
  await (line.totalCents > 0 ? matchCredit(ctx, line, ids, book, isYes) : matchReturn(ctx, line, [...ids]));
};

const matchCredit = async (
  ctx: Context,
  line: BankLine,
  ids: ReadonlySet<number>,
  { payables, claims }: BankBook,
  isYes: boolean,
): Promise<void> => {
  const db = ctx.db();
  const invoices = payables.filter(({ id, currency }) => ids.has(id) && currency === line.currency);
  if (invoices.length === 0)
    throw new RelanceError('Rien n’est dû sur ces factures', { code: 'nothing-owed', hint: 'relance list' });
  const proposal = assign(line, invoices, claims);
  await settleDoubts(
    ctx,
    proposal.excessCents > 0
      ? [
          `${formatAmount(proposal.excessCents, line.currency)} de trop seront gardés en trop-perçu de ${proposal.last.number}`,
        ]
      : [],
    isYes,
  );
  const payments = recordProposal(db, line, proposal, { isFeeGivenUp: false }, ctx.now);
  if (ctx.isJson)
    ctx.printJson({
      entry: line.id,
      payments: payments.map(({ id, invoiceId, amountCents, kind }) => ({
        id,
        invoiceId,
        amountCents,
        kind,
      })),
    });
  else
    ctx.print(
      `${[
        ...proposal.shares.map(
          ({ number, amountCents }) => `${number}\u00a0: ${formatAmount(amountCents, line.currency)}`,
        ),
        ...(proposal.excessCents > 0
          ? [`trop-perçu\u00a0: ${formatAmount(proposal.excessCents, line.currency)}`]
          : []),
      ].join(', ')}, reçus le ${lineText({ kind: 'unknown', line }, ctx.columns)}.`,
    );
};

/** Money that the bank took back, said by a person: the payments of these invoices that make its sum. */
const matchReturn = async (ctx: Context, line: BankLine, invoiceIds: number[]): Promise<void> => {
  const db = ctx.db();
  const receipt = findReturned(db, line, invoiceIds);
  if (receipt === null)
    throw new RelanceError(
      `Aucun règlement de ${formatAmount(line.amountCents, line.currency)} à annuler sur ces factures`,
      { code: 'no-payment', hint: 'relance show <facture> donne les règlements reçus' },
    );
  recordItem(
    db,
    { kind: 'takes-back', line, receipt, isCertain: true },
    { isFeeGivenUp: false, now: ctx.now },
  );
  if (ctx.isJson) ctx.printJson({ entry: line.id, reversed: receipt.paymentIds });
  else
    ctx.print(
      `Règlement du ${formatDay(receipt.on)} repris par la banque\u00a0: ${receipt.invoiceNumbers.map(oneLine).join(', ')} à nouveau due${receipt.invoiceNumbers.length > 1 ? 's' : ''}.`,
    );
};

const ignore = (ctx: Context, texts: string[]): void => {
  const lines = texts.map((text) => openLine(ctx, text));
  const db = ctx.db();
  db.transaction(() => {
    for (const line of lines) ignoreEntry(db, line.id, ctx.today);
  }).immediate();
  if (ctx.isJson)
    ctx.printJson({ entry: lines[0]?.id ?? null, entries: lines.map(({ id }) => id), ignored: true });
  else
    ctx.print(
      lines.length === 1
        ? `Ligne n°\u00a0${lines[0]?.id} mise de côté.`
        : `${lines.length} lignes mises de côté\u00a0: ${lines.map(({ id }) => `n°\u00a0${id}`).join(', ')}.`,
    );
};
