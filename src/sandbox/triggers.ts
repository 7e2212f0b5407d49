import { randomBytes } from 'node:crypto';
import { Refusal } from './nouns.ts';

export type Triggers = ReturnType<typeof createTriggers>;

/** trigger_ids: 3 seconds, one use. */
export function createTriggers({ now, lifeMs }: { now: () => number; lifeMs: () => number }) {
  const made = new Map<string, { user: string; at: number; used: boolean }>();
  return {
    make: (user: string): string => {
      const id = `${now()}.${Math.floor(Math.random() * 1e12)}.${randomBytes(16).toString('hex')}`;
      made.set(id, { user, at: now(), used: false });
      for (const [old, { at }] of made) {
        if (now() - at < 600_000) break;
        made.delete(old);
      }
      return id;
    },
    /** Whose it is. Throws Slack's refusal for one that is unknown, used or too old. */
    exchange: (id: string): string => {
      const trigger = made.get(id);
      if (!trigger) throw new Refusal('invalid_trigger_id');
      if (trigger.used) throw new Refusal('exchanged_trigger_id');
      if (now() - trigger.at > lifeMs()) throw new Refusal('expired_trigger_id');
      trigger.used = true;
      return trigger.user;
    },
  };
}
