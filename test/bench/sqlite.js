/** The better-sqlite3 that this Node can load, as the program chooses it (src/db/engine.ts). */
export const { default: Database } = await import(
  Number(process.versions.napi) >= 10 ? 'better-sqlite3-13' : 'better-sqlite3'
);
