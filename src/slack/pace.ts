/** How fast we speak: one message a second in a channel, and silence where Slack asked for it, there only. */
import { Later } from '../jobs/later.ts';

export type Pace = {
  /** Waits for this channel's turn; throws `Later` when that is longer than a worker should stand still. */
  turn(method: string, channel: string): Promise<void>;
  /** Slack said how long to keep still, for this method in this channel. */
  hold(method: string, channel: string, ms: number): void;
};

const LONGEST_WAIT_MS = 3_000;
const BURST = 3;

/** A small burst is fine with Slack; on average `perSecond` a channel. Kept in this process: replicas meet again at a 429. */
export function createPace(options: { perSecond?: number; now?: () => number } = {}): Pace {
  const gap = 1000 / (options.perSecond ?? 1);
  const now = options.now ?? Date.now;
  const next = new Map<string, number>();
  const held = new Map<string, number>();

  return {
    turn: async (method, channel) => {
      const place = `${method} ${channel}`;
      const at = now();
      forget(held, at);
      forget(next, at - BURST * gap);
      const planned = Math.max(next.get(place) ?? 0, at - (BURST - 1) * gap);
      const wait = Math.max(planned - at, (held.get(place) ?? 0) - at, 0);
      if (wait > LONGEST_WAIT_MS) throw new Later(wait, 'Slack asked to slow down in this channel.');
      next.set(place, Math.max(planned, at - (BURST - 1) * gap) + gap);
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    },
    hold: (method, channel, ms) => {
      held.set(`${method} ${channel}`, now() + ms);
    },
  };
}

function forget(places: Map<string, number>, before: number): void {
  if (places.size < 1000) return;
  for (const [place, at] of places) if (at < before) places.delete(place);
}
