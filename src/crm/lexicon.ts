import type { Db } from '../db/pool.ts';
import type { Lexicon, LexiconPerson, LexiconValue } from '../language/lexicon.ts';
import type { Noun } from '../sales/fields.ts';
import { raw, rowsOf } from './sql.ts';

const activePeople =
  raw(`select p.id, p.name, p.nicknames as also, p.roles, p.email, p.slack_id as "slackId", p.team_id as "teamId",
  coalesce(p.territory_id, t.territory_id) as "territoryId", p.manager_id as "managerId"
  from people p left join teams t on t.id = p.team_id where p.active order by p.name, p.id`);

/** Each table is read once, however many of its fields are asked for. Free texts, of which there are more, are no names. */
const fieldValues = raw(`with said as (
    ${distinct('deal', 'deals', { segment: 'segment', lead_source: 'lead_source', lost_reason: 'lost_reason' })}
    union all ${distinct('deal', 'accounts', { 'account.industry': 'industry', 'account.country': 'country' })}
    union all ${distinct('account', 'accounts', { segment: 'segment' })}
    union all ${distinct('deal', 'products', { 'product.series': 'series' })}
    union all ${distinct('lead', 'leads', { status: 'status', segment: 'segment', lead_source: 'lead_source' })}
    union all ${distinct('activity', 'activities', { kind: 'kind' })})
  select noun, field, value from said where value <> '' and length(value) <= 60 order by noun, field, value limit 2000`);

function distinct(noun: Noun, table: string, columns: Record<string, string>): string {
  const names = Object.values(columns);
  const field = Object.entries(columns).map(
    ([name, column]) => `when grouping(${column}) = 0 then '${name}'`,
  );
  return `select '${noun}' as noun, case ${field.join(' ')} end as field, coalesce(${names.join(', ')}, '') as value
      from ${table} group by grouping sets (${names.map((name) => `(${name})`).join(', ')})`;
}

/** All names that exist in the data now. Agents, settings, playbooks and phrasings are no CRM nouns: whoever knows them adds them. */
export async function readLexicon(db: Db): Promise<Lexicon> {
  const [people, teams, territories, stages, products, accounts, tags, values] = await Promise.all([
    rowsOf<LexiconPerson>(db, activePeople),
    db('teams').select('id', 'name').orderBy('name'),
    db('territories').select('id', 'name').orderBy('name'),
    db('stages').select('id', 'name', 'order', 'is').orderBy('order'),
    db('products').select('id', 'name').orderBy('name'),
    db('accounts').select('id', 'name').orderBy('name'),
    db.raw<{ rows: { tag: string }[] }>('select distinct unnest(tags) as tag from accounts order by 1'),
    rowsOf<LexiconValue>(db, fieldValues),
  ]);
  return {
    people,
    teams,
    territories,
    stages,
    products,
    accounts,
    tags: tags.rows.map(({ tag }) => tag),
    values,
    agents: [],
    triggers: [],
    settings: [],
    playbooks: [],
    phrasings: [],
  };
}

/**
 * Another one than before when a name may have changed since, or a phrasing: read it before them, and an index of them is
 * never taken for newer than it is.
 */
export async function namesMark(db: Db): Promise<string> {
  const { rows } = await db.raw<{ rows: { mark: string }[] }>(
    `select concat_ws(' ', min(id), max(id), count(*)) as mark from name_changes`,
  );
  return rows[0]?.mark ?? '';
}

const keptDays = 2;

/** Clock work: few marks are as good as many. Whoever comes back after longer finds another number of them. */
export async function forgetNameChanges(db: Db): Promise<void> {
  await db.raw(`delete from name_changes where at < clock_timestamp() - make_interval(days => ?)`, [
    keptDays,
  ]);
}
