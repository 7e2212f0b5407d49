import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/server.ts'],
    setupFiles: ['test/support/setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    sequence: { shuffle: true },
    // Much of a test is waiting for a process, a socket or Postgres.
    maxWorkers: Math.max(3, availableParallelism() - 1),
  },
});
