import { statfsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { scenariosAsModules } from './rolldown.config.js';

const ROOM_BYTES = 2_000_000_000;

/** Each test has its own base, and each command waits for the disk: where the system has room in memory, they live there. */
const inMemory = (): Record<string, string> => {
  const folder = '/dev/shm';
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize > ROOM_BYTES ? { TMPDIR: folder } : {};
  } catch {
    return {};
  }
};

export default defineConfig({
  plugins: [scenariosAsModules],
  test: {
    include: ['test/**/*.test.ts'],
    env: { TZ: 'Pacific/Auckland', NODE_EXTRA_CA_CERTS: '', ...inMemory() },
    testTimeout: 20_000,
    pool: 'forks',
    // The program is loaded once per process, not once per file: half the time of the suite was that.
    isolate: false,
    // Some tests wait for a lock or a server: another one works meanwhile.
    maxWorkers: '150%',
    reporters: process.env['VITEST_REPORT']
      ? ['default', ['json', { outputFile: process.env['VITEST_REPORT'] }]]
      : ['default'],
  },
});
