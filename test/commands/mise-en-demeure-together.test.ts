import { describe, expect, it } from 'vitest';
import { COMPANY, Writer } from '../helpers/letters.ts';
import { plain, refused } from '../helpers/refused.ts';

/** Three invoices of one client: two are overdue, the third is not; and one of another client. */
const begin = async (): Promise<Writer> => {
  const writer = await Writer.begin();
  for (const line of [
    `add --numero F-1 ${COMPANY} --montant 1200 --emise 01/09/2026 --echeance 01/10/2026`,
    'add --numero F-2 --client "Atelier Durand" --montant 300 --emise 03/09/2026 --echeance 20/11/2026',
    'add --numero F-3 --client "Atelier Durand" --montant 90 --emise 03/11/2026 --echeance 03/12/2026',
    'add --numero G-1 --client Roche --type entreprise --montant 50 --emise 01/09/2026 --echeance 01/10/2026',
  ])
    await writer.ok(line);
  return writer;
};

const claimed = (writer: Writer): string[] =>
  writer
    .rows<{ number: string }>(
      'select i.number from letter_invoice li join invoice i on i.id = li.invoice_id order by li.letter_id, i.number',
    )
    .map(({ number }) => number);

describe('a mise en demeure proposes all that is overdue of the client', () => {
  it.each([
    ['o\r', ['F-1', 'F-2']],
    ['n\r', ['F-1']],
  ])('asked at a terminal: %j', async (key, numbers) => {
    const writer = await begin();
    const { exitCode, screen } = await writer.atTerminal(`mise-en-demeure F-1 --sortie ${writer.folder}`, [
      ['Une seule lettre', key],
      ['Enregistrer', 'o\r'],
    ]);
    expect(exitCode).toBe(0);
    expect(plain(screen)).toContain('Est échue aussi : F-2 (300,00 €). Une seule lettre pour tout ?');
    expect(claimed(writer)).toEqual(numbers);
  });

  it('said without one, with the command that takes them', async () => {
    const writer = await begin();
    const text = 'est échue aussi : F-2 ; en une seule lettre : relance mise-en-demeure F-1 F-2';
    const { warnings } = await writer.write('mise-en-demeure F-1');
    expect(warnings.map(plain)).toContain(text);
    expect(claimed(writer)).toEqual(['F-1']);
    expect(await writer.words('mise-en-demeure F-1')).toContain(`À savoir : ${text}.`);
    expect(await writer.words('mise-en-demeure F-1 F-2')).not.toContain('échue aussi');
  });

  it('given a client, it takes all that is overdue', async () => {
    const writer = await begin();
    await writer.write('mise-en-demeure Durand');
    expect(claimed(writer)).toEqual(['F-1', 'F-2']);
  });

  it('but what is disputed, promised, or already under one', async () => {
    const writer = await begin();
    await writer.ok('dispute F-2 --motif "prestation contestée"');
    expect((await writer.write('mise-en-demeure F-1')).warnings.map(plain).join()).not.toContain(
      'échue aussi',
    );
    await writer.write('mise-en-demeure Durand');
    expect(claimed(writer)).toEqual(['F-1', 'F-1']);
    await writer.ok('mise-en-demeure F-1 --postee 23/11/2026 --lrar "1A 123 456 7890 1"');
    expect((await refused(writer, 'mise-en-demeure Durand --yes'))[1]).toContain(
      'Un litige est en cours sur F-2',
    );
  });

  it('a client who owes nothing late is told so', async () => {
    const writer = await begin();
    await writer.ok('pay F-1');
    await writer.ok('pay F-2');
    expect(await refused(writer, 'mise-en-demeure Durand --yes')).toEqual([
      1,
      'Aucune facture de Atelier Durand n’est échue',
      'relance client show 1',
    ]);
  });
});
