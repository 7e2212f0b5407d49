/** What agents told each other: lately, or the whole chain of which a run is a part. */
import { agentLabel } from '../agents/roster.ts';
import type { Db } from '../db/pool.ts';
import type { Command } from '../language/request.ts';
import { scopeOf } from '../people/scope.ts';
import type { Person } from '../policy/nouns.ts';
import { chainOf, latestSignals, type SignalRow } from '../runs/signals.ts';
import { count, instant, list } from '../story/format.ts';
import { signalStep } from '../story/signal.ts';
import type { Company } from './company.ts';
import { lacking } from './lacking.ts';
import { type Outcome, outcome } from './outcome.ts';
import { instantsOf, periodSaid } from './spans.ts';
import { suggestions } from './suggest.ts';

type Use = { db: Db; company: Company; by: Person };
type Asked = Extract<Command, { do: 'signals' }>;

const mostShown = 20;
const mostButtons = 5;

export async function signalsAsked(use: Use, asked: Asked): Promise<Outcome> {
  return asked.run === null ? lately(use, asked.period ?? 'today') : chain(use, asked.run);
}

/** In the order in which they came: one view from what began it to where it ended. */
async function chain(use: Use, run: string): Promise<Outcome> {
  const found = await use.db('runs').where({ id: run }).first<{ agent: string } | undefined>('agent');
  if (!found || found.agent === 'requests')
    return lacking(
      `No agent has a run ${run}. Its id stands in every Why, such as 7F3K.`,
      'show the chain of run …',
    );
  const signals = await chainOf(use.db, run);
  const understood = `The chain of run ${run}`;
  if (signals.length === 0)
    return told(
      `Run ${run} of the ${agentLabel(found.agent)} was woken by no other agent and woke none.`,
      [],
      [run],
      understood,
    );
  const agents = [...new Set(signals.flatMap(({ causes, to }) => [...causes.map(({ agent }) => agent), to]))];
  const ended = signals.filter(({ stoppedBecause }) => stoppedBecause !== null).length;
  const sentence = `${count(signals.length, 'signal')} between ${list(agents.map((name) => `the ${agentLabel(name)}`))}${ended > 0 ? `; ${ended} went no further` : ''}.`;
  return told(sentence, steps(use, signals), runsIn(signals, run), understood);
}

async function lately(use: Use, period: string): Promise<Outcome> {
  const span = instantsOf(period, use.company);
  const signals = await latestSignals(use.db, mostShown + 1, span);
  const said = periodSaid(period, use.company);
  const understood = `What the agents told each other, ${said}`;
  if (signals.length === 0) return told(`No agent told another anything, ${said}.`, [], [], understood);
  const shown = signals.slice(0, mostShown);
  const more = signals.length > mostShown ? ` The last ${mostShown} are shown.` : '';
  const sentence = `${count(shown.length, 'signal')}${more ? ' or more' : ''}, the latest first.${more}`;
  return told(sentence, steps(use, shown), runsIn(shown, null), understood, 'chain');
}

/** Which deal it was is for those who see all; the others read what kind of thing it was. */
function steps({ by, company }: Use, signals: SignalRow[]): string[] {
  const openly = 'everything' in scopeOf(by);
  const zone = by.tz ?? company.zone;
  return signals.map(
    (one) => `${instant(one.at, zone, company.now)}  ${signalStep(one, { openly, label: agentLabel })}`,
  );
}

const runsIn = (signals: SignalRow[], first: string | null): string[] => [
  ...new Set([
    ...(first ? [first] : []),
    ...signals.flatMap(({ causes, run }) => [causes[0]?.run ?? null, run]).filter((run) => run !== null),
  ]),
];

/** Each run is one tap away: its Why, or in a list the chain that it is a part of. */
const told = (
  sentence: string,
  lines: string[],
  runs: string[],
  understood: string,
  opens: 'why' | 'chain' = 'why',
): Outcome =>
  outcome(
    {
      kind: 'text',
      sentence,
      lines,
      next: suggestions(
        runs.slice(0, mostButtons).map((run) => (opens === 'why' ? `why run ${run}` : `chain of run ${run}`)),
      ),
    },
    'explain_run',
    { understood },
  );
