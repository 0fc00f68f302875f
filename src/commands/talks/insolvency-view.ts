import type { Client } from '../../domain/people/client.ts';
import { formatDay } from '../../domain/dates.ts';
import { formatAmount } from '../../domain/money/money.ts';
import type { Insolvency } from '../../domain/schedule/recorded-hold.ts';
import type { Decision } from '../../domain/schedule/decision.ts';
import { oneLine } from '../../domain/typography.ts';

interface InsolvencyView {
  client: Client;
  /** Null once cancelled. */
  insolvency: Insolvency | null;
  frozen: Decision[];
  free: Decision[];
}

const TITLES: Record<Insolvency['type'], string> = {
  sauvegarde: 'sauvegarde',
  redressement: 'redressement judiciaire',
  liquidation: 'liquidation judiciaire',
};

const invoiceLine = ({ invoice, remainingCents }: Decision): string =>
  `  ${oneLine(invoice.number)}, reste dû ${formatAmount(remainingCents, invoice.currency)}`;

/** Which invoices a collective proceeding freezes, and what replaces their reminders. */
export const renderInsolvency = ({ client, insolvency, frozen, free }: InsolvencyView): string => {
  const name = oneLine(client.name);
  if (!insolvency)
    return [`${name} : procédure collective annulée, les relances reprennent.`, '→ relance due'].join('\n');
  const published =
    insolvency.bodaccOn === null ? '' : `, publié au Bodacc le ${formatDay(insolvency.bodaccOn)}`;
  const lines = [
    `${name} : ${TITLES[insolvency.type]}, jugement du ${formatDay(insolvency.judgedOn)}${published}.`,
  ];
  if (frozen.length === 0)
    lines.push('Aucune facture impayée n’est née avant le jugement : rien n’est gelé.');
  else {
    const mandataire = insolvency.mandataire === null ? '' : `, ${oneLine(insolvency.mandataire)}`;
    lines.push(
      'Gelées, plus de relance :',
      ...frozen.map(invoiceLine),
      `Ces créances doivent être déclarées au mandataire judiciaire${mandataire}.`,
    );
  }
  if (free.length > 0) lines.push('Nées après le jugement, toujours relancées :', ...free.map(invoiceLine));
  return lines.join('\n');
};
