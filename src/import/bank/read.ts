import { readCamt053 } from './camt053.ts';
import { readCfonb120 } from './cfonb120.ts';
import { readBankCsv } from './csv.ts';
import { readMt940 } from './mt940.ts';
import { readOfx } from './ofx.ts';
import { readQif } from './qif.ts';
import type { BankStatement } from './types.ts';
import { unreadable } from './values.ts';

const HEAD_BYTES = 4096;

/** The beginning of a file, whatever its encoding, without what only encodings put there. */
const headOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.subarray(0, HEAD_BYTES))
    .toString('latin1')
    .replaceAll(/^(?:ï»¿|ÿþ|þÿ)|\0/g, '');

const ZIP = 'PK\u0003\u0004';

const OTHERS: [(head: string) => boolean, string, string][] = [
  [
    (head) => head.startsWith('%PDF'),
    'c’est un PDF, qui se lit à l’œil',
    'téléchargez le même relevé en OFX, CAMT.053 ou CSV',
  ],
  [(head) => head.startsWith(ZIP), 'c’est un classeur ou une archive', 'enregistrez-le en CSV'],
  [
    (head) => /^\s*<(?:!DOCTYPE )?html/i.test(head),
    'c’est une page web',
    'téléchargez le relevé depuis l’espace de votre banque',
  ],
];

/**
 * The statements of a file, its format recognised from its content.
 * @param columns of a spreadsheet, by field, when it cannot be recognised
 * @throws RelanceError naming the file, the line and what was expected
 */
export const readStatements = (
  bytes: Uint8Array,
  fileName: string,
  { columns }: { columns?: Readonly<Record<string, string>> | undefined } = {},
): BankStatement[] => {
  const place = { file: fileName };
  const head = headOf(bytes);
  if (head.trim() === '') throw unreadable(place, 'le fichier est vide');
  for (const [isOther, what, hint] of OTHERS) if (isOther(head)) throw unreadable(place, what, hint);
  if (columns !== undefined) return readBankCsv(bytes, place, columns);
  if (/OFXHEADER|<OFX>/i.test(head)) return readOfx(bytes, place);
  if (/^\s*<(?:\?xml|[A-Za-z:]*Document)/.test(head)) return readCamt053(bytes, place);
  if (/(?:^|\n|\{4:):20:/.test(head) && /:25:|:60F:/.test(head)) return readMt940(bytes, place);
  if (/^\s*!Type:/im.test(head)) return readQif(bytes, place);
  if (/^(?:01|04)\d{5}.{4}/m.test(head) && /^(?:01|04|05|07).{90,118}/m.test(head))
    return readCfonb120(bytes, place);
  return readBankCsv(bytes, place);
};
