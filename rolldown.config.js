import { defineConfig } from 'rolldown';
import { parse } from 'yaml';

/** A scenario shipped with the program becomes a constant: no YAML is read at start-up. */
export const scenariosAsModules = {
  name: 'scenarios-as-modules',
  transform: {
    filter: { id: /\.yaml$/ },
    handler: (/** @type {string} */ code) => ({
      code: `export default ${JSON.stringify(parse(code))};`,
      moduleType: 'js',
      map: null,
    }),
  },
};

/** commander loads `child_process` for sub-commands in files of their own, which this program has not: 3 ms a start. */
const withoutChildProcess = {
  name: 'without-child-process',
  transform: {
    filter: { id: /commander[\\/]lib[\\/]command\.js$/ },
    handler: (/** @type {string} */ code) => ({
      code: code.replace(
        "require('node:child_process')",
        "{ spawn: (...words) => require('node:child_process').spawn(...words) }",
      ),
      map: null,
    }),
  },
};

/** What `relance due` runs is one file, read at once; the rest is loaded by the command that needs it. */
const HOT = [
  /[\\/]commander[\\/]/,
  /[\\/]templates[\\/]scenarios[\\/]/,
  /[\\/]src[\\/](main|program|usage|config|errors|inputs|plan|scenarios)\.ts$/,
  /[\\/]src[\\/]domain[\\/](?!date-input|identifiers)/,
  /[\\/]src[\\/]db[\\/](?!documents|send-lock)/,
  /[\\/]src[\\/]commands[\\/](due|matin)\.ts$/,
  /[\\/]src[\\/]ui[\\/](due|morning|labels|style|text)/,
];

export default defineConfig({
  input: 'src/main.ts',
  platform: 'node',
  // SQLite's JavaScript and its binary must come from one installation.
  external: ['better-sqlite3'],
  plugins: [scenariosAsModules, withoutChildProcess],
  output: {
    dir: 'dist',
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name]-[hash].cjs',
    minify: true,
    cleanDir: true,
    codeSplitting: { groups: [{ name: 'hot', test: (/** @type {string} */ id) => HOT.some((path) => path.test(id)) }] },
  },
});
