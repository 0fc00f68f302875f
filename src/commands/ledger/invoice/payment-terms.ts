import type { Context } from '../../../context.ts';
import { findCreditor } from '../../../db/creditor-row.ts';
import type { Client } from '../../../domain/people/client.ts';
import { addDays, formatDay, type LocalDate } from '../../../domain/dates.ts';
import type { InvoiceFields } from '../../../domain/money/invoice.ts';
import { checkPaymentTerm, DEFAULT_TERM_DAYS } from '../../../domain/law/payment-term.ts';
import { PUBLIC_TERMS, publicDueOn } from '../../../domain/law/public-term.ts';
import { nextWorkingDay, type HolidayZone } from '../../../domain/working-days.ts';
import { usageError } from '../../../errors.ts';

/** The debtor as far as the term is concerned; a client not yet recorded has no setting. */
export type TermDebtor = Pick<Client, 'kind'> & { legalTermDays?: number | null };

type DatedInvoice = Pick<InvoiceFields, 'issuedOn' | 'performedOn' | 'requestReceivedOn'>;

const zoneOf = (ctx: Context): HolidayZone => findCreditor(ctx.db())?.holidayZone ?? 'metropole';

/**
 * The due date when nobody gave one: 30 days after the work was done, the invoice's date standing for it when it comes
 * later (C. com. L441-10 I); the time to pay of a public debtor (CCP R2192-10 and following).
 */
export const defaultDueOn = (ctx: Context, invoice: DatedInvoice, debtor?: TermDebtor): LocalDate => {
  const { issuedOn, performedOn } = invoice;
  if (debtor?.kind === 'public')
    return publicDueOn({ ...invoice, termDays: debtor.legalTermDays ?? null, zone: zoneOf(ctx) });
  const start = performedOn !== null && performedOn > issuedOn ? performedOn : issuedOn;
  return addDays(start, DEFAULT_TERM_DAYS);
};

/** A public debtor's last day that is not a working day goes to the next one; any other due date never moves. */
export const movedDueOn = (ctx: Context, dueOn: LocalDate, debtor: TermDebtor): LocalDate =>
  debtor.kind === 'public' ? nextWorkingDay(dueOn, zoneOf(ctx)) : dueOn;

/** Only a public debtor's time to pay runs from receipt, and it is 30, 50 or 60 days. */
export const refuseMisplacedTerms = (
  invoice: Pick<InvoiceFields, 'issuedOn' | 'requestReceivedOn'>,
  debtor: TermDebtor,
): void => {
  const { issuedOn, requestReceivedOn } = invoice;
  if (requestReceivedOn !== null && debtor.kind !== 'public')
    throw usageError(
      '--recue ne concerne que le secteur public : son délai de paiement court de la réception de la demande',
      'pour un autre client, donnez --echeance',
      'not-public',
    );
  if (requestReceivedOn !== null && requestReceivedOn < issuedOn)
    throw usageError(
      `La demande ne peut pas être reçue le ${formatDay(requestReceivedOn)}, avant la facture du ${formatDay(issuedOn)}`,
      'vérifiez --emise et --recue',
      'received-before-issue',
    );
};

/** @throws RelanceError `invalid-term` when a public debtor is given another time to pay than the Code's */
export const refusePublicTerm = (debtor: TermDebtor): void => {
  const { kind, legalTermDays } = debtor;
  if (kind !== 'public' || legalTermDays === null || legalTermDays === undefined) return;
  if ((PUBLIC_TERMS as readonly number[]).includes(legalTermDays)) return;
  throw usageError(
    `Un acheteur public paie à 30, 50 ou 60 jours, pas à ${legalTermDays}`,
    '30 : État, collectivités ; 50 : hôpitaux ; 60 : certaines entreprises publiques',
    'invalid-term',
  );
};

/** What the law says of the term of an invoice; null when there is nothing to say. It is said, never refused. */
export const termWarning = (
  ctx: Context,
  invoice: DatedInvoice & Pick<InvoiceFields, 'dueOn'>,
  debtor: TermDebtor,
): string | null => {
  const creditor = findCreditor(ctx.db());
  const check = checkPaymentTerm({
    ...invoice,
    kind: debtor.kind,
    legalTermDays:
      debtor.legalTermDays ?? (debtor.kind === 'public' ? null : (creditor?.legalTermDays ?? null)),
    zone: creditor?.holidayZone ?? 'metropole',
  });
  if (check === null) return null;
  return check.isLawful ? `À vérifier : ${check.text}` : `Contraire à la loi : ${check.text}`;
};
