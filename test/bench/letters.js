import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const BUNDLE = join(import.meta.dirname, '..', '..', 'dist', 'main.cjs');
const LETTERS = 50;

const WRITE = `
const [bundle, folder, count] = process.argv.slice(1);
const { run } = require(bundle);
const write = async (index) => {
  const code = await run(['mise-en-demeure', 'F-' + index, '--yes', '--sortie', folder], { stdout: () => undefined });
  if (code !== 0) process.exit(code);
  if (index < Number(count)) await write(index + 1);
};
void write(1);
`;

/**
 * Seconds of one process that runs `mise-en-demeure` for each of fifty clients: composed, printed, recorded, written. No
 * command writes letters to several clients: each opens the database again, the typeface is read once.
 */
export const fiftyLettersTime = (folder, env) => {
  const start = performance.now();
  execFileSync(process.execPath, ['-e', WRITE, BUNDLE, folder, String(LETTERS)], { env });
  return (performance.now() - start) / 1000;
};
