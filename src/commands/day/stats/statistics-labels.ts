import { formatDay, type LocalDate } from '../../../domain/dates.ts';
import { stepTitle } from '../../../domain/schedule/payment-plan.ts';
import type { AgedBucketName, Recovery } from '../../../domain/money/statistics.ts';
import { NBSP } from '../../../domain/typography.ts';
import { CHANNEL_LABELS } from '../../../ui/labels.ts';

export const SECTIONS = {
  aged: 'Balance âgée',
  expected: 'Encaissements attendus',
  dso: 'Délai moyen de règlement (DSO)',
  clients: 'Comment paient les clients',
  recovered: 'Encaissé après chaque étape',
  months: 'Facturé et encaissé par mois',
  writtenOff: 'Passé en perte',
} as const;

/** After a title, when there are several currencies. */
export const inCurrency = (currency: string): string => `, en ${currency}`;

export const BUCKET_LABELS: Record<AgedBucketName, string> = {
  'not-due': 'non échues',
  '1-30': '1 à 30 jours',
  '31-60': '31 à 60 jours',
  '61-90': '61 à 90 jours',
  'over-90': 'plus de 90 jours',
};

export const EXPECTED_NOTE =
  'Promesses et échéanciers à leur date, sinon l’échéance décalée de l’habitude du client.';

export const HABITS_NOTE = 'Retards des factures réglées sur la période ; négatif : en avance.';

export const RECOVERED_NOTE =
  'Nombre de règlements, montant, délai médian depuis la dernière étape faite avant eux.';

export const DSO_LABELS = { accounting: 'méthode comptable', countBack: 'méthode par épuisement' } as const;

export const FIRST_YEAR_NOTE =
  'Moins d’un an de factures : la méthode comptable exagère, l’autre est plus sûre.';

/** `12,5` from 12.5; the sign is the one of mathematics. */
export const formatNumber = (value: number): string => String(value).replace('.', ',').replace('-', '\u2212');

export const formatDays = (days: number | null): string =>
  days === null ? '' : `${formatNumber(days)}${NBSP}j`;

export const NOTHING = '–';

/** « relance-1, e-mail ». */
export const recoveryLabel = ({
  cause,
  step,
  channel,
}: Pick<Recovery, 'cause' | 'step' | 'channel'>): string => {
  if (cause === 'on-time') return 'à l’échéance';
  if (cause === 'unprompted') return 'avant toute relance';
  if (channel === null || step === null) return 'autre étape';
  const title = stepTitle(step);
  const by = CHANNEL_LABELS[channel];
  return title === channel || title === by ? by : `${title}, ${by}`;
};

/** « S48, du 23 au 29/11 ». */
export const weekLabel = ({ week, from, to }: { week: string; from: LocalDate; to: LocalDate }): string =>
  `S${week.slice(-2)}, du ${from.slice(8)}${from.slice(5, 7) === to.slice(5, 7) ? '' : `/${from.slice(5, 7)}`} au ${to.slice(8)}/${to.slice(5, 7)}`;

export const laterLabel = (from: LocalDate): string => `plus tard, dès le ${formatDay(from)}`;
export const UNDATED_LABEL = 'en retard, sans date';
export const EXCLUDED_LABEL = 'litiges, procédures, remises';

const SHORT_MONTHS = [
  'janv.',
  'févr.',
  'mars',
  'avril',
  'mai',
  'juin',
  'juil.',
  'août',
  'sept.',
  'oct.',
  'nov.',
  'déc.',
];

/** « nov. 2026 » from `2026-11`. */
export const monthLabel = (month: string): string =>
  `${SHORT_MONTHS[Number(month.slice(5)) - 1]}${NBSP}${month.slice(0, 4)}`;

/** The same in a table, where nothing must be seen. */
export const daysOrNothing = (days: number | null): string => (days === null ? NOTHING : formatDays(days));
