const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { dirname } = require('node:path');
const { Script, constants } = require('node:vm');

/**
 * The bundle's chunks with V8's own compiled form of them, which the build writes beside them (rolldown.config.js): of the
 * 80 ms of a `due`, 20 are spent compiling. Node 22 can do it by itself (module.enableCompileCache), Node 20 cannot.
 * A form made by another V8, or for another text, is refused by V8, and the chunk is compiled as usual.
 */
const compiledFormOf = (path) => `${path}-${process.versions.v8}`;

const compile = (path, cachedData) =>
  new Script(
    `(function (exports, require, module, __filename, __dirname) {${readFileSync(path, 'utf8')}\n})`,
    {
      filename: path,
      cachedData,
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    },
  );

const useScripts = (scriptOf) => {
  const loadAsUsual = require.extensions['.js'];
  require.extensions['.cjs'] = (module, path) => {
    const script = scriptOf(path);
    if (!script) return loadAsUsual(module, path);
    const requireFrom = (id) => module.require(id);
    script.runInThisContext().call(module.exports, module.exports, requireFrom, module, path, dirname(path));
  };
};

/** From now on, a chunk that has a compiled form is loaded from it. */
exports.useCodeCache = () =>
  useScripts((path) => {
    const form = compiledFormOf(path);
    return existsSync(form) && compile(path, readFileSync(form));
  });

/** Loads the chunks, runs `use` so that their functions are compiled too, and writes what V8 made of them. */
exports.writeCodeCache = async (use) => {
  const scripts = new Map();
  useScripts((path) => {
    const script = compile(path);
    scripts.set(path, script);
    return script;
  });
  await use();
  for (const [path, script] of scripts) writeFileSync(compiledFormOf(path), script.createCachedData());
};
