import { SIGN_LABELS, type ClientSign } from '../../../domain/people/client-sign.ts';
import { formatDay } from '../../../domain/dates.ts';
import { formatAmount } from '../../../domain/money/money.ts';
import { MARK_SCALE, MIN_JUDGED, type MarkLine, type PayerMark } from '../../../domain/people/payer-mark.ts';
import type { PayerProfile } from '../../../domain/people/payer-profile.ts';
import { oneLine, padLeft } from '../../../domain/typography.ts';
import { plural } from '../../../ui/labels.ts';
import type { Screen, Style } from '../../../ui/style.ts';
import { wrap } from '../../../ui/text.ts';

/** Indented, and what goes on a little more. */
const fit = (text: string, columns: number): string[] =>
  wrap(text, columns - 4).map((line, index) => (index === 0 ? `  ${line}` : `    ${line}`));

const days = (count: number | null): string => plural(count ?? 0, 'jour', 'jours');

const PAINTS: Record<PayerMark, keyof Style> = { A: 'green', B: 'green', C: 'yellow', D: 'red', E: 'red' };

const invoicesText = ({ invoices, settled, onTime, late, overdue, writtenOff }: PayerProfile): string => {
  const unpaid = invoices - settled - overdue - writtenOff;
  const fates = [
    ...(onTime > 0 ? [plural(onTime, 'réglée à l’échéance', 'réglées à l’échéance')] : []),
    ...(late > 0 ? [plural(late, 'réglée en retard', 'réglées en retard')] : []),
    ...(overdue > 0 ? [plural(overdue, 'impayée en retard', 'impayées en retard')] : []),
    ...(writtenOff > 0 ? [plural(writtenOff, 'passée en perte', 'passées en perte')] : []),
    ...(unpaid > 0 ? [plural(unpaid, 'pas encore échue', 'pas encore échues')] : []),
  ];
  return `${plural(invoices, 'facture', 'factures')} : ${fates.join(', ')}`;
};

const delayText = ({ meanDelayDays, worstDelayDays, overdue }: PayerProfile): string | null => {
  if (meanDelayDays === null) return null;
  const counted = overdue > 0 ? ', les impayées comptées à ce jour' : '';
  return `Retard moyen : ${days(meanDelayDays)} ; le pire : ${days(worstDelayDays)}${counted}`;
};

const trendText = ({ trend: { recentMeanDelayDays, previousMeanDelayDays } }: PayerProfile): string | null =>
  recentMeanDelayDays === null || previousMeanDelayDays === null
    ? null
    : `Sur un an : ${days(recentMeanDelayDays)} de retard moyen, contre ${days(previousMeanDelayDays)} l’année d’avant`;

const percent = (bps: number): string => `${Math.round(bps / 100)} %`;

const disputesText = ({ disputed, disputedShareBps }: PayerProfile): string | null =>
  disputed === 0
    ? null
    : `Litiges : ${plural(disputed, 'facture contestée', 'factures contestées')} (${percent(disputedShareBps ?? 0)})`;

const promisesText = ({ promisesKept, promisesBroken }: PayerProfile): string | null =>
  promisesKept + promisesBroken === 0
    ? null
    : `Promesses : ${plural(promisesKept, 'tenue', 'tenues')}, ${plural(promisesBroken, 'non tenue', 'non tenues')}`;

const balanceText = ({ balances }: PayerProfile): string | null => {
  const owed = balances.filter(({ openCents }) => openCents > 0);
  const sums = owed.map(({ currency, openCents, overdueCents }) => {
    const late = overdueCents > 0 ? `, dont ${formatAmount(overdueCents, currency)} en retard` : '';
    return `${formatAmount(openCents, currency)}${late}`;
  });
  return owed.length === 0 ? null : `À recevoir : ${sums.join(' ; ')}`;
};

const signedPoints = ({ points }: MarkLine): string => (points < 0 ? `\u2212${-points}` : String(points));

/** The computation, for a person to redo. */
const formulaLines = ({ formula, points, mark }: PayerProfile, { columns, style }: Screen): string[] => {
  if (mark === null) return [];
  const rows = [
    ...formula.map((line) => ({ sum: signedPoints(line), text: line.text })),
    { sum: `= ${points}`, text: `${mark} (${MARK_SCALE})` },
  ];
  return rows.flatMap(({ sum, text }) =>
    wrap(text, columns - 10).map((part, index) =>
      style.dim(`  ${padLeft(index === 0 ? sum : '', 6)}  ${part}`),
    ),
  );
};

/** How the client pays, each figure, and the mark with its computation; nothing before the first invoice. */
export const renderProfile = (profile: PayerProfile, screen: Screen): string[] => {
  const { columns, style } = screen;
  const { mark, points, invoices } = profile;
  if (invoices === 0) return [];
  const verdict =
    mark === null ? 'pas encore de note' : `${style[PAINTS[mark]](mark)}, ${points} points sur 100`;
  const texts = [
    mark === null ? `Une note demande ${MIN_JUDGED}\u00a0factures réglées ou échues` : null,
    invoicesText(profile),
    delayText(profile),
    trendText(profile),
    disputesText(profile),
    promisesText(profile),
    balanceText(profile),
  ];
  return [
    `${style.bold('Payeur')}  ${verdict}`,
    ...texts.filter((text) => text !== null).flatMap((text) => fit(text, columns)),
    ...formulaLines(profile, screen),
  ];
};

const signText = ({ kind, note, on, id }: ClientSign): string =>
  `n° ${id}  ${formatDay(on)}  ${SIGN_LABELS[kind]}${note === null ? '' : ` : ${oneLine(note)}`}`;

/** The warning signs that stand. */
export const renderSigns = (signs: ClientSign[], { columns, style }: Screen): string[] =>
  signs.length === 0
    ? []
    : [
        style.bold('Signes notés'),
        ...signs.flatMap((sign) => fit(signText(sign), columns).map((line) => style.yellow(line))),
      ];
