import { type LocalDate, formatDay } from '../../domain/dates.ts';
import { formatAmount } from '../../domain/money/money.ts';
import { foldedWords, quoted } from '../../domain/typography.ts';
import { CellFault } from '../table/cell-fault.ts';
import type { Status } from './statuses.ts';

/** All that a row says of the money of its invoice; null: it does not say. */
export interface Told {
  totalCents: number;
  currency: string;
  paidCents: number | null;
  remainingCents: number | null;
  /** `Amount Due`: what is left, or with Stripe the whole that was asked. */
  amountDueCents: number | null;
  isPaid: boolean | null;
  paidOn: LocalDate | null;
  status: Status | null;
}

const YES = /^(?:oui|yes|o|y|x|v|vrai|true|1|ok)$/;
const NO = /^(?:non|no|n|faux|false|0)$/;

/** @throws CellFault for what is neither yes nor no */
export const readYesNo = (text: string): boolean | null => {
  const words = foldedWords(text);
  if (words === '') return null;
  if (YES.test(words) || text.trim() === '✓') return true;
  if (NO.test(words)) return false;
  throw new CellFault(`${quoted(text, 30)} ne dit ni oui ni non`, 'attendu : oui ou non');
};

const contradiction = (what: string): CellFault =>
  new CellFault(`${what} : la ligne se contredit`, 'corrigez-la, puis recommencez');

/** What the sums alone say is left; null: they do not say. */
const leftBySums = ({
  totalCents,
  currency,
  paidCents,
  remainingCents,
  amountDueCents,
}: Told): number | null => {
  const amount = (cents: number): string => formatAmount(cents, currency);
  const check = (left: number): number => {
    if (left > totalCents)
      throw contradiction(`il resterait ${amount(left)} sur un total de ${amount(totalCents)}`);
    if (paidCents !== null && paidCents + left !== totalCents)
      throw contradiction(
        `${amount(paidCents)} payés et ${amount(left)} restants ne font pas ${amount(totalCents)}`,
      );
    return left;
  };
  if (remainingCents !== null) return check(remainingCents);
  if (paidCents !== null && (amountDueCents === null || amountDueCents === totalCents))
    return totalCents - paidCents;
  return amountDueCents === null ? null : check(amountDueCents);
};

/**
 * What is already paid of an invoice, from all that its row says.
 * @throws CellFault when two things contradict each other, or when it is paid in part without saying how much
 */
export const readSettlement = (told: Told): number => {
  const { totalCents, currency, isPaid, paidOn, status } = told;
  const amount = (cents: number): string => formatAmount(cents, currency);
  const left = leftBySums(told);
  const isSaidPaid = status?.kind === 'paid' || isPaid === true;
  const isSaidUnpaid = status?.kind === 'unpaid' || isPaid === false;
  if (isSaidPaid && isSaidUnpaid) throw contradiction('payée d’après une colonne, impayée d’après une autre');
  if (isSaidPaid && left !== null && left > 0)
    throw contradiction(`dite payée, il en resterait ${amount(left)}`);
  if (isSaidUnpaid && left !== null && left <= 0) throw contradiction('dite impayée, il n’en reste rien');
  if (status?.kind === 'partly') return paidInPart(left, told);
  if (paidOn !== null && left === totalCents)
    throw contradiction(`payée le ${formatDay(paidOn)}, il en resterait tout`);
  if (paidOn !== null && left === null && isSaidUnpaid)
    throw contradiction(`dite impayée, et payée le ${formatDay(paidOn)}`);
  if (isSaidPaid || (paidOn !== null && left === null)) return totalCents;
  return left === null ? 0 : Math.min(totalCents, totalCents - left);
};

const paidInPart = (left: number | null, { totalCents }: Told): number => {
  if (left === null)
    throw new CellFault(
      'réglée en partie, sans dire combien',
      'ajoutez une colonne du montant payé, ou du reste',
    );
  if (left <= 0) throw contradiction('dite réglée en partie, il n’en reste rien');
  if (left >= totalCents) throw contradiction('dite réglée en partie, il en reste tout');
  return totalCents - left;
};
