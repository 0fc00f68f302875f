import { claimBornOn, type Claim } from './claim.ts';
import { addDays, formatDay, type LocalDate } from '../dates.ts';
import { isFrench } from '../people/french-territory.ts';
import { formatExactRate, formatRate } from './penalty-rate.ts';
import { publicDueOn } from './public-term.ts';
import {
  FIRST_DAY,
  semesterName,
  semesterRate,
  semesterStart,
  type RateTable,
  type SemesterRate,
} from './reference-rates.ts';
import { nextWorkingDay } from '../working-days.ts';

/** Points added to the ECB rate: between professionals (C. com. L441-10 II), by a public debtor (CCP R2192-31). */
export const PROFESSIONAL_POINTS_BPS = 1_000;
export const PUBLIC_POINTS_BPS = 800;
/** A rate of the terms is at least three times the taux d’intérêt légal (C. com. L441-10 II). */
export const FLOOR_MULTIPLE = 3;

/** How the law makes one claim bear interest. */
export interface InterestRegime {
  /** Last day to pay without delay. */
  dueOn: LocalDate;
  /** First day that bears interest; null while nothing makes it run. */
  from: LocalDate | null;
  /** Last day that bears interest, or null: until payment. */
  lastOn: LocalDate | null;
  /** The rate of a day is that of its semester, or one for the whole delay. */
  rateOn: (day: LocalDate) => SemesterRate;
  hasIndemnity: boolean;
  /** The texts, as they are cited. */
  articles: string[];
  /** What the reader must know of the choices made, and what is uncertain. */
  notes: string[];
  /** What bears on the rates really used, known once the period is. */
  notesOn: (days: readonly LocalDate[]) => string[];
}

const later = (a: LocalDate, b: LocalDate): LocalDate => (a > b ? a : b);

/** L622-28 and R621-4 C. com.: the judgment takes effect at 0 h, interest stops the day before. */
const frozenSince = ({ debtor, issuedOn, performedOn }: Claim): LocalDate | null =>
  debtor.judgedOn !== null && claimBornOn({ performedOn, issuedOn }) < debtor.judgedOn
    ? debtor.judgedOn
    : null;

const commonNotes = ({ debtor, currency, isDisputed }: Claim, hasIndemnity: boolean): string[] => [
  ...(isFrench(debtor.country)
    ? []
    : [
        'Client établi hors de France : ces règles ne valent que si la loi française régit le contrat. À vérifier avant de réclamer.',
      ]),
  ...(hasIndemnity && currency !== 'EUR'
    ? [
        `L’indemnité forfaitaire de 40 € n’est pas comptée : la facture est en ${currency}, et le texte la fixe en euros.`,
      ]
    : []),
  ...(isDisputed
    ? ['Un litige est noté : rien n’est dû, ni intérêts, sur ce qui serait contesté à bon droit.']
    : []),
];

/** The contractual rate of a semester, raised to the floor when it is below it. */
const termsRate = (table: RateTable, rate: string, day: LocalDate): SemesterRate & { isRaised: boolean } => {
  if (rate === 'bce') {
    const { bps, isProvisional } = semesterRate(table, 'bce', day);
    return { bps: bps + PROFESSIONAL_POINTS_BPS, isProvisional, isRaised: false };
  }
  const { bps, isProvisional } = semesterRate(table, 'legal', day);
  const floor = FLOOR_MULTIPLE * bps;
  if (rate === '3x') return { bps: floor, isProvisional, isRaised: false };
  return { bps: Math.max(Number(rate), floor), isProvisional, isRaised: Number(rate) < floor };
};

/** Between professionals: from the day after the due date, without any reminder (C. com. L441-10 II, D441-5). */
const professionalRegime = (claim: Claim, table: RateTable): InterestRegime => {
  const { penaltyRate, dueOn } = claim;
  const isContractual = penaltyRate !== 'bce';
  const rateOn = (day: LocalDate): SemesterRate => termsRate(table, penaltyRate, day);
  const raised = (days: readonly LocalDate[]): string[] => {
    const low = days.filter((day) => termsRate(table, penaltyRate, day).isRaised);
    if (low.length === 0) return [];
    const floors = low.map((day) => `${formatExactRate(rateOn(day).bps)} au ${semesterName(day)}`).join(', ');
    return [
      `Le taux de vos conditions (${formatRate(Number(penaltyRate))}) est sous le minimum légal de trois fois le taux d’intérêt légal : il y est relevé (${floors}). La loi ne dit pas ce qui remplace une clause trop basse : à vérifier.`,
    ];
  };
  const severalSemesters = (days: readonly LocalDate[]): string[] =>
    penaltyRate === 'bce' && days.length > 1
      ? [
          'Chaque jour suit le taux de son semestre : c’est la lettre du texte, aucune décision ne l’a encore tranché.',
        ]
      : [];
  return {
    dueOn,
    from: addDays(dueOn, 1),
    lastOn: null,
    rateOn,
    hasIndemnity: true,
    articles: isContractual
      ? ['C. com. L441-10 II et D441-5', 'vos conditions de règlement']
      : ['C. com. L441-10 II et D441-5'],
    notes: [
      ...(isContractual
        ? ['Le taux de vos conditions ne vaut que si le client les a reçues avant de commander.']
        : []),
      ...commonNotes(claim, true),
    ],
    notesOn: (days) => [...severalSemesters(days), ...raised(days)],
  };
};

const NO_NOTICE_YET =
  'Aucun intérêt ne court avant la première présentation de la mise en demeure. Une fois connue, elle se note : relance log <facture> --canal lrar --issue presentee --le <date>.';

/** Legal interest from the day after the mise en demeure was first presented (C. civ. 1231-6, 1344-1), and no 40 €. */
const legalInterestRegime = (claim: Claim, table: RateTable): InterestRegime => {
  const { presentedOn, dueOn, debtor } = claim;
  const why =
    debtor.kind === 'association'
      ? 'Une association n’est pas à coup sûr un « professionnel » au sens de L441-10 : seul l’intérêt au taux légal est compté, sans indemnité de 40 €. Si elle a une activité économique, notez-la comme entreprise.'
      : 'Un particulier ne doit ni pénalités de retard ni indemnité de 40 €.';
  return {
    dueOn,
    from: presentedOn === null ? null : addDays(later(dueOn, presentedOn), 1),
    lastOn: null,
    rateOn: (day) => semesterRate(table, 'legal', day),
    hasIndemnity: false,
    articles: ['C. civ. 1231-6 et 1344-1', 'CMF L313-2 (colonne « autres cas »)'],
    notes: [
      why,
      presentedOn === null
        ? NO_NOTICE_YET
        : `La mise en demeure a été présentée le ${formatDay(presentedOn)} ; ce jour ne compte pas.`,
      ...commonNotes(claim, false),
    ],
    notesOn: () => [],
  };
};

/** Contracts before that day follow other rates (Service-Public F32073): nothing is counted. */
const PUBLIC_SINCE: LocalDate = '2013-03-16';

/** Public debtor: ECB + 8 points, fixed for the whole delay at the semester in which it began (CCP R2192-31 to -33). */
const publicRegime = (claim: Claim, table: RateTable): InterestRegime => {
  const { dueOn, requestReceivedOn, debtor, zone } = claim;
  // The Code's own time to pay, which a contract may only shorten (CCP L2192-10): a later date on the invoice changes nothing.
  const legal =
    requestReceivedOn === null
      ? nextWorkingDay(dueOn, zone)
      : publicDueOn({ ...claim, requestReceivedOn, termDays: debtor.legalTermDays });
  const from = addDays(legal, 1);
  const { bps, isProvisional } = semesterRate(table, 'bce', from);
  const notes = [
    `Le taux est celui du semestre où les intérêts ont commencé à courir (${semesterName(from)}), fixe pour tout le retard.`,
    ...(legal === dueOn
      ? []
      : [`Le délai de paiement expire le ${formatDay(legal)}, et non le ${formatDay(dueOn)}.`]),
    ...(requestReceivedOn === null
      ? [
          `Le délai d’un acheteur public court de la réception de la demande de paiement : elle n’est pas notée, l’échéance de la facture est retenue. Pour la noter : relance edit ${claim.number} --recue <date>.`,
        ]
      : []),
    ...commonNotes(claim, true),
  ];
  const isTooOld = claimBornOn(claim) < PUBLIC_SINCE;
  return {
    dueOn: legal,
    from: isTooOld ? null : from,
    lastOn: null,
    rateOn: () => ({ bps: bps + PUBLIC_POINTS_BPS, isProvisional }),
    hasIndemnity: !isTooOld,
    articles: ['CCP L2192-13, R2192-31 à R2192-33 et D2192-35'],
    notes: isTooOld
      ? [
          `Créance née avant le ${formatDay(PUBLIC_SINCE)} : d’autres taux s’appliquent, rien n’est compté. Prenez conseil.`,
        ]
      : notes,
    notesOn: () => [],
  };
};

const REGIMES = {
  entreprise: professionalRegime,
  association: legalInterestRegime,
  particulier: legalInterestRegime,
  public: publicRegime,
} as const;

/** What an opening judgment leaves of a regime (C. com. L622-28; L441-10 II for the indemnity). */
const frozenBy = (regime: InterestRegime, judgedOn: LocalDate): InterestRegime => ({
  ...regime,
  lastOn: addDays(judgedOn, -1),
  hasIndemnity: regime.hasIndemnity && regime.dueOn < judgedOn,
  notes: [
    ...regime.notes,
    `Jugement d’ouverture le ${formatDay(judgedOn)} : les intérêts s’arrêtent la veille (C. com. L622-28), et la créance se déclare.`,
  ],
});

/** No rate is anchored to a semester before 2013: those days are left out, and said. */
const sinceFirstDay = (regime: InterestRegime): InterestRegime =>
  regime.from === null || regime.from >= FIRST_DAY
    ? regime
    : {
        ...regime,
        from: FIRST_DAY,
        notes: [
          ...regime.notes,
          `Les jours d’avant le ${formatDay(FIRST_DAY)} ne sont pas comptés : d’autres règles s’y appliquaient.`,
        ],
      };

/** The regime of a claim, chosen by the type of the debtor and by the invoice. */
export const interestRegimeOf = (claim: Claim, table: RateTable): InterestRegime => {
  const regime = sinceFirstDay(REGIMES[claim.debtor.kind](claim, table));
  const judgedOn = frozenSince(claim);
  return judgedOn === null ? regime : frozenBy(regime, judgedOn);
};

/** First days of the semesters that a period crosses. */
export const semestersOf = (days: readonly LocalDate[]): LocalDate[] => [
  ...new Set(days.map((day) => semesterStart(day))),
];
