/** How fast we speak: on average one message a second in a channel, and silence where Slack asked for it, there only. */
import { Later } from '../jobs/later.ts';

export type Pace = {
  /** Waits for this channel's turn; throws `Later` when that is longer than a worker should stand still. */
  turn(method: string, channel: string): Promise<void>;
  /** Slack said how long to keep still, for this method in this channel. */
  hold(method: string, channel: string, ms: number): void;
};

// A worker that waits longer would keep other channels waiting as well.
const LONGEST_WAIT_MS = 500;
/** Slack forgives small bursts of posts, and larger ones of updates, which notify nobody. */
const bursts: Record<string, number> = { 'chat.postMessage': 3, 'chat.update': 15, 'chat.postEphemeral': 5 };
const BURST = 3;

/** Kept in this process: replicas that are too fast together meet again at a 429. */
export function createPace(options: { perSecond?: number; now?: () => number } = {}): Pace {
  const gap = 1000 / (options.perSecond ?? 1);
  const now = options.now ?? Date.now;
  /** When the next one of a method in a channel would be due without any burst. */
  const next = new Map<string, number>();
  const held = new Map<string, number>();

  return {
    turn: async (method, channel) => {
      const place = `${method} ${channel}`;
      const at = now();
      const early = ((bursts[method] ?? BURST) - 1) * gap;
      forget(held, at);
      forget(next, at - early);
      const due = Math.max(next.get(place) ?? 0, at - early);
      const wait = Math.max(due - at, (held.get(place) ?? 0) - at, 0);
      if (wait > LONGEST_WAIT_MS) throw new Later(wait, 'Slack asked to slow down in this channel.');
      next.set(place, due + gap);
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
