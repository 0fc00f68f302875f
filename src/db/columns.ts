/** Name of a field in the code → name of its column. */
export type Columns<T> = { readonly [K in keyof T]-?: string };

type Value = string | number | null;

export const selectList = (columns: Record<string, string>, table?: string): string =>
  Object.entries(columns)
    .map(([field, column]) => `${table ? `${table}.` : ''}${column} "${field}"`)
    .join(', ');

/** SQLite keeps booleans as 0 and 1. */
const toSql = (value: unknown): Value =>
  typeof value === 'boolean' ? Number(value) : ((value ?? null) as Value);

/** The columns and values of the fields that are given; `undefined` leaves a column alone. */
const given = (columns: Record<string, string>, values: object): [string, Value][] =>
  Object.entries(values)
    .filter(([field, value]) => value !== undefined && columns[field] !== undefined)
    .map(([field, value]) => [columns[field] as string, toSql(value)]);

export const insertInto = (
  table: string,
  columns: Record<string, string>,
  values: object,
): { sql: string; values: Value[] } => {
  const entries = given(columns, values);
  return {
    sql: `insert into ${table} (${entries.map(([column]) => column).join(', ')}) values (${entries.map(() => '?').join(', ')})`,
    values: entries.map(([, value]) => value),
  };
};

/** Null when nothing changes. */
export const updateOf = (
  table: string,
  columns: Record<string, string>,
  values: object,
  id: number,
): { sql: string; values: Value[] } | null => {
  const entries = given(columns, values);
  if (entries.length === 0) return null;
  return {
    sql: `update ${table} set ${entries.map(([column]) => `${column} = ?`).join(', ')} where id = ?`,
    values: [...entries.map(([, value]) => value), id],
  };
};
