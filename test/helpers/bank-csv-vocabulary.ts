/** What stands for a line that is booked, or not; `unknown`: no reader may guess it. */
export type Standing = 'booked' | 'pending' | 'refused' | 'unknown';

export const LABELS = [
  'VIR SEPA SARL ALPHA F-2026-014',
  'PRLV "FREE", MOBILE',
  'CB 12/10/26 1.200,50 EUR',
  'TOTAL ENERGIES PARIS',
  'Solde facture 12; acompte | 3',
  'REJET PRLV\tBETA',
  'Virement reçu',
  'REMISE CHEQUE 0001234',
  'a\nb',
];
export const STATUSES: Record<Standing, string[]> = {
  booked: ['executed', 'Exécuté', 'Succès', 'success', 'succeeded', 'cleared', 'Completed', 'Payé', 'booked'],
  pending: ['En attente', 'pending', 'processing', 'En cours'],
  refused: ['Refusé', 'declined', 'Annulé', 'failed', 'canceled'],
  unknown: ['Remboursé', 'partially refunded', 'à revoir'],
};
export const SIGNS: [incoming: string, outgoing: string][] = [
  ['+', '-'],
  ['C', 'D'],
  ['CR', 'DB'],
  ['Crédit', 'Débit'],
  ['CRDT', 'DBIT'],
  ['credit', 'debit'],
  ['IN', 'OUT'],
  ['Entrée', 'Sortie'],
];
export const KINDS = ['Virement reçu', 'Carte', 'Prélèvement', 'Frais', 'Débit', 'Crédit'];
export const FRENCH_NAMES = {
  date: ['Date', 'Date opération', 'dateOp', 'Date de comptabilisation', 'Date d’opération'],
  label: ['Libellé', 'Libelle', 'Libellé opération', 'Intitulé'],
  amount: ['Montant', 'Montant opération', 'Montant de l’opération'],
  debit: ['Débit', 'Montant débit', 'Debit'],
  credit: ['Crédit', 'Montant crédit', 'Credit'],
  sign: ['Sens', 'D/C', 'Sens du mouvement', 'Type', 'Type opération', 'Signe', 'Flux', 'Nature'],
  kind: ['Type', 'Type opération', 'Nature'],
  currency: ['Devise', 'Monnaie', 'Devise du mouvement'],
  status: ['Statut', 'État', 'État du mouvement'],
  extras: ['Solde', 'Catégorie', 'Date de valeur', 'Devise d’origine'],
};
export const ENGLISH_NAMES = {
  date: ['Date', 'Booking Date', 'Completed Date', 'Transaction Date'],
  label: ['Description', 'Label', 'Details', 'Narrative'],
  amount: ['Amount'],
  debit: ['Debit', 'Paid out', 'Money out'],
  credit: ['Credit', 'Paid in', 'Money in'],
  sign: ['Side', 'D/C', 'Direction', 'Type', 'Transaction Type', 'Sign', 'Flow', 'Credit Debit Indicator'],
  kind: ['Type', 'Transaction Type'],
  currency: ['Currency', 'Account currency', 'Booked currency'],
  status: ['Status', 'State', 'Booking status'],
  extras: ['Balance', 'Category', 'Value Date', 'Original currency'],
};
export const ABOVE = [
  ['Compte courant n° 12345678901'],
  ['Téléchargement du 31/10/2026'],
  ['Solde au 31/10/2026', '1 234,56'],
  ['Titulaire', 'Jeanne Martin'],
];
export const WORDS_OF_EURO = ['EUR', 'eur', '€', 'euros'];
