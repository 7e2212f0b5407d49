/** The history of deals that are there already: one row for each state, from which their versions are written anew. */
import { dayIn, startOfDay } from '../../sales/days.ts';
import { fold } from '../../sales/text.ts';
import { count } from '../../story/format.ts';
import { columnList, touch } from '../mirror.ts';
import { query, rowsOf, sql } from '../sql.ts';
import { type Context, text, type Writer, type Written } from './context.ts';

type State = {
  deal_id: string;
  at: string;
  stage_id: string;
  status: string;
  amount: unknown;
  close_date: unknown;
  owner_id: string | null;
};

/** A deal's last state in the file must be its present stage, else it moved since, at a time that nobody knows. */
export async function historyWriter(at: Context): Promise<Writer<State>> {
  const deals = new Map<string, string>();
  for (const row of await rowsOf<{ id: string; source_id: string }>(
    at.trx,
    sql`select id, source_id from deals where source = ${at.source}`,
  ))
    deals.set(row.source_id, row.id);
  const states: State[] = [];
  return {
    take: ({ values }) => {
      const deal = deals.get(text(values.deal_id) ?? '');
      if (!deal) return { wrong: `there is no deal "${text(values.deal_id) ?? ''}"` };
      const stage = at.stages.get(fold(text(values.stage) ?? ''));
      if (!stage) return { wrong: 'it has no stage' };
      const given = text(values.at);
      if (given === null) return { wrong: 'it has no date' };
      const moment = given.length === 10 ? startOfDay(given, at.zone) : new Date(given);
      if (moment > at.now) return { wrong: `${given} is still to come` };
      const owner = at.people.idOf(text(values.owner), text(values.owner_id));
      return {
        record: {
          deal_id: deal,
          at: moment.toISOString(),
          stage_id: stage.id,
          status: stage.is,
          amount: values.amount,
          close_date: values.close_date,
          owner_id: owner,
        },
      };
    },
    write: async (records) => {
      states.push(...records);
      return { written: 0, unchanged: 0 };
    },
    finish: () => rebuild(at, states),
  };
}

/** How many versions came out other than they were is what the import reports as written. */
async function rebuild(at: Context, states: State[]): Promise<Written> {
  await at.people.flush(at.trx);
  const { trx, now } = at;
  await query(
    trx,
    sql`create temporary table given_states (deal_id text, at timestamptz, stage_id text, status text, amount numeric, close_date date, owner_id text) on commit drop`,
  );
  for (let i = 0; i < states.length; i += 10_000) {
    await query(
      trx,
      sql`insert into given_states select * from jsonb_to_recordset(${JSON.stringify(states.slice(i, i + 10_000))}::jsonb)
        as g(deal_id text, at timestamptz, stage_id text, status text, amount numeric, close_date date, owner_id text)`,
    );
  }
  // One state per instant; the last of each deal is closed by its present state where the two differ.
  await query(
    trx,
    sql`create temporary table new_versions on commit drop as
      with once as (select distinct on (deal_id, at) * from given_states order by deal_id, at),
      staged as (select *, lag(stage_id) over w is distinct from stage_id as enters, lead(at) over w as until from once window w as (partition by deal_id order by at)),
      spans as (select *, max(at) filter (where enters) over (partition by deal_id order by at) as since from staged)
      select s.deal_id, s.at as valid_from, case when s.until is null and s.stage_id = d.stage_id then null else coalesce(s.until, ${now}::timestamptz) end as valid_to,
        d.name, d.account_id, case when ${at.has('owner') || at.has('owner_id')} then s.owner_id else d.owner_id end as owner_id, d.product_id, d.territory_id,
        s.stage_id, s.status, case when ${at.has('amount')} then s.amount else d.amount end as amount, d.currency, d.created_on,
        case when ${at.has('close_date')} then s.close_date else d.close_date end as close_date,
        (s.since at time zone ${at.zone}::text)::date as stage_since, null::date as last_activity_on, null::text as next_step, d.segment, d.lead_source,
        null::text as lost_reason, 0 as close_date_pushes
      from spans s join deals d on d.id = s.deal_id`,
  );
  const changed = await rowsOf<{ deal_id: string }>(
    trx,
    sql`select distinct n.deal_id from new_versions n left join deal_versions v on v.deal_id = n.deal_id and v.valid_from = n.valid_from
      where v.deal_id is null or v.stage_id <> n.stage_id or (n.valid_to is not null and (v.amount, v.close_date, v.owner_id) is distinct from (n.amount, n.close_date, n.owner_id))`,
  );
  const ids = changed.map((one) => one.deal_id);
  await replaceVersions(at, ids);
  await touch(trx, 'deal', ids);
  const set = new Set(ids);
  const changedStates = states.filter((one) => set.has(one.deal_id)).length;
  if (ids.length > 0) {
    const first = new Date(
      states.reduce((least, one) => Math.min(least, Date.parse(one.at)), Number.POSITIVE_INFINITY),
    );
    at.note(`The history of ${count(ids.length, 'deal')} was written, from ${dayIn(first, at.zone)} on.`);
  }
  return { written: changedStates, unchanged: states.length - changedStates };
}

async function replaceVersions(at: Context, ids: string[]): Promise<void> {
  const { trx, now } = at;
  await query(
    trx,
    sql`update deals d set stage_since = n.stage_since, version = d.version + 1, changed_by = 'import', changed_at = ${now}::timestamptz
      from new_versions n where n.deal_id = d.id and n.valid_to is null and d.id = any(${ids}::text[]) and d.stage_since is distinct from n.stage_since`,
  );
  await query(trx, sql`delete from deal_versions where deal_id = any(${ids}::text[])`);
  await query(
    trx,
    sql`insert into deal_versions (deal_id, valid_from, valid_to, ${columnList()}, version, changed_by)
      select deal_id, valid_from, valid_to, ${columnList()}, 0, 'import' from new_versions where valid_to is not null and deal_id = any(${ids}::text[])`,
  );
  // The present state equals the deal's own row, from its last state on or from now.
  await query(
    trx,
    sql`insert into deal_versions (deal_id, valid_from, ${columnList()}, version, changed_by)
      select d.id, coalesce(n.valid_from, ${now}::timestamptz), ${columnList('d.')}, d.version, d.changed_by
      from deals d left join new_versions n on n.deal_id = d.id and n.valid_to is null where d.id = any(${ids}::text[])`,
  );
}
