import type { Command } from 'commander';
import type { Context } from '../../../context.ts';
import { findClient } from '../../../db/clients.ts';
import { findInvoiceByNumber } from '../../../db/invoices.ts';
import type { Database } from '../../../db/open.ts';
import { formatDay, type LocalDate } from '../../../domain/dates.ts';
import { givenFields, parseOptional } from '../../../domain/given.ts';
import type { InvoiceFields } from '../../../domain/money/invoice.ts';
import { CURRENCIES, formatAmount, isCurrency, parseAmount } from '../../../domain/money/money.ts';
import { DEFAULT_TERM_DAYS } from '../../../domain/law/payment-term.ts';
import { parsePenaltyRate } from '../../../domain/law/penalty-rate.ts';
import { parseLine } from '../../../domain/text-input.ts';
import { quoted } from '../../../domain/typography.ts';
import { RelanceError, usageError } from '../../../errors.ts';
import type { AttachedFile } from '../../../import/attached-file.ts';
import { readDay, readFactDay } from '../../../desk/days.ts';
import { loadScenarios, scenarioNamed } from '../../../desk/scenarios.ts';

const MAX_NUMBER = 100;

/** The flags that describe an invoice, as typed; `''` erases. */
export interface InvoiceFlags {
  numero?: string;
  client?: string;
  montant?: string;
  emise?: string;
  echeance?: string;
  devise?: string;
  objet?: string;
  pdf?: string;
  taux?: string;
  scenario?: string;
  realisee?: string;
  recue?: string;
  etape?: string;
  etapeLe?: string;
}

/** Declares the flags that describe an invoice: the same for `add` and `edit`. */
export const invoiceOptions = (command: Command): Command =>
  command
    .option('--numero <numéro>', 'numéro de la facture')
    .option('--client <client>', 'nom du client, ou son numéro')
    .option('--montant <montant>', 'montant TTC')
    .option('--emise <date>', 'date de la facture (par défaut : aujourd’hui)')
    .option('--echeance <date>', `échéance (par défaut : ${DEFAULT_TERM_DAYS} jours après l’émission)`)
    .option('--devise <code>', 'devise (par défaut : EUR)')
    .option('--objet <texte>', 'ce qui est facturé')
    .option('--pdf <fichier>', 'le PDF de la facture, joint aux relances')
    .option('--taux <taux>', 'taux de pénalité de cette facture : bce, 3x, ou un pourcentage par an')
    .option('--scenario <nom>', 'scénario de relance de cette facture')
    .option('--realisee <date>', 'jour où le travail a été achevé')
    .option('--recue <date>', 'secteur public : jour où la demande de paiement a été reçue (Chorus Pro)')
    .option('--etape <étape>', 'dernière étape du scénario déjà faite ailleurs')
    .option('--etape-le <date>', 'jour de cette étape');

export interface ParsedInvoice {
  /** What was given; `null` erases. */
  fields: Partial<Omit<InvoiceFields, 'clientId'>>;
  pdf: AttachedFile | null;
  declared: { id: string; on: LocalDate } | null;
}

export const parseNumber = (input: string): string => parseLine(input, 'Le numéro de facture', MAX_NUMBER);

const parseCurrency = (input: string): string => {
  const code = input.trim().toUpperCase();
  if (isCurrency(code)) return code;
  throw usageError(
    `La devise ${quoted(input)} n’est pas connue`,
    `écrivez son code, parmi : ${Object.keys(CURRENCIES).slice(0, 8).join(', ')}…`,
    'invalid-currency',
  );
};

const readDeclared = async (ctx: Context, flags: InvoiceFlags): Promise<ParsedInvoice['declared']> => {
  if (flags.etape === undefined && flags.etapeLe === undefined) return null;
  if (flags.etape === undefined || flags.etapeLe === undefined)
    throw usageError(
      `Il manque ${flags.etape === undefined ? '--etape' : '--etape-le'}`,
      'une étape déjà faite se donne avec son jour : --etape relance-1 --etape-le 12/10/2026',
      'missing-option',
    );
  return { id: flags.etape.trim(), on: await readFactDay(ctx, flags.etapeLe, '--etape-le') };
};

/** A day that may be left out, or given empty in order to erase. */
const readOptionalFactDay = async (
  ctx: Context,
  input: string | undefined,
  flag: string,
): Promise<LocalDate | null | undefined> => {
  if (input === undefined) return undefined;
  return input.trim() === '' ? null : readFactDay(ctx, input, flag);
};

/** @throws RelanceError for the first flag that cannot be read. */
export const parseInvoiceFlags = async (
  ctx: Context,
  flags: InvoiceFlags,
  knownCurrency = 'EUR',
): Promise<ParsedInvoice> => {
  const currency = flags.devise === undefined ? undefined : parseCurrency(flags.devise);
  const fields = givenFields<Omit<InvoiceFields, 'clientId'>>({
    currency,
    number: flags.numero === undefined ? undefined : parseNumber(flags.numero),
    totalCents:
      flags.montant === undefined ? undefined : parseAmount(flags.montant, currency ?? knownCurrency),
    issuedOn: flags.emise === undefined ? undefined : await readFactDay(ctx, flags.emise, '--emise'),
    dueOn: flags.echeance === undefined ? undefined : await readDay(ctx, flags.echeance),
    performedOn: await readOptionalFactDay(ctx, flags.realisee, '--realisee'),
    requestReceivedOn: await readOptionalFactDay(ctx, flags.recue, '--recue'),
    subject: parseOptional(flags.objet, (text) => parseLine(text, '--objet')),
    penaltyRate: parseOptional(flags.taux, parsePenaltyRate),
    scenario: await readScenarioName(ctx, flags.scenario),
  });
  const declared = await readDeclared(ctx, flags);
  if (flags.pdf === undefined) return { fields, declared, pdf: null };
  const { readInvoicePdf } = await import('../../../import/attached-file.ts');
  return { fields, declared, pdf: readInvoicePdf(flags.pdf) };
};

/** The name of a scenario that exists; `''` goes back to the default. */
export const readScenarioName = async (
  ctx: Context,
  input: string | undefined,
): Promise<string | null | undefined> => {
  const name = parseOptional(input, (text) => parseLine(text, '--scenario'));
  return name ? scenarioNamed(await loadScenarios(ctx), name).name : name;
};

export const refuseDueBeforeIssue = (issuedOn: LocalDate, dueOn: LocalDate): void => {
  if (dueOn < issuedOn)
    throw usageError(
      `L’échéance du ${formatDay(dueOn)} tombe avant l’émission, le ${formatDay(issuedOn)}`,
      'vérifiez --emise et --echeance',
      'due-before-issue',
    );
};

/** The same number twice is refused, with the invoice that bears it. */
export const refuseKnownNumber = (db: Database, number: string): void => {
  const known = findInvoiceByNumber(db, number);
  if (!known) return;
  const client = findClient(db, known.clientId);
  throw new RelanceError(
    `La facture « ${known.number} » est déjà enregistrée : ${client.name}, ${formatAmount(known.totalCents, known.currency)}, émise le ${formatDay(known.issuedOn)}`,
    { code: 'duplicate-invoice', hint: `relance show ${known.number}` },
  );
};
