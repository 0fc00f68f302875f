import { extname } from 'node:path';
import { findInvoicePdf } from '../db/documents.ts';
import type { Database } from '../db/open.ts';
import { oneLine } from '../domain/typography.ts';
import type { Attachment } from '../mail/mime.ts';

export type MessageAttachment = Attachment & { sha256: string };

/** As a file is named on the reader's disk. */
const fileName = (text: string): string => oneLine(text).replaceAll(/[/\\]/g, '-');
/** Some disks do not tell capitals apart, nor two writings of the same accent. */
const keyOf = (name: string): string => name.normalize('NFC').toLowerCase();

/** A name that no other file of the message has: with the invoice's number, then with a rank. */
const uniqueName = (name: string, number: string, isTaken: (name: string) => boolean): string => {
  const extension = extname(name);
  const stem = name.slice(0, name.length - extension.length);
  for (let rank = 1; ; rank += 1) {
    const candidate = fileName(`${stem} ${number}${rank === 1 ? '' : ` (${rank})`}${extension}`);
    if (!isTaken(candidate)) return candidate;
  }
};

/** The PDFs of some invoices, each under a name of its own; one file that bills several of them is attached once. */
export const attachmentsOf = (
  db: Database,
  invoices: readonly { id: number; number: string }[],
): MessageAttachment[] => {
  const found = new Map<string, { name: string; number: string; content: Buffer }>();
  for (const { id, number } of invoices) {
    const pdf = findInvoicePdf(db, id);
    if (pdf && !found.has(pdf.sha256))
      found.set(pdf.sha256, { name: fileName(pdf.name), number, content: pdf.content });
  }
  const counts = new Map<string, number>();
  for (const { name } of found.values()) counts.set(keyOf(name), (counts.get(keyOf(name)) ?? 0) + 1);
  // A name that is nobody else's stays as its author chose it.
  const taken = new Set([...counts].filter(([, count]) => count === 1).map(([key]) => key));
  return [...found].map(([sha256, { name, number, content }]) => {
    const isShared = (counts.get(keyOf(name)) ?? 0) > 1;
    const filename = isShared ? uniqueName(name, number, (other) => taken.has(keyOf(other))) : name;
    taken.add(keyOf(filename));
    return { filename, contentType: 'application/pdf', content, sha256 };
  });
};
