/** Watches each agent's runs of the last hour: one alert from the first failure too many until it has recovered. */
import { agentLabel } from '../agents/roster.ts';
import { record } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { withLock } from '../db/transaction.ts';
import { currentSettings, numberSetting, type SettingRow } from '../settings/settings.ts';
import { number } from '../story/format.ts';
import { type AlertRow, drawAlert, type Example } from './alert.ts';

const hour = 3_600_000;
const minute = 60_000;
/** From this share on, one category is "nearly all". */
const nearlyAll = 0.8;

type Tally = {
  agent: string;
  total: number;
  failed: number;
  category: string | null;
  of_category: number;
  error: string | null;
  examples: Example[];
};
/**
 * Opens, updates and closes alerts. Strictly more than `failure_percent` of at least `failure_runs` runs opens one;
 * its numbers are rewritten at most once a minute; a share back within the limit, of at least one run, closes it.
 */
export async function checkFailures(use: {
  db: Db;
  now: Clock;
}): Promise<{ opened: number[]; closed: number[] }> {
  const now = use.now.now();
  return withLock(use.db, 'watch:failures', async (trx) => {
    const settings = await currentSettings(trx, now);
    const tallies = await lastHour(trx, now);
    const open: AlertRow[] = await trx('alerts').where({ kind: 'failures' }).whereNull('closed_at');
    const opened: number[] = [];
    const closed: number[] = [];
    for (const tally of tallies) {
      const known = open.find((alert) => alert.agent === tally.agent);
      const limit = numberSetting(settings, 'failure_percent', { agent: tally.agent });
      // In whole numbers: 5 of 100 at a limit of 5 % is not more than 5 %.
      const over = tally.failed * 100 > limit * tally.total;
      if (!known && over && tally.total >= numberSetting(settings, 'failure_runs', { agent: tally.agent })) {
        opened.push(await openAlert(trx, tally, settings, now));
      } else if (known && !over) {
        await closeAlert(trx, known, tally, settings, now);
        closed.push(known.id);
      } else if (known) {
        await refresh(trx, known, tally, settings, now);
      }
    }
    return { opened, closed };
  });
}

async function lastHour(db: Db, now: Date): Promise<Tally[]> {
  const since = new Date(now.getTime() - hour);
  const { rows } = await db.raw<{ rows: Tally[] }>(
    `with recent as (
       select id, agent, error_category, error, ended_at from runs
       where started_at > ? and started_at <= ? and ended_at is not null and agent in (select name from agents)
     ), by_category as (
       select distinct on (agent) agent, error_category, count(*) as n, max(error) as error
       from recent where error_category is not null group by agent, error_category order by agent, count(*) desc, error_category
     )
     select r.agent, count(*) as total, count(r.error_category) as failed,
       max(c.error_category) as category, coalesce(max(c.n), 0) as of_category, max(c.error) as error,
       coalesce((select jsonb_agg(x) from (
         select id as run, error_category as category, coalesce(error, '') as error from recent x
         where x.agent = r.agent and x.error_category is not null order by x.ended_at desc, x.id limit 3) x), '[]') as examples
     from recent r left join by_category c on c.agent = r.agent
     group by r.agent order by r.agent`,
    [since, now],
  );
  return rows;
}

async function openAlert(trx: Db, tally: Tally, settings: SettingRow[], now: Date): Promise<number> {
  const owner = await trx('agents')
    .where({ name: tally.agent })
    .first<{ owner_id: string | null } | undefined>('owner_id');
  const rows = await trx('alerts')
    .insert({
      kind: 'failures',
      agent: tally.agent,
      opened_at: now,
      updated_at: now,
      told: owner?.owner_id ? [owner.owner_id] : [],
      ...figures(tally),
    })
    .returning<{ id: number }[]>('id');
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('An alert was not stored.');
  await record(trx, {
    action: 'alert.opened',
    subject: { kind: 'alert', id: String(id) },
    by: { kind: 'system', id: 'watch' },
    because: `${number(tally.failed)} of ${number(tally.total)} runs of the ${agentLabel(tally.agent)} failed in the last hour.`,
  });
  await drawAlert(trx, id, settings);
  return id;
}

async function refresh(
  trx: Db,
  alert: AlertRow,
  tally: Tally,
  settings: SettingRow[],
  now: Date,
): Promise<void> {
  const fallback = await fallbackToTell(trx, alert, settings, now);
  const same = alert.failed === tally.failed && alert.total === tally.total;
  const due = now.getTime() - alert.updated_at.getTime() >= minute;
  if (!fallback && (same || !due)) return;
  await trx('alerts')
    .where({ id: alert.id })
    .update({ ...figures(tally), updated_at: now, told: fallback ? [...alert.told, fallback] : alert.told });
  await drawAlert(trx, alert.id, settings);
}

/** The fallback is told once, when the owner has not taken it on in time. */
async function fallbackToTell(
  trx: Db,
  alert: AlertRow,
  settings: SettingRow[],
  now: Date,
): Promise<string | null> {
  const wait = numberSetting(settings, 'fallback_minutes', { agent: alert.agent }) * minute;
  if (alert.acknowledged_at || now.getTime() - alert.opened_at.getTime() < wait) return null;
  const agent = await trx('agents')
    .where({ name: alert.agent })
    .first<{ fallback_id: string | null } | undefined>('fallback_id');
  return agent?.fallback_id && !alert.told.includes(agent.fallback_id) ? agent.fallback_id : null;
}

async function closeAlert(
  trx: Db,
  alert: AlertRow,
  tally: Tally,
  settings: SettingRow[],
  now: Date,
): Promise<void> {
  await trx('alerts').where({ id: alert.id }).update({ closed_at: now, updated_at: now });
  await record(trx, {
    action: 'alert.closed',
    subject: { kind: 'alert', id: String(alert.id) },
    by: { kind: 'system', id: 'watch' },
    because: `${number(tally.failed)} of ${number(tally.total)} runs failed in the last hour.`,
  });
  await drawAlert(trx, alert.id, settings);
}

const figures = (tally: Tally) => ({
  failed: tally.failed,
  total: tally.total,
  examples: JSON.stringify(tally.examples),
  category: tally.category && tally.of_category >= nearlyAll * tally.failed ? tally.category : null,
});

/** Draws the agent's alert again, when what it shows has changed elsewhere: its pause, for one. */
export async function redrawAlert(trx: Db, agent: string): Promise<void> {
  const alert = await trx('alerts')
    .where({ agent })
    .whereNull('closed_at')
    .first<{ id: number } | undefined>('id');
  if (alert) await drawAlert(trx, alert.id, await currentSettings(trx));
}
