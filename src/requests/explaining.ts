/** Why something is as it is, and what an agent did. */
import { agentLabel } from '../agents/roster.ts';
import { startsOf } from '../crew/starts.ts';
import type { Db } from '../db/pool.ts';
import { NotFound } from '../errors.ts';
import type { Command } from '../language/request.ts';
import { scopeOf } from '../people/scope.ts';
import type { Person } from '../policy/nouns.ts';
import { type WhyAbout, whyOf } from '../runs/why.ts';
import { numberSetting } from '../settings/settings.ts';
import { count, instant, list } from '../story/format.ts';
import type { Company } from './company.ts';
import { itOf } from './dealing.ts';
import { keptBack } from './kept-back.ts';
import { lacking } from './lacking.ts';
import { type Outcome, outcome } from './outcome.ts';
import { startLine } from './rule-shown.ts';
import { instantsOf, periodSaid } from './spans.ts';
import { nothingKept } from './store.ts';
import { suggestions } from './suggest.ts';
import { itOfLead, thingFound } from './things.ts';

type Use = { db: Db; company: Company; by: Person };
type Explain = Extract<Command, { do: 'explain_thing' | 'explain_run' }>;

export async function explain(use: Use, command: Explain): Promise<Outcome> {
  if (command.do === 'explain_run') return explainRun(use, command);
  const found = await thingFound(use, command.thing, command);
  if ('instead' in found) return found.instead;
  const slots = { value: command.thing.name };
  if ('lead' in found) {
    const told = await why(use, { kind: 'lead', id: found.lead.id }, slots);
    return { ...told, kept: { ...told.kept, it: itOfLead(found.lead) } };
  }
  const { deal } = found;
  // Whatever else was said of it: what went out of the house because of it.
  const started = (await startsOf(use.db, { deal: deal.id }, 3)).map((start) => startLine(start, use));
  const withStarts = (told: Outcome): Outcome =>
    told.said.kind === 'text'
      ? { ...told, said: { ...told.said, lines: [...told.said.lines, ...started] } }
      : told;
  const about = command.exception
    ? ({ kind: 'exception', id: String(command.exception) } as const)
    : await lastOf(use.db, deal.id);
  const it = itOf(deal);
  if (about) {
    const told = await why(use, about, slots);
    return withStarts({ ...told, kept: { ...told.kept, it } });
  }
  const limit = numberSetting(use.company.settings, 'stale_days', {
    accountId: deal.accountId,
    personId: deal.ownerId,
    stage: deal.stage,
  });
  const days =
    deal.daysInStage === null
      ? ''
      : ` It has been in ${deal.stage} for ${count(deal.daysInStage, 'day')} (limit ${limit}).`;
  const because = await keptBack(use, deal);
  return withStarts(
    outcome(
      {
        kind: 'text',
        sentence: `No agent has said anything about ${deal.name}.${days}`,
        lines: because.flatMap(({ said }) => said ?? []),
        next: suggestions([...new Set(because.flatMap(({ next }) => next ?? []))].slice(0, 4)),
      },
      'explain_run',
      { understood: `Why: ${deal.name}`, slots, kept: { ...nothingKept, it } },
    ),
  );
}

/** By its id, or the last one of an agent. */
async function explainRun(
  use: Use,
  { run, agent }: Extract<Command, { do: 'explain_run' }>,
): Promise<Outcome> {
  if (run !== null) return why(use, { kind: 'run', id: run }, { value: run });
  const query = use.db('runs').whereNot({ agent: 'requests' }).orderBy('started_at', 'desc');
  if (agent) void query.where({ agent: agent.id });
  const last = await query.first<{ id: string } | undefined>('id');
  const slots = agent ? { agent: [agent.id] } : {};
  if (last) return why(use, { kind: 'run', id: last.id }, slots);
  const sentence = `${agent ? agent.name : 'No agent'} has not run yet.`;
  return outcome({ kind: 'text', sentence, lines: [], next: suggestions(['agent status']) }, 'explain_run', {
    slots,
  });
}

/** What was said about a deal last: a card, else a change. */
async function lastOf(db: Db, dealId: string): Promise<WhyAbout | null> {
  const { rows } = await db.raw<{ rows: { kind: 'exception' | 'change'; id: number }[] }>(
    `(select 'exception' as kind, e.id from exceptions e join proposals p on p.id = e.proposal_id
        where p.subject_kind = 'deal' and p.subject_id = ? order by (e.closed_at is null) desc, e.id desc limit 1)
     union all (select 'change', c.id from changes c where c.subject_kind = 'deal' and c.subject_id = ? order by c.id desc limit 1)`,
    [dealId, dealId],
  );
  const first = rows.find(({ kind }) => kind === 'exception') ?? rows[0];
  return first ? { kind: first.kind, id: String(first.id) } : null;
}

/** Behind the last answer in this thread. */
export const explainReply = (use: Use, requestId: number): Promise<Outcome> =>
  why(use, { kind: 'request', id: String(requestId) }, {});

async function why(use: Use, about: WhyAbout, slots: Record<string, unknown>): Promise<Outcome> {
  const reader = {
    scope: scopeOf(use.by),
    personId: use.by.id,
    zone: use.by.tz ?? use.company.zone,
    now: use.company.now,
  };
  try {
    const told = await whyOf(use.db, about, reader);
    if (told.hidden)
      return outcome({ kind: 'refused', because: told.hidden, next: [] }, 'refuse', { refused: 'scope' });
    const [because, ...rest] = told.lines;
    const lines = (because?.label === 'Because' ? rest : told.lines).map(
      ({ label, text }) => `${label}: ${text}`,
    );
    const sentence = because?.label === 'Because' ? because.text : told.headline;
    return outcome({ kind: 'text', sentence, lines: [...lines, ...told.notes], next: [] }, 'explain_run', {
      understood: `Why: ${told.headline}`,
      slots,
    });
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
    const what = about.kind === 'run' ? `run ${about.id}` : 'such thing';
    return lacking(`There is no ${what}. Its id stands in every Why, such as 7F3K.`, 'explain run …', slots);
  }
}

type Activity = Extract<Command, { do: 'activity' }>;
type Counts = {
  agent: string;
  runs: number;
  failed: number;
  found: number;
  proposed: number;
  asked: number;
  changed: number;
};

/** What the agents did in a period, as counts, with the last runs. */
export async function activityOf(use: Use, command: Activity): Promise<Outcome> {
  const period = command.period ?? 'today';
  const span = instantsOf(period, use.company);
  const agents = command.agent ? [command.agent.id] : use.company.lexicon.agents.map(({ id }) => id);
  const { rows } = await use.db.raw<{ rows: Counts[] }>(
    `select a.agent,
       (select count(*) from runs r where r.agent = a.agent and r.started_at >= ? and r.started_at < ?) as runs,
       (select count(*) from runs r where r.agent = a.agent and r.started_at >= ? and r.started_at < ? and r.error_category is not null) as failed,
       (select count(*) from findings f where f.agent = a.agent and f.found_at >= ? and f.found_at < ?) as found,
       (select count(*) from proposals p where p.agent = a.agent and p.proposed_at >= ? and p.proposed_at < ?) as proposed,
       (select count(*) from exceptions e join proposals p on p.id = e.proposal_id where p.agent = a.agent and e.opened_at >= ? and e.opened_at < ?) as asked,
       (select count(*) from changes c join proposals p on p.id = c.proposal_id where p.agent = a.agent and c.undoes is null
          and c.applied_at >= ? and c.applied_at < ?) as changed
     from unnest(?::text[]) as a(agent)`,
    [...Array.from({ length: 6 }, () => [span.from, span.to]).flat(), agents],
  );
  const said = periodSaid(period, use.company);
  const who = command.agent?.name ?? 'the agents';
  const lines = rows
    .filter(({ runs }) => runs > 0)
    .map((row) => `${agentLabel(row.agent)}: ${counted(row)}.`);
  const runs = await lastRuns(use, agents, span);
  return outcome(
    {
      kind: 'text',
      sentence:
        lines.length === 0
          ? `No run of ${who}, ${said}.`
          : ((lines.length === 1 ? lines[0] : `${count(lines.length, 'agent')} ran, ${said}.`) ?? ''),
      lines: [...(lines.length > 1 ? lines : []), ...runs],
      next: suggestions(['agent status']),
    },
    'explain_run',
    {
      understood: `What ${who} did, ${said}`,
    },
  );
}

const counted = ({ runs, failed, found, proposed, asked, changed }: Counts): string =>
  list([
    `${count(runs, 'run')}${failed > 0 ? ` (${failed} failed)` : ''}`,
    `${found} found`,
    `${proposed} proposed`,
    count(asked, 'card'),
    `${count(changed, 'change')} made`,
  ]);

async function lastRuns(use: Use, agents: string[], span: { from: Date; to: Date }): Promise<string[]> {
  const rows = await use
    .db('runs')
    .whereIn('agent', agents)
    .where('started_at', '>=', span.from)
    .where('started_at', '<', span.to)
    .orderBy('started_at', 'desc')
    .limit(5)
    .select<{ id: string; started_at: Date; output: { sentence?: string } | null; error: string | null }[]>(
      'id',
      'started_at',
      'output',
      'error',
    );
  return rows.map(({ id, started_at, output, error }) => {
    const what = error ? `failed: ${error}` : (output?.sentence ?? 'still running.');
    return `${instant(started_at, use.by.tz ?? use.company.zone, use.company.now)}, run ${id}: ${what}`;
  });
}
