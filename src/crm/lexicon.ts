import type { Db } from '../db/pool.ts';
import type { Lexicon } from '../language/lexicon.ts';
import type { Noun } from '../sales/fields.ts';
import { raw, rowsOf } from './sql.ts';

/** Each table is read once, however many of its fields are asked for. Free texts, of which there are more, are no names. */
const fieldValues = `with said as (
    ${distinct('deal', 'deals', { segment: 'segment', lead_source: 'lead_source', lost_reason: 'lost_reason' })}
    union all ${distinct('deal', 'accounts', { 'account.industry': 'industry', 'account.country': 'country' })}
    union all ${distinct('account', 'accounts', { segment: 'segment' })}
    union all ${distinct('deal', 'products', { 'product.series': 'series' })}
    union all ${distinct('lead', 'leads', { status: 'status', segment: 'segment', lead_source: 'lead_source' })}
    union all ${distinct('activity', 'activities', { kind: 'kind' })})
  select noun, field, value from said where value <> '' and length(value) <= 60 order by noun, field, value limit 2000`;

function distinct(noun: Noun, table: string, columns: Record<string, string>): string {
  const names = Object.values(columns);
  const field = Object.entries(columns).map(
    ([name, column]) => `when grouping(${column}) = 0 then '${name}'`,
  );
  return `select '${noun}' as noun, case ${field.join(' ')} end as field, coalesce(${names.join(', ')}, '') as value
      from ${table} group by grouping sets (${names.map((name) => `(${name})`).join(', ')})`;
}

/** One answer for all of them: whoever asks after a change waits for one way to the database, and sees one state of it. */
const allNames = raw(`select
  ${list(`select p.id, p.name, p.nicknames as also, p.roles, p.email, p.slack_id as "slackId", p.team_id as "teamId",
    coalesce(p.territory_id, t.territory_id) as "territoryId", p.manager_id as "managerId"
    from people p left join teams t on t.id = p.team_id where p.active order by p.name, p.id`)} as people,
  ${list('select id, name from teams order by name')} as teams,
  ${list('select id, name from territories order by name')} as territories,
  ${list('select id, name, "order", "is" from stages order by "order"')} as stages,
  ${list('select id, name from products order by name')} as products,
  ${list('select id, name from accounts order by name')} as accounts,
  array(select distinct unnest(tags) from accounts order by 1) as tags,
  ${list(fieldValues)} as values`);

function list(rows: string): string {
  return `(select coalesce(json_agg(r), '[]') from (${rows}) r)`;
}

type Names = Pick<
  Lexicon,
  'people' | 'teams' | 'territories' | 'stages' | 'products' | 'accounts' | 'tags' | 'values'
>;

/** All names that exist in the data now. Agents, settings, playbooks and phrasings are no CRM nouns: whoever knows them adds them. */
export async function readLexicon(db: Db): Promise<Lexicon> {
  const [names] = await rowsOf<Names>(db, allNames);
  if (!names) throw new Error('The names were not read.');
  return { ...names, agents: [], triggers: [], settings: [], playbooks: [], phrasings: [] };
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
