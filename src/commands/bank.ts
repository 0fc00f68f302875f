import { basename } from 'node:path';
import { Command } from 'commander';
import type { Context } from '../context.ts';
import { abandoned, settleDoubts, missingYes } from '../asking/doubts.ts';
import { ignoreEntry, insertStatement, listOpenEntries } from '../db/bank.ts';
import { sha256Of } from '../db/documents.ts';
import { rehearse } from '../db/rehearsal.ts';
import { resolveInvoices } from '../db/invoices.ts';
import { assign, isCertain, type BankItem, type BankLine } from '../domain/bank-matching.ts';
import { parseCount } from '../domain/count.ts';
import { formatAmount } from '../domain/money.ts';
import { RelanceError } from '../errors.ts';
import { entryKeys } from '../import/bank/identity.ts';
import { readStatements } from '../import/bank/read.ts';
import type { BankStatement } from '../import/bank/types.ts';
import { readColumns } from '../asking/columns-flag.ts';
import { readImportedFile } from '../import/attached-file.ts';
import { readBankState, readItem, readItems } from '../reading/bank.ts';
import { recordProposal, recordSame, recordTakenBack } from '../recording/bank-recording.ts';
import { bankJson, itemJson } from '../ui/bank-json.ts';
import { itemText, lineText, renderItems } from '../ui/bank-view.ts';
import { plural } from '../ui/labels.ts';

interface ImportFlags {
  yes?: boolean;
  dryRun?: boolean;
  colonnes?: string;
}

export const bankCommand = (ctx: Context): Command => {
  const command = new Command('bank').description(
    'Lit un relevé bancaire, propose quelle ligne règle quelle facture, et note ce que vous confirmez.',
  );
  command
    .command('import')
    .description('lit un relevé\u00a0: OFX, CAMT.053, MT940, CFONB120, QIF ou CSV')
    .argument('<relevé>', 'le fichier de votre banque')
    .option('--yes', 'note les règlements certains, et eux seuls')
    .option('--dry-run', 'montre ce qui serait noté')
    .option('--colonnes <paires>', 'pour un CSV inconnu\u00a0: date=Date,libelle=Libellé,montant=Montant')
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
    .description('note qu’une ligne règle ces factures, la plus ancienne d’abord')
    .argument('<ligne>', 'numéro de la ligne, donné par « relance bank liste »')
    .argument('<facture...>', 'numéros, ou parties qui suffisent à les désigner')
    .option('--yes', 'sans demander pour ce qui dépasse')
    .addHelpText('after', '\nExemple\u00a0:\n  relance bank rapprocher 12 2026-014\n')
    .action((line: string, references: string[], flags: { yes?: boolean }) =>
      match(ctx, line, references, flags.yes === true),
    );
  command
    .command('ignorer')
    .description('met de côté une ligne qui ne règle aucune facture')
    .argument('<ligne>', 'numéro de la ligne')
    .addHelpText('after', '\nExemple\u00a0:\n  relance bank ignorer 12\n')
    .action((line: string) => ignore(ctx, line));
  return command;
};

interface Imported {
  statements: BankStatement[];
  lines: BankLine[];
  duplicates: number;
}

/** All the statements of a file in one transaction; what was already known is counted apart. */
const recordStatements = (
  ctx: Context,
  fileName: string,
  bytes: Buffer,
  statements: BankStatement[],
): Imported => {
  const db = ctx.db();
  const sha256 = sha256Of(bytes);
  const ids = statements.flatMap((statement) => {
    const account = statement.account ?? '';
    const keys = entryKeys(account, statement.entries);
    return insertStatement(
      db,
      {
        fileName,
        sha256,
        format: statement.format,
        account,
        currency: statement.currency,
        from: statement.from,
        to: statement.to,
      },
      statement.entries.map((entry, index) => ({ ...entry, key: keys[index] ?? '' })),
      ctx.now,
    );
  });
  const fresh = ids.filter((id) => id !== null);
  return {
    statements,
    lines: listOpenEntries(db, fresh),
    duplicates: ids.length - fresh.length,
  };
};

const importStatement = async (ctx: Context, file: string, flags: ImportFlags): Promise<void> => {
  if (!flags.yes && !flags.dryRun && !ctx.isInteractive)
    throw missingYes('ou --dry-run pour voir ce qui serait noté');
  const bytes = readImportedFile(file);
  const name = basename(file);
  const statements = readStatements(bytes, name, { columns: readColumns(flags.colonnes) });
  const db = ctx.db();
  if (flags.dryRun) {
    rehearse(db, () => {
      const imported = recordStatements(ctx, name, bytes, statements);
      const items = readItems(imported.lines, readBankState(db, ctx.today));
      report(ctx, { imported, items, file, recorded: 0 });
    });
    return;
  }
  const imported = db.transaction(() => recordStatements(ctx, name, bytes, statements)).immediate();
  const items = readItems(imported.lines, readBankState(db, ctx.today));
  if (flags.yes) {
    const recorded = items.filter((item) => isCertain(item) && recordItem(ctx, item)).length;
    report(ctx, { imported, items, file, recorded });
    return;
  }
  await ask(ctx, imported, items);
};

interface Report {
  imported: Imported;
  items: BankItem[];
  file: string;
  recorded: number;
}

const report = (ctx: Context, { imported, items, file, recorded }: Report): void => {
  if (ctx.isJson) {
    ctx.printJson(bankJson(file, imported, items, recorded));
    return;
  }
  const certain = items.filter(isCertain);
  const doubtful = items.filter((item) => !isCertain(item) && item.kind !== 'unknown');
  const unknown = items.filter(({ kind }) => kind === 'unknown');
  if (items.length > 0) ctx.print(renderItems({ certain, doubtful, unknown }, ctx));
  ctx.print(summary(imported, recorded));
  if (doubtful.length + unknown.length > 0)
    ctx.print(
      '→ relance bank rapprocher <ligne> <facture>, relance bank ignorer <ligne> (numéros\u00a0: relance bank liste)',
    );
};

const summary = ({ statements, duplicates }: Imported, recorded: number): string => {
  const count = statements.reduce((sum, { entries }) => sum + entries.length, 0);
  const pending = statements.reduce((sum, statement) => sum + statement.pending, 0);
  return [
    plural(count, 'ligne lue', 'lignes lues'),
    ...(duplicates > 0 ? [plural(duplicates, 'déjà connue', 'déjà connues')] : []),
    ...(pending > 0 ? [plural(pending, 'en attente, laissée', 'en attente, laissées')] : []),
    `${plural(recorded, 'mouvement noté', 'mouvements notés')}.`,
  ].join(', ');
};

/** @returns whether it changed anything: what is said twice changes nothing */
const recordItem = (ctx: Context, item: BankItem, isFeeGivenUp = false): boolean => {
  const db = ctx.db();
  switch (item.kind) {
    case 'pays':
      recordProposal(db, item.line, item.proposal, { isFeeGivenUp }, ctx.now);
      return true;
    case 'recorded':
      recordSame(db, item.line, item.payment.id);
      return false;
    case 'takes-back':
      recordTakenBack(db, item.line, item.payment.id);
      ctx.warn(`${item.payment.invoiceNumber} redevient due\u00a0: ${item.line.label}`);
      return true;
    case 'unknown':
      return false;
  }
};

/** The certain ones at once, then each of the others. */
const ask = async (ctx: Context, imported: Imported, items: BankItem[]): Promise<void> => {
  const prompts = await ctx.prompts();
  const certain = items.filter(isCertain);
  let recorded = 0;
  if (certain.length > 0) {
    ctx.print(renderItems({ certain, doubtful: [], unknown: [] }, ctx));
    const which = certain.length === 1 ? 'ce mouvement' : `ces ${plural(certain.length, '', 'mouvements')}`;
    if (await prompts.confirm(`Noter ${which}\u202f?`))
      recorded += certain.filter((item) => recordItem(ctx, item)).length;
  }
  for (const { line, kind } of items.filter((item) => !isCertain(item))) {
    if (kind === 'unknown') continue;
    // What was just recorded changes what is left.
    const item = readItem(line, readBankState(ctx.db(), ctx.today));
    if (item.kind === 'unknown') continue;
    ctx.print(`\n${lineText(item, ctx.columns)}\n    ${itemText(item)}`);
    if (
      !(await prompts.confirm(
        'Est-ce bien cela\u202f?',
        item.kind !== 'pays' || item.proposal.confidence === 'probable',
      ))
    )
      continue;
    const isFeeGivenUp =
      item.kind === 'pays' &&
      item.proposal.feeCents > 0 &&
      (await prompts.confirm(
        `Solder la différence de ${formatAmount(item.proposal.feeCents, line.currency)}, gardée par la banque\u202f?`,
      ));
    if (recordItem(ctx, item, isFeeGivenUp)) recorded += 1;
  }
  const left = listOpenEntries(
    ctx.db(),
    imported.lines.map(({ id }) => id),
  ).length;
  ctx.print(summary(imported, recorded));
  if (left > 0)
    ctx.print(`${plural(left, 'ligne reste', 'lignes restent')} à rapprocher  → relance bank liste`);
};

const list = (ctx: Context): void => {
  const items = readItems(listOpenEntries(ctx.db()), readBankState(ctx.db(), ctx.today));
  if (ctx.isJson) {
    ctx.printJson({ entries: items.map(itemJson) });
    return;
  }
  if (items.length === 0) ctx.print('Toutes les lignes des relevés sont rapprochées, ou mises de côté.');
  for (const item of items)
    ctx.print(`n°\u00a0${item.line.id}  ${lineText(item, ctx.columns - 8)}\n    ${itemText(item)}`);
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
  const db = ctx.db();
  const line = openLine(ctx, text);
  const ids = new Set(resolveInvoices(db, references).map(({ id }) => id));
  const payables = readBankState(db, ctx.today).payables.filter(({ id }) => ids.has(id));
  const proposal = assign(line, payables);
  if (proposal.shares.length === 0)
    throw new RelanceError('Rien n’est dû sur ces factures', { code: 'nothing-owed', hint: 'relance list' });
  await settleDoubts(
    ctx,
    proposal.excessCents > 0
      ? [`${formatAmount(proposal.excessCents, line.currency)} de trop seront gardés en trop-perçu`]
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
      `${proposal.shares.map(({ number, amountCents }) => `${number}\u00a0: ${formatAmount(amountCents, line.currency)}`).join(', ')}, reçus le ${lineText({ kind: 'unknown', line }, ctx.columns)}.`,
    );
};

const ignore = (ctx: Context, text: string): void => {
  const line = openLine(ctx, text);
  if (!ignoreEntry(ctx.db(), line.id, ctx.today)) throw abandoned();
  if (ctx.isJson) ctx.printJson({ entry: line.id, ignored: true });
  else ctx.print(`Ligne n°\u00a0${line.id} mise de côté.`);
};
