import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createEngine } from '../../src/jobs/engine.ts';
import { Later } from '../../src/jobs/later.ts';
import { takeSlot } from '../../src/jobs/slots.ts';
import { silentLog } from '../../src/log.ts';
import { withDatabase } from '../support/database.ts';

const until = async (true_: () => boolean) => {
  while (!true_()) await pause(20);
};

test('work is sent with its transaction or not at all, and of a key one waits', () =>
  withDatabase(async (db, { url }) => {
    const seen: unknown[] = [];
    const engine = createEngine({
      url,
      log: silentLog(),
      queues: { 'run-agent': async (job) => void seen.push(job.body) },
    });
    await engine.start();
    try {
      await db
        .transaction(async (trx) => {
          await engine.send(trx, 'run-agent', { agent: 'never' });
          throw new Error('not after all');
        })
        .catch(() => {});
      const sent = await db.transaction(async (trx) => [
        await engine.send(trx, 'run-agent', { agent: 'pipeline' }, { key: 'pipeline' }),
        await engine.send(trx, 'run-agent', { agent: 'pipeline' }, { key: 'pipeline' }),
        await engine.send(trx, 'run-agent', { agent: 'intake' }),
        await engine.send(trx, 'run-agent', { agent: 'quotes' }),
      ]);
      expect(sent).toEqual([true, false, true, true]);
      await until(() => seen.length === 3);
      expect(new Set(seen)).toEqual(
        new Set([{ agent: 'pipeline' }, { agent: 'intake' }, { agent: 'quotes' }]),
      );
    } finally {
      await engine.stop();
    }
  }));

test('delayed work waits for its instant, and failed work comes again', () =>
  withDatabase(async (db, { url }) => {
    const attempts: number[] = [];
    const engine = createEngine({
      url,
      log: silentLog(),
      queues: {
        'end-pause': async (job) => {
          attempts.push(job.attempt);
          if (job.attempt === 1) throw new Error('not yet');
        },
      },
    });
    await engine.start();
    try {
      await engine.send(db, 'end-pause', {}, { after: new Date(Date.now() + 3_600_000) });
      await engine.send(db, 'end-pause', {});
      await until(() => attempts.length === 2);
      expect(attempts).toEqual([1, 2]);
    } finally {
      await engine.stop();
    }
  }));

test('work that waits for something comes again without a warning; work that failed warns', () =>
  withDatabase(async (db, { url }) => {
    const said: string[] = [];
    const note = (level: string) => (_: unknown, sentence: string) => void said.push(`${level} ${sentence}`);
    const log = Object.assign(silentLog(), { info: note('info'), warn: note('warn') });
    let tries = 0;
    const engine = createEngine({
      url,
      log,
      queues: {
        'run-agent': async () => {
          tries++;
          if (tries === 1) throw new Later(null, 'The Pipeline agent is running already.');
          if (tries === 2) throw new Error('not yet');
        },
      },
    });
    await engine.start();
    try {
      await engine.send(db, 'run-agent', {});
      await until(() => tries === 3);
      expect(said.filter((one) => one.includes('Delayed work'))).toEqual([
        'info Delayed work waits and comes again.',
        'warn Delayed work failed and will be tried again.',
      ]);
    } finally {
      await engine.stop();
    }
  }));

test('a slot is taken by exactly one of many tickers', () =>
  withDatabase(async (db) => {
    const at = new Date('2026-03-20T06:00:00Z');
    const taken = await Promise.all(Array.from({ length: 30 }, () => takeSlot(db, 'sweep', at)));
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await takeSlot(db, 'sweep', new Date('2026-03-20T07:00:00Z'))).toBe(true);
  }));
