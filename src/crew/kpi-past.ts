/** What a watched figure was: kept day by day; the weeks before it was watched are asked once; and what explains its change. */
import { answerQuestion } from '../crm/questions.ts';
import { type WatchedNow, watchedNow } from '../crm/watched.ts';
import type { Db } from '../db/pool.ts';
import { BadInput } from '../errors.ts';
import { questionOf } from '../language/question.ts';
import type { Frame } from '../language/request.ts';
import { scopeOf } from '../people/scope.ts';
import type { Person } from '../policy/nouns.ts';
import type { SeriesItem } from '../sales/answer.ts';
import { addDays, startOfDay } from '../sales/days.ts';
import { metricNamed } from '../sales/metrics.ts';
import { largestEffect, type PartOf } from '../sales/part-effects.ts';
import type { KpiAlert } from '../settings/kpi-alerts.ts';
import { numberSetting, textSetting } from '../settings/settings.ts';
import { effectSaid, isBeyond } from '../story/kpi.ts';
import type { LookUse } from './looking.ts';

const weeks = 13;

/** Oldest first, a week apart, the last one now; null: there was nothing to measure, or nobody can know. */
export type Past = { lately: { on: string; value: number | null }[]; explained: string | null };
export type Watching = { alert: KpiAlert; owner: Person; now: WatchedNow };
type Kept = { alert_id: number; on_day: string; value: number | null; explained: string | null };

/** Keeps what each is today; says what each was in the weeks before. */
export async function pastOf(trx: Db, use: LookUse, watching: Watching[]): Promise<Map<number, Past>> {
  if (watching.length === 0) return new Map();
  const since = addDays(use.today, -7 * (weeks + 1));
  const known = await keptSince(
    trx,
    watching.map(({ alert }) => alert.id),
    since,
  );
  const past = new Map<number, Past>();
  const rows: Kept[] = [];
  for (const one of watching) {
    const { id } = one.alert;
    const own = known.filter(({ alert_id }) => alert_id === id);
    // Each is a question of its own; the weeks before are asked once in the life of an alert.
    const before = own.length > 0 ? own : await weeksBefore(trx, use, one);
    const today = own.find(({ on_day }) => on_day === use.today);
    const value = one.now.value;
    const lately = [...weekly(before, use.today), { on: use.today, value }];
    const asItWas = today !== undefined && today.value === value;
    const explained = !isBeyond(one.alert.watched, value)
      ? null
      : asItWas && today.explained !== null
        ? today.explained
        : await explanationOf(trx, use, one, lately[0]?.value ?? null);
    past.set(id, { lately, explained: explained || null });
    rows.push(...(own.length > 0 ? [] : before), { alert_id: id, on_day: use.today, value, explained });
  }
  await keep(trx, rows);
  return past;
}

async function keptSince(trx: Db, ids: number[], since: string): Promise<Kept[]> {
  return trx('kpi_values')
    .whereIn('alert_id', ids)
    .where('on_day', '>', since)
    .orderBy('on_day')
    .select<Kept[]>('alert_id', trx.raw('on_day::text as on_day'), 'value', 'explained');
}

/** A look that changes nothing writes nothing. */
const keep = (trx: Db, rows: Kept[]): Promise<unknown> =>
  trx.raw(
    `insert into kpi_values (alert_id, on_day, value, explained)
     select alert_id, on_day, value, explained from jsonb_to_recordset(?::jsonb) as n(alert_id bigint, on_day date, value double precision, explained text)
     on conflict (alert_id, on_day) do update set value = excluded.value, explained = excluded.explained
       where (kpi_values.value, kpi_values.explained) is distinct from (excluded.value, excluded.explained)`,
    [JSON.stringify(rows)],
  );

const daysBack = Array.from({ length: weeks }, (_, n) => 7 * (weeks - n));

/** Of each week the last day that is known. */
const weekly = (rows: Kept[], today: string): Past['lately'] =>
  daysBack.map((back) => {
    const [from, on] = [addDays(today, -back - 7), addDays(today, -back)];
    return { on, value: rows.findLast(({ on_day: day }) => day > from && day <= on)?.value ?? null };
  });

/** As it was at the end of that day; only deals have a history that proves it. */
async function weeksBefore(trx: Db, use: LookUse, { alert, owner }: Watching): Promise<Kept[]> {
  if (alert.watched.of.of !== 'deal') return [];
  const rows: Kept[] = [];
  for (const back of daysBack) {
    const on = addDays(use.today, -back);
    const { value } = await watchedNow(trx, alert.watched.of, contextAt(use, owner, on), on);
    rows.push({ alert_id: alert.id, on_day: on, value, explained: null });
  }
  return rows;
}

const contextAt = ({ now, zone, settings, today }: LookUse, owner: Person, on: string) => ({
  now: on === today ? now : new Date(startOfDay(addDays(on, 1), zone).getTime() - 1),
  zone,
  settings,
  calendar: {
    fiscalYearStart: numberSetting(settings, 'fiscal_year_start'),
    weekStart: numberSetting(settings, 'week_start'),
  },
  scope: scopeOf(owner),
  me: owner,
});

/** The people behind a figure are named to one person alone. */
const dimensions = ['product', 'segment', 'lead_source', 'territory'];

/** The part that makes most of the difference to a quarter before, as a sentence; empty: no part stands out. */
async function explanationOf(
  trx: Db,
  use: LookUse,
  { alert, owner, now }: Watching,
  before: number | null,
): Promise<string> {
  const { watched, to } = alert;
  if (before === null || now.value === null || !takesApart(watched.of)) return '';
  // What made it better explains nothing of why it is beyond its limit.
  if (watched.over ? now.value <= before : now.value >= before) return '';
  const fields = ['person' in to ? 'owner' : null, ...dimensions].filter((field) => field !== null);
  const then = addDays(use.today, -7 * weeks);
  const parts: PartOf[] = [];
  for (const field of fields.filter((one) => maySplit(watched.of, one))) {
    const is = await seriesBy(trx, use, watched.of, owner, { field, on: use.today });
    const was = await seriesBy(trx, use, watched.of, owner, { field, on: then });
    if (is && was) parts.push({ dimension: field, is, was });
  }
  const found = largestEffect(parts, now.value - before);
  const company = textSetting(use.settings, 'company_currency');
  return found ? effectSaid(found, { ...now, before }, watched.of.measure, company) : '';
}

/** What adds up over its parts, or divides what does. */
const takesApart = ({ of, measure, cut }: Frame): boolean =>
  of === 'deal' &&
  !cut &&
  (measure.kind === 'rows' ||
    measure.kind === 'count' ||
    measure.kind === 'sum' ||
    (measure.kind === 'metric' && ['win_rate', 'coverage', 'attainment'].includes(measure.metric)));

function maySplit({ measure, clauses }: Frame, field: string): boolean {
  if (clauses.some((one) => one.says === 'names' && one.field === field && !one.not)) return false;
  if (measure.kind !== 'metric') return true;
  const { by } = metricNamed(measure.metric);
  return by === 'any' || by.includes(field);
}

async function seriesBy(
  trx: Db,
  use: LookUse,
  frame: Frame,
  owner: Person,
  { field, on }: { field: string; on: string },
): Promise<SeriesItem[] | null> {
  const asked = questionOf({ ...frame, by: [field], sort: null, limit: null }, owner);
  const measure = asked.measure === 'rows' ? ({ count: true } as const) : asked.measure;
  const asOf = on === use.today ? {} : { asOf: on };
  try {
    const answer = await answerQuestion(trx, { ...asked, measure, ...asOf }, contextAt(use, owner, on));
    return answer.kind === 'series' ? answer.series : null;
  } catch (error) {
    // What was then may be proven no more, and a field that it asked for be gone.
    if (error instanceof BadInput) return null;
    throw error;
  }
}
