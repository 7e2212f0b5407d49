/** Slack's room between a real database and the real local workspace, with the workers that carry its work. */
import { applyChange } from '../../src/changes/apply.ts';
import { carryOn } from '../../src/changes/rollback-work.ts';
import { stoppedAt } from '../../src/clock.ts';
import { callStart } from '../../src/crew/call-start.ts';
import { runAgent } from '../../src/crew/run.ts';
import { tellSecret } from '../../src/crew/tell-secret.ts';
import { builtinCrm } from '../../src/crm/builtin.ts';
import { builtinWriter } from '../../src/crm/write.ts';
import type { Db } from '../../src/db/pool.ts';
import { wantCard } from '../../src/jobs/cards.ts';
import { createWorkers, type Workers } from '../../src/jobs/workers.ts';
import { silentLog } from '../../src/log.ts';
import { type Models, noModels } from '../../src/models/models.ts';
import type { Mailer } from '../../src/outside/mail.ts';
import type { CallUse } from '../../src/outside/workflow-call.ts';
import { changeHash } from '../../src/policy/hash.ts';
import { startRun } from '../../src/runs/runs.ts';
import type { Workspace } from '../../src/sandbox/workspace.ts';
import { createSlack, type Slack } from '../../src/slack/slack.ts';
import type { Patience } from '../../src/slack/working.ts';
import { cast, now } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';
import { castCompany, castWorkspace } from '../support/workspace.ts';

export type House = {
  db: Db;
  /** Who owns the tables: for tests that stand in their way. */
  owner: Db;
  workspace: Workspace;
  slack: Slack;
  workers: Workers;
  clock: ReturnType<typeof stoppedAt>;
  /** Everything that is ready has been done and drawn. */
  idle(): Promise<void>;
  /** The pipeline agent looks once; its cards are posted. */
  sweep(): Promise<void>;
  /** A proposal about Acme Platform (close date 10 Mar → 15 Apr) waits for Mara; its card is posted. Says its id. */
  propose(): Promise<number>;
};

export async function withHouse(
  work: (house: House) => Promise<void>,
  {
    outgoing = { hosts: [] },
    models = noModels,
    ...options
  }: { patience?: Patience; mailer?: Mailer; outgoing?: CallUse; models?: Models } = {},
): Promise<void> {
  const workspace = await castWorkspace();
  await withDatabase(async (db, fresh) => {
    const { url } = fresh;
    await castCompany(db, workspace);
    const log = silentLog();
    const clock = stoppedAt(now);
    const zone = 'Europe/Berlin';
    const by = { kind: 'system', id: 'test' } as const;
    const { botToken, appToken, signingSecret, apiUrl } = workspace;
    const slack = createSlack({
      config: { slack: { botToken, appToken, signingSecret, mode: 'socket', apiUrl }, zone, local: true },
      db,
      clock,
      log,
      models,
      wake: async (_, agent, person) => {
        await runAgent(
          { db, now: clock, zone },
          { agent, by: { kind: 'person', id: person.id }, wokenBy: 'hand' },
        );
      },
      settleMs: 200,
      perSecond: 1000,
      ...options,
    });
    const crm = builtinCrm({ db, now: clock });
    const writer = builtinWriter({ db, now: clock });
    const workers = createWorkers({
      db,
      url,
      log,
      inbox: slack.inbox,
      topics: {
        ...slack.topics,
        apply: async ({ body }) => {
          await applyChange({ db, crm, writer, now: clock, log }, body);
        },
        roll_back: ({ body }) => carryOn({ db, crm, writer, now: clock, log }, body),
        start: ({ body }) => callStart({ db, now: clock, zone, key: 'k'.repeat(32), calls: outgoing }, body),
        secret: (job) => tellSecret({ db, now: clock, key: 'k'.repeat(32), tell: slack.tell }, job),
      },
    });
    slack.onStored(workers.wake);
    // What Slack has sent is in the inbox once it was acknowledged.
    const idle = async () => {
      await workspace.delivery.settled();
      await workers.idle();
    };
    try {
      await workers.start();
      await slack.start();
      await work({
        db,
        get owner() {
          return fresh.owner;
        },
        workspace,
        slack,
        workers,
        clock,
        idle,
        propose: async () => {
          const id = await propose(db, workspace.channels().deals ?? '');
          await idle();
          return id;
        },
        sweep: async () => {
          await runAgent({ db, now: clock, zone }, { agent: 'pipeline', by, wokenBy: 'hand' });
          await idle();
        },
      });
    } finally {
      await slack.stop();
      await workers.stop();
      await workspace.stop();
    }
  });
}

async function propose(db: Db, channel: string): Promise<number> {
  const fields = [{ field: 'close_date', before: '2026-03-10', after: '2026-04-15' }];
  const hash = changeHash({ kind: 'change', fields });
  const runId = await startRun(db, {
    agent: 'pipeline',
    agentVersion: 1,
    wokenBy: 'hand',
    by: { kind: 'system', id: 'test' },
    now,
  });
  const [finding] = await db('findings')
    .insert({
      run_id: runId,
      agent: 'pipeline',
      trigger: 'stale_in_stage',
      kind: 'stale_in_stage',
      subject_kind: 'deal',
      subject_id: 'D-acme',
      since: '2026-02-01',
      evidence: { fact: 'In Negotiation for 47 days (limit 30).', facts: ['close date is 10 days past'] },
    })
    .returning('id');
  const [proposal] = await db('proposals')
    .insert({
      finding_id: finding.id,
      run_id: runId,
      agent: 'pipeline',
      agent_version: 1,
      mode: 'suggest',
      trigger: 'stale_in_stage',
      kind: 'change',
      subject_kind: 'deal',
      subject_id: 'D-acme',
      change: { fields },
      hash,
      reason: 'In Negotiation for 47 days (limit 30).',
      confidence: 0.93,
      cases: 41,
      accepted: 38,
      proposed_at: now,
    })
    .returning('id');
  const [exception] = await db('exceptions')
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
  await wantCard(db, { key: `exception:${exception.id}`, channel });
  return exception.id;
}

/** All text of a message's or view's blocks, as one string, for assertions. */
export const textOf = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(textOf).join('\n');
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .map(([key, one]) => (typeof one === 'string' ? (key === 'text' ? one : '') : textOf(one)))
    .filter((text) => text !== '')
    .join('\n');
};
