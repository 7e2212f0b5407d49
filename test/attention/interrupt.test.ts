import { expect, test } from 'vitest';
import { type Interruption, interrupt } from '../../src/attention/interrupt.ts';
import { releaseQuiet } from '../../src/attention/release.ts';
import { stoppedAt } from '../../src/clock.ts';
import type { Db } from '../../src/db/pool.ts';
import { inTransaction } from '../../src/db/transaction.ts';
import { type CardKey, wantCard } from '../../src/jobs/cards.ts';
import { currentSettings, setSetting } from '../../src/settings/settings.ts';
import { cast, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';

const by = { kind: 'person', id: cast.ada } as const;
const noon = '2026-03-20T11:00:00Z';
/** In Berlin it is 19:00 then. */
const evening = '2026-03-19T18:00:00Z';
const morning = '2026-03-20T07:00:00Z';

let made = 0;
const card = (more: Partial<Interruption> = {}): Interruption => ({
  key: `greeting:${++made}`,
  channel: 'CDEALS',
  personId: cast.mara,
  critical: false,
  worth: 0,
  ...more,
});
const come = (db: Db, at: string, cards: Interruption[], present?: string) =>
  inTransaction(db, async (trx) =>
    interrupt(
      trx,
      { now: new Date(at), zone: 'UTC', settings: await currentSettings(trx, new Date(at)), present },
      cards,
    ),
  );
const set = (db: Db, name: string, value: unknown, person?: string) =>
  setSetting(
    { db, now: stoppedAt(noon) },
    { name, value, by, ...(person ? { scope: 'person' as const, scopeId: person } : {}) },
  );
const stateOf = async (db: Db, key: CardKey) => (await db('cards').where({ key }).first('state'))?.state;
const drawn = (db: Db) =>
  db('outbox').where({ topic: 'draw' }).orderBy('not_before').orderBy('id').pluck('key');
const release = (db: Db, at: string) => releaseQuiet({ db, now: stoppedAt(at), zone: 'UTC' });

test('a card that comes in quiet hours waits, and comes when they end, by the clock of whom it waits for', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const [mine, noras] = [card(), card({ personId: cast.nora })];
    expect(await come(db, evening, [mine, noras])).toEqual({ now: 1, later: 1, digest: 0 });
    expect(await drawn(db)).toEqual([noras.key]);
    expect(await stateOf(db, mine.key)).toBe('held');
    expect(await release(db, '2026-03-20T06:59:59Z')).toBe(0);
    expect(await release(db, morning)).toBe(1);
    expect(await drawn(db)).toEqual([noras.key, mine.key]);
    expect(await stateOf(db, mine.key)).toBe('wanted');
    expect(await release(db, morning)).toBe(0);
  }));

test('what is critical, for nobody by name, or for whoever is there at that hour, comes at once', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const all = [card({ critical: true }), card({ personId: null }), card({ personId: cast.priya })];
    expect(await come(db, evening, all, cast.priya)).toMatchObject({ later: 0, digest: 0 });
    expect((await drawn(db)).sort()).toEqual(all.map(({ key }) => key).sort());
  }));

test('whoever is not in Slack, or has left, is interrupted by nothing, so nothing waits for them', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    await db('people').where({ id: cast.mara }).update({ slack_id: null });
    await db('people').where({ id: cast.tom }).update({ active: false });
    expect(await come(db, evening, [card(), card({ personId: cast.tom })])).toMatchObject({ later: 0 });
    expect(await drawn(db)).toHaveLength(2);
    // The same for who leaves while something waits.
    const waits = card({ personId: cast.priya });
    await come(db, evening, [waits]);
    await db('people').where({ id: cast.priya }).update({ active: false });
    expect(await release(db, evening)).toBe(1);
    expect(await stateOf(db, waits.key)).toBe('wanted');
  }));

test('a held card stays held whatever wants it drawn', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const waits = card();
    await come(db, evening, [waits]);
    await wantCard(db, waits);
    await come(db, noon, [waits]);
    expect(await drawn(db)).toEqual([]);
    expect(await stateOf(db, waits.key)).toBe('held');
  }));

test('a card that stands already interrupts nobody again, and takes no place', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    await set(db, 'cards_per_day', 1);
    const stands = card();
    await wantCard(db, stands);
    expect(await come(db, noon, [stands])).toEqual({ now: 0, later: 0, digest: 0 });
    expect(await come(db, noon, [card()])).toMatchObject({ now: 1 });
  }));

test('a person with quiet hours of their own keeps them; changed ones hold for what waits already', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    await set(db, 'quiet_hours', '12:00 to 14:00', cast.mara);
    const [mine, toms] = [card(), card({ personId: cast.tom })];
    expect(await come(db, noon, [mine, toms])).toEqual({ now: 1, later: 1, digest: 0 });
    await set(db, 'quiet_hours', 'none', cast.mara);
    expect(await release(db, noon)).toBe(1);
  }));

test('what has waited comes in the order in which it came', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const all = [3, 1, 2].map((worth) => card({ worth }));
    for (const one of all) await come(db, evening, [one]);
    await release(db, morning);
    expect(await drawn(db)).toEqual(all.map(({ key }) => key));
  }));

test('of what waits for one person so many come a day as the limit allows, the most valuable first', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    await set(db, 'cards_per_day', 2);
    const all = [10, 40, 20, 30].map((worth) => card({ worth }));
    expect(await come(db, noon, [...all, card({ personId: cast.tom })])).toEqual({
      now: 3,
      later: 0,
      digest: 2,
    });
    const went = await db('interruptions').where({ goes: 'now', person_id: cast.mara }).pluck('card');
    expect(went.sort()).toEqual([all[1]?.key, all[3]?.key].sort());
    expect(await come(db, noon, [card({ worth: 99 })])).toMatchObject({ digest: 1 });
    // Critical ones come all the same, and count.
    await set(db, 'cards_per_day', 3);
    expect(await come(db, noon, [card({ critical: true }), card()])).toMatchObject({ now: 1, digest: 1 });
    expect(await come(db, noon, [card({ critical: true })])).toMatchObject({ now: 1 });
  }));

test('critical ones take their places before all others, whatever those are worth', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    await set(db, 'cards_per_day', 1);
    const [valuable, critical] = [card({ worth: 1_000_000 }), card({ critical: true })];
    await come(db, noon, [valuable, critical]);
    expect(await drawn(db)).toEqual([critical.key]);
  }));

test('a day is the one there: at midnight in Berlin the limit begins anew, also where a day has 23 hours', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    await set(db, 'cards_per_day', 1);
    await set(db, 'quiet_hours', 'none');
    await set(db, 'working_days', 'Mon-Sun');
    const at = async (now: string) => (await come(db, now, [card()])).now;
    expect(await at('2026-03-27T23:00:00Z')).toBe(1);
    expect(await at('2026-03-28T22:59:59Z')).toBe(0);
    // The 29th ends an hour earlier.
    expect(await at('2026-03-28T23:00:00Z')).toBe(1);
    expect(await at('2026-03-29T21:59:59Z')).toBe(0);
    expect(await at('2026-03-29T22:00:00Z')).toBe(1);
  }));

test('what has waited in quiet hours counts on the day on which it comes; what is too much then is for the digest', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    await set(db, 'cards_per_day', 2);
    await come(db, '2026-03-19T11:00:00Z', [card(), card()]);
    const all = [1, 3, 2].map((worth) => card({ worth }));
    expect(await come(db, evening, all)).toEqual({ now: 0, later: 3, digest: 0 });
    expect(await release(db, morning)).toBe(2);
    expect(await db('interruptions').where({ day: '2026-03-20' }).orderBy('id').pluck('card')).toEqual([
      all[1]?.key,
      all[2]?.key,
    ]);
    expect(await stateOf(db, all[0]?.key ?? 'greeting:')).toBe('held');
    expect(await come(db, noon, [card()])).toMatchObject({ digest: 1 });
  }));

test('several that count at the same time do not take the last place twice', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    await set(db, 'cards_per_day', 3);
    const all = await Promise.all(Array.from({ length: 8 }, () => come(db, noon, [card()])));
    expect(all.reduce((sum, { now }) => sum + now, 0)).toBe(3);
    const later = Array.from({ length: 6 }, () => card());
    await come(db, '2026-03-22T11:00:00Z', later);
    const at = '2026-03-23T07:00:00Z';
    const released = await Promise.all([release(db, at), release(db, at), release(db, at)]);
    expect(released.sort()).toEqual([0, 0, 3]);
  }));

test('a rollback takes back what was counted', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    await set(db, 'cards_per_day', 1);
    await inTransaction(db, async (trx) => {
      await interrupt(trx, { now: new Date(noon), zone: 'UTC', settings: await currentSettings(trx) }, [
        card(),
      ]);
      throw new Error('not this time');
    }).catch(() => undefined);
    expect(await come(db, noon, [card()])).toMatchObject({ now: 1 });
  }));
