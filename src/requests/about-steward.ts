/** What is said about Steward itself: help, and how the agents are doing. */

import type { Clock } from '../clock.ts';
import { type AgentRow, agentRow } from '../crew/crew.ts';
import { accountsInScope } from '../crm/accounts.ts';
import type { Db } from '../db/pool.ts';
import type { NamedValue } from '../language/request.ts';
import { personById } from '../people/people.ts';
import { scopeOf } from '../people/scope.ts';
import { mayPause } from '../policy/may-pause.ts';
import { mayReview } from '../policy/may-review.ts';
import type { Person } from '../policy/nouns.ts';
import { fields } from '../sales/fields.ts';
import { activePauses, type Pause, pauseOn } from '../settings/pauses.ts';
import { count, instant, list } from '../story/format.ts';
import type { Company } from './company.ts';
import { linesOf } from './mode-status.ts';
import { pausedSaid } from './pausing.ts';
import { playbooksOn } from './playbooks-listed.ts';
import type { Said } from './reply.ts';
import { suggestion, suggestions } from './suggest.ts';

/** A few lines with examples from the company's own data; never a manual. */
export function help(company: Company, by: Person | null): Said {
  const { lexicon } = company;
  const { ask, measured, place, rep } = examples(company, by);
  let at = 0;
  const next = (requests: string[]) => requests.map((request) => suggestion(at++, request));
  const agent = lexicon.agents[0];
  const may = mayPause(by) && agent;
  const setting = `set the stale threshold to 14 days${place ? ` for ${place}` : ''}`;
  const groups = [
    {
      title: 'Ask',
      lines: [`Deals in plain words: ${list(ask.map((one) => `"${one}"`))}.`],
      next: next(ask),
    },
    {
      title: 'Measure',
      lines: [
        'Win rate, sales cycle, pipeline coverage, quota attainment, forecast, funnel, leads and activities, by rep, team, territory or month.',
      ],
      next: next(measured),
    },
    ...(may
      ? [
          {
            title: 'Do',
            lines: [
              `"run the ${may.name}", "pause all agents until Monday 9:00", "assign ${rep ? `${rep}'s deals` : 'a deal'} to" somebody, "${setting}". Each waits for your yes.`,
            ],
            next: next([`run the ${may.name}`, 'agent status']),
          },
        ]
      : [
          {
            title: 'Do',
            lines: [
              '"deal" and a name shows a deal; "claim a lead" shows those you can have. Decide on the cards that wait for you.',
            ],
            next: next(['claim a lead', 'agent status']),
          },
        ]),
    {
      title: 'Why',
      lines: ['"why did you flag" and a deal, "why this deal" under its card, "cost by agent last week".'],
      next: agent ? next([`what did the ${agent.name} do today`]) : [],
    },
    {
      title: 'Shape',
      lines: [
        'Reply in the thread to narrow an answer: "only EMEA", "sort by amount", "and over 100k".'.replace(
          'EMEA',
          place ?? 'EMEA',
        ),
      ],
      next: next(['what can I filter by']),
    },
    {
      title: 'Watch',
      lines: [
        '"If a deal is over $100,000 and has no activity in 7 days, alert me" is a rule. What it would have done is shown before your yes.',
      ],
      next: next(['show rules']),
    },
    ...(may
      ? [
          {
            title: 'Govern',
            lines: [
              `"make the ${may.name} more aggressive", "put the ${may.name} in shadow", "who signs what", "what may I do": how far agents and people go. Each step has an undo.`,
            ],
            next: next([`why is the ${may.name} not in auto`, 'what may I do']),
          },
        ]
      : []),
    ...(mayReview(by)
      ? [
          {
            title: 'Teach',
            lines: [
              '"review phrasings" shows words that a language model has read and nobody corrected. What you accept is read without it.',
            ],
            next: next(['review phrasings']),
          },
        ]
      : []),
    {
      title: 'Get out',
      lines: [
        '"undo" takes back your last change, "undo my last 3 changes" the last three. "no" leaves a question undone.',
      ],
      next: [],
    },
  ];
  return { kind: 'help', groups };
}

/** Requests that anybody may try, with names of the company's own. */
function examples({ lexicon }: Company, by: Person | null) {
  const stage =
    lexicon.stages.filter(({ is }) => is === 'open').at(-2)?.name ??
    lexicon.stages[0]?.name ??
    'the first stage';
  const home = lexicon.territories.find(({ id }) => id === by?.territoryId) ?? lexicon.territories[0];
  const place = home?.name;
  const reps = lexicon.people.filter(({ roles }) => roles.includes('rep'));
  const rep = (reps.find(({ territoryId }) => territoryId === home?.id) ?? reps[0])?.name;
  const ask = [
    `deals stuck in ${stage} 30 days`,
    place ? `pipeline by stage for ${place}` : 'pipeline by stage',
    rep ? `${rep}'s open deals over 50k` : 'open deals over 50k',
  ];
  const measured = [
    'forecast this quarter',
    'win rate this quarter vs last quarter',
    place ? `how is ${place} doing this quarter` : 'team performance this quarter',
  ];
  return { ask, measured, place, rep };
}

const greetings = {
  hello: 'Hello, ready when you are.',
  'good morning': 'Good morning, ready when you are.',
  thanks: 'You are welcome.',
  glad: 'Good to hear.',
};

/** A short word back, and what one may ask. */
export function greet(company: Company, by: Person, as: keyof typeof greetings): Said {
  const { ask, measured } = examples(company, by);
  const begins = as === 'hello' || as === 'good morning';
  return {
    kind: 'text',
    sentence: `${greetings[as]} ${begins ? 'Ask in your own words, or try one of these.' : 'Ask again any time; "help" says what there is.'}`,
    lines: [],
    next: suggestions(begins ? [...ask.slice(0, 1), ...measured.slice(0, 1), 'help'] : []),
  };
}

export function filters(): Said {
  const all = fields('deal').filter((field) => field.name !== 'id');
  const of = (types: string[]): string =>
    list(all.filter((field) => types.includes(field.type)).map((field) => field.label.toLowerCase()));
  return {
    kind: 'help',
    groups: [
      { title: 'Names', lines: [`${of(['name', 'text', 'list'])}.`], next: [] },
      {
        title: 'Amounts and days',
        lines: [`${of(['money', 'number', 'days'])}: over, under, between, at least.`],
        next: [],
      },
      { title: 'Dates', lines: [`${of(['day'])}: this month, last 30 days, Q2, before 12 May.`], next: [] },
      {
        title: 'Group and sort',
        lines: [
          `By ${list(all.filter((field) => field.groupable).map((field) => field.label.toLowerCase()))}.`,
        ],
        next: [suggestion(0, 'pipeline by stage')],
      },
    ],
  };
}

type Status = { agent: string; waiting: number; last: Date | null; failed: boolean; alert: boolean };

/** One line for each agent: state word first, then mode, what waits, and when it last ran. */
export async function agentStatus(
  use: { db: Db; now: Clock; company: Company; by: Person },
  agent: NamedValue | null,
): Promise<Said> {
  const { db, company } = use;
  const zone = use.by.tz ?? company.zone;
  const agents = agent ? [agent] : company.lexicon.agents;
  const pauses = await activePauses(db, company.now);
  const paused = ({ until, reason }: Pause): string =>
    `Paused${until ? ` until ${instant(until, zone, company.now)}` : ''}${reason ? ` (${reason})` : ''}`;
  const lines: string[] = [];
  let alerts = 0;
  for (const one of agents) {
    const row = await agentRow(db, one.id);
    const status = await statusOf(db, one.id);
    if (status.alert || status.failed) alerts += 1;
    const stop = pauseOn(pauses, { agent: one.id });
    const state = stop
      ? paused(stop)
      : status.alert
        ? 'Needs intervention'
        : status.waiting > 0
          ? `Has questions (${status.waiting})`
          : 'Working';
    const ran = status.last
      ? `last run ${instant(status.last, zone, company.now)}${status.failed ? ', which failed' : ''}`
      : 'has not run yet';
    const finer = row.finer.map(({ mode, said }) => `${mode} ${said}`);
    const mode = `Mode ${row.mode}${finer.length > 0 ? ` (${list(finer)})` : ''}`;
    lines.push(`${one.name}: ${state}. ${mode}, version ${row.version}, ${ran}.`);
    // Of one agent, who answers for it and how far it is from acting alone, too.
    if (agent) lines.push(...(await linesOf(use, row.name)), ...(await answersFor(db, row)));
  }
  const customers = pauses.filter((one) => one.scope === 'customer');
  const everything = pauses.find((one) => one.scope === 'everything');
  if (!agent) {
    const named = await customersNamed(use, customers);
    lines.push(...named.map(({ name, pause }) => `${name}: ${paused(pause)}.`), ...(await playbooksOn(use)));
  }
  const held = agents.filter(({ id }) => pauseOn(pauses, { agent: id }) !== null).length;
  const stopped = everything ? `${pausedSaid(everything, use)}. "Resume everything" ends it. ` : '';
  const parts = [
    count(agents.length, 'agent'),
    ...(held > 0 && !everything ? [`${held} of them paused`] : []),
    ...(agent ? [] : [`${alerts === 0 ? 'none' : alerts} with errors`]),
    ...(customers.length > 0 ? [`${count(customers.length, 'customer')} paused`] : []),
  ];
  return { kind: 'text', sentence: `${stopped}${parts.join(', ')}.`, lines, next: [] };
}

/** The customers of these pauses whom the person may see, by name. */
async function customersNamed(
  { db, by }: { db: Db; by: Person },
  pauses: Pause[],
): Promise<{ name: string; pause: Pause }[]> {
  if (pauses.length === 0) return [];
  const ids = pauses.map(({ subjectId }) => subjectId);
  const seen = await accountsInScope(db, ids, scopeOf(by));
  const rows = await db('accounts')
    .whereIn('id', [...seen])
    .orderBy('name')
    .select('id', 'name');
  return rows.flatMap(({ id, name }) => {
    const pause = pauses.find(({ subjectId }) => subjectId === id);
    return pause ? [{ name, pause }] : [];
  });
}

async function answersFor(db: Db, row: AgentRow): Promise<string[]> {
  const [owner, fallback] = await Promise.all(
    [row.ownerId, row.fallbackId].map(
      async (id) => (id ? (await personById(db, id))?.name : null) ?? 'nobody',
    ),
  );
  return [`Owner: ${owner}. Fallback: ${fallback}.`, `Measured by: ${row.metric.replace(/\.$/, '')}.`];
}

async function statusOf(db: Db, agent: string): Promise<Status> {
  const { rows } = await db.raw<{ rows: Omit<Status, 'agent'>[] }>(
    `select (select count(*) from exceptions e join proposals p on p.id = e.proposal_id where p.agent = ? and e.closed_at is null) as waiting,
            (select max(started_at) from runs where agent = ?) as last,
            coalesce((select error_category is not null from runs where agent = ? order by started_at desc limit 1), false) as failed,
            exists (select 1 from alerts where agent = ? and closed_at is null) as alert`,
    [agent, agent, agent, agent],
  );
  return { agent, waiting: 0, last: null, failed: false, alert: false, ...rows[0] };
}
