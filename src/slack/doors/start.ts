/** [Stop] under what a rule starts outside, while nobody is called yet. */
import { record } from '../../audit/record.ts';
import { stopStarts } from '../../crew/starts.ts';
import type { Db } from '../../db/pool.ts';
import type { Job } from '../../jobs/topics.ts';
import { mayPause } from '../../policy/may-pause.ts';
import type { Person } from '../../policy/nouns.ts';
import { count } from '../../story/format.ts';
import type { DoorUse } from '../use.ts';
import type { Asker } from '../who.ts';
import type { Press } from '../wire.ts';
import { refusedWithoutRole } from './no-role.ts';
import { aboutOne, type Came } from './pressed.ts';

export const stopStart = (use: DoorUse, clicked: Press, asker: Asker, job: Job<unknown>): Promise<void> =>
  asker.person
    ? stopNamed(asker.person)(use, clicked, asker, job)
    : refusedWithoutRole(use, clicked, asker, job);

/** "12" names one start, "all-12" all that one message tells of. */
const stopNamed = (person: Person) =>
  aboutOne(
    'start',
    async ({ use, trx, id }): Promise<Came> => {
      const rows = await startsMeant(trx, Number(id.replace('all-', '')), id.startsWith('all-'));
      const refusal = await mayNotStop(trx, rows, person);
      return { tell: refusal ?? (await stopped(trx, rows, person, use.clock.now())) };
    },
    /^(?:all-)?\d{1,15}$/,
  );
type Row = { id: number; ordered_by: string };

async function startsMeant(trx: Db, id: number, all: boolean): Promise<Row[]> {
  const one = await trx('starts').where({ id }).first<{ told_with: number | null } | undefined>('told_with');
  return trx('starts')
    .where(all && one?.told_with ? { told_with: one.told_with } : { id })
    .select<Row[]>('id', 'ordered_by');
}

/** Whoever made the rule, and whoever may pause the agent. */
async function mayNotStop(trx: Db, rows: Row[], by: Person): Promise<string | null> {
  if (mayPause(by) || rows.every(({ ordered_by }) => ordered_by === by.id)) return null;
  const because = 'Stopping it needs whoever made the rule, or somebody who may pause agents.';
  await record(
    trx,
    rows.map(({ id }) => ({
      action: 'start.stop_refused',
      subject: { kind: 'start', id: String(id) },
      by: { kind: 'person' as const, id: by.id },
      because,
    })),
  );
  return `${because} Your click was recorded.`;
}

async function stopped(trx: Db, rows: Row[], by: Person, now: Date): Promise<string> {
  const done = await stopStarts(trx, { ids: rows.map(({ id }) => id), by: by.id, now });
  const late = rows.length - done.length;
  if (done.length === 0) return 'Too late: it was called, or stopped, before.';
  return late === 0
    ? 'Stopped. Nobody is called.'
    : `${count(done.length, 'start')} stopped. ${late} had been called, or stopped, before.`;
}
