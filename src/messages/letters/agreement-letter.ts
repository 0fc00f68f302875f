import { toCardinal, toCurrency } from 'n2words/fr-FR';
import type { Context } from '../../context.ts';
import { formatLongDay } from '../../domain/dates.ts';
import type { Instalment } from '../../domain/schedule/instalments.ts';
import { formatAmount, minorUnits } from '../../domain/money/money.ts';
import { requireCreditor } from '../compose-message.ts';
import { clientIdentity, creditorIdentity } from './addresses.ts';
import {
  accountTable,
  instalmentsTable,
  invoicesTable,
  isOneTable,
  claimedCentsOf,
} from './letter-blocks.ts';
import { claimInvoices } from './claimed-invoices.ts';
import { type ComposedLetter, composeLetter } from './compose-letter.ts';
import { letterPenalties } from './letter-penalties.ts';

/**
 * « mille deux cents euros et cinquante centimes »: a sum as its debtor writes it by hand (C. civ. 1376).
 * @param cents in minor units of the currency
 */
const amountInWords = (cents: number, currency: string): string => {
  const digits = minorUnits(currency);
  const unit = 10 ** digits;
  const whole = Math.floor(cents / unit);
  const part = cents % unit;
  if (currency === 'EUR')
    return toCurrency(`${whole}.${String(part).padStart(2, '0')}`).replace(
      /(millions?|milliards?) (euros?)/,
      '$1 d’$2',
    );
  return `${toCardinal(whole)} ${currency}${part === 0 ? '' : ` et ${toCardinal(part)} centièmes`}`;
};

export interface ComposedAgreement extends ComposedLetter {
  instalments: Instalment[];
}

/**
 * The agreement of both parties: debt acknowledged, instalments, what happens if one is missed (C. civ. 1103, 1376, 2240).
 * @param schedule gives the instalments once the sum is known
 * @param isPrincipalOnly penalties and indemnity are given up if the agreement is kept
 */
export const composeAgreement = async (
  ctx: Context,
  references: readonly string[],
  schedule: (totalCents: number, currency: string) => Instalment[],
  isPrincipalOnly: boolean,
): Promise<ComposedAgreement> => {
  const { client, currency, claimed, doubts } = await claimInvoices(ctx, references, {
    isThreat: false,
    isDespiteDispute: true,
  });
  const creditor = requireCreditor(ctx);
  const { amounts, isWaived } = letterPenalties(ctx, claimed, { creditor, client, currency });
  const counted = isPrincipalOnly ? null : amounts;
  const totalCents = claimedCentsOf(claimed) + (counted?.totalCents ?? 0);
  const instalments = schedule(totalCents, currency);
  const words = `${formatAmount(totalCents, currency)} (${amountInWords(totalCents, currency)})`;
  const letter = composeLetter(ctx, {
    kind: 'agreement',
    ...{ client, creditor, claimed, currency, totalCents },
    isWaiving: isPrincipalOnly && amounts !== null,
    words: {
      total_lettres: amountInWords(totalCents, currency),
      penalites: counted !== null,
      // Given up before, they do not come back with the balance; of a public debtor, that is deemed unwritten (CCP L2192-14).
      penalites_mention: !isWaived || client.kind === 'public',
      penalites_abandonnees: isPrincipalOnly && amounts !== null,
      penalites_plan: amounts === null ? null : formatAmount(amounts.totalCents, currency),
      mensualites: instalments.length,
      echeances_plusieurs: instalments.length > 1,
      premiere_echeance: formatLongDay(instalments[0]?.dueOn ?? ctx.today),
      derniere_echeance: formatLongDay(instalments.at(-1)?.dueOn ?? ctx.today),
    },
    blocks: {
      invoices: isOneTable(claimed) ? [] : [invoicesTable(claimed, currency)],
      account: [accountTable(claimed, counted, { currency, on: ctx.today })],
      schedule: [instalmentsTable(instalments, currency)],
      parties: [
        {
          kind: 'parties',
          columns: [
            { title: 'Le créancier', lines: [creditorIdentity(creditor), 'Date et signature :'] },
            {
              title: 'Le débiteur',
              lines: [
                clientIdentity(client),
                `À écrire de sa main : « Bon pour la somme de ${words} »`,
                'Nom, qualité, date et signature :',
              ],
            },
          ],
        },
      ],
    },
    warnings: [
      ...doubts,
      'à signer en deux originaux, un pour chacun ; le client écrit la somme de sa main, en chiffres et en lettres (C. civ. 1376)',
      ...(client.kind === 'public' && isPrincipalOnly
        ? [
            'la renonciation aux intérêts moratoires d’un acheteur public est réputée non écrite (CCP L2192-14)',
          ]
        : []),
    ],
  });
  return { ...letter, instalments };
};
