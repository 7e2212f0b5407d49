/** A question that takes long: its message says what is being worked on, and after a while how to stop it. */
import type { Card } from '../../blocks/kit.ts';
import { workingCard } from '../../blocks/replies.ts';
import type { Db } from '../db/pool.ts';
import type { Log } from '../log.ts';
import { newKey, type Watch } from '../requests/stopping.ts';
import { requestRow } from './cards/answer.ts';

export type Patience = { showMs: number; stopMs: number };
export const usualPatience: Patience = { showMs: 2_000, stopMs: 5_000 };

/**
 * Wants the request's card, in the transaction that notes what it says. What it gives back goes to Slack when that is
 * kept.
 */
export type Show = (trx: Db, requestId: number) => Promise<(() => Promise<void>) | void>;

/** Does the work, which tells what it understood. It is shown, and again when it can be stopped. */
export async function withProgress<T>(
  use: { db: Db; log: Log; patience: Patience },
  show: Show,
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

async function note(db: Db, key: string, working: string, show: Show): Promise<void> {
  const say = await db.transaction(async (trx) => {
    const [row] = await trx('requests')
      .where({ stop_key: key })
      .whereNull('reply')
      .update({ working })
      .returning<{ id: number }[]>('id');
    return row && show(trx, row.id);
  });
  await say?.();
}

/**
 * What is worked on, said to the asker alone, with Stop. Slack lets nobody change such a note but by the address that
 * comes with a click on it: so it is said once, with Stop at once, and stays until Stop is pressed or Slack forgets it.
 */
export const asNote = (say: (card: Card) => Promise<void>): Show => {
  let said = false;
  return async (trx, id) => {
    const row = said ? null : await requestRow(trx, id);
    if (!row?.working) return;
    said = true;
    const { understood } = row.working;
    return () => say(workingCard({ requestId: String(id), understood, stop: true, note: true }));
  };
};

/** What is worked on in the place of the note that was clicked: the address of the click changes it, five times at most. */
export const inPlaceOf =
  (put: (card: Card) => Promise<unknown>): Show =>
  async (trx, id) => {
    const row = await requestRow(trx, id);
    const { working } = row ?? {};
    if (!working) return;
    return async () => void (await put(workingCard({ requestId: String(id), ...working })));
  };
