/** A start that came to nothing, once more. */
import type { Clock } from '../clock.ts';
import { startAgain, startsOf } from '../crew/starts.ts';
import type { Db } from '../db/pool.ts';
import type { Command } from '../language/request.ts';
import { mayKeepRule } from '../policy/may-rule.ts';
import type { Person } from '../policy/nouns.ts';
import { ruleNumbered } from '../settings/rules.ts';
import type { Done, Planned } from './plan.ts';

type Use = { db: Db; now: Clock; by: Person };
type Again = Extract<Command, { do: 'start_again' }>;

/** Of a rule of theirs. */
async function meant(use: Use, id: number) {
  const [start] = await startsOf(use.db, { start: id });
  const rule = start && (await ruleNumbered(use.db, start.rule));
  return start && rule && mayKeepRule(use.by, rule) ? start : null;
}

export async function againPlan(use: Use, { start: id }: Again): Promise<Planned> {
  const start = await meant(use, id);
  if (!start) return { nothing: `There is no start ${id} of a rule of yours.` };
  const { workflow, deal, state } = start;
  if (state !== 'failed')
    return {
      nothing: `Start ${id} (${workflow.name} for ${deal.name}) has not failed: it ${{ started: 'is done', waiting: 'is being tried', withdrawn: 'was withdrawn', stopped: 'was stopped' }[state]}.`,
    };
  if (workflow.ended)
    return { nothing: `The workflow ${workflow.name} is no more. An administrator can add one.` };
  return {
    headline: `Start ${workflow.name} for ${deal.name} once more.`,
    consequence: `${new URL(workflow.url).host} is called, outside, with the same id as before: what it has taken already it can tell by that.`,
    wayBack: 'Way back: there is none; what has been started is stopped there.',
    count: 1,
    verb: 'Try again',
    mark: `${id} ${start.endedAt?.toISOString()}`,
  };
}

export async function carryOutAgain(use: Use, { start: id }: Again): Promise<Done> {
  const start = await meant(use, id);
  const begun = start && (await startAgain(use, { id, by: { kind: 'person', id: use.by.id } }));
  return {
    sentence: begun
      ? `${start.workflow.name} is started for ${start.deal.name} once more.`
      : 'It has changed since. Nothing was changed.',
    back: null,
  };
}
