import type { Context } from '../../../context.ts';
import { findCreditor } from '../../../db/creditor-row.ts';
import { rehearse } from '../../../db/recorded.ts';
import { openStaging } from '../../../db/staging.ts';
import type { ClientKind } from '../../../domain/people/client-kind.ts';
import { stageFiles, type StageOptions } from './read-sources.ts';
import type { StagedItem } from './staged-item.ts';
import { playImport, type ImportReport } from './import-run.ts';

export interface ImportRequest extends StageOptions {
  files: readonly string[];
  defaultKind: ClientKind | null;
  /** Shows what would be recorded; false: it is not. Absent: nobody has to accept. */
  accept?: ((preview: ImportReport) => Promise<boolean>) | undefined;
}

/**
 * Reads files, plays what they hold for real and shows it when it is to be accepted, then records it in one transaction.
 * @returns what was recorded; null when it was not
 */
export const importFilesInto = async (
  ctx: Context,
  { files, defaultKind, accept, ...options }: ImportRequest,
): Promise<ImportReport | null> => {
  const db = ctx.db();
  const staging = openStaging<StagedItem>(db);
  try {
    await stageFiles(ctx, files, staging, options);
    const rules = {
      today: ctx.today,
      zone: findCreditor(db)?.holidayZone ?? ('metropole' as const),
      defaultKind,
    };
    const play = (): ImportReport =>
      playImport(db, staging, rules, ctx.now, (done) => {
        ctx.progress(`Factures, ${done}`);
      });
    if (accept) {
      const preview = rehearse(db, play);
      ctx.progress('');
      if (!(await accept(preview))) return null;
    }
    const report = db.transaction(play).immediate();
    ctx.progress('');
    return report;
  } finally {
    staging.drop();
  }
};
