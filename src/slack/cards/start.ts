/** What rules start outside, as it is now. */
import type { Card, Here } from '../../../blocks/kit.ts';
import { floodCard, type StartLine, startCard } from '../../../blocks/start.ts';
import { floodById } from '../../crew/floods.ts';
import { type Start, startsOf } from '../../crew/starts.ts';
import type { Db } from '../../db/pool.ts';
import { peopleById } from '../../people/people.ts';
import { activePauses, pauseOn } from '../../settings/pauses.ts';
import { currentSettings, numberSetting } from '../../settings/settings.ts';

const mostShown = 8;

export async function startsNow(db: Db, id: number, here: Here): Promise<Card | null> {
  const all = (await startsOf(db, { toldWith: id }, 500)).toReversed();
  const [first] = all;
  if (!first) return null;
  const by = await db('starts')
    .where({ told_with: id })
    .whereNotNull('stopped_by')
    .select('id', 'stopped_by');
  const people = await peopleById(
    db,
    by.map(({ stopped_by }) => stopped_by),
  );
  const whoStopped = new Map<number, string>(
    by.map((row) => [row.id, people.get(row.stopped_by)?.name ?? 'Somebody']),
  );
  const paused = pauseOn(await activePauses(db, here.now), { agent: 'pipeline' }) !== null;
  const lines = all.slice(0, mostShown).map((start) => lineOf(start, { paused, now: here.now, whoStopped }));
  return startCard({ starts: lines, more: all.length - lines.length, at: first.begunAt }, here);
}

function lineOf(
  start: Start,
  on: { paused: boolean; now: Date; whoStopped: Map<number, string> },
): StartLine {
  return {
    id: start.id,
    workflow: start.workflow.name,
    host: new URL(start.workflow.url).host,
    deal: start.deal.name,
    rule: start.rule,
    state: stateOf(start, on),
  };
}

function stateOf(
  start: Start,
  { paused, now, whoStopped }: { paused: boolean; now: Date; whoStopped: Map<number, string> },
): StartLine['state'] {
  const at = start.endedAt ?? start.begunAt;
  if (start.state === 'started') return { is: 'started', at };
  if (start.state === 'stopped') return { is: 'stopped', by: whoStopped.get(start.id) ?? 'Somebody', at };
  if (start.state !== 'waiting') return { is: 'not started', because: start.because ?? 'it was given up' };
  if (start.calledAt) return { is: 'tried', times: start.attempts };
  if (paused) return { is: 'paused' };
  return start.stoppableUntil > now ? { is: 'held', until: start.stoppableUntil } : { is: 'waits for room' };
}

export async function floodNow(db: Db, id: number, here: Here): Promise<Card | null> {
  const flood = await floodById(db, id, here.now);
  if (!flood) return null;
  const most = numberSetting(await currentSettings(db, here.now), 'starts_per_hour');
  const { waiting, started, beganAt, endedAt } = flood;
  return floodCard({ waiting, started, most, began: beganAt, ended: endedAt }, here);
}
