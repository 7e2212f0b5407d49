/** Postgres is stopped at once and started again, again and again, while people approve. */
import { check, type Violation } from './checker.ts';
import type { Cluster } from './cluster.ts';
import { aCase, type Case, flowsByName } from './flows.ts';
import { pause, within } from './terms.ts';
import type { World } from './world.ts';

export type OutageResult = {
  approvals: number;
  outages: number;
  slowestFirstMs: number;
  exits: number;
  unhandled: string[];
  violations: Violation[];
};

export async function runOutage(
  world: World,
  cluster: Cluster,
  approvals: number,
  outages: number,
): Promise<OutageResult> {
  await world.start();
  await world.start();
  await world.connected();
  const cases: Case[] = [];
  for (let n = 0; n < approvals; n++) cases.push(await aCase(world));
  const violations: Violation[] = [];
  const posted = await within(60_000, async () => {
    const { rows } = await world.db.raw(`select count(*)::int as n from cards where state = 'posted'`);
    return rows[0].n >= approvals;
  });
  if (!posted) violations.push({ guarantee: 'ends', what: 'the cards of the trial never came' });

  const firsts: Promise<number>[] = [];
  const weather = (async () => {
    for (let n = 0; n < outages; n++) {
      await pause(700 + world.luck.below(900));
      await cluster.crash();
      await pause(world.luck.below(2_000));
      await cluster.start();
      firsts.push(firstSuccess(world));
    }
  })();
  const gap = Math.max(40, (outages * 2_300) / approvals);
  const clicks: Promise<void>[] = [];
  for (const one of world.luck.shuffled(cases)) {
    one.done.push('approve');
    clicks.push(flowsByName.approve.act(world, one));
    await pause(gap);
  }
  await Promise.all([weather, ...clicks]);
  const slowest = Math.max(0, ...(await Promise.all(firsts)));
  for (const one of cases) {
    const over = await within(60_000, () => flowsByName.approve.ended(world, one).catch(() => false), 100);
    if (!over)
      violations.push({ guarantee: 'ends', what: `${one.deal}: not over a minute after the last outage` });
  }
  violations.push(...(await check(world, cases)));
  return {
    approvals,
    outages,
    slowestFirstMs: slowest,
    exits: world.workers.exits(),
    unhandled: world.unhandled,
    violations,
  };
}

/** From the return of the server to the next change that is applied; or until nothing is left to apply. */
async function firstSuccess(world: World): Promise<number> {
  const began = Date.now();
  const look = async (): Promise<{ applied: number; open: number } | null> => {
    const { rows } = await world.db.raw(
      `select count(*) filter (where state = 'applied')::int as applied,
         count(*) filter (where state in ('pending', 'applying'))::int as open from changes`,
    );
    return rows[0];
  };
  const asked = () => look().catch(() => null);
  const first = await within(10_000, asked);
  await within(15_000, async () => {
    const now = await asked();
    return now !== null && (now.applied > (first?.applied ?? 0) || now.open === 0);
  });
  return Date.now() - began;
}
