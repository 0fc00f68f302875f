import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Context } from '../context.ts';
import { findInvoice } from '../db/invoices.ts';
import type { Invoice } from '../domain/invoice.ts';
import type { Decision } from '../domain/schedule.ts';
import { oneLine } from '../domain/typography.ts';
import { RelanceError } from '../errors.ts';
import { requireCreditor } from '../outgoing/compose.ts';
import { readDecision } from '../reading/plan.ts';
import { readStory } from '../reading/story.ts';
import { storyJson } from '../ui/invoice-json.ts';
import { creditorIdentity, requireIdentity } from './addresses.ts';
import { writeArchive, type ArchivedFile } from './archive.ts';
import { resolveInvoices } from './compose.ts';
import { coverOf, type Dossier, type Places } from './dossier-cover.ts';
import { dossierExhibits } from './dossier-exhibits.ts';
import { documentName, freePath, requireFolder, writeAside } from './files.ts';
import { letterPenalties } from './penalties.ts';

/** Everything known of a claim. Throws RelanceError when nothing is owed. */
export const readDossier = async (ctx: Context, references: readonly string[]): Promise<Dossier> => {
  const { client, invoices, currency } = resolveInvoices(ctx, references);
  const creditor = requireCreditor(ctx);
  requireIdentity(creditor);
  const decisions: Decision[] = [];
  for (const invoice of invoices.toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : 1))) {
    const decision = await readDecision(ctx, { today: ctx.today, invoiceId: invoice.id });
    if (decision === null || decision.remainingCents <= 0)
      throw new RelanceError(`Plus rien n’est dû sur ${invoice.number}`, {
        code: 'nothing-owed',
        hint: `relance show ${invoice.number}`,
      });
    decisions.push(decision);
  }
  const claimed = decisions.map(({ invoice, remainingCents }) => ({
    invoice: findInvoice(ctx.db(), invoice.id),
    claimedCents: remainingCents,
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
/** The PDF is made in memory: what would make it larger than this is in the archive alone. */
const LARGEST_DOSSIER = 150 * 1024 * 1024;

export interface WrittenDossier {
  documents: { path: string; kind: 'dossier' | 'archive'; sha256: string; pages: number | null }[];
  exhibits: { number: number; title: string; on: string; page: number | null; missing: string | null }[];
}

const slug = (title: string): string =>
  title
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 40);

const storiesOf = async (ctx: Context, invoices: readonly Invoice[]): Promise<Buffer> => {
  const stories = [];
  for (const { id } of invoices) stories.push(storyJson(await readStory(ctx, id), ctx.today));
  return Buffer.from(`${JSON.stringify({ writtenOn: ctx.today, invoices: stories }, null, 2)}\n`);
};

/** Writes the numbered PDF and the archive of the originals. */
export const writeDossier = async (
  ctx: Context,
  dossier: Dossier,
  folder: string,
): Promise<WrittenDossier> => {
  const { addExhibit, closeBundle, openBundle, UnreadableExhibit } = await import('../pdf/bundle.ts');
  const { openFaces } = await import('../pdf/faces.ts');
  const { claimed, creditor, client, exhibits } = dossier;
  const target = requireFolder(folder);
  const name = documentName(
    'dossier',
    claimed.map(({ invoice }) => invoice.number),
  );
  const title = `Dossier de recouvrement – ${oneLine(client.name)}`;
  const bundle = await openBundle(openFaces(join(ctx.packageRoot, 'dist', 'fonts')), {
    title,
    author: creditor.name,
    writtenOn: ctx.today,
  });
  const places: Places = new Map();
  let joined = 0;
  for (const [index, exhibit] of exhibits.entries()) {
    ctx.progress(`Pièce ${index + 1}/${exhibits.length}`);
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
  let coverPages = 0;
  const { bytes, pages } = await closeBundle(
    bundle,
    'Bordereau et résumé',
    (count) => {
      coverPages = count;
      return coverOf(ctx, dossier, places, count);
    },
    `${title} – ${creditorIdentity(creditor)}`,
  );
  const pdfPath = freePath(target, name, 'pdf');
  const publish = writeAside(pdfPath, bytes);
  const originals = exhibits.flatMap((exhibit, index): ArchivedFile[] =>
    exhibit.original === null
      ? []
      : [
          {
            path: `pieces/${String(index + 1).padStart(3, '0')}-${slug(exhibit.title)}.${exhibit.original.extension}`,
            read: exhibit.original.read,
          },
        ],
  );
  const stories = await storiesOf(
    ctx,
    claimed.map(({ invoice }) => invoice),
  );
  const files: ArchivedFile[] = [
    { path: 'dossier.pdf', read: () => bytes },
    { path: 'dossier.json', read: () => stories },
    ...originals,
  ];
  const zipPath = freePath(target, name, 'zip');
  const archive = writeArchive(zipPath, files, ctx.today, (done) => {
    ctx.progress(`Archive ${done}/${files.length}`);
  });
  publish();
  ctx.progress('');
  return {
    documents: [
      { path: pdfPath, kind: 'dossier', sha256: createHash('sha256').update(bytes).digest('hex'), pages },
      { path: zipPath, kind: 'archive', sha256: archive.sha256, pages: null },
    ],
    exhibits: exhibits.map((exhibit, index) => {
      const place = places.get(exhibit);
      return {
        number: index + 1,
        title: exhibit.title,
        on: exhibit.on,
        page: place && 'start' in place ? coverPages + place.start + 1 : null,
        missing: place && 'missing' in place ? place.missing : null,
      };
    }),
  };
};
