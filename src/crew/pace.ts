import type { Db } from '../db/pool.ts';

/**
 * Works out, once a day, how long deals took from each stage to being won: the median over won deals of the days from
 * the day they last entered the stage to the day they were won. From the versions of the deals, in one statement.
 */
export async function ensurePace(trx: Db, today: string): Promise<void> {
  const known = await trx('stage_pace').first<{ worked_out_on: string } | undefined>('worked_out_on');
  if (known?.worked_out_on === today) return;
  await trx('stage_pace').delete();
  await trx.raw(
    `insert into stage_pace (stage_id, days, cases, worked_out_on)
     select stage_id, percentile_cont(0.5) within group (order by days), count(*), ?::date
     from (
       select v.stage_id, coalesce(x.stage_since, x.close_date) - max(v.stage_since) as days
       from deals x join deal_versions v on v.deal_id = x.id and v.status = 'open' and v.stage_since is not null
       where x.status = 'won' and coalesce(x.stage_since, x.close_date) <= ?::date
       group by x.id, v.stage_id) each_deal
     where days >= 0 group by stage_id`,
    [today, today],
  );
}
