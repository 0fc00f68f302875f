import { findCreditor } from '../../db/creditor-row.ts';
import { listPenaltyRates } from '../../db/invoices.ts';
import type { Database } from '../../db/open.ts';
import { loadRateTable } from '../../db/rates.ts';
import type { LocalDate } from '../../domain/dates.ts';
import { nearPrescription } from '../../domain/law/prescription-period.ts';
import { missingRates, type RateKind } from '../../domain/law/reference-rates.ts';
import type { Decision } from '../../domain/schedule/decision.ts';
import { prescriptionText } from '../../desk/prescription-view.ts';
import { missingRateCommand, missingRateText } from '../../desk/rates-view.ts';

/** What is at risk although no reminder says it. */
export interface Warning {
  code: 'prescription' | 'rate-missing';
  /** Number of the invoice, or null when it is about no one. */
  number: string | null;
  text: string;
  command: string;
}

/** Claims whose time to sue is over, or ends within six months. */
const prescriptionWarnings = (decisions: readonly Decision[], today: LocalDate): Warning[] =>
  decisions.flatMap(({ invoice, remainingCents }) => {
    const prescription = remainingCents > 0 ? nearPrescription(invoice, today) : null;
    return prescription === null
      ? []
      : [
          {
            code: 'prescription' as const,
            number: invoice.number,
            text: prescriptionText(prescription, today),
            command: `relance prescription ${invoice.number}`,
          },
        ];
  });

/** The rates that the unpaid invoices need: the ECB's between professionals, the legal one for the others and for the terms. */
const neededRates = (db: Database, decisions: readonly Decision[]): Set<RateKind> => {
  const kinds = new Set(
    decisions.filter(({ remainingCents }) => remainingCents > 0).map(({ invoice }) => invoice.client.kind),
  );
  const needed = new Set<RateKind>();
  if (kinds.has('entreprise') || kinds.has('public')) needed.add('bce');
  if (kinds.has('particulier') || kinds.has('association')) needed.add('legal');
  const rates = kinds.has('entreprise')
    ? [findCreditor(db)?.penaltyRate ?? 'bce', ...listPenaltyRates(db)]
    : [];
  if (rates.some((rate) => rate !== 'bce')) needed.add('legal');
  return needed;
};

export const readWarnings = (db: Database, decisions: readonly Decision[], today: LocalDate): Warning[] => {
  const needed = neededRates(db, decisions);
  const missing = needed.size === 0 ? [] : missingRates(loadRateTable(db), today);
  return [
    ...prescriptionWarnings(decisions, today),
    ...missing
      .filter((kind) => needed.has(kind))
      .map((kind) => ({
        code: 'rate-missing' as const,
        number: null,
        text: missingRateText(kind, today),
        command: missingRateCommand(kind, today),
      })),
  ];
};
