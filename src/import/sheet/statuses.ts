import { foldedWords, quoted } from '../../domain/typography.ts';
import { CellFault } from '../table/cell-fault.ts';

/**
 * What a word of status says of an invoice. `issued`: nothing of its payment; `left`: nothing is to be claimed, for the
 * reason told.
 */
export type Status =
  { kind: 'issued' | 'unpaid' | 'partly' | 'paid' | 'disputed' } | { kind: 'left'; reason: string };

/** Genders and plurals are one word; a figure stands for any other. */
const stem = (word: string): string =>
  /^\d+$/.test(word) ? '#' : word.length > 3 ? word.replace(/s$/, '').replace(/ee$/, 'e') : word;

const stems = (text: string): string => foldedWords(text).split(' ').map(stem).join(' ');

const phrases = (text: string): string[] => text.split('|').map((phrase) => stems(phrase));

const CREDIT_NOTE: Status = {
  kind: 'left',
  reason: 'avoir : relance pay <facture> --avoir le note sur sa facture',
};
const CREDIT_NOTES = phrases(
  'avoir | avoirs | avoir émis | avoir total | avoir client | facture d’avoir | note de crédit | annulée par avoir | annulée par un avoir | créditée | credit note | credit memo | creditnote | credited | avoir remboursé',
);
const OTHER: Status = { kind: 'left', reason: 'ce n’est pas une facture' };
const OTHERS = phrases(
  'devis | devis accepté | devis envoyé | devis signé | quote | quotation | estimate | proforma | pro forma | facture proforma | bon de commande | commande | bon de livraison | order | purchase order | delivery note | demande d’acompte | acompte demandé',
);

const WORDS: [Status, string[]][] = [
  [
    { kind: 'issued' },
    phrases(
      'émis | émise | envoyée | envoyée au client | transmise | transmis | finalisée | validée | validé | comptabilisée | facturée | ouverte | ouvert | active | définitive | approuvée | acceptée | reçue | vue | consultée | imprimée | déposée | mise à disposition | prise en charge | visée | confirmée | en cours | non échue | à échoir | relancée | relance | relance envoyée | relance 1 | relancée 2 fois | 1 relance | open | sent | viewed | issued | approved | authorised | authorized | finalized | finalised | posted | submitted | emailed | delivered | opened | accepted | received | printed | confirmed | validated | not due | not yet due | due | reminded | reminder sent | en gestion',
    ),
  ],
  [
    { kind: 'unpaid' },
    phrases(
      'impayée | non payée | non réglée | non encaissée | non soldée | non acquittée | non lettrée | pas payée | pas réglée | pas encore payée | pas encore réglée | à payer | à régler | à encaisser | à recouvrer | en attente | en attente de paiement | en attente de règlement | en attente d’encaissement | en attente du paiement | en attente du règlement | attente paiement | attente règlement | attente de paiement | attente de règlement | attend paiement | paiement en attente | règlement en attente | encaissement en attente | encaissement en cours | paiement attendu | règlement attendu | règlement en retard | paiement en retard | encaissement en retard | solde dû | reste dû | reste à payer | en retard | en retard de paiement | en retard de règlement | en retard de 1 jour | en retard 1 jour | en retard 1 j | retard | retard de 1 jour | retard 1 jour | retard 1 j | 1 jour de retard | 1 j de retard | échue | échu | échue depuis 1 jour | échue de 1 jour | échue 1 j | échue le 1 1 1 | échue non payée | échue non réglée | dépassée | échéance dépassée | en souffrance | à relancer | en recouvrement | mise en demeure | late | overdue | past due | overdue by 1 day | overdue 1 day | 1 day overdue | 1 day late | unpaid | not paid | outstanding | awaiting payment | pending | pending payment | payment pending | payment due | payment overdue | open overdue | non paid | unsettled',
    ),
  ],
  [
    { kind: 'partly' },
    phrases(
      'partiellement payée | partiellement réglée | partiellement encaissée | partiellement soldée | payée partiellement | réglée partiellement | payée en partie | réglée en partie | encaissée en partie | en partie payée | en partie réglée | partiel | partielle | paiement partiel | règlement partiel | encaissement partiel | paiement partiel reçu | payée à 1 | réglée à 1 | encaissée à 1 | soldée à 1 | 1 payée | 1 réglée | commencée | règlement commencé | paiement commencé | acompte reçu | acompte versé | acompte payé | acompte réglé | partially paid | partly paid | partial | part paid | paid in part | partial payment | paid partially | 1 paid | paid 1',
    ),
  ],
  [
    { kind: 'paid' },
    phrases(
      'payée | réglée | encaissée | soldée | acquittée | payée le 1 1 1 | réglée le 1 1 1 | encaissée le 1 1 1 | soldée le 1 1 1 | acquittée le 1 1 1 | payée 1 1 1 | réglée 1 1 1 | payée intégralement | réglée intégralement | intégralement payée | intégralement réglée | totalement payée | totalement réglée | entièrement payée | entièrement réglée | payée en totalité | réglée en totalité | payée à temps | payée en retard | réglée en retard | lettrée | rapprochée | compensée | paiement reçu | règlement reçu | virement reçu | encaissement reçu | facture payée | facture réglée | paid | paid in full | fully paid | paid on 1 1 1 | paid 1 1 1 | settled | auto paid | paid late | paid on time | deposited | collected | cleared | reconciled | payment received | invoice paid',
    ),
  ],
  [
    { kind: 'disputed' },
    phrases(
      'en litige | litige | contestée | contesté | en contestation | disputed | in dispute | dispute | en réclamation | réclamation',
    ),
  ],
  [
    { kind: 'left', reason: 'brouillon' },
    phrases(
      'brouillon | draft | à valider | provisoire | en préparation | à finaliser | à envoyer | non envoyée | à émettre | non émise | non validée | en attente de validation | programmée | planifiée | pending approval | to be approved | awaiting approval | scheduled | not sent | unsent | to send',
    ),
  ],
  [
    { kind: 'left', reason: 'annulée d’après le fichier' },
    phrases(
      'annulée | annulé | abandonnée | supprimée | extournée | contrepassée | cancelled | canceled | void | voided | deleted | reversed',
    ),
  ],
  [
    { kind: 'left', reason: 'refusée d’après le fichier' },
    phrases('refusée | rejetée | refused | rejected | declined | refusée par le client'),
  ],
  [CREDIT_NOTE, CREDIT_NOTES],
  [
    { kind: 'left', reason: 'passée en perte d’après le fichier' },
    phrases(
      'irrécouvrable | créance irrécouvrable | passée en perte | perte | pertes | pertes et profits | admise en non-valeur | written off | write off | uncollectible | bad debt',
    ),
  ],
  [
    { kind: 'left', reason: 'remboursée d’après le fichier' },
    phrases('remboursée | remboursé | remboursement | refunded | refund | remboursée intégralement'),
  ],
  [OTHER, OTHERS],
  [
    { kind: 'left', reason: 'cédée ou affacturée : à son nouveau créancier de la réclamer' },
    phrases(
      'affacturée | affacturage | cédée | factored | factoring | financée | mobilisée | cession dailly',
    ),
  ],
  [{ kind: 'left', reason: 'close d’après le fichier' }, phrases('close | clôturée | clos | closed')],
];

const BY_WORDS = new Map(WORDS.flatMap(([status, texts]) => texts.map((text) => [text, status] as const)));

/** Dolibarr writes its statuses in figures; elsewhere they are somebody’s own. */
const FIGURES = new Map<string, string>([
  ['0', 'brouillon'],
  ['1', 'validée'],
  ['2', 'payée'],
  ['3', 'abandonnée'],
]);

/**
 * What a cell of status says, from a closed list of whole phrases; null for an empty cell.
 * @throws CellFault for any other word: none is guessed from its beginning
 */
export const readStatus = (text: string, isDolibarr = false): Status | null => {
  const words = foldedWords(text);
  if (words === '') return null;
  const share = /^(?:payee?|reglee?|encaissee?|soldee?) a 100$|^100 (?:payee?|reglee?|paid)$/.test(words);
  const status = share
    ? ({ kind: 'paid' } as const)
    : BY_WORDS.get(stems((isDolibarr ? FIGURES.get(words) : undefined) ?? text.replace(/^facture\b/i, '')));
  if (status === undefined)
    throw new CellFault(
      `le statut ${quoted(text, 30)} n’est pas connu`,
      'remplacez-le par un mot connu (à payer, payée, annulée…), ou --colonnes ignorer=… si la colonne dit autre chose',
    );
  return status;
};

const DOCUMENTS: [Status, string[]][] = [
  [
    { kind: 'issued' },
    phrases(
      'facture | factures | invoice | facture de vente | facture client | vente | ventes | facture simple | facture standard | standard | facture d’acompte | acompte | deposit invoice | facture de solde | solde | facture finale | facture de situation | situation | facture récurrente | récurrente | recurring invoice | abonnement | facture rectificative | facture de remplacement | prestation | prestations | service | services | biens | vente de biens | prestation de services | out invoice | customer invoice | sales invoice | accrec | fac | fact | fa | fv',
    ),
  ],
  [OTHER, OTHERS],
  [
    CREDIT_NOTE,
    [
      ...CREDIT_NOTES,
      ...phrases('av | avoir sur facture | out refund | customer credit note | accreccredit'),
    ],
  ],
  [
    { kind: 'left', reason: 'un règlement, pas une facture' },
    phrases('paiement | payment | règlement | encaissement | payments'),
  ],
  [
    { kind: 'left', reason: 'un achat, pas une facture à recevoir' },
    phrases(
      'achat | facture d’achat | facture fournisseur | bill | purchase | in invoice | accpay | dépense | expense | note de frais',
    ),
  ],
];

/** Codes of EN 16931 (BT-3). */
const CODES = new Map([
  ['380', 'facture'],
  ['384', 'facture rectificative'],
  ['386', 'facture d’acompte'],
  ['381', 'avoir'],
]);
const BY_DOCUMENT = new Map(
  DOCUMENTS.flatMap(([status, texts]) => texts.map((text) => [text, status] as const)),
);

/** @throws CellFault for a type of document that is not known */
export const readDocumentType = (text: string): Status | null => {
  const words = foldedWords(text);
  if (words === '') return null;
  const status = BY_DOCUMENT.get(stems(CODES.get(words) ?? text));
  if (status === undefined)
    throw new CellFault(
      `le type de document ${quoted(text, 30)} n’est pas connu`,
      '--colonnes ignorer=… si la colonne dit autre chose',
    );
  return status;
};
