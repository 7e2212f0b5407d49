/** A question that takes long: what it works on is told, and its SQL can be cancelled, wherever it runs. */
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Db } from '../db/pool.ts';
import { StewardError } from '../errors.ts';

/** Whoever shows how a request goes. */
export type Watch = {
  /** By which it is found when it is to be stopped. */
  key: string;
  /** It was understood as this, and its answer is being looked for. */
  understood(text: string): void;
};
export const newKey = (): string => randomBytes(12).toString('hex');

/** The person who asked has stopped it. */
export class Stopped extends StewardError {
  constructor() {
    super('Stopped. Nothing was changed.');
  }
}

/** Looks for an answer in a transaction that only reads, under a name by which `stopRequest` finds it. Throws Stopped where that was done. */
export async function watched<T>(
  use: { db: Db; watch?: Watch },
  understood: () => string,
  look: (db: Db) => Promise<T>,
): Promise<T> {
  const { db, watch } = use;
  if (!watch) return look(db);
  watch.understood(understood());
  try {
    return await db.transaction(
      async (trx) => {
        const { rows } = await trx.raw(
          `select set_config('application_name', ?, true), exists (${stopped}) as stopped`,
          [sessionOf(watch.key), watch.key],
        );
        if (rows[0].stopped) throw new Stopped();
        return look(trx);
      },
      { readOnly: true },
    );
  } catch (error) {
    if (isCancelled(error) && (await isStopped(db, watch.key))) throw new Stopped();
    throw error;
  }
}

/** Between two steps that look for nothing themselves. Throws Stopped where that was done. */
export async function unlessStopped({ db, watch }: { db: Db; watch?: Watch }): Promise<void> {
  if (watch && (await isStopped(db, watch.key))) throw new Stopped();
}

const sessionOf = (key: string): string => `steward question ${key}`;
const stopped = 'select 1 from requests where stop_key = ? and stopped_at is not null';
const isStopped = async (db: Db, key: string): Promise<boolean> =>
  (await db.raw(stopped, [key])).rows.length > 0;
const isCancelled = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '57014';

const TRIES = 50;
const BETWEEN_MS = 100;

/** Cancels what looks for the answer. False where that has not ended after some seconds. */
export async function stopRequest(db: Db, id: number): Promise<boolean> {
  const { rows } = await db.raw(
    `update requests set stopped_at = coalesce(stopped_at, clock_timestamp())
     where id = ? and reply is null and stop_key is not null returning stop_key`,
    [id],
  );
  if (rows.length === 0) return true;
  // Between two statements there is nothing to cancel, and the name may not have been taken yet.
  for (let tries = 0; tries < TRIES; tries++) {
    await db.raw('select pg_cancel_backend(pid) from pg_stat_activity where application_name = ?', [
      sessionOf(rows[0].stop_key),
    ]);
    if (await db('requests').where({ id }).whereNotNull('reply').first('id')) return true;
    await pause(BETWEEN_MS);
  }
  return false;
}
