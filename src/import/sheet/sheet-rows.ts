import { createReadStream, statSync } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import { RelanceError } from '../../errors.ts';
import { readHead } from '../attached-file.ts';

export interface SheetRow {
  cells: string[];
  line: number;
}

const HEAD_BYTES = 65_536;
const SEPARATORS = [';', '\t', '|', ','];
const MOST_RECORD = 1_000_000;
const MOST_BYTES = 200 * 1024 * 1024;

/** UTF-8 to the last byte, or the encoding of a French Windows. */
const encodingOf = async (path: string, head: Buffer): Promise<string> => {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of createReadStream(path)) decoder.decode(chunk as Buffer, { stream: true });
    decoder.decode();
    return 'utf-8';
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // Not UTF-8: Windows puts letters where ISO has control characters.
    return head.some((byte) => byte >= 0x80 && byte <= 0x9f) || !head.includes(0xa4)
      ? 'windows-1252'
      : 'iso-8859-15';
  }
};

const separatorOf = (text: string): string => {
  const lines = text.split(/\r\n|\r|\n/).slice(0, 15);
  const most = (separator: string): number => Math.max(...lines.map((line) => line.split(separator).length));
  return SEPARATORS.reduce((best, separator) => (most(separator) > most(best) ? separator : best));
};

const decoding = (encoding: string): Transform => {
  const decoder = new TextDecoder(encoding);
  return new Transform({
    transform: (chunk: Buffer, _, done) => {
      done(null, decoder.decode(chunk, { stream: true }));
    },
    flush: (done) => {
      done(null, decoder.decode());
    },
  });
};

/**
 * The rows of a spreadsheet's export, one after the other, in bounded memory.
 * @param onRow is given each row in order, with the line on which it ends
 * @throws RelanceError `unreadable-sheet`
 */
export const readRows = async (path: string, file: string, onRow: (row: SheetRow) => void): Promise<void> => {
  const head = readHead(path, HEAD_BYTES);
  const refuse = (what: string, hint: string): RelanceError =>
    new RelanceError(`${file} : ${what}`, { code: 'unreadable-sheet', hint });
  if (head.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004')
    throw refuse('c’est un classeur', 'enregistrez-le en CSV (UTF-8), puis recommencez');
  if (statSync(path).size > MOST_BYTES) throw refuse('le fichier dépasse 200 Mo', 'coupez-le en plusieurs');
  const encoding = await encodingOf(path, head);
  const text = new TextDecoder(encoding).decode(head);
  if (encoding !== 'utf-16le' && encoding !== 'utf-16be' && text.includes('\0'))
    throw refuse('ce n’est pas un texte', 'attendu : un CSV');
  const parser = parse({
    bom: true,
    delimiter: separatorOf(text),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    info: true,
    max_record_size: MOST_RECORD,
  });
  parser.on('data', ({ record, info }: { record: string[]; info: { lines: number } }) => {
    if (parser.destroyed) return;
    try {
      onRow({ cells: record, line: info.lines });
    } catch (error) {
      parser.destroy(error as Error);
    }
  });
  try {
    await pipeline(createReadStream(path), decoding(encoding), parser);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_'))) throw error;
    const line = 'lines' in error && typeof error.lines === 'number' ? `, ligne ${error.lines}` : '';
    throw new RelanceError(`${file}${line} : un guillemet n’est pas refermé, ou une ligne est démesurée`, {
      code: 'unreadable-sheet',
      hint: 'corrigez cette ligne, ou exportez de nouveau',
    });
  }
};
