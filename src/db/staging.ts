import type { Database } from './open.ts';

/** What was read from files, kept on disk until one transaction records it all: memory stays small whatever the files hold. */
export interface Staging<T> {
  put: (items: readonly T[]) => void;
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
  const putAll = db.transaction((items: readonly T[]) => {
    for (const item of items) insert.run(JSON.stringify(item));
  });
  return {
    put: (items) => {
      putAll(items);
    },
    *batches() {
      for (let last = 0; ;) {
        const rows = select.all(last);
        if (rows.length === 0) return;
        yield rows.map(({ item }) => JSON.parse(item) as T);
        last = rows.at(-1)?.id ?? last;
      }
    },
    drop: () => {
      db.exec('drop table if exists temp.staged');
    },
  };
};
