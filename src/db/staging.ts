import type { Database } from './open.ts';
import { withoutRecording } from './recorded.ts';

/** What was read from files, kept on disk until one transaction records it all: memory stays small whatever the files hold. */
export interface Staging<T> {
  put: (items: readonly T[]) => void;
  /** Where the staging stands, for `forgetAfter`. */
  mark: () => number;
  /** What was put since a mark is as if it had not been: a file is read whole, or not at all. */
  forgetAfter: (mark: number) => void;
  /** In the order in which they were put. */
  batches: () => Generator<T[]>;
  drop: () => void;
}

const BATCH = 1000;

export const openStaging = <T>(db: Database): Staging<T> => {
  db.exec(
    'drop table if exists temp.staged; create temp table staged (id integer primary key, item text not null)',
  );
  const insert = db.prepare('insert into temp.staged (item) values (?)');
  const select = db.prepare<[number], { id: number; item: string }>(
    `select id, item from temp.staged where id > ? order by id limit ${BATCH}`,
  );
  const last = db.prepare<[], number>('select coalesce(max(id), 0) from temp.staged').pluck();
  const putAll = db.transaction((items: readonly T[]) => {
    for (const item of items) insert.run(JSON.stringify(item));
  });
  return {
    put: (items) => {
      withoutRecording(db, () => {
        putAll(items);
      });
    },
    mark: () => last.get() ?? 0,
    forgetAfter: (mark) => {
      withoutRecording(db, () => db.prepare('delete from temp.staged where id > ?').run(mark));
    },
    *batches() {
      for (let from = 0; ;) {
        const rows = select.all(from);
        if (rows.length === 0) return;
        yield rows.map(({ item }) => JSON.parse(item) as T);
        from = rows.at(-1)?.id ?? from;
      }
    },
    drop: () => {
      db.exec('drop table if exists temp.staged');
    },
  };
};
