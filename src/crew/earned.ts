/** What people decided about an agent's proposals, and what came of what it did alone: the evidence for auto mode, by scope. */
import type { Db } from '../db/pool.ts';
import { doneAlone } from '../policy/acting-alone.ts';
import { type Earned, earned, type Tally } from '../policy/earned.ts';
import type { ModeScope } from '../policy/modes.ts';
import type { AgentName } from '../policy/nouns.ts';
import { scopeRow } from '../settings/modes.ts';
import { currentSettings, numberSetting, type SettingRow } from '../settings/settings.ts';

export type AutoScope = { agent: AgentName; version: number; scope: ModeScope };
/** `decided`: by people. `since`: that, and what it did alone. `undone`: of that within a week. */
export type Counted = { decided: Tally; since: Tally; undone: number };

/** Evidence counts for so many days. */
export const evidenceDays = 90;
const dayMs = 86_400_000;

/**
 * Of each scope in their order, in one statement: what this version of the agent proposed there and may do alone. A message
 * that it sent alone proves nothing, since nobody can undo it.
 */
export async function counted(db: Db, scopes: AutoScope[], now: Date): Promise<Counted[]> {
  if (scopes.length === 0) return [];
  const wanted = scopes.map(({ agent, version, scope }, n) => ({ n, agent, version, ...scopeRow(scope) }));
  const { rows } = await db.raw<{ rows: Row[] }>(
    `with wanted as (
       select * from jsonb_to_recordset(?::jsonb) as w(n int, agent text, version int, trigger text, kind text, field text, territory_id text, up_to numeric, currency text)
     ), cases as (
       select o.agent, o.agent_version, o.trigger, p.kind, p.subject_kind, p.subject_id, p.change, d.at, true as decided, o.came_to = 'accepted' as stands
       from decision_outcomes o join decisions d on d.id = o.decision_id join exceptions e on e.id = o.exception_id join proposals p on p.id = e.proposal_id
       where d.at > ? and o.agent in (select agent from wanted)
       union all
       select p.agent, p.agent_version, p.trigger, p.kind, p.subject_kind, p.subject_id, p.change, c.applied_at, false, not exists (
         select 1 from changes u where u.undoes = c.id and u.state = 'applied'
           and not exists (select 1 from changes v where v.undoes = u.id and v.state = 'applied'))
       from changes c join proposals p on p.id = c.proposal_id
       where c.by_kind = 'agent' and c.kind = 'change' and c.state = 'applied' and c.undoes is null and c.exception_id is null
         and c.applied_at > ? and p.agent in (select agent from wanted)
     ), placed as (
       select c.*, coalesce(x.territory_id, k.territory_id, '') as territory_id, x.amount, coalesce(x.currency, ?) as currency, f.actions
       from cases c left join deals x on c.subject_kind = 'deal' and x.id = c.subject_id
         left join records n on n.kind = c.subject_kind and n.id = c.subject_id left join keepers k on k.account_id = n.account_id
         cross join lateral (
           select case when c.kind = 'change' then array(select c.subject_kind || '.' || (g->>'field') from jsonb_array_elements(c.change->'fields') g) else array[c.kind] end as actions) f
       where f.actions <@ ?::text[]
     )
     select w.n, count(c.at) filter (where c.decided) as decided, count(c.at) filter (where c.decided and c.stands) as accepted,
       min(c.at) filter (where c.decided) as first, count(c.at) as since, count(c.at) filter (where c.stands) as standing,
       count(c.at) filter (where not c.decided and not c.stands and c.at > ?) as undone
     from wanted w left join placed c on c.agent = w.agent and c.agent_version = w.version
       and w.trigger in ('', c.trigger) and w.kind in ('', c.kind) and (w.field = '' or w.field = any(c.actions))
       and w.territory_id in ('', c.territory_id) and (w.up_to is null or (c.amount <= w.up_to and c.currency = w.currency))
     group by w.n order by w.n`,
    [
      JSON.stringify(wanted),
      new Date(now.getTime() - evidenceDays * dayMs),
      new Date(now.getTime() - evidenceDays * dayMs),
      await companyCurrency(db, now),
      [...doneAlone],
      new Date(now.getTime() - 7 * dayMs),
    ],
  );
  return rows.map((row) => ({
    decided: { cases: row.decided, accepted: row.accepted, firstAt: row.first },
    since: { cases: row.since, accepted: row.standing, firstAt: row.first },
    undone: row.undone,
  }));
}

type Row = {
  decided: number;
  accepted: number;
  first: Date | null;
  since: number;
  standing: number;
  undone: number;
};

const companyCurrency = async (db: Db, now: Date): Promise<string> =>
  String((await currentSettings(db, now)).find(({ name }) => name === 'company_currency')?.value ?? '');

/** How far a scope is from auto mode. */
export async function earnedNow(db: Db, of: AutoScope, now: Date): Promise<Earned> {
  const [found] = await counted(db, [of], now);
  const settings = await currentSettings(db, now);
  return earned(found?.decided ?? { cases: 0, accepted: 0, firstAt: null }, barOf(settings), now);
}

export const barOf = (settings: SettingRow[]): { share: number; days: number } => ({
  share: numberSetting(settings, 'auto_bar') / 100,
  days: numberSetting(settings, 'auto_days'),
});
