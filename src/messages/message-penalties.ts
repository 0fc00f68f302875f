import type { Database } from '../db/open.ts';
import type { Client } from '../domain/people/client.ts';
import { askedInstalments } from '../domain/schedule/asked.ts';
import { isFrench } from '../domain/people/french-territory.ts';
import type { Creditor, Penalites } from '../domain/people/creditor.ts';
import { formatDay, type LocalDate } from '../domain/dates.ts';
import type { ClientKind } from '../domain/people/client-kind.ts';
import type { Action } from '../domain/schedule/action.ts';
import { INDEMNITE_FORFAITAIRE_CENTS, type Figures } from '../domain/law/interest.ts';
import { interestFormula } from '../domain/law/interest-accrual.ts';
import { formatAmount } from '../domain/money/money.ts';
import { toneRank, TONES, type Step } from '../domain/schedule/scenario.ts';
import type { SumLine } from '../mail/blocks.ts';
import { readFigures } from '../desk/figures.ts';

/** What a message says of penalties and indemnity. */
interface PenaltyLine extends SumLine {
  /** A period of interest; otherwise the indemnity, or what was received. */
  isInterest: boolean;
}

export interface MessagePenalties {
  /** The law may be recalled. */
  isMentioned: boolean;
  /** The amounts at a day, line by line; null: no amount is said. */
  amounts: {
    on: LocalDate;
    totalCents: number;
    /** What the law calls the interest of these claims. */
    interestName: string;
    lines: PenaltyLine[];
    isProvisional: boolean;
  } | null;
}

const INTEREST_NAMES: Record<ClientKind, string> = {
  entreprise: 'Pénalités',
  public: 'Intérêts moratoires',
  association: 'Intérêts au taux légal',
  particulier: 'Intérêts au taux légal',
};

const FIRM_RANK = TONES.indexOf('fermete');

const NOTHING: MessagePenalties = { isMentioned: false, amounts: null };

/** Each semester of each invoice, the indemnities together, and what was already received: all that makes the total. */
const penaltyLines = (
  invoices: { number: string; figures: Figures }[],
  currency: string,
  isNumbered: boolean,
): PenaltyLine[] => {
  const amount = (cents: number): string => formatAmount(cents, currency);
  const sum = (of: (figures: Figures) => number): number =>
    invoices.reduce((total, { figures }) => total + of(figures), 0);
  const interest = invoices.flatMap(({ number, figures }) =>
    figures.lines.map((line) => ({
      label: `${isNumbered ? `${number}, du` : 'Du'} ${formatDay(line.from)} au ${formatDay(line.to)}\u00a0: ${interestFormula(line, currency)}${line.isProvisional ? ', taux provisoire' : ''}`,
      amountCents: line.amountCents,
      currency,
      isInterest: true,
    })),
  );
  const indemnity = sum(({ grantedIndemnityCents }) => grantedIndemnityCents);
  const count = indemnity / INDEMNITE_FORFAITAIRE_CENTS;
  const granted = sum(({ accruedCents }) => accruedCents) + indemnity;
  const received = granted - sum(({ interestCents, indemnityCents }) => interestCents + indemnityCents);
  return [
    ...interest,
    ...(indemnity > 0
      ? [
          {
            label: `Indemnité forfaitaire${count > 1 ? ` (${count} × ${amount(INDEMNITE_FORFAITAIRE_CENTS)})` : ''}`,
            amountCents: indemnity,
            currency,
            isInterest: false,
          },
        ]
      : []),
    ...(received > 0
      ? [{ label: 'Déjà reçu à ce titre', amountCents: -received, currency, isInterest: false }]
      : []),
  ];
};

/** The amounts claimed on some invoices at a day; `isNumbered`: each line names its invoice. */
export const penaltyAmounts = (
  invoices: { number: string; figures: Figures }[],
  currency: string,
  on: LocalDate,
  isNumbered = invoices.length > 1,
): MessagePenalties['amounts'] => {
  const totalCents = invoices.reduce(
    (total, { figures }) => total + figures.interestCents + figures.indemnityCents,
    0,
  );
  return totalCents === 0
    ? null
    : {
        on,
        totalCents,
        interestName: INTEREST_NAMES[invoices[0]?.figures.regime ?? 'entreprise'],
        lines: penaltyLines(invoices, currency, isNumbered),
        isProvisional: invoices.some(({ figures }) => figures.isProvisional),
      };
};

/**
 * What the creditor wishes to say of penalties to a client. Abroad, French law may not govern the contract: nothing is
 * said unless it was asked for that client.
 */
export const penaltiesWish = (
  client: Pick<Client, 'penalites' | 'country'>,
  creditor: Pick<Creditor, 'penalites'>,
): Penalites => client.penalites ?? (isFrench(client.country) ? creditor.penalites : 'jamais');

/**
 * What a reminder says of penalties: to companies and public bodies only, as the creditor wishes, and with an amount
 * from the firm tone on (C. com. L441-10, CCP L2192-13; never to a consumer, C. conso. L121-21). What is disputed or
 * given up is not counted, nor is what an agreement has counted, or stops.
 */
export const penaltiesOf = (
  db: Database,
  action: Action & { step: Step },
  { creditor, client, today }: { creditor: Creditor; client: Client; today: LocalDate },
): MessagePenalties => {
  const wish = penaltiesWish(client, creditor);
  if ((client.kind !== 'entreprise' && client.kind !== 'public') || wish === 'jamais') return NOTHING;
  const figures = readFigures(
    db,
    action.invoices.map(({ decision }) => decision.invoice.id),
    today,
  );
  const kept = action.invoices.flatMap(({ decision: { invoice, plan, claimedCents, remainingCents } }) => {
    const of = figures.get(invoice.id);
    return of && of.waivedCents === 0 && askedInstalments(plan) === null
      ? [{ number: invoice.number, figures: of, isDisputed: claimedCents < remainingCents }]
      : [];
  });
  if (kept.length === 0) return NOTHING;
  const isAmountSaid =
    wish === 'montant' && toneRank(action.step) >= FIRM_RANK && !kept.some(({ isDisputed }) => isDisputed);
  return {
    isMentioned: true,
    amounts: isAmountSaid ? penaltyAmounts(kept, action.currency, today, action.invoices.length > 1) : null,
  };
};
