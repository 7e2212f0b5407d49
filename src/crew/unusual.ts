/** What is out of the ordinary: the series of each figure, judged once a day, and what explains it. */
import type { Figure } from '../agents/nouns.ts';
import { type DayOf, kpiDays, partsOf } from '../crm/kpi-series.ts';
import type { Db } from '../db/pool.ts';
import { type Judged, judge } from '../sales/anomaly.ts';
import { explainedBy } from '../sales/contribution.ts';
import { addDays, dayIn, daysBetween } from '../sales/days.ts';
import { type Incident, incidents, type Watched } from '../sales/incidents.ts';
import { alarmsOf, type Kpi, kpis } from '../sales/kpis.ts';
import { type Series, unitFor } from '../sales/series-pattern.ts';
import { numberSetting, textSetting } from '../settings/settings.ts';
import type { Unusual } from '../story/unusual.ts';
import type { LookUse } from './looking.ts';

/** The trigger that reads them. */
export const unusualTrigger = 'unusual';
/** So far back: two years, to know the season. */
const longest = 760;
/** Territories with next to nothing are not judged by themselves; nor are more than so many. */
const mostTerritories = 12;

/** Null: they were looked at today already, and nobody has asked. The days up to yesterday count, and whole weeks. */
export async function unusualFigures(trx: Db, use: LookUse): Promise<Figure[] | null> {
  if (use.wokenBy !== 'hand' && (await lookedToday(trx, use))) return null;
  const company = textSetting(use.settings, 'company_currency');
  const to = addDays(use.today, -1);
  const span = { from: addDays(to, 1 - longest), to, zone: use.zone, company };
  const days = await kpiDays(trx, kpis, span);
  const names = new Map(
    (await trx('territories').select<{ id: string; name: string }[]>('id', 'name')).map((one) => [
      one.id,
      one,
    ]),
  );
  const weekStart = numberSetting(use.settings, 'week_start');
  const watched = kpis.flatMap((kpi) => watchedOf(kpi, days, { ...span, weekStart, names }));
  const told = incidents(watched, await liveIncidents(trx));
  await trx('sweeps')
    .insert({ trigger: unusualTrigger, swept_to: use.now, made_with: '', run_id: use.runId })
    .onConflict('trigger')
    .merge();
  const managers = await managersOf(trx);
  const figures: Figure[] = [];
  // A handful at most: one for each cause.
  for (const incident of told) figures.push(await figureOf(trx, incident, { ...span, managers }));
  return figures;
}

async function lookedToday(trx: Db, { zone, today, now }: LookUse): Promise<boolean> {
  const row = await trx('sweeps')
    .where({ trigger: unusualTrigger })
    .first<{ swept_to: Date } | undefined>('swept_to');
  // Later than now: the clock was set back.
  return row !== undefined && row.swept_to <= now && dayIn(row.swept_to, zone) === today;
}

async function liveIncidents(trx: Db): Promise<Set<string>> {
  const live = await trx('findings')
    .where({ trigger: unusualTrigger })
    .whereNull('gone_at')
    .pluck('subject_id');
  return new Set(live);
}

type Over = { from: string; to: string; weekStart: number; names: Map<string, { id: string; name: string }> };

function watchedOf(kpi: Kpi, all: DayOf[], over: Over): Watched[] {
  const days = all.filter((one) => one.kpi === kpi.name);
  const first = days.reduce((least, { day }) => (day < least ? day : least), over.to);
  const begin = first > over.from ? first : over.from;
  const volume = new Map<string, number>();
  for (const { territory, n } of days)
    if (territory !== null) volume.set(territory, (volume.get(territory) ?? 0) + n);
  const parts = [...volume].toSorted((a, b) => b[1] - a[1]).slice(0, mostTerritories);
  const judgedOf = (of: DayOf[], which: 'company' | 'territory'): Judged | null =>
    judge(seriesOf(kpi, of, { ...over, from: begin }), { alarmsPerQuarter: alarmsOf(which, parts.length) });
  const whole = judgedOf(days, 'company');
  return [
    ...(whole ? [{ kpi, where: null, judged: whole }] : []),
    ...parts.flatMap(([id]) => {
      const where = over.names.get(id);
      const judged = judgedOf(
        days.filter(({ territory }) => territory === id),
        'territory',
      );
      return where && judged ? [{ kpi, where, judged }] : [];
    }),
  ];
}

/** By day, or by whole weeks of the company's calendar, as there is enough of it. */
export function seriesOf(
  kpi: Pick<Kpi, 'money' | 'share'>,
  days: DayOf[],
  { from, to, weekStart }: { from: string; to: string; weekStart: number },
): Series {
  const counts = onDays(days, from, to, ({ n }) => n);
  const unit = kpi.share ? 'week' : unitFor(counts, kpi.money);
  const values = onDays(days, from, to, ({ value }) => value);
  if (unit === 'day') return { unit, from, values };
  const skip = (weekStart - weekdayOf(from) + 7) % 7;
  const weeks = (of: number[]): number[] =>
    Array.from({ length: Math.max(0, Math.floor((of.length - skip) / 7)) }, (_, n) =>
      of.slice(skip + 7 * n, skip + 7 * n + 7).reduce((sum, one) => sum + one, 0),
    );
  return {
    unit,
    from: addDays(from, skip),
    values: weeks(values),
    ...(kpi.share ? { of: weeks(onDays(days, from, to, ({ of }) => of)) } : {}),
  };
}

/** 1 Monday … 7 Sunday. */
const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7;

function onDays(days: DayOf[], from: string, to: string, pick: (one: DayOf) => number): number[] {
  const values = Array.from({ length: daysBetween(from, to) + 1 }, () => 0);
  for (const one of days) {
    const i = daysBetween(from, one.day);
    if (i >= 0 && i < values.length) values[i] = (values[i] ?? 0) + pick(one);
  }
  return values;
}

type Manager = { id: string; name: string };

async function managersOf(trx: Db): Promise<Map<string, Manager>> {
  const { rows } = await trx.raw<{ rows: (Manager & { territory: string })[] }>(
    `select distinct on (1) coalesce(m.territory_id, t.territory_id) as territory, m.id, m.name
     from people m left join teams t on t.id = m.team_id
     where m.active and 'manager' = any(m.roles) and coalesce(m.territory_id, t.territory_id) is not null order by 1, m.name`,
  );
  return new Map(rows.map(({ territory, ...manager }) => [territory, manager]));
}

/** What concerns one territory goes to its manager, who may see its people; the channel is told nothing of one person. */
async function figureOf(
  trx: Db,
  incident: Incident,
  use: { zone: string; company: string; managers: Map<string, Manager> },
): Promise<Figure> {
  const { kpi, where, judged, holds, id } = incident;
  const manager = where === null ? null : (use.managers.get(where.id) ?? null);
  const at = { from: judged.from, to: judged.to, zone: use.zone, company: use.company };
  const parts = holds ? await partsOf(trx, kpi, { ...at, territory: where?.id ?? null }) : [];
  const named = parts.filter(({ name }) => name !== 'owner' || manager !== null);
  const unusual: Unusual = {
    kpi,
    where: where?.name ?? null,
    unit: judged.unit,
    units: judged.units,
    from: judged.from,
    to: judged.to,
    came: judged.came,
    expected: judged.expected,
    of: judged.of,
    holds,
    over: judged.score > 0,
    explained: explainedBy(judged.expected, named),
    lately: judged.lately,
  };
  return {
    subject: { kind: 'series', id },
    name: kpi.label,
    at: { territoryId: where?.id ?? null },
    manager,
    value: judged.came,
    worth: kpi.money ? Math.abs(judged.came - judged.expected) : 0,
    beside: {},
    company: use.company,
    unusual,
  };
}
