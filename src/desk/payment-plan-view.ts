import { formatDay } from '../domain/dates.ts';
import { formatAmount } from '../domain/money/money.ts';
import type { InstalmentReading, PlanReading } from '../domain/schedule/payment-plan.ts';
import { pad, padLeft } from '../domain/typography.ts';

const STATE_LABELS: Record<InstalmentReading['state'], string> = {
  paid: 'payée',
  coming: 'à venir',
  late: 'en retard',
  missed: 'manquée',
};

const AMOUNT_WIDTH = 14;

const stateText = ({ state, remainingCents, amountCents }: InstalmentReading, currency: string): string =>
  remainingCents > 0 && remainingCents < amountCents
    ? `${STATE_LABELS[state]}, il reste ${formatAmount(remainingCents, currency)}`
    : STATE_LABELS[state];

/** Each instalment with what became of it. */
export const renderInstalments = ({ instalments }: PlanReading, currency: string): string[] =>
  instalments.map(
    (instalment) =>
      `  ${pad(String(instalment.number), 3)}${formatDay(instalment.dueOn)}${padLeft(formatAmount(instalment.amountCents, currency), AMOUNT_WIDTH)}  ${stateText(instalment, currency)}`,
  );

/** A line for the morning: « échéance 2/3 le 15/12/2026, 400,00 €, en retard ». */
export const instalmentText = (instalment: InstalmentReading & { count: number; currency: string }): string =>
  `échéance ${instalment.number}/${instalment.count} le ${formatDay(instalment.dueOn)}, ${formatAmount(instalment.remainingCents, instalment.currency)}, ${STATE_LABELS[instalment.state]}`;

export const instalmentsJson = ({ instalments }: PlanReading) =>
  instalments.map(({ number, dueOn, amountCents, remainingCents, state }) => ({
    number,
    dueOn,
    amountCents,
    remainingCents,
    state,
  }));
