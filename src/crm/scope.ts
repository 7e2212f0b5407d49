import type { Scope } from '../policy/nouns.ts';
import type { Noun } from '../sales/fields.ts';
import { raw, type Sql, sql } from './sql.ts';

/**
 * What a person may see, as SQL over the rows `d`: their territories' rows and their own. A lead that belongs to nobody
 * and nowhere yet is everybody's; accounts and what hangs on them are seen through the deals on them, too. An activity is where
 * its deal is; one without a deal is where its person is.
 */
export function scopeSql(noun: Noun, scope: Scope): Sql {
  if ('everything' in scope) return raw('true');
  if ('nothing' in scope) return raw('false');
  const { personIds } = scope;
  const account = (row: string, id: string): Sql =>
    sql`(${within(scope, row)} or exists (select 1 from deals z where z.account_id = ${raw(id)} and ${within(scope, 'z')}))`;
  if (noun === 'deal') return within(scope, 'd');
  if (noun === 'lead') return sql`(${within(scope, 'd')} or (d.owner_id is null and d.territory_id is null))`;
  if (noun === 'account') return account('d', 'd.id');
  if (noun === 'person') return within(scope, 'd', 'id', 'place_id');
  if (noun === 'contact')
    return sql`exists (select 1 from accounts y where y.id = d.account_id and ${account('y', 'y.id')})`;
  return sql`(d.person_id = any(${personIds}::text[]) or exists (select 1 from deals z where z.id = d.deal_id and ${within(scope, 'z')})
    or (d.deal_id is null and exists (select 1 from people h left join teams g on g.id = h.team_id
      where h.id = d.person_id and coalesce(h.territory_id, g.territory_id) = any(${scope.territoryIds}::text[]))))`;
}

/** Rows of the person's territories, and their own. */
export function within(scope: Scope, row: string, owner = 'owner_id', place = 'territory_id'): Sql {
  if ('everything' in scope) return raw('true');
  if ('nothing' in scope) return raw('false');
  return sql`(${raw(`${row}.${place}`)} = any(${scope.territoryIds}::text[]) or ${raw(`${row}.${owner}`)} = any(${scope.personIds}::text[]))`;
}
