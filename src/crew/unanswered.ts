/** How people were asked something, and for how long they have not answered: in one statement for everybody. */
import type { Figure } from '../agents/nouns.ts';
import type { Managed } from '../crm/loads.ts';
import { type Db, type Planned, planned } from '../db/pool.ts';
import { fieldNamed } from '../sales/fields.ts';
import { textSetting } from '../settings/settings.ts';
import { count, list } from '../story/format.ts';
import type { LookUse } from './looking.ts';

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

export async function nudges(trx: Db, use: LookUse): Promise<Figure[]> {
  const rows = await planned<Nudged>(trx, nudged, [use.today, use.zone, use.now, nudgedWithinDays]);
  const company = textSetting(use.settings, 'company_currency');
  return rows.map((row) => asked('change', row, company));
}

const nudged: Planned = {
  name: 'who was nudged',
  text: `select c.id::text as id, p.name as reader, p.id as reader_id, p.team_id, coalesce(p.territory_id, t.territory_id) as territory_id,
       m.id as manager_id, m.name as manager, d.name as deal, d.amount, c.message->>'text' as text,
       $1::date - (c.applied_at at time zone $2)::date as days,
       (c.answered_at is not null or r.withdrawn_at is not null or d.status <> 'open' or d.changed_at > c.applied_at or d.last_activity_on > (c.applied_at at time zone $2)::date
         or exists (select 1 from activities a where a.deal_id = d.id and a.done_on > (c.applied_at at time zone $2)::date)) as answered
     from changes c join deals d on c.subject_kind = 'deal' and d.id = c.subject_id
       join people p on p.id = c.message->>'to' and p.active left join teams t on t.id = p.team_id
       left join people m on m.id = p.manager_id and m.active left join nudge_rounds r on r.id = c.round_id
     where c.kind = 'nudge' and c.state = 'applied' and c.applied_at > $3::timestamptz - make_interval(days => $4)
     order by c.id`,
};

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

export async function forms(trx: Db, use: LookUse): Promise<Figure[]> {
  const rows = await planned<Nudged>(trx, sentForms, [use.today, use.zone, use.now, nudgedWithinDays]);
  const company = textSetting(use.settings, 'company_currency');
  return rows.map((row) => asked('deal', row, company));
}

const sentForms: Planned = {
  name: 'who was sent a form',
  text: `select distinct on (d.id) d.id, p.name as reader, p.id as reader_id, p.team_id, coalesce(p.territory_id, t.territory_id) as territory_id,
       m.id as manager_id, m.name as manager, d.name as deal, d.amount, q.reason as text,
       $1::date - (e.opened_at at time zone $2)::date as days,
       coalesce(e.closed_as <> 'expired', false) or f.gone_at is not null or d.status <> 'open' as answered
     from proposals q join exceptions e on e.proposal_id = q.id join findings f on f.id = q.finding_id
       join deals d on q.subject_kind = 'deal' and d.id = q.subject_id
       join people p on p.id = q.change->'form'->>'to' and p.active left join teams t on t.id = p.team_id
       left join people m on m.id = p.manager_id and m.active
     where q.kind = 'form' and e.opened_at > $3::timestamptz - make_interval(days => $4)
     order by d.id, q.id desc`,
};

type Asked = Managed & {
  /** What waits still, the longest first. */
  waiting: { of: 'contact' | 'account'; name: string; fields: string[]; days: number; worth: number }[];
};

/**
 * Of each person who was asked about contacts or accounts lately, by a form or for a yes, how many days the longest of what waits
 * still has waited. Many of them at once are one matter between a rep and the manager.
 */
export async function contactsUnanswered(trx: Db, use: LookUse): Promise<Figure[]> {
  const rows = await planned<Asked>(trx, askedAboutRecords, [use.now, nudgedWithinDays, use.today, use.zone]);
  const company = textSetting(use.settings, 'company_currency');
  return rows.map(({ waiting, ...row }) => ({
    subject: { kind: 'person', id: row.id },
    name: row.name,
    at: { personId: row.id, teamId: row.team_id, territoryId: row.territory_id },
    manager: row.manager_id && row.manager ? { id: row.manager_id, name: row.manager } : null,
    value: waiting[0]?.days ?? 0,
    worth: Math.max(0, ...waiting.map(({ worth }) => worth)),
    beside: { waiting: waiting.length },
    words: { about: aboutOf(waiting), asked: askedOf(waiting) },
    company,
  }));
}

const askedAboutRecords: Planned = {
  name: 'who was asked about records',
  text: `with latest as materialized (
       select distinct on (q.subject_kind, q.subject_id) q.subject_kind, q.subject_id, q.change, e.waits_for, e.opened_at, f.worth,
         coalesce(e.closed_as <> 'expired', false) or f.gone_at is not null as answered
       from proposals q join exceptions e on e.proposal_id = q.id join findings f on f.id = q.finding_id
       where q.subject_kind in ('contact', 'account') and e.opened_at > $1::timestamptz - make_interval(days => $2)
       order by q.subject_kind, q.subject_id, q.id desc
     )
     select p.id, p.name, p.team_id, coalesce(p.territory_id, t.territory_id) as territory_id, m.id as manager_id, m.name as manager,
       coalesce(jsonb_agg(jsonb_build_object('of', c.kind, 'name', c.name, 'days', $3::date - (l.opened_at at time zone $4)::date, 'worth', coalesce(l.worth, 0),
         'fields', coalesce(l.change->'form'->'fields', jsonb_path_query_array(l.change, '$.fields[*].field')))
         order by l.opened_at, l.worth desc, c.id) filter (where not l.answered), '[]') as waiting
     from latest l join records c on c.kind = l.subject_kind and c.id = l.subject_id join people p on p.id = l.waits_for and p.active
       left join teams t on t.id = p.team_id left join people m on m.id = p.manager_id and m.active
     group by p.id, t.territory_id, m.id, m.name order by p.id`,
};

/** "Jane Roe", "3 contacts, the first", "3 contacts and 1 account, the first". */
function aboutOf(waiting: Asked['waiting']): string {
  const [only, second] = waiting;
  if (!only || !second) return only?.name ?? '';
  const many = (['contact', 'account'] as const).flatMap((kind) => {
    const found = waiting.filter((one) => one.of === kind).length;
    return found > 0 ? [count(found, kind)] : [];
  });
  return `${list(many)}, the first`;
}

const namedAtMost = 3;

/** "The e-mail and the phone number of Jane Roe, and the phone number of Tom Li": what they are is nobody else's. */
function askedOf(waiting: Asked['waiting']): string {
  const named = waiting.slice(0, namedAtMost).map(({ of, name, fields }) => {
    const labels = fields.map((field) => `the ${fieldNamed(of, field).label.toLowerCase()}`);
    return `${list(labels)} of ${name}`;
  });
  const more = waiting.length - named.length;
  return list(more > 0 ? [...named, `${more} more`] : named);
}
