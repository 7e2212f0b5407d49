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

export type LookUse = { now: Date; zone: string; today: string; settings: SettingRow[]; runId: string };
export type Subjects = string[] | 'all';
