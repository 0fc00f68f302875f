import { NBSP } from '../../domain/typography.ts';
import { unreadable } from '../values.ts';
import { readCamt053 } from './camt053.ts';
import { readCfonb120 } from './cfonb120.ts';
import { readBankCsv, type CsvOptions } from './csv.ts';
import { spanOf } from './written-days.ts';
import { readMt940 } from './mt940.ts';
import { readOfx } from './ofx.ts';
import { readQif } from './qif.ts';
import { DAMAGED, notStatement } from './statement-text.ts';
import type { BankStatement } from './statement-types.ts';

const HEAD_BYTES = 4096;
/** Ten years of a busy account; the parsed tree of an XML takes some thirty times the size of the file. */
export const MOST_BYTES = 10 * 1024 * 1024;

/** The beginning of a file, whatever its encoding, without what only encodings put there. */
const headOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.subarray(0, HEAD_BYTES))
    .toString('latin1')
    .replaceAll(/^(?:ï»¿|ÿþ|þÿ)|\0/g, '');

const READABLE = 'téléchargez le même relevé en OFX, CAMT.053 ou CSV';

/** What is no statement, by its first characters. */
const OTHERS: [signatures: string[], what: string, hint: string][] = [
  [['%PDF'], 'c’est un PDF, qui se lit à l’œil', READABLE],
  [['PK\u0003\u0004'], 'c’est un classeur ou une archive', 'enregistrez-le en CSV'],
  [
    ['\u001f\u008b', '7z¼¯', 'Rar!'],
    'c’est une archive que relance n’ouvre pas',
    'décompressez-la, puis donnez le relevé',
  ],
  [['ÐÏ\u0011à'], 'c’est un ancien classeur Excel, ou un fichier protégé', 'enregistrez-le en CSV'],
  [
    ['-----BEGIN PGP', '-----BEGIN PKCS7', 'Salted__'],
    'le fichier est chiffré',
    'déchiffrez-le, puis donnez le fichier lisible',
  ],
  [
    ['<!DOCTYPE html', '<!doctype html', '<html', '<HTML'],
    'c’est une page web',
    'téléchargez le relevé depuis l’espace de votre banque',
  ],
];

type Reader = typeof readOfx;

/** The format of a file, from its first characters: its name may lie. */
const FORMATS: [pattern: RegExp, read: Reader][] = [
  [/OFXHEADER|<OFX>/i, readOfx],
  [/^\s*<(?:\?xml|!|[A-Za-z_])/, readCamt053],
  [/(?:^|[\r\n]|\{4:)\p{Cc}?:20:[\s\S]*[\r\n]:(?:25|28C?|60[FM]|13D|34F):/u, readMt940],
  [/^\s*!(?:Type|Account|Option|Clear)\b/im, readQif],
  // One record, whose account stands where the standard says.
  [/^\s*0[14]\d{5}.{4}\d{5}[A-Z]{3}[\d ]/m, readCfonb120],
];

/** The lines of one account in a file are one statement: no bank says a line twice, and two pages may share a day. */
const merge = (statements: readonly BankStatement[]): BankStatement[] => {
  const merged = new Map<string, BankStatement>();
  for (const [index, statement] of statements.entries()) {
    const key = statement.account === null ? String(index) : `${statement.account} ${statement.currency}`;
    const known = merged.get(key);
    if (known === undefined) {
      merged.set(key, statement);
      continue;
    }
    for (const entry of statement.entries) known.entries.push(entry);
    known.pending += statement.pending;
    known.from = spanOf([known.from, statement.from]).first;
    known.to = spanOf([known.to, statement.to]).last;
  }
  return [...merged.values()];
};

/**
 * The statements of a file, one for each account, its format recognised from its content.
 * @param options how a table is to be read, when it does not show it
 * @throws RelanceError naming the file, the line and what was expected
 */
export const readStatements = (
  bytes: Uint8Array,
  fileName: string,
  options: CsvOptions = {},
): BankStatement[] => {
  const place = { file: fileName };
  if (bytes.length > MOST_BYTES) throw unreadable(place, `le fichier dépasse 10${NBSP}Mo`);
  const head = headOf(bytes);
  if (head.trim() === '') throw unreadable(place, bytes.includes(0) ? DAMAGED : 'le fichier est vide');
  for (const [signatures, what, hint] of OTHERS)
    if (signatures.some((signature) => head.trimStart().startsWith(signature)))
      throw notStatement(place, what, hint);
  const [, read] = FORMATS.find(([pattern]) => pattern.test(head)) ?? [];
  const statements =
    options.columns === undefined && read ? read(bytes, place) : readBankCsv(bytes, place, options);
  for (const statement of statements)
    statement.entries = statement.entries.filter(({ amountCents }) => amountCents !== 0);
  return merge(statements);
};
