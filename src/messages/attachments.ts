import { extname } from 'node:path';
import { findInvoicePdf } from '../db/documents.ts';
import type { Database } from '../db/open.ts';
import { oneLine } from '../domain/typography.ts';
import { RelanceError } from '../errors.ts';
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

/** « ci-joint », « jointe à ce message », « je joins »; not « conjoint ». */
const ANNOUNCED = /(?<!\p{L})(?:ci-)?(?:joint(?:e|s|es)?|joins|joignons)(?!\p{L})/iu;

/** @param words of a message, without the values put in them: the subject of an invoice announces nothing */
export const announcesFile = (words: string): boolean => ANNOUNCED.test(words);

/** Invoices whose PDF is not stored. */
export const withoutCopy = <T extends { id: number }>(db: Database, invoices: readonly T[]): T[] =>
  invoices.filter(({ id }) => findInvoicePdf(db, id) === null);

/** A copy is promised, and there is none. */
export const missingCopy = (number: string, why: string): RelanceError =>
  new RelanceError(`La copie de la facture ${number} n’est pas enregistrée : ${why}`, {
    code: 'no-pdf',
    hint: `relance edit ${number} --pdf <fichier>`,
  });
