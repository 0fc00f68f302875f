import { nameWordsOf } from './payer-name.ts';

/** What a statement knows a line by, whatever its format. */
export interface TwinnedLine {
  account: string;
  label: string;
  counterparty: string | null;
}

/** Words that banks put around those of the payer. */
const COMMON = new Set(
  'VIR VIREMENT VIREMENTS VIRT SEPA SCT INST INSTANTANE RECU RECUS EMIS FAVEUR REF REFERENCE MOTIF EMETTEUR CREDIT TRANSFER PAYMENT'.split(
    ' ',
  ),
);
/** Share of the shorter label that the other one must bear. */
const ALIKE_SHARE = 0.5;

const wordsOf = ({ label, counterparty }: TwinnedLine): Set<string> =>
  new Set(nameWordsOf(`${counterparty ?? ''} ${label}`).filter((word) => !COMMON.has(word)));

/** Two labels that say the same, each in the words of its format. */
export const isLabelAlike = (a: TwinnedLine, b: TwinnedLine): boolean => {
  const left = wordsOf(a);
  const right = wordsOf(b);
  const shared = [...left].filter((word) => right.has(word)).length;
  return shared > 0 && shared >= ALIKE_SHARE * Math.min(left.size, right.size);
};

const figures = (account: string): string => account.replaceAll(/[^A-Z0-9]/gi, '').toUpperCase();

/** One format gives the IBAN, another the number alone, a third nothing. */
export const isAccountAlike = (a: string, b: string): boolean => {
  const left = figures(a);
  const right = figures(b);
  return left.includes(right) || right.includes(left);
};
