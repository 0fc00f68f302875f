import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Correspondence } from '../helpers/mailbox.ts';
import { plain } from '../helpers/refused.ts';

const LINES = [
  'Bonjour Claire,',
  '',
  'Il nous manque le bon de commande : voir la pièce jointe. Merci de renvoyer la facture avec le numéro 4500123, sans quoi le service ne peut rien régler.',
  '',
  'Cordialement,',
  'Paul',
];

/** A client has answered at length, with files whose names are theirs. */
const answered = async (names: string[] = ['bon de commande.pdf']): Promise<Correspondence> => {
  const mail = await Correspondence.begin();
  await mail.world.ok('send --yes');
  mail.world.today = '2026-11-06';
  mail.receive(
    {
      'In-Reply-To': mail.sentId(),
      Subject: 'Re: votre rappel',
      'Content-Type': 'multipart/mixed; boundary="b"',
    },
    [
      ...['--b', 'Content-Type: text/plain; charset=utf-8', '', ...LINES],
      ...names.flatMap((name, index) => [
        ...['--b', 'Content-Type: application/pdf', `Content-Disposition: attachment; filename="${name}"`],
        ...['', `%PDF-1.4 ${index}`],
      ]),
      '--b--',
    ].join('\r\n'),
  );
  return mail;
};

describe('an exchange, whole', () => {
  it('what a client wrote, every word of it, and its files', async () => {
    const { world } = await answered();
    expect(plain(await world.ok('inbox'))).toContain(
      '→ en entier, avec 1 pièce jointe : relance show F-2026-1 --message 2',
    );
    expect(plain(await world.ok('due'))).toContain('→ relance show F-2026-1 --message 2');
    const out = plain(await world.ok('show F-2026-1 --message 2'));
    expect(out).toBe(
      [
        'n° 2, e-mail reçu, le 06/11/2026 à 12:00',
        'De : compta@dupont.fr',
        'Objet : Re: votre rappel',
        '',
        ...LINES,
        '',
        'Pièces jointes',
        '  bon de commande.pdf, 1 Ko  → relance show F-2026-1 --document 1',
        '',
        '→ une fois répondu : relance log F-2026-1 --canal email',
        '',
      ].join('\n'),
    );
    expect(await world.json('show F-2026-1 --message n°2')).toEqual({
      contact: 2,
      channel: 'email',
      direction: 'in',
      at: '2026-11-06T11:00:00.000Z',
      from: 'compta@dupont.fr',
      to: [],
      subject: 'Re: votre rappel',
      text: LINES.join('\n'),
      documents: [{ id: 1, name: 'bon de commande.pdf', bytes: 10 }],
    });
  });

  it('what was sent, and what was noted', async () => {
    const { world } = await answered();
    await world.ok('log F-2026-1 --canal telephone --note "rappelle demain"');
    const sent = plain(await world.ok('show F-2026-1 --message 1'));
    expect(sent).toContain('À : compta@dupont.fr');
    expect(sent).toContain('Objet : Rappel : facture F-2026-1');
    expect(sent).toContain('IBAN');
    expect(plain(await world.ok('show F-2026-1 --message 2'))).toContain('rappelle demain');
  });

  it('a short answer is whole as it is', async () => {
    const mail = await Correspondence.begin();
    await mail.world.ok('send --yes');
    mail.world.today = '2026-11-06';
    mail.receive({ 'In-Reply-To': mail.sentId() }, 'Je regarde cela demain.');
    expect(await mail.world.ok('inbox')).not.toContain('en entier');
  });

  it('is of the invoice that is named, or refused', async () => {
    const { world } = await answered();
    await world.ok('inbox');
    await world.ok(
      'add --numero F-2026-9 --client Autre --type entreprise --email a@autre.fr --montant 10 --emise 03/10/2026 --echeance 02/11/2026',
    );
    for (const line of [
      'show F-2026-9 --message 2',
      'show F-2026-9 --document 1',
      'show F-2026-1 --document 9',
    ])
      expect(await world.relance(line)).toMatchObject({ exitCode: 1, stdout: '' });
    expect(plain((await world.relance('show F-2026-9 --message 2')).stderr)).toContain(
      'L’échange n° 2 n’est pas de la facture F-2026-9',
    );
    expect(await world.relance('show F-2026-1 --message x')).toMatchObject({ exitCode: 2 });
    expect(await world.relance('show F-2026-1 --message 1 --document 1')).toMatchObject({ exitCode: 2 });
    expect(await world.relance('show F-2026-1 --sortie x')).toMatchObject({ exitCode: 2 });
  });
});

describe('a document, as a file', () => {
  it('is written where it is wanted, and replaces nothing', async () => {
    const { world } = await answered();
    await world.ok('inbox');
    const folder = join(world.home, 'pieces');
    mkdirSync(folder);
    const path = join(folder, 'bon de commande.pdf');
    expect(await world.ok(['show', 'F-2026-1', '--document', '1', '--sortie', folder])).toBe(`${path}\n`);
    expect(readFileSync(path, 'utf8')).toBe('%PDF-1.4 0');
    writeFileSync(path, 'à moi');
    const again = await world.relance(['show', 'F-2026-1', '--document', '1', '--sortie', folder]);
    expect(again).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('existe déjà') });
    expect(readFileSync(path, 'utf8')).toBe('à moi');
    const nowhere = await world.relance([
      ...['show', 'F-2026-1', '--document', '1', '--sortie', join(folder, 'absent')],
    ]);
    expect(nowhere).toMatchObject({ exitCode: 1, stderr: expect.not.stringContaining('Défaut') });
  });

  it('a name that came from elsewhere leads nowhere else', async () => {
    const { world } = await answered(['../../evade.pdf', '..', '/etc/passwd', '.bashrc', 'a\\\\b.pdf']);
    await world.ok('inbox');
    const folder = join(world.home, 'pieces');
    mkdirSync(folder);
    for (const id of [1, 2, 3, 4, 5])
      await world.ok(['show', 'F-2026-1', '--document', String(id), '--sortie', folder]);
    expect(readdirSync(folder)).toHaveLength(5);
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
    expect(existsSync(join(world.home, 'evade.pdf'))).toBe(false);
  });
});
