/** What looking takes and gives, whatever is looked at. */
import type { WokenBy } from '../runs/runs.ts';
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
export type LookedAtAll = Looked & {
  told: number[];
  /** The forecast that was made and kept. */
  forecast?: string | null;
};

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
