import { Command } from 'commander';
import type { Context } from '../../context.ts';
import { findClient } from '../../db/clients.ts';
import { answerReplies } from '../../db/contacts.ts';
import { endHold, listOpenHolds } from '../../db/hold-rows.ts';
import { formatDay, type LocalDate } from '../../domain/dates.ts';
import type { Client } from '../../domain/people/client.ts';
import type { Decision } from '../../domain/schedule/decision.ts';
import { oneLine, typedWord } from '../../domain/typography.ts';
import type { StandingHold } from '../../domain/schedule/holds.ts';
import type { Invoice } from '../../domain/money/invoice.ts';
import { formatAmount } from '../../domain/money/money.ts';
import type { Hold } from '../../domain/schedule/recorded-hold.ts';
import { resolveInvoiceOrClient, targetTitle } from '../../desk/invoice-or-client.ts';
import { readDecision, readDayPlan } from '../../desk/day-decisions.ts';
import { readStory } from '../../desk/story.ts';
import { storyJson } from '../../desk/invoice-json.ts';
import { plural } from '../../ui/labels.ts';
import { nextStepLine } from '../../desk/next-step-line.ts';

export const resumeCommand = (ctx: Context): Command =>
  new Command('resume')
    .description(
      'Reprend les relances d’une facture ou d’un client : met fin au litige, à la pause, à la promesse et à l’attente de votre réponse.',
    )
    .argument('<facture|client>', 'numéro de facture ou nom de client')
    .addHelpText('after', '\nExemple :\n  relance resume 2026-014\n')
    .action((reference: string) => resume(ctx, reference));

interface Ended {
  kind: 'dispute' | 'pause' | 'promise' | 'reply';
  reason: string | null;
  text: string;
}

const resume = async (ctx: Context, reference: string): Promise<void> => {
  const { invoice, client } = resolveInvoiceOrClient(ctx.db(), reference);
  const clientId = invoice ? invoice.clientId : client.id;
  const holding = invoice ? await readDecision(ctx, { today: ctx.today, invoiceId: invoice.id }) : null;
  const ended = endHolds(ctx, { invoice, clientId, standing: holding?.holds ?? [] });
  if (ctx.isJson) {
    const shown = invoice ? storyJson(await readStory(ctx, invoice.id), ctx.today) : { client };
    ctx.printJson({ ...shown, ended: ended.map(({ kind, reason }) => ({ kind, reason })) });
    return;
  }
  const { decisions } = await readDayPlan(ctx, { today: ctx.today, clientId });
  const concerned = decisions.filter((decision) => !invoice || decision.invoice.id === invoice.id);
  const title = targetTitle({ invoice, client });
  ctx.print(
    ended.length === 0
      ? `${title} : rien à reprendre.`
      : `${title} : fin ${ended.map(({ text }) => text).join(', ')}.`,
  );
  for (const line of remainingHoldLines(concerned, findClient(ctx.db(), clientId))) ctx.print(line);
  if (ended.length === 0) return;
  const [decision] = concerned;
  ctx.print(invoice && decision ? nextStepLine(decision) : '→ relance due');
};

interface Resumed {
  /** Null: what bears on the client itself; the holds of their invoices stay. */
  invoice: Invoice | null;
  clientId: number;
  standing: StandingHold[];
}

const endHolds = (ctx: Context, { invoice, clientId, standing }: Resumed): Ended[] => {
  const db = ctx.db();
  const of = invoice ? { invoiceId: invoice.id } : { clientId };
  return db
    .transaction(() => {
      const ended: Ended[] = [];
      for (const hold of listOpenHolds(db, of)) {
        const entry = endingOf(hold, { today: ctx.today, invoice, standing });
        if (!entry) continue;
        endHold(db, hold.id, ctx.today, 'reprise');
        ended.push(entry);
      }
      const replies = answerReplies(db, clientId, ctx.today);
      if (replies > 0)
        ended.push({
          kind: 'reply',
          reason: null,
          text: `de l’attente de votre réponse (${plural(replies, 'message reçu', 'messages reçus')})`,
        });
      return ended;
    })
    .immediate();
};

/** A hold that the user may end, as it reads; null when it is not one, or when it has ended by itself. */
const endingOf = (
  { kind, untilOn, amountCents, reason }: Hold,
  { today, invoice, standing }: { today: LocalDate; invoice: Invoice | null; standing: StandingHold[] },
): Ended | null => {
  const because = reason === null ? '' : ` (${reason})`;
  if (kind === 'dispute') {
    const part = amountCents === null || !invoice ? '' : ` de ${formatAmount(amountCents, invoice.currency)}`;
    return { kind, reason, text: `du litige${part}${because}` };
  }
  if (kind === 'pause' && untilOn !== null && untilOn >= today)
    return { kind, reason, text: `de la pause prévue jusqu’au ${formatDay(untilOn)}${because}` };
  // A promise already broken stays: the next message says so.
  const isPromise = kind === 'promise' && standing.some((hold) => hold.kind === 'promise');
  return isPromise && untilOn !== null
    ? { kind, reason, text: `de la promesse pour le ${formatDay(untilOn)}` }
    : null;
};

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
      return `relance resume ${typedWord(client.name)}`;
    case 'unreadable':
      return `relance show ${number}`;
    default:
      return `relance resume ${number}`;
  }
};

/** What still stands in the way of the reminders, and what would end it. */
const remainingHoldLines = (decisions: Decision[], client: Client): string[] =>
  decisions.flatMap(({ invoice, holds }) =>
    holds.map(
      (hold) =>
        `Toujours suspendue, ${oneLine(invoice.number)} : ${oneLine(hold.text)}\n→ ${wayOut(hold, oneLine(invoice.number), client)}`,
    ),
  );
