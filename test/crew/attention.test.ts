import { expect, test } from 'vitest';
import { interrupt } from '../../src/attention/interrupt.ts';
import { releaseQuiet } from '../../src/attention/release.ts';
import { stoppedAt } from '../../src/clock.ts';
import { ensureAgents } from '../../src/crew/crew.ts';
import { runAgent } from '../../src/crew/run.ts';
import type { Db } from '../../src/db/pool.ts';
import { inTransaction } from '../../src/db/transaction.ts';
import { expireDue, remindDue } from '../../src/exceptions/clock-work.ts';
import { waitingFor } from '../../src/exceptions/waiting.ts';
import { currentSettings, setSetting } from '../../src/settings/settings.ts';
import { nudgeNow } from '../../src/slack/cards/nudge.ts';
import { cast, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';
import { somebody } from '../support/exception.ts';

const by = { kind: 'person', id: cast.mara } as const;
const friday = '2026-03-20T10:00:00Z';
/** In Berlin it is 21:00. */
const night = '2026-03-19T20:00:00Z';

/** Of Priya two deals are stale, of Tom one; all wait for Mara. */
async function company(db: Db, at: string) {
  await seedCast(db);
  await ensureAgents({ db, local: true });
  const use = { db, now: stoppedAt(at), zone: 'UTC' };
  for (const [name, value] of [
    ['deals_channel', 'CDEALS'],
    ['inactivity_days', 365],
    ['close_date_grace_days', 365],
    ['push_limit', 100],
    ['cards_first_run', 10],
  ] as const)
    await setSetting(use, { name, value, by });
  await db('deals').where({ id: 'D-globex' }).update({ stage_since: '2026-01-10' });
  await db('deals').where({ id: 'D-hooli' }).delete();
  return use;
}
type Use = Awaited<ReturnType<typeof company>>;
const run = (use: Use, wokenBy: 'schedule' | 'hand' = 'schedule') =>
  runAgent(use, { agent: 'pipeline', by, wokenBy });
const states = async (db: Db) =>
  Object.fromEntries((await db('cards').orderBy('key')).map(({ key, state }) => [key, state]));

test('what an agent asks at night can be decided at once, and its cards come in the morning', () =>
  withDatabase(async (db) => {
    const use = await company(db, night);
    expect((await run(use)).sentence).toMatch(/asked about 3; 2 cards wait for quiet hours to end\.$/);
    expect(await states(db)).toEqual({ 'exception:3': 'held', 'group:1': 'held' });
    expect(await db('outbox').where({ topic: 'draw' })).toEqual([]);
    expect(await waitingFor({ db, now: use.now.now() }, await somebody(db, cast.mara))).toHaveLength(3);
    use.now.move('2026-03-20T07:00:00Z');
    expect(await releaseQuiet(use)).toBe(2);
    expect(await states(db)).toEqual({ 'exception:3': 'wanted', 'group:1': 'wanted' });
  }));

test('what is over by the morning does not come', () =>
  withDatabase(async (db) => {
    const use = await company(db, night);
    await run(use);
    await db('exceptions').where({ card: 'group:1' }).update({ closed_at: night, closed_as: 'withdrawn' });
    use.now.move('2026-03-20T07:00:00Z');
    expect(await releaseQuiet(use)).toBe(1);
    expect(await states(db)).toEqual({ 'exception:3': 'wanted', 'group:1': 'held' });
  }));

test('whoever asks for a run at night sees its cards', () =>
  withDatabase(async (db) => {
    const use = await company(db, night);
    expect((await run(use, 'hand')).sentence).not.toContain('quiet hours');
    expect(await states(db)).toEqual({ 'exception:3': 'wanted', 'group:1': 'wanted' });
  }));

test('a card of several counts once against the limit of a day, and what joins it counts no more', () =>
  withDatabase(async (db) => {
    const use = await company(db, friday);
    await setSetting(use, { name: 'cards_per_day', value: 1, by });
    expect((await run(use)).sentence).toMatch(/; 1 card beyond the limit of a day goes to the digest\.$/);
    expect(await states(db)).toEqual({ 'exception:3': 'held', 'group:1': 'wanted' });
    const like = await db('deals').where({ id: 'D-acme' }).first();
    await db('deals').insert({ ...like, id: 'D-more', source_id: 'D-more' });
    await db('touched').insert({ noun: 'deal', subject_id: 'D-more' });
    await db('outbox').delete();
    await run(use);
    expect(await db('exceptions').where({ card: 'group:1' })).toHaveLength(3);
    expect(await db('outbox').where({ topic: 'draw' }).pluck('key')).toEqual(['group:1']);
    expect(await db('interruptions').where({ goes: 'now' })).toHaveLength(1);
  }));

test('what is beyond the limit expires as all else does, and nobody is reminded of what has not come', () =>
  withDatabase(async (db) => {
    const use = await company(db, friday);
    await setSetting(use, { name: 'cards_per_day', value: 0, by });
    await run(use);
    use.now.move('2026-03-24T10:00:00Z');
    expect(await remindDue(use)).toEqual({ reminded: 0, handedUp: 0 });
    use.now.move('2026-03-27T10:00:00Z');
    expect(await expireDue(use)).toBe(3);
    expect(await states(db)).toEqual({ 'exception:3': 'held', 'group:1': 'held' });
  }));

test('a reminder counts from when the card came, and waits for quiet hours to end, whoever is next as well', () =>
  withDatabase(async (db) => {
    const use = await company(db, '2026-03-20T20:00:00Z');
    const at = (instant: string) => {
      use.now.move(instant);
      return remindDue(use);
    };
    await run(use);
    use.now.move('2026-03-23T07:00:00Z');
    expect(await releaseQuiet(use)).toBe(2);
    await db('cards').update({ state: 'posted' });
    expect(await at('2026-03-23T09:00:00Z')).toEqual({ reminded: 0, handedUp: 0 });
    expect(await at('2026-03-24T06:59:00Z')).toEqual({ reminded: 0, handedUp: 0 });
    const late = { name: 'quiet_hours', value: '18:00 to 08:30', scope: 'person', by } as const;
    await setSetting(use, { ...late, scopeId: cast.mara });
    expect(await at('2026-03-24T07:29:00Z')).toEqual({ reminded: 0, handedUp: 0 });
    expect(await at('2026-03-24T07:30:00Z')).toEqual({ reminded: 3, handedUp: 0 });
    // Ada is next; she is in quiet hours until ten.
    await setSetting(use, {
      name: 'quiet_hours',
      value: '18:00 to 10:00',
      scope: 'person',
      scopeId: cast.ada,
      by,
    });
    expect(await at('2026-03-25T08:59:00Z')).toEqual({ reminded: 0, handedUp: 0 });
    expect(await at('2026-03-25T09:00:00Z')).toEqual({ reminded: 0, handedUp: 3 });
  }));

test('a rep who was asked is told on that message when it is no longer needed, and is not asked at all when it is over by the morning', () =>
  withDatabase(async (db) => {
    const use = await company(db, friday);
    await run(use);
    const { id: proposal } = await db('proposals').where({ subject_id: 'D-acme' }).first('id');
    const [sent] = await db('changes')
      .insert({
        kind: 'nudge',
        subject_kind: 'deal',
        subject_id: 'D-acme',
        fields: '[]',
        message: JSON.stringify({ to: cast.priya, text: 'What comes next?' }),
        proposal_id: proposal,
        by_kind: 'person',
        by_id: cast.mara,
        state: 'applied',
        key: 'a key of this one nudge',
        request_hash: 'x',
        back: 'compensable',
        requested_at: use.now.now(),
        applied_at: use.now.now(),
      })
      .returning<{ id: number }[]>('id');
    const id = sent?.id ?? 0;
    const key = `nudge:${id}` as const;
    const nudge = { key, channel: 'dm:U_PRIYA', personId: cast.priya, critical: false, worth: 1 };
    const settings = await currentSettings(db);
    await inTransaction(db, (trx) =>
      interrupt(trx, { now: new Date('2026-03-20T20:00:00Z'), zone: 'UTC', settings }, [nudge]),
    );
    const card = async () =>
      nudgeNow({ db, zone: 'UTC' }, id, { now: use.now.now(), zone: 'UTC', currency: 'USD' });
    expect((await card())?.text).toContain('What comes next?');
    await db('outbox').delete();
    await db('deals').where({ id: 'D-acme' }).update({ stage_id: 'S-won', status: 'won' });
    await db('touched').insert({ noun: 'deal', subject_id: 'D-acme' });
    await db('cards').where({ key }).update({ state: 'posted' });
    await run(use);
    expect(await db('outbox').where({ topic: 'draw', key })).toHaveLength(1);
    expect((await card())?.text).toMatch(/^Acme Platform: no longer needed: .*Won/);
    await db('cards').where({ key }).update({ state: 'held' });
    use.now.move('2026-03-23T08:00:00Z');
    expect(await releaseQuiet(use)).toBe(0);
  }));
