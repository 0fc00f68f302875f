import type { Creditor } from './creditor.ts';
import { foldedWords } from '../typography.ts';

/** A party of an invoice, as a file names it. */
export interface NamedParty {
  name: string;
  siren: string | null;
  siret: string | null;
  vatNumber: string | null;
}

const SIREN_LENGTH = 9;

const sirenOf = ({ siret }: Creditor): string | null => siret?.slice(0, SIREN_LENGTH) ?? null;

/** The key of a French VAT number is followed by the SIREN. */
const sirenOfVat = (vatNumber: string | null): string | null =>
  /^FR[0-9A-Z]{2}(\d{9})$/.exec(vatNumber ?? '')?.[1] ?? null;

/** Whether a party is the user: by SIREN, else, when the file gives none, by name. */
export const isCreditor = (party: NamedParty, creditor: Creditor): boolean => {
  const own = sirenOf(creditor);
  const theirs = party.siren ?? party.siret?.slice(0, SIREN_LENGTH) ?? sirenOfVat(party.vatNumber);
  if (own !== null && theirs !== null) return own === theirs;
  return foldedWords(party.name) === foldedWords(creditor.name);
};
