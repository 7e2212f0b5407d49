/** An agent pauses itself when too much of what it did lately failed, was undone or was rejected. */
import { agentLabel, agentNamed } from '../agents/roster.ts';
import { record } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import { whoHears } from '../crew/crew.ts';
import type { Db } from '../db/pool.ts';
import { withLock } from '../db/transaction.ts';
import { redrawCards, wantCard } from '../jobs/cards.ts';
import type { AgentName, SubjectKind } from '../policy/nouns.ts';
import { activePauses, pause, pauseOn } from '../settings/pauses.ts';
import { currentSettings, numberSetting, textSetting } from '../settings/settings.ts';

/** `of` and `id` say whose record it was about, `because` what became of it. */
type BadExample = { of: SubjectKind; id: string; because: string };
type Tally = { agent: AgentName; cases: number; bad: number; examples: BadExample[] };
const dayMs = 86_400_000;

/**
 * Pauses each agent of which strictly more than `breaker_percent` of at least `breaker_cases` things within 24 hours came to
 * nothing good, and tells its owner. What was before it was last resumed counts no more. Clock work; says which.
 */
export async function breakBad(use: { db: Db; now: Clock }): Promise<AgentName[]> {
  return withLock(use.db, 'watch:breaker', async (trx) => {
    const now = use.now.now();
    const [settings, pauses] = [await currentSettings(trx, now), await activePauses(trx, now)];
    const tallies = (await lastDay(trx, now)).filter(({ agent, bad, cases }) => {
      const limit = (name: string) => numberSetting(settings, name, { agent });
      return cases >= limit('breaker_cases') && bad * 100 > limit('breaker_percent') * cases;
    });
    const over = tallies.filter(({ agent }) => pauseOn(pauses, { agent }) === null);
    for (const tally of over) await breakOne(trx, use, tally, textSetting(settings, 'ops_channel'));
    return over.map(({ agent }) => agent);
  });
}

/** What came of the things that each agent did, and of what it proposed; one statement. */
async function lastDay(trx: Db, now: Date): Promise<Tally[]> {
  const { rows } = await trx.raw<{ rows: Tally[] }>(
    `with since as (
       select g.name as agent, greatest(?::timestamptz, (select max(p.resumed_at) from pauses p where p.scope = 'agent' and p.subject_id = g.name)) as at from agents g
     ), done as (
       select s.agent, c.subject_kind, c.subject_id, coalesce(u.at, c.ended_at) as at, case
         when u.at is not null then 'undone by ' || coalesce(u.who, 'somebody')
         when c.state in ('failed', 'unknown') then coalesce(c.error, 'it could not be done') end as because
       from since s join proposals p on p.agent = s.agent join changes c on c.proposal_id = p.id and c.undoes is null
         left join lateral (
           select v.requested_at as at, w.name as who from changes v left join people w on w.id = v.by_id
           where v.undoes = c.id and v.state not in ('failed', 'conflict', 'abandoned') limit 1) u on true
       where c.state in ('applied', 'failed', 'unknown') and coalesce(u.at, c.ended_at) > s.at and coalesce(u.at, c.ended_at) <= ?
       union all
       select s.agent, p.subject_kind, p.subject_id, d.at, 'rejected by ' || w.name || coalesce(': ' || d.reason, '')
       from since s join proposals p on p.agent = s.agent join exceptions e on e.proposal_id = p.id
         join decisions d on d.exception_id = e.id and d.say = 'reject' and d.reopened_at is null join people w on w.id = d.by_id
       where d.at > s.at and d.at <= ?
     )
     select agent, count(*) as cases, count(because) as bad, coalesce((
       select jsonb_agg(x order by x.at desc) from (
         select subject_kind as "of", subject_id as id, because, at from done y where y.agent = d.agent and because is not null order by at desc limit 3) x), '[]') as examples
     from done d group by agent order by agent`,
    [new Date(now.getTime() - dayMs), now, now],
  );
  return rows;
}

async function breakOne(
  trx: Db,
  use: { now: Clock },
  { agent, bad, cases, examples }: Tally,
  ops: string,
): Promise<void> {
  const by = { kind: 'agent', id: agent, version: agentNamed(agent).version } as const;
  const reason = `${bad} of the last ${cases} things it did or proposed failed, were undone or were rejected`;
  const { pause: made } = await pause(
    { db: trx, now: use.now },
    { scope: 'agent', subjectId: agent, by, reason },
  );
  const told = await whoHears(trx, agent);
  const [row] = await trx('breaks')
    .insert({
      agent,
      pause_id: made.id,
      bad,
      cases,
      examples: JSON.stringify(examples),
      at: use.now.now(),
      told: told?.id ?? null,
    })
    .returning<{ id: number }[]>('id');
  await record(trx, {
    action: 'agent.paused_itself',
    subject: { kind: 'agent', id: agent },
    by,
    because: `The ${agentLabel(agent)} paused itself: ${reason}.`,
    details: { bad, cases },
  });
  const channel = told?.slackId ? `dm:${told.slackId}` : ops;
  if (row && channel) await wantCard(trx, { key: `break:${row.id}`, channel });
}

/** Draws the messages anew that an agent paused itself, when its pause has begun or ended. */
export async function redrawBreaks(trx: Db, agent: string): Promise<void> {
  const ids: number[] = await trx('breaks').where({ agent }).orderBy('id', 'desc').limit(3).pluck('id');
  await redrawCards(
    trx,
    ids.map((id) => `break:${id}` as const),
  );
}
