/** How the figures that agents judge are worked out: each in one statement, for everybody at once. Null: they are as they were. */
import type { Figure, FigureName } from '../agents/nouns.ts';
import { loadDetails, openDealsOfPeople } from '../crm/loads.ts';
import type { Db } from '../db/pool.ts';
import { addDays } from '../sales/days.ts';
import { numberSetting, textSetting } from '../settings/settings.ts';
import { kpiFigures } from './kpi-alerts.ts';
import type { LookUse } from './looking.ts';
import { contactsUnanswered, forms, nudges } from './unanswered.ts';
import { unusualFigures } from './unusual.ts';

const companyOf = (use: LookUse): string => textSetting(use.settings, 'company_currency');

export const figures: Record<FigureName, (trx: Db, use: LookUse) => Promise<Figure[] | null>> = {
  open_deals: openDeals,
  nudges,
  forms,
  contacts_asked: contactsUnanswered,
  amount_changes: amountChanges,
  kpi_alerts: kpiFigures,
  series: unusualFigures,
  coverage: ofForecast,
  win_rate: ofForecast,
  attainment: ofForecast,
};

/** Looked at with each forecast, and at no other time. */
async function ofForecast(): Promise<null> {
  return null;
}

/** What the deals are is worked out for those alone who have more than they should. */
async function openDeals(trx: Db, use: LookUse): Promise<Figure[]> {
  const company = companyOf(use);
  const loads = (await openDealsOfPeople(trx)).map((load) => ({
    ...load,
    at: { personId: load.id, teamId: load.team_id, territoryId: load.territory_id },
  }));
  const people = loads
    .filter(({ deals, at }) => deals > numberSetting(use.settings, 'open_deals_limit', at))
    .map(({ id }) => id);
  const details = await loadDetails(trx, { people, today: use.today, company });
  return loads.map((load) => {
    const { past = 0, amount = 0, foreign = 0 } = details.get(load.id) ?? {};
    return {
      subject: { kind: 'person', id: load.id },
      name: load.name,
      at: load.at,
      manager: load.manager_id && load.manager ? { id: load.manager_id, name: load.manager } : null,
      value: load.deals,
      worth: amount,
      beside: { past, foreign },
      company,
    };
  });
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

/** Of single deals those alone that some limit may be true of, or that somebody was told of: the others say nothing. */
async function amountChanges(trx: Db, use: LookUse): Promise<Figure[]> {
  const days = numberSetting(use.settings, 'pattern_days');
  const limits = use.settings
    .filter(({ name }) => name === 'amount_changes')
    .map(({ value }) => Number(value));
  const { rows } = await trx.raw<{ rows: Changed[] }>(
    `with recent as materialized (
       select subject_id, count(*) as times from findings where trigger = 'amount_changed' and since > ?::date group by subject_id
     ), changed as materialized (
       select r.subject_id, r.times, d.name, d.amount, d.currency, d.owner_id, o.team_id, d.territory_id, m.id as manager_id, m.name as manager
       from recent r join deals d on d.id = r.subject_id and d.status = 'open'
         left join people o on o.id = d.owner_id and o.active left join people m on m.id = o.manager_id and m.active
     )
     select 'deal' as kind, c.subject_id as id, c.name, c.owner_id, c.team_id, c.territory_id, c.manager_id, c.manager, c.times as value, 1 as deals,
       coalesce(c.amount, 0) as worth, c.currency,
       (select jsonb_build_array(jsonb_build_object('on', min(f.since), 'value', (array_agg(f.detail->'before' order by f.since))[1]))
          || jsonb_agg(jsonb_build_object('on', f.since, 'value', f.detail->'after') order by f.since)
        from findings f where f.subject_id = c.subject_id and f.trigger = 'amount_changed' and f.since > ?::date) as series
     from changed c where c.times >= ?
       or exists (select 1 from findings l where l.subject_id = c.subject_id and l.trigger = 'amount_pattern' and l.gone_at is null)
     union all
     select 'team', t.id, t.name, null, t.id, t.territory_id, min(c.manager_id), min(c.manager), count(distinct c.owner_id), count(distinct c.subject_id),
       0, null, null
     from changed c join teams t on t.id = c.team_id group by t.id`,
    [addDays(use.today, -days), addDays(use.today, -days), Math.min(...limits)],
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
