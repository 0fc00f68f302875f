import { quoted } from '../../domain/typography.ts';
import { CellFault } from '../table/cell-fault.ts';

const ADDRESS = /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>".]+$/;

/** `Compta <compta@x.fr>` → `compta@x.fr`. */
const bareAddress = (text: string): string => (/<([^<>]*)>\s*$/.exec(text)?.[1] ?? text).trim();

/**
 * The addresses of a cell: the first to write to, the others in copy.
 * @throws CellFault when one of them is none
 */
export const readAddresses = (text: string): { email: string; cc: string | null } => {
  const addresses = text
    .split(/[,;\n]|\s\/\s/)
    .map(bareAddress)
    .filter((part) => part !== '');
  const wrong = addresses.find((address) => !ADDRESS.test(address));
  const [email, ...others] = addresses;
  if (email === undefined || wrong !== undefined)
    throw new CellFault(`${quoted(wrong ?? text, 40)} n’est pas une adresse e-mail`);
  return { email, cc: others.length === 0 ? null : others.join(', ') };
};
