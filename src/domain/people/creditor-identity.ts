import type { Creditor } from './creditor.ts';

const SOLE_TRADER = /^(ei|eirl|micro|auto|entrepreneur|entreprise individuelle|prof|lib[ée]ral|artisan)/i;

/** A person in business alone says « je », and signs with the mention EI (C. com. R123-237, R526-27). */
export const isSoleTrader = (creditor: Pick<Creditor, 'legalForm'>): boolean =>
  creditor.legalForm === null || SOLE_TRADER.test(creditor.legalForm.trim());

const groupDigits = (siren: string): string =>
  `${siren.slice(0, 3)}\u00a0${siren.slice(3, 6)}\u00a0${siren.slice(6, 9)}`;

/** Legal name with its form: « Jeanne Martin EI », « Studio Martin, SASU ». */
export const legalNameOf = (creditor: Pick<Creditor, 'name' | 'legalForm'>): string => {
  if (creditor.legalForm === null) return creditor.name;
  if (isSoleTrader(creditor)) return /\bEI\b/.test(creditor.name) ? creditor.name : `${creditor.name} EI`;
  return creditor.name.toLowerCase().includes(creditor.legalForm.toLowerCase())
    ? creditor.name
    : `${creditor.name}, ${creditor.legalForm}`;
};

/** The signature block, with what a business letter must carry: name and form, SIREN, seat (C. com. R123-237). */
export const signatureLinesOf = (creditor: Creditor): string[] => {
  const legalName = legalNameOf(creditor);
  const siren = creditor.siret === null ? '' : ` – SIREN ${groupDigits(creditor.siret)}`;
  const town = [creditor.postalCode, creditor.city].filter(Boolean).join(' ');
  const seat = [creditor.address, town].filter(Boolean).join(', ');
  const reach = [creditor.phone, creditor.email].filter(Boolean).join(' – ');
  const own = (creditor.signature ?? '').split('\n').filter((line) => line.trim() !== '');
  return [...own, `${legalName}${siren}`, seat, reach].filter((line) => line !== '');
};
