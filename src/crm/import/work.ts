/** Activities and quotas. */
import { dayIn } from '../../sales/days.ts';
import { resolvePeriod } from '../../sales/periods.ts';
import { count } from '../../story/format.ts';
import { keepVersions } from '../mirror.ts';
import { rowsOf, sql } from '../sql.ts';
import { type Context, number, text, type Writer } from './context.ts';
import { upsert } from './upsert.ts';

type Row = { id: string; source_id: string } & Record<string, unknown>;

/** Each id once in a file. */
export function ids(): (id: string | null) => { id: string } | { wrong: string } {
  const seen = new Set<string>();
  return (id) => {
    if (id === null) return { wrong: 'it has no id' };
    if (seen.has(id)) return { wrong: `its id "${id}" stands on an earlier line, too` };
    seen.add(id);
    return { id };
  };
}

const activityColumns = {
  deal_id: 'text',
  person_id: 'text',
  kind: 'text',
  subject: 'text',
  done_on: 'date',
  recorded_on: 'date',
  status: 'text',
};

/** A deal that says nothing of its last activity has the latest of these; planned ones do not count. */
export async function activityWriter(at: Context): Promise<Writer<Row>> {
  const deals = new Map<string, string>();
  const rows = await rowsOf<{ id: string; source_id: string }>(
    at.trx,
    sql`select id, source_id from deals where source = ${at.source}`,
  );
  for (const { id, source_id } of rows) deals.set(source_id, id);
  const once = ids();
  const touched = new Set<string>();
  return {
    take: ({ values }) => {
      const dealId = text(values.deal_id);
      const deal = dealId === null ? null : deals.get(dealId);
      if (deal === undefined) return { wrong: `there is no deal "${dealId}"` };
      if (text(values.done_on) === null) return { wrong: 'it has no date' };
      const known = once(text(values.id));
      if ('wrong' in known) return known;
      if (deal !== null) touched.add(deal);
      const record = {
        id: known.id,
        source_id: known.id,
        deal_id: deal,
        person_id: at.people.idOf(text(values.person), text(values.person_id)),
        kind: text(values.kind) ?? 'Activity',
        subject: values.subject,
        done_on: values.done_on,
        recorded_on: values.recorded_on,
        status: values.status,
      };
      return { record };
    },
    write: async (records) => {
      await at.people.flush(at.trx);
      const changed = await upsert(at.trx, {
        table: 'activities',
        source: at.source,
        columns: activityColumns,
        has: (column) => column === 'kind' || at.has(column) || (column === 'person_id' && at.has('person')),
        rows: records,
      });
      return { written: changed.length, unchanged: records.length - changed.length };
    },
    finish: async () => {
      const moved = await rowsOf<{ id: string }>(
        at.trx,
        sql`update deals d set last_activity_on = a.latest, version = d.version + 1, changed_by = 'import', changed_at = ${at.now}::timestamptz
          from (select deal_id, max(done_on) as latest from activities
            where deal_id = any(${[...touched]}::text[]) and done_on <= ${dayIn(at.now, at.zone)}::date
              and coalesce(fold(status), '') not in ('planned', 'open', 'scheduled', 'not started', 'cancelled', 'canceled') group by deal_id) a
          where d.id = a.deal_id and d.last_activity_on is null returning d.id`,
      );
      await keepVersions(at.trx, { ids: moved.map(({ id }) => id), at: at.now });
      if (moved.length > 0)
        at.note(
          `${count(moved.length, 'deal')} did not say when the last activity was; it is the latest of the file's activities now.`,
        );
      return undefined;
    },
  };
}

type Quota = { person_id: string; starts_on: string; ends_on: string; amount: number; currency: string };

export function quotaWriter(at: Context): Writer<Quota> {
  const seen = new Set<string>();
  return {
    take: ({ values, currency }) => {
      const amount = number(values.amount);
      if (amount === null) return { wrong: 'it has no amount' };
      const person = at.people.idOf(text(values.person), text(values.person_id));
      if (person === null) return { wrong: 'it names nobody' };
      const period = periodOf(at, text(values.starts_on), text(values.ends_on), text(values.period));
      if ('wrong' in period) return period;
      if (seen.has(`${person} ${period.from}`))
        return { wrong: 'the same person and period stand on an earlier line, too' };
      seen.add(`${person} ${period.from}`);
      const record = {
        person_id: person,
        starts_on: period.from,
        ends_on: period.to,
        amount,
        currency: text(values.currency)?.toUpperCase() ?? currency ?? at.currency,
      };
      return { record };
    },
    write: async (rows) => {
      await at.people.flush(at.trx);
      const changed = await rowsOf(
        at.trx,
        sql`insert into quotas as t (person_id, starts_on, ends_on, amount, currency)
          select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g(person_id text, starts_on date, ends_on date, amount numeric, currency text)
          on conflict (person_id, starts_on) do update set ends_on = excluded.ends_on, amount = excluded.amount, currency = excluded.currency
          where (t.ends_on, t.amount, t.currency) is distinct from (excluded.ends_on, excluded.amount, excluded.currency) returning 1`,
      );
      return { written: changed.length, unchanged: rows.length - changed.length };
    },
  };
}

/** A named period, a start with or without an end (a quarter then), or this quarter where a file has neither. */
function periodOf(
  at: Context,
  start: string | null,
  end: string | null,
  name: string | null,
): { from: string; to: string } | { wrong: string } {
  const calendar = { ...at.calendar, zone: at.zone };
  if (start !== null) {
    const to =
      end ??
      resolvePeriod('next 1 quarter', {
        ...at.calendar,
        fiscalYearStart: Number(start.slice(5, 7)),
        zone: 'utc',
        now: new Date(`${start}T00:00Z`),
      })?.from;
    if (end !== null)
      return end >= start ? { from: start, to: end } : { wrong: 'its end lies before its start' };
    return to
      ? { from: start, to: dayIn(new Date(Date.parse(to) - 86_400_000), 'utc') }
      : { wrong: 'its period is unclear' };
  }
  if (name === null) at.count('no period: this quarter was taken');
  const period = resolvePeriod(name ?? 'this quarter', { ...calendar, now: at.now });
  return period?.from && period.to
    ? { from: period.from, to: period.to }
    : { wrong: `"${name}" is no period` };
}
