import { foldedWords, withoutAccents } from '../../domain/typography.ts';

const wordsOf = (text: string): ReadonlySet<string> =>
  new Set(text.split('|').map((word) => foldedWords(word)));

const BOOKED = wordsOf(
  `execute | executee | executed | effectue | effectuee | settled | completed | complete | termine | terminee | finalise
  | finalisee | comptabilise | comptabilisee | booked | valide | validee | validated | paye | payee | paid | regle | reglee
  | processed | approved | approuve | approuvee | accepte | acceptee | accepted | posted | traite | traitee | succes
  | success | successful | succeeded | reussi | reussie | cleared | confirme | confirmee | confirmed | available | debite
  | debitee | credite | creditee | encaisse | encaissee`,
);
const PENDING = wordsOf(
  `en attente | en cours | en cours de traitement | en traitement | en suspens | en transit | in transit | pending
  | processing | in progress | a venir | autorise | autorisee | authorised | authorized | cree | created | scheduled
  | planifie | planifiee | programme | programmee | unsettled | on hold | held | bloque | bloquee | unclaimed
  | non reclame | non comptabilise | non comptabilisee | initiated | submitted | a valider`,
);
const REFUSED = wordsOf(
  `declined | reverted | failed | canceled | cancelled | rejected | expired | deleted | denied | voided | removed
  | refuse | refusee | annule | annulee | rejete | rejetee | echoue | echouee | echec | expire | expiree | supprime
  | supprimee | renvoye | renvoyee`,
);

export type Standing = 'booked' | 'pending' | 'refused';

/** Booked, pending, or never to be; null for a word that says none of these. */
export const standingOf = (status: string): Standing | null => {
  const word = foldedWords(status);
  if (status.trim() === '' || BOOKED.has(word)) return 'booked';
  if (PENDING.has(word)) return 'pending';
  return REFUSED.has(word) ? 'refused' : null;
};

const IN = wordsOf(
  `c | cr | cre | crdt | credit | credits | crediteur | crediteurs | entree | entrees | entrant | recette | encaissement | in
  | money in | incoming`,
);
const OUT = wordsOf(
  `d | db | dr | deb | dbit | dbt | debit | debits | debiteur | debiteurs | sortie | sorties | sortant | depense
  | decaissement | out | money out | outgoing`,
);
/** PayPal: a line that does not change the balance. */
const NEITHER = wordsOf('memo');

export type Direction = 'in' | 'out' | 'neither';

/** What a sign says; null for a word that says none. */
export const directionOf = (text: string): Direction | null => {
  const sign = text.trim();
  if (sign === '+') return 'in';
  if (/^[-−–]$/.test(sign)) return 'out';
  const word = foldedWords(text);
  if (IN.has(word)) return 'in';
  if (OUT.has(word)) return 'out';
  return NEITHER.has(word) ? 'neither' : null;
};

const SUM =
  /^(?:(?:sous |grand )?(?:total|totaux)|(?:ancien |nouveau )?solde|cumul|(?:opening |closing |starting |ending |final )?balance)\b/;
/** Of a dated line, what says no more than a balance or a total: « Solde facture 12 » is the label of a payment. */
const DATED_SUM = new RegExp(
  `^(?:${[
    '(?:ancien |nouveau )?solde(?: du compte)?(?: (?:comptable|crediteur|debiteur))?(?: (?:au|le)(?: \\d.{0,20})?)?',
    'solde (?:initial|final|precedent|anterieur|reporte|d ouverture|de cloture|de depart|a nouveau)',
    'solde (?:en|de) (?:debut|fin)(?: de (?:periode|mois))?',
    '(?:(?:opening|closing|starting|ending|final) )?balance',
    '(?:sous |grand )?(?:total|totaux)(?: (?:general|du mois|de la periode|des (?:debits?|credits?|operations|mouvements)))?',
  ].join('|')})$`,
);

/** Words that begin a line of total or of balance. */
export const isSum = (text: string): boolean => SUM.test(foldedWords(text));

export const isDatedSum = (text: string): boolean => DATED_SUM.test(foldedWords(text));

/** PayPal: money that goes from one of the holder's own currencies to another. */
export const isConversion = (type: string): boolean =>
  /\b(?:currency conversion|conversion de devises?)\b/.test(withoutAccents(type).toLowerCase());
