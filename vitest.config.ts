import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { SlowFirst } from './test/support/order.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/server.ts'],
    setupFiles: ['test/support/setup.ts'],
    // What starts a dozen programs takes a minute on a machine that has much else to do.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // The default of a second is less than a browser takes for a drawing beside two other workers.
    expect: { poll: { timeout: 10_000 } },
    sequence: { shuffle: { tests: true }, sequencer: SlowFirst },
    // Reading the house anew for each file costs more than most files' tests: a worker reads it once.
    isolate: false,
    // Much of a test is waiting for a process, a socket or Postgres.
    maxWorkers: Math.max(3, availableParallelism() - 1),
  },
});
