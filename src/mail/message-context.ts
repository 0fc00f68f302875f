import {
  COUNT,
  COUNT_OR_NONE,
  fields,
  FLAG,
  oneOf,
  oneOfOrNone,
  TEXT,
  TEXT_OR_NONE,
  variablesOf,
  type Values,
} from '../document/variables.ts';
import type { Vocabulary } from '../document/template-files.ts';
import { TONES } from '../domain/schedule/scenario.ts';

/** What the step after this one is, when it is something to announce. */
const NEXT_STEPS = ['mise-en-demeure', 'appel', 'remise'] as const;

/** What came out of an exchange, when the next message says more of it than its date. */
export const EXCHANGE_OUTCOMES = ['attente-validation', 'deja-paye', 'facture-non-recue'] as const;

/** The variables that e-mails and letters share, under the names that users type. */
export const SHARED_VARIABLES = {
  nous: FLAG,
  plusieurs: FLAG,
  nombre: COUNT,
  salutation: TEXT,
  numero: TEXT,
  numeros: TEXT,
  objet_facture: TEXT_OR_NONE,
  echeance: TEXT,
  duree_retard: TEXT,
  total: TEXT,
  /** The disputed part, left aside. */
  conteste: TEXT_OR_NONE,
  /** Something was received, deducted or left aside: what is asked is not the whole of the invoices. */
  entamee: FLAG,
  rappels_plusieurs: FLAG,
  /** The last exchange, unless a reminder has followed it: « notre échange », « votre message », and its day. */
  echange_quoi: TEXT_OR_NONE,
  echange_le: TEXT_OR_NONE,
  echange_issue: oneOfOrNone(EXCHANGE_OUTCOMES),
  /** Who was to approve, and for when. */
  echange_qui: TEXT_OR_NONE,
  echange_pour: TEXT_OR_NONE,
  /** What it was about: « la facture », « les factures », or by their numbers when the message names others too. */
  echange_factures: TEXT_OR_NONE,
  echange_plusieurs: FLAG,
  echange_partie: FLAG,
  /** The day on which the client says to have paid. */
  paye_annonce: TEXT_OR_NONE,
  /** The last promise that did not come. */
  promesse_date: TEXT_OR_NONE,
  promesse_montant: TEXT_OR_NONE,
  /** A part of it came in. */
  promesse_entamee: FLAG,
  /** The agreement whose instalment is missed, or whose balance is due. */
  protocole_du: TEXT_OR_NONE,
  /** Since that day the whole balance of the agreement is due. */
  exigible_le: TEXT_OR_NONE,
  /** Penalties that this balance holds, besides what is owed on the invoices. */
  protocole_penalites: TEXT_OR_NONE,
  /** Overdue invoices that the message does not ask for: « la facture A-1 », « 5 autres factures ». */
  autres_factures: TEXT_OR_NONE,
  pieces: COUNT,
  professionnel: FLAG,
  consommateur: FLAG,
  public: FLAG,
  association: FLAG,
  /** They are mentioned; in a letter, they have an amount there. */
  penalites: FLAG,
  indemnite: FLAG,
} as const;

/** Those of an e-mail, of a call and of a short message. */
const VARIABLES = {
  tu: FLAG,
  emise: TEXT,
  retard: COUNT,
  jours_avant: COUNT_OR_NONE,
  montant_facture: TEXT_OR_NONE,
  deja_regle: TEXT_OR_NONE,
  paye_le: TEXT_OR_NONE,
  /** What came in that day. */
  paye_montant: TEXT_OR_NONE,
  /** It came in several times. */
  versements: FLAG,
  /** Credit notes: what they deduct in all, and the day of the last one. */
  avoir: TEXT_OR_NONE,
  avoir_le: TEXT_OR_NONE,
  avoirs: FLAG,
  date_limite: TEXT_OR_NONE,
  suite: oneOfOrNone(NEXT_STEPS),
  nombre_rappels: COUNT,
  dernier_rappel: TEXT_OR_NONE,
  /** The last call that reached nobody, unless something has followed it. */
  appel_le: TEXT_OR_NONE,
  /** The client has answered once, by any means. */
  a_repondu: FLAG,
  /** Nothing was said, promised or paid that would make it unlikely that the client forgot. */
  oubli: FLAG,
  /** Days of the reminders, of the calls that reached nobody, of those that did save the exchange whose outcome is told: « le 5 octobre », « les 5 et 12 octobre ». */
  ecrits: TEXT_OR_NONE,
  appels: TEXT_OR_NONE,
  echanges: TEXT_OR_NONE,
  /** The tone of the step. */
  ton: oneOf(TONES),
  /** What was agreed a moment ago, for a message that confirms it. */
  convenu_date: TEXT_OR_NONE,
  convenu_montant: TEXT_OR_NONE,
  /** Nothing is left to pay on these invoices. */
  solde: FLAG,
  /** Nothing at all is asked of this client any more. */
  tout_regle: FLAG,
  /** The instalment of a plan that the message is about: the first, when several are overdue. */
  plan_echeance: TEXT_OR_NONE,
  plan_numero: COUNT_OR_NONE,
  plan_nombre: COUNT_OR_NONE,
  /** « du 16 novembre et du 16 décembre ». */
  plan_echeances: TEXT_OR_NONE,
  plan_plusieurs: COUNT_OR_NONE,
  /** A part of it came in. */
  plan_entame: FLAG,
  plan_retard: FLAG,
  /** It is past, and so is the patience of the agreement. */
  plan_manque: FLAG,
  /** The instalments that a message asks for beside other invoices: their invoices, and what of them is asked. */
  protocole_factures: TEXT_OR_NONE,
  protocole_part: TEXT_OR_NONE,
  autres_echanges: FLAG,
  /** The last reminder, when something has left its total since: what was paid (« de la facture A-2 »), credited, cancelled. */
  precedent_le: TEXT_OR_NONE,
  reglees: TEXT_OR_NONE,
  soldees: TEXT_OR_NONE,
  annulees: TEXT_OR_NONE,
  piece_jointe: FLAG,
  pieces_plusieurs: FLAG,
  penalites_montant: TEXT_OR_NONE,
  penalites_au: TEXT_OR_NONE,
  penalites_provisoires: FLAG,
  createur: fields({ nom: TEXT, email: TEXT_OR_NONE, tel: TEXT_OR_NONE }),
  client: fields({ nom: TEXT, contact: TEXT_OR_NONE }),
  engagement: TEXT_OR_NONE,
  code_service: TEXT_OR_NONE,
  ...SHARED_VARIABLES,
} as const;

export type MessageContext = Values<typeof VARIABLES>;

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
  ...variablesOf(VARIABLES),
  blocks: Object.keys(MESSAGE_BLOCKS),
};

/** What is said on the telephone, or copied into a short message: the same words to work with, nothing placed. */
export const spokenVocabulary = (what: string): Vocabulary => ({
  ...MESSAGE_VOCABULARY,
  what,
  blocks: [],
  hasNoSubject: true,
});
