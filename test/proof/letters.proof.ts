import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMPANY, CONSUMER, TOWN_HALL, Writer } from '../helpers/letters.ts';
import { archiveFaults, missingPreflight, missingQpdf, qpdfFaults, skipped } from '../helpers/pdf-tools.ts';

const noQpdf = missingQpdf();
const noPreflight = missingPreflight();

const LARGEST = '9999999,99';
const LONG_COMPANY =
  `${'Compagnie générale des ateliers réunis de Bordeaux et du Sud-Ouest '.repeat(2)}SA`.slice(0, 120);
const FOREIGN_NAME = 'Łukasz Dvořák-Nguyễn';
const OVERDUE = '--emise 16/03/2026 --echeance 15/04/2026';

interface Debtor {
  flags: string;
  name: string;
  dates: string;
}

const COMPANY_DEBTOR: Debtor = { flags: COMPANY, name: LONG_COMPANY, dates: OVERDUE };
const CONSUMER_DEBTOR: Debtor = { flags: CONSUMER, name: FOREIGN_NAME, dates: OVERDUE };
const PUBLIC_DEBTOR: Debtor = {
  flags: TOWN_HALL,
  name: `Mairie de ${FOREIGN_NAME}`,
  dates: '--emise 16/03/2026 --recue 16/03/2026',
};

/** One debtor's invoices, F-1 for the largest sum. @returns their numbers */
const owe = async (writer: Writer, { flags, name, dates }: Debtor, count: number): Promise<string> => {
  const numbers = Array.from({ length: count }, (_, index) => `F-${index + 1}`);
  await writer.ok(`add --numero F-1 ${flags} --montant ${LARGEST} ${dates} --objet "Refonte du site"`);
  await writer.ok(`client edit "${/"(.*?)"/.exec(flags)?.[1] ?? ''}" --nom "${name}"`);
  for (const [index, number] of numbers.entries())
    if (index > 0)
      await writer.ok(`add --numero ${number} --client "${name}" --montant ${index}11,50 ${dates}`);
  return numbers.join(' ');
};

type Kind = [
  name: string,
  debtor: Debtor,
  /** What happens before it, and the command that writes it. */
  lines: (numbers: string) => string[],
];

const KINDS: Kind[] = [
  ['mise-en-demeure-entreprise', COMPANY_DEBTOR, (numbers) => [`mise-en-demeure ${numbers}`]],
  ['mise-en-demeure-particulier', CONSUMER_DEBTOR, (numbers) => [`mise-en-demeure ${numbers}`]],
  ['mise-en-demeure-public', PUBLIC_DEBTOR, (numbers) => [`mise-en-demeure ${numbers}`]],
  ['lettre', COMPANY_DEBTOR, (numbers) => [`lettre ${numbers} --recommandee`]],
  ['protocole', CONSUMER_DEBTOR, (numbers) => [`plan ${numbers} --mensualites 12 --premiere 15/12/2026`]],
  [
    'declaration',
    COMPANY_DEBTOR,
    () => [
      'procedure Compagnie --type redressement --jugement 02/11/2026 --bodacc 10/11/2026 --mandataire "SELARL Axyme"',
      'declaration Compagnie --adresse "3 rue du Palais, 33000 BORDEAUX"',
    ],
  ],
  ['injonction', COMPANY_DEBTOR, (numbers) => [`injonction ${numbers}`]],
];

const CASES = [
  ...KINDS.flatMap(([name, debtor, lines]) =>
    [1, 5, 60].map((count): [string, Debtor, number, Kind[2]] => [
      `${name}, ${count} facture${count > 1 ? 's' : ''}`,
      debtor,
      count,
      lines,
    ]),
  ),
  [
    'duplicata, 1 facture',
    COMPANY_DEBTOR,
    1,
    () => ['cancel F-1 --irrecouvrable --motif "liquidation close"', 'duplicata F-1'],
  ] satisfies [string, Debtor, number, Kind[2]],
];

describe('every kind of letter', () => {
  let folder = '';
  const written: string[] = [];
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'relance-proof-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(CASES)('%s', async (_, debtor, count, lines) => {
    const writer = await Writer.begin();
    const commands = lines(await owe(writer, debtor, count));
    for (const line of commands.slice(0, -1)) await writer.ok(line);
    await writer.ok(`${commands.at(-1) ?? ''} --sortie ${writer.folder} --yes`);
    const files = readdirSync(writer.folder);
    expect(files).toHaveLength(1);
    const name = `${written.length}.pdf`;
    copyFileSync(join(writer.folder, files[0] ?? ''), join(folder, name));
    written.push(name);
  });

  it.skipIf(noQpdf)(`has nothing that qpdf finds wrong${skipped(noQpdf)}`, () => {
    expect(written).toHaveLength(CASES.length);
    for (const name of written) expect(qpdfFaults(join(folder, name))).toBe('');
  });

  it.skipIf(noPreflight)(`is PDF/A-1b${skipped(noPreflight)}`, () => {
    expect(written).toHaveLength(CASES.length);
    expect(archiveFaults(folder, written)).toEqual([]);
  });
});
