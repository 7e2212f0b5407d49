import { describe, expect, test } from 'vitest';
import { stoppedAt } from '../../src/clock.ts';
import { ensureAgents } from '../../src/crew/crew.ts';
import { runAgent } from '../../src/crew/run.ts';
import { takeDueRuns } from '../../src/crew/schedule.ts';
import type { Db } from '../../src/db/pool.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { cast, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';

const by = { kind: 'person', id: cast.ada } as const;
const west = 'America/Los_Angeles';

async function company(db: Db, at: string) {
  await seedCast(db);
  await ensureAgents({ db, local: true });
  const now = stoppedAt(at);
  const use = { db, now };
  await setSetting(use, { name: 'time_zone', value: west, scope: 'team', scopeId: 'G-amer', by });
  const due = () => db.transaction((trx) => takeDueRuns(trx, { now: now.now(), zone: 'Europe/Berlin' }));
  const zonesOf = async () => (await due()).find(({ agent }) => agent === 'pipeline')?.zones ?? [];
  /** At which of these instants the pipeline agent ran for the zone; the first of them only begins it. */
  const ran = async (zone: string, [first = '', ...instants]: string[]) => {
    now.move(`2026-${first}:00Z`);
    await due();
    const taken: string[] = [];
    for (const at of instants) {
      now.move(`2026-${at}:00Z`);
      if ((await zonesOf()).includes(zone)) taken.push(at);
    }
    return taken;
  };
  const times = (value: string) =>
    setSetting(use, { name: 'run_at', value, scope: 'agent', scopeId: 'pipeline', by });
  return { use, now, due, zonesOf, ran, times };
}

describe('runs by the clock', () => {
  test('come in the morning of each team, by its own clock; what looks at no single deals keeps to the company’s', () =>
    withDatabase(async (db) => {
      const { now, due, zonesOf } = await company(db, '2026-03-18T20:00:00Z');
      // The first start runs at once, and a zone that is new begins with its next time.
      expect(await zonesOf()).toEqual(['Europe/Berlin']);
      now.move('2026-03-19T05:59:00Z');
      expect(await zonesOf()).toEqual([west]); // 16:00 there, of the evening before
      now.move('2026-03-19T06:00:00Z');
      expect(await due()).toEqual([
        { agent: 'pipeline', zones: ['Europe/Berlin'] },
        { agent: 'analytics', zones: ['Europe/Berlin'] },
      ]);
      expect(await due()).toEqual([]);
      now.move('2026-03-19T14:00:00Z');
      expect(await zonesOf()).toEqual(['Europe/Berlin', west]); // 12:00 was left out here, and 7:00 has come there
    }));

  test('are woken for a report at its hour, and are one run where their own time is the same', () =>
    withDatabase(async (db) => {
      const { use, now, due } = await company(db, '2026-03-18T20:00:00Z');
      await due();
      now.move('2026-03-19T06:30:00Z');
      await due();
      now.move('2026-03-19T07:01:00Z'); // 8:01 in Berlin: the daily summary
      expect(await due()).toEqual([{ agent: 'analytics', zones: ['Europe/Berlin'] }]);
      expect(await due()).toEqual([]);
      await setSetting(use, { name: 'run_at', value: '08:00', scope: 'agent', scopeId: 'analytics', by });
      now.move('2026-03-20T07:00:00Z');
      expect((await due()).filter(({ agent }) => agent === 'analytics')).toEqual([
        { agent: 'analytics', zones: ['Europe/Berlin'] },
      ]);
      expect(await due()).toEqual([]);
    }));

  test('come once on the day on which an hour is skipped, and once on the day on which one comes twice', () =>
    withDatabase(async (db) => {
      const { ran, times } = await company(db, '2026-03-06T12:00:00Z');
      await times('02:30, 07:00');
      // 02:30 is skipped on 8 March: it is 03:30 then.
      expect(
        await ran(west, [
          '03-07T16:00',
          '03-08T09:59',
          '03-08T10:29',
          '03-08T10:30',
          '03-08T10:31',
          '03-08T13:59',
          '03-08T14:00',
          '03-08T15:00',
        ]),
      ).toEqual(['03-08T10:30', '03-08T14:00']);
      await times('01:30, 07:00');
      // 01:30 comes twice on 1 November: at 08:30 and 09:30.
      expect(
        await ran(west, [
          '10-31T16:00',
          '11-01T08:29',
          '11-01T08:30',
          '11-01T08:59',
          '11-01T09:00',
          '11-01T09:30',
          '11-01T09:45',
          '11-01T14:59',
          '11-01T15:00',
        ]),
      ).toEqual(['11-01T08:30', '11-01T15:00']);
    }));

  test('the same of the company’s own clock, at both changes in Europe', () =>
    withDatabase(async (db) => {
      const { ran, times } = await company(db, '2026-03-27T12:00:00Z');
      await times('02:30');
      expect(
        await ran('Europe/Berlin', [
          '03-28T02:00',
          '03-29T00:59',
          '03-29T01:30',
          '03-29T02:30',
          '03-30T00:30',
        ]),
      ).toEqual(['03-29T01:30', '03-30T00:30']);
      expect(
        await ran('Europe/Berlin', [
          '10-24T02:00',
          '10-25T00:29',
          '10-25T00:30',
          '10-25T01:00',
          '10-25T01:30',
          '10-25T02:00',
        ]),
      ).toEqual(['10-25T00:30']);
    }));

  test('after a time of rest come once, and of two replicas at once one takes them', () =>
    withDatabase(async (db) => {
      const { now, due } = await company(db, '2026-03-10T06:00:00Z');
      await due();
      now.move('2026-03-19T18:30:00Z');
      const both = await Promise.all([due(), due()]);
      expect(
        both
          .flat()
          .map(({ agent }) => agent)
          .sort(),
      ).toEqual(['analytics', 'pipeline']);
      expect(both.flat().find(({ agent }) => agent === 'pipeline')?.zones).toEqual(['Europe/Berlin', west]);
      expect(await due()).toEqual([]);
    }));
});

test('a run for a zone asks about the deals of its teams alone, one for the company’s about all others; by hand about all', () =>
  withDatabase(async (db) => {
    const { use } = await company(db, '2026-03-20T10:00:00Z');
    for (const [name, value] of [
      ['deals_channel', 'CDEALS'],
      ['cards_first_run', 10],
      ['stale_days', 1],
    ] as const)
      await setSetting(use, { name, value, by });
    const run = (zones?: string[]) =>
      runAgent(
        { ...use, zone: 'Europe/Berlin' },
        { agent: 'pipeline', by, wokenBy: 'schedule', ...(zones ? { zones } : {}) },
      );
    const owners = async () => [
      ...new Set<string>(
        await db('proposals as p').join('deals as d', 'd.id', 'p.subject_id').pluck('d.owner_id'),
      ),
    ];
    await run([west]);
    expect(await owners()).toEqual([cast.dan]);
    await db('exceptions').update({ closed_at: use.now.now(), closed_as: 'expired' });
    await db('proposals').update({ agent: 'analytics' });
    await run(['Europe/Berlin']);
    expect((await owners()).filter((id) => id === cast.dan)).toHaveLength(1);
    expect((await db('proposals').where({ agent: 'pipeline' }).pluck('subject_id')).length).toBeGreaterThan(
      0,
    );
    expect(
      await db('proposals as p')
        .join('deals as d', 'd.id', 'p.subject_id')
        .where({ 'p.agent': 'pipeline', 'd.owner_id': cast.dan }),
    ).toEqual([]);
  }));
