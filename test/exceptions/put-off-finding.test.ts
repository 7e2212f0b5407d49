import { expect, test } from 'vitest';
import { stoppedAt } from '../../src/clock.ts';
import type { Db } from '../../src/db/pool.ts';
import { wakeDue } from '../../src/exceptions/clock-work.ts';
import {
  type FindingCardKey,
  napOf,
  snoozeFinding,
  wakeFinding,
} from '../../src/exceptions/put-off-finding.ts';
import { wantCard } from '../../src/jobs/cards.ts';
import { cast, now, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';
import { somebody } from '../support/exception.ts';

const use = (db: Db, at: Date | string = now) => ({ db, now: stoppedAt(at) });
const until = new Date('2026-03-23T08:00:00Z');

/** A finding about a load, told to Mara alone and to a channel. */
async function told(db: Db): Promise<{ mine: FindingCardKey; everyones: FindingCardKey; id: number }> {
  await seedCast(db);
  await db('runs').insert({
    id: '7F3K',
    agent: 'pipeline',
    agent_version: 1,
    woken_by: 'schedule',
    actor_kind: 'system',
    actor_id: 'test',
  });
  const [found] = await db('findings')
    .insert({
      run_id: '7F3K',
      agent: 'pipeline',
      trigger: 'over_capacity',
      kind: 'over_capacity',
      subject_kind: 'person',
      subject_id: cast.priya,
      since: '2026-03-20',
      evidence: {
        fact: 'Priya Nair has 57 open deals (limit 50)',
        told: { headline: 'h', sentence: null, asks: [] },
        to: [],
      },
    })
    .returning<{ id: number }[]>('id');
  const id = found?.id ?? 0;
  const mine = `finding:${id}:${cast.mara}` as const;
  const everyones = `finding:${id}` as const;
  await wantCard(db, { key: mine, channel: 'dm:U_MARA' });
  await wantCard(db, { key: everyones, channel: 'COPS' });
  await db('outbox').delete();
  return { mine, everyones, id };
}
const drawn = (db: Db) => db('outbox').where({ topic: 'draw' }).pluck('key');

test('a card about a figure is put off by the one who was told, wakes by itself, and can be woken', () =>
  withDatabase(async (db) => {
    const { mine, everyones } = await told(db);
    const by = await somebody(db, cast.mara);
    expect(await snoozeFinding(use(db), { card: mine, until, by })).toEqual({
      say: 'snoozed',
      until,
      byName: 'Mara Lind',
    });
    expect(await drawn(db)).toEqual([mine]);
    // The other card of it is awake.
    expect(await napOf(db, everyones)).toBeNull();
    await db('outbox').delete();
    expect(await wakeDue(use(db, '2026-03-23T07:59:59Z'))).toBe(0);
    expect(await wakeDue(use(db, until))).toBe(1);
    expect(await drawn(db)).toEqual([mine]);
    expect(await napOf(db, mine)).toBeNull();
    await snoozeFinding(use(db), { card: mine, until, by });
    expect(await wakeFinding(use(db), { card: mine, by })).toEqual({ say: 'woken' });
    expect(await wakeFinding(use(db), { card: mine, by })).toEqual({ say: 'awake' });
    expect(await db('audit').whereLike('action', 'finding.%').orderBy('id').pluck('action')).toEqual([
      'finding.snoozed',
      'finding.snoozed',
      'finding.woken',
    ]);
  }));

test('twice at the same time is once: the first snooze stays', () =>
  withDatabase(async (db) => {
    const { mine } = await told(db);
    const by = await somebody(db, cast.mara);
    const later = new Date('2026-03-30T08:00:00Z');
    await snoozeFinding(use(db), { card: mine, until, by });
    const all = await Promise.all(
      [1, 2, 3].map(() => snoozeFinding(use(db), { card: mine, until: later, by })),
    );
    for (const one of all) expect(one).toMatchObject({ say: 'snoozed', until });
    expect(await db('card_snoozes')).toHaveLength(1);
    expect(await db('audit').where({ action: 'finding.snoozed' })).toHaveLength(1);
  }));

test('nobody else puts off what one person was told, and a rep not what a channel reads', () =>
  withDatabase(async (db) => {
    const { mine, everyones } = await told(db);
    const refused = { say: 'not allowed' };
    const snooze = async (card: FindingCardKey, who: string) =>
      snoozeFinding(use(db), { card, until, by: await somebody(db, who) });
    expect(await snooze(mine, cast.nora)).toMatchObject(refused);
    expect(await snooze(everyones, cast.priya)).toMatchObject(refused);
    expect(await db('card_snoozes')).toEqual([]);
    expect(await snooze(everyones, cast.nora)).toMatchObject({ say: 'snoozed' });
    expect(await wakeFinding(use(db), { card: everyones, by: await somebody(db, cast.priya) })).toMatchObject(
      refused,
    );
  }));

test('what is over is not put off, nor for more than ninety days, nor until a moment that is past', () =>
  withDatabase(async (db) => {
    const { mine, id } = await told(db);
    const by = await somebody(db, cast.mara);
    for (const wrong of ['2026-03-20T09:00:00Z', '2026-06-20T11:00:00Z'])
      expect(() => snoozeFinding(use(db), { card: mine, until: new Date(wrong), by })).toThrow(
        'up to 90 days',
      );
    await db('findings').where({ id }).update({ gone_at: now });
    expect(await snoozeFinding(use(db), { card: mine, until, by })).toEqual({ say: 'over' });
  }));
