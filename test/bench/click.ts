/** From the click on Approve to the redrawn card: the whole program against bare Bolt, one UPDATE and chat.update. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ensureAgents } from '../../src/crew/crew.ts';
import { type Db, openPool } from '../../src/db/pool.ts';
import { wantCard } from '../../src/jobs/cards.ts';
import { changeHash } from '../../src/policy/hash.ts';
import { startRun } from '../../src/runs/runs.ts';
import { createWorkspace, type Workspace } from '../../src/sandbox/workspace.ts';
import { cast, now, seedCast, slackIdOf } from '../support/company.ts';
import { compare, percentile, type Report, type Variant } from './measure.ts';
import { type Process, startProcess } from './processes.ts';
import type { Server } from './server.ts';

const clicks = 20;
const room = (n: number) => `deals-${n}`;

export async function click(use: { server: Server; quick: boolean }): Promise<Report[]> {
  const home = await mkdtemp(join(tmpdir(), 'steward-bench-home-'));
  const ends: (() => Promise<unknown>)[] = [() => rm(home, { recursive: true, force: true })];
  const side = async (file: string, name: string, fill: (db: Db) => Promise<unknown>) => {
    const workspace = await createWorkspace({
      people: [
        { name: 'Mara Lind', email: 'mara@example.com', id: slackIdOf(cast.mara), tz: 'Europe/Berlin' },
      ],
      channels: Array.from({ length: clicks }, (_, n) => ({ name: room(n) })),
      limits: 'off',
    });
    ends.push(workspace.stop);
    const url = await use.server.database(name);
    const db = openPool(url, { max: 2 });
    ends.push(() => db.destroy());
    await fill(db);
    const app = await startProcess(file, {
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
    return { workspace, db, app };
  };
  try {
    const name = `click_${Date.now()}`; // of its own, where the server is kept
    const ours = await side('ours/app.ts', name, async (db) => {
      await seedCast(db);
      await ensureAgents({ db, local: true }); // in suggest mode
    });
    const floor = await side('floors/click.ts', `${name}_floor`, async () => {});
    const report = await compare({
      title: 'Click on Approve to redrawn card',
      ours: pressing(
        ours.workspace,
        (deals) => propose(ours.db, ours.workspace, deals),
        () => moved(ours.db, 'deals'),
      ),
      floor: pressing(
        floor.workspace,
        (deals) => post(floor.app, floor.workspace, deals),
        () => moved(floor.db, 'plain_deals'),
      ),
      rounds: use.quick ? 3 : 5,
      goals: [
        { figure: 'firstHalf', says: 'p50 ms until nothing on it decides any more' },
        { figure: 'half', says: 'p50 ms until it is settled, written and read back' },
        { figure: 'most', says: 'p99 ms until it is settled' },
      ],
    });
    return [report];
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

let made = 0;

function pressing(
  workspace: Workspace,
  cards: (deals: string[]) => Promise<unknown>,
  moved: () => Promise<number>,
): Variant {
  const mara = workspace.as('mara');
  const card = (channel: string, deal: string) =>
    mara.sees(channel).find((message) => JSON.stringify(message).includes(deal));
  return {
    run: async () => {
      const before = await moved();
      const deals = Array.from({ length: clicks }, () => `D-bench-${1_000_000 + made++}`);
      await cards(deals);
      const first: number[] = [];
      const settled: number[] = [];
      for (const [n, deal] of deals.entries()) {
        const message = await until(() => card(room(n), deal));
        const began = performance.now();
        await mara.press(message, 'exception.approve');
        await until(() => !shows(card(room(n), deal), 'exception.approve'));
        first.push(performance.now() - began);
        await until(() => shows(card(room(n), deal), 'change.undo'));
        settled.push(performance.now() - began);
        await pause(20); // what is left to do after a click is not part of the next one
      }
      const figures = {
        firstHalf: percentile(first, 0.5),
        half: percentile(settled, 0.5),
        most: percentile(settled, 0.99),
      };
      return { figures, result: (await moved()) - before };
    },
  };
}

const shows = (message: unknown, action: string) => JSON.stringify(message ?? '').includes(action);

async function until<T>(look: () => T | Promise<T>): Promise<NonNullable<T>> {
  for (const late = Date.now() + 20_000; Date.now() < late; await pause(1)) {
    const found = await look();
    if (found) return found;
  }
  throw new Error(`Waited in vain for: ${look.toString()}`);
}

async function moved(db: Db, table: string): Promise<number> {
  const { rows } = await db.raw(`select count(*) as n from ${table} where close_date = '2026-04-15'`);
  return rows[0].n;
}

async function post(app: Process, workspace: Workspace, deals: string[]): Promise<void> {
  app.child.send({ channels: deals.map((deal, n) => [workspace.channels()[room(n)], deal]) });
}

/** Deals with a proposal to move their close date, open for the manager, one in each channel. */
async function propose(db: Db, workspace: Workspace, deals: string[]): Promise<void> {
  const fields = [{ field: 'close_date', before: '2026-03-10', after: '2026-04-15' }];
  const hash = changeHash({ kind: 'change', fields });
  for (const [n, deal] of deals.entries()) {
    const channel = workspace.channels()[room(n)] ?? '';
    await db.transaction(async (trx) => {
      await trx.raw(
        `insert into deals (id, source, source_id, name, account_id, owner_id, territory_id, stage_id, status, amount, currency, created_on, close_date, stage_since)
         values (?, 'bench', ?, ?, 'A-acme', 'P-priya', 'T-emea', 'S-negotiation', 'open', 42000, 'USD', '2026-01-02', '2026-03-10', '2026-03-15')`,
        [deal, deal, deal],
      );
      const by = { kind: 'system', id: 'bench' } as const;
      const runId = await startRun(trx, { agent: 'pipeline', agentVersion: 1, wokenBy: 'hand', by, now });
      const common = {
        agent: 'pipeline',
        agent_version: 1,
        mode: 'suggest',
        trigger: 'stale_in_stage',
        kind: 'change',
      };
      const [proposal] = await trx('proposals')
        .insert({
          ...common,
          run_id: runId,
          subject_kind: 'deal',
          subject_id: deal,
          change: { fields },
          hash,
          reason: 'In Negotiation for 47 days (limit 30).',
          confidence: 0.93,
          cases: 41,
          accepted: 38,
          proposed_at: now,
        })
        .returning('id');
      const [exception] = await trx('exceptions')
        .insert({
          proposal_id: proposal.id,
          hash,
          asks: ['manager'],
          waits_for: cast.mara,
          channel,
          opened_at: now,
          expires_at: new Date(now.getTime() + 7 * 86_400_000),
        })
        .returning('id');
      await wantCard(trx, { key: `exception:${exception.id}`, channel });
    });
  }
  // Nobody clicks within the milliseconds between a card's arrival and our knowing of it.
  await until(async () => {
    const { rows } = await db.raw(`select count(*) as n from cards where state in ('wanted', 'sending')`);
    return rows[0].n === 0;
  });
}
