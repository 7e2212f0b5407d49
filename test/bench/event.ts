/**
 * From a change in the CRM to the card about it, at fifty changes a second: the whole program, with Slack's own limits of
 * rate. Most changes are nothing to speak of; each fiftieth moves a close date into the past, which people are asked about.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { stoppedAt } from '../../src/clock.ts';
import { ensureAgents } from '../../src/crew/crew.ts';
import { keepVersions, versioned } from '../../src/crm/mirror.ts';
import { type Db, openPool } from '../../src/db/pool.ts';
import { startRun } from '../../src/runs/runs.ts';
import { createWorkspace } from '../../src/sandbox/workspace.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { cast, now, seedCast, slackIdOf } from '../support/company.ts';
import { percentile, type Report } from './measure.ts';
import { startProcess } from './processes.ts';
import type { Server } from './server.ts';

const perSecond = 50;
const oneIn = 50;
const reps = 20;
/** Milliseconds: what the 95th percentile may be. */
const limit = 5_000;

export async function event(use: { server: Server; quick: boolean }): Promise<Report[]> {
  const deals = use.quick ? 10_000 : 1_000_000;
  const seconds = use.quick ? 20 : 60;
  const home = await mkdtemp(join(tmpdir(), 'steward-bench-home-'));
  const ends: (() => Promise<unknown>)[] = [() => rm(home, { recursive: true, force: true })];
  try {
    const workspace = await createWorkspace({
      people: [
        { name: 'Mara Lind', email: 'mara@example.com', id: slackIdOf(cast.mara), tz: 'Europe/Berlin' },
      ],
      channels: [{ name: 'deals' }],
    });
    ends.push(workspace.stop);
    const channel = workspace.channels().deals ?? '';
    const url = await use.server.database(`event_${Date.now()}`);
    const db = openPool(url, { max: 4, name: 'bench' });
    ends.push(() => db.destroy());
    await fill(db, deals, channel);
    const app = await startProcess('ours/app.ts', {
      DATABASE_URL: url,
      SLACK_API_URL: workspace.apiUrl,
      SLACK_BOT_TOKEN: workspace.botToken,
      SLACK_APP_TOKEN: workspace.appToken,
      STEWARD_SECRET: 'a secret of the bench, and of nobody else',
      STEWARD_HOME: home,
      STEWARD_NOW: now.toISOString(),
      LOG_LEVEL: 'silent',
      PORT: '0',
    });
    ends.push(app.stop);
    await workspace.connected();
    await atRest(db);

    const mara = workspace.as('mara');
    const waits = new Map<string, number>();
    const took: number[] = [];
    const look = () => {
      const seen = JSON.stringify(mara.sees('deals'));
      for (const [name, at] of waits)
        if (seen.includes(name)) {
          took.push(performance.now() - at);
          waits.delete(name);
        }
    };
    const began = performance.now();
    let looking = true;
    const watching = (async () => {
      for (; looking; await pause(25)) look();
    })();
    for (let n = 0; n < seconds * perSecond; n++) {
      await pause(Math.max(0, began + (n * 1000) / perSecond - performance.now()));
      const asked = n % oneIn === 0;
      await change(db, n, asked);
      if (asked) waits.set(named(n), performance.now());
    }
    for (const late = Date.now() + 60_000; waits.size > 0 && Date.now() < late; ) await pause(50);
    looking = false;
    await watching;
    if (waits.size > 0)
      return [{ title, rows: [], differs: `${waits.size} changes had no card after a minute` }];
    const p95 = percentile(took, 0.95);
    const row = (says: string, ours: number) => ({
      says,
      ours,
      floor: limit,
      ratio: ours / limit,
      noise: null,
    });
    return [
      {
        title: `${title} in ${deals.toLocaleString('en-US')} deals`,
        rows: [
          { ...row('p50 ms, of a limit', percentile(took, 0.5)), goal: '', verdict: 'reported' },
          {
            ...row('p95 ms, of a limit', p95),
            goal: '≤ 1',
            verdict: p95 <= limit ? 'reached' : 'missed',
          },
        ],
        differs: null,
      },
    ];
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

const title = `Change to card at ${perSecond} changes a second`;

/** The deal that the nth change is about. */
const idOf = (n: number) => `D-event-${1_000_000 + n}`;
const named = (n: number) => `Quiet ${1_000_000 + n}`;

/** So many deals about which there is nothing to say, of twenty reps who are asked about in turn: a card names a few of a rep's deals. */
async function fill(db: Db, deals: number, channel: string): Promise<void> {
  await seedCast(db);
  await ensureAgents({ db, local: true }); // in suggest mode
  await db('deals').whereNot({ status: 'won' }).update({ status: 'lost', stage_id: 'S-lost' });
  await db.raw(
    `insert into people (id, source, source_id, name, email, roles, team_id, territory_id, manager_id, tz)
     select 'P-rep' || n, 'bench', n::text, 'Rep ' || n, 'rep' || n || '@example.com', '{rep}', 'G-emea', 'T-emea', 'P-mara', 'Europe/Berlin'
     from generate_series(0, ?::integer - 1) n`,
    [reps],
  );
  await db.raw(
    `insert into deals (id, source, source_id, name, account_id, owner_id, territory_id, stage_id, status, amount, currency, created_on, close_date,
       stage_since, last_activity_on, next_step, changed_at)
     select 'D-event-' || (1000000 + n), 'bench', n::text, 'Quiet ' || (1000000 + n), 'A-acme', 'P-rep' || (n / ?::integer) % ?::integer, 'T-emea', 'S-negotiation', 'open', 42000, 'USD',
       '2026-03-01', '2026-06-30', '2026-03-15', '2026-03-18', 'Call', '2026-03-15'
     from generate_series(0, ?::integer - 1) n`,
    [oneIn, reps, deals],
  );
  await db.raw(
    `insert into deal_versions (deal_id, valid_from, ${versioned.join(', ')}, version)
     select id, changed_at, ${versioned.join(', ')}, version from deals where source = 'bench'`,
  );
  await db.raw('truncate touched');
  await db.raw('vacuum analyze');
  await pressedBefore(db, channel);
  const settings = {
    deals_channel: channel,
    open_deals_limit: 100_000,
    quiet_hours: 'none',
    cards_per_day: 1000,
    cards_open: 100,
    cards_per_run: 100,
    // It would come by itself on this day, and bring its own budget of cards.
    quarter_end_push: false,
  };
  for (const [name, value] of Object.entries(settings))
    await setSetting({ db, now: stoppedAt(now) }, { name, value, by });
}

const by = { kind: 'system', id: 'bench' } as const;

/** A card of last week that was decided: people know the agent, so that deals of one rep share a card. */
async function pressedBefore(db: Db, channel: string): Promise<void> {
  const then = new Date(now.getTime() - 7 * 86_400_000);
  const runId = await startRun(db, { agent: 'pipeline', agentVersion: 1, wokenBy: 'hand', by, now: then });
  await db.raw(
    `with proposed as (
       insert into proposals (run_id, agent, agent_version, mode, trigger, kind, subject_kind, subject_id, change, hash, reason, confidence, cases, accepted, proposed_at)
       values (?, 'pipeline', 1, 'suggest', 'stale_in_stage', 'change', 'deal', 'D-acme', '{"fields": []}', 'bench', 'Bench.', 0.7, 0, 0, ?) returning id)
     insert into exceptions (proposal_id, hash, asks, waits_for, channel, opened_at, expires_at, closed_at, closed_as)
     select id, 'bench', '{manager}', 'P-mara', ?, ?::timestamptz, ?::timestamptz, ?::timestamptz, 'expired' from proposed`,
    [runId, then, channel, then, then, then],
  );
}

async function change(db: Db, n: number, asked: boolean): Promise<void> {
  await db.transaction(async (trx) => {
    await trx('deals')
      .where({ id: idOf(n) })
      .update(asked ? { close_date: '2026-03-10' } : { next_step: `Call ${n}` });
    await keepVersions(trx, { ids: [idOf(n)], at: new Date(now.getTime() + n) });
  });
}

/** The first look at a new company is not what is measured. */
async function atRest(db: Db): Promise<void> {
  for (const late = Date.now() + 300_000; Date.now() < late; await pause(100)) {
    const { rows } = await db.raw(
      `select not exists (select 1 from touched) and not exists (select 1 from runs where ended_at is null) and exists (select 1 from sweeps)
         and not exists (select 1 from cards where state in ('wanted', 'sending')) as rest`,
    );
    if (rows[0].rest) return;
  }
  throw new Error('Steward did not come to rest after its start.');
}
