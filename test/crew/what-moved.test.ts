import { describe, expect, test } from 'vitest';
import { reportCard } from '../../blocks/report.ts';
import { stoppedAt } from '../../src/clock.ts';
import { ensureAgents } from '../../src/crew/crew.ts';
import { setMode } from '../../src/crew/modes.ts';
import { runAgent } from '../../src/crew/run.ts';
import { reportDue } from '../../src/crew/what-moved.ts';
import type { Db } from '../../src/db/pool.ts';
import { postedReport } from '../../src/exceptions/posted-report.ts';
import { createLog } from '../../src/log.ts';
import { noModels } from '../../src/models/models.ts';
import { personById } from '../../src/people/people.ts';
import { ask } from '../../src/requests/ask.ts';
import { checkMessage } from '../../src/sandbox/validate/message.ts';
import { playbookNamed } from '../../src/settings/playbook-entries.ts';
import { activate } from '../../src/settings/playbooks.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { asksOfReport } from '../../src/story/report.ts';
import { here } from '../blocks/samples.ts';
import { withSample } from '../support/sample.ts';

const by = { kind: 'system', id: 'test' } as const;

type Sample = {
  db: Db;
  clock: ReturnType<typeof stoppedAt>;
  run: (wokenBy?: 'change' | 'schedule' | 'hand') => ReturnType<typeof runAgent>;
};

/** The sample company on a morning; its channel for insights is set. */
const sample = (at: string, work: (of: Sample) => Promise<void>): Promise<void> =>
  withSample({ now: at, zone: 'UTC' }, async (db) => {
    const clock = stoppedAt(new Date(at));
    await ensureAgents({ db, local: true });
    await setSetting({ db, now: clock }, { name: 'analytics_channel', value: 'C0INSIGHTS', by });
    const run: Sample['run'] = (wokenBy = 'schedule') =>
      runAgent({ db, now: clock, zone: 'UTC' }, { agent: 'analytics', by, wokenBy });
    await work({ db, clock, run });
  });

const posted = (db: Db) =>
  db('cards').where('key', 'like', 'report:%').orderBy('key').select('key', 'channel');
const kinds = (db: Db) => db('reports').orderBy('id').pluck('kind');

describe('the daily summary', () => {
  test('is posted once on a working morning, about the day before, in at most five lines', () =>
    sample('2026-03-20T08:00:00Z', async ({ db, clock, run }) => {
      const runs = await Promise.all([run(), run('change')]);
      expect(runs.map(({ sentence }) => sentence).join(' ')).toContain(
        'The Analytics agent posted 1 report; found 1 new',
      );
      expect((await run()).sentence).toBe('The Analytics agent found nothing new.');
      expect(await kinds(db)).toEqual(['daily']);
      expect(await posted(db)).toEqual([{ key: 'report:1', channel: 'C0INSIGHTS' }]);
      const report = await postedReport(db, 1);
      expect(report?.lines).toEqual([
        'Won 1 ($10,400), lost 1, 12 moved forward, 1 moved back.',
        'Unusual: Activities in APAC: 46 from 13 Mar to 19 Mar, about 107 expected.',
      ]);
      expect(report?.asks.map(({ text }) => text)).toEqual([
        'deals won on 2026-03-19',
        'deals lost on 2026-03-19',
      ]);
      expect(await reportDue(db, { now: clock.now(), zone: 'UTC', agent: 'analytics' })).toBe(false);
    }));

  test('waits for its hour, and for a working morning', () =>
    sample('2026-03-20T07:59:00Z', async ({ db, clock, run }) => {
      const due = () => reportDue(db, { now: clock.now(), zone: 'UTC', agent: 'analytics' });
      expect(await due()).toBe(false);
      await run();
      expect(await kinds(db)).toEqual([]);
      clock.move('2026-03-20T08:00:00Z');
      expect(await due()).toBe(true);
      clock.move('2026-03-21T09:00:00Z');
      expect(await due()).toBe(false);
      await run();
      expect(await kinds(db)).toEqual([]);
    }));

  test('is not posted on a quiet day, where it is switched off, or in shadow', () =>
    sample('2026-03-20T08:00:00Z', async ({ db, clock, run }) => {
      await setMode(
        { db, now: clock },
        { agent: 'analytics', mode: 'shadow', by: { kind: 'person', id: 'P-ana-ruiz' } },
      );
      await run();
      expect(await kinds(db)).toEqual([]);
      await setMode(
        { db, now: clock },
        { agent: 'analytics', mode: 'suggest', by: { kind: 'person', id: 'P-ana-ruiz' } },
      );
      await setSetting({ db, now: clock }, { name: 'daily_summary', value: false, by });
      await run();
      expect(await kinds(db)).toEqual([]);
      await setSetting({ db, now: clock }, { name: 'daily_summary', value: true, by });
      // Nothing moves in the sample after its last day: of the next Wednesday there is nothing to say.
      await db('findings').where({ trigger: 'unusual' }).update({ gone_at: clock.now() });
      await db('sweeps')
        .insert({ trigger: 'unusual', swept_to: '2026-03-26T05:00:00Z', made_with: '', run_id: 'x' })
        .onConflict('trigger')
        .merge(['swept_to']);
      clock.move('2026-03-26T08:00:00Z');
      await run();
      expect(await kinds(db)).toEqual(['daily']);
      expect(await posted(db)).toEqual([]);
    }));
});

describe('the reviews', () => {
  test('of a week comes on its first working morning, of a quarter after its end, each with a question behind its numbers', () =>
    sample('2026-03-02T08:00:00Z', async ({ db, clock, run }) => {
      await run();
      // A Monday and the first working morning of March.
      expect((await kinds(db)).sort()).toEqual(['daily', 'monthly', 'weekly']);
      const all = await Promise.all([1, 2, 3].map((id) => postedReport(db, id)));
      const [, weekly, monthly] = all;
      expect(weekly).toMatchObject({ kind: 'weekly', title: 'Pipeline review: 23 Feb to 1 Mar' });
      expect(weekly?.charts).toHaveLength(1);
      expect(weekly?.table?.rows.length).toBeLessThanOrEqual(8);
      expect(weekly?.talk.length).toBeLessThanOrEqual(3);
      expect(monthly).toMatchObject({ kind: 'monthly', title: 'Performance of the month: 1 Feb to 28 Feb' });
      expect(monthly?.charts).toHaveLength(2);
      expect(monthly?.table?.rows.map(([name]) => name)).toContain('The month before');
      for (const report of all) {
        if (!report) throw new Error('no report');
        for (const can of [
          { table: 'data_table', ownChart: true },
          { table: 'lines', ownChart: false },
        ] as const)
          expect(() => checkMessage(reportCard(report, 1, here, can))).not.toThrow();
      }
      const ana = await personById(db, 'P-ana-ruiz');
      const use = { db, now: clock, zone: 'UTC', models: noModels, log: createLog({ logLevel: 'silent' }) };
      for (const { text } of all.flatMap((report) => (report ? asksOfReport(report) : []))) {
        const { reply } = await ask(use, { text, by: ana, slackUser: 'UANA', place: { kind: 'dm' } });
        expect(reply.kind, text).toBe('answer');
      }
      clock.move('2026-04-01T08:00:00Z');
      await run();
      expect((await kinds(db)).slice(3).sort()).toEqual(['daily', 'quarterly']);
    }));

  test('of the pipeline comes by hand too, once a day', () =>
    sample('2026-03-20T06:00:00Z', async ({ db, run }) => {
      await run('hand');
      await run('hand');
      expect(await kinds(db)).toEqual(['weekly']);
      expect(await postedReport(db, 1)).toMatchObject({ title: 'Pipeline review: 13 Mar to 19 Mar' });
    }));
});

test('while the quarter-end push is on the pipeline review comes on each working morning', () =>
  sample('2026-03-19T08:00:00Z', async ({ db, clock, run }) => {
    await run();
    expect(await kinds(db)).not.toContain('weekly');
    const push = playbookNamed('Quarter-end push');
    if (push)
      await activate({ db, now: clock }, { playbook: push, scope: 'everyone', scopeId: '', by, until: null });
    for (const day of ['2026-03-19', '2026-03-20', '2026-03-21']) {
      clock.move(`${day}T09:00:00Z`);
      await run();
    }
    const days: Date[] = await db('reports').where({ kind: 'weekly' }).orderBy('id').pluck('on_day');
    expect(days.map(String).map((day) => day.slice(0, 10))).toEqual(['2026-03-19', '2026-03-20']);
  }));
