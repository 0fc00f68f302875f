import { addMonths, formatDay, type LocalDate } from '../domain/dates.ts';
import { FLOOR_MULTIPLE, PROFESSIONAL_POINTS_BPS, PUBLIC_POINTS_BPS } from '../domain/law/interest-regime.ts';
import { formatExactRate } from '../domain/law/penalty-rate.ts';
import {
  RATE_NAMES,
  semesterName,
  semesterRate,
  semesterStart,
  type RateKind,
  type RateTable,
  type ReferenceRate,
} from '../domain/law/reference-rates.ts';
import { oneLine } from '../domain/typography.ts';
import type { Screen } from '../ui/style.ts';
import { renderTable, type TableColumn } from '../ui/table.ts';
import { wrap } from '../ui/text.ts';

const SHOWN_SEMESTERS = 6;
const SHOWN_CHANGES = 6;

const COLUMNS: TableColumn[] = [
  { title: 'Semestre' },
  { title: 'BCE', align: 'right' },
  { title: 'Entreprise', align: 'right' },
  { title: 'Public', align: 'right' },
  { title: 'Légal', align: 'right' },
  { title: 'Minimum 3×', align: 'right', rank: 1 },
  { title: 'Arrêté', least: 20, rank: 2 },
];

interface SemesterRow {
  from: LocalDate;
  bceBps: number;
  legalBps: number;
  isProvisional: boolean;
  source: string;
}

/** The semesters up to that of today, the latest first. */
const semestersOf = (table: RateTable, today: LocalDate): SemesterRow[] => {
  const rows: SemesterRow[] = [];
  const first = table.legal[0]?.from ?? today;
  for (let from = semesterStart(today); from >= first; from = addMonths(from, -6)) {
    const bce = semesterRate(table, 'bce', from);
    const legal = semesterRate(table, 'legal', from);
    rows.push({
      from,
      bceBps: bce.bps,
      legalBps: legal.bps,
      isProvisional: bce.isProvisional || legal.isProvisional,
      source: table.legal.find((rate) => rate.from === from)?.source ?? '',
    });
  }
  return rows;
};

/** What to type for a rate of the running semester that the table lacks. */
export const missingRateText = (kind: RateKind, today: LocalDate): string =>
  `Le ${RATE_NAMES[kind]} du ${semesterName(today)} n’est pas encore connu : les montants sont provisoires.`;

export const missingRateCommand = (kind: RateKind, today: LocalDate): string =>
  kind === 'bce'
    ? 'relance taux maj'
    : `relance taux add legal --du ${formatDay(semesterStart(today))} --valeur <pourcentage>`;

const originText = ({ origin }: ReferenceRate): string => (origin === 'added' ? ', ajouté par vous' : '');

/** The reference rates as the law reads them, by semester, then the ECB's own changes. */
export const renderRates = async (
  table: RateTable,
  today: LocalDate,
  isWhole: boolean,
  screen: Screen,
): Promise<string> => {
  const { columns, style } = screen;
  const all = semestersOf(table, today);
  const shown = isWhole ? all : all.slice(0, SHOWN_SEMESTERS);
  const cells = shown.map(({ from, bceBps, legalBps, isProvisional, source }) => [
    `${semesterName(from)}${isProvisional ? ' *' : ''}`,
    formatExactRate(bceBps),
    formatExactRate(bceBps + PROFESSIONAL_POINTS_BPS),
    formatExactRate(bceBps + PUBLIC_POINTS_BPS),
    formatExactRate(legalBps),
    formatExactRate(FLOOR_MULTIPLE * legalBps),
    oneLine(source),
  ]);
  const changes = (isWhole ? table.bce : table.bce.slice(-SHOWN_CHANGES)).toReversed();
  return [
    ...(await renderTable(COLUMNS, cells, screen)),
    ...(shown.some(({ isProvisional }) => isProvisional)
      ? wrap('* provisoire : un taux de ce semestre n’est pas encore connu', columns)
      : []),
    '',
    ...wrap(
      'BCE : taux de refinancement au premier jour du semestre. Entreprise : BCE + 10 points (C. com. L441-10 II). Public : BCE + 8 points (CCP R2192-31). Légal : colonne « autres cas » (CMF L313-2). Minimum 3× : le plus bas qu’un contrat puisse prévoir.',
      columns,
    ),
    '',
    style.bold(`Taux de la BCE (connu jusqu’au ${formatDay(table.bceKnownTo)})`),
    ...changes.map(
      (rate) =>
        `  depuis le ${formatDay(rate.from)}  ${formatExactRate(rate.bps)}${rate.origin === 'added' ? `, ${oneLine(rate.source)}` : ''}`,
    ),
    ...(isWhole
      ? [
          `  Source : Banque centrale européenne, taux des opérations principales de refinancement.`,
          '',
          style.bold('Taux d’intérêt légal, colonne « autres cas »'),
          ...table.legal
            .toReversed()
            .flatMap((rate) =>
              wrap(
                `  ${semesterName(rate.from)}  ${formatExactRate(rate.bps)}  ${oneLine(rate.source)}${originText(rate)}`,
                columns - 4,
              ).map((line, index) => (index === 0 ? line : `    ${line}`)),
            ),
        ]
      : []),
    ...(isWhole || shown.length === all.length ? [] : ['', '→ relance taux list --tout']),
  ].join('\n');
};

const rateJson = ({ from, bps, source, origin }: ReferenceRate) => ({ from, rateBps: bps, source, origin });

export const ratesJson = (table: RateTable, today: LocalDate) => {
  return {
    bce: table.bce.map(rateJson),
    legal: table.legal.map(rateJson),
    bceKnownTo: table.bceKnownTo,
    semesters: semestersOf(table, today).map(({ from, bceBps, legalBps, isProvisional }) => ({
      from,
      bceBps,
      professionalBps: bceBps + PROFESSIONAL_POINTS_BPS,
      publicBps: bceBps + PUBLIC_POINTS_BPS,
      legalBps,
      floorBps: FLOOR_MULTIPLE * legalBps,
      provisional: isProvisional,
    })),
  };
};
