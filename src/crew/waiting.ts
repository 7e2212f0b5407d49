/**
 * The findings that wait to be taken up, with all that may be said about each. Which they are is asked first: mostly there are
 * none, and planning the statement that says it all takes longer than running it.
 */
import type { Deal, Detail, Pace, Severity } from '../agents/nouns.ts';
import type { Db } from '../db/pool.ts';
import type { CardKey } from '../jobs/cards.ts';
import type { Hour } from './schedule.ts';

/** What waits, with what is true of it: a deal, or a record beside the deals under the deal's names. */
export type About = {
  findings: { id: number; trigger: string; severity: Severity; since: string; detail: Detail | null }[];
  deal: Pick<Deal, 'dealId' | 'deal' | 'account' | 'owner' | 'manager' | 'amount' | 'currency'>;
  /** Where it stands, for settings, scope and pauses. */
  at: {
    accountId: string | null;
    personId: string | null;
    teamId: string | null;
    territoryId: string | null;
    stage: string;
  };
  tags: string[];
  version: number;
  /** The deal's amount when it was found. */
  worth: number;
  /** The finding that has an open card about it already, with that card. */
  asked: { findingId: number; card: CardKey; channel: string } | null;
};

/** A deal with what is true of it and waits. */
export type Waiting = About & {
  deal: Deal;
  pace: Pace | null;
  /** Days since an import brought it; null where it came into being here. */
  hereFor: number | null;
  /** Where it was before somebody moved it on to its stage, since that is blocked; null where it was not, or was put back before. */
  cameFrom: string | null;
};

export type Of = {
  agent: string;
  /** Of single deals, or of records beside them. */
  triggers: string[];
  now: Date;
  today: string;
  /** The company's currency. */
  company: string;
  limit: number;
  pausedAccounts: string[];
  /** Only deals of which this run has found something. */
  runId: string | null;
  /** A deal that somebody has decided about within so many days is left alone. */
  againDays: number;
  /** Whose deals, where not everybody's; what joins a card that is open already comes at any hour. */
  hour: Hour | null;
};

/** What was picked: a subject, with the most that it is worth and its first finding. */
export type Picked = { subject_kind: string; subject_id: string; worth: number; id: number };

/** The most valuable deals first, each once. What concerns a paused customer stays where it is. */
export const waitingDeals = (trx: Db, of: Of): Promise<Waiting[]> => dealsWaiting(trx, of, 'unasked');

/** Deals that have an open card of this agent, and of which more has become true since. */
export const askedDeals = (trx: Db, of: Of): Promise<Waiting[]> => dealsWaiting(trx, of, 'asked');

async function dealsWaiting(trx: Db, of: Of, which: 'asked' | 'unasked'): Promise<Waiting[]> {
  const { pausedAccounts } = of;
  const picked = await pick(trx, of, which, {
    from:
      pausedAccounts.length > 0
        ? 'findings f join deals p on p.id = f.subject_id and (p.account_id is null or p.account_id <> all(?))'
        : 'findings f',
    values: pausedAccounts.length > 0 ? [pausedAccounts] : [],
    inHour,
  });
  if (picked.length === 0) return [];
  const { rows } = await trx.raw<{ rows: Row[] }>(
    `with g as (select * from jsonb_to_recordset(?::jsonb) as g(subject_id text, worth numeric, id bigint))
     select w.findings, x.id as deal_id, x.name as deal, x.account_id, a.name as account, a.tags,
       x.owner_id, o.name as owner, o.team_id, x.territory_id, coalesce(om.id, tm.id) as manager_id, coalesce(om.name, tm.name) as manager,
       s.name as stage, x.amount, x.currency, x.close_date, x.close_date_pushes as pushes, x.next_step, x.lead_source, pr.name as product, pl.listing, pl.nearest, x.version, g.worth, ?::date - x.arrived_on as here_for,
       coalesce(act.done_on, x.last_activity_on) as last_activity_on, act.kind as last_activity, p.cases, p.days as pace_days, mv.came_from, c.asked
     from g join deals x on x.id = g.subject_id join stages s on s.id = x.stage_id
       cross join lateral (
         select jsonb_agg(jsonb_build_object('id', f.id, 'trigger', f.trigger, 'severity', f.severity, 'since', f.since, 'detail', f.detail)) as findings
         from findings f where f.subject_id = x.id and f.trigger = any(?) and f.gone_at is null and f.taken_up_at is null) w
       left join accounts a on a.id = x.account_id
       left join products pr on pr.id = x.product_id
       left join lateral (
         select pr.listing, (
           select jsonb_agg(n) from (
             select l.name, l.source_id as id, bare(l.name) = bare(pr.name) as same from products l where l.listing = 'listed' and pr.listing <> 'listed'
             order by bare(l.name) = bare(pr.name) desc, similarity(fold(l.name), fold(pr.name)) desc, l.name limit 3) n) as nearest
         where exists (select 1 from products l where l.listing = 'listed')) pl on pr.id is not null
       left join people o on o.id = x.owner_id and o.active
       left join people om on om.id = o.manager_id and om.active
       left join lateral (
         select m.id, m.name from people m left join teams t on t.id = m.team_id
         where m.active and 'manager' = any(m.roles) and coalesce(m.territory_id, t.territory_id) = x.territory_id
         order by m.name limit 1) tm on om.id is null
       left join lateral (select kind, done_on from activities y where y.deal_id = x.id order by done_on desc limit 1) act on true
       left join stage_pace p on p.stage_id = x.stage_id
       left join lateral (
         select ws.name as came_from from deal_versions v join deal_versions w on w.deal_id = v.deal_id and w.valid_to = v.valid_from
           join stages ws on ws.id = w.stage_id and ws."is" = 'open' and ws."order" < s."order"
         where v.deal_id = x.id and v.stage_id = x.stage_id and s."is" = 'open'
           and v.valid_from > (select max(at) from settings where name = 'block_stage_progress' and ended_at is null and value = 'true'::jsonb)
           and not exists (select 1 from proposals q where q.subject_id = x.id and q.agent = ? and q.kind = 'change'
             and q.change->'fields'->0->>'field' = 'stage' and q.change->'fields'->0->>'before' = s.name)
         order by v.valid_from desc limit 1) mv on true
       left join lateral (
         select jsonb_build_object('findingId', p.finding_id, 'card', e.card, 'channel', e.channel) as asked
         from proposals p join exceptions e on e.proposal_id = p.id and e.closed_at is null
         where p.subject_kind = 'deal' and p.subject_id = x.id and p.agent = ? limit 1) c on true
     order by g.worth desc, g.id`,
    [JSON.stringify(picked), of.today, of.triggers, of.agent, of.agent],
  );
  return rows.map((row) => waiting(row, of));
}

/** Which wait, over `from` with its `values`: the most valuable first, each subject once. What joins an open card comes at any hour. */
export async function pick(
  trx: Db,
  of: Of,
  which: 'asked' | 'unasked',
  over: { from: string; values: string[][]; inHour: (hour: Hour) => string },
): Promise<Picked[]> {
  const ofIt = 'p.subject_kind = f.subject_kind and p.subject_id = f.subject_id and p.agent = f.agent';
  const open = `exists (select 1 from proposals p join exceptions e on e.proposal_id = p.id and e.closed_at is null where ${ofIt})`;
  const decided = `exists (select 1 from proposals p join exceptions e on e.proposal_id = p.id join decisions d on d.exception_id = e.id
    where ${ofIt} and d.at > ?::timestamptz - make_interval(days => ?) and d.reopened_at is null)`;
  const asked = which === 'asked';
  const hour = asked ? null : of.hour;
  const { rows } = await trx.raw<{ rows: Picked[] }>(
    `with f as (
       select f.subject_kind, f.subject_id, f.worth, f.id from ${over.from}
       where f.agent = ? and f.trigger = any(?) and f.gone_at is null and f.taken_up_at is null and f.severity <> 'information'
         ${of.runId === null ? '' : 'and f.run_id = ?'} ${hour === null ? '' : `and ${over.inHour(hour)}`}
         and ${asked ? open : `not ${open} and not ${decided}`}
       order by f.worth desc, f.id limit ?)
     select subject_kind, subject_id, max(worth) as worth, min(id) as id from f group by subject_kind, subject_id`,
    [
      ...over.values,
      of.agent,
      of.triggers,
      ...(of.runId === null ? [] : [of.runId]),
      ...(hour === null ? [] : ['only' in hour ? hour.only : hour.besides]),
      ...(asked ? [] : [of.now, of.againDays]),
      of.limit,
    ],
  );
  return rows;
}

/** What is critical waits for nobody's morning. */
const inHour = (hour: Hour): string =>
  `(f.severity = 'critical' or ${
    'only' in hour
      ? 'exists (select 1 from deals h where h.id = f.subject_id and h.owner_id = any(?))'
      : 'not exists (select 1 from deals h where h.id = f.subject_id and h.owner_id = any(?))'
  })`;

/** How many subjects wait for a later run; counted up to a thousand. Those of paused customers are not among them. */
export async function stillWaiting(
  trx: Db,
  { agent, triggers, pausedAccounts }: Pick<Of, 'agent' | 'triggers' | 'pausedAccounts'>,
): Promise<number> {
  const { rows } = await trx.raw<{ rows: { kept: number }[] }>(
    `select count(*) as kept from (
       select distinct f.subject_id from findings f
       ${pausedAccounts.length > 0 ? `join (select id, account_id, 'deal' as kind from deals union all select id, account_id, kind from records) p on p.id = f.subject_id and p.kind = f.subject_kind and (p.account_id is null or p.account_id <> all(?))` : ''}
       where f.agent = ? and f.gone_at is null and f.taken_up_at is null and f.severity <> 'information' and f.trigger = any(?) limit 1000) w`,
    [...(pausedAccounts.length > 0 ? [pausedAccounts] : []), agent, triggers],
  );
  return rows[0]?.kept ?? 0;
}

/** How many deals wait because their customer is paused; counted up to a thousand. */
export async function heldBack(trx: Db, agent: string, pausedAccounts: string[]): Promise<number> {
  if (pausedAccounts.length === 0) return 0;
  const { rows } = await trx.raw<{ rows: { held: number }[] }>(
    `select count(*) as held from (select distinct x.id from deals x join findings f on f.subject_id = x.id
       where x.account_id = any(?) and f.agent = ? and f.gone_at is null and f.taken_up_at is null and f.severity <> 'information' limit 1000) h`,
    [pausedAccounts, agent],
  );
  return rows[0]?.held ?? 0;
}

/** What is read of anything that waits: whose it is, and where. */
export type WhoseRow = Pick<About, 'findings' | 'asked' | 'version' | 'worth'> & {
  account_id: string | null;
  account: string | null;
  tags: string[] | null;
  owner_id: string | null;
  owner: string | null;
  team_id: string | null;
  territory_id: string | null;
  manager_id: string | null;
  manager: string | null;
};

/** Whoever has it and whoever manages them, where they are known. */
export const peopleOf = (row: WhoseRow): { owner: Named | null; manager: Named | null } => ({
  owner: row.owner_id && row.owner ? { id: row.owner_id, name: row.owner } : null,
  manager: row.manager_id && row.manager ? { id: row.manager_id, name: row.manager } : null,
});
type Named = { id: string; name: string };

/** `stage` is that of a deal; a record has none. */
export const aboutOf = (row: WhoseRow, stage: string) => ({
  findings: row.findings,
  asked: row.asked,
  version: row.version,
  worth: row.worth,
  tags: row.tags ?? [],
  at: {
    accountId: row.account_id,
    personId: row.owner_id,
    teamId: row.team_id,
    territoryId: row.territory_id,
    stage,
  },
});

type Row = WhoseRow & {
  deal_id: string;
  deal: string;
  stage: string;
  amount: number | null;
  currency: string | null;
  close_date: string | null;
  pushes: number;
  next_step: string | null;
  product: string | null;
  listing: Deal['listing'];
  nearest: Deal['nearest'] | null;
  lead_source: string | null;
  last_activity_on: string | null;
  last_activity: string | null;
  came_from: string | null;
  here_for: number | null;
  cases: number | null;
  pace_days: number | null;
};

const waiting = (row: Row, { today, company }: Of): Waiting => ({
  ...aboutOf(row, row.stage),
  deal: {
    dealId: row.deal_id,
    deal: row.deal,
    account: row.account,
    ...peopleOf(row),
    stage: row.stage,
    amount: row.amount,
    currency: row.currency,
    closeDate: row.close_date,
    lastActivityOn: row.last_activity_on,
    lastActivity: row.last_activity,
    pushes: row.pushes,
    nextStep: row.next_step,
    product: row.product,
    listing: row.listing,
    nearest: row.nearest ?? [],
    leadSource: row.lead_source,
    today,
    company,
  },
  pace: row.cases === null || row.pace_days === null ? null : { cases: row.cases, days: row.pace_days },
  hereFor: row.here_for,
  cameFrom: row.came_from,
});
