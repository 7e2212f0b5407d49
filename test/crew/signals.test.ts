import { describe, expect, test } from 'vitest';
import { forecasting } from '../../src/agents/forecasting/agent.ts';
import { applyChange } from '../../src/changes/apply.ts';
import { requestChange } from '../../src/changes/request.ts';
import { stoppedAt } from '../../src/clock.ts';
import { ensureAgents } from '../../src/crew/crew.ts';
import { runAgent } from '../../src/crew/run.ts';
import { tellAgents } from '../../src/crew/signal.ts';
import { wokenByDeals, wokenByFigures, wokenBySignal } from '../../src/crew/wake.ts';
import type { Db } from '../../src/db/pool.ts';
import { silentLog } from '../../src/log.ts';
import { noModels } from '../../src/models/models.ts';
import { personById } from '../../src/people/people.ts';
import { ask } from '../../src/requests/ask.ts';
import { failRun, finishRun, startRun } from '../../src/runs/runs.ts';
import { latestSignals, sendSignal, signalsBehind, takeSignals } from '../../src/runs/signals.ts';
import { whyOf } from '../../src/runs/why.ts';
import { pause } from '../../src/settings/pauses.ts';
import { cast, now, seedCast } from '../support/company.ts';
import { fakeCrm } from '../support/crm.ts';
import { withDatabase } from '../support/database.ts';

const by = { kind: 'system', id: 'test' } as const;
const run = (db: Db, agent: string) => startRun(db, { agent, wokenBy: 'signal', by, now });
const waiting = async (db: Db) =>
  (await latestSignals(db, 50)).filter(({ run, stoppedBecause }) => run === null && stoppedBecause === null);

/** A run of this agent that hears what waits, and tells the next. */
async function passOn(db: Db, from: 'pipeline' | 'forecasting' | 'analytics'): Promise<string> {
  const id = await run(db, from);
  await takeSignals(db, from, { id, now });
  const next = {
    pipeline: { kind: 'deals_changed', to: ['forecasting'], what: 'close date of Acme Platform changed' },
    forecasting: { kind: 'forecast_moved', to: ['analytics'], what: 'expected $4.2M, $4.4M before' },
    analytics: { kind: 'figure_off', to: ['pipeline'], what: 'Win rate is 22%, limit 25%' },
  } as const;
  const { kind, to, what } = next[from];
  await sendSignal(db, { kind, to: [...to], what, runId: id, now });
  return id;
}

describe('a chain of signals', () => {
  test('goes from agent to agent, can be read back, and stops where it would go round', () =>
    withDatabase(async (db) => {
      await seedCast(db);
      const pipeline = await passOn(db, 'pipeline');
      const forecasting = await passOn(db, 'forecasting');
      const analytics = await passOn(db, 'analytics');
      const [last, ...before] = await latestSignals(db, 50);
      // The pipeline agent began this chain: it is not woken by it again.
      expect(last).toMatchObject({
        to: 'pipeline',
        depth: 3,
        stoppedBecause: 'The pipeline agent has acted in this chain already.',
      });
      expect(before.map(({ to, run }) => [to, run])).toEqual([
        ['analytics', analytics],
        ['forecasting', forecasting],
      ]);
      expect(await waiting(db)).toEqual([]);
      expect((await signalsBehind(db, analytics)).map(({ causes }) => causes[0]?.run)).toEqual([
        forecasting,
        pipeline,
      ]);
      const why = await whyOf(db, { kind: 'run', id: analytics });
      expect(why.lines.find(({ label }) => label === 'Woken by')?.text).toContain(
        `Another agent · 20 Mar, 10:00 UTC · run ${analytics} · rules only, no model · 0.0 s, $0 · Heard from the forecasting agent, run ${forecasting}: expected $4.2M, $4.4M before ← pipeline agent, run ${pipeline}: close date of Acme Platform changed`,
      );
      expect(why.lines.find(({ label }) => label === 'After')?.text).toBe(
        'Did not tell the pipeline agent: the pipeline agent has acted in this chain already',
      );
    }));

  test('stands in one view, from whichever of its runs one looks, and in the Why of its first', () =>
    withDatabase(async (db) => {
      await seedCast(db);
      const pipeline = await passOn(db, 'pipeline');
      const forecasting = await passOn(db, 'forecasting');
      const analytics = await passOn(db, 'analytics');
      // Another chain, of which none of these runs is a part.
      await passOn(db, 'analytics');
      const use = { db, now: stoppedAt(now), zone: 'UTC', models: noModels, log: silentLog() };
      const said = async (text: string, personId: string = cast.ada) => {
        const person = await personById(db, personId);
        const { reply } = await ask(use, { text, by: person, place: { kind: 'cli' } });
        if (reply.kind !== 'text') throw new Error(JSON.stringify(reply));
        return reply;
      };
      const view = await said(`show the chain of run ${forecasting}`);
      expect(view.sentence).toBe(
        '3 signals between the Pipeline agent, the Forecasting agent and the Analytics agent; 1 went no further.',
      );
      expect(view.lines).toEqual([
        `20 Mar, 11:00 CET  Pipeline agent, run ${pipeline} → Forecasting agent, run ${forecasting}: close date of Acme Platform changed`,
        `20 Mar, 11:00 CET  Forecasting agent, run ${forecasting} → Analytics agent, run ${analytics}: expected $4.2M, $4.4M before`,
        `20 Mar, 11:00 CET  Analytics agent, run ${analytics} → Pipeline agent, which was not woken (The pipeline agent has acted in this chain already): Win rate is 22%, limit 25%`,
      ]);
      expect(view.next.map(({ request }) => request)).toEqual(
        [forecasting, pipeline, analytics].map((run) => `why run ${run}`),
      );
      for (const run of [pipeline, analytics])
        expect((await said(`chain of run ${run}`)).lines).toEqual(view.lines);
      // Which deal it was is not for everybody who may see what came of it.
      const hers = await said(`chain of run ${forecasting}`, cast.mara);
      expect(hers.lines[0]).toContain('a deal changed');
      expect(hers.lines.join()).not.toContain('Acme');
      const lately = await said('show signals today');
      expect(lately.lines).toHaveLength(4);
      expect(lately.next[0]?.request).toMatch(/^chain of run /);
      expect((await said('show signals yesterday')).sentence).toBe(
        'No agent told another anything, yesterday (19 Mar 2026).',
      );
      const why = await whyOf(db, { kind: 'run', id: pipeline });
      expect(why.lines.find(({ label }) => label === 'After')?.text).toBe(
        `Told the forecasting agent (run ${forecasting}) · The forecasting agent (run ${forecasting}) told the analytics agent (run ${analytics}) · The analytics agent (run ${analytics}) did not tell the pipeline agent: the pipeline agent has acted in this chain already`,
      );
    }));

  test('which begins with what was found by itself wakes the pipeline agent', () =>
    withDatabase(async (db) => {
      await seedCast(db);
      await passOn(db, 'analytics');
      expect(await waiting(db)).toMatchObject([{ to: 'pipeline', depth: 1 }]);
      expect(await wokenBySignal(db, now)).toEqual(['pipeline']);
    }));

  test('is not told to who may not know which deal it was', () =>
    withDatabase(async (db) => {
      await seedCast(db);
      await passOn(db, 'pipeline');
      const id = await passOn(db, 'forecasting');
      const why = await whyOf(
        db,
        { kind: 'run', id },
        { scope: { territoryIds: ['T-emea'], personIds: [] }, zone: 'UTC' },
      );
      const woken = why.lines.find(({ label }) => label === 'Woken by')?.text ?? '';
      expect(woken).toContain('Heard from the pipeline agent');
      expect(woken).toContain('a deal changed');
      expect(woken).not.toContain('Acme');
    }));

  test('says what came at once as one signal, with the shortest chain, and keeps the latest causes', () =>
    withDatabase(async (db) => {
      await seedCast(db);
      const first = await run(db, 'analytics');
      await sendSignal(db, { kind: 'figure_off', to: ['pipeline'], runId: first, what: 'first', now });
      const pipeline = await run(db, 'pipeline');
      await takeSignals(db, 'pipeline', { id: pipeline, now });
      const tell = (runId: string, what: string) =>
        sendSignal(db, { kind: 'deals_changed', to: ['forecasting'], runId, what, now });
      await tell(pipeline, 'one');
      expect(await waiting(db)).toMatchObject([{ depth: 2, count: 1 }]);
      const fresh = await run(db, 'pipeline');
      await tell(fresh, 'two');
      await tell(pipeline, 'three');
      expect(await waiting(db)).toMatchObject([{ depth: 1, count: 3 }]);
      for (let n = 4; n <= 40; n++) await tell(fresh, `change ${n}`);
      const [signal, ...others] = await waiting(db);
      expect(others).toEqual([]);
      expect(signal).toMatchObject({ to: 'forecasting', depth: 1, count: 40 });
      expect(signal?.causes.length).toBe(20);
      expect(signal?.causes[0]).toEqual({ agent: 'pipeline', run: fresh, what: 'change 40' });
      // The older chain had analytics in it; the fresh one has not, so analytics may still hear of it.
      const forecasting = await run(db, 'forecasting');
      await takeSignals(db, 'forecasting', { id: forecasting, now });
      await sendSignal(db, {
        kind: 'forecast_moved',
        to: ['analytics'],
        runId: forecasting,
        what: 'moved',
        now,
      });
      expect(await wokenBySignal(db, now)).toEqual(['analytics']);
    }));

  test('of two that are heard together ends only where both have been', () =>
    withDatabase(async (db) => {
      await seedCast(db);
      await passOn(db, 'analytics');
      await passOn(db, 'pipeline');
      const intake = await run(db, 'intake');
      await sendSignal(db, {
        ...{ kind: 'figure_off', to: ['forecasting'], what: 'leads are many', now },
        runId: intake,
      });
      await passOn(db, 'forecasting');
      // The analytics agent has begun the one chain, and had no part in the other.
      expect(await wokenBySignal(db, now)).toEqual(['analytics']);
    }));

  test('begins with nothing that is only information, or off with one person alone', () =>
    withDatabase(async (db) => {
      await seedCast(db);
      await ensureAgents({ db, local: true });
      const runId = await run(db, 'forecasting');
      const finding = (subject: string, id: string, severity: string) =>
        db('findings').insert({
          ...{ agent: 'forecasting', trigger: 'win_rate_off', kind: 'win_rate_off', run_id: runId },
          ...{ subject_kind: subject, subject_id: id, severity, since: '2026-03-20', found_at: now },
          ...{ worth: 1, evidence: { fact: `off at ${id}` } },
        });
      const tell = () => tellAgents(db, { now, runId }, forecasting, null);
      await finding('person', cast.priya, 'critical');
      await finding('team', 'G-amer', 'information');
      await tell();
      expect(await latestSignals(db, 50)).toEqual([]);
      await finding('team', 'G-emea', 'attention');
      await tell();
      expect((await waiting(db))[0]?.causes[0]?.what).toBe('off at G-emea');
    }));

  test('has at most four steps', () =>
    withDatabase(async (db) => {
      await seedCast(db);
      const agents = ['pipeline', 'forecasting', 'analytics', 'intake', 'quotes', 'outreach'] as const;
      for (const [n, agent] of agents.slice(0, -1).entries()) {
        const id = await run(db, agent);
        await takeSignals(db, agent, { id, now });
        const to = agents[n + 1] ?? 'pipeline';
        await sendSignal(db, { kind: 'deals_changed', to: [to], runId: id, what: 'it changed', now });
      }
      expect(await waiting(db)).toEqual([]);
      expect((await latestSignals(db, 1))[0]).toMatchObject({
        to: 'outreach',
        depth: 5,
        stoppedBecause: 'A chain has at most 4 steps.',
      });
    }));

  test('told at once by many is one signal', () =>
    withDatabase(async (db) => {
      await seedCast(db);
      const id = await run(db, 'pipeline');
      await Promise.all(
        Array.from({ length: 8 }, (_, n) =>
          sendSignal(db, { kind: 'deals_changed', to: ['forecasting'], runId: id, what: `change ${n}`, now }),
        ),
      );
      expect(await waiting(db)).toMatchObject([{ count: 8 }]);
    }));
});

describe('a change that was applied', () => {
  const applied = async (db: Db, runId: string) => {
    const crm = fakeCrm('keys');
    crm.set('D-acme', { close_date: '2026-03-10' });
    const changeId = await requestChange(db, {
      subject: { kind: 'deal', id: 'D-acme' },
      wants: { kind: 'change', fields: [{ field: 'close_date', before: '2026-03-10', after: '2026-04-15' }] },
      by: { kind: 'person', id: cast.mara },
      now,
      runId,
    });
    const use = { db, crm: crm.crm, writer: crm.writer, now: stoppedAt(now), log: silentLog() };
    return applyChange(use, { changeId });
  };

  test('because an agent proposed it is told to the forecasting agent', () =>
    withDatabase(async (db) => {
      await seedCast(db);
      await db('agents').update({ mode: 'suggest' });
      const runId = await run(db, 'pipeline');
      expect(await applied(db, runId)).toBe('applied');
      expect(await waiting(db)).toMatchObject([
        {
          kind: 'deals_changed',
          to: 'forecasting',
          causes: [{ agent: 'pipeline', run: runId, what: 'close date of Acme Platform changed' }],
        },
      ]);
      expect(await wokenBySignal(db, now)).toEqual(['forecasting']);
    }));

  test('because somebody asked for it in words is no agent’s signal', () =>
    withDatabase(async (db) => {
      await seedCast(db);
      expect(await applied(db, await run(db, 'requests'))).toBe('applied');
      expect(await latestSignals(db, 50)).toEqual([]);
    }));
});

test('a deal that was changed on a proposal makes the forecasting agent work its forecast out again, once told on', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    await db('deal_versions').update({ valid_from: '2025-01-01' });
    await db.raw(
      `insert into sources (name, kind, imported_at, proven_from, note) values ('test', 'sample', now(), '2025-01-01', 't')`,
    );
    await ensureAgents({ db, local: true });
    const use = { db, now: stoppedAt(now), zone: 'UTC' };
    const forecast = (wokenBy: 'schedule' | 'signal') => runAgent(use, { agent: 'forecasting', by, wokenBy });
    expect(await forecast('schedule')).toMatchObject({ say: 'done' });
    expect(await latestSignals(db, 50)).toEqual([]);
    const kept = await db('forecasts').count();
    await db('deals').where({ id: 'D-acme' }).update({ amount: 1_000_000 });
    const pipeline = await passOn(db, 'pipeline');
    const run = await forecast('signal');
    // Worked out and told on; what is kept and posted keeps its own rhythm.
    expect(await db('forecasts').count()).toEqual(kept);
    const [moved] = await waiting(db);
    expect(moved).toMatchObject({ kind: 'forecast_moved', to: 'analytics', depth: 2 });
    expect(moved?.causes[0]?.what).toMatch(/^the forecast of Q1 2026 moved from \$\S+ to \$\S+$/);
    expect((await signalsBehind(db, run.runId ?? '')).map(({ causes }) => causes[0]?.run)).toEqual([
      pipeline,
    ]);
    await forecast('signal');
    expect(await waiting(db)).toMatchObject([{ count: 1 }]);
    await runAgent(use, { agent: 'analytics', by, wokenBy: 'signal' });
    expect(await waiting(db)).toEqual([]);
  }));

describe('waking', () => {
  test('leaves a paused agent alone until it goes on', () =>
    withDatabase(async (db) => {
      await seedCast(db);
      await ensureAgents({ db, local: true });
      await passOn(db, 'analytics');
      await pause(
        { db, now: stoppedAt(now) },
        { scope: 'agent', subjectId: 'pipeline', by: { kind: 'person', id: 'P-mara' } },
      );
      expect(await wokenBySignal(db, now)).toEqual([]);
      const result = await runAgent(
        { db, now: stoppedAt(now), zone: 'UTC' },
        { agent: 'pipeline', by, wokenBy: 'hand' },
      );
      expect([result.say, (await waiting(db)).length]).toEqual(['paused', 1]);
    }));

  const touch = (db: Db, id: string) => db('touched').insert({ noun: 'deal', subject_id: id });
  const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);

  test('by changed deals happens within two seconds, not again just after, and after a failure only in a minute', () =>
    withDatabase(async (db) => {
      await seedCast(db);
      await db('touched').delete();
      expect(await wokenByDeals(db, now)).toEqual([]);
      await touch(db, 'D-acme');
      expect(await wokenByDeals(db, now)).toEqual(['pipeline']);
      const first = await startRun(db, { agent: 'pipeline', wokenBy: 'change', by, now });
      await finishRun(db, first, { now });
      expect(await wokenByDeals(db, later(1))).toEqual([]);
      expect(await wokenByDeals(db, later(2))).toEqual(['pipeline']);
      const second = await startRun(db, { agent: 'pipeline', wokenBy: 'change', by, now: later(2) });
      await failRun(db, second, { category: 'internal', error: 'It broke.', now: later(2) });
      expect(await wokenByDeals(db, later(61))).toEqual([]);
      expect(await wokenByDeals(db, later(62))).toEqual(['pipeline']);
      // The clock was set back: what ran later than now is no reason to wait.
      expect(await wokenByDeals(db, later(-3600))).toEqual(['pipeline']);
    }));

  test('by a change happens once for who looks at figures, whoever has taken it', () =>
    withDatabase(async (db) => {
      await seedCast(db);
      await db('touched').delete();
      const { agents, seen } = await wokenByFigures(db, now, null);
      expect(agents).toEqual([]);
      await touch(db, 'D-acme');
      expect((await wokenByFigures(db, now, null)).agents).toEqual(['analytics']);
      await db('touched').delete();
      const first = await wokenByFigures(db, now, seen);
      expect(first.agents).toEqual(['analytics']);
      expect((await wokenByFigures(db, now, first.seen)).agents).toEqual([]);
      await touch(db, 'D-globex');
      expect((await wokenByFigures(db, now, first.seen)).agents).toEqual(['analytics']);
    }));
});
