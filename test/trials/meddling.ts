/** Somebody changes the record in the CRM in the very moment before Steward writes to it. Theirs must stand. */
import { check, type Violation } from './checker.ts';
import { aCase, type Case, flowsByName } from './flows.ts';
import { cardOf } from './seen.ts';
import { within } from './terms.ts';
import type { World } from './world.ts';

const theirs = '2026-05-05';

export type MeddlingResult = { meddled: number; violations: Violation[] };

/** Half of them before an approved change is written, half before an undo. */
export async function runMeddling(world: World, times: number): Promise<MeddlingResult> {
  await world.start();
  await world.connected();
  const violations: Violation[] = [];
  for (let n = 0; n < times; n++) {
    const undoing = n % 2 === 1;
    const one = await aCase(world);
    await within(20_000, () => cardOf(world, `exception:${one.exceptionId}`));
    if (undoing) await through(world, one, 'approve');
    world.recorder.justBefore('crm write', () =>
      world.crm.edit(`deal/${one.deal}`, { close_date: theirs }, 'P-tom'),
    );
    await through(world, one, undoing ? 'undo' : 'approve');
    const stands = world.crm.fields(`deal/${one.deal}`).close_date;
    const card = await cardOf(world, `exception:${one.exceptionId}`);
    if (stands !== theirs)
      violations.push({
        guarantee: 'others',
        what: `${one.deal}: Tom wrote ${theirs}, and now it says ${stands}`,
      });
    else if (!card?.text.includes(undoing ? 'Not undone' : 'Not applied'))
      violations.push({
        guarantee: 'shows',
        what: `${one.deal}: a conflict, but its card says "${card?.text}"`,
      });
  }
  violations.push(...(await check(world, [])));
  return { meddled: times, violations };
}

async function through(world: World, one: Case, flow: 'approve' | 'undo'): Promise<void> {
  await flowsByName[flow].act(world, one);
  one.done.push(flow);
  await within(10_000, () => flowsByName[flow].ended(world, one));
}
