import { formatDay } from '../../../domain/dates.ts';
import type { ExpectedWeek } from '../../../domain/money/expected-cash.ts';
import type {
  AgedBucketName,
  CurrencyStatistics,
  Recovery,
  Statistics,
} from '../../../domain/money/statistics.ts';
import { stepTitle } from '../../../domain/schedule/payment-plan.ts';
import { NBSP } from '../../../domain/typography.ts';
import { CHANNEL_LABELS } from '../../../ui/labels.ts';
import type { Row } from './section.ts';

export const WRITTEN_OFF = 'Passé en perte';

export const FIRST_YEAR_NOTE =
  'Moins d’un an de factures : la méthode comptable exagère, l’autre est plus sûre.';

/** After the titles about a currency, when there are several. */
export const suffixOf = ({ currencies }: Statistics, { currency }: CurrencyStatistics): string =>
  currencies.length > 1 ? `, en ${currency}` : '';

export const BUCKETS: Record<AgedBucketName, Pick<Row, 'label' | 'tone'>> = {
  'not-due': { label: 'non échues', tone: 'blue' },
  '1-30': { label: '1 à 30 jours', tone: 'amber' },
  '31-60': { label: '31 à 60 jours', tone: 'orange' },
  '61-90': { label: '61 à 90 jours', tone: 'red' },
  'over-90': { label: 'plus de 90 jours', tone: 'dark' },
};

const MONTHS = 'janv. févr. mars avril mai juin juil. août sept. oct. nov. déc.'.split(' ');

/** « nov. 2026 » from `2026-11`. */
export const monthLabel = (month: string): string =>
  `${MONTHS[Number(month.slice(5)) - 1]}${NBSP}${month.slice(0, 4)}`;

/** « S48, du 23 au 29/11 ». */
export const weekLabel = ({ week, from, to }: ExpectedWeek): string => {
  const isOneMonth = from.slice(5, 7) === to.slice(5, 7);
  return `S${week.slice(-2)}, du ${formatDay(from).slice(0, isOneMonth ? 2 : 5)} au ${formatDay(to).slice(0, 5)}`;
};

/** « relance-1, e-mail ». */
export const recoveryLabel = ({ cause, step, channel }: Recovery): string => {
  if (cause === 'on-time') return 'à l’échéance';
  if (cause === 'unprompted') return 'avant toute relance';
  if (channel === null || step === null) return 'autre étape';
  const title = stepTitle(step);
  const by = CHANNEL_LABELS[channel];
  return title === channel || title === by ? by : `${title}, ${by}`;
};
