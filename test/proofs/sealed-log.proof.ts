/** P25: twenty who write at once and three who seal make one chain without a gap; how long a long one takes to verify is said. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { record } from '../../src/audit/record.ts';
import { seal } from '../../src/audit/seal.ts';
import { verify } from '../../src/audit/verify.ts';
import { withDatabase } from '../support/database.ts';
import { sized } from './chances.ts';

const rows = sized(100_000);
const writers = 20;
const atOnce = 50;

test(`${rows.toLocaleString('en')} rows of ${writers} writers are one chain, which verifies`, () =>
  withDatabase(async (db, { owner }) => {
    const home = await mkdtemp(join(tmpdir(), 'steward-chain-'));
    const use = { key: 'k'.repeat(32), home };
    try {
      let [wanted, writing] = [rows, true];
      const writer = async (n: number): Promise<void> => {
        while (wanted > 0) {
          const many = Math.min(atOnce, wanted);
          wanted -= many;
          await db.transaction((trx) =>
            record(
              trx,
              Array.from({ length: many }, (_, i) => ({
                action: 'change.applied',
                subject: { kind: 'deal', id: `D-${n}-${i}` },
                by: { kind: 'agent', id: 'pipeline', version: 1 } as const,
              })),
            ),
          );
        }
      };
      let sealed = 0;
      const sealer = async (): Promise<void> => {
        while (writing || sealed < rows) {
          // Read after the waiting: three of these add to it.
          const { sealed: now } = await seal(db, use);
          sealed += now;
          await pause(250);
        }
      };
      await Promise.all([
        ...[1, 2, 3].map(sealer),
        Promise.all(Array.from({ length: writers }, (_, n) => writer(n))).then(() => {
          writing = false;
        }),
      ]);
      const began = performance.now();
      expect(await verify(db, use)).toMatchObject({ ok: true, sealed: rows, unsealed: 0 });
      process.stdout.write(`${rows} rows verified in ${((performance.now() - began) / 1000).toFixed(1)} s\n`);
      // Without its order the same log is no chain.
      await owner.raw(
        `update audit_seals set seq = -seq where seq in (7, 8); update audit_seals set seq = 15 + seq where seq < 0`,
      );
      expect((await verify(db, use)).ok).toBe(false);
    } finally {
      await rm(home, { recursive: true });
    }
  }));
