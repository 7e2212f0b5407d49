import type { Db } from '../db/pool.ts';
import { jobCounts } from '../jobs/counts.ts';

export type Metrics = { type: string; text(): Promise<string> };

/** What Prometheus scrapes: this process, and what the database says of the queues and of the work. No names, no amounts. */
export function createMetrics(use: Use): Metrics {
  let made: ReturnType<typeof make> | null = null;
  return {
    type: 'text/plain; version=0.0.4; charset=utf-8',
    text: async () => {
      made ??= make(use);
      return (await made)();
    },
  };
}

type Use = { db: Db; slack: () => boolean };

/** The library is loaded at the first scrape: where nobody scrapes it only takes room. */
async function make(use: Use): Promise<() => Promise<string>> {
  const { collectDefaultMetrics, Gauge, Registry } = await import('prom-client');
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'steward_' });
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers: [registry] });

  const database = gauge('steward_database_up', '1 while the database answers.');
  const slack = gauge('steward_slack_connected', '1 while Slack is connected.');
  const waiting = gauge('steward_jobs_waiting', 'Jobs that are not done yet.', ['queue']);
  const failed = gauge('steward_jobs_failed', 'Jobs that were given up.', ['queue']);
  const oldest = gauge(
    'steward_jobs_oldest_seconds',
    'How long the job that is due for longest has waited.',
    ['queue'],
  );
  const runs = gauge(
    'steward_runs_last_hour',
    'Runs that ended in the last hour, by agent and error category ("none": well).',
    ['agent', 'error'],
  );
  const open = gauge('steward_exceptions_open', 'Exceptions that wait for a person.');
  const alerts = gauge('steward_alerts_open', 'Alerts that are not closed.');
  const changes = gauge(
    'steward_changes_unfinished',
    'Changes that are neither applied nor settled, by state.',
    ['state'],
  );
  const unsealed = gauge('steward_audit_unsealed', 'Audit rows that wait for their seal.');
  const cost = gauge('steward_model_cost_usd_today', 'What language models have cost since midnight UTC.');

  return async () => {
    slack.set(use.slack() ? 1 : 0);
    try {
      for (const gauge of [runs, changes]) gauge.reset();
      for (const state of unfinished) changes.set({ state }, 0);
      for (const { queue, ...counts } of await jobCounts(use.db)) {
        waiting.set({ queue }, counts.waiting);
        failed.set({ queue }, counts.failed);
        oldest.set({ queue }, counts.oldestSeconds);
      }
      const { rows } = await use.db.raw(figures);
      // Those that have nothing to tell come first, as 0: a series that begins with its first failure has no rise.
      for (const { name, agent, error, value } of inOrder(rows)) {
        if (name === 'runs') runs.set({ agent, error }, value);
        if (name === 'changes') changes.set({ state: agent }, value);
        if (name === 'open') open.set(value);
        if (name === 'alerts') alerts.set(value);
        if (name === 'unsealed') unsealed.set(value);
        if (name === 'cost') cost.set(value);
      }
      database.set(1);
    } catch {
      database.set(0);
    }
    return registry.metrics();
  };
}

type Figure = { name: string; agent: string; error: string; value: number };
const inOrder = (rows: Figure[]): Figure[] => rows.toSorted((a, b) => a.value - b.value);

const unfinished = ['pending', 'applying', 'unknown', 'conflict'];

const figures = `
  select 'runs' as name, name as agent, 'none' as error, 0::float8 as value from agents
  union all select 'runs', agent, coalesce(error_category, 'none'), count(*)
    from runs where ended_at > now() - interval '1 hour' group by 2, 3
  union all select 'changes', state, '', count(*) from changes where state in ('pending', 'applying', 'unknown', 'conflict') group by 2
  union all select 'open', '', '', count(*) from exceptions where closed_at is null
  union all select 'alerts', '', '', count(*) from alerts where closed_at is null
  union all select 'unsealed', '', '', (select count(*) from audit) - (select count(*) from audit_seals)
  union all select 'cost', '', '', coalesce(sum(cost_usd), 0) from runs where started_at >= date_trunc('day', now())`;
