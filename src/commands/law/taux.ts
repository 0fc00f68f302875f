import { Command } from 'commander';
import type { Context } from '../../context.ts';
import { deleteRate, loadRateTable, rateTableWith, saveRateCheck, saveRates } from '../../db/rates.ts';
import { addMonths, formatDay, type LocalDate } from '../../domain/dates.ts';
import { formatExactRate, parsePercentage } from '../../domain/law/penalty-rate.ts';
import {
  RATE_KINDS,
  RATE_NAMES,
  type RateKind,
  type RateTable,
  type ReferenceRate,
} from '../../domain/law/reference-rates.ts';
import { parseChoice, parseLine } from '../../domain/text-input.ts';
import { RelanceError, usageError } from '../../errors.ts';
import { readDay } from '../../desk/days.ts';
import { abandoned } from '../../desk/doubts.ts';
import { requireFlag } from '../../desk/flags.ts';
import type { EcbRate } from '../../outside/ecb-rates.ts';
import { plural } from '../../ui/labels.ts';
import { ratesJson, renderRates } from '../../desk/rates-view.ts';

/** A rate is published shortly before it applies; further ahead, it is a slip of the finger. */
const MONTHS_AHEAD = 6;
const VALUE_HINT = 'écrivez un pourcentage par an, par exemple 2,65';

export const tauxCommand = (ctx: Context): Command => {
  const command = new Command('taux')
    .description(
      'Les taux de référence des pénalités : la BCE et le taux d’intérêt légal, avec leurs sources.',
    )
    .addHelpText('after', '\nExemple :\n  relance taux\n');
  command
    .command('list', { isDefault: true })
    .alias('liste')
    .description('les taux par semestre (par défaut)')
    .option('--tout', 'depuis le début')
    .addHelpText('after', '\nExemple :\n  relance taux list --tout\n')
    .action((options: { tout?: boolean }) => list(ctx, options.tout === true));
  command
    .command('add')
    .alias('ajouter')
    .description('ajoute un taux qui vient de paraître')
    .argument('<bce|legal>', 'taux de la BCE, ou taux d’intérêt légal (colonne « autres cas »)')
    .option('--du <date>', 'premier jour où il s’applique')
    .option('--valeur <pourcentage>', 'par an, par exemple 2,65')
    .option('--source <texte>', 'd’où il vient : arrêté, communiqué')
    .option('--remplacer', 'corrige un taux déjà connu à cette date')
    .addHelpText('after', '\nExemple :\n  relance taux add legal --du 01/01/2027 --valeur 2,80\n')
    .action((kind: string, options: AddOptions) => add(ctx, kind, options));
  command
    .command('retirer')
    .alias('remove')
    .description('retire un taux que vous avez ajouté')
    .argument('<bce|legal>', 'taux de la BCE, ou taux d’intérêt légal')
    .option('--du <date>', 'premier jour où il s’appliquait')
    .addHelpText('after', '\nExemple :\n  relance taux retirer bce --du 16/12/2026\n')
    .action((kind: string, options: { du?: string }) => remove(ctx, kind, options));
  command
    .command('maj')
    .description('demande à la BCE ses taux, montre ce qui change, et demande')
    .option('--yes', 'enregistre sans demander')
    .addHelpText('after', '\nExemple :\n  relance taux maj\n')
    .action((options: { yes?: boolean }) => update(ctx, options.yes === true));
  return command;
};

const list = async (ctx: Context, isWhole: boolean): Promise<void> => {
  const table = loadRateTable(ctx.db());
  if (ctx.isJson) ctx.printJson(ratesJson(table, ctx.today));
  else ctx.print(await renderRates(table, ctx.today, isWhole, ctx));
};

interface AddOptions {
  du?: string;
  valeur?: string;
  source?: string;
  remplacer?: boolean;
}

const readRateDay = async (ctx: Context, typed: string | undefined, example: string): Promise<LocalDate> => {
  const text = await requireFlag(ctx, typed, {
    flag: '--du',
    question: 'Premier jour où il s’applique ?',
    example,
    parse: (answer) => answer,
  });
  const day = await readDay(ctx, text);
  if (day > addMonths(ctx.today, MONTHS_AHEAD))
    throw usageError(
      `--du : le ${formatDay(day)} est trop loin`,
      'un taux se note quand il est publié, peu avant de s’appliquer',
      'future-date',
    );
  return day;
};

const rateText = ({ kind, from, bps }: Pick<ReferenceRate, 'kind' | 'from' | 'bps'>): string =>
  `${RATE_NAMES[kind]} du ${formatDay(from)} : ${formatExactRate(bps)}`;

const add = async (ctx: Context, word: string, options: AddOptions): Promise<void> => {
  const db = ctx.db();
  const kind = parseChoice(word, RATE_KINDS, 'Le taux');
  const example = `relance taux add ${kind} --du ${kind === 'legal' ? '01/01/2027' : '16/12/2026'} --valeur 2,65`;
  const from = await readRateDay(ctx, options.du, example);
  const bps = await requireFlag(ctx, options.valeur, {
    flag: '--valeur',
    question: 'Taux par an, en pourcentage ?',
    example,
    parse: (text) => parsePercentage(text, VALUE_HINT),
  });
  const source = options.source === undefined ? 'ajouté par vous' : parseLine(options.source, '--source');
  const rate: ReferenceRate = { kind, from, bps, source, origin: 'added' };
  db.transaction(() => {
    const table = rateTableWith(db, [rate]);
    refuseKnown(loadRateTable(db), rate, options.remplacer === true);
    saveRates(db, [rate], ctx.now);
    return table;
  }).immediate();
  ctx.show({ kind, from, rateBps: bps, source }, () => `Noté : ${rateText(rate)}.\n→ relance taux`);
};

/** A change of the past inside the ECB's own series would move sums already claimed: it is more often a slip of the finger. */
const refusePast = (table: RateTable, rate: ReferenceRate): void => {
  const next = table[rate.kind].find(({ from, origin }) => origin === 'shipped' && from > rate.from);
  if (rate.kind !== 'bce' || !next) return;
  throw new RelanceError(
    `La série de la BCE ne change pas le ${formatDay(rate.from)} : le taux suivant y est du ${formatDay(next.from)}`,
    { code: 'past-rate', hint: 'pour l’imposer tout de même, ajoutez --remplacer' },
  );
};

const refuseKnown = (table: RateTable, rate: ReferenceRate, isReplacing: boolean): void => {
  const known = table[rate.kind].find(({ from }) => from === rate.from);
  if (isReplacing) return;
  if (!known) {
    refusePast(table, rate);
    return;
  }
  throw new RelanceError(
    known.bps === rate.bps
      ? `Ce taux est déjà connu (${rateText(known)})`
      : `Un autre taux est connu à cette date (${rateText(known)})`,
    {
      code: 'known-rate',
      hint: known.bps === rate.bps ? 'relance taux' : 'pour le corriger, ajoutez --remplacer',
    },
  );
};

const remove = async (ctx: Context, word: string, options: { du?: string }): Promise<void> => {
  const db = ctx.db();
  const kind = parseChoice(word, RATE_KINDS, 'Le taux');
  const from = await readRateDay(ctx, options.du, `relance taux retirer ${kind} --du 16/12/2026`);
  db.transaction(() => {
    if (!deleteRate(db, kind, from))
      throw new RelanceError(`Vous n’avez ajouté aucun ${RATE_NAMES[kind]} du ${formatDay(from)}`, {
        code: 'unknown-rate',
        hint: 'relance taux list --tout',
      });
    // A legal rate that others follow cannot go: the table would have a hole.
    loadRateTable(db);
  }).immediate();
  ctx.show({ kind, from }, () => `Retiré : ${RATE_NAMES[kind]} du ${formatDay(from)}.`);
};

interface Difference extends EcbRate {
  /** What relance takes for that day now. */
  knownBps: number | null;
}

const differences = (table: RateTable, fetched: EcbRate[]): Difference[] => {
  const known = new Map(table.bce.map(({ from, bps }) => [from, bps]));
  return fetched
    .filter(({ from, bps }) => known.get(from) !== bps)
    .map((rate) => ({ ...rate, knownBps: known.get(rate.from) ?? null }));
};

/** The user's own lines that the ECB does not have: said, left alone. */
const strangers = (table: RateTable, fetched: EcbRate[]): ReferenceRate[] =>
  table.bce.filter(
    ({ origin, from, bps }) =>
      origin === 'added' &&
      !fetched.some((rate) => rate.from === from) &&
      // The same value again only says that it is still in force.
      fetched.findLast((rate) => rate.from < from)?.bps !== bps,
  );

const incompleteAnswer = (message: string): RelanceError =>
  new RelanceError(`La réponse de la BCE n’est pas complète : ${message}. Rien n’est enregistré`, {
    code: 'ecb-unavailable',
    hint: 'recommencez plus tard',
  });

/** An answer that stops before what is known, or knows a far future, says nothing of the rate of today. */
const refuseIncomplete = (table: RateTable, fetched: EcbRate[], today: LocalDate): void => {
  const last = fetched.at(-1);
  const shipped = table.bce.findLast(({ origin }) => origin === 'shipped');
  if (last && shipped && last.from < shipped.from)
    throw incompleteAnswer(`elle s’arrête au ${formatDay(last.from)}`);
  if (last && last.from > addMonths(today, MONTHS_AHEAD))
    throw incompleteAnswer(`elle donne un taux du ${formatDay(last.from)}`);
};

const differenceLine = ({ from, bps, knownBps }: Difference): string =>
  `  depuis le ${formatDay(from)}  ${formatExactRate(bps)}${knownBps === null ? '' : ` au lieu de ${formatExactRate(knownBps)}`}`;

const update = async (ctx: Context, isYes: boolean): Promise<void> => {
  const db = ctx.db();
  const table = loadRateTable(db);
  const { fetchEcbRates } = await import('../../outside/ecb-rates.ts');
  const first = table.bce[0]?.from ?? ctx.today;
  const fetched = (await fetchEcbRates(ctx.config.ecbUrl, first)).filter(({ from }) => from >= first);
  refuseIncomplete(table, fetched, ctx.today);
  const changes = differences(table, fetched);
  if (changes.length > 0) {
    ctx.print('La Banque centrale européenne donne :');
    ctx.print(changes.map(differenceLine).join('\n'));
    await accept(ctx, changes.length, isYes);
  }
  const added = changes.map(({ from, bps }) => ({
    kind: 'bce' as RateKind,
    from,
    bps,
    source: `Banque centrale européenne, lu le ${formatDay(ctx.today)}`,
    origin: 'added' as const,
  }));
  db.transaction(() => {
    rateTableWith(db, added);
    saveRates(db, added, ctx.now);
    saveRateCheck(db, ctx.today);
  }).immediate();
  for (const rate of strangers(table, fetched))
    ctx.warn(
      `La BCE ne donne pas votre ${rateText(rate)}. Pour le retirer : relance taux retirer bce --du ${formatDay(rate.from)}`,
    );
  const told = changes.map(({ from, bps, knownBps }) => ({ from, rateBps: bps, knownBps }));
  ctx.show({ checkedOn: ctx.today, changes: told }, () => [
    changes.length === 0
      ? `Rien de nouveau : le taux de la BCE est connu jusqu’au ${formatDay(ctx.today)}.`
      : `${plural(changes.length, 'taux enregistré', 'taux enregistrés')}.`,
    'Le taux d’intérêt légal, fixé par arrêté, se note à la main : relance taux add legal',
  ]);
};

const accept = async (ctx: Context, count: number, isYes: boolean): Promise<void> => {
  if (isYes) return;
  if (!ctx.isInteractive)
    throw usageError(
      `${plural(count, 'taux diffère', 'taux diffèrent')} de ce que relance connaît`,
      'relance taux maj --yes pour les enregistrer',
      'confirmation-needed',
    );
  const prompts = await ctx.prompts();
  if (!(await prompts.confirm('Les enregistrer ?'))) throw abandoned();
};
