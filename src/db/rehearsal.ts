import type { Database } from './open.ts';
import { withoutRecording } from './recorded.ts';

/** Plays a work for real and takes it back: what it gives is what the real run would. */
export const rehearse = <T>(db: Database, work: () => T): T =>
  withoutRecording(db, () => {
    db.exec('begin immediate');
    try {
      return work();
    } finally {
      db.exec('rollback');
    }
  });
