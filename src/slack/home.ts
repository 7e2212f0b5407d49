/** Paints a person's Home from the rows as they are now. */
import {
  type AgentLine,
  type Away,
  type HomeData,
  homeView,
  type LeadLine,
  type PlaybookLine,
} from '../../blocks/home.ts';
import type { Here } from '../../blocks/kit.ts';
import { amount } from '../../blocks/words.ts';
import { holdings } from '../crm/holdings.ts';
import type { Db } from '../db/pool.ts';
import { heldFor } from '../exceptions/held.ts';
import { claimableLeads } from '../exceptions/leads.ts';
import { viewsOfWants } from '../exceptions/view.ts';
import { waitingFor } from '../exceptions/waiting.ts';
import { Later } from '../jobs/later.ts';
import type { Job } from '../jobs/topics.ts';
import { patternWords } from '../language/phrasings/wording.ts';
import { acceptedPhrasings, waitingPhrasings } from '../learning/phrasings/nouns.ts';
import { holdersOf, peopleById } from '../people/people.ts';
import { absencesFor, standInsAhead } from '../people/stand-ins.ts';
import { mayPause } from '../policy/may-pause.ts';
import { mayReview } from '../policy/may-review.ts';
import type { Person } from '../policy/nouns.ts';
import { companyNow } from '../requests/company.ts';
import { activePauses, type Pause, pauseOn } from '../settings/pauses.ts';
import { activePlaybooks } from '../settings/playbooks.ts';
import { duration } from '../story/format.ts';
import { outcome } from './client.ts';
import { hereNow } from './here.ts';
import type { DoorUse } from './use.ts';
import type { Asker } from './who.ts';

export async function paintHome(use: DoorUse, job: Job<{ slackUser: string }>): Promise<void> {
  const { slackUser } = job.body;
  const asker = await use.who.of(slackUser);
  const here = await hereNow(use);
  const view = homeView(await homeOf(use, asker, here), here);
  await use.pace.turn('views.publish', slackUser);
  const result = await outcome(use.client.views.publish({ user_id: slackUser, view }));
  if (result.say === 'limited') {
    use.pace.hold('views.publish', slackUser, result.afterMs);
    throw new Later(result.afterMs, 'Slack asked to slow down.');
  }
  // Painting twice is harmless, so a lost answer is painted again.
  if (result.say === 'unknown') throw new Later(null, 'The answer to painting Home was lost.');
  if (result.say === 'refused')
    use.log.warn({ because: result.because, details: result.details }, 'Slack refused a Home.');
}

async function homeOf(use: DoorUse, asker: Asker, here: Here): Promise<HomeData> {
  if (asker.external)
    return {
      for: 'nobody known',
      sentence:
        'Steward helps people of the company that installed it. It shares nothing with other workspaces.',
    };
  const person = asker.person;
  if (!person || person.roles.length === 0) {
    const [admin] = await holdersOf(use.db, 'admin');
    const asked = await use.db('access_requests').where({ slack_user: asker.slackId }).first('at');
    return {
      for: 'outsider',
      admin: admin?.name ?? null,
      email: person ? null : asker.email,
      asked: asked?.at ?? null,
      holds: await holdings(use.db),
    };
  }
  const [holds, waiting, held, away, leads, agents, pauses, phrasings, playbooks] = await Promise.all([
    holdings(use.db),
    waitingOf(use.db, person, here),
    heldFor(use.db, person.id, 5),
    awayOf(use.db, person, here.now),
    leadsOf(use.db, person, here),
    agentsOf(use.db, here),
    activePauses(use.db, here.now),
    mayReview(person) ? phrasingsOf(use) : null,
    playbooksOf(use.db, person, here.now),
  ]);
  const everything = pauseOn(pauses, {});
  return {
    for: 'member',
    ...waiting,
    held,
    away,
    leads,
    agents,
    phrasings,
    playbooks,
    mayPause: mayPause(person),
    everythingPausedBy: everything ? await nameOf(use.db, everything.by) : null,
    local: use.local,
    holds,
  };
}

const nameOf = async (db: Db, { kind, id }: Pause['by']): Promise<string> =>
  kind === 'agent' ? 'itself' : ((await db('people').where({ id }).first('name'))?.name ?? id);

async function waitingOf(
  db: Db,
  person: Person,
  here: Here,
): Promise<
  Pick<HomeData & { for: 'member' }, 'waiting' | 'waitingTotal' | 'standingIn' | 'inQuestion' | 'oldest'>
> {
  const all = await waitingFor({ db, now: here.now }, person);
  const absences = await absencesFor(db, person.id, here.now);
  const sums = new Map<string | null, number>();
  for (const one of all)
    if (one.amount !== null) sums.set(one.currency, (sums.get(one.currency) ?? 0) + one.amount);
  const first = all.slice(0, 5);
  const wants = await viewsOfWants(db, first);
  return {
    waitingTotal: all.length,
    standingIn: absences.map(({ person: absent, until }) => ({
      for: absent.name,
      until,
      cards: all.filter(({ inStead }) => inStead?.id === absent.id).length,
    })),
    inQuestion: [...sums].map(([currency, amount]) => ({ currency, amount })),
    oldest: all.length > 1 ? new Date(Math.min(...all.map((one) => one.openedAt.getTime()))) : null,
    waiting: first.flatMap((one, n) => {
      const wanted = wants[n];
      if (!wanted) return [];
      return [
        {
          exceptionId: one.id,
          proposed: { deal: { name: one.deal, url: null }, wants: wanted },
          worth: `${amount(one.amount, one.currency, here)} · ${one.reason.replace(/\.$/, '')}`,
          severity: one.severity,
          since: one.openedAt,
          until: one.expiresAt,
          inStead: one.inStead?.name ?? null,
        },
      ];
    }),
  };
}

/** Who decides for them, now or from a day to come. */
async function awayOf(db: Db, { id }: Person, now: Date): Promise<Away[]> {
  const mine = (await standInsAhead(db, now)).filter(({ personId }) => personId === id);
  const people = await peopleById(
    db,
    mine.map(({ standInId }) => standInId),
  );
  return mine.map(({ standInId, startsAt, until }) => ({
    by: people.get(standInId)?.name ?? 'Somebody',
    from: startsAt > now ? startsAt : null,
    until,
  }));
}

/** Those of single people and customers are for whom they concern. */
async function playbooksOf(db: Db, person: Person, now: Date): Promise<PlaybookLine[]> {
  const on = (await activePlaybooks(db, now)).filter(
    ({ scope, scopeId }) =>
      ['everyone', 'territory', 'team'].includes(scope) || (scope === 'person' && scopeId === person.id),
  );
  if (on.length === 0) return [];
  const { rows } = await db.raw<{ rows: { id: string; name: string }[] }>(
    'select id, name from territories union all select id, name from teams union all select id, name from people where id = ?',
    [person.id],
  );
  return on.map(({ label, scope, scopeId, until }) => ({
    label,
    where: scope === 'everyone' ? 'everyone' : (rows.find(({ id }) => id === scopeId)?.name ?? scope),
    until,
  }));
}

async function leadsOf(db: Db, person: Person, here: Here): Promise<LeadLine[]> {
  const { leads } = await claimableLeads(db, here.now, person);
  return leads.slice(0, 5).map((lead) => ({
    id: lead.id,
    headline: `${[lead.name ?? 'Somebody without a name', lead.company].filter(Boolean).join(', ')}, ${duration(here.now.getTime() - lead.cameAt.getTime())} ago`,
  }));
}

async function phrasingsOf(use: DoorUse): Promise<(HomeData & { for: 'member' })['phrasings']> {
  const [waiting, accepted] = await Promise.all([waitingPhrasings(use.db), acceptedPhrasings(use.db)]);
  const reading = await companyNow({ db: use.db, now: use.clock, zone: use.zone });
  return {
    waiting: waiting
      .slice(0, 3)
      .map(({ pattern, ...one }) => ({ ...one, understood: patternWords(pattern, reading) })),
    total: waiting.length,
    inUse: accepted.filter(({ became }) => became.is === 'live').length,
  };
}

type AgentRow = {
  name: string;
  mode: string;
  version: number;
  owner: string | null;
  waiting: number;
  last_run: Date | null;
  failing: boolean;
};

async function agentsOf(db: Db, here: Here): Promise<AgentLine[]> {
  const pauses = await activePauses(db, here.now);
  const { rows } = await db.raw<{ rows: AgentRow[] }>(
    `select a.name, a.mode, a.version, o.name as owner,
       (select count(*) from exceptions e join proposals p on p.id = e.proposal_id where p.agent = a.name and e.closed_at is null) as waiting,
       (select max(started_at) from runs r where r.agent = a.name) as last_run,
       exists (select 1 from alerts x where x.agent = a.name and x.closed_at is null) as failing
     from agents a left join people o on o.id = a.owner_id order by a.name`,
  );
  return Promise.all(
    rows.map(async (row) => {
      const pause = pauseOn(pauses, { agent: row.name });
      const state = pause
        ? 'paused'
        : row.failing
          ? 'intervention'
          : row.waiting > 0
            ? 'questions'
            : 'working';
      return {
        name: row.name,
        state,
        waiting: row.waiting,
        mode: row.mode,
        version: row.version,
        lastRun: row.last_run,
        owner: row.owner,
        pausedBy: pause ? await nameOf(db, pause.by) : null,
      } satisfies AgentLine;
    }),
  );
}
