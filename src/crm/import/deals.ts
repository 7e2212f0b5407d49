/** Deals: upserted, with the versions that their dates prove and no others. */
import { dayIn, startOfDay } from '../../sales/days.ts';
import { fold } from '../../sales/text.ts';
import { columnList, keepVersions, touch } from '../mirror.ts';
import { query, sql } from '../sql.ts';
import { type Context, number, type Taken, text, type Writer, type Written } from './context.ts';
import type { Stage } from './stages.ts';
import { type Columns, upsert } from './upsert.ts';

type Deal = {
  id: string;
  source_id: string;
  /** When the present state began, as far as a date proves it, else now; and the proven states before. */
  from: Date;
  earlier: { stage_id: string; status: string; since: string; from: Date; to: Date }[];
  [column: string]: unknown;
};

const columns: Columns = {
  name: 'text',
  account_id: 'text',
  owner_id: 'text',
  product_id: 'text',
  territory_id: 'text',
  stage_id: 'text',
  status: 'text',
  amount: 'numeric',
  currency: 'text',
  created_on: 'date',
  close_date: 'date',
  stage_since: 'date',
  last_activity_on: 'date',
  next_step: 'text',
  segment: 'text',
  lead_source: 'text',
  lost_reason: 'text',
  close_date_pushes: 'integer',
};

/** Fields of the file that a column follows from, where they differ in name. */
const from: Record<string, string[]> = {
  account_id: ['account', 'account_id'],
  owner_id: ['owner', 'owner_id'],
  product_id: ['product'],
  territory_id: ['territory'],
  stage_id: ['stage'],
  status: ['stage'],
  stage_since: ['stage'],
  currency: ['amount', 'currency'],
  name: ['name', 'account', 'product'],
};

const rules = {
  // Without a date that proves it, a stage that did not change began when it was known to begin, and a new one nobody knows when.
  stage_since:
    'coalesce(excluded.stage_since, case when t.stage_id = excluded.stage_id then t.stage_since end)',
  last_activity_on: 'coalesce(excluded.last_activity_on, t.last_activity_on)',
};

export function dealWriter(at: Context): Writer<Deal> {
  const today = dayIn(at.now, at.zone);
  const seen = new Set<string>();
  return {
    take: (row) => {
      const id = text(row.values.id);
      if (id === null) return { wrong: 'it has no id' };
      if (seen.has(id)) return { wrong: `its id "${id}" stands on an earlier line, too` };
      const stage = at.stages.get(fold(text(row.values.stage) ?? ''));
      if (!stage) return { wrong: 'it has no stage' };
      seen.add(id);
      return { record: dealOf(at, row, id, stage, today) };
    },
    write: (deals) => writeDeals(at, deals),
  };
}

function dealOf(
  at: Context,
  { values, currency, entered }: Taken,
  id: string,
  stage: Stage,
  today: string,
): Deal {
  const account = text(values.account);
  const product = text(values.product);
  const owner = at.people.idOf(text(values.owner), text(values.owner_id));
  const amount = number(values.amount);
  const known = at.products.nameOf(product);
  const days = provenDays(at, stage, text(values.close_date), text(values.stage_since), entered, today);
  const since = days.find((one) => one.stage.id === stage.id)?.on ?? null;
  note(at, { account, amount, closeDate: text(values.close_date), since, stage });
  return {
    id,
    source_id: id,
    name: text(values.name) ?? unnamed(account, known, id),
    account_id: at.accounts.idOf(account, text(values.account_id)),
    owner_id: owner,
    product_id: at.products.idOf(product),
    territory_id: at.territories.idOf(text(values.territory)),
    stage_id: stage.id,
    status: stage.is,
    amount,
    currency: amount === null ? null : (text(values.currency)?.toUpperCase() ?? currency ?? at.currency),
    created_on: values.created_on,
    close_date: values.close_date,
    stage_since: since,
    last_activity_on: values.last_activity_on,
    next_step: values.next_step,
    segment: values.segment,
    lead_source: values.lead_source,
    lost_reason: values.lost_reason,
    close_date_pushes: Math.round(number(values.close_date_pushes) ?? 0),
    ...versionsFrom(at, days, stage, since),
  };
}

/** "Acme – GTX Pro"; with half of it missing the id tells it from the others. */
const unnamed = (account: string | null, product: string | null, id: string): string =>
  account !== null && product !== null
    ? `${account} – ${product}`
    : `${account ?? product ?? 'Deal'} (${id})`;

type Proven = { stage: Stage; on: string };

/** The days on which stages began, as far as dates prove them and lie not ahead, in their order. */
function provenDays(
  at: Context,
  stage: Stage,
  closeDate: string | null,
  stageSince: string | null,
  entered: Taken['entered'],
  today: string,
): Proven[] {
  const days: Proven[] = entered.flatMap((one) => {
    const of = at.stages.get(fold(one.stage));
    return of ? [{ stage: of, on: one.on }] : [];
  });
  const present = stageSince ?? (stage.is === 'open' ? null : closeDate);
  if (present !== null && !days.some((one) => one.stage.id === stage.id)) days.push({ stage, on: present });
  return days
    .filter((one) => one.on <= today)
    .toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.stage.order - b.stage.order));
}

/** Earlier states are only written where they reach up to the present one without a gap; their amount is not known. */
function versionsFrom(
  at: Context,
  days: Proven[],
  stage: Stage,
  since: string | null,
): Pick<Deal, 'from' | 'earlier'> {
  const last = days[days.length - 1];
  if (since === null || last?.stage.id !== stage.id) return { from: at.now, earlier: [] };
  const start = (on: string) => startOfDay(on, at.zone);
  const earlier = days.slice(0, -1).flatMap((one, i) => {
    const next = days[i + 1];
    if (!next || next.on === one.on) return [];
    return [
      {
        stage_id: one.stage.id,
        status: one.stage.is,
        since: one.on,
        from: start(one.on),
        to: start(next.on),
      },
    ];
  });
  return { from: start(since), earlier };
}

function note(
  at: Context,
  deal: {
    account: string | null;
    amount: number | null;
    closeDate: string | null;
    since: string | null;
    stage: Stage;
  },
): void {
  if (deal.account === null && (at.has('account') || at.has('account_id'))) at.count('no account');
  if (deal.amount === null) at.count('no amount');
  if (deal.closeDate === null) at.count('no close date');
  if (deal.since === null) at.count('no date that proves the beginning of the present stage');
}

async function writeDeals(at: Context, deals: Deal[]): Promise<Written> {
  for (const known of [at.territories, at.accounts, at.people, at.products]) await known.flush(at.trx);
  const { trx, now } = at;
  const changed = await upsert(trx, {
    table: 'deals',
    source: at.source,
    columns,
    has: (column) => (from[column] ?? [column]).some((field) => at.has(field)),
    rows: deals.map(({ from: _from, earlier: _earlier, ...deal }) => deal),
    rules,
    stamps: {
      insert: {
        version: sql`1`,
        changed_by: sql`${'import'}::text`,
        changed_at: sql`${now}::timestamptz`,
        arrived_on: sql`${dayIn(now, at.zone)}::date`,
      },
      update: {
        version: sql`t.version + 1`,
        changed_by: sql`${'import'}::text`,
        changed_at: sql`${now}::timestamptz`,
      },
    },
  });
  const bySource = new Map(deals.map((deal) => [deal.source_id, deal]));
  const fresh = changed
    .filter((one) => one.fresh)
    .flatMap((one) => {
      const deal = bySource.get(one.source_id);
      return deal ? [{ id: one.id, from: deal.from, earlier: deal.earlier }] : [];
    });
  await ownersTerritory(
    at,
    fresh.map((one) => one.id),
  );
  await firstVersions(at, fresh);
  const idsOf = (isFresh: boolean) => changed.filter((one) => one.fresh === isFresh).map((one) => one.id);
  await touch(trx, 'deal', idsOf(true));
  await keepVersions(trx, { ids: idsOf(false), at: now });
  return { written: changed.length, unchanged: deals.length - changed.length };
}

/** A deal without a territory of its own lies in its owner's. */
async function ownersTerritory(at: Context, ids: string[]): Promise<void> {
  if (at.has('territory')) return;
  await query(
    at.trx,
    sql`update deals d set territory_id = coalesce(o.territory_id, t.territory_id)
      from people o left join teams t on t.id = o.team_id
      where o.id = d.owner_id and d.id = any(${ids}::text[]) and d.territory_id is null`,
  );
}

async function firstVersions(
  at: Context,
  fresh: { id: string; from: Date; earlier: Deal['earlier'] }[],
): Promise<void> {
  if (fresh.length === 0) return;
  await query(
    at.trx,
    sql`insert into deal_versions (deal_id, valid_from, ${columnList()}, version, changed_by)
      select d.id, g."from", ${columnList('d.')}, d.version, d.changed_by
      from jsonb_to_recordset(${JSON.stringify(fresh)}::jsonb) as g(id text, "from" timestamptz) join deals d using (id)`,
  );
  const earlier = fresh.flatMap((deal) => deal.earlier.map((one) => ({ id: deal.id, ...one })));
  if (earlier.length === 0) return;
  await query(
    at.trx,
    sql`insert into deal_versions (deal_id, valid_from, valid_to, name, account_id, owner_id, product_id, territory_id,
        stage_id, status, created_on, stage_since, segment, lead_source, version, changed_by)
      select d.id, g."from", g."to", d.name, d.account_id, d.owner_id, d.product_id, d.territory_id,
        g.stage_id, g.status, d.created_on, g.since, d.segment, d.lead_source, 0, 'import'
      from jsonb_to_recordset(${JSON.stringify(earlier)}::jsonb)
        as g(id text, "from" timestamptz, "to" timestamptz, stage_id text, status text, since date) join deals d using (id)`,
  );
}
