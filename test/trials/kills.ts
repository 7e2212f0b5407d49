/** Kills a worker at a planned point of a flow, starts the next one, and waits for the case to come to its end. */

import { check, type Violation } from './checker.ts';
import { type Case, type FlowName, flowsByName } from './flows.ts';
import type { When } from './recorder.ts';
import { buttonsOf, cardOf, pressUntilHeard } from './seen.ts';
import { pause, within } from './terms.ts';
import { NoWorker, type World } from './world.ts';

export const faultNames = [
  'crm lost after',
  'crm lost before',
  'crm lands late',
  'crm down',
  'slack lost',
  'slack lost, history late',
] as const;
export type FaultName = (typeof faultNames)[number];
/** `k` 0: nobody is killed, only the fault acts. */
export type Kill = { flow: FlowName; label: string; k: number; when: When; fault: FaultName | null };
export type KillResult = {
  met: (Kill & { hit: boolean; recoveredMs: number | null })[];
  violations: Violation[];
  unknown: number;
  lost: number;
  exits: number;
  unhandled: string[];
  cases: number;
  spawned: number;
};

const MINUTE_MS = 60_000;
/** How long a flow has for coming by the point of its kill, and a killed one before the next kill goes on beside it. */
const MEET_MS = 30_000;
const PATIENCE_MS = 2_500;
/** Where kills came faster than a slow machine does anything, nothing would ever end: half of its minute a case is let alone. */
const UNDISTURBED_MS = 30_000;
type Waiting = { one: Case; flow: FlowName; since: number; record: KillResult['met'][number] };
/** A call that did not come once more in the second try is not a point of that case. */
const TRIES = 2;

export async function runKills(
  world: World,
  plan: Kill[],
  options: { deadlineMs?: number } = {},
): Promise<KillResult> {
  const deadlineMs = options.deadlineMs ?? MINUTE_MS;
  const cases: Case[] = [];
  const waiting: Promise<Violation | null>[] = [];
  const late = new Set<Waiting>();
  const met: KillResult['met'] = [];
  const violations: Violation[] = [];
  await world.start();
  for (const kill of plan) {
    for (let attempt = 1; attempt <= (kill.k === 0 ? 1 : TRIES); attempt++) {
      const record = {
        ...kill,
        ...(attempt > 1 ? { k: 1, fault: null } : {}),
        hit: false,
        recoveredMs: null,
      };
      await within(deadlineMs, () => [...late].every(({ since }) => Date.now() - since < UNDISTURBED_MS));
      const left = await tryOne(world, record, cases).catch((error: unknown) => {
        if (error instanceof NoWorker) throw error;
        violations.push({ guarantee: 'ends', what: `${kill.flow} at ${kill.label}: ${String(error)}` });
        return null;
      });
      if (left) {
        late.add(left);
        waiting.push(seenToItsEnd(world, left, deadlineMs).finally(() => late.delete(left)));
      }
      if (record.hit || attempt === TRIES || kill.k === 0) met.push(record);
      if (record.hit) break;
    }
  }
  world.workspace.faults.clear();
  world.crm.noFaults();
  violations.push(...(await Promise.all(waiting)).filter((one) => one !== null));
  await within(15_000, () => world.crm.onTheirWay() === 0);
  await twinsClosed(world);
  const unknown = await sortOut(world, cases);
  violations.push(...(await check(world, cases, deadlineMs)));
  return {
    met,
    violations,
    unknown,
    lost: world.crm.lost(),
    exits: world.workers.exits(),
    unhandled: world.unhandled,
    cases: cases.length,
    spawned: world.workers.killed() + 1,
  };
}

async function tryOne(
  world: World,
  record: KillResult['met'][number],
  cases: Case[],
): Promise<Waiting | null> {
  const flow = flowsByName[record.flow];
  const one = await flow.prepare(world, cases);
  if (!cases.includes(one)) cases.push(one);
  one.done.push(record.flow);
  switchOn(world, record.fault);
  let killedAt = 0;
  const dead = Promise.withResolvers<void>();
  void world.recorder.arm(record, world.kill).then(() => {
    killedAt = Date.now();
    dead.resolve();
  });
  const acted = flow.act(world, one);
  const overFirst = within(MEET_MS, async () => killedAt > 0 || (await flow.ended(world, one)));
  await Promise.race([dead.promise, Promise.all([acted, overFirst])]);
  world.recorder.disarm();
  if (killedAt > 0) {
    record.hit = true;
    await world.start();
  }
  await acted;
  const left = { one, flow: record.flow, since: killedAt || Date.now(), record };
  if (!(await within(PATIENCE_MS, () => isOver(world, left)))) return left;
  record.recoveredMs = killedAt > 0 ? Date.now() - killedAt : null;
  return null;
}

/** Goes on beside the next kills: what is slow to come back has a minute. */
async function seenToItsEnd(world: World, left: Waiting, deadlineMs: number): Promise<Violation | null> {
  const { one, flow, since, record } = left;
  const over = await within(since + deadlineMs - Date.now(), () => isOver(world, left), 250);
  if (!over) {
    const stands = await whereItStands(world, one);
    return {
      guarantee: 'ends',
      what: `${one.deal}: "${flow}" was not over a minute after its kill: ${stands}`,
    };
  }
  record.recoveredMs = Date.now() - since;
  return null;
}

/** For whoever reads the violation: what the rows say. */
async function whereItStands(world: World, one: Case): Promise<string> {
  const { rows } = await world.db.raw(
    `select coalesce((select string_agg(concat_ws(' ', c.id, c.state, 'attempts', c.attempts, c.error, 'next', c.next_try_at, 'called', c.called_at), '; ' order by c.id)
         from changes c where c.exception_id = ?), 'no change') as changes,
       (select string_agg(concat_ws(' ', topic, key, 'attempts', attempts, 'not before', not_before, 'lease', lease_until, error), '; ')
         from outbox where done_at is null and failed_at is null) as waiting,
       (select string_agg(concat_ws(' ', name, state, 'retries', retry_count, 'from', start_after), '; ') from pgboss.job
         where name = 'run-agent' and state in ('created', 'retry', 'active')) as runs,
       (select concat_ws(' ', 'found', found_at, 'taken up', taken_up_at, 'gone', gone_at, gone_because) from findings where subject_id = ? limit 1) as finding,
       (select count(*)::int from touched where subject_id = ?) as touched,
       (select string_agg(concat_ws(' ', started_at, woken_by, output->>'sentence', error), '; ' order by started_at)
         from (select * from runs where agent = 'pipeline' and trigger is not null order by started_at desc limit 4) r) as "lastRuns",
       clock_timestamp() as now`,
    [one.exceptionId, one.deal, one.deal],
  );
  return JSON.stringify(rows[0]);
}

const isOver = (world: World, { one, flow }: Waiting): Promise<boolean> =>
  flowsByName[flow].ended(world, one);

function switchOn(world: World, fault: FaultName | null): void {
  if (fault?.startsWith('crm ')) {
    world.crm.fail(fault.slice(4) as Parameters<World['crm']['fail']>[0]);
  } else if (fault !== null) {
    world.workspace.faults.clear();
    world.workspace.faults.add({ kind: 'lost', on: 'chat.*', next: 1 });
    if (fault !== 'slack lost')
      world.workspace.faults.add({ kind: 'lag', on: 'conversations.history', ms: 8_000 });
  }
}

/** Second messages are closed by the clock's work of a minute: here every ten seconds. */
async function twinsClosed(world: World): Promise<void> {
  await within(
    MINUTE_MS,
    async () =>
      (await world.db('cards').where('looks', '>', 0).where({ state: 'posted' }).first('key')) === undefined,
    200,
  );
  await pause(600);
}

/** Where the CRM cannot tell whether it did it, a person looks there and says "write it again". */
async function sortOut(world: World, cases: Case[]): Promise<number> {
  const rows: { exception_id: number }[] = await world
    .db('changes')
    .where({ state: 'unknown' })
    .select('exception_id');
  const unknown = cases.filter((one) => rows.some((row) => row.exception_id === one.exceptionId));
  for (const one of unknown) {
    const card = () => cardOf(world, `exception:${one.exceptionId}`);
    const asked = await card();
    // Left as it is when nobody is asked: the checker says so.
    if (!asked || !buttonsOf(asked).includes('Write it again')) continue;
    await pressUntilHeard(world, one.who, card, 'Write it again', 10_000);
    const flow = one.done.includes('undo') ? 'undo' : 'approve';
    await within(20_000, async () => {
      const open = await world
        .db('changes')
        .where({ exception_id: one.exceptionId, state: 'unknown' })
        .first('id');
      return open === undefined && flowsByName[flow].ended(world, one);
    });
  }
  return unknown.length;
}
