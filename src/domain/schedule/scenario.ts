import type { ClientKind } from '../people/client-kind.ts';

/** The tone of a message, in the order in which it rises. */
export const TONES = ['service', 'courtoisie', 'rappel', 'fermete', 'dernier'] as const;
export type Tone = (typeof TONES)[number];

export const CHANNELS = [
  'email',
  'call',
  'sms',
  'letter',
  'lrar',
  'mise-en-demeure',
  'handover',
  'plan',
  'decide',
  'visio',
  'other',
] as const;
export type Channel = (typeof CHANNELS)[number];

/** The channels that a step of a scenario may have, by the French word of the YAML file. */
export const STEP_CHANNELS = {
  email: 'email',
  telephone: 'call',
  sms: 'sms',
  courrier: 'letter',
  lrar: 'lrar',
  'mise-en-demeure': 'mise-en-demeure',
  remise: 'handover',
} as const satisfies Record<string, Channel>;

export interface Step {
  id: string;
  /** Days after the due date; negative before it. */
  day: number;
  channel: Channel;
  tone: Tone;
  template: string;
}

export interface Scenario {
  name: string;
  description: string;
  /** Days between two e-mails or SMS to one client. */
  minGapDays: number;
  /** An overdue invoice whose next step would come within so many days is reminded of with the others of its client. */
  groupingDays: number;
  /** In the order of their days, which rise. */
  steps: Step[];
}

/** Id under which a decision taken after the last step is logged. */
export const DECIDE = 'decide';

/** The YAML file of a scenario, once its shape has been checked. */
export interface ScenarioFile {
  nom: string;
  description?: string;
  ecart_min?: number;
  regroupement?: number;
  etapes: { id: string; jour: number; canal: keyof typeof STEP_CHANNELS; ton: Tone; modele: string }[];
}

const DEFAULT_MIN_GAP_DAYS = 3;
const DEFAULT_GROUPING_DAYS = 10;
/** Longest `ecart_min`: older contacts cannot space anything out. */
export const MAX_MIN_GAP_DAYS = 90;
/** Longest `regroupement`: beyond a month, two invoices are two stories. */
export const MAX_GROUPING_DAYS = 31;

export const toScenario = (file: ScenarioFile): Scenario => ({
  name: file.nom,
  description: file.description ?? '',
  minGapDays: file.ecart_min ?? DEFAULT_MIN_GAP_DAYS,
  groupingDays: file.regroupement ?? DEFAULT_GROUPING_DAYS,
  steps: file.etapes.map((etape) => ({
    id: etape.id,
    day: etape.jour,
    channel: STEP_CHANNELS[etape.canal],
    tone: etape.ton,
    template: etape.modele,
  })),
});

/** Beyond the last tone of a mail: a mise en demeure or a hand-over has been made. */
const BEYOND = TONES.length;

/** Rank of what a step says to the client; a mise en demeure and a hand-over rank above every mail. */
export const toneRank = (step: { tone: Tone | null; channel: Channel }): number => {
  if (step.channel === 'mise-en-demeure' || step.channel === 'handover') return BEYOND;
  return step.tone ? TONES.indexOf(step.tone) : -1;
};

export const LAST_TONE_RANK = TONES.indexOf('dernier');

/** A mise en demeure, or what is beyond it: nothing that is said is firmer. */
export const isFormal = (step: { tone: Tone | null; channel: Channel }): boolean => toneRank(step) >= BEYOND;

/** A step that announces, or makes, what a creditor may only do while the claim can be sued for. */
export const isThreat = (step: { tone: Tone | null; channel: Channel }): boolean =>
  toneRank(step) >= LAST_TONE_RANK;

/** The scenario of an invoice: its own, else its client's, else that of the client's type. */
export const scenarioNameOf = (
  invoice: { scenario: string | null },
  client: { scenario: string | null; kind: ClientKind },
): string => {
  if (invoice.scenario) return invoice.scenario;
  if (client.scenario) return client.scenario;
  if (client.kind === 'particulier') return 'particulier';
  if (client.kind === 'public') return 'secteur-public';
  return 'standard';
};

/**
 * Days that a mise en demeure leaves to pay, counted from its first presentation.
 * No text sets them; 8 is usual between professionals and a consumer is given 15.
 */
export const miseEnDemeureDelayDays = (kind: ClientKind): number => (kind === 'particulier' ? 15 : 8);

/** Days assumed between posting a registered letter and its first presentation, while that is unknown. */
export const PRESENTATION_DAYS = 3;
