import type { Client, Invoice, Movement } from './facts.ts';

/** An invoice that the program still holds for unpaid, and what it says is left. */
export interface Open {
  invoice: Invoice;
  leftCents: number;
}

/** One credit that nothing was made of yet. */
export interface Credit {
  movement: Movement;
  leftCents: number;
  /** What the file said of who paid. */
  counterparty: string | null;
  iban: string | null;
}

/** Accounts and names that have paid before, by client. */
export type Known = ReadonlyMap<Client, ReadonlySet<string>>;

const words = (text: string): string[] => text.toUpperCase().split(/[^A-Z]+/);

const paysFor = (credit: Credit, client: Client, known: Known): boolean => {
  const said = words(`${credit.counterparty ?? ''} ${credit.movement.label}`);
  const isNamed = words(client.name.replace(/ SARL$/, '')).every((word) => said.includes(word));
  const before = known.get(client);
  return isNamed || [credit.counterparty, credit.iban].some((who) => who !== null && before?.has(who));
};

/** Whether some of these sums make exactly that one. */
const canMake = (cents: number, sums: readonly number[]): boolean =>
  cents === 0 || sums.some((sum, index) => sum <= cents && canMake(cents - sum, sums.slice(index + 1)));

const isInSum = ({ invoice, leftCents }: Open, credit: Credit, open: readonly Open[]): boolean => {
  const others = open.filter((other) => other.invoice.client === invoice.client && other.invoice !== invoice);
  return (
    leftCents <= credit.leftCents &&
    canMake(
      credit.leftCents - leftCents,
      others.map((other) => other.leftCents),
    )
  );
};

/** Whether anything in the line lets one see that invoice behind it. */
const shows = (credit: Credit, each: Open, open: readonly Open[], known: Known): boolean =>
  credit.movement.names.includes(each.invoice) ||
  paysFor(credit, each.invoice.client, known) ||
  isInSum(each, credit, open);

const isMeant = ({ movement }: Credit, { invoice }: Open): boolean =>
  movement.pays.some((share) => share.invoice === invoice);

/** The invoices that a credit pays or may pay: it names them, comes from who pays for their client, or is their exact sum. No reminder may leave for them. */
export const mustHold = (credit: Credit, open: readonly Open[], known: Known): Open[] => {
  const { movement, leftCents } = credit;
  // Taken back, or noted by hand since: whether it still holds is not ours to say.
  if (movement.takenBackBy !== null || movement.sameAs !== null) return [];
  return open.filter(
    (each) =>
      movement.names.includes(each.invoice) ||
      paysFor(credit, each.invoice.client, known) ||
      each.leftCents === leftCents ||
      (isMeant(credit, each) && isInSum(each, credit, open)),
  );
};

/** All that any of its signs may hold: for the others, silence would be a fault. */
export const mayHold = (credit: Credit, open: readonly Open[], known: Known): Open[] =>
  open.filter(
    (each) =>
      isMeant(credit, each) ||
      shows(credit, each, open, known) ||
      // A number tells its client as well.
      credit.movement.names.some(({ client }) => client === each.invoice.client),
  );
