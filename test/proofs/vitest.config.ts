import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** What is shown at a size that would keep everybody waiting who runs the tests: `npm run proofs`. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/proofs/**/*.proof.ts'],
    globalSetup: ['test/support/server.ts'],
    setupFiles: ['test/support/setup.ts'],
    testTimeout: 600_000,
    hookTimeout: 120_000,
    isolate: false,
    maxWorkers: 2,
  },
});
