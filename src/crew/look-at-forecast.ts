/** The forecasting agent looks: it makes a forecast, keeps it, and finds what is off in it. */
import { triggers } from '../agents/forecasting/alerts.ts';
import type { Alert } from '../agents/forecasting/nouns.ts';
import type { Agent, Limit, Told } from '../agents/nouns.ts';
import { stoppedAt } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import type { WokenBy } from '../runs/runs.ts';
import { settingValue } from '../settings/settings.ts';
import type { ForecastReport } from '../story/forecast-report.ts';
import { headlineMoney } from '../story/format.ts';
import { reported } from './forecast-report.ts';
import { keepSeen, type Seen } from './look-at-figures.ts';
import type { LookUse, Made } from './looking.ts';

export async function lookAtForecast(
  trx: Db,
  use: LookUse & { wokenBy: WokenBy },
  agent: Agent,
): Promise<Made> {
  const before = await trx('forecasts')
    .where({ seen_by: 'everything' })
    .orderBy('at', 'desc')
    .first<{ ends_on: string; expected: number } | undefined>('ends_on', 'expected');
  const made = await reported(
    { db: trx, now: stoppedAt(use.now), zone: use.zone },
    { by: 'everything', keep: use.wokenBy !== 'signal' },
  );
  if (made.kept !== null) {
    await trx('forecasts')
      .where({ id: made.kept })
      .update({ run_id: use.runId, report: JSON.stringify(made.report) });
  }
  const sum: Made = {
    looked: made.report.openDeals,
    found: 0,
    gone: 0,
    told: [],
    made: made.kept,
    moved: before?.ends_on === made.report.to ? movedSaid(made.report, Number(before.expected)) : null,
  };
  const whom = await readersOf(trx, made.alerts);
  for (const trigger of triggers) {
    const seen = made.alerts
      .filter((alert) => alert.trigger === trigger.name)
      .map((alert) => seenOf(alert, limitOf(use, trigger.reads), whom));
    const { found, gone, told } = await keepSeen(trx, use, agent, trigger.name, seen);
    sum.found += found;
    sum.gone += gone;
    sum.told.push(...told);
  }
  return sum;
}

/** "the forecast of Q1 2026 moved from $4.4M to $4.2M"; null: not by a cent. */
function movedSaid(
  { period, figures, currency, companyCurrency }: ForecastReport,
  before: number,
): string | null {
  if (Math.abs(figures.expected - before) < 0.005) return null;
  const said = (amount: number): string => headlineMoney(amount, currency, companyCurrency);
  return `the forecast of ${period} moved from ${said(before)} to ${said(figures.expected)}`;
}

function limitOf(use: LookUse, setting: string): Limit {
  const { value, version, scope, scopeId } = settingValue(use.settings, setting);
  return { setting, value: Number(value), version, scope, scopeId };
}

function seenOf(alert: Alert, limit: Limit, whom: Map<string, string[]>): Seen {
  const { about } = alert;
  return {
    kind: about.of === 'all' ? 'company' : about.of,
    id: about.id ?? 'all',
    holds: true,
    severity: alert.severity,
    worth: 0,
    evidence: {
      fact: alert.why,
      told: toldOf(alert),
      limit,
      to: alert.personal && about.id !== null ? (whom.get(about.id) ?? [about.id]) : [],
    },
  };
}

const asks: Record<string, (name: string) => Told['asks']> = {
  coverage_under_target: () => [{ label: 'Coverage by team', text: 'coverage by team this quarter' }],
  win_rate_off: () => [{ label: 'Win rate by team', text: 'win rate this quarter by team' }],
  attainment_at_risk: (name) => [
    { label: 'Show attainment', text: `quota attainment of ${name} this quarter` },
    { label: 'Show open deals', text: `open deals of ${name} closing this quarter` },
  ],
};

const toldOf = (alert: Alert): Told => ({
  headline: alert.why,
  sentence:
    [...alert.evidence.slice(0, 4).map((one) => `${one}.`), alert.proposes].filter(Boolean).join(' ') || null,
  asks: asks[alert.trigger]?.(alert.about.name) ?? [],
});

/** What is said of one person goes to them and their manager. */
async function readersOf(trx: Db, alerts: Alert[]): Promise<Map<string, string[]>> {
  const ids = alerts.flatMap(({ personal, about }) => (personal && about.id !== null ? [about.id] : []));
  if (ids.length === 0) return new Map();
  const rows = await trx('people')
    .whereIn('id', ids)
    .select<{ id: string; manager_id: string | null }[]>('id', 'manager_id');
  return new Map(rows.map(({ id, manager_id }) => [id, manager_id === null ? [id] : [id, manager_id]]));
}
