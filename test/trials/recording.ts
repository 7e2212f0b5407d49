/** Which calls a flow makes: heard at the proxies, less what an idle worker says as well. */
import { type Case, type FlowName, flows, flowsByName } from './flows.ts';
import { isBracket } from './labels.ts';
import { pause, within } from './terms.ts';
import type { World } from './world.ts';

/** How often each call is made, by flow. */
export type Recorded = Record<FlowName, Record<string, number>>;

/** Listens to each flow twice, and keeps what was heard both times: clock work that happens to pass by is left out. */
export async function recordFlows(world: World): Promise<Recorded> {
  const cases: Case[] = [];
  await world.start();
  await world.connected();
  // The first run of the agent looks at everything; afterwards it is quiet.
  await within(
    10_000,
    async () => (await world.db('runs').whereNotNull('ended_at').first('id')) !== undefined,
  );
  await pause(1_000);
  const listening = world.recorder.listen();
  await pause(3_000);
  const idle = new Set(listening.stop());
  const heard: Record<FlowName, Record<string, number>[]> = { approve: [], undo: [], sweep: [] };
  for (const name of [...flows, ...flows]) {
    const flow = flowsByName[name];
    const one = await flow.prepare(world, cases);
    if (!cases.includes(one)) cases.push(one);
    await pause(400);
    const ear = world.recorder.listen();
    await flow.act(world, one);
    one.done.push(name);
    if (!(await within(20_000, () => flow.ended(world, one))))
      throw new Error(`Undisturbed, "${name}" never ended.`);
    await pause(150);
    heard[name].push(counted(ear.stop().filter((label) => !idle.has(label) && !isBracket(label))));
  }
  return { approve: both(heard.approve), undo: both(heard.undo), sweep: both(heard.sweep) };
}

function counted(labels: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}

const both = ([first = {}, second = {}]: Record<string, number>[]): Record<string, number> =>
  Object.fromEntries(
    Object.entries(first).flatMap(([label, n]) => {
      const again = second[label];
      return again === undefined ? [] : [[label, Math.min(n, again)]];
    }),
  );
