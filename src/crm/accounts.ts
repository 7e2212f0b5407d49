import type { Db } from '../db/pool.ts';
import type { Scope } from '../policy/nouns.ts';
import { scopeSql } from './scope.ts';
import { rowsOf, sql } from './sql.ts';

/** Which of these accounts a person may know of. One that belongs to nobody, nowhere and to no deal is everybody's. */
export async function accountsInScope(db: Db, ids: string[], scope: Scope): Promise<Set<string>> {
  const rows = await rowsOf<{ id: string }>(
    db,
    sql`select d.id from accounts d where d.id = any(${ids}::text[]) and (${scopeSql('account', scope)}
      or (d.owner_id is null and d.territory_id is null and not exists (select 1 from deals x where x.account_id = d.id)))`,
  );
  return new Set(rows.map(({ id }) => id));
}
