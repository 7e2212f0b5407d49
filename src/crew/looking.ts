/** What looking takes and gives, whatever is looked at. */
import type { SettingRow } from '../settings/settings.ts';

export type Looked = {
  /** Deals whose due day was worked out again, and of which everything was read. */
  looked: number;
  /** New findings. */
  found: number;
  /** Findings that hold no longer. */
  gone: number;
};
/** `told` are findings about figures that say something else than before. */
export type LookedAtAll = Looked & { told: number[] };

/**
 * Of a report: its id where it was kept. What is off in it is found as anything else is. `moved`: that it says something
 * else than the one before, as a clause.
 */
export type Made = LookedAtAll & { made: string | null; moved: string | null };

export type LookUse = { now: Date; zone: string; today: string; settings: SettingRow[]; runId: string };
export type Subjects = string[] | 'all';
