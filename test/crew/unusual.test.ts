import { describe, expect, test } from 'vitest';
import { stoppedAt } from '../../src/clock.ts';
import { ensureAgents } from '../../src/crew/crew.ts';
import { runAgent } from '../../src/crew/run.ts';
import type { Db } from '../../src/db/pool.ts';
import { findingView } from '../../src/exceptions/findings.ts';
import { createLog } from '../../src/log.ts';
import { noModels } from '../../src/models/models.ts';
import { personById } from '../../src/people/people.ts';
import { ask } from '../../src/requests/ask.ts';
import { kpis } from '../../src/sales/kpis.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { unusualAsks } from '../../src/story/unusual.ts';
import { withSample } from '../support/sample.ts';

const by = { kind: 'system', id: 'test' } as const;
const friday = new Date('2026-03-20T10:00:00Z');

type Sample = {
  db: Db;
  clock: ReturnType<typeof stoppedAt>;
  look: (wokenBy?: 'change' | 'schedule' | 'hand') => ReturnType<typeof runAgent>;
};

const sample = (work: (of: Sample) => Promise<void>): Promise<void> =>
  withSample({ now: '2026-03-20T10:00:00Z', zone: 'UTC' }, async (db) => {
    const clock = stoppedAt(friday);
    await db('people').update({ slack_id: db.raw(`'U' || upper(replace(id, '-', ''))`) });
    await ensureAgents({ db, local: true });
    await work({
      db,
      clock,
      look: (wokenBy = 'schedule') =>
        runAgent({ db, now: clock, zone: 'UTC' }, { agent: 'analytics', by, wokenBy }),
    });
  });

const findings = (db: Db) =>
  db('findings').where({ trigger: 'unusual' }).orderBy('id').select('id', 'subject_id', 'gone_at');
const cards = (db: Db) =>
  db('cards').where('key', 'like', 'finding:%').orderBy('key').select('key', 'channel');

/** Yuki Tanaka's calls on the last working days before a day, so many each. */
async function calls(db: Db, days: string[], each: number): Promise<void> {
  await db('activities').insert(
    days.flatMap((day) =>
      Array.from({ length: each }, (_, n) => ({
        id: `made-${day}-${n}`,
        source: 'test',
        source_id: `made-${day}-${n}`,
        person_id: 'P-yuki-tanaka',
        kind: 'call',
        done_on: day,
      })),
    ),
  );
}
const silentDays = ['2026-03-13', '2026-03-16', '2026-03-17', '2026-03-18', '2026-03-19'];

describe('what is out of the ordinary', () => {
  test('is found once, with what explains it, and told to the manager of the territory alone', () =>
    sample(async ({ db, look }) => {
      expect(await look()).toMatchObject({ say: 'done', found: 1 });
      expect(await findings(db)).toMatchObject([{ subject_id: 'activities:T-apac', gone_at: null }]);
      expect(await cards(db)).toEqual([{ key: 'finding:1:P-kenji-mori', channel: 'dm:UPKENJIMORI' }]);
      const view = await findingView(db, 1);
      expect(view).toMatchObject({
        headline: 'Activities in APAC: 46 from 13 Mar to 19 Mar, about 107 expected',
        limit: { was: 'below what is usual', back: null },
      });
      expect(view?.sentence).toContain('owner Yuki Tanaka');
      expect(view?.sentence).toContain('kind call');
      expect(view?.chart?.shape === 'line' && view.chart.marks.at(-1)).toEqual({
        label: '19 Mar',
        value: 8,
        said: '8',
      });
    }));

  test('is not found where the same person was silent for one day only', () =>
    sample(async ({ db, look }) => {
      await calls(db, silentDays.slice(0, 4), 10);
      await look();
      expect(await findings(db)).toEqual([]);
    }));

  test('is looked at once a day, and again when somebody asks', () =>
    sample(async ({ db, clock, look }) => {
      await calls(db, silentDays, 10);
      await look();
      await db('activities').where({ source: 'test' }).delete();
      await look('change');
      expect(await findings(db)).toEqual([]);
      await look('hand');
      expect(await findings(db)).toHaveLength(1);
      // A look that looks at nothing ends nothing.
      await look('change');
      expect(await findings(db)).toMatchObject([{ gone_at: null }]);
      const lookedAt = () => db('sweeps').where({ trigger: 'unusual' }).pluck('swept_to');
      clock.move('2026-03-20T15:00:00Z');
      await look('change');
      expect(await lookedAt()).toEqual([friday]);
      clock.move('2026-03-21T07:00:00Z');
      await look('change');
      expect(await lookedAt()).toEqual([clock.now()]);
    }));

  test('says when it is as usual again, on the same card', () =>
    sample(async ({ db, clock, look }) => {
      await look();
      await calls(db, silentDays, 10);
      clock.move('2026-03-20T15:00:00Z');
      await look('hand');
      expect(await findingView(db, 1)).toMatchObject({
        goneAt: clock.now(),
        limit: { was: 'below what is usual', back: 'within what is usual' },
      });
      expect(await cards(db)).toHaveLength(1);
    }));

  test('names no person where it is told to a channel', () =>
    sample(async ({ db, clock, look }) => {
      await db('people').where({ id: 'P-kenji-mori' }).update({ active: false });
      await setSetting({ db, now: clock }, { name: 'analytics_channel', value: 'C0INSIGHTS', by });
      await look();
      expect(await cards(db)).toEqual([{ key: 'finding:1', channel: 'C0INSIGHTS' }]);
      const view = await findingView(db, 1);
      expect(view?.sentence).not.toContain('Yuki');
      expect(view?.sentence).toContain('kind call');
    }));
});

test('each question behind a figure is understood', () =>
  sample(async ({ db, clock }) => {
    const ana = await personById(db, 'P-ana-ruiz');
    const use = { db, now: clock, zone: 'UTC', models: noModels, log: createLog({ logLevel: 'silent' }) };
    const at = {
      from: '2026-03-13',
      to: '2026-03-19',
      unit: 'day',
      units: 7,
      came: 1,
      expected: 9,
      of: null,
    } as const;
    const of = { ...at, holds: true, over: false, explained: [], lately: [] };
    for (const kpi of kpis) {
      for (const where of [null, 'APAC']) {
        for (const { text } of unusualAsks({ ...of, kpi, where })) {
          const { reply } = await ask(use, { text, by: ana, slackUser: 'UANA', place: { kind: 'dm' } });
          expect(reply.kind, text).toBe('answer');
        }
      }
    }
  }));
