import { defineConfig } from 'vitest/config';
import config from './vitest.config.ts';

/** `npm run test:pdf`: proofs that are slow, or ask for tools of the system; each is named, skipped or not. */
export default defineConfig({
  ...config,
  test: {
    ...config.test,
    include: [
      'test/proof/*.proof.ts',
      'test/domain/*.property.test.ts',
      'test/domain/bank-index.test.ts',
      'test/import/**/round-trip.test.ts',
    ],
    env: { ...config.test?.env, RELANCE_CASES: '10000' },
    isolate: true,
    maxWorkers: '100%',
    testTimeout: 120_000,
    reporters: process.env['VITEST_REPORT']
      ? ['verbose', ['json', { outputFile: process.env['VITEST_REPORT'] }]]
      : ['verbose'],
  },
});
