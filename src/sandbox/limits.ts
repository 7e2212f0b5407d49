/** Calls per minute of Slack's tiers; `chat.postMessage` counts per channel and is told apart below. */
const tiers: Record<string, number> = { tier1: 1, tier2: 20, tier3: 50, tier4: 100, special: 600 };
export type Tier = 'tier1' | 'tier2' | 'tier3' | 'tier4' | 'special' | 'posting';

/** `off`, Slack's own, or calls per minute by method (`*` for all the others). */
export type LimitsWanted = 'slack' | 'off' | Record<string, number>;
export type Limits = ReturnType<typeof createLimits>;

const burst = 30; // Slack allows "short bursts" over 1 message a second and channel, without a number.

/** Token buckets per method (and per channel for posting). A bucket starts full. */
export function createLimits({ now }: { now: () => number }) {
  let wanted: LimitsWanted = 'slack';
  const buckets = new Map<string, { left: number; at: number }>();

  const take = (key: string, perMinute: number, size: number): number => {
    const bucket = buckets.get(key) ?? { left: size, at: now() };
    const left = Math.min(size, bucket.left + ((now() - bucket.at) / 60_000) * perMinute);
    buckets.set(key, { left: left >= 1 ? left - 1 : left, at: now() });
    return left >= 1 ? 0 : Math.max(1, Math.ceil(((1 - left) / perMinute) * 60));
  };

  return {
    set: (limits: LimitsWanted): void => {
      wanted = limits;
      buckets.clear();
    },
    /** 0 when the call may go on, else the seconds for Retry-After. */
    take: (method: string, tier: Tier, channel: unknown): number => {
      if (wanted === 'off') return 0;
      const own = wanted === 'slack' ? undefined : (wanted[method] ?? wanted['*']);
      if (own !== undefined) return take(method, own, Math.max(1, own));
      if (wanted !== 'slack') return 0;
      if (tier !== 'posting') return take(method, tiers[tier] ?? 1, tiers[tier] ?? 1);
      return take(`${method} ${String(channel)}`, 60, burst) || take(method, 600, 300);
    },
  };
}
