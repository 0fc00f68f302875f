import type { Vocabulary } from '../../document/template-files.ts';
import {
  COUNT,
  fields,
  FLAG,
  oneOf,
  oneOfOrNone,
  TEXT,
  TEXT_OR_NONE,
  variablesOf,
  type Values,
} from '../../document/variables.ts';
import { SHARED_VARIABLES } from '../../mail/message-context.ts';

/** The variables of a letter beside those that it shares with e-mails, under the names that users type. */
const VARIABLES = {
  civilite: TEXT,
  date: TEXT,
  total_lettres: TEXT_OR_NONE,
  /** Principal, penalties and indemnity. */
  total_reclame: TEXT,
  arrete_au: TEXT,
  penalites_mention: FLAG,
  par_jour: TEXT_OR_NONE,
  provisoire: FLAG,
  /** Interest at the legal rate runs from this letter. */
  interet_legal: FLAG,
  delai: TEXT,
  /** « du 3 octobre 2026 », « des 3, 10 et 24 octobre 2026 ». */
  rappels: TEXT_OR_NONE,
  rappels_nombre: COUNT,
  suite: oneOf(['injonction', 'juridiction']),
  envoi: oneOf(['lrar', 'lre', 'simple', 'none']),
  mensualites: COUNT,
  premiere_echeance: TEXT_OR_NONE,
  derniere_echeance: TEXT_OR_NONE,
  penalites_abandonnees: FLAG,
  penalites_plan: TEXT_OR_NONE,
  procedure: oneOfOrNone(['sauvegarde', 'redressement', 'liquidation']),
  jugement: TEXT_OR_NONE,
  bodacc: TEXT_OR_NONE,
  declaration_avant: TEXT_OR_NONE,
  mandataire: TEXT_OR_NONE,
  montant_ht: TEXT_OR_NONE,
  montant_tva: TEXT_OR_NONE,
  tribunal: TEXT_OR_NONE,
  echeances_plusieurs: FLAG,
  /** « du 16 novembre 2026 et du 16 décembre 2026 »: the instalments that a reminder asks for. */
  echeances: TEXT_OR_NONE,
  /** A part of them came in. */
  echeances_entamees: FLAG,
  solde: TEXT_OR_NONE,
  createur: fields({
    nom: TEXT,
    email: TEXT_OR_NONE,
    tel: TEXT_OR_NONE,
    ville: TEXT_OR_NONE,
    identite: TEXT,
  }),
  client: fields({ nom: TEXT, contact: TEXT_OR_NONE, siren: TEXT_OR_NONE, identite: TEXT }),
  ...SHARED_VARIABLES,
} as const;

export type LetterContext = Values<typeof VARIABLES>;

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
  ...variablesOf(VARIABLES),
  blocks: Object.keys(LETTER_BLOCKS),
};
