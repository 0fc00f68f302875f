import { Command } from 'commander';
import type { Context } from '../../context.ts';
import { findClient } from '../../db/clients.ts';
import { insertContact, listUnanswered } from '../../db/contacts.ts';
import { loadFacts } from '../../db/load-facts.ts';
import { endHold, insertHold, listOpenHolds } from '../../db/hold-rows.ts';
import { resolveInvoice } from '../../db/invoices.ts';
import { insertLetterEvent, listLettersOf } from '../../db/letters.ts';
import { addDays, formatDay, type LocalDate } from '../../domain/dates.ts';
import type { Invoice } from '../../domain/money/invoice.ts';
import { isLetterOutcome, LETTER_OUTCOMES, type Letter } from '../../domain/law/letter.ts';
import { miseEnDemeureDelayDays, PRESENTATION_DAYS, type Channel } from '../../domain/schedule/scenario.ts';
import type { Decision } from '../../domain/schedule/decision.ts';
import { parseChoice, parseLine, parseParagraphs } from '../../domain/text-input.ts';
import { RelanceError } from '../../errors.ts';
import { instantOf, notIssuedYet, readFactDay } from '../../desk/days.ts';
import { readLoggedStep, type LoggedStep } from './logged-step.ts';
import { decideInvoice, scheduleRulesOf } from '../../desk/day-decisions.ts';
import { loadScenarios, type Scenarios } from '../../desk/scenarios.ts';
import { readStory } from '../../desk/story.ts';
import { storyJson } from '../../desk/invoice-json.ts';
import { CHANNEL_WORDS } from '../../ui/labels.ts';
import { renderLogged } from './log-view.ts';
import { conflictingFlags } from '../../desk/flags.ts';

interface LogOptions {
  canal?: string;
  entrant?: boolean;
  issue?: string;
  note?: string;
  le?: string;
  etape?: string;
}

/** Outcome that brings a handed-over file back. */
const FILE_RETURNED = 'dossier-rendu';

export const logCommand = (ctx: Context): Command =>
  new Command('log')
    .description(
      'Note un contact avec le client : appel, SMS, lettre, e-mail écrit ailleurs, réponse reçue. Avec --etape, il compte comme cette étape du scénario.',
    )
    .argument('<facture>', 'numéro, ou partie qui suffit à la désigner')
    .option(
      '--canal <canal>',
      'email, telephone, sms, courrier, lrar, visio ou autre (par défaut : telephone)',
    )
    .option('--entrant', 'c’est le client qui a écrit ou appelé : ses relances attendent votre réponse')
    .option(
      '--issue <issue>',
      'ce qu’il en est sorti : injoignable, message, promesse, litige, deja-paye… ; « dossier-rendu » met fin à la remise du dossier, « presentee » donne le jour où la mise en demeure a été présentée (« presentation-annulee » la retire)',
    )
    .option('--note <texte>', 'ce qui a été dit')
    .option('--le <date>', 'jour du contact (par défaut : aujourd’hui)')
    .option('--etape <étape>', 'compte comme cette étape, ou « decide » : décidé de poursuivre')
    .addHelpText(
      'after',
      '\nExemples :\n  relance log 2026-014 --etape appel --issue message\n  relance log 2026-014 --entrant --canal email --note "paiera lundi"\n',
    )
    .action((reference: string, options: LogOptions) => log(ctx, reference, options));

const parseChannel = (word: string): Channel =>
  CHANNEL_WORDS[parseChoice(word, Object.keys(CHANNEL_WORDS) as (keyof typeof CHANNEL_WORDS)[], '--canal')];

const log = async (ctx: Context, reference: string, options: LogOptions): Promise<void> => {
  if (options.entrant && options.etape !== undefined)
    throw conflictingFlags(
      '--entrant et --etape ne vont pas ensemble : une étape est un contact de votre part',
      'relance log --help',
    );
  refuseSpokenPresentation(options);
  const entry: Entry = {
    invoice: resolveInvoice(ctx.db(), reference),
    channel: options.canal === undefined ? undefined : parseChannel(options.canal),
    direction: options.entrant ? 'in' : 'out',
    outcome: options.issue === undefined ? null : parseLine(options.issue, '--issue', 60),
    note: options.note === undefined ? null : parseParagraphs(options.note, '--note'),
    on: await readFactDay(ctx, options.le),
    step: options.etape,
  };
  const scenarios = await loadScenarios(ctx);
  const logged = ctx
    .db()
    .transaction(() => record(ctx, entry, scenarios))
    .immediate();
  const story = await readStory(ctx, entry.invoice.id);
  ctx.show(storyJson(story, ctx.today), () => renderLogged(story, logged));
};

const SPOKEN: ReadonlySet<string> = new Set(['telephone', 'sms', 'visio']);

/** A mise en demeure is written, and it is a letter that is presented (C. civ. 1344). */
const refuseSpokenPresentation = ({ canal, issue }: LogOptions): void => {
  if (issue !== LETTER_OUTCOMES.presented || canal === undefined || !SPOKEN.has(canal)) return;
  throw conflictingFlags(
    'Une mise en demeure est présentée par courrier, pas au téléphone',
    '--canal lrar, ou rien',
  );
};

interface Entry {
  invoice: Invoice;
  channel: Channel | undefined;
  direction: 'in' | 'out';
  outcome: string | null;
  note: string | null;
  on: LocalDate;
  step: string | undefined;
}

interface Logged {
  id: number;
  step: LoggedStep | null;
  answeredReplies: number;
  hasFileReturned: boolean;
}

const decisionOn = (ctx: Context, invoice: Invoice, scenarios: Scenarios, today: LocalDate): Decision => {
  const db = ctx.db();
  const [facts] = loadFacts(db, { today, invoiceId: invoice.id });
  if (facts) return decideInvoice(facts, scenarios, today, scheduleRulesOf(db));
  throw notIssuedYet(invoice.number, today, 'corrigez --le');
};

const record = (ctx: Context, entry: Entry, scenarios: Scenarios): Logged => {
  const { invoice, on, direction, outcome, note } = entry;
  const db = ctx.db();
  const then = decisionOn(ctx, invoice, scenarios, on);
  const step =
    entry.step === undefined
      ? null
      : readLoggedStep(decisionOn(ctx, invoice, scenarios, ctx.today), entry.step, {
          on,
          channel: entry.channel,
        });
  const letter = letterOf(ctx, entry, step);
  const isAnswer = direction === 'out' && step?.channel !== 'decide';
  const replies = listUnanswered(db, on).filter(({ client }) => client.id === invoice.clientId);
  const id = insertContact(
    db,
    {
      clientId: invoice.clientId,
      at: instantOf(ctx, on),
      onDay: on,
      channel: step?.channel ?? entry.channel ?? channelOf(entry),
      direction,
      status: 'logged',
      outcome,
      note,
      deadlineOn: deadlineOfEntry(ctx, entry, step, letter),
      invoices: [
        {
          invoiceId: invoice.id,
          step: step?.id ?? null,
          stepDay: step?.day ?? null,
          tone: step?.tone ?? null,
          remainingCents: then.remainingCents,
          // Words about an invoice already paid do not hold back the reminders of the others.
          daysLate: then.remainingCents > 0 ? then.daysLate : 0,
        },
      ],
    },
    ctx.now,
  );
  if (letter) insertLetterEvent(db, letter.id, id, isPresentation(entry) ? 'presented' : 'posted');
  if (step?.isHandover) insertHold(db, { kind: 'handover', invoiceId: invoice.id, fromOn: on }, ctx.now);
  const hasFileReturned = outcome === FILE_RETURNED;
  if (hasFileReturned) endHandover(ctx, invoice, on);
  return { id, step, answeredReplies: isAnswer ? replies.length : 0, hasFileReturned };
};

/** A letter's life is told of a letter, and a file that comes back is no call to the client. */
const channelOf = ({ outcome }: Entry): Channel =>
  isLetterOutcome(outcome) ? 'mise-en-demeure' : outcome === FILE_RETURNED ? 'other' : 'call';

const isPresentation = ({ outcome }: Entry): boolean => outcome === LETTER_OUTCOMES.presented;

/** The letter whose life the entry tells: the one written and posted this way, or the one posted and now presented. */
const letterOf = (ctx: Context, entry: Entry, step: LoggedStep | null): Letter | undefined => {
  const letter = listLettersOf(ctx.db(), entry.invoice.id, ctx.today).findLast(
    ({ kind }) => kind === 'mise-en-demeure',
  );
  if (isPresentation(entry)) return letter?.postedOn ? letter : undefined;
  return step?.channel === 'mise-en-demeure' && letter?.postedOn === null ? letter : undefined;
};

const deadlineOfEntry = (
  ctx: Context,
  entry: Entry,
  step: LoggedStep | null,
  letter: Letter | undefined,
): LocalDate | null => {
  const days = letter?.delayDays ?? miseEnDemeureDelayDays(findClient(ctx.db(), entry.invoice.clientId).kind);
  if (isPresentation(entry)) return addDays(entry.on, days);
  return letter ? addDays(entry.on, PRESENTATION_DAYS + days) : (step?.deadlineOn ?? null);
};

const endHandover = (ctx: Context, invoice: Invoice, on: LocalDate): void => {
  const db = ctx.db();
  const handovers = listOpenHolds(db, { invoiceId: invoice.id }).filter(
    ({ kind, fromOn }) => kind === 'handover' && fromOn <= on,
  );
  if (handovers.length === 0)
    throw new RelanceError(`Aucun dossier n’était remis pour ${invoice.number} le ${formatDay(on)}`, {
      code: 'no-handover',
      hint: `relance why ${invoice.number}`,
    });
  for (const { id } of handovers) endHold(db, id, on, FILE_RETURNED);
};
