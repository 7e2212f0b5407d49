/** What goes on when these pauses end: changes and messages that wait for nothing else, by kind, with a few names. */
import type { Db } from '../db/pool.ts';
import { scopeOf } from '../people/scope.ts';
import type { Person } from '../policy/nouns.ts';
import { count, list } from '../story/format.ts';

const named = 3;

/**
 * "What waits goes on: 2 changes (Acme Platform and Hooli Rollout) and 1 message (Globex)." What lies elsewhere than where this
 * person sees is counted and not named.
 */
export async function goesOutSaid(
  db: Db,
  { ends, now, by }: { ends: number[]; now: Date; by: Person },
): Promise<string> {
  const all = 'everything' in scopeOf(by);
  const { rows } = await db.raw<{ rows: { kind: string; name: string | null }[] }>(
    `select c.kind, case when ? or coalesce(d.territory_id, l.territory_id) = ? then coalesce(d.name, l.company, l.name) end as name from changes c
       left join deals d on c.subject_kind = 'deal' and d.id = c.subject_id
       left join leads l on c.subject_kind = 'lead' and l.id = c.subject_id
     where c.state = 'pending' and c.held is not null and c.held->'pauses' <> '[]' and not exists (
       select 1 from pauses p where p.id in (select value::bigint from jsonb_array_elements_text(c.held->'pauses'))
         and p.resumed_at is null and (p.until is null or p.until > ?) and p.id <> all(?))
     order by c.id`,
    [all, by.territoryId, now, ends],
  );
  const parts = [
    ['change', rows.filter(({ kind }) => kind === 'change')],
    ['message', rows.filter(({ kind }) => kind !== 'change')],
  ] as const;
  const said = parts.flatMap(([noun, of]) =>
    of.length === 0 ? [] : [`${count(of.length, noun)}${namesOf(of)}`],
  );
  return said.length === 0
    ? 'No change and no message waits for that alone; what is due is looked at again.'
    : `What waits goes on: ${list(said)}.`;
}

function namesOf(of: { name: string | null }[]): string {
  const names = [...new Set(of.flatMap(({ name }) => name ?? []))];
  if (names.length === 0) return '';
  const shown = names.slice(0, named);
  return ` (${list(names.length > named ? [...shown, `${names.length - named} more`] : shown)})`;
}
