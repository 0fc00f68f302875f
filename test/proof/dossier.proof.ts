import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PDFDocument } from '@cantoo/pdf-lib';
import { describe, expect, it } from 'vitest';
import { sha256Of } from '../../src/db/documents.ts';
import { connect } from '../../src/db/engine.ts';
import { COMPANY, Writer } from '../helpers/letters.ts';
import { missingQpdf, qpdfFaults, skipped } from '../helpers/pdf-tools.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const STATUS = '/proc/self/status';
const noPeak = existsSync(STATUS) ? null : 'seul Linux dit le plus haut de la mémoire';
const noQpdf = missingQpdf();

const PROOF_BYTES = 2 * 1024 * 1024;
/** For 500 contacts and 60 MB of exhibits: an empty Node takes 45 MB of it, the program and the PDF library as much, the exhibits 60. */
const PEAK_MB = 320;

/** Runs a command in a process of its own, which ends by saying the most memory it took, in kB. */
const SCRIPT = `
const [bundle, packageRoot, now, ...argv] = process.argv.slice(1);
require(bundle).run(argv, { now: new Date(now), packageRoot }).then((code) => {
  const { existsSync, readFileSync } = require('node:fs');
  if (existsSync('${STATUS}')) console.error(/VmHWM:\\s+(\\d+)/.exec(readFileSync('${STATUS}', 'utf8'))[1]);
  process.exitCode = code;
});
`;

const runAlone = promisify(execFile);

/** A page with a picture that nothing can compress. */
const scan = async (): Promise<Buffer> => {
  const doc = await PDFDocument.create();
  const page = doc.addPage([595, 842]);
  const picture = doc.context.stream(randomBytes(PROOF_BYTES), {
    Type: 'XObject',
    Subtype: 'Image',
    Width: 1024,
    Height: PROOF_BYTES / 1024,
    ColorSpace: 'DeviceGray',
    BitsPerComponent: 8,
  });
  page.node.newXObject('Scan', doc.context.register(picture));
  return Buffer.from(await doc.save());
};

const TEXT = `Bonjour Madame,\n\n${'La facture F-1 reste impayée, sauf erreur de ma part.\n'.repeat(20)}`;

/** Calls and e-mails in turn, over two hundred days; one in some has a proof. */
const fill = async (writer: Writer, contacts: number, proofs: number): Promise<void> => {
  const scans: Buffer[] = [];
  while (scans.length < proofs) scans.push(await scan());
  const db = connect(writer.databasePath);
  const contact = db.prepare<unknown[], { id: number }>(
    `insert into contact (client_id, at, on_day, channel, direction, status, note, about_overdue, recorded_at)
     select id, @at, date(@at), @channel, 'out', @status, @note, 1, @at from client returning id`,
  );
  const link = db.prepare(
    `insert into contact_invoice (contact_id, invoice_id, remaining_cents, days_late, counts)
     select ?, id, total_cents, 10, 1 from invoice`,
  );
  const message = db.prepare(
    `insert into message (contact_id, message_id, sender, recipients, subject, body_text, body_html, currency, total_cents, sha256, raw)
     values (@id, @messageId, 'jeanne@martin.example', '{"to":["compta@durand.example"],"cc":[],"bcc":[]}', @subject, @text, '', 'EUR', 360000, @sha256, @raw)`,
  );
  const proof = db.prepare(
    `insert into document (contact_id, kind, name, sha256, bytes, content, recorded_at)
     values (?, 'proof', 'preuve.pdf', ?, ?, ?, ?)`,
  );
  db.transaction(() => {
    for (let index = 0; index < contacts; index += 1) {
      const at = new Date(
        Date.UTC(2026, 3, 20, 9, 0, index) + Math.floor((index * 200) / contacts) * 86_400_000,
      );
      const day = at.toISOString();
      const isMail = index % 2 === 0;
      const { id = 0 } =
        contact.get({
          at: day,
          channel: isMail ? 'email' : 'call',
          status: isMail ? 'sent' : 'logged',
          note: isMail ? null : `message ${index} laissé à Mme Durand`,
        }) ?? {};
      link.run(id);
      if (isMail) {
        const raw = Buffer.from(`Subject: Rappel ${index}\r\n\r\n${TEXT.repeat(3)}`);
        const messageId = `<${index}@martin.example>`;
        message.run({ id, messageId, subject: `Rappel ${index}`, text: TEXT, sha256: sha256Of(raw), raw });
      }
      const content = index % Math.floor(contacts / proofs) === 0 ? scans.pop() : undefined;
      if (content) proof.run(id, sha256Of(content), content.length, content, day);
    }
  })();
  db.close();
};

interface Gathered {
  path: string;
  joined: number;
  peakMb: number;
}

const gather = async (contacts: number, proofs: number): Promise<Gathered> => {
  const writer = await Writer.begin();
  await writer.ok(`add --numero F-1 ${COMPANY} --montant 3600 --emise 16/03/2026 --echeance 15/04/2026`);
  await fill(writer, contacts, proofs);
  const { stdout, stderr } = await runAlone(
    process.execPath,
    [
      ...['-e', SCRIPT, '--', join(ROOT, 'dist', 'main.cjs'), ROOT, `${writer.today}T11:00:00Z`],
      ...['dossier', 'F-1', '--sortie', writer.folder, '--json'],
    ],
    { env: { RELANCE_HOME: writer.home } },
  );
  const { documents, exhibits } = JSON.parse(stdout) as {
    documents: { path: string }[];
    exhibits: { missing: string | null }[];
  };
  return {
    path: documents[0]?.path ?? '',
    joined: exhibits.filter(({ missing }) => missing === null).length,
    peakMb: Number(stderr) / 1024,
  };
};

describe('the whole file of a claim', () => {
  it.skipIf(noPeak)(
    `of 500 contacts and 60 MB of exhibits takes less than ${PEAK_MB} MB of memory${skipped(noPeak)}`,
    async () => {
      const { joined, peakMb } = await gather(500, 30);
      // Every e-mail and every proof, then the calls in one list, and the account.
      expect(joined).toBe(250 + 30 + 2);
      expect(peakMb).toBeLessThan(PEAK_MB);
    },
  );

  it.skipIf(noQpdf)(`has nothing that qpdf finds wrong${skipped(noQpdf)}`, async () => {
    const { path } = await gather(60, 6);
    expect(qpdfFaults(path)).toBe('');
  });
});
