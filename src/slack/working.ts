/** A question that takes long: its message says what is being worked on, and after a while how to stop it. */
import type { Db } from '../db/pool.ts';
import type { Log } from '../log.ts';
import { newKey, type Watch } from '../requests/stopping.ts';

export type Patience = { showMs: number; stopMs: number };
export const usualPatience: Patience = { showMs: 2_000, stopMs: 5_000 };

/**
 * Does the work, which tells what it understood. `show` wants the request's card; it is called in the transaction that
 * notes what the card says, and again when it can be stopped.
 */
export async function withProgress<T>(
  use: { db: Db; log: Log; patience: Patience },
  show: (trx: Db, requestId: number) => Promise<void>,
  work: (watch: Watch) => Promise<T>,
): Promise<T> {
  const key = newKey();
  let understood: string | null = null;
  let due: { stop: boolean } | null = null;
  let told = Promise.resolve();
  const tell = (): void => {
    if (understood === null || due === null) return;
    const working = JSON.stringify({ understood, ...due });
    told = told
      .then(() => note(use.db, key, working, show))
      .catch((error: unknown) =>
        use.log.warn({ err: error }, 'What a question works on could not be shown.'),
      );
  };
  const later = (ms: number, stop: boolean) =>
    setTimeout(() => {
      due = { stop };
      tell();
    }, ms);
  const timers = [later(use.patience.showMs, false), later(use.patience.stopMs, true)];
  try {
    return await work({
      key,
      understood: (text) => {
        understood = text;
        tell();
      },
    });
  } finally {
    for (const timer of timers) clearTimeout(timer);
    // The card of the answer is wanted after this one.
    await told;
  }
}

async function note(
  db: Db,
  key: string,
  working: string,
  show: (trx: Db, requestId: number) => Promise<void>,
): Promise<void> {
  await db.transaction(async (trx) => {
    const [row] = await trx('requests')
      .where({ stop_key: key })
      .whereNull('reply')
      .update({ working })
      .returning<{ id: number }[]>('id');
    if (row) await show(trx, row.id);
  });
}
