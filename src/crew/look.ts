/**
 * Looking: what has become true, what has happened, and what is true no longer. Costs what changed, not what exists: of the
 * deals that changed only those are read of which a column changed that a trigger reads, and of the rest only what has
 * come due since the last sweep.
 */
import type { Agent, RecordTrigger, Trigger } from '../agents/nouns.ts';
import type { Db } from '../db/pool.ts';
import { type ConditionTrigger, dueReads, lookAtDue } from './look-at-due.ts';
import { type EventTrigger, eventReads, lookAtEvents } from './look-at-events.ts';
import { lookAtFigures } from './look-at-figures.ts';
import { lookAtRecords, readRecords } from './look-at-records.ts';
import type { Looked, LookedAtAll, LookUse, Subjects } from './looking.ts';

/** Above this many touched deals one statement over all of them is cheaper. */
const manyTouched = 20_000;

/** Sweeps every trigger of the agent, in the caller's transaction. The caller holds the agent's lock. */
export async function look(trx: Db, use: LookUse, agent: Agent): Promise<LookedAtAll> {
  // What changed is taken by the agent that looks at single deals.
  const touched = agent.triggers.length > 0 ? await takeTouched(trx) : [];
  const sweeps = await trx('sweeps').select<Sweep[]>();
  const all = [...agent.triggers, ...(agent.records?.triggers ?? [])];
  const madeWith = new Map(all.map((trigger) => [trigger.name, fingerprint(agent, trigger, use)]));
  const known = ({ name }: Trigger | RecordTrigger): Sweep | undefined =>
    sweeps.find((one) => one.trigger === name && one.made_with === madeWith.get(name));
  const since = (trigger: Trigger): Date | null => {
    const sweep = known(trigger);
    // Backwards: the clock was set to an earlier day.
    return !sweep || sweep.swept_to > use.now || touched === 'all' ? null : sweep.swept_to;
  };
  const changedIn = (reads: Set<string>): string[] => (touched === 'all' ? [] : concerned(touched, reads));
  const conditions = agent.triggers.filter(byCondition);
  const looks = conditions.map((trigger) => ({ trigger, since: since(trigger) }));
  const events = agent.triggers.filter(byEvent).map((trigger) => ({
    trigger,
    subjects: since(trigger) === null ? ('all' as const) : changedIn(eventReads(trigger)),
  }));
  const seen = [
    await lookAtDue(trx, use, agent, {
      looks,
      subjects: changedIn(new Set(conditions.flatMap((trigger) => [...dueReads(trigger, use)]))),
    }),
    await lookAtEvents(trx, use, agent, events),
  ];
  const records = (agent.records?.triggers ?? []).map((trigger) => ({ trigger, afresh: !known(trigger) }));
  const changed = async (of: RecordTrigger['of']) => {
    const mine = records.filter(({ trigger }) => trigger.of === of);
    const ids = mine.length > 0 ? await takeTouchedRecords(trx, of) : [];
    return mine.some(({ afresh }) => afresh) ? 'all' : ids;
  };
  const concernedRecords = await readRecords(trx, use, {
    contact: await changed('contact'),
    account: await changed('account'),
  });
  for (const { trigger, afresh } of records) {
    const subjects = afresh ? 'all' : concernedRecords[trigger.of];
    seen.push(await lookAtRecords(trx, use, agent, trigger, subjects));
  }
  const swept = [...madeWith].map(
    ([trigger, made_with]): Sweep => ({ trigger, swept_to: use.now, made_with, run_id: use.runId }),
  );
  if (swept.length > 0) await trx('sweeps').insert(swept).onConflict('trigger').merge();
  const figures = await lookAtFigures(
    trx,
    use,
    agent,
    seen.flatMap(({ moved }) => moved),
  );
  const sum = (count: (one: Looked) => number): number => seen.reduce((all, one) => all + count(one), 0);
  return {
    looked: sum(({ looked }) => looked),
    found: sum(({ found }) => found) + figures.found,
    gone: sum(({ gone }) => gone) + figures.gone,
    told: figures.told,
  };
}

const byCondition = (trigger: Trigger): trigger is ConditionTrigger => 'condition' in trigger;
const byEvent = (trigger: Trigger): trigger is EventTrigger => 'event' in trigger;

type Sweep = { trigger: string; swept_to: Date; made_with: string; run_id: string };

/** Deals that changed, with the columns in which they did; null: any of them. */
type Touched = { subject_id: string; columns: string[] | null }[];

async function takeTouched(trx: Db): Promise<Touched | 'all'> {
  // Of leads and rules it is enough that agents were woken.
  await trx('touched').whereIn('noun', ['lead', 'rule']).delete();
  const { rows } = await trx.raw<{ rows: Touched }>(
    `delete from touched where seq in (select seq from touched where noun = 'deal' order by seq limit ? for update skip locked)
     returning subject_id, columns`,
    [manyTouched + 1],
  );
  if (rows.length <= manyTouched) return rows;
  await trx('touched').where({ noun: 'deal' }).delete();
  return 'all';
}

async function takeTouchedRecords(trx: Db, of: RecordTrigger['of']): Promise<Subjects> {
  const { rows } = await trx.raw<{ rows: { subject_id: string }[] }>(
    `with taken as (
       delete from touched where seq in (select seq from touched where noun = ? order by seq limit ? for update skip locked) returning subject_id)
     select distinct subject_id from taken`,
    [of, manyTouched + 1],
  );
  if (rows.length <= manyTouched) return rows.map((row) => row.subject_id);
  await trx('touched').where({ noun: of }).delete();
  return 'all';
}

const concerned = (touched: Touched, reads: Set<string>): string[] =>
  touched
    .filter(({ columns }) => columns === null || columns.some((column) => reads.has(column)))
    .map((one) => one.subject_id);

/** All that a sweep's result rests on besides the deals. When it differs from last time, everything is looked at again. */
function fingerprint(agent: Agent, trigger: Trigger | RecordTrigger, use: LookUse): string {
  const values = use.settings
    .filter((row) => trigger.reads.includes(row.name))
    .map((row) => [row.name, row.scope, row.scopeId, row.stage, row.value].join('='))
    .sort();
  return JSON.stringify({
    agent: agent.version,
    zone: use.zone,
    finds: 'event' in trigger ? trigger.event : trigger.condition,
    values,
    ...('daily' in trigger && trigger.daily ? { on: use.today } : {}),
  });
}
