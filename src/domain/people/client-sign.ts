import type { LocalDate } from '../dates.ts';

export const SIGN_KINDS = [
  'other-company',
  'cash-trouble',
  'unknown-existence',
  'haggling',
  'other',
] as const;
/** What makes one wonder whether a client will pay. */
export type SignKind = (typeof SIGN_KINDS)[number];

export interface ClientSign {
  id: number;
  kind: SignKind;
  note: string | null;
  on: LocalDate;
}

export const SIGN_LABELS: Record<SignKind, string> = {
  'other-company': 'demande à facturer une autre société',
  'cash-trouble': 'dit avoir des difficultés de trésorerie',
  'unknown-existence': 'existence légale non établie',
  haggling: 'marchande une fois le travail fait',
  other: 'autre signe',
};
