import type { Vocabulary } from '../templates/files.ts';
import type { Block } from '../templates/markup.ts';
import { TONES, type Tone } from '../domain/scenario.ts';

/** What the step after this one is, when it is something to announce. */
const NEXT_STEPS = ['mise-en-demeure', 'appel', 'remise'] as const;

const ENUMERATIONS = { suite: NEXT_STEPS, ton: TONES };

/** The variables of an e-mail template, under the names that users type. All are always defined. */
export interface MessageContext {
  tu: boolean;
  nous: boolean;
  plusieurs: boolean;
  nombre: number;
  salutation: string;
  numero: string;
  numeros: string;
  objet_facture: string | null;
  echeance: string;
  emise: string;
  retard: number;
  duree_retard: string;
  jours_avant: number | null;
  total: string;
  montant_facture: string | null;
  deja_regle: string | null;
  paye_le: string | null;
  date_limite: string | null;
  suite: (typeof NEXT_STEPS)[number] | null;
  nombre_rappels: number;
  rappels_plusieurs: boolean;
  dernier_rappel: string | null;
  /** The tone of the step. */
  ton: Tone;
  /** What was agreed a moment ago, for a message that confirms it. */
  convenu_date: string | null;
  convenu_montant: string | null;
  /** Nothing is left to pay on these invoices. */
  solde: boolean;
  /** Nothing at all is asked of this client any more. */
  tout_regle: boolean;
  promesse_date: string | null;
  promesse_montant: string | null;
  /** The instalment of a plan that the message is about. */
  plan_echeance: string | null;
  plan_numero: number | null;
  plan_nombre: number | null;
  autres_echanges: boolean;
  piece_jointe: boolean;
  pieces: number;
  pieces_plusieurs: boolean;
  professionnel: boolean;
  consommateur: boolean;
  public: boolean;
  association: boolean;
  penalites: boolean;
  penalites_montant: string | null;
  penalites_au: string | null;
  penalites_provisoires: boolean;
  indemnite: boolean;
  createur: { nom: string; email: string | null; tel: string | null };
  client: { nom: string; contact: string | null };
  engagement: string | null;
  code_service: string | null;
}

/** `true` for a plain variable, the names of its fields for one that has some. The compiler keeps it whole. */
const VARIABLES: { readonly [Name in keyof MessageContext]: true | readonly string[] } = {
  tu: true,
  nous: true,
  plusieurs: true,
  nombre: true,
  salutation: true,
  numero: true,
  numeros: true,
  objet_facture: true,
  echeance: true,
  emise: true,
  retard: true,
  duree_retard: true,
  jours_avant: true,
  total: true,
  montant_facture: true,
  deja_regle: true,
  paye_le: true,
  date_limite: true,
  suite: true,
  nombre_rappels: true,
  rappels_plusieurs: true,
  dernier_rappel: true,
  ton: true,
  convenu_date: true,
  convenu_montant: true,
  solde: true,
  tout_regle: true,
  promesse_date: true,
  promesse_montant: true,
  plan_echeance: true,
  plan_numero: true,
  plan_nombre: true,
  autres_echanges: true,
  piece_jointe: true,
  pieces: true,
  pieces_plusieurs: true,
  professionnel: true,
  consommateur: true,
  public: true,
  association: true,
  penalites: true,
  penalites_montant: true,
  penalites_au: true,
  penalites_provisoires: true,
  indemnite: true,
  createur: ['nom', 'email', 'tel'],
  client: ['nom', 'contact'],
  engagement: true,
  code_service: true,
};

/** Block names as template authors type them after `@`. */
export const MESSAGE_BLOCKS = {
  factures: 'invoices',
  paiement: 'payment',
  penalites: 'penalties',
  signature: 'signature',
  somme: 'sum',
} as const;
export type MessageBlock = Block<(typeof MESSAGE_BLOCKS)[keyof typeof MESSAGE_BLOCKS]>;

export const MESSAGE_VOCABULARY: Vocabulary = {
  what: 'e-mail',
  variables: VARIABLES,
  enumerations: ENUMERATIONS,
  blocks: Object.keys(MESSAGE_BLOCKS),
};

/** What is said on the telephone, or copied into a short message: the same words to work with, nothing placed. */
export const spokenVocabulary = (what: string): Vocabulary => ({
  ...MESSAGE_VOCABULARY,
  what,
  blocks: [],
  hasNoSubject: true,
});
