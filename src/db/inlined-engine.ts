import type DatabaseConstructor from 'better-sqlite3';

/**
 * The JavaScript of each better-sqlite3 installed when the program was bundled (rolldown.config.js fills this module in), by
 * the name it is installed under: read with the rest of the bundle, it spares the reading of 12 files, 7 ms of a start. Empty
 * when nothing is bundled.
 */
export const inlinedEngines: Record<string, { version: string; load: () => typeof DatabaseConstructor }> = {};
