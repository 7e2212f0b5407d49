/** What an agent is made of. An agent looks and proposes; it touches nothing. */
import type { AgentName, Wanted } from '../policy/nouns.ts';
import type { Condition, SettingName } from '../sales/conditions.ts';

export type Severity = 'critical' | 'attention' | 'information';

/** A deal that a trigger is true of, with all that may be said about it. Days are YYYY-MM-DD, amounts in `currency`. */
export type Found = {
  dealId: string;
  deal: string;
  account: string | null;
  owner: { id: string; name: string } | null;
  manager: { id: string; name: string } | null;
  stage: string;
  /** The day since which the trigger's fact holds, and how many calendar days that is. */
  since: string;
  days: number;
  amount: number | null;
  currency: string | null;
  closeDate: string | null;
  lastActivityOn: string | null;
  lastActivity: string | null;
  pushes: number;
  nextStep: string | null;
  today: string;
};

/** The value of the setting that decided, with where it holds. */
export type Limit = { setting: SettingName; value: number; version: number; scope: string; scopeId: string };

/** How long deals took from a stage to being won: the median of `cases` won deals, in days. */
export type Pace = { cases: number; days: number };

/** What an agent would do about it. `null` when there is nobody to turn to. */
export type Suggestion = { wants: Wanted; reason: string; basis: string | null };

export type Trigger = {
  name: string;
  of: 'deal';
  condition: Condition;
  severity: Severity;
  /** Settings whose change makes it look at everything again. */
  reads: SettingName[];
  /** The fact in one sentence, with its number and its limit. */
  why(found: Found, limit: Limit): string;
  propose(found: Found, facts: { limit: Limit; pace: Pace | null; enoughCases: number }): Suggestion | null;
};

export type Agent = {
  name: AgentName;
  /** "Pipeline agent". */
  label: string;
  version: number;
  /** The one thing it is measured by. */
  metric: string;
  triggers: Trigger[];
};
