/** Ids as people call what they stand for. */
import type { Db } from '../db/pool.ts';

/**
 * By id the name of each person, team, territory, account, deal, lead, stage, agent or Slack channel among them ("#deals");
 * what is none of these is left out. One statement, however many.
 */
export async function namesOf(db: Db, ids: Iterable<string>): Promise<Map<string, string>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const { rows } = await db.raw<{ rows: { id: string; name: string }[] }>(
    `with w as (select unnest(?::text[]) as id)
     select id, name from people join w using (id)
     union all select id, name from teams join w using (id)
     union all select id, name from territories join w using (id)
     union all select id, name from stages join w using (id)
     union all select id, name from accounts join w using (id)
     union all select id, name from deals join w using (id)
     union all select id, coalesce(name, company) from leads join w using (id) where coalesce(name, company) is not null
     union all select id, '#' || name from channel_names join w using (id)
     union all select name, initcap(name) || ' agent' from agents join w on w.id = name`,
    [wanted],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

const tokens = /[\p{L}\p{N}_-]+/gu;

/** Every word of these texts that may be an id. */
export const idsIn = (texts: (string | null)[]): string[] =>
  texts.flatMap((text) => text?.match(tokens) ?? []);

/** The text with names in the place of ids. A channel whose name was never read is still said to be one. */
export const withNames = (text: string, names: ReadonlyMap<string, string>): string =>
  text.replace(
    tokens,
    (word) => names.get(word) ?? (/^[CG][A-Z0-9]{8,}$/.test(word) ? `channel ${word}` : word),
  );
