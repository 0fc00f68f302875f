#!/usr/bin/env node
require('./code-cache.js').useCodeCache();
const { run } = require('../dist/main.cjs');
void run(process.argv.slice(2)).then((code) => (process.exitCode = code));
