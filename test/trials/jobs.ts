/** What a lane can be asked to do. Each job makes a world of its own, and takes it down again. */

import { readFile } from 'node:fs/promises';
import type { Violation } from './checker.ts';
import { startCluster } from './cluster.ts';
import { type EventsResult, runEvents } from './events.ts';
import { type Kill, type KillResult, runKills } from './kills.ts';
import { type MeddlingResult, runMeddling } from './meddling.ts';
import { type OutageResult, runOutage } from './outage.ts';
import { type Race, type RaceResult, runRaces } from './races.ts';
import { type Recorded, recordFlows } from './recording.ts';
import type { CrmMode } from './terms.ts';
import { twins } from './twins.ts';
import { openWorld, type World, type WorldWanted } from './world.ts';

export type Jobs = {
  record: { input: object; result: Recorded };
  kills: { input: { mode: CrmMode; plan: Kill[] }; result: KillResult };
  races: { input: { race: Race; rounds: number }; result: RaceResult };
  events: { input: { messages: number }; result: EventsResult };
  meddling: { input: { mode: CrmMode; times: number }; result: MeddlingResult };
  outage: { input: { approvals: number; outages: number }; result: OutageResult };
  twin: { input: { n: number }; result: { violations: Violation[] } };
};
export type JobName = keyof Jobs;
export type Use = { server: string; place: string; name: string; seed: number };

export const jobs: { [J in JobName]: (use: Use, input: Jobs[J]['input']) => Promise<Jobs[J]['result']> } = {
  record: (use) => within(use, { mode: 'keys', clockSpeed: 1 }, recordFlows),
  kills: (use, { mode, plan }) => within(use, { mode }, (world) => runKills(world, plan)),
  races: (use, { race, rounds }) =>
    within(use, { mode: 'keys', direct: true, calm: true }, (world) => runRaces(world, race, rounds)),
  events: (use, { messages }) =>
    within(use, { mode: 'keys', direct: true, calm: true }, (world) => runEvents(world, messages)),
  meddling: (use, { mode, times }) => within(use, { mode }, (world) => runMeddling(world, times)),
  outage: async (use, { approvals, outages }) => {
    const cluster = await startCluster(use.place);
    try {
      const own = { ...use, server: cluster.url };
      return await within(own, { mode: 'keys', direct: true }, (world) =>
        runOutage(world, cluster, approvals, outages),
      );
    } finally {
      await cluster.stop();
    }
  },
  twin: async (use, { n }) => {
    const twin = twins[n];
    if (!twin) throw new Error(`There is no twin ${n}.`);
    const { mode, client, sabotage, direct } = twin;
    const { violations } = await within(use, { mode, client, sabotage, direct }, twin.try);
    return { violations };
  },
};

async function within<T>(
  use: Use,
  wanted: Omit<WorldWanted, keyof Use>,
  work: (world: World) => Promise<T>,
): Promise<T> {
  const world = await openWorld({ ...use, ...wanted });
  try {
    return await work(world);
  } catch (error) {
    const said = await readFile(world.logFile, 'utf8').catch(() => '');
    const last = said
      .trim()
      .split('\n')
      .slice(-8)
      .map((line) => line.slice(0, 400))
      .join('\n');
    throw new Error(
      `${error instanceof Error ? error.stack : String(error)}\nThe workers' last words:\n${last}`,
    );
  } finally {
    await world.close();
  }
}
