import type { Database } from './open.ts';

export const findMapping = (db: Database, name: string): Record<string, string> | null => {
  const row = db
    .prepare<[string], { columns: string }>('select columns from import_mapping where name = ?')
    .get(name);
  return row ? (JSON.parse(row.columns) as Record<string, string>) : null;
};

export const saveMapping = (
  db: Database,
  name: string,
  columns: Readonly<Record<string, string>>,
  now: Date,
): void => {
  db.prepare(
    `insert into import_mapping (name, columns, recorded_at) values (?, ?, ?)
     on conflict (name) do update set columns = excluded.columns, recorded_at = excluded.recorded_at`,
  ).run(name, JSON.stringify(columns), now.toISOString());
};

export const listMappings = (db: Database): string[] =>
  db
    .prepare<[], { name: string }>('select name from import_mapping order by name')
    .all()
    .map(({ name }) => name);
