import { foldedWords } from '../../domain/typography.ts';
import { currencyInHeader } from '../table/currency.ts';

const words = (text: string): string[] => text.split('|').map((word) => word.trim());

/** What a column is, by its names without accents, case nor currency, the most telling first. */
export const NAMES = {
  date: words(
    `date de comptabilisation | date completed utc | date de la valeur local | settlement date local | settlement date utc
    | date de la valeur utc | date de la valeur | booking date | date de fin | completed date | date operation
    | date de l operation | date d operation | dateop | date comptable | posting date | transaction date | finished on
    | operation date utc | created utc | created | date d ecriture | date ecriture | date de transaction
    | date transaction | date utc | date | date de valeur | date valeur | value date`,
  ),
  label: words(
    `libelle operation | detail de l ecriture | libelle de l operation | libelle de l ecriture | libelle | label | description
    | libelle court | libelle simplifie | communication | details | narrative | nature de l operation | intitule
    | payment reference | reference de paiement`,
  ),
  /** What completes the label: the words of the payer. */
  details: words(
    `informations complementaires | payment reference | reference de paiement | motif | motif du virement | communication
    | detail | details | detail de l operation | note | message | memo | titre de l objet | item title | objet | subject
    | remarque`,
  ),
  amount: words(
    `total amount | montant total ttc | total amount incl vat | montant de l operation | montant operation | montant | amount
    | gross | avant commission | brut | montant brut | solde mouvement`,
  ),
  debit: words('debit | montant debit | debits | paid out | money out | sortie | depense'),
  credit: words('credit | montant credit | credits | paid in | money in | entree | recette'),
  direction: words(
    `sens | sens de l operation | sens operation | sens du mouvement | credit debit indicator | side | debit credit
    | credit debit | d c | c d | dc | cd | signe | sign | direction | balance impact | impact sur le solde`,
  ),
  /** A sign only when it says nothing else, line after line. */
  type: words(
    `type | type operation | type d operation | type de l operation | type de transaction | type de mouvement
    | transaction type | operation type | nature | mouvement`,
  ),
  fee: words('frais | fee | fees | commission'),
  net: words('net | montant net | net amount | total'),
  currency: words(
    'devise | currency | payment currency | devise du compte | account currency | code devise | monnaie',
  ),
  status: words('statut | status | state | etat | statut de l operation | transaction status'),
  reference: words(
    'reference | reference de l operation | reference operation | reference de paiement | invoice number | numero de facture | identifiant de facture | invoice id',
  ),
  counterparty: words(
    `nom de la contrepartie | counterparty name | sender name | beneficiary name | partner name | payee | payer name
    | payee name | beneficiaire | tiers | contrepartie | nom du tiers`,
  ),
  /** Of the other party at PayPal, of the holder elsewhere. */
  name: words('nom | name'),
  iban: words(
    'iban de la contrepartie | counterparty iban | beneficiary iban | partner iban | payee account number',
  ),
  bankId: words(
    'identifiant de transaction | transaction id | transferwise id | balance transaction id | numero de transaction | id',
  ),
  account: words(
    `iban du compte | international account number | numero compte | numero de compte | accountnum | account number`,
  ),
  product: words('produit | product'),
} as const;

export type Field = keyof typeof NAMES;

/** Of these, every column that is there is read, and the first that is filled counts. */
export const SEVERAL: ReadonlySet<Field> = new Set<Field>(['label', 'details', 'counterparty', 'iban']);

/** The words of `--colonnes`. */
export const FIELD_WORDS: ReadonlyMap<string, Field> = new Map<string, Field>([
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

/** The name of a column, folded, without the currency that it says. */
export const columnName = (header: string): string => {
  const name = foldedWords(header);
  const currency = currencyInHeader(header);
  if (currency === null) return name;
  const said = currency === 'EUR' ? 'euros?|eur' : currency.toLowerCase();
  return name.replace(new RegExp(` (?:en )?(?:${said})$`), '');
};
