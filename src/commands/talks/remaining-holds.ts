import type { Client } from '../../domain/people/client.ts';
import type { Decision } from '../../domain/schedule/decision.ts';
import type { StandingHold } from '../../domain/schedule/holds.ts';
import { oneLine } from '../../domain/typography.ts';

/** What ends a hold that `resume` leaves standing. */
const wayOut = ({ kind, command }: StandingHold, number: string, client: Client): string => {
  if (command !== undefined) return command;
  switch (kind) {
    case 'insolvency':
      return `relance procedure ${client.id} --annuler`;
    case 'handover':
      return `relance log ${number} --issue dossier-rendu`;
    case 'plan':
      return 'l’échéancier suit son cours';
    case 'pause':
      return `relance resume "${oneLine(client.name)}"`;
    case 'unreadable':
      return `relance show ${number}`;
    default:
      return `relance resume ${number}`;
  }
};

/** What still stands in the way of the reminders, and what would end it. */
export const remainingHoldLines = (decisions: Decision[], client: Client): string[] =>
  decisions.flatMap(({ invoice, holds }) =>
    holds.map(
      (hold) =>
        `Toujours suspendue, ${oneLine(invoice.number)} : ${oneLine(hold.text)}\n→ ${wayOut(hold, oneLine(invoice.number), client)}`,
    ),
  );
