import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ComposedMessage } from './compose-message.ts';
import type { Context } from '../context.ts';
import { updateContactStatus } from '../db/contacts.ts';
import { requireSameFile } from '../db/same-file.ts';
import type { SendJournal } from '../db/send-journal.ts';
import { buildDraft } from '../mail/mime.ts';
import type { Outcome } from '../mail/smtp-outcome.ts';
import { withoutAccents } from '../domain/typography.ts';
import { RelanceError } from '../errors.ts';
import { outgoing, recordSafely, reserveOrNull, type Dispatch } from './outbox.ts';
import { type Run } from './still-due.ts';

export type PutDraft =
  /** `note`: that it is there is not sure. */
  { kind: 'kept'; path: string | null; note: string | null } | { kind: 'failed'; error: string };

/** Where drafts are put. */
export interface DraftPlace {
  put: (draft: { contact: number; message: ComposedMessage; raw: Buffer }) => Promise<PutDraft>;
  close: () => Promise<void>;
}

const fileNameOf = (contact: number, message: ComposedMessage): string => {
  const client = withoutAccents(message.action.client.name)
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 40);
  return `${contact}-${client || 'client'}-${message.action.step.id.replaceAll(':', '-')}.eml`.toLowerCase();
};

/** The folder of the drafts, made when missing: files that a mail program opens. */
export const openFolder = (folder: string): DraftPlace => {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new RelanceError(`Le dossier ${folder} ne peut pas être créé`, {
      code: 'drafts-folder',
      hint: error instanceof Error ? error.message : 'choisissez un autre dossier',
    });
  }
  return {
    put: async ({ contact, message, raw }) => {
      const path = join(folder, fileNameOf(contact, message));
      try {
        // Whole or not at all.
        writeFileSync(`${path}.tmp`, raw, { mode: 0o600 });
        renameSync(`${path}.tmp`, path);
        return { kind: 'kept', path, note: null };
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return { kind: 'failed', error: `brouillon impossible à écrire : ${reason}` };
      }
    },
    close: async () => undefined,
  };
};

/** Writes the message as a draft; the step stays reserved until it is known what became of it. */
export const writeDraft = async (
  ctx: Context,
  { place, journal }: { place: DraftPlace; journal: SendJournal },
  message: ComposedMessage,
  run: Run,
): Promise<Dispatch> => {
  const raw = await buildDraft(outgoing(ctx, message));
  const reserved = reserveOrNull(ctx, message, raw, run);
  if (reserved === null) return { kind: 'stale' };
  const { contact, entry } = reserved;
  const result = await place.put({ contact, message, raw });
  if (result.kind === 'failed') {
    const { error } = result;
    const outcome: Outcome = { kind: 'failed', error, addressRefused: false, connectionLost: false };
    return recordSafely(ctx, contact, message, outcome, run.today);
  }
  const { path, note } = result;
  try {
    journal.append(entry);
    requireSameFile(ctx.db());
    updateContactStatus(ctx.db(), contact, 'draft');
  } catch (error) {
    return { kind: 'draft', contact, path, note, stop: error };
  }
  return { kind: 'draft', contact, path, note };
};
