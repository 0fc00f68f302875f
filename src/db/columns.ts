import type { Database } from './engine.ts';

/** Name of a field in the code → name of its column. */
export type Columns<T> = { readonly [K in keyof T]-?: string };

type Value = string | number | Buffer | null;

/** Name of a column → what it holds. */
type Row = Record<string, Value | boolean | undefined>;

export const selectList = (columns: Record<string, string>, table?: string): string =>
  Object.entries(columns)
    .map(([field, column]) => `${table ? `${table}.` : ''}${column} "${field}"`)
    .join(', ');

/** SQLite keeps booleans as 0 and 1. */
const toSql = (value: Row[string]): Value => (typeof value === 'boolean' ? Number(value) : (value ?? null));

/** The columns of the fields that are given; `undefined` leaves a column alone. */
export const rowOf = (columns: Record<string, string>, fields: object): Row =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([field, value]) => value !== undefined && columns[field] !== undefined)
      .map(([field, value]) => [columns[field] as string, value as Value]),
  );

/** @returns its id */
export const insertRow = (db: Database, table: string, row: Row): number => {
  const columns = Object.keys(row);
  const sql = `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`;
  return Number(db.prepare(sql).run(...Object.values(row).map(toSql)).lastInsertRowid);
};

export const updateRow = (db: Database, table: string, row: Row, id: number): void => {
  const columns = Object.keys(row);
  if (columns.length === 0) return;
  const sql = `update ${table} set ${columns.map((column) => `${column} = ?`).join(', ')} where id = ?`;
  db.prepare(sql).run(...Object.values(row).map(toSql), id);
};
