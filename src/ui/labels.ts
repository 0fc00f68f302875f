import { dayOfWeek, formatLongDay, type LocalDate } from '../domain/dates.ts';
import type { ClientKind } from '../domain/people/client-kind.ts';
import type { ContactStatus } from '../domain/schedule/contact.ts';
import type { PaymentMethod } from '../domain/money/payment.ts';
import type { DisputeCategory } from '../domain/schedule/recorded-hold.ts';
import type { Channel } from '../domain/schedule/scenario.ts';

/** What is to be done, by channel, as the lists show it. */
export const CHANNEL_LABELS: Record<Channel, string> = {
  email: 'e-mail',
  call: 'appel',
  sms: 'SMS',
  letter: 'lettre',
  lrar: 'lettre recommandée',
  'mise-en-demeure': 'mise en demeure',
  handover: 'remise du dossier',
  plan: 'échéancier',
  decide: 'à décider',
  visio: 'visio',
  other: 'autre',
};

/** The channels of a contact by the word that `log --canal` and `--canal` take. */
export const CHANNEL_WORDS = {
  email: 'email',
  telephone: 'call',
  sms: 'sms',
  courrier: 'letter',
  lrar: 'lrar',
  visio: 'visio',
  autre: 'other',
} as const satisfies Record<string, Channel>;

/** What a dispute is about, by the word that `--categorie` takes. */
export const DISPUTE_CATEGORY_WORDS = {
  prestation: 'service',
  montant: 'amount',
  livraison: 'delivery',
  commande: 'order',
  facture: 'invoice',
  autre: 'other',
} as const satisfies Record<string, DisputeCategory>;

/** How a payment came, by the word that `pay --mode` takes. */
export const PAYMENT_METHOD_WORDS = {
  virement: 'transfer',
  cheque: 'cheque',
  cb: 'card',
  especes: 'cash',
  prelevement: 'direct-debit',
  autre: 'other',
} as const satisfies Record<string, PaymentMethod>;

export const PAYMENT_METHOD_LABELS: Record<PaymentMethod, string> = {
  transfer: 'virement',
  cheque: 'chèque',
  card: 'carte',
  cash: 'espèces',
  'direct-debit': 'prélèvement',
  overpayment: 'trop-perçu imputé',
  'credit-note': 'avoir',
  other: 'autre mode',
};

export const STATUS_LABELS: Record<ContactStatus, string> = {
  sending: 'en cours d’envoi',
  sent: 'envoyé',
  failed: 'non parti',
  uncertain: 'incertain',
  draft: 'brouillon',
  undelivered: 'non remis',
  logged: 'noté à la main',
};

export const KIND_LABELS: Record<ClientKind, string> = {
  entreprise: 'entreprise',
  association: 'association',
  particulier: 'particulier',
  public: 'secteur public',
};

/** « 1 facture », « 12 500 factures ». */
export const plural = (count: number, one: string, many: string): string =>
  `${String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, '\u202f')}\u00a0${count > 1 ? many : one}`;

const WEEKDAYS = ['', 'lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'];

/** « lundi 23 novembre 2026 ». */
export const formatWeekday = (day: LocalDate): string => `${WEEKDAYS[dayOfWeek(day)]} ${formatLongDay(day)}`;

/** What came of a contact, in words; a word of the user's own is shown as it is. */
const OUTCOME_LABELS: Record<string, string> = {
  presentee: 'première présentation',
  recue: 'remise au destinataire',
  refusee: 'refusée par le destinataire',
  'non-reclamee': 'non réclamée',
  inconnue: 'destinataire inconnu à l’adresse',
  'presentation-annulee': 'présentation annulée',
  'dossier-rendu': 'dossier rendu',
  'deja-paye': 'dit avoir payé',
  'mauvais-contact': 'mauvais contact',
  'facture-non-recue': 'facture non reçue',
  'attente-validation': 'en attente de validation',
};

export const outcomeLabel = (outcome: string): string => OUTCOME_LABELS[outcome] ?? outcome;
