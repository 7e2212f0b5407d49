/** How the figures that agents judge are worked out: each in one statement, for everybody at once. */
import type { Figure, FigureName } from '../agents/nouns.ts';
import { openDealsOfPeople } from '../crm/loads.ts';
import type { Db } from '../db/pool.ts';
import { addDays } from '../sales/days.ts';
import { numberSetting, textSetting } from '../settings/settings.ts';
import { kpiFigures } from './kpi-alerts.ts';
import type { LookUse } from './looking.ts';

const companyOf = (use: LookUse): string => textSetting(use.settings, 'company_currency');

export const figures: Record<FigureName, (trx: Db, use: LookUse) => Promise<Figure[]>> = {
  open_deals: async (trx, use) => {
    const company = companyOf(use);
    const loads = await openDealsOfPeople(trx, { today: use.today, company });
    return loads.map((load) => ({
      subject: { kind: 'person', id: load.id },
      name: load.name,
      at: { personId: load.id, teamId: load.team_id, territoryId: load.territory_id },
      manager: load.manager_id && load.manager ? { id: load.manager_id, name: load.manager } : null,
      value: load.deals,
      worth: load.amount,
      beside: { past: load.past, foreign: load.foreign },
      company,
    }));
  },
  nudges,
  forms,
  amount_changes: amountChanges,
  kpi_alerts: kpiFigures,
};

type Nudged = {
  id: string;
  reader: string;
  reader_id: string;
  team_id: string | null;
  territory_id: string | null;
  manager_id: string | null;
  manager: string | null;
  deal: string;
  text: string;
  amount: number | null;
  days: number;
  answered: boolean;
};

/** How long a message may have been sent ago that somebody still waits for. */
const nudgedWithinDays = 60;

async function nudges(trx: Db, use: LookUse): Promise<Figure[]> {
  const { rows } = await trx.raw<{ rows: Nudged[] }>(
    `select c.id::text as id, p.name as reader, p.id as reader_id, p.team_id, coalesce(p.territory_id, t.territory_id) as territory_id,
       m.id as manager_id, m.name as manager, d.name as deal, d.amount, c.message->>'text' as text,
       ?::date - (c.applied_at at time zone ?)::date as days,
       (c.answered_at is not null or d.status <> 'open' or d.changed_at > c.applied_at or d.last_activity_on > (c.applied_at at time zone ?)::date
         or exists (select 1 from activities a where a.deal_id = d.id and a.done_on > (c.applied_at at time zone ?)::date)) as answered
     from changes c join deals d on c.subject_kind = 'deal' and d.id = c.subject_id
       join people p on p.id = c.message->>'to' and p.active left join teams t on t.id = p.team_id
       left join people m on m.id = p.manager_id and m.active
     where c.kind = 'nudge' and c.state = 'applied' and c.applied_at > ?::timestamptz - make_interval(days => ?)
     order by c.id`,
    [use.today, use.zone, use.zone, use.zone, use.now, nudgedWithinDays],
  );
  const company = companyOf(use);
  return rows.map((row) => asked('change', row, company));
}

/** How long somebody has been asked, by what the question is known as. */
const asked = (kind: 'change' | 'deal', row: Nudged, company: string): Figure => ({
  subject: { kind, id: row.id },
  name: row.reader,
  at: { personId: row.reader_id, teamId: row.team_id, territoryId: row.territory_id },
  manager: row.manager_id && row.manager ? { id: row.manager_id, name: row.manager } : null,
  value: row.days,
  worth: row.amount ?? 0,
  beside: { answered: row.answered ? 1 : 0 },
  words: { deal: row.deal, text: row.text },
  company,
});

async function forms(trx: Db, use: LookUse): Promise<Figure[]> {
  const { rows } = await trx.raw<{ rows: Nudged[] }>(
    `select distinct on (d.id) d.id, p.name as reader, p.id as reader_id, p.team_id, coalesce(p.territory_id, t.territory_id) as territory_id,
       m.id as manager_id, m.name as manager, d.name as deal, d.amount, q.reason as text,
       ?::date - (e.opened_at at time zone ?)::date as days,
       coalesce(e.closed_as <> 'expired', false) or d.status <> 'open' as answered
     from proposals q join exceptions e on e.proposal_id = q.id join deals d on d.id = q.subject_id
       join people p on p.id = q.change->'form'->>'to' and p.active left join teams t on t.id = p.team_id
       left join people m on m.id = p.manager_id and m.active
     where q.kind = 'form' and e.opened_at > ?::timestamptz - make_interval(days => ?)
     order by d.id, q.id desc`,
    [use.today, use.zone, use.now, nudgedWithinDays],
  );
  const company = companyOf(use);
  return rows.map((row) => asked('deal', row, company));
}

type Changed = {
  kind: 'deal' | 'team';
  id: string;
  name: string;
  owner_id: string | null;
  team_id: string | null;
  territory_id: string | null;
  manager_id: string | null;
  manager: string | null;
  value: number;
  deals: number;
  worth: number;
  currency: string | null;
  series: { on: string; value: number }[] | null;
};

async function amountChanges(trx: Db, use: LookUse): Promise<Figure[]> {
  const days = numberSetting(use.settings, 'pattern_days');
  const { rows } = await trx.raw<{ rows: Changed[] }>(
    `with changed as materialized (
       select f.subject_id, f.since, f.detail, d.name, d.amount, d.currency, d.owner_id, o.team_id, d.territory_id, m.id as manager_id, m.name as manager
       from findings f join deals d on d.id = f.subject_id and d.status = 'open'
         left join people o on o.id = d.owner_id and o.active left join people m on m.id = o.manager_id and m.active
       where f.trigger = 'amount_changed' and f.since > ?::date
     )
     select 'deal' as kind, subject_id as id, min(name) as name, min(owner_id) as owner_id, min(team_id) as team_id, min(territory_id) as territory_id,
       min(manager_id) as manager_id, min(manager) as manager, count(*) as value, 1 as deals, coalesce(min(amount), 0) as worth, min(currency) as currency,
       jsonb_build_array(jsonb_build_object('on', min(since), 'value', (array_agg(detail->'before' order by since))[1]))
         || jsonb_agg(jsonb_build_object('on', since, 'value', detail->'after') order by since) as series
     from changed group by subject_id
     union all
     select 'team', t.id, t.name, null, t.id, t.territory_id, min(c.manager_id), min(c.manager), count(distinct c.owner_id), count(distinct c.subject_id),
       0, null, null
     from changed c join teams t on t.id = c.team_id group by t.id`,
    [addDays(use.today, -days)],
  );
  return rows.map((row) => ({
    subject: { kind: row.kind, id: row.id },
    name: row.name,
    at: { personId: row.owner_id, teamId: row.team_id, territoryId: row.territory_id },
    manager: row.manager_id && row.manager ? { id: row.manager_id, name: row.manager } : null,
    value: row.value,
    worth: row.worth,
    beside: { deals: row.deals, days },
    ...(row.series ? { series: row.series } : {}),
    currency: row.currency,
    company: companyOf(use),
  }));
}
