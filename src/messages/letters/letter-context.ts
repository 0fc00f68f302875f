import type { Vocabulary } from '../../document/template-files.ts';

/** Variables that letters compare with a word. */
const ENUMERATIONS = {
  suite: ['injonction', 'juridiction'],
  envoi: ['lrar', 'lre', 'simple', 'none'],
  procedure: ['sauvegarde', 'redressement', 'liquidation'],
  echange_issue: ['attente-validation', 'deja-paye', 'facture-non-recue'],
} as const;

/** The variables of a letter, under the names that users type. All are always defined. */
export interface LetterContext {
  nous: boolean;
  plusieurs: boolean;
  nombre: number;
  /** « Madame, Monsieur, » and, for the closing formula, the same without its comma. */
  salutation: string;
  civilite: string;
  numero: string;
  numeros: string;
  objet_facture: string | null;
  echeance: string;
  duree_retard: string;
  date: string;
  /** Reste dû of the invoices. */
  total: string;
  total_lettres: string | null;
  /** The disputed part, which the letter leaves aside. */
  conteste: string | null;
  /** Something was received or deducted. */
  entamee: boolean;
  /** Principal, penalties and indemnity. */
  total_reclame: string;
  arrete_au: string;
  /** Penalties and indemnity have an amount in this letter. */
  penalites: boolean;
  penalites_mention: boolean;
  indemnite: boolean;
  par_jour: string | null;
  provisoire: boolean;
  /** Interest at the legal rate runs from this letter. */
  interet_legal: boolean;
  delai: string;
  /** « du 3 octobre 2026 », « des 3, 10 et 24 octobre 2026 ». */
  rappels: string | null;
  rappels_nombre: number;
  rappels_plusieurs: boolean;
  /** The last exchange, unless a reminder has followed it: « notre échange », its day, and what came out of it. */
  echange_quoi: string | null;
  echange_le: string | null;
  echange_issue: (typeof ENUMERATIONS.echange_issue)[number] | null;
  echange_qui: string | null;
  echange_pour: string | null;
  /** What it was about, as in the e-mails. */
  echange_factures: string | null;
  echange_plusieurs: boolean;
  echange_partie: boolean;
  paye_annonce: string | null;
  /** Overdue invoices that the letter does not ask for. */
  autres_factures: string | null;
  suite: (typeof ENUMERATIONS.suite)[number];
  envoi: (typeof ENUMERATIONS.envoi)[number];
  pieces: number;
  professionnel: boolean;
  consommateur: boolean;
  public: boolean;
  association: boolean;
  mensualites: number;
  premiere_echeance: string | null;
  derniere_echeance: string | null;
  penalites_abandonnees: boolean;
  penalites_plan: string | null;
  procedure: (typeof ENUMERATIONS.procedure)[number] | null;
  jugement: string | null;
  bodacc: string | null;
  declaration_avant: string | null;
  mandataire: string | null;
  montant_ht: string | null;
  montant_tva: string | null;
  tribunal: string | null;
  /** The last promise that did not come, and whether a part of it did. */
  promesse_date: string | null;
  promesse_montant: string | null;
  promesse_entamee: boolean;
  /** The agreement whose instalment is missed, or whose balance is due since `exigible_le`. */
  protocole_du: string | null;
  exigible_le: string | null;
  protocole_penalites: string | null;
  echeances_plusieurs: boolean;
  /** « du 16 novembre 2026 et du 16 décembre 2026 »: the instalments that a reminder asks for. */
  echeances: string | null;
  /** A part of them came in. */
  echeances_entamees: boolean;
  solde: string | null;
  createur: { nom: string; email: string | null; tel: string | null; ville: string | null; identite: string };
  client: { nom: string; contact: string | null; siren: string | null; identite: string };
}

/** The compiler keeps it whole. */
const VARIABLES: { readonly [Name in keyof LetterContext]: true | readonly string[] } = {
  nous: true,
  plusieurs: true,
  nombre: true,
  salutation: true,
  civilite: true,
  numero: true,
  numeros: true,
  objet_facture: true,
  echeance: true,
  duree_retard: true,
  date: true,
  total: true,
  total_lettres: true,
  conteste: true,
  entamee: true,
  total_reclame: true,
  arrete_au: true,
  penalites: true,
  penalites_mention: true,
  indemnite: true,
  par_jour: true,
  provisoire: true,
  interet_legal: true,
  delai: true,
  rappels: true,
  rappels_nombre: true,
  rappels_plusieurs: true,
  echange_quoi: true,
  echange_le: true,
  echange_issue: true,
  echange_qui: true,
  echange_pour: true,
  echange_factures: true,
  echange_plusieurs: true,
  echange_partie: true,
  paye_annonce: true,
  autres_factures: true,
  suite: true,
  envoi: true,
  pieces: true,
  professionnel: true,
  consommateur: true,
  public: true,
  association: true,
  mensualites: true,
  premiere_echeance: true,
  derniere_echeance: true,
  penalites_abandonnees: true,
  penalites_plan: true,
  procedure: true,
  jugement: true,
  bodacc: true,
  declaration_avant: true,
  mandataire: true,
  montant_ht: true,
  montant_tva: true,
  tribunal: true,
  promesse_date: true,
  promesse_montant: true,
  promesse_entamee: true,
  protocole_du: true,
  exigible_le: true,
  protocole_penalites: true,
  echeances_plusieurs: true,
  echeances: true,
  echeances_entamees: true,
  solde: true,
  createur: ['nom', 'email', 'tel', 'ville', 'identite'],
  client: ['nom', 'contact', 'siren', 'identite'],
};

/** Block names as template authors type them after `@`. */
export const LETTER_BLOCKS = {
  factures: 'invoices',
  decompte: 'account',
  paiement: 'payment',
  echeancier: 'schedule',
  faits: 'facts',
  pieces: 'enclosures',
  parties: 'parties',
  signature: 'signature',
} as const;
export type LetterBlockName = (typeof LETTER_BLOCKS)[keyof typeof LETTER_BLOCKS];

export const LETTER_VOCABULARY: Vocabulary = {
  what: 'lettre',
  variables: VARIABLES,
  enumerations: ENUMERATIONS,
  blocks: Object.keys(LETTER_BLOCKS),
};
