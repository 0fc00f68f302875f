import { describe, expect, it } from 'vitest';
import { RelanceError } from '../../../src/errors.ts';
import { readingTexts, readStatementFile } from '../../../src/import/bank/statement-file.ts';
import { CAMT_V2, CSV, OFX_XML } from '../../helpers/bank-fixtures.ts';
import { plain } from '../../helpers/refused.ts';
import { zipped } from '../../helpers/zipped.ts';

const refusal = (bytes: Uint8Array): { message: string; hint: string } => {
  try {
    readStatementFile(bytes, 'releves.zip');
  } catch (error) {
    if (!(error instanceof RelanceError)) throw error;
    return { message: plain(error.message), hint: plain(error.hint ?? '') };
  }
  throw new Error('the archive was read');
};

describe('an archive of statements', () => {
  it('gives each of them, and names what is none', () => {
    const file = readStatementFile(
      zipped({
        'camt/2026-03.xml': CAMT_V2,
        'fevrier.ofx': OFX_XML,
        'janvier.csv': CSV.bnp,
        'janvier.pdf': '%PDF-1.7',
        'lisez-moi.txt': 'Voici vos relevés.',
      }),
      'releves.zip',
    );
    expect(file.statements.map(({ format }) => format)).toEqual(['camt053', 'ofx', 'csv']);
    expect(plain(readingTexts(file).at(-1) ?? '')).toBe(
      'Ces fichiers de l’archive ne sont pas des relevés : janvier.pdf, lisez-moi.txt.',
    );
  });

  it('of which one is cut is refused whole, that one named', () => {
    const archive = zipped({ 'a.ofx': OFX_XML, 'b.ofx': OFX_XML.slice(0, -20) });
    expect(refusal(archive).message).toBe(
      'releves.zip, b.ofx : le fichier OFX est coupé : il ne finit pas par </OFX>',
    );
  });

  it('whose table has unknown columns is refused: it may be a statement', () => {
    const archive = zipped({ 'a.ofx': OFX_XML, 'b.csv': 'Jour;Texte;Somme\n01/02/2026;A;1,00\n' });
    expect(refusal(archive).message).toBe(
      'releves.zip, b.csv : les colonnes ne se reconnaissent pas (Jour, Texte, Somme)',
    );
  });

  it.each<[string, Uint8Array, string, string]>([
    [
      'no statement',
      zipped({ 'a.pdf': '%PDF-1.7', 'b.pdf': '%PDF-1.7' }),
      'releves.zip : aucun relevé dans l’archive (a.pdf, b.pdf)',
      'demandez à votre banque un export OFX, CAMT.053 ou CSV',
    ],
    [
      'one file that is no statement',
      zipped({ 'a.pdf': '%PDF-1.7' }),
      'releves.zip, a.pdf : c’est un PDF, qui se lit à l’œil',
      'téléchargez le même relevé en OFX, CAMT.053 ou CSV',
    ],
    [
      'nothing',
      zipped({}),
      'releves.zip : aucun relevé dans l’archive (elle est vide)',
      'demandez à votre banque un export OFX, CAMT.053 ou CSV',
    ],
    [
      'a workbook',
      zipped({ '[Content_Types].xml': '<Types/>', 'xl/workbook.xml': '<workbook/>' }),
      'releves.zip : c’est un classeur',
      'enregistrez-le en CSV',
    ],
    [
      'half an archive',
      zipped({ 'a.ofx': OFX_XML }).subarray(0, 200),
      'releves.zip : l’archive est abîmée, ou coupée',
      'décompressez-la, ou téléchargez-la de nouveau',
    ],
  ])('%s: refused in a sentence', (_, archive, message, hint) => {
    expect(refusal(archive)).toEqual({ message, hint });
  });
});
