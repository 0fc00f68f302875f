const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { Script } = require('node:vm');

/**
 * The bundle's chunks with V8's own compiled form of them, which the build writes beside them (rolldown.config.js): of the
 * 80 ms of a `due`, 20 are spent compiling. Node 22 can do it by itself (module.enableCompileCache), Node 20 cannot.
 * A form made by another V8, or for another text, is refused by V8, and the chunk is compiled as usual.
 */
const compiledFormOf = (file) => `${file}-${process.versions.v8}`;

const compile = (file, cachedData) =>
  new Script(
    `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, 'utf8')}\n})`,
    {
      filename: file,
      cachedData,
    },
  );

const useScripts = (scriptOf) => {
  const loadAsUsual = require.extensions['.js'];
  require.extensions['.cjs'] = (module, file) => {
    const script = scriptOf(file);
    if (!script) return loadAsUsual(module, file);
    const requireFrom = (id) => module.require(id);
    script
      .runInThisContext()
      .call(module.exports, module.exports, requireFrom, module, file, path.dirname(file));
  };
};

/** From now on, a chunk that has a compiled form is loaded from it. */
exports.useCodeCache = () =>
  useScripts((file) => {
    const form = compiledFormOf(file);
    return existsSync(form) && compile(file, readFileSync(form));
  });

/** Loads the chunks, runs `use` so that their functions are compiled too, and writes what V8 made of them. */
exports.writeCodeCache = async (use) => {
  const scripts = new Map();
  useScripts((file) => {
    const script = compile(file);
    scripts.set(file, script);
    return script;
  });
  await use();
  for (const [file, script] of scripts) writeFileSync(compiledFormOf(file), script.createCachedData());
};
