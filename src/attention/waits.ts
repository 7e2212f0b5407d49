/** Which cards something still waits on, as SQL: told by the key, since a card is a view of its rows. */

const undecided = `e.closed_at is null
  and not exists (select 1 from decisions d where d.exception_id = e.id and d.reopened_at is null)`;

/** Whether there is anything left to decide or to know on the card of `key`, an expression; asleep counts. */
export const isOpen = (key: string): string => `case split_part(${key}, ':', 1)
  when 'exception' then exists (select 1 from exceptions e where e.card = ${key} and ${undecided})
  when 'group' then exists (select 1 from exceptions e where e.card = ${key} and ${undecided})
  when 'finding' then exists (select 1 from findings f where f.id = split_part(${key}, ':', 2)::bigint
    and (f.gone_at is null or exists (select 1 from starts s where s.finding_id = f.id and s.state = 'failed')))
  when 'nudge' then exists (select 1 from changes h left join deals d on d.id = h.subject_id
    where h.id = split_part(${key}, ':', 2)::bigint and h.answered_at is null and (d.id is null or d.status = 'open')
      and not exists (select 1 from nudge_rounds r where r.id = h.round_id and r.withdrawn_at is not null)
      and not exists (select 1 from proposals p join findings f on f.id = p.finding_id where p.id = h.proposal_id and f.gone_at is not null))
  else true end`;

/** Whether all that waits there has been put off. */
export const isAsleep = (key: string): string => `case split_part(${key}, ':', 1)
  when 'exception' then ${allSnoozed(key)}
  when 'group' then ${allSnoozed(key)}
  else exists (select 1 from card_snoozes z where z.card = ${key} and z.woken_at is null) end`;

function allSnoozed(key: string): string {
  return `not exists (select 1 from exceptions e where e.card = ${key} and ${undecided}
    and not exists (select 1 from snoozes s where s.exception_id = e.id and s.woken_at is null))`;
}
