#!/usr/bin/env node
const { run } = require('../dist/main.cjs');
void run(process.argv.slice(2)).then((code) => (process.exitCode = code));
