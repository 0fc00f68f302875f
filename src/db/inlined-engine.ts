import type DatabaseConstructor from 'better-sqlite3';

/**
 * The JavaScript of better-sqlite3 as it was when the program was bundled (rolldown.config.js fills this module in): read
 * with the rest of the bundle, it spares the reading of 12 files, 7 ms of a start. Null when nothing is bundled.
 */
export const inlinedEngine: { version: string; load: () => typeof DatabaseConstructor } | null = null;
