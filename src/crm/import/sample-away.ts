/** The sample company makes room for a real one. */
import type { Db } from '../../db/pool.ts';
import { BadInput } from '../../errors.ts';

/**
 * Refuses to import beside the sample; with `replace` removes it. Its people with a duty for the whole company (agents'
 * owners, approvers, administrators) stay, so that somebody can go on deciding; its reps and managers are no longer active.
 */
export async function clearSample(trx: Db, replace: boolean): Promise<boolean> {
  const { rows } = await trx.raw("select exists (select 1 from sources where kind = 'sample') as there");
  if (!rows[0].there) return false;
  if (!replace) {
    throw new BadInput('The sample company is here; real data beside it would mix.', {
      fix: 'Add --replace-sample to remove it first.',
    });
  }
  await trx.raw(`
    insert into touched (noun, subject_id) select 'deal', id from deals where source = 'sample';
    delete from due where subject_id in (select id from deals where source = 'sample');
    delete from activities where source = 'sample' or deal_id in (select id from deals where source = 'sample');
    delete from deals where source = 'sample';
    delete from company_directory where source = 'sample';
    delete from leads where source = 'sample';
    delete from contacts where source = 'sample';
    delete from quotas where person_id in (select id from people where source = 'sample');
    update people set manager_id = null, team_id = null, territory_id = null,
      active = not roles <@ '{rep,manager}' where source = 'sample';
    delete from accounts a where source = 'sample' and not exists (select 1 from deals d where d.account_id = a.id)
      and not exists (select 1 from contacts c where c.account_id = a.id) and not exists (select 1 from leads l where l.account_id = a.id);
    delete from products p where source = 'sample' and not exists (select 1 from deals d where d.product_id = p.id);
    delete from stage_pace where stage_id in (select id from stages s where not exists (select 1 from deals d where d.stage_id = s.id));
    delete from stages s where not exists (select 1 from deals d where d.stage_id = s.id);
    delete from teams t where not exists (select 1 from people p where p.team_id = t.id);
    delete from territories t where not exists (select 1 from people p where p.territory_id = t.id)
      and not exists (select 1 from teams g where g.territory_id = t.id)
      and not exists (select 1 from deals d where d.territory_id = t.id)
      and not exists (select 1 from accounts a where a.territory_id = t.id) and not exists (select 1 from leads l where l.territory_id = t.id);
    delete from sources where kind = 'sample'`);
  return true;
}
