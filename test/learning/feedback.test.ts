import { expect, test } from 'vitest';
import { stoppedAt } from '../../src/clock.ts';
import type { Db } from '../../src/db/pool.ts';
import { decide } from '../../src/exceptions/decide.ts';
import { reopen } from '../../src/exceptions/put-off.ts';
import { exportFeedback, feedbackColumns } from '../../src/learning/export.ts';
import { giveFeedback } from '../../src/learning/feedback.ts';
import { personById } from '../../src/people/people.ts';
import { cast, now, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';
import { anException } from '../support/exception.ts';

const clock = stoppedAt(now);

async function aRequest(db: Db): Promise<string> {
  await db('runs').insert({
    id: '7F3K',
    agent: 'requests',
    agent_version: 4,
    woken_by: 'question',
    actor_kind: 'person',
    actor_id: cast.mara,
    versions: JSON.stringify({ prompts: { 'read-request': 1 }, rules: { stale: 2 }, settings: 41 }),
    model: 'claude-haiku-5-5',
  });
  const [row] = await db('requests')
    .insert({
      run_id: '7F3K',
      person_id: cast.mara,
      place: 'dm',
      text: 'my deals',
      confidence: 0.93,
      reading: '{"a":1}',
    })
    .returning('id');
  return String(row.id);
}

async function someone(db: Db, id: string) {
  const person = await personById(db, id);
  if (!person) throw new Error(id);
  return person;
}

test('one click keeps who, what, the run, its versions, confidence and model', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const id = await aRequest(db);
    const given = await giveFeedback(
      { db, now: clock },
      { on: { kind: 'request', id }, say: 'good', by: await someone(db, cast.mara) },
    );
    expect(given).toEqual({ say: 'good', before: null, good: 1, bad: 0, needsEdit: 0 });
    expect(await db('feedback').first()).toMatchObject({
      run_id: '7F3K',
      by_id: cast.mara,
      agent: 'requests',
      agent_version: 4,
      prompt_versions: { 'read-request': 1 },
      rule_versions: { stale: 2, settings: 41 },
      confidence: 0.93,
      model: 'claude-haiku-5-5',
    });
    expect(await db('audit').where({ action: 'feedback.given' }).first()).toMatchObject({
      actor_id: cast.mara,
      run_id: '7F3K',
    });
  }));

test('the last click wins, and the first is kept as replaced', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const on = { kind: 'request' as const, id: await aRequest(db) };
    const by = await someone(db, cast.mara);
    await giveFeedback({ db, now: clock }, { on, say: 'good', by });
    await giveFeedback({ db, now: clock }, { on, say: 'bad', by: await someone(db, cast.ana) });
    const last = await giveFeedback(
      { db, now: clock },
      { on, say: 'needs_edit', by, correction: 'Only EMEA', wrong: ['rows'] },
    );
    expect(last).toEqual({ say: 'needs_edit', before: 'good', good: 0, bad: 1, needsEdit: 1 });
    const lines = await Array.fromAsync(exportFeedback(db));
    expect(
      lines.map(({ say, replaced, correction, asked }) => ({ say, replaced, correction, asked })),
    ).toEqual([
      { say: 'good', replaced: true, correction: null, asked: 'my deals' },
      { say: 'bad', replaced: false, correction: null, asked: 'my deals' },
      { say: 'needs_edit', replaced: false, correction: 'Only EMEA', asked: 'my deals' },
    ]);
  }));

test('an opinion is dated by the company clock, and so is the one that takes its place', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const on = { kind: 'request' as const, id: await aRequest(db) };
    const by = await someone(db, cast.mara);
    const time = stoppedAt(now);
    await giveFeedback({ db, now: time }, { on, say: 'good', by });
    const later = new Date(now.getTime() + 3_600_000);
    time.move(later);
    await giveFeedback({ db, now: time }, { on, say: 'bad', by });
    expect(await db('feedback').orderBy('id').select('at', 'replaced_at')).toEqual([
      { at: now, replaced_at: later },
      { at: later, replaced_at: null },
    ]);
    const lines = await Array.fromAsync(exportFeedback(db));
    expect(lines.map(({ at }) => at)).toEqual([now.toISOString(), later.toISOString()]);
  }));

test('a line has the version of the agent where there was one, and no such key where there was none', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const on = { kind: 'request' as const, id: await aRequest(db) };
    await giveFeedback({ db, now: clock }, { on, say: 'good', by: await someone(db, cast.mara) });
    await db('runs').update({ agent_version: null });
    await giveFeedback({ db, now: clock }, { on, say: 'good', by: await someone(db, cast.ana) });
    const [known, unknown] = await Array.fromAsync(exportFeedback(db));
    expect(known).toHaveProperty('agent_version', 4);
    expect(Object.keys(known ?? {})).toEqual(feedbackColumns);
    expect(unknown).not.toHaveProperty('agent_version');
  }));

test('an opinion on a card whose rejection was taken back is one line, with the decision that holds', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const { id, hash } = await anException(db);
    const by = await someone(db, cast.mara);
    const use = { db, now: clock, zone: 'UTC' };
    await decide(use, { exceptionId: id, say: 'reject', by, shownHash: hash, reason: 'Not now' });
    await reopen(use, { exceptionId: id, by });
    await decide(use, { exceptionId: id, say: 'approve', by, shownHash: hash });
    await giveFeedback(use, { on: { kind: 'exception', id: String(id) }, say: 'good', by });
    const lines = await Array.fromAsync(exportFeedback(db));
    expect(lines.map(({ decided }) => decided)).toEqual(['approve']);
  }));

test('twenty clicks at once leave one opinion of each person', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const on = { kind: 'request' as const, id: await aRequest(db) };
    const by = await someone(db, cast.mara);
    const say = (i: number) => (i % 2 ? 'good' : 'bad') as 'good' | 'bad';
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => giveFeedback({ db, now: clock }, { on, say: say(i), by })),
    );
    expect(await db('feedback').whereNull('replaced_at').count('* as n').first()).toEqual({ n: 1 });
    expect(await db('feedback').count('* as n').first()).toEqual({ n: 20 });
  }));

test('feedback on a card that does not exist is refused and nothing is kept', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const by = await someone(db, cast.mara);
    await expect(
      giveFeedback({ db, now: clock }, { on: { kind: 'exception', id: '99' }, say: 'bad', by }),
    ).rejects.toThrow('There is no exception 99');
    expect(await db('feedback').count('* as n').first()).toEqual({ n: 0 });
  }));
