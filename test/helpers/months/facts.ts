import type { Random } from '../mutations.ts';

export interface Client {
  id: number;
  name: string;
  email: string;
  /** Who pays for them, as the bank says it: their name, or another. */
  payer: string;
  iban: string;
}

export interface Invoice {
  id: number;
  number: string;
  client: Client;
  dueOn: string;
  totalCents: number;
}

export interface Share {
  invoice: Invoice;
  cents: number;
}

/** A movement of the bank, with the truth about it that no program is told. */
export interface Movement {
  /** Six letters that end its label: how the test knows it again, whatever file says it. */
  token: string;
  kind: string;
  on: string;
  cents: number;
  label: string;
  counterparty: string;
  iban: string | null;
  /** Identical lines of the same day: as many payments. */
  copies: number;
  /** Invoices whose number stands in the label. */
  names: Invoice[];
  /** What it pays, all copies together. */
  pays: Share[];
  /** What of it is too much. */
  excessCents: number;
  /** The same money as a payment noted by hand. */
  sameAs: number | null;
  takesBack: Movement | null;
  takenBackBy: Movement | null;
}

export const pick = <T>(random: Random, items: readonly T[]): T => {
  const item = items[random(items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
};

/** True `percent` times out of a hundred. */
export const chance = (random: Random, percent: number): boolean => random(100) < percent;

export const sumOf = (shares: readonly { cents: number }[]): number =>
  shares.reduce((sum, { cents }) => sum + cents, 0);

export const plusDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

export const daysFrom = (from: string, to: string): number =>
  (Date.parse(to) - Date.parse(from)) / 86_400_000;

const HOLIDAYS_2026 = new Set(
  '01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25'.split(' ').map((day) => `2026-${day}`),
);

export const isWorkingDay = (day: string): boolean =>
  ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()) && !HOLIDAYS_2026.has(day);
