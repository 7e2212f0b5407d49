/** How much may still be asked of people at once. */
import type { Db } from '../db/pool.ts';
import type { WokenBy } from '../runs/runs.ts';
import { numberSetting, type SettingRow } from '../settings/settings.ts';

/**
 * How many more cards people can be asked to look at. Until the first card of an agent is closed, few things are asked
 * unless somebody asks for more: people get to know it by one.
 */
export async function roomForCards(
  trx: Db,
  use: { settings: SettingRow[]; wokenBy: WokenBy },
  agent: string,
): Promise<{ room: number; forms: number; first: boolean; known: boolean }> {
  const { rows } = await trx.raw<{ rows: { open: number; forms: number; ever: boolean; closed: boolean }[] }>(
    `with mine as (select e.closed_at from exceptions e join proposals p on p.id = e.proposal_id where p.agent = ?),
     waiting as (select distinct e.card, p.kind = 'form' or p.subject_kind <> 'deal' as form from exceptions e join proposals p on p.id = e.proposal_id where p.agent = ? and e.closed_at is null)
     select (select count(*) from waiting where not form) as open, (select count(*) from waiting where form) as forms,
       exists (select 1 from mine) as ever, exists (select 1 from mine where closed_at is not null) as closed`,
    [agent, agent],
  );
  const { open, forms, ever, closed } = rows[0] ?? { open: 0, forms: 0, ever: false, closed: false };
  const asked = use.wokenBy === 'hand' && ever;
  const most = (name: string) => numberSetting(use.settings, name, { agent });
  const known = closed || asked;
  const left = (waiting: number) =>
    Math.max(0, Math.min(most('cards_per_run'), most('cards_open') - waiting));
  const room = known ? left(open) : Math.max(0, most('cards_first_run') - open);
  return { room, forms: known ? left(forms) : 0, first: !ever, known };
}
