/** What the parts of a trial tell each other. */
import type { Clock } from '../../src/clock.ts';

/**
 * The four kinds of CRM: it knows a repeated call by its key; it knows nothing and writes whatever comes; it writes on
 * the condition of a version; it writes on the condition of when the record was last changed, by the second.
 */
export const crmModes = ['keys', 'none', 'version', 'second'] as const;
export type CrmMode = (typeof crmModes)[number];
export const modeWords: Record<CrmMode, string> = {
  keys: 'honours keys',
  none: 'ignores keys',
  version: 'by version',
  second: 'by second',
};

/** `claims`: what the client believes of its CRM; a broken twin believes too much. */
export type CrmBrief = { url: string; mode: CrmMode; claims?: CrmMode; forgetsExpectations?: boolean };
export type ClockBrief = { base: number; from: number; speed: number };
export type Brief = {
  crm: CrmBrief;
  settleMs: number;
  leaseMs: number;
  clock: ClockBrief;
  logFile: string;
};

/** What is shorter here than in the house; the output says so. */
export const shortened = { settleMs: 1_500, leaseMs: 4_000, clockSpeed: 6 };
export const ofTheHouse = { leaseMs: 15_000 };

/** One clock over all workers of a trial, faster than the wall's: a restarted worker does not live through the same minute twice. */
export const clockOf = ({ base, from, speed }: ClockBrief): Clock => ({
  now: () => new Date(base + (Date.now() - from) * speed),
  isSet: () => true,
});

/** A small public-domain generator, mulberry32: the same seed gives the same trials. */
export function luckFrom(seed: number) {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    next,
    below: (limit: number): number => Math.floor(next() * limit),
    shuffled: <T>(all: readonly T[]): T[] =>
      all
        .map((one) => ({ one, at: next() }))
        .sort((a, b) => a.at - b.at)
        .map(({ one }) => one),
  };
}
export type Luck = ReturnType<typeof luckFrom>;

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits for something to become true; null when it does not within `ms`. */
export async function within<T>(
  ms: number,
  look: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  every = 25,
): Promise<T | null> {
  const until = Date.now() + ms;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > until) return null;
    await pause(every);
  }
}
