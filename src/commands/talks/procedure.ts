import { Command } from 'commander';
import type { Context } from '../../context.ts';
import { resolveClient } from '../../db/clients.ts';
import { cancelInsolvency, findInsolvency, saveInsolvency } from '../../db/hold-rows.ts';
import type { Client } from '../../domain/people/client.ts';
import { formatDay } from '../../domain/dates.ts';
import type { Insolvency } from '../../domain/schedule/recorded-hold.ts';
import { parseChoice, parseLine } from '../../domain/text-input.ts';
import { RelanceError, usageError } from '../../errors.ts';
import { readFactDay } from '../../desk/days.ts';
import { readDayPlan } from '../../desk/day-decisions.ts';
import { refuseTogether, requireFlag } from '../../desk/flags.ts';
import { renderInsolvency } from './insolvency-view.ts';

const TYPES = ['sauvegarde', 'redressement', 'liquidation'] as const;

interface ProcedureOptions {
  type?: string;
  jugement?: string;
  bodacc?: string;
  mandataire?: string;
  annuler?: boolean;
}

export const procedureCommand = (ctx: Context): Command =>
  new Command('procedure')
    .description(
      'Note la procédure collective d’un client, ou la complète : les créances nées avant le jugement d’ouverture ne se relancent plus, elles se déclarent.',
    )
    .argument('<client>', 'nom du client, ou partie qui suffit à le désigner')
    .option('--type <type>', 'sauvegarde, redressement ou liquidation')
    .option('--jugement <date>', 'jour du jugement d’ouverture')
    .option('--bodacc <date>', 'jour de sa publication au Bodacc')
    .option('--mandataire <nom>', 'mandataire judiciaire, ou liquidateur')
    .option('--annuler', 'efface la procédure : notée par erreur, ou close')
    .addHelpText(
      'after',
      '\nExemple :\n  relance procedure "Atelier Petit" --type redressement --jugement 12/11/2026\n',
    )
    .action((reference: string, options: ProcedureOptions) => procedure(ctx, reference, options));

const procedure = async (ctx: Context, reference: string, options: ProcedureOptions): Promise<void> => {
  const client = resolveClient(ctx.db(), reference);
  refuseTogether(
    options,
    'annuler',
    ['type', 'jugement', 'bodacc', 'mandataire'],
    'relance procedure --help',
  );
  if (options.annuler) cancel(ctx, client);
  else saveInsolvency(ctx.db(), await readInsolvency(ctx, client, options), ctx.now);
  const insolvency = findInsolvency(ctx.db(), client.id);
  const { decisions } = await readDayPlan(ctx, { today: ctx.today, clientId: client.id });
  const isFrozen = ({ holds }: (typeof decisions)[number]): boolean =>
    holds.some(({ kind }) => kind === 'insolvency');
  const frozen = decisions.filter((decision) => isFrozen(decision));
  if (ctx.isJson)
    ctx.printJson({
      client,
      insolvency: insolvency && {
        type: insolvency.type,
        judgedOn: insolvency.judgedOn,
        bodaccOn: insolvency.bodaccOn,
        mandataire: insolvency.mandataire,
      },
      frozen: frozen.map(({ invoice }) => invoice.number),
    });
  const free = decisions.filter((decision) => !isFrozen(decision));
  ctx.print(renderInsolvency({ client, insolvency, frozen, free }));
};

const cancel = (ctx: Context, client: Client): void => {
  const db = ctx.db();
  db.transaction(() => {
    const insolvency = findInsolvency(db, client.id);
    if (!insolvency)
      throw new RelanceError(`Aucune procédure collective n’est notée pour ${client.name}`, {
        code: 'no-insolvency',
        hint: `relance client show ${client.id}`,
      });
    cancelInsolvency(db, insolvency.id, ctx.today);
  }).immediate();
};

/** A second call completes what is known: only what is new needs to be typed. */
const readInsolvency = async (
  ctx: Context,
  client: Client,
  options: ProcedureOptions,
): Promise<Omit<Insolvency, 'id'>> => {
  const known = findInsolvency(ctx.db(), client.id);
  const example = `relance procedure ${client.id} --type redressement --jugement ${formatDay(ctx.today)}`;
  const type = await requireFlag(ctx, options.type ?? known?.type, {
    flag: '--type',
    question: 'Sauvegarde, redressement ou liquidation ?',
    example,
    parse: (text) => parseChoice(text, TYPES, '--type'),
  });
  const judgement = await requireFlag(ctx, options.jugement ?? known?.judgedOn, {
    flag: '--jugement',
    question: 'Jour du jugement d’ouverture ?',
    example,
    parse: (text) => text,
  });
  const judgedOn = await readFactDay(ctx, judgement, '--jugement');
  const bodaccOn =
    options.bodacc === undefined
      ? (known?.bodaccOn ?? null)
      : await readFactDay(ctx, options.bodacc, '--bodacc');
  if (bodaccOn !== null && bodaccOn < judgedOn)
    throw usageError(
      `La publication au Bodacc (${formatDay(bodaccOn)}) ne peut pas précéder le jugement (${formatDay(judgedOn)})`,
      'vérifiez --jugement et --bodacc',
      'bodacc-before-judgement',
    );
  const mandataire =
    options.mandataire === undefined ? known?.mandataire : parseLine(options.mandataire, '--mandataire');
  return { clientId: client.id, type, judgedOn, bodaccOn, mandataire: mandataire ?? null };
};
