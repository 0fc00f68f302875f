import type { Client } from './client.ts';
import type { LocalDate } from '../dates.ts';
import { isFrench } from './french-territory.ts';

/** What is verified before signing with a client, in order, by the word that `client checklist` takes. */
export const CHECK_WORDS = {
  identite: 'identity',
  existence: 'existence',
  signataire: 'signatory',
  facturation: 'billing',
  conditions: 'terms',
  commande: 'order',
  acompte: 'deposit',
} as const;

export type CheckWord = keyof typeof CHECK_WORDS;
export type CheckItem = (typeof CHECK_WORDS)[CheckWord];

export type CheckAnswer = 'yes' | 'no' | 'not-applicable';

export interface ClientCheck {
  item: CheckItem;
  answer: CheckAnswer;
  note: string | null;
  on: LocalDate;
}

export interface ChecklistEntry {
  item: CheckItem;
  word: CheckWord;
  title: string;
  /** What to look at, and where. */
  how: string;
}

type Wording = Record<CheckItem, Pick<ChecklistEntry, 'title' | 'how'>>;

const COMPANY: Wording = {
  identity: {
    title: 'Identité exacte et forme',
    how: 'Dénomination, forme (SARL, SAS, EI…) et siège, tels que la facture et une lettre recommandée les porteront.',
  },
  existence: {
    title: 'SIREN en activité',
    how: 'Cherchez-le sur annuaire-entreprises.data.gouv.fr : société active, même nom, même adresse, pas de procédure collective.',
  },
  signatory: {
    title: 'Qui signe, et peut engager',
    how: 'Le dirigeant que donne l’annuaire, ou une personne qui a de lui un pouvoir écrit.',
  },
  billing: {
    title: 'À qui et où facturer',
    how: 'Service et personne, adresse e-mail ou plateforme, n° de commande s’il en faut un pour être payé.',
  },
  terms: {
    title: 'Conditions écrites et acceptées',
    how: 'Délai de paiement, taux des pénalités de retard, indemnité de 40 € (C. com. L441-10) : acceptés par écrit, avec le devis.',
  },
  order: {
    title: 'Devis signé ou bon de commande',
    how: 'Daté et signé avant de commencer, avec ce qui est fait, ce qui ne l’est pas, et le prix.',
  },
  deposit: {
    title: 'Acompte demandé',
    how: '30 % à la commande : le travail commence quand il est reçu.',
  },
};

const ABROAD: Wording['existence'] = {
  title: 'Existence légale',
  how: 'Le registre du commerce de son pays ; dans l’Union européenne, son n° de TVA sur VIES (ec.europa.eu/taxation_customs/vies).',
};

/** Between the association and the company, what differs. */
const ASSOCIATION: Partial<Wording> = {
  identity: { title: 'Identité exacte', how: 'Titre et siège déclarés, tels que la facture les portera.' },
  existence: {
    title: 'SIREN ou numéro RNA',
    how: 'Cherchez-le sur annuaire-entreprises.data.gouv.fr : SIREN, ou numéro RNA (W et neuf chiffres).',
  },
  signatory: {
    title: 'Qui signe, et peut engager',
    how: 'La personne que les statuts désignent, le plus souvent la présidente ou le président, ou un pouvoir écrit.',
  },
  terms: {
    title: 'Conditions écrites et acceptées',
    how: 'Délai de paiement et intérêts de retard : acceptés par écrit, avec le devis.',
  },
};

const CONSUMER: Partial<Wording> = {
  identity: { title: 'Identité exacte', how: 'Nom, prénom et adresse, tels que la facture les portera.' },
  signatory: {
    title: 'Qui signe',
    how: 'La personne elle-même ; s’ils sont deux, les deux signatures.',
  },
  billing: { title: 'À qui et où facturer', how: 'Adresse postale, e-mail et téléphone.' },
  terms: {
    title: 'Conditions écrites et acceptées',
    how: 'Prix TTC, date de paiement, médiateur de la consommation (C. conso. L111-1). Ni pénalités entre professionnels ni 40 €.',
  },
  order: {
    title: 'Devis signé, rétractation',
    how: 'À distance ou hors de vos locaux, le client a 14 jours pour se rétracter (C. conso. L221-18) : pour commencer avant, gardez sa demande écrite (L221-25).',
  },
  deposit: {
    title: 'Acompte demandé',
    how: '30 % à la commande, sous le nom d’acompte : sans ce mot, ce sont des arrhes, et le client peut renoncer en les laissant (C. conso. L214-1). Signé hors de vos locaux : rien avant 7 jours (L221-10).',
  },
};

const PUBLIC_BODY: Partial<Wording> = {
  identity: {
    title: 'Acheteur exact',
    how: 'L’établissement ou la collectivité qui commande et paie, et son service.',
  },
  existence: {
    title: 'SIRET du service qui paie',
    how: 'Sur annuaire-entreprises.data.gouv.fr, puis dans Chorus Pro : c’est lui qui reçoit la facture.',
  },
  signatory: {
    title: 'Qui signe, et peut engager',
    how: 'Le représentant de l’acheteur, ou une personne qui a sa délégation.',
  },
  billing: {
    title: 'Chorus Pro : service et engagement',
    how: 'SIRET, code du service s’il est exigé, et numéro d’engagement : sans eux, la facture est rejetée.',
  },
  terms: {
    title: 'Conditions écrites et acceptées',
    how: 'Délai de 30 jours (50 pour un hôpital), intérêts moratoires et 40 €, de plein droit (CCP L2192-13).',
  },
  order: {
    title: 'Bon de commande ou marché notifié',
    how: 'Reçu avant de commencer, avec le numéro d’engagement : sans engagement, pas de paiement.',
  },
  deposit: {
    title: 'Avance demandée',
    how: 'De droit au-delà de 50\u202f000 € HT et de deux mois d’exécution (CCP R2191-3) ; sinon, demandez-la au contrat.',
  },
};

const wordingOf = ({ kind, country }: Pick<Client, 'kind' | 'country'>): Wording => {
  if (kind === 'particulier') return { ...COMPANY, ...CONSUMER };
  if (!isFrench(country)) return { ...COMPANY, existence: ABROAD };
  if (kind === 'association') return { ...COMPANY, ...ASSOCIATION };
  return kind === 'public' ? { ...COMPANY, ...PUBLIC_BODY } : COMPANY;
};

/** What to verify before signing with this client; a consumer has no SIREN. */
export const checklistOf = (client: Pick<Client, 'kind' | 'country'>): ChecklistEntry[] => {
  const wording = wordingOf(client);
  return (Object.entries(CHECK_WORDS) as [CheckWord, CheckItem][])
    .filter(([, item]) => client.kind !== 'particulier' || item !== 'existence')
    .map(([word, item]) => ({ item, word, ...wording[item] }));
};
