import { describe, expect, it } from 'vitest';
import { FIXTURES } from '../helpers/bank-fixtures.ts';
import { pdfWith } from '../helpers/einvoice-pdf.ts';
import { cii, ubl, type Sample } from '../helpers/einvoices.ts';
import { mutated, randomFrom, type Random } from '../helpers/mutations.ts';
import { fileOf } from '../helpers/statements.ts';
import { World } from '../helpers/world.ts';

const SEED = Number(process.env['FUZZ_SEED'] ?? '20260115');
const RUNS = 300;

const SAMPLE: Sample = {
  number: 'F-1',
  total: '1200.00',
  prepaid: '400.00',
  due: '800.00',
  dueOns: ['2026-11-04'],
};
const SHEET =
  'Numéro;Client;Date;Échéance;Montant TTC;Reste à payer;Devise;SIREN;SIRET;TVA intracommunautaire;Email;Téléphone;CP;Ville;Objet;Statut;Date de réalisation\nF-1;Roche SAS;05/10/2026;04/11/2026;1200,50;100;EUR;552100554;55210055400013;FR03552100554;a@b.fr;0612345678;75001;Paris;Objet;Envoyée;01/10/2026\n';
const FEC =
  'JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\tPieceRef\tPieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\nVE\tVentes\t1\t20261005\t411000\tClients\tC1\tRoche SAS\tF-1\t20261005\tPrestation\t1200,00\t0,00\t\nBQ\tBanque\t2\t20261015\t411000\tClients\tC1\tRoche SAS\tV-1\t20261015\tVirement\t0,00\t200,00\t\n';

const FACTS = ['client', 'invoice', 'payment', 'document', 'bank_entry'];
const factsOf = (world: World): string =>
  JSON.stringify(FACTS.map((table) => world.rows(`select * from ${table}`)));

/** One part of a text is replaced by what a person or a tool might have put there. */
const misfilled = (text: string, random: Random): string => {
  const values = ['', '-5', 'XXXX', 'x'.repeat(400), '2026-02-31', '\u0001', '0', '1'.repeat(40), '=1+1'];
  const cells = [...text.matchAll(/(?<=>)[^<]+(?=<)|(?<=[;\t\n])[^;\t\n]+(?=[;\t\n])/g)];
  const cell = cells[random(cells.length)];
  if (cell === undefined) return text;
  const value = values[random(values.length)] ?? '';
  return text.slice(0, cell.index) + value + text.slice(cell.index + cell[0].length);
};

/** Imports a damaged file again and again: each time it is recorded, or refused and then nothing is. */
const attack = async (
  name: string,
  original: Buffer,
  command: string[],
  flags: string[],
): Promise<string[]> => {
  const world = new World('2026-11-23');
  await world.ok('init --nom "Jeanne Martin" --forme EI --siret 73282932000074 --email j@m.example');
  const isText = !name.endsWith('.pdf');
  const faults: string[] = [];
  for (let index = 0; index < RUNS; index += 1) {
    const random = randomFrom(SEED + index);
    const bytes =
      isText && index % 2 === 0
        ? Buffer.from(
            misfilled(misfilled(original.toString(), random), random).replaceAll('F-1', `F-${index}`),
          )
        : mutated(original, random);
    const before = factsOf(world);
    const { exitCode, stdout, stderr } = await world.relance([
      ...command,
      fileOf(world, name, bytes),
      ...flags,
    ]);
    const said = stdout + stderr;
    if (![0, 1, 2, 3].includes(exitCode) || /^\s+at |SqliteError/m.test(said))
      faults.push(`${index}: ${exitCode} ${said.slice(0, 300)}`);
    if (exitCode !== 0 && factsOf(world) !== before) faults.push(`${index}: refused, and recorded`);
  }
  return faults;
};

const ANY = ['--emetteur-different', '--type', 'entreprise', '--yes', '--json'];

describe('a damaged file given to relance', () => {
  it.each<[string, string, () => Buffer | Promise<Buffer>]>([
    ['CII', 'a.xml', () => Buffer.from(cii(SAMPLE))],
    ['UBL', 'a.xml', () => Buffer.from(ubl(SAMPLE))],
    ['Factur-X', 'a.pdf', () => pdfWith([{ name: 'factur-x.xml', content: cii(SAMPLE) }])],
    ['spreadsheet', 'a.csv', () => Buffer.from(SHEET)],
    ['FEC', 'a.txt', () => Buffer.from(FEC)],
  ])(
    'is recorded or refused: %s',
    async (_, name, bytes) => {
      expect(await attack(name, await bytes(), ['import'], ANY)).toEqual([]);
    },
    120_000,
  );

  it.each(FIXTURES)(
    'is recorded or refused: statement, %s',
    async (_, content) => {
      expect(await attack('a.txt', Buffer.from(content), ['bank', 'import'], ['--yes', '--json'])).toEqual(
        [],
      );
    },
    120_000,
  );
});
