import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ComposedMessage } from './compose-message.ts';
import type { Context } from '../context.ts';
import { updateContactStatus } from '../db/contacts.ts';
import { requireSameFile } from '../db/same-file.ts';
import type { SendJournal } from '../db/send-journal.ts';
import { buildDraft } from '../mail/mime.ts';
import type { Outcome } from '../mail/smtp-outcome.ts';
import { withoutAccents } from '../domain/typography.ts';
import { outgoing, recordSafely, reserveOrNull, type Dispatch } from './outbox.ts';
import { type Run } from './still-due.ts';

const fileNameOf = (contact: number, message: ComposedMessage): string => {
  const client = withoutAccents(message.action.client.name)
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 40);
  return `${contact}-${client || 'client'}-${message.action.step.id.replaceAll(':', '-')}.eml`.toLowerCase();
};

/** Writes the message as a draft that a mail program opens; the step stays reserved until the person says what became of it. */
export const writeDraft = async (
  ctx: Context,
  { folder, journal }: { folder: string; journal: SendJournal },
  message: ComposedMessage,
  run: Run,
): Promise<Dispatch> => {
  const raw = await buildDraft(outgoing(ctx, message));
  const reserved = reserveOrNull(ctx, message, raw, run);
  if (reserved === null) return { kind: 'stale' };
  const { contact, entry } = reserved;
  const path = join(folder, fileNameOf(contact, message));
  try {
    // Whole or not at all.
    writeFileSync(`${path}.tmp`, raw, { mode: 0o600 });
    renameSync(`${path}.tmp`, path);
  } catch (error) {
    const reason = `brouillon impossible à écrire : ${error instanceof Error ? error.message : String(error)}`;
    const outcome: Outcome = { kind: 'failed', error: reason, addressRefused: false, connectionLost: false };
    return recordSafely(ctx, contact, message, outcome, run.today);
  }
  try {
    journal.append(entry);
    requireSameFile(ctx.db());
    updateContactStatus(ctx.db(), contact, 'draft');
  } catch (error) {
    return { kind: 'draft', contact, path, stop: error };
  }
  return { kind: 'draft', contact, path };
};
