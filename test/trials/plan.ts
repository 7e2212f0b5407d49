/** Which worker dies where: every recorded call before and after it is forwarded, dealt out to the four kinds of CRM. */
import { type FlowName, flows } from './flows.ts';
import type { FaultName, Kill } from './kills.ts';
import type { Recorded } from './recording.ts';
import { type CrmMode, crmModes, luckFrom } from './terms.ts';

/** How many workers are killed, whatever a machine does not meet. */
export const FEWEST = 150;
/** A few points are not met: a call is not made in every case. */
const SPARE = 4;
const SHARE_OF_LOST_ANSWERS = 0.3;
const PER_WORLD = 32;

export type Planned = { mode: CrmMode; plan: Kill[] };

/**
 * Each commit and each call to Slack and the CRM is killed at before and after; each other statement that writes on one side
 * (the other side is that of the call next to it). Without a number, a choice of the rest fills up what is asked for; with
 * one, all of the rest, and then all again. `after` so many comes what a longer plan would have done next, to make up for
 * the `missing`.
 */
export function planKills(
  recorded: Recorded,
  use: { seed: number; trials: number | null; after?: number; missing?: number },
): Planned[] {
  const luck = luckFrom(use.seed);
  const all = luck.shuffled(
    flows.flatMap((flow) =>
      Object.entries(recorded[flow]).flatMap(([label, calls], n) =>
        (['before', 'after'] as const).map((when, side) => {
          const first =
            /^(commit of:|slack|crm) /.test(label) || (!/^(read|lock) /.test(label) && side === n % 2);
          return { flow, label, when, calls, first };
        }),
      ),
    ),
  );
  const points = [...all.filter((one) => one.first), ...all.filter((one) => !one.first)];
  const usual = Math.max(FEWEST + SPARE, all.filter((one) => one.first).length);
  const { after = 0, missing = 0 } = use;
  const upTo = missing > 0 ? after + missing + SPARE : (use.trials ?? usual);
  const byMode = new Map<CrmMode, Kill[]>(crmModes.map((mode) => [mode, []]));
  for (let n = 0; n < upTo; n++) {
    const point = points[n % points.length];
    // Another kind of CRM each time a point comes again.
    const mode = crmModes[(n + Math.floor(n / points.length)) % crmModes.length];
    if (!point || !mode) break;
    const { flow, label, when, calls } = point;
    const fault = luck.next() < SHARE_OF_LOST_ANSWERS ? faultFor(flow, luck.next()) : null;
    const k = 1 + luck.below(calls);
    if (n >= after) byMode.get(mode)?.push({ flow, label, when, k, fault });
  }
  return [...byMode].flatMap(([mode, all]) => {
    const worlds = Math.ceil(all.length / PER_WORLD);
    return Array.from({ length: worlds }, (_, w) => ({ mode, plan: all.filter((_, n) => n % worlds === w) }));
  });
}

const faults: Record<FlowName, FaultName[]> = {
  approve: ['crm lost after', 'crm lost before', 'crm lands late', 'crm down', 'slack lost'],
  undo: ['crm lost after', 'crm lost before', 'crm lands late', 'crm down', 'slack lost'],
  sweep: ['slack lost', 'slack lost, history late'],
};
const faultFor = (flow: FlowName, luck: number): FaultName | null =>
  faults[flow][Math.floor(luck * faults[flow].length)] ?? null;
