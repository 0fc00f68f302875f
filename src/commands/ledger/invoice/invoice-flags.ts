import type { Command } from 'commander';
import type { Context } from '../../../context.ts';
import { findClient } from '../../../db/clients.ts';
import { findInvoiceByNumber } from '../../../db/invoices.ts';
import type { Database } from '../../../db/open.ts';
import { formatDay, type LocalDate } from '../../../domain/dates.ts';
import type { InvoiceFields } from '../../../domain/money/invoice.ts';
import { CURRENCIES, formatAmount, isCurrency, parseAmount } from '../../../domain/money/money.ts';
import { DEFAULT_TERM_DAYS } from '../../../domain/law/payment-term.ts';
import { parsePenaltyRate } from '../../../domain/law/penalty-rate.ts';
import { parseLine } from '../../../domain/text-input.ts';
import { quoted } from '../../../domain/typography.ts';
import { RelanceError, usageError } from '../../../errors.ts';
import type { AttachedFile } from '../../../import/attached-file.ts';
import { readDay, readFactDay } from '../../../desk/days.ts';
import { missingFlag } from '../../../desk/flags.ts';
import { declareFields, erasable, readFields, type Fields, type FlagsOf } from '../option-fields.ts';
import { loadScenarios, scenarioNamed } from '../../../desk/scenarios.ts';

const MAX_NUMBER = 100;

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

interface Known {
  ctx: Context;
  currency: string;
}

/** Every option that describes an invoice: the same for `add` and `edit`. */
const INVOICE_FIELDS = {
  '--numero <numéro>': { help: 'numéro de la facture', parse: (text) => ({ number: parseNumber(text) }) },
  '--client <client>': { help: 'nom du client, ou son numéro' },
  '--montant <montant>': {
    help: 'montant TTC',
    parse: (text, { currency }) => ({ totalCents: parseAmount(text, currency) }),
  },
  '--emise <date>': {
    help: 'date de la facture (par défaut : aujourd’hui)',
    parse: async (text, { ctx }) => ({ issuedOn: await readFactDay(ctx, text, '--emise') }),
  },
  '--echeance <date>': {
    help: `échéance (par défaut : ${DEFAULT_TERM_DAYS} jours après l’émission)`,
    parse: async (text, { ctx }) => ({ dueOn: await readDay(ctx, text) }),
  },
  '--devise <code>': {
    help: 'devise (par défaut : EUR)',
    parse: (text) => ({ currency: parseCurrency(text) }),
  },
  '--objet <texte>': {
    help: 'ce qui est facturé',
    ...erasable('subject', (text) => parseLine(text, '--objet')),
  },
  '--pdf <fichier>': { help: 'le PDF de la facture, joint aux relances' },
  '--taux <taux>': {
    help: 'taux de pénalité de cette facture : bce, 3x, ou un pourcentage par an',
    ...erasable('penaltyRate', parsePenaltyRate),
  },
  '--scenario <nom>': {
    help: 'scénario de relance de cette facture',
    parse: async (text, { ctx }) => ({ scenario: await readScenarioName(ctx, text) }),
    erase: { scenario: null },
  },
  '--realisee <date>': {
    help: 'jour où le travail a été achevé',
    parse: async (text, { ctx }) => ({ performedOn: await readFactDay(ctx, text, '--realisee') }),
    erase: { performedOn: null },
  },
  '--recue <date>': {
    help: 'secteur public : jour où la demande de paiement a été reçue (Chorus Pro)',
    parse: async (text, { ctx }) => ({ requestReceivedOn: await readFactDay(ctx, text, '--recue') }),
    erase: { requestReceivedOn: null },
  },
  '--etape <étape>': { help: 'dernière étape du scénario déjà faite ailleurs' },
  '--etape-le <date>': { help: 'jour de cette étape' },
} as const satisfies Fields<InvoiceFields, Known>;

export type InvoiceFlags = FlagsOf<typeof INVOICE_FIELDS>;

export const invoiceOptions = (command: Command): Command => declareFields(command, INVOICE_FIELDS);

const readDeclared = async (ctx: Context, flags: InvoiceFlags): Promise<ParsedInvoice['declared']> => {
  if (flags.etape === undefined && flags.etapeLe === undefined) return null;
  if (flags.etape === undefined || flags.etapeLe === undefined)
    throw missingFlag(
      flags.etape === undefined ? '--etape' : '--etape-le',
      'une étape déjà faite se donne avec son jour : --etape relance-1 --etape-le 12/10/2026',
    );
  return { id: flags.etape.trim(), on: await readFactDay(ctx, flags.etapeLe, '--etape-le') };
};

/** @throws RelanceError for the first flag that cannot be read. */
export const parseInvoiceFlags = async (
  ctx: Context,
  flags: InvoiceFlags,
  knownCurrency = 'EUR',
): Promise<ParsedInvoice> => {
  const currency = flags.devise === undefined ? knownCurrency : parseCurrency(flags.devise);
  const fields = await readFields<InvoiceFields, Known>(INVOICE_FIELDS, flags, { ctx, currency });
  const declared = await readDeclared(ctx, flags);
  if (flags.pdf === undefined) return { fields, declared, pdf: null };
  const { readInvoicePdf } = await import('../../../import/attached-file.ts');
  return { fields, declared, pdf: readInvoicePdf(flags.pdf) };
};

/** The name of a scenario that exists. */
export const readScenarioName = async (ctx: Context, input: string): Promise<string> =>
  scenarioNamed(await loadScenarios(ctx), parseLine(input, '--scenario')).name;

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
