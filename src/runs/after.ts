/** What happened after: decisions, changes, their undo, claims and acknowledgements, in their order. */
import type { Db } from '../db/pool.ts';
import { instant } from '../story/format.ts';
import type { Behind } from './behind.ts';

type Event = { at: Date; what: string; who: string | null };

export async function whatHappened(
  db: Db,
  behind: Behind,
  use: { zone: string; now?: Date },
): Promise<{ sentences: string[]; undo: string | null }> {
  const { exceptionId, changeId, leadId, alertId } = behind.about;
  const { rows } = await db.raw<{ rows: Event[] }>(
    `with mine as (
       select c.* from changes c where c.exception_id = ? or c.id = ? or c.undoes = ? or (c.subject_kind = 'lead' and c.subject_id = ?)
     ), events as (
       select d.at, d.say as what, d.by_id as by from decisions d where d.exception_id = ?
       union all select d.reopened_at, 'reopened', d.reopened_by from decisions d where d.exception_id = ? and d.reopened_at is not null
       union all select e.closed_at, e.closed_as || coalesce(': ' || rtrim(e.closed_because, '.'), ''), null from exceptions e
         where e.id = ? and e.closed_as in ('expired', 'withdrawn')
       union all select s.at, 'snoozed', s.by_id from snoozes s where s.exception_id = ?
       union all select coalesce(read_back_at, applied_at), case when undoes is not null then 'undone' when kind = 'change' then 'applied' else 'sent' end,
         case when undoes is null then null else by_id end from mine where state = 'applied' and applied_at is not null
       union all select requested_at, 'held', null from mine where back = 'irreversible'
       union all select m.ended_at, 'stopped', (select a.actor_id from audit a where a.action = 'change.stopped' and a.subject_kind = 'change' and a.subject_id = m.id::text limit 1)
         from mine m where back = 'irreversible' and state = 'abandoned' and ended_at is not null
       union all select m.ended_at, 'mailed', null from mails m join mine c on c.id = m.change_id where m.state = 'sent'
       union all select r.drafted_at, 'drafted', r.drafted_by from corrections r join mine c on c.id = r.change_id
       union all select r.ended_at, r.ended_as || ' correction', r.ended_by from corrections r join mine c on c.id = r.change_id where r.ended_at is not null
       union all select coalesce(ended_at, requested_at), state, null from mine where state in ('conflict', 'failed', 'unknown')
       union all select c.at, 'claimed', c.by_id from lead_claims c where c.lead_id = ?
       union all select c.at, case c.closed_as when 'merged' then 'merged it into another' when 'not a lead' then 'marked it as not a lead' || coalesce(' (' || c.reason || ')', '')
           else 'the rules took it for probably not a lead (' || array_to_string(c.signs, '; ') || ')' end, c.by_id from lead_closings c where c.lead_id = ?
       union all select c.reopened_at, case when c.reopened_by is null then 'it came again and was opened' else 'opened it again' end, c.reopened_by
         from lead_closings c where c.lead_id = ? and c.reopened_at is not null
       union all select c.at, 'merged another into it', c.by_id from lead_closings c where c.into_kind = 'lead' and c.into_id = ? and c.reopened_at is null
       union all select a.acknowledged_at, 'acknowledged', a.acknowledged_by from alerts a where a.id = ? and a.acknowledged_at is not null
       union all select a.closed_at, 'recovered', null from alerts a where a.id = ? and a.closed_at is not null
     ) select e.at, e.what, coalesce(p.name, e.by) as who from events e left join people p on p.id = e.by order by e.at, e.what`,
    [
      exceptionId,
      changeId,
      changeId,
      leadId,
      exceptionId,
      exceptionId,
      exceptionId,
      exceptionId,
      leadId,
      leadId,
      leadId,
      leadId,
      alertId,
      alertId,
    ],
  );
  return {
    sentences: rows.map((event) => `${told(event)} ${instant(event.at, use.zone, use.now)}`),
    undo: await undoable(db, exceptionId, changeId, use.now ?? null),
  };
}

const words: Record<string, string> = {
  approve: 'approved',
  edit: 'changed and approved',
  reject: 'rejected',
  applied: 'The CRM was changed and read back',
  sent: 'The message was sent',
  undone: 'undid it',
  conflict: 'Not applied: somebody had changed it',
  failed: 'Not applied: the CRM refused or did not answer',
  unknown: 'The answer of the CRM was lost',
  held: 'Held first, so that it could be stopped: it cannot be taken back once it is sent',
  stopped: 'stopped it before it went out',
  mailed: 'It went out by e-mail',
  drafted: 'drafted a correction',
  'sent correction': 'sent the correction',
  'discarded correction': 'discarded the correction',
};

function told({ what, who }: Event): string {
  const said = words[what] ?? what;
  return who ? `${who} ${said}` : `${said.charAt(0).toUpperCase()}${said.slice(1)}`;
}

/** The change that still stands and can be taken back. */
async function undoable(
  db: Db,
  exceptionId: number | null,
  changeId: number | null,
  now: Date | null,
): Promise<string | null> {
  if (exceptionId === null && changeId === null) return null;
  const { rows } = await db.raw<{ rows: { id: number }[] }>(
    `select c.id from changes c where (c.exception_id = ? or c.id = ?) and c.kind = 'change' and c.state = 'applied' and c.undoes is null
       and not exists (select 1 from changes u where u.undoes = c.id and u.state not in ('failed', 'conflict', 'abandoned'))
       and c.applied_at > coalesce(?::timestamptz, now()) - make_interval(days => coalesce(
         (select (value#>>'{}')::int from settings where name = 'undo_days' and scope = 'everyone' and ended_at is null), 30))
     order by c.id desc limit 1`,
    [exceptionId, changeId, now],
  );
  return rows[0] ? `change:${rows[0].id}` : null;
}
