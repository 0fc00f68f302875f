import type { Context } from '../../context.ts';
import { findInsolvency } from '../../db/hold-rows.ts';
import { findClient } from '../../db/clients.ts';
import { unpaidCentsOf, type Invoice } from '../../domain/money/invoice.ts';
import { formatAmount } from '../../domain/money/money.ts';
import { RelanceError } from '../../errors.ts';
import { requireCreditor } from '../compose-message.ts';
import { enclosuresBlock } from './letter-blocks.ts';
import { type ComposedLetter, composeLetter } from './compose-letter.ts';
import { nothingOwed } from '../../desk/owed.ts';

const BPS = 10_000n;

/** VAT included in a sum, at a rate in hundredths of a percent, rounded half-up to the cent. */
const vatWithin = (totalCents: number, rateBps: number): number => {
  const rate = BigInt(rateBps);
  const divisor = BPS + rate;
  return Number((2n * BigInt(totalCents) * rate + divisor) / (2n * divisor));
};

/** The normal rate (CGI 278). */
const USUAL_RATE_BPS = 2000;

/**
 * The duplicate that gives back the VAT of a claim lost for good (CGI 272, 1; BOI-TVA-DED-40-10-20).
 * @param givenRateBps the rate of the invoice; undefined when nobody said it: the usual one is taken, and that is said
 * @throws RelanceError when the claim is not lost, or when no VAT was charged
 */
export const composeVatDuplicate = (
  ctx: Context,
  invoice: Invoice,
  givenRateBps: number | undefined,
): ComposedLetter => {
  const rateBps = givenRateBps ?? USUAL_RATE_BPS;
  const { number } = invoice;
  const client = findClient(ctx.db(), invoice.clientId);
  const creditor = requireCreditor(ctx);
  if (creditor.vatRegime === 'franchise')
    throw new RelanceError('En franchise de TVA, il n’y a pas de TVA à récupérer', {
      code: 'no-vat',
      hint: 'relance profil --tva assujetti, si votre régime a changé',
    });
  const unpaidCents = unpaidCentsOf(invoice);
  if (unpaidCents <= 0) throw nothingOwed(number);
  const isLost =
    invoice.closedAs === 'written-off' || findInsolvency(ctx.db(), client.id)?.type === 'liquidation';
  if (!isLost)
    throw new RelanceError(`${number} n’est pas définitivement perdue`, {
      code: 'not-lost',
      hint: `relance cancel ${number} --irrecouvrable --motif "…", une fois la perte certaine`,
    });
  const { currency } = invoice;
  const vatCents = vatWithin(unpaidCents, rateBps);
  return composeLetter(ctx, {
    kind: 'vat-duplicate',
    ...{ client, creditor, currency, totalCents: unpaidCents },
    claimed: [{ invoice, claimedCents: unpaidCents, creditedCents: 0 }],
    sending: 'lrar',
    words: {
      montant_ht: formatAmount(unpaidCents - vatCents, currency),
      montant_tva: formatAmount(vatCents, currency),
    },
    blocks: { enclosures: enclosuresBlock([`duplicata de la facture ${number}`]) },
    warnings: [
      ...(givenRateBps === undefined
        ? [
            `TVA comptée à 20 % : si la facture porte un autre taux, relance duplicata ${number} --taux <taux>`,
          ]
        : []),
      'la TVA d’une prestation n’est due qu’à l’encaissement, sauf option pour les débits : sans TVA versée, rien n’est à récupérer (CGI 269)',
      'joignez un duplicata de la facture qui porte la même mention',
    ],
  });
};
