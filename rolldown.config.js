import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
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

const require = createRequire(import.meta.url);

/** The two better-sqlite3 of package.json, of which npm installs those that suit its Node. */
const ENGINES = Object.keys(require('./package.json').optionalDependencies);

const installedEngine = (/** @type {string} */ name) => {
  try {
    const { version } = require(`${name}/package.json`);
    return `${JSON.stringify(name)}: { version: ${JSON.stringify(version)}, load: () => require(${JSON.stringify(name)}) },`;
  } catch {
    return '';
  }
};

/** SQLite's JavaScript comes with the bundle, for the case where the version installed is one of this build. */
const withInlinedEngine = {
  name: 'with-inlined-engine',
  load: {
    filter: { id: /[\\/]inlined-engine\.ts$/ },
    handler: () => ({
      code: `export const inlinedEngines = { ${ENGINES.map(installedEngine).join(' ')} };`,
      moduleType: 'js',
    }),
  },
};

/**
 * A file costs half a millisecond to open and a useless one as much to parse: what every command needs is one file, what
 * the daily ones need besides is another (each with all that it imports), and the rest is loaded by the command that wants it.
 */
const CHUNKS = [
  { name: 'start', test: /[\\/]src[\\/]main\.ts$/, priority: 2 },
  { name: 'daily', test: /[\\/]src[\\/]commands[\\/]day[\\/](due|matin)\.ts$/, priority: 1 },
];

/** The letters' typeface, with its licence: PDF files carry the letters that they use. */
const withFonts = {
  name: 'with-fonts',
  writeBundle: (/** @type {{ dir: string }} */ { dir }) => {
    const source = dirname(require.resolve('@expo-google-fonts/source-sans-3/package.json'));
    const folder = join(dir, 'fonts');
    mkdirSync(folder, { recursive: true });
    for (const weight of ['400Regular', '600SemiBold'])
      for (const file of readdirSync(join(source, weight)).filter((name) => name.endsWith('.ttf')))
        copyFileSync(join(source, weight, file), join(folder, file));
    copyFileSync(join(source, 'LICENSE_FONT'), join(folder, 'LICENSE_FONT'));
  },
};

const DEMO = `
const [codeCache, bundle, folder] = process.argv.slice(1);
const play = async () => {
  process.exitCode = await require(bundle).run(['demo', '--dossier', folder], { stdout: () => undefined });
};
require(codeCache).writeCodeCache(play);
`;

/** Plays the demonstration once, so that V8's compiled form of what it runs is kept (bin/code-cache.js). */
const withCodeCache = {
  name: 'with-code-cache',
  writeBundle: (/** @type {{ dir: string }} */ { dir }) => {
    // The bundles of the tests go elsewhere and do without.
    if (basename(dir) !== 'dist') return;
    const folder = mkdtempSync(join(tmpdir(), 'relance-build-'));
    const codeCache = join(import.meta.dirname, 'bin', 'code-cache.js');
    try {
      const words = ['-e', DEMO, codeCache, resolve(dir, 'main.cjs'), folder];
      const { status, signal, stderr } = spawnSync(process.execPath, words, {
        stdio: ['ignore', 'ignore', 'pipe'],
        encoding: 'utf8',
      });
      if (status !== 0)
        throw new Error(`the demonstration fails with Node ${process.version}: ${stderr.trim() || signal}`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

export default defineConfig({
  input: 'src/main.ts',
  platform: 'node',
  // Looks for SQLite's binary, which the program names itself.
  external: ['bindings'],
  plugins: [scenariosAsModules, withoutChildProcess, withInlinedEngine, withFonts, withCodeCache],
  output: {
    dir: 'dist',
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name]-[hash].cjs',
    minify: true,
    // An `import()` that V8 reads back from the code cache has lost the loader it needs.
    dynamicImportInCjs: false,
    cleanDir: true,
    codeSplitting: { groups: CHUNKS },
  },
});
