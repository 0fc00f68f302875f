import { foldedWords } from '../../domain/typography.ts';

const names = (text: string): string[] => text.split('|').map((name) => name.trim());

/** What a column of invoices is, by its names in the exports of known tools, without accents, case nor currency. */
const NAMES = {
  number: names(
    'numero de facture | numero facture | numero de la facture | n facture | n de facture | n de la facture | no facture | num facture | facture n | facture no | facture numero | ref facture | reference facture | reference de la facture | numero de piece | n piece | numero de document | numero document | document number | invoice number | invoice invoice number | invoice no | invoice n | invoice num | numero | n | no | num | number | facture | invoice | piece | ref | reference | document',
  ),
  client: names(
    'nom du client | nom client | client | raison sociale | raison sociale client | nom de l entreprise | nom entreprise | client name | customer name | customer | companyname | company name | company | contactname | contact name | account name | bill to | bill to name | buyer | buyer name | acheteur | societe | entreprise | tiers | nom du tiers | destinataire | nom du destinataire | debiteur | organisation | organization | nom',
  ),
  issued: names(
    'date de facture | date facture | date de la facture | date de facturation | date facturation | date d emission | date emission | emission | emise le | emis le | facturee le | date d edition | date de piece | date piece | date du document | date document | invoice date | invoicedate | issue date | date of issue | issued on | issued | bill date | date',
  ),
  due: names(
    'date d echeance | date echeance | echeance | echeance le | date limite de reglement | date limite reglement | date limite de paiement | date limite paiement | due date | duedate | date due | due on | payment due date | a payer avant le | a regler avant le | payable le | date limite | date d exigibilite | expiry date',
  ),
  total: names(
    'montant ttc | total ttc | ttc | montant total ttc | prix ttc | montant de la facture ttc | total toutes taxes comprises | toutes taxes comprises | total facture | montant facture | montant de la facture | montant total | total incl tax | total incl vat | total including tax | total including vat | total with tax | amount incl vat | amount incl tax | amount including tax | gross | gross amount | total gross | grand total | invoice amount | invoice total | total amount | montant | total | amount',
  ),
  net: names(
    'montant ht | total ht | ht | montant total ht | prix ht | montant hors taxe | montant hors taxes | total hors taxe | total hors taxes | hors taxe | hors taxes | base ht | sous total | sous total ht | subtotal | sub total | net amount | amount excl vat | amount excl tax | total excl vat | total excl tax | total excluding tax | untaxed amount | net',
  ),
  vat: names(
    'montant tva | montant de la tva | total tva | tva | vat | vat amount | tax | tax amount | total tax | taxes | sales tax',
  ),
  vatRate: names('taux de tva | taux tva | taux | vat rate | tax rate'),
  paid: names(
    'montant paye | montant regle | montant encaisse | total paye | total regle | total encaisse | deja regle | deja paye | deja encaisse | paye ttc | regle ttc | amount paid | paid amount | total paid | paid | acompte | acomptes | acompte verse | acomptes verses | paiements | reglements | encaissements | encaisse | regle | paye',
  ),
  remaining: names(
    'reste a payer | reste a payer ttc | reste a regler | reste a encaisser | reste a recouvrer | restant a payer | restant a regler | restant du | restant du ttc | montant restant | montant restant du | montant restant a payer | montant du | reste du | reste | restant | solde du | solde restant | solde restant du | solde a payer | solde a regler | solde | solde ttc | impaye | montant impaye | a payer | a encaisser | balance due | open balance | invoice balance | amount remaining | remaining amount | remaining | amount due signed | amount outstanding | outstanding amount | outstanding balance | outstanding | unpaid amount | due amount | total due | left to pay | balance',
  ),
  /** With Stripe, what was asked before any payment; with others, what is left. */
  amountDue: names('amount due'),
  netPayable: names('net a payer | net a payer ttc'),
  status: names(
    'statut | statut facture | statut de la facture | statut de facture | invoice status | status | etat | etat de la facture | etat facture | invoicestatus',
  ),
  paymentStatus: names(
    'statut de paiement | statut paiement | statut du paiement | statut de reglement | statut reglement | etat de paiement | etat du paiement | etat paiement | etat de reglement | etat du reglement | etat reglement | payment status | paymentstatus | payment state',
  ),
  isPaid: names(
    'facture payee | payee | est payee | reglee | facture reglee | soldee | acquittee | encaissee | invoicepaid | is paid | ispaid',
  ),
  paidOn: names(
    'date de paiement | date paiement | date du paiement | date de reglement | date reglement | date du reglement | date d encaissement | date encaissement | date de dernier paiement | date dernier paiement | date du dernier paiement | date du dernier reglement | payee le | paye le | reglee le | regle le | encaissee le | encaisse le | soldee le | acquittee le | payment date | last payment date | date paid | paid date | paid on | paid at | fully paid on',
  ),
  type: names(
    'type | type de document | type document | type de piece | type de facture | document type | invoice type',
  ),
  currency: names('devise | code devise | currency | currency code | invoice currency | monnaie'),
  subject: names(
    'objet | titre | libelle | description | intervention | designation | subject | memo | prestation',
  ),
  performed: names(
    'date de realisation | date de livraison | realisee le | date prestation | date de prestation | date de la prestation | delivery date | service date',
  ),
  kind: names('type de client | type client | customer type'),
  email: names(
    'email | e mail | adresse e mail | adresse email | email client | email du client | client email | customer email | mail | courriel | emailaddress | email address',
  ),
  phone: names('telephone | tel | phone | telephone client | mobile | phone number'),
  siren: names('siren | siren client | n siren | numero siren | profid1'),
  siret: names('siret | siret client | n siret | numero siret | profid2'),
  vatNumber: names(
    'tva intracommunautaire | numero de tva | numero tva | n tva | n de tva | n tva intracommunautaire | numero de tva intracommunautaire | tva intra | vatintra | vat number | vat id | customer vat | tax id',
  ),
  address: names(
    'adresse | adresse client | adresse du client | adresse facturation | adresse de facturation | address | billing address | street',
  ),
  postalCode: names('code postal | cp | zip | zip code | postal code | postcode'),
  city: names('ville | ville facturation | town | city'),
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
  taux: 'vatRate',
  paye: 'paid',
  reste: 'remaining',
  statut: 'status',
  reglement: 'paymentStatus',
  payee: 'isPaid',
  payeele: 'paidOn',
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
/** Not a field: columns to be passed over. */
export const IGNORED = 'ignorer';

export type Columns = Partial<Record<Field, number>>;

/** A name without the currency, the moment or the question that some tools add to it. */
const bareName = (header: string): string =>
  foldedWords(header).replace(/ (?:eur|euros?|usd|gbp|chf|cad|utc)$/, '');

/** What each column most likely is; each is taken once, by the field whose name it bears best. */
const guessColumns = (headers: readonly string[], ignored: ReadonlySet<number>): Columns => {
  const bare = headers.map((header, index) => (ignored.has(index) ? '' : bareName(header)));
  const taken = new Set<number>();
  const columns: Columns = {};
  for (const [field, known] of Object.entries(NAMES) as [Field, readonly string[]][]) {
    const index = known.map((name) => bare.indexOf(name)).find((at) => at !== -1 && !taken.has(at));
    if (index === undefined) continue;
    taken.add(index);
    columns[field] = index;
  }
  return sortOutPayable(headers, columns);
};

/** « Net à payer »: what is left beside a total, the total where there is none. A rate says so in its name. */
const sortOutPayable = (headers: readonly string[], columns: Columns): Columns => {
  const { netPayable, ...others } = columns;
  if (netPayable !== undefined) {
    if (others.total === undefined && others.net === undefined) others.total = netPayable;
    else if (others.remaining === undefined) others.remaining = netPayable;
  }
  if (others.vat !== undefined && headers[others.vat]?.includes('%') && others.vatRate === undefined) {
    others.vatRate = others.vat;
    delete others.vat;
  }
  return others;
};

/** Fields without which an invoice is none, in the words of `--colonnes`. */
export const missingFields = (columns: Columns): string[] => [
  ...(columns.number === undefined ? ['numero'] : []),
  ...(columns.client === undefined ? ['client'] : []),
  ...(columns.issued === undefined ? ['emise'] : []),
  ...(columns.total === undefined &&
  (columns.net === undefined || (columns.vat === undefined && columns.vatRate === undefined))
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

export interface NamedColumns {
  columns: Columns;
  /** Names to be passed over. */
  ignored: ReadonlySet<number>;
  unknownField: string | null;
  unknownColumn: string | null;
}

export type Wanted = Readonly<Record<string, string>>;

/** The columns as they were named, over those that are guessed. @returns the names that are wrong, if any */
export const nameColumns = (headers: readonly string[], wanted: Wanted = {}): NamedColumns => {
  const at = (name: string): number =>
    headers.findIndex((header) => foldedWords(header) === foldedWords(name));
  const pairs = Object.entries(wanted).flatMap(([word, list]) =>
    list.split('\n').map((name) => ({ word: foldedWords(word), typed: word, name, index: at(name) })),
  );
  const ignored = new Set(pairs.filter(({ word }) => word === IGNORED).map(({ index }) => index));
  const columns = guessColumns(headers, ignored);
  const said: NamedColumns = { columns, ignored, unknownField: null, unknownColumn: null };
  for (const { word, typed, name, index } of pairs) {
    const field = FIELD_WORDS[word];
    if (field === undefined && word !== IGNORED) return { ...said, unknownField: typed };
    if (index === -1) return { ...said, unknownColumn: name };
    if (field === undefined) continue;
    for (const [other, taken] of Object.entries(columns) as [Field, number][])
      if (taken === index) delete columns[other];
    columns[field] = index;
  }
  return said;
};

const SPEAKS_OF_MONEY =
  /\b(?:reste|restant|solde|soldee?|balance|outstanding|remaining|due|dues?|payee?s?|payes?|paiements?|paid|payments?|unpaid|regles?|reglees?|reglements?|encaiss\w*|acquitt\w*|acomptes?|avoirs?|credits?|refund\w*|rembours\w*|pertes?|impayee?s?|lettrage|lettree?|litiges?|disputes?|statut|status|etat|net a payer)\b/;
const SPEAKS_OF_ANOTHER_THING =
  /\b(?:mode|moyen|methode|method|means|type|conditions?|terms?|delai|jours|days|lien|link|url|iban|rib|bic|banque|bank|compte|account|id|identifiant|reference|ref|note|notes|message|texte|text|instructions?|penalites?|penalties|devise|currency|fees?|frais|intent|processor|gateway|envoi|sent|relances?|reminders?|comptable|comptabilite|accounting|archive|export|signature|livraison|delivery|devis|commande)\b/;

/** A column that would be passed over though its name speaks of money left, of payment or of status. */
export const speaksOfPayment = (header: string): boolean => {
  const words = foldedWords(header);
  return SPEAKS_OF_MONEY.test(words) && !SPEAKS_OF_ANOTHER_THING.test(words);
};

/** « Montant », « Total » without more: with the VAT apart, nothing says whether it includes it. */
export const isTotalVague = (headers: readonly string[], { total, net, vat, vatRate }: Columns): boolean =>
  total !== undefined &&
  net === undefined &&
  (vat !== undefined || vatRate !== undefined) &&
  /^(?:montant|amount)$/.test(bareName(headers[total] ?? ''));
