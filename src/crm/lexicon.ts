import type { Db } from '../db/pool.ts';
import type { Lexicon, LexiconPerson } from '../language/lexicon.ts';
import { raw, rowsOf } from './sql.ts';

const activePeople =
  raw(`select p.id, p.name, p.nicknames as also, p.roles, p.email, p.slack_id as "slackId", p.team_id as "teamId",
  coalesce(p.territory_id, t.territory_id) as "territoryId", p.manager_id as "managerId"
  from people p left join teams t on t.id = p.team_id where p.active order by p.name, p.id`);

/** All names that exist in the data now. Agents are no CRM nouns: whoever knows them adds them. */
export async function readLexicon(db: Db): Promise<Lexicon> {
  const [people, teams, territories, stages, products, accounts, tags] = await Promise.all([
    rowsOf<LexiconPerson>(db, activePeople),
    db('teams').select('id', 'name').orderBy('name'),
    db('territories').select('id', 'name').orderBy('name'),
    db('stages').select('id', 'name', 'order', 'is').orderBy('order'),
    db('products').select('id', 'name').orderBy('name'),
    db('accounts').select('id', 'name').orderBy('name'),
    db.raw<{ rows: { tag: string }[] }>('select distinct unnest(tags) as tag from accounts order by 1'),
  ]);
  return {
    people,
    teams,
    territories,
    stages,
    products,
    accounts,
    tags: tags.rows.map(({ tag }) => tag),
    agents: [],
  };
}

/** Another one than before when a name may have changed since: read it before the names, and an index of them is never taken for newer than it is. */
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
