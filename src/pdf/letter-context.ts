import type { Vocabulary } from '../templates/files.ts';

/** Variables that letters compare with a word. */
const ENUMERATIONS = {
  suite: ['injonction', 'juridiction'],
  envoi: ['lrar', 'lre', 'simple', 'none'],
  procedure: ['sauvegarde', 'redressement', 'liquidation'],
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
  /** The agreement whose instalment is missed. */
  protocole_du: string | null;
  echeances_plusieurs: boolean;
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
  protocole_du: true,
  echeances_plusieurs: true,
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
