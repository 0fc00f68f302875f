import { foldedWords } from '../../domain/typography.ts';

/** What a column of invoices is, by its names in the exports of known tools, without accents nor case. */
const NAMES = {
  number: [
    ...[
      'numero de facture',
      'numero facture',
      'n facture',
      'no facture',
      'ref facture',
      'reference facture',
      'numero',
    ],
    ...[
      'invoice number',
      'invoice invoice number',
      'n',
      'no',
      'number',
      'ref',
      'reference',
      'facture',
      'invoice',
    ],
  ],
  client: [
    ...[
      'nom du client',
      'nom client',
      'client',
      'raison sociale',
      'raison sociale client',
      'client name',
      'customer name',
    ],
    ...['customer', 'companyname', 'company name', 'societe', 'tiers', 'destinataire'],
  ],
  issued: [
    ...[
      'date de facture',
      'date facture',
      'date de facturation',
      'date facturation',
      'date d emission',
      'date emission',
    ],
    ...['emise le', 'invoice date', 'issue date', 'date'],
  ],
  due: [
    ...[
      'date d echeance',
      'date echeance',
      'echeance',
      'date limite de reglement',
      'date limite reglement',
      'due date',
    ],
    ...['a payer avant le', 'date limite'],
  ],
  total: [
    ...[
      'montant ttc',
      'total ttc',
      'ttc',
      'montant total ttc',
      'invoice amount',
      'total amount',
      'montant',
      'total',
    ],
    ...['amount', 'net a payer'],
  ],
  net: ['montant ht', 'total ht', 'ht'],
  vat: ['montant tva', 'montant de la tva', 'total tva', 'tva'],
  paid: [
    'montant paye',
    'deja regle',
    'deja paye',
    'montant regle',
    'paye',
    'regle',
    'amount paid',
    'encaisse',
  ],
  remaining: ['reste a payer', 'reste du', 'reste', 'solde du', 'balance due', 'amount due', 'balance'],
  status: ['statut', 'statut facture', 'invoice status', 'status', 'etat', 'invoicestatus'],
  isPaid: ['facture payee', 'payee', 'est payee', 'invoicepaid'],
  type: ['type', 'type de document', 'type de piece'],
  currency: ['devise', 'currency', 'invoice currency'],
  subject: ['objet', 'titre', 'libelle', 'description', 'intervention', 'designation', 'subject'],
  performed: ['date de realisation', 'date de livraison', 'realisee le', 'date prestation'],
  kind: ['type de client', 'type client'],
  email: ['email', 'e mail', 'adresse e mail', 'email client', 'client email', 'mail'],
  phone: ['telephone', 'tel', 'phone'],
  siren: ['siren', 'siren client', 'n siren', 'profid1'],
  siret: ['siret', 'siret client', 'n siret', 'profid2'],
  vatNumber: [
    'tva intracommunautaire',
    'numero de tva',
    'n tva',
    'n de tva',
    'n tva intracommunautaire',
    'vatintra',
  ],
  address: ['adresse', 'adresse client', 'adresse facturation', 'address'],
  postalCode: ['code postal', 'cp', 'zip', 'postal code'],
  city: ['ville', 'ville facturation', 'town', 'city'],
} as const;

export type Field = keyof typeof NAMES;

/** The words of `--colonnes`. */
export const FIELD_WORDS: Record<string, Field> = {
  numero: 'number',
  client: 'client',
  emise: 'issued',
  echeance: 'due',
  montant: 'total',
  ht: 'net',
  tva: 'vat',
  paye: 'paid',
  reste: 'remaining',
  statut: 'status',
  type: 'type',
  devise: 'currency',
  objet: 'subject',
  realisee: 'performed',
  email: 'email',
  tel: 'phone',
  siren: 'siren',
  siret: 'siret',
  adresse: 'address',
  cp: 'postalCode',
  ville: 'city',
};

export type Columns = Partial<Record<Field, number>>;

/** What each column most likely is; each is taken once, by the field whose name it bears best. */
export const guessColumns = (headers: readonly string[]): Columns => {
  const folded = headers.map(foldedWords);
  const taken = new Set<number>();
  const columns: Columns = {};
  for (const [field, names] of Object.entries(NAMES) as [Field, readonly string[]][]) {
    const index = names.map((name) => folded.indexOf(name)).find((at) => at !== -1 && !taken.has(at));
    if (index === undefined) continue;
    taken.add(index);
    columns[field] = index;
  }
  return columns;
};

/** Fields without which an invoice is none, in the words of `--colonnes`. */
export const missingFields = (columns: Columns): string[] => [
  ...(columns.number === undefined ? ['numero'] : []),
  ...(columns.client === undefined ? ['client'] : []),
  ...(columns.issued === undefined ? ['emise'] : []),
  ...(columns.total === undefined && (columns.net === undefined || columns.vat === undefined)
    ? ['montant']
    : []),
];

/** Columns of an export that has a row for each article, where a total is not the invoice's. */
const ARTICLE_NAMES = new Set([
  'quantite',
  'qte',
  'prix unitaire',
  'prix unitaire ht',
  'pu ht',
  'quantity',
  'unit price',
]);

export const isByArticle = (headers: readonly string[]): boolean =>
  headers.some((header) => ARTICLE_NAMES.has(foldedWords(header)));

/** The columns as they were named, over those that are guessed. @returns the names that are wrong, if any */
export const namedColumns = (
  headers: readonly string[],
  wanted: Readonly<Record<string, string>>,
): { columns: Columns; unknownField: string | null; unknownColumn: string | null } => {
  const columns = guessColumns(headers);
  for (const [word, name] of Object.entries(wanted)) {
    const field = FIELD_WORDS[foldedWords(word)];
    const index = headers.findIndex((header) => foldedWords(header) === foldedWords(name));
    if (field === undefined) return { columns, unknownField: word, unknownColumn: null };
    if (index === -1) return { columns, unknownField: null, unknownColumn: name };
    columns[field] = index;
  }
  return { columns, unknownField: null, unknownColumn: null };
};
