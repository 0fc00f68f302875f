import type { ClientChoice } from './client-choice.ts';
import type { Database } from '../../../db/open.ts';
import type { Client } from '../../../domain/people/client.ts';
import { SIGN_LABELS, type ClientSign } from '../../../domain/people/client-sign.ts';
import type { LocalDate } from '../../../domain/dates.ts';
import type { Invoice } from '../../../domain/money/invoice.ts';
import { formatAmount } from '../../../domain/money/money.ts';
import type { PayerBalance, PayerProfile } from '../../../domain/people/payer-profile.ts';
import { oneLine } from '../../../domain/typography.ts';
import { plural } from '../../../ui/labels.ts';
import { readPayer } from './read-payer.ts';

/** What is worth knowing of a client before one more invoice. */
export interface ClientWarning {
  code: 'payer-mark' | 'payer-overdue' | 'ceiling-exceeded' | 'warning-signs';
  text: string;
  /** Makes one think twice: asked at a terminal. */
  isAsked: boolean;
}

type Drafted = Pick<Invoice, 'currency' | 'totalCents'>;
type Ceiling = Partial<Pick<Client, 'ceilingCents' | 'ceilingCurrency'>>;

const markWarning = ({ mark, points }: PayerProfile): ClientWarning[] =>
  mark === 'D' || mark === 'E'
    ? [{ code: 'payer-mark', text: `note de payeur ${mark}, ${points} points sur 100`, isAsked: true }]
    : [];

const overdueWarning = ({ overdue, balances }: PayerProfile): ClientWarning[] => {
  if (overdue === 0) return [];
  const sums = balances
    .filter(({ overdueCents }) => overdueCents > 0)
    .map(({ overdueCents, currency }) => formatAmount(overdueCents, currency));
  const text = `${plural(overdue, 'facture', 'factures')} en retard, ${sums.join(' + ')}`;
  return [{ code: 'payer-overdue', text, isAsked: false }];
};

/** Exactly the ceiling is fine. */
const ceilingWarning = (
  { ceilingCents, ceilingCurrency }: Ceiling,
  { currency, totalCents }: Drafted,
  balances: PayerBalance[],
): ClientWarning[] => {
  if (!ceilingCents || ceilingCurrency !== currency) return [];
  const open = balances.find((balance) => balance.currency === currency)?.openCents ?? 0;
  const owed = open + totalCents;
  if (owed <= ceilingCents) return [];
  const text = `${formatAmount(owed, currency)} dus avec cette facture, plus que le plafond de ${formatAmount(ceilingCents, currency)}`;
  return [{ code: 'ceiling-exceeded', text, isAsked: true }];
};

const signsWarning = (signs: ClientSign[]): ClientWarning[] => {
  if (signs.length === 0) return [];
  const labels = signs.map(({ kind, note }) =>
    kind === 'other' && note !== null ? oneLine(note) : SIGN_LABELS[kind],
  );
  return [{ code: 'warning-signs', text: [...new Set(labels)].join(', '), isAsked: false }];
};

/** What the history of the client and the ceiling say of one more invoice, before it is recorded. */
export const readClientWarnings = (
  db: Database,
  choice: ClientChoice,
  invoice: Drafted,
  today: LocalDate,
): ClientWarning[] => {
  if (choice.known === null) return ceilingWarning(choice.created, invoice, []);
  const { profile, signs } = readPayer(db, choice.known.id, today);
  return [
    ...markWarning(profile),
    ...overdueWarning(profile),
    ...ceilingWarning({ ...choice.known, ...choice.completed }, invoice, profile.balances),
    ...signsWarning(signs),
  ];
};
