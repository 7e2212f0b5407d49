import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createLog, type Log } from '../../src/log.ts';
import { withDatabase } from '../support/database.ts';

/** What a log file holds after `work`. */
async function logged(work: (log: Log) => Promise<void>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'steward-log-'));
  try {
    const file = join(folder, 'steward.log');
    await work(createLog({ logLevel: 'trace', file }));
    return await readFile(file, 'utf8');
  } finally {
    await rm(folder, { recursive: true });
  }
}

const words = 'jo@park.example wants a discount';

test('an error of the database is logged without the values that were to be written', () =>
  withDatabase(async (db) => {
    const text = await logged(async (log) => {
      const attempts = [
        db.raw('select ?::int', [words]),
        db('territories').insert({ id: words, name: null }),
        db('inbox').insert({ kind: 'event', body: JSON.stringify({ words }), id: words }),
        db('territories').insert([
          { id: words, name: words },
          { id: words, name: words },
        ]),
      ];
      for (const attempt of attempts) {
        const error = await attempt.then(
          () => null,
          (cause: unknown) => cause,
        );
        expect(error).not.toBeNull();
        log.error({ err: error }, 'The database refused.');
      }
    });
    expect(text.trimEnd().split('\n')).toHaveLength(4);
    expect(text).toContain('invalid input syntax for type integer');
    expect(text).not.toContain('jo@park.example');
  }));

test('secrets and what people wrote are taken out by path', async () => {
  const text = await logged(async (log) => {
    log.info(
      { botToken: 'xoxb-1', slack: { signingSecret: 'sig-1' }, text: words, user: { email: 'jo@park' } },
      'Hello.',
    );
    log.warn({ err: new Error('connect postgres://app:hunter2@db/steward failed') }, 'No.');
  });
  for (const secret of ['xoxb-1', 'sig-1', 'jo@park', 'hunter2']) expect(text).not.toContain(secret);
  expect(text).toContain('[redacted]');
});
