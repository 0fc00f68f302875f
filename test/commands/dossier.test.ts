import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { degrees, PDFDocument } from '@cantoo/pdf-lib';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { sha256Of } from '../../src/db/documents.ts';
import { COMPANY, hasPoppler, pdfText, Writer } from '../helpers/letters.ts';
import { plain, refused } from '../helpers/refused.ts';
import { SmtpSink } from '../helpers/smtp-sink.ts';

interface Dossier {
  documents: { path: string; kind: string; sha256: string; pages: number | null }[];
  exhibits: { number: number; title: string; page: number | null; missing: string | null }[];
}

const pdf = async (pages: number, turn = 0): Promise<Buffer> => {
  const doc = await PDFDocument.create();
  for (let index = 0; index < pages; index += 1) {
    const page = doc.addPage([595, 842]);
    page.setRotation(degrees(turn));
    page.drawText(`Page ${index + 1}`, { x: 50, y: 700 });
  }
  return Buffer.from(await doc.save());
};

const locked = async (): Promise<Buffer> => {
  const doc = await PDFDocument.load(await pdf(1));
  doc.encrypt({ userPassword: 'secret', ownerPassword: 'secret' });
  return Buffer.from(await doc.save());
};

const liveClaim = async (writer: Writer): Promise<void> => {
  const sink = await SmtpSink.start();
  writer.env['RELANCE_SMTP_URL'] = `smtp://127.0.0.1:${sink.port}`;
  const invoice = join(writer.home, 'facture.pdf');
  writeFileSync(invoice, await pdf(2));
  writer.today = '2026-10-20';
  await writer.ok(
    `add --numero F-1 ${COMPANY} --montant 3600 --emise 16/09/2026 --echeance 16/10/2026 --objet "Refonte du site" --pdf ${invoice}`,
  );
  await writer.ok('send --yes');
  await sink.close();
  writer.today = '2026-11-02';
  await writer.ok('log F-1 --canal telephone --issue message --note "message laissé à Mme Durand"');
  await writer.write('mise-en-demeure F-1');
  const proof = join(writer.home, 'depot.pdf');
  writeFileSync(proof, await pdf(1, 90));
  await writer.ok(`mise-en-demeure F-1 --postee 02/11/2026 --preuve ${proof}`);
};

/** A claim as it stands after a mise en demeure: an invoice, a reminder sent, a call, a letter and its proofs. */
const claim = async (): Promise<Writer> => {
  const writer = await Writer.begin();
  await writer.beginBy('a claim', () => liveClaim(writer));
  writer.today = '2026-11-23';
  return writer;
};

/** One red pixel. */
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC';

const build = (writer: Writer): Promise<Dossier> =>
  writer.json<Dossier>(`dossier F-1 --sortie ${writer.folder}`);

/** A proof put in the database as it is, whatever it holds. */
const prove = (writer: Writer, name: string, content: Buffer): void => {
  writer.execute(
    `insert into document (contact_id, kind, name, sha256, bytes, content, recorded_at)
     values ((select max(id) from contact), 'proof', ?, ?, ?, ?, '2026-11-03T10:00:00.000Z')`,
    name,
    sha256Of(content),
    content.length,
    content,
  );
};

describe('the whole file of a claim', () => {
  it('numbers every exhibit, says its page, and opens on a page that tells the claim', async () => {
    const writer = await claim();
    const { documents, exhibits } = await build(writer);
    expect(exhibits.map(({ number, title, missing }) => [number, plain(title), missing])).toEqual([
      [1, 'Facture F-1', null],
      [2, expect.stringMatching(/^E-mail « .*F-1.* »$/), null],
      [3, 'Mise en demeure', null],
      [4, 'Preuve : mise en demeure postée', null],
      [5, 'Relevé des appels et des échanges notés', null],
      [6, 'Décompte au 23/11/2026', null],
    ]);
    const doc = await PDFDocument.load(readFileSync(documents[0]?.path ?? ''), { updateMetadata: false });
    expect(doc.getPageCount()).toBe(documents[0]?.pages);
    const first = exhibits[0]?.page ?? 0;
    // Two pages of the invoice, then the mail.
    expect(exhibits[1]?.page).toBe(first + 2);
    expect(doc.getTitle()).toBe('Dossier de recouvrement – Atelier Durand');
    expect(doc.catalog.toString()).toContain('/Outlines');
  });

  it('has an archive of the originals whose digests check out', async () => {
    const writer = await claim();
    const { documents } = await build(writer);
    const archive = readFileSync(documents[1]?.path ?? '');
    expect(sha256Of(archive)).toBe(documents[1]?.sha256);
    const files = unzipSync(archive);
    const sums = Buffer.from(files['SHA256SUMS'] ?? []).toString();
    for (const [name, content] of Object.entries(files).filter(([path]) => path !== 'SHA256SUMS'))
      expect(sums).toContain(`${sha256Of(Buffer.from(content))}  ${name}\n`);
    const mail = Object.keys(files).find((name) => name.endsWith('.eml')) ?? '';
    expect(
      Buffer.from(files[mail] ?? []).equals(
        writer.rows<{ raw: Buffer }>('select raw from message')[0]?.raw ?? Buffer.alloc(0),
      ),
    ).toBe(true);
    expect(JSON.parse(Buffer.from(files['dossier.json'] ?? []).toString())).toMatchObject({
      writtenOn: '2026-11-23',
      invoices: [{ invoice: { number: 'F-1' } }],
    });
  });

  it('is accepted by sha256sum -c', async () => {
    const writer = await claim();
    const { documents } = await build(writer);
    const folder = join(writer.home, 'ouvert');
    if (spawnSync('unzip', ['-v']).status !== 0) return;
    execFileSync('unzip', ['-q', documents[1]?.path ?? '', '-d', folder]);
    expect(execFileSync('sha256sum', ['-c', 'SHA256SUMS'], { cwd: folder, encoding: 'utf8' })).not.toContain(
      'FAILED',
    );
  });

  it('is the same bytes for the same facts and day', async () => {
    const writer = await claim();
    const [one, two] = [await build(writer), await build(writer)];
    expect(one.documents.map(({ sha256 }) => sha256)).toEqual(two.documents.map(({ sha256 }) => sha256));
  });

  it.each<[string, string, () => Promise<Buffer>, string | null]>([
    [
      'locked by a password',
      'recu.pdf',
      locked,
      'fichier protégé par un mot de passe, dans l’archive seulement',
    ],
    [
      'cut short',
      'recu.pdf',
      async () => (await pdf(3)).subarray(0, 300),
      'fichier illisible, dans l’archive seulement',
    ],
    [
      'no PDF at all',
      'recu.pdf',
      () => Promise.resolve(Buffer.from('bonjour')),
      'fichier illisible, dans l’archive seulement',
    ],
    [
      'an image cut short',
      'recu.png',
      () => Promise.resolve(Buffer.from('89504e470d0a1a0a00', 'hex')),
      'image illisible, dans l’archive seulement',
    ],
    [
      'of 60 MB',
      'recu.pdf',
      () => Promise.resolve(Buffer.alloc(60 * 1024 * 1024, '%PDF')),
      'trop volumineuse, dans l’archive seulement',
    ],
    ['turned and sound', 'recu.pdf', () => pdf(2, 270), null],
    ['that is a picture', 'recu.png', () => Promise.resolve(Buffer.from(PIXEL, 'base64')), null],
  ])('an exhibit %s', async (_, name, content, missing) => {
    const writer = await claim();
    prove(writer, name, await content());
    const { exhibits, documents } = await build(writer);
    const exhibit = exhibits.findLast(({ title }) => title.startsWith('Preuve'));
    expect(exhibit?.missing).toBe(missing);
    expect((await PDFDocument.load(readFileSync(documents[0]?.path ?? ''))).getPageCount()).toBe(
      documents[0]?.pages,
    );
  });

  it('says that the copy of an invoice is not there', async () => {
    const writer = await claim();
    await writer.ok(
      'add --numero F-2 --client "Atelier Durand" --montant 100 --emise 16/09/2026 --echeance 16/10/2026',
    );
    const text = plain(await writer.ok(`dossier F-1 F-2 --sortie ${writer.folder}`));
    expect(text).toContain('Non jointe : n° 2, Facture F-2 (copie non enregistrée).');
  });

  it('leaves out a letter that was never posted', async () => {
    const writer = await Writer.begin();
    await writer.ok(`add --numero F-1 ${COMPANY} --montant 3600 --emise 16/03/2026 --echeance 15/04/2026`);
    await writer.write('mise-en-demeure F-1');
    expect((await build(writer)).exhibits.map(({ title }) => title)).not.toContain('Mise en demeure');
  });

  it('joins a request once an order answers it, a declaration once it is made', async () => {
    const writer = await claim();
    const titles = async () => (await build(writer)).exhibits.map(({ title }) => title);
    await writer.write('injonction F-1');
    expect(await titles()).not.toContain('Requête en injonction de payer');
    await writer.ok('injonction F-1 --ordonnance 23/11/2026');
    expect(await titles()).toContain('Requête en injonction de payer');
    await writer.ok('procedure Durand --type redressement --jugement 20/11/2026');
    await writer.write('declaration Durand --adresse "3 rue du Palais, 33000 BORDEAUX"');
    expect(await titles()).not.toContain('Déclaration de créance');
    await writer.ok('prescription F-1 --declaree 23/11/2026');
    expect(await titles()).toContain('Déclaration de créance');
  });

  it('joins an agreement once it is signed', async () => {
    const writer = await claim();
    await writer.ok(`plan F-1 --mensualites 2 --premiere 15/12/2026 --yes --sortie ${writer.folder}`);
    const titles = async () => (await build(writer)).exhibits.map(({ title }) => title);
    expect(await titles()).not.toContain('Protocole d’accord');
    await writer.ok('plan F-1 --signe 23/11/2026');
    expect(await titles()).toContain('Protocole d’accord');
  });

  it.skipIf(!hasPoppler)('stamps each page of an exhibit, and lists them with their pages', async () => {
    const writer = await claim();
    const { documents, exhibits } = await build(writer);
    const pages = execFileSync('pdftotext', ['-layout', documents[0]?.path ?? '', '-'], { encoding: 'utf8' })
      .split('\f')
      .map(plain);
    for (const { number, page } of exhibits) expect(pages[(page ?? 1) - 1]).toContain(`Pièce n° ${number}`);
    expect(pages[exhibits[0]?.page ?? 1]).toContain('Pièce n° 1');
    const text = pdfText(documents[0]?.path ?? '');
    for (const part of [
      'Débiteur : Atelier Durand, SIREN 552 100 554',
      'message laissé à Mme Durand',
      'Prescription : agir en justice au plus tard le',
      'Juridiction proposée : tribunal de commerce',
      'Bordereau des pièces',
    ])
      expect(text).toContain(part);
  });

  it('leaves nothing when one of the two cannot be written', async () => {
    const writer = await claim();
    const folder = join(writer.home, 'dossiers');
    mkdirSync(join(folder, 'dossier-F-1.zip.partiel'), { recursive: true });
    expect((await refused(writer, `dossier F-1 --sortie ${folder}`))[1]).toBe(
      `Le fichier ${join(folder, 'dossier-F-1.zip')} ne peut pas être écrit (EISDIR)`,
    );
    expect(readdirSync(folder)).toEqual(['dossier-F-1.zip.partiel']);
  });

  it('shows how far it is to a person at the terminal', async () => {
    const writer = await claim();
    const { stderr } = await writer.relance(`dossier F-1 --sortie ${writer.folder}`, { isTerminal: true });
    expect(stderr).toContain('Pièces ██████████░░░░░░░░░░ 3/6');
    expect(stderr).toMatch(/Archive █{20} (\d+)\/\1\s/);
    expect(stderr.endsWith('\r\u001b[K')).toBe(true);
  });

  it('is refused when nothing is owed', async () => {
    const writer = await claim();
    await writer.ok('pay F-1 3600');
    expect((await refused(writer, 'dossier F-1'))[1]).toBe('Plus rien n’est dû sur F-1');
  });
});

describe('the hand-over', () => {
  it('says to whom, freezes the reminders, and comes back', async () => {
    const writer = await claim();
    const why = async () => (await writer.json<{ rules: { code: string }[] }>('why F-1')).rules[0]?.code;
    expect(await writer.json('dossier F-1 --remise 23/11/2026 --a "Étude Martin"')).toMatchObject({
      handover: { to: 'Étude Martin', on: '2026-11-23', invoices: ['F-1'] },
    });
    expect(await why()).toBe('hold-handover');
    expect((await refused(writer, 'dossier F-1 --remise 23/11/2026 --a "Étude Martin"'))[1]).toBe(
      'Le dossier de F-1 est déjà remis',
    );
    expect((await refused(writer, 'mise-en-demeure F-1 --yes'))[1]).toBe('Le dossier de F-1 est remis');
    await writer.ok('log F-1 --issue dossier-rendu');
    expect(await why()).not.toBe('hold-handover');
  });

  it.each([
    ['--remise 23/11/2026', 'Il manque --a'],
    ['--a Étude', '--a accompagne --remise'],
    ['--remise 24/11/2026 --a Étude', '--remise : le 24/11/2026 est dans le futur'],
  ])('refuses %s', async (flags, message) => {
    const writer = await claim();
    expect((await refused(writer, `dossier F-1 ${flags}`))[1]).toBe(message);
  });
});
