import type { Vocabulary } from '../document/template-files.ts';
import { TONES, type Tone } from '../domain/schedule/scenario.ts';

/** What the step after this one is, when it is something to announce. */
const NEXT_STEPS = ['mise-en-demeure', 'appel', 'remise'] as const;

/** What came out of an exchange, when the next message says more of it than its date. */
export const EXCHANGE_OUTCOMES = ['attente-validation', 'deja-paye', 'facture-non-recue'] as const;

const ENUMERATIONS = { suite: NEXT_STEPS, ton: TONES, echange_issue: EXCHANGE_OUTCOMES };

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
  /** What came in that day. */
  paye_montant: string | null;
  /** It came in several times. */
  versements: boolean;
  /** Credit notes: what they deduct in all, and the day of the last one. */
  avoir: string | null;
  avoir_le: string | null;
  avoirs: boolean;
  /** The disputed part, which the message leaves aside. */
  conteste: string | null;
  /** Something was received, deducted or left aside: what is asked is not the whole of the invoices. */
  entamee: boolean;
  date_limite: string | null;
  suite: (typeof NEXT_STEPS)[number] | null;
  nombre_rappels: number;
  rappels_plusieurs: boolean;
  dernier_rappel: string | null;
  /** The last exchange, unless a reminder has followed it: « notre échange », « votre message », and its day. */
  echange_quoi: string | null;
  echange_le: string | null;
  echange_issue: (typeof EXCHANGE_OUTCOMES)[number] | null;
  /** Who was to approve, and for when. */
  echange_qui: string | null;
  echange_pour: string | null;
  /** What it was about: « la facture », « les factures », or by their numbers when the message names others too. */
  echange_factures: string | null;
  echange_plusieurs: boolean;
  echange_partie: boolean;
  /** The day on which the client says to have paid. */
  paye_annonce: string | null;
  /** The last call that reached nobody, unless something has followed it. */
  appel_le: string | null;
  /** The client has answered once, by any means. */
  a_repondu: boolean;
  /** Nothing was said, promised or paid that would make it unlikely that the client forgot. */
  oubli: boolean;
  /** Days of the reminders, of the calls that reached nobody, of those that did save the exchange whose outcome is told: « le 5 octobre », « les 5 et 12 octobre ». */
  ecrits: string | null;
  appels: string | null;
  echanges: string | null;
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
  /** A part of it came in. */
  promesse_entamee: boolean;
  /** The instalment of a plan that the message is about: the first, when several are overdue. */
  plan_echeance: string | null;
  plan_numero: number | null;
  plan_nombre: number | null;
  /** « du 16 novembre et du 16 décembre ». */
  plan_echeances: string | null;
  plan_plusieurs: number | null;
  /** A part of it came in. */
  plan_entame: boolean;
  plan_retard: boolean;
  /** It is past, and so is the patience of the agreement. */
  plan_manque: boolean;
  protocole_du: string | null;
  /** The instalments that a message asks for beside other invoices: their invoices, and what of them is asked. */
  protocole_factures: string | null;
  protocole_part: string | null;
  /** Since that day the whole balance of the agreement is due. */
  exigible_le: string | null;
  /** Penalties that this balance holds, besides what is owed on the invoices. */
  protocole_penalites: string | null;
  autres_echanges: boolean;
  /** Overdue invoices that the message does not ask for: « la facture A-1 », « 5 autres factures ». */
  autres_factures: string | null;
  /** The last reminder, when something has left its total since: what was paid (« de la facture A-2 »), credited, cancelled. */
  precedent_le: string | null;
  reglees: string | null;
  soldees: string | null;
  annulees: string | null;
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
  paye_montant: true,
  versements: true,
  avoir: true,
  avoir_le: true,
  avoirs: true,
  conteste: true,
  entamee: true,
  date_limite: true,
  suite: true,
  nombre_rappels: true,
  rappels_plusieurs: true,
  dernier_rappel: true,
  echange_quoi: true,
  echange_le: true,
  echange_issue: true,
  echange_qui: true,
  echange_pour: true,
  echange_factures: true,
  echange_plusieurs: true,
  echange_partie: true,
  paye_annonce: true,
  appel_le: true,
  a_repondu: true,
  oubli: true,
  ecrits: true,
  appels: true,
  echanges: true,
  ton: true,
  convenu_date: true,
  convenu_montant: true,
  solde: true,
  tout_regle: true,
  promesse_date: true,
  promesse_montant: true,
  promesse_entamee: true,
  plan_echeance: true,
  plan_numero: true,
  plan_nombre: true,
  plan_echeances: true,
  plan_plusieurs: true,
  plan_entame: true,
  plan_retard: true,
  plan_manque: true,
  protocole_du: true,
  protocole_factures: true,
  protocole_part: true,
  exigible_le: true,
  protocole_penalites: true,
  autres_echanges: true,
  autres_factures: true,
  precedent_le: true,
  reglees: true,
  soldees: true,
  annulees: true,
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
export type MessageBlockName = (typeof MESSAGE_BLOCKS)[keyof typeof MESSAGE_BLOCKS];

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
