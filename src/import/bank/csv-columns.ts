import { oneLine, quoted, foldedWords } from '../../domain/typography.ts';
import { RelanceError } from '../../errors.ts';
import { unreadable, type Place } from '../values.ts';

const words = (text: string): string[] => text.split('|').map((word) => word.trim());

/** What a column is, by its names without accents nor case, the most telling first. */
const NAMES = {
  date: words(
    'date de comptabilisation | date completed utc | date de la valeur local | settlement date local | settlement date utc | date de la valeur utc | date de la valeur | booking date | date de fin | completed date | date operation | date de l operation | date d operation | dateop | date comptable | posting date | transaction date | finished on | operation date utc | date',
  ),
  label: words(
    'libelle operation | detail de l ecriture | libelle de l operation | libelle | label | description | libelle court | libelle simplifie | communication | details | narrative | nature de l operation | intitule',
  ),
  /** What completes the label: the words of the payer. */
  details: words(
    'informations complementaires | payment reference | motif | motif du virement | communication | note | message | memo',
  ),
  amount: words(
    'total amount | montant total ttc | total amount incl vat | montant de l operation | montant operation en euro | montant euros | montant eur | montant en euros | montant | amount eur | amount | solde mouvement',
  ),
  debit: words('debit | debit euros | debit eur | montant debit | paid out | money out | sortie | depense'),
  credit: words(
    'credit | credit euros | credit eur | montant credit | paid in | money in | entree | recette',
  ),
  direction: words('sens | sens de l operation | credit debit indicator | side | debit credit'),
  fee: words('frais | fee'),
  currency: words('devise | currency | payment currency'),
  status: words('statut | status | state | etat'),
  reference: words('reference | reference de l operation | reference de paiement'),
  counterparty: words(
    'nom de la contrepartie | counterparty name | sender name | beneficiary name | partner name | payee | payer name | tiers | contrepartie | nom du tiers',
  ),
  iban: words('iban de la contrepartie | counterparty iban | beneficiary iban | partner iban'),
  bankId: words('identifiant de transaction | transaction id | transferwise id | id'),
  account: words(
    'iban du compte | international account number | numero compte | numero de compte | accountnum',
  ),
  product: words('produit | product'),
} as const;

export type Field = keyof typeof NAMES;
export type Columns = Partial<Record<Field, number[]>>;

/** Of these, every column that is there is read, and the first that is filled counts. */
const SEVERAL = new Set<Field>(['details', 'counterparty', 'iban']);

/** The words of `--colonnes`. */
const FIELD_WORDS = new Map<string, Field>([
  ['date', 'date'],
  ['libelle', 'label'],
  ['montant', 'amount'],
  ['debit', 'debit'],
  ['credit', 'credit'],
  ['sens', 'direction'],
  ['devise', 'currency'],
  ['statut', 'status'],
  ['reference', 'reference'],
  ['tiers', 'counterparty'],
  ['iban', 'iban'],
  ['compte', 'account'],
]);

const isWhole = (columns: Columns): boolean =>
  columns.date !== undefined &&
  columns.label !== undefined &&
  (columns.amount !== undefined || columns.debit !== undefined || columns.credit !== undefined);

/** What the columns are, by their names. */
const guess = (headers: readonly string[]): Columns => {
  const folded = headers.map(foldedWords);
  const columns: Columns = {};
  for (const [field, names] of Object.entries(NAMES) as [Field, readonly string[]][]) {
    const found = names.map((name) => folded.indexOf(name)).filter((index) => index !== -1);
    if (found.length > 0) columns[field] = SEVERAL.has(field) ? found : found.slice(0, 1);
  }
  // BoursoBank calls « Solde » both the amount, first, and the balance.
  if (columns.amount === undefined && folded.filter((name) => name === 'solde').length === 2)
    columns.amount = [folded.indexOf('solde')];
  const named = columns.counterparty ?? columns.details;
  if (columns.label === undefined && named !== undefined) {
    columns.label = named.slice(0, 1);
    columns.details = [...(columns.reference ?? []), ...(columns.details ?? [])];
  }
  return columns;
};

export type Wanted = Readonly<Record<string, string>>;

/** The columns that the user names, and what else is known by its name; an amount named replaces those guessed. */
const asked = (headers: readonly string[], wanted: Wanted, place: Place): Columns => {
  const columns = guess(headers);
  const named: Columns = {};
  for (const [word, name] of Object.entries(wanted)) {
    const field = FIELD_WORDS.get(foldedWords(word));
    if (field === undefined)
      throw unreadable(
        place,
        `le champ ${quoted(word)} n’existe pas`,
        `champs\u00a0: ${[...FIELD_WORDS.keys()].join(', ')}`,
      );
    const index = headers.findIndex((header) => foldedWords(header) === foldedWords(name));
    if (index !== -1) named[field] = [index];
  }
  if (named.amount ?? named.debit ?? named.credit) {
    delete columns.amount;
    delete columns.debit;
    delete columns.credit;
    delete columns.fee;
  }
  return { ...columns, ...named };
};

const MOST_SHOWN = 12;

const namesOf = (headers: readonly string[]): string =>
  headers
    .map((cell) => oneLine(cell).slice(0, 40))
    .filter((cell) => cell !== '')
    .slice(0, MOST_SHOWN)
    .join(', ') || 'aucune';

const HINT = '--colonnes date=…,libelle=…,montant=… (ou debit=…,credit=…) les nomme';

/** The line that names a date, a label and an amount: above it, banks write about the account. */
export const findColumns = (
  lines: readonly (readonly string[])[],
  wanted: Wanted | undefined,
  place: Place,
): { at: number; columns: Columns } | null => {
  for (const [at, cells] of lines.entries()) {
    const isNamed =
      wanted !== undefined &&
      Object.values(wanted).every((name) => cells.some((cell) => foldedWords(cell) === foldedWords(name)));
    const columns = wanted === undefined ? guess(cells) : isNamed ? asked(cells, wanted, place) : null;
    if (columns !== null && isWhole(columns)) return { at, columns };
  }
  return null;
};

/** Why no line was found, with the columns that are there. */
export const unknownColumns = (
  lines: readonly (readonly string[])[],
  wanted: Wanted | undefined,
  { file }: Place,
): RelanceError => {
  const widest = lines.reduce((best, cells) => (cells.length > best.length ? cells : best), []);
  const missing = Object.values(wanted ?? {}).find(
    (name) => !lines.some((cells) => cells.some((cell) => foldedWords(cell) === foldedWords(name))),
  );
  const what =
    missing === undefined
      ? 'les colonnes ne se reconnaissent pas'
      : `la colonne ${quoted(missing)} n’existe pas`;
  return new RelanceError(`${oneLine(file)}\u00a0: ${what} (${namesOf(widest)})`, {
    code: 'unknown-columns',
    hint: HINT,
  });
};
