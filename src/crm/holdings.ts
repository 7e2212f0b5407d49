import type { Db } from '../db/pool.ts';

/** What is in the CRM at all: nothing before anything was brought in; the sample company, which is nobody's; or one's own. */
export type Holdings = 'nothing' | 'sample' | 'own';

export async function holdings(db: Db): Promise<Holdings> {
  const { rows } = await db.raw<{ rows: { any: boolean; sample: boolean }[] }>(
    `select exists (select 1 from deals) or exists (select 1 from accounts) or exists (select 1 from leads) as any,
       exists (select 1 from sources where kind = 'sample') as sample`,
  );
  if (!rows[0]?.any) return 'nothing';
  return rows[0].sample ? 'sample' : 'own';
}
