import type { BlocksData, InvoiceLine } from '../../src/mail/blocks.ts';
import type { MessageContext } from '../../src/mail/message-context.ts';

export const messageContext = (changes: Partial<MessageContext> = {}): MessageContext => ({
  tu: false,
  nous: false,
  plusieurs: true,
  nombre: 2,
  salutation: 'Bonjour Madame Petit,',
  numero: '2026-014',
  numeros: '2026-014, 2026-015',
  objet_facture: 'Refonte du site',
  echeance: '15\u00a0octobre 2026',
  emise: '15\u00a0septembre 2026',
  retard: 21,
  duree_retard: '21\u00a0jours',
  jours_avant: null,
  total: '1\u202f800,50\u00a0€',
  montant_facture: null,
  deja_regle: '600,00\u00a0€',
  paye_le: '20\u00a0octobre 2026',
  date_limite: '30\u00a0novembre 2026',
  suite: 'mise-en-demeure',
  nombre_rappels: 2,
  dernier_rappel: '25\u00a0octobre 2026',
  promesse_date: null,
  promesse_montant: null,
  autres_echanges: false,
  piece_jointe: true,
  pieces: 2,
  professionnel: true,
  consommateur: false,
  public: false,
  association: false,
  penalites: true,
  createur: { nom: 'Zoé Martin', email: 'zoe@martin.example', tel: '01 23 45 67 89' },
  client: { nom: 'Atelier Petit', contact: 'Mme Jeanne Petit' },
  engagement: null,
  code_service: null,
  ...changes,
});

export const invoiceLine = (changes: Partial<InvoiceLine> = {}): InvoiceLine => ({
  number: '2026-014',
  issuedOn: '2026-09-15',
  dueOn: '2026-10-15',
  daysLate: 21,
  totalCents: 180_000,
  remainingCents: 120_000,
  currency: 'EUR',
  ...changes,
});

export const blocksData = (changes: Partial<BlocksData> = {}): BlocksData => ({
  invoices: [
    invoiceLine(),
    invoiceLine({
      number: '2026-015',
      issuedOn: '2026-10-01',
      dueOn: '2026-11-04',
      daysLate: 1,
      totalCents: 60_050,
      remainingCents: 60_050,
    }),
  ],
  sum: null,
  payment: {
    holder: 'Zoé Martin EI',
    iban: 'FR7630006000011234567890189',
    bic: 'AGRIFRPP',
    reference: '2026-014 2026-015',
  },
  signature: {
    lines: ['Zoé Martin EI', 'Développeuse', 'SIREN 732 829 320 – 12 rue des Lilas, 75020 Paris'],
  },
  ...changes,
});
