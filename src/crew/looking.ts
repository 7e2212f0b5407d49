/** What looking takes and gives, whatever is looked at. */
import type { WokenBy } from '../runs/runs.ts';
import type { SettingRow } from '../settings/settings.ts';

/** Of a trigger's findings so many. */
export type Counted = { trigger: string; count: number };

export type Looked = {
  /** Deals whose due day was worked out again, and of which everything was read. */
  looked: number;
  /** New findings. */
  found: number;
  /** Findings that hold no longer. */
  gone: number;
};

/** What a look at several triggers came to; `moved` are those of which a finding is new or gone. */
export type LookedAt = Looked & { moved: string[] };

export function lookedAt(looked: number, found: Counted[], gone: Counted[]): LookedAt {
  const sum = (of: Counted[]): number => of.reduce((all, { count }) => all + count, 0);
  return {
    looked,
    found: sum(found),
    gone: sum(gone),
    moved: [...found, ...gone].map(({ trigger }) => trigger),
  };
}
/** `told` are findings about figures that say something else than before. */
export type LookedAtAll = Looked & { told: number[] };

/**
 * Of a report: its id where it was kept. What is off in it is found as anything else is. `moved`: that it says something
 * else than the one before, as a clause.
 */
export type Made = LookedAtAll & { made: string | null; moved: string | null };

export type LookUse = {
  now: Date;
  zone: string;
  today: string;
  settings: SettingRow[];
  runId: string;
  /** Who asks by hand is shown how it is now. */
  wokenBy?: WokenBy;
};
export type Subjects = string[] | 'all';
