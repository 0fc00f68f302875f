import { join } from 'node:path';
import type { Context } from '../../../context.ts';
import { findInvoice } from '../../../db/invoices.ts';
import { creditedCentsOf } from '../../../domain/money/balance.ts';
import type { Invoice } from '../../../domain/money/invoice.ts';
import type { Decision } from '../../../domain/schedule/decision.ts';
import { oneLine, withoutAccents } from '../../../domain/typography.ts';
import { requireCreditor } from '../../../messages/compose-message.ts';
import { nothingOwed, requireNoWaitingLine } from '../../../desk/owed.ts';
import { readDecision } from '../../../desk/day-decisions.ts';
import { readStory } from '../../../desk/story.ts';
import { storyJson } from '../../../desk/invoice-json.ts';
import { creditorIdentity, requireIdentity } from '../../../messages/letters/addresses.ts';
import { writeArchive, type ArchivedFile } from './archive.ts';
import { invoicesOfOneClient } from '../../../messages/letters/compose-letter.ts';
import { coverOf, type Dossier, type Places } from './dossier-cover.ts';
import { dossierExhibits, type DossierExhibit } from './dossier-exhibits.ts';
import { documentName, freePath, requireFolder } from '../../../messages/letters/letter-files.ts';
import { withLargeFile, type LargeFile } from './large-file.ts';
import { letterPenalties } from '../../../messages/letters/letter-penalties.ts';

/** Everything known of a claim. Throws RelanceError when nothing is owed. */
export const readDossier = async (ctx: Context, references: readonly string[]): Promise<Dossier> => {
  const { client, invoices, currency } = invoicesOfOneClient(ctx, references);
  const creditor = requireCreditor(ctx);
  requireIdentity(creditor);
  const decisions: Decision[] = [];
  for (const invoice of invoices.toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : 1))) {
    const decision = await readDecision(ctx, { today: ctx.today, invoiceId: invoice.id });
    if (decision === null || decision.remainingCents <= 0) throw nothingOwed(invoice.number);
    requireNoWaitingLine(decision.invoice);
    decisions.push(decision);
  }
  const claimed = decisions.map(({ invoice, remainingCents }) => ({
    invoice: findInvoice(ctx.db(), invoice.id),
    claimedCents: remainingCents,
    creditedCents: creditedCentsOf(invoice),
  }));
  const { amounts } = letterPenalties(ctx, claimed, { creditor, client, currency });
  return {
    client,
    creditor,
    currency,
    claimed,
    decisions,
    amounts,
    exhibits: dossierExhibits(ctx, claimed, amounts, currency),
  };
};

/** Beyond it a file would take the memory of the machine: it is in the archive, not in the PDF. */
const LARGEST_EXHIBIT = 50 * 1024 * 1024;
/** Exhibits stay in memory until the PDF is written: those that would make it larger are in the archive alone. */
const LARGEST_DOSSIER = 150 * 1024 * 1024;

export interface WrittenDossier {
  documents: { path: string; kind: 'dossier' | 'archive'; sha256: string; pages: number | null }[];
  exhibits: { number: number; title: string; on: string; page: number | null; missing: string | null }[];
}

const slug = (title: string): string =>
  withoutAccents(title)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replaceAll(/^-|-$/g, '');

const storiesOf = async (ctx: Context, invoices: readonly Invoice[]): Promise<Buffer> => {
  const stories = [];
  for (const { id } of invoices) stories.push(storyJson(await readStory(ctx, id), ctx.today));
  return Buffer.from(`${JSON.stringify({ writtenOn: ctx.today, invoices: stories }, null, 2)}\n`);
};

const BAR_WIDTH = 20;

const showProgress = (ctx: Context, what: string, done: number, total: number): void => {
  const full = Math.round((done / total) * BAR_WIDTH);
  ctx.progress(`${what} ${'█'.repeat(full)}${'░'.repeat(BAR_WIDTH - full)} ${done}/${total}`);
};

/** Numbers, stamps and joins the exhibits, then puts the cover before them. */
const printDossier = async (
  ctx: Context,
  dossier: Dossier,
  write: (bytes: Uint8Array) => void,
): Promise<{ places: Places; coverPages: number; pages: number }> => {
  const { addExhibit, closeBundle, openBundle, UnreadableExhibit } = await import('../../../pdf/bundle.ts');
  const { openFaces } = await import('../../../pdf/faces.ts');
  const { creditor, client, exhibits } = dossier;
  const title = `Dossier de recouvrement – ${oneLine(client.name)}`;
  const bundle = await openBundle(openFaces(join(ctx.packageRoot, 'dist', 'fonts')), {
    title,
    author: creditor.name,
    writtenOn: ctx.today,
  });
  const places: Places = new Map();
  let joined = 0;
  for (const [index, exhibit] of exhibits.entries()) {
    showProgress(ctx, 'Pièces', index + 1, exhibits.length);
    if (exhibit.source === null) places.set(exhibit, { missing: exhibit.missing ?? 'absente' });
    else if (exhibit.size > LARGEST_EXHIBIT || joined + exhibit.size > LARGEST_DOSSIER)
      places.set(exhibit, { missing: 'trop volumineuse, dans l’archive seulement' });
    else
      try {
        places.set(
          exhibit,
          await addExhibit(bundle, { number: index + 1, title: exhibit.title }, exhibit.source()),
        );
        joined += exhibit.size;
      } catch (error) {
        if (!(error instanceof UnreadableExhibit)) throw error;
        places.set(exhibit, { missing: `${error.message}, dans l’archive seulement` });
      }
  }
  const counts = await closeBundle(
    bundle,
    'Bordereau et résumé',
    (coverPages) => coverOf(ctx, dossier, places, coverPages),
    `${title} – ${creditorIdentity(creditor)}`,
    write,
  );
  return { places, ...counts };
};

const archivedFiles = async (
  ctx: Context,
  { claimed, exhibits }: Dossier,
  pdf: LargeFile,
): Promise<ArchivedFile[]> => {
  const stories = await storiesOf(
    ctx,
    claimed.map(({ invoice }) => invoice),
  );
  const originals = exhibits.flatMap(({ title, original }, index): ArchivedFile[] =>
    original === null
      ? []
      : [
          {
            path: `pieces/${String(index + 1).padStart(3, '0')}-${slug(title)}.${original.extension}`,
            parts: () => [original.read()],
          },
        ],
  );
  return [
    { path: 'dossier.pdf', parts: pdf.parts },
    { path: 'dossier.json', parts: () => [stories] },
    ...originals,
  ];
};

const placedExhibits = (
  exhibits: readonly DossierExhibit[],
  places: Places,
  coverPages: number,
): WrittenDossier['exhibits'] =>
  exhibits.map((exhibit, index) => {
    const place = places.get(exhibit);
    return {
      number: index + 1,
      title: exhibit.title,
      on: exhibit.on,
      page: place && 'start' in place ? coverPages + place.start + 1 : null,
      missing: place && 'missing' in place ? place.missing : null,
    };
  });

/** Writes the numbered PDF and the archive of the originals. */
export const writeDossier = async (
  ctx: Context,
  dossier: Dossier,
  folder: string,
): Promise<WrittenDossier> => {
  const target = requireFolder(folder);
  const name = documentName(
    'dossier',
    dossier.claimed.map(({ invoice }) => invoice.number),
  );
  const write = async (pdf: LargeFile, zip: LargeFile): Promise<WrittenDossier> => {
    const { places, coverPages, pages } = await printDossier(ctx, dossier, pdf.write);
    const pdfDigest = pdf.finish();
    const files = await archivedFiles(ctx, dossier, pdf);
    writeArchive(files, ctx.today, zip.write, (done) => {
      showProgress(ctx, 'Archive', done, files.length);
    });
    const zipDigest = zip.finish();
    pdf.publish();
    zip.publish();
    return {
      documents: [
        { path: pdf.path, kind: 'dossier', sha256: pdfDigest, pages },
        { path: zip.path, kind: 'archive', sha256: zipDigest, pages: null },
      ],
      exhibits: placedExhibits(dossier.exhibits, places, coverPages),
    };
  };
  try {
    return await withLargeFile(freePath(target, name, 'pdf'), (pdf) =>
      withLargeFile(freePath(target, name, 'zip'), (zip) => write(pdf, zip)),
    );
  } finally {
    ctx.progress('');
  }
};
