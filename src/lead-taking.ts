/** A lead that was kept at the door, in the hands of a worker. */
import type { Clock } from './clock.ts';
import type { Db } from './db/pool.ts';
import { takeIn } from './exceptions/arriving.ts';
import { Later } from './jobs/later.ts';
import type { Job } from './jobs/topics.ts';
import { LeadBody } from './lead-door.ts';
import type { Models } from './models/models.ts';
import { activePauses, pauseOn } from './settings/pauses.ts';

const whilePausedMs = 5_000;

/** While the intake agent or everything is paused, it waits in the inbox. */
export async function takeLead(
  use: { db: Db; now: Clock; models: Models },
  job: Job<unknown>,
): Promise<void> {
  const { cameAt, ...body } = LeadBody.parse(job.body);
  if (pauseOn(await activePauses(use.db, use.now.now()), { agent: 'intake' }))
    throw new Later(whilePausedMs, 'Intake is paused.');
  await takeIn(use, {
    ...body,
    cameAt: new Date(cameAt),
    by: { kind: 'system', id: 'intake' },
    again: job.attempt > 1,
  });
}
