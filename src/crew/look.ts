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
  const recordTriggers = agent.records?.triggers ?? [];
  const { deal: touched, ...touchedRecords } = await takeTouched(trx, [
    // What changed is taken by the agent that looks at single deals.
    ...(agent.triggers.length > 0 ? (['deal'] as const) : []),
    ...new Set(recordTriggers.map(({ of }) => of)),
  ]);
  const sweeps = await trx('sweeps').select<Sweep[]>();
  const all = [...agent.triggers, ...recordTriggers];
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
  const looks = conditions.map((trigger) => ({
    trigger,
    since: since(trigger),
    subjects: changedIn(dueReads(trigger, use)),
  }));
  const events = agent.triggers.filter(byEvent).map((trigger) => ({
    trigger,
    subjects: since(trigger) === null ? ('all' as const) : changedIn(eventReads(trigger)),
  }));
  const seen = [await lookAtDue(trx, use, agent, looks), await lookAtEvents(trx, use, agent, events)];
  const records = recordTriggers.map((trigger) => ({ trigger, afresh: !known(trigger) }));
  const changed = (of: RecordTrigger['of']): Subjects =>
    touchedRecords[of] === 'all' || records.some(({ trigger, afresh }) => afresh && trigger.of === of)
      ? 'all'
      : [...new Set(touchedRecords[of].map((one) => one.subject_id))];
  const concernedRecords = await readRecords(trx, use, {
    contact: changed('contact'),
    account: changed('account'),
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

type Noun = 'deal' | RecordTrigger['of'];
/** Records that changed; of deals with the columns in which they did, null: any of them. */
type Touched = { subject_id: string; columns: string[] | null }[];

/** In one statement, whatever changed: most often it is little. What is not wanted is left to others. */
async function takeTouched(trx: Db, wanted: Noun[]): Promise<Record<Noun, Touched | 'all'>> {
  const taken: Record<Noun, Touched | 'all'> = { deal: [], contact: [], account: [] };
  if (wanted.length === 0) return taken;
  // Of leads and rules it is enough that agents were woken.
  const { rows } = await trx.raw<{ rows: (Touched[number] & { noun: Noun })[] }>(
    `with heard as (delete from touched where noun in ('lead', 'rule') and 'deal' = any(?))
     delete from touched where seq in (
       select t.seq from unnest(?::text[]) as n(noun) cross join lateral (
         select seq from touched where noun = n.noun order by seq limit ? for update skip locked) t)
     returning noun, subject_id, columns`,
    [wanted, wanted, manyTouched + 1],
  );
  const of = Map.groupBy(rows, ({ noun }) => noun);
  const many = wanted.filter((noun) => (of.get(noun)?.length ?? 0) > manyTouched);
  for (const noun of wanted) taken[noun] = many.includes(noun) ? 'all' : (of.get(noun) ?? []);
  if (many.length > 0) await trx('touched').whereIn('noun', many).delete();
  return taken;
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
