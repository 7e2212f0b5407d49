import type { Db } from '../db/pool.ts';

/** Takes the slot of a schedule: true for exactly one caller, however many replicas tick. */
export async function takeSlot(db: Db, name: string, at: Date): Promise<boolean> {
  const taken = await db.raw(
    'insert into slots (name, at) values (?, ?) on conflict do nothing returning name',
    [name, at],
  );
  return taken.rows.length === 1;
}
