import { defineConfig } from 'vitest/config';
import { scenariosAsModules } from './rolldown.config.js';

export default defineConfig({
  plugins: [scenariosAsModules],
  test: {
    include: ['test/**/*.test.ts'],
    env: { TZ: 'Pacific/Auckland', NODE_EXTRA_CA_CERTS: '' },
    testTimeout: 20_000,
    pool: 'forks',
    reporters: process.env['VITEST_REPORT']
      ? ['default', ['json', { outputFile: process.env['VITEST_REPORT'] }]]
      : ['default'],
  },
});
