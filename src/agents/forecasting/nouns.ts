/** What the forecasting agent looks at is figures, not deals: from figures and limits to what it says. */
import type { Whose } from '../../sales/attained.ts';
import type { SettingName } from '../../sales/conditions.ts';
import type { Severity } from '../nouns.ts';

/** How amounts are written, and of which period they are. Days are YYYY-MM-DD. */
export type Terms = { currency: string; companyCurrency: string; from: string; to: string };

export type Alert = {
  trigger: string;
  severity: Severity;
  about: Whose;
  /** The fact in one sentence, with its number and its limit. */
  why: string;
  /** What is behind it, the largest first. */
  evidence: string[];
  /** What to do about it, as a sentence; null where the fact is all. */
  proposes: string | null;
  /** Whether figures of one person are in it: such an alert goes to them and their manager alone. */
  personal: boolean;
};

/** Looked at with each forecast, on figures that it has already. */
export type ForecastTrigger<Figures> = {
  name: string;
  severity: Severity;
  reads: SettingName;
  check(figures: Figures, limit: number, terms: Terms): Alert | null;
};
