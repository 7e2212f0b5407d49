import { randomBytes } from 'node:crypto';
import type { Seat } from './modals.ts';
import { Refusal } from './nouns.ts';

export type Triggers = ReturnType<typeof createTriggers>;

/** trigger_ids: 3 seconds, one use. */
export function createTriggers({ now, lifeMs }: { now: () => number; lifeMs: () => number }) {
  const made = new Map<string, Seat & { at: number; used: boolean }>();
  return {
    make: ({ user, window }: Seat): string => {
      const id = `${now()}.${Math.floor(Math.random() * 1e12)}.${randomBytes(16).toString('hex')}`;
      made.set(id, { user, window, at: now(), used: false });
      for (const [old, { at }] of made) {
        if (now() - at < 600_000) break;
        made.delete(old);
      }
      return id;
    },
    /** Whose it is, and of which window. Throws Slack's refusal for one that is unknown, used or too old. */
    exchange: (id: string): Seat => {
      const trigger = made.get(id);
      if (!trigger) throw new Refusal('invalid_trigger_id');
      if (trigger.used) throw new Refusal('exchanged_trigger_id');
      if (now() - trigger.at > lifeMs()) throw new Refusal('expired_trigger_id');
      trigger.used = true;
      return { user: trigger.user, window: trigger.window };
    },
  };
}
