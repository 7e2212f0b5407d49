/** How much an agent makes of what it sees: conservative, balanced or aggressive, each a set of setting values. Pure. */
import type { AgentName, Aggressiveness } from '../policy/nouns.ts';
import { catalogue, settingNamed } from './catalogue.ts';
import type { SettingScope, SettingValue } from './setting.ts';
import { type At, type SettingRow, settingValue } from './settings.ts';

/** From the one that says least to the one that says most. */
export const levels: readonly Aggressiveness[] = ['conservative', 'balanced', 'aggressive'];

type Three = readonly [conservative: number, balanced: number, aggressive: number];

/**
 * By agent, what each level sets. Balanced is the standard value, so that nobody is surprised by what has never been set. What
 * an agent may do alone, and who is asked above which amount, is no matter of zeal and stands in none of them.
 */
export const levelSettings: Readonly<Partial<Record<AgentName, Readonly<Record<string, Three>>>>> = {
  pipeline: {
    stale_days: [45, 30, 21],
    inactivity_days: [45, 30, 14],
    push_limit: [5, 3, 2],
    nudge_days: [5, 3, 2],
    owner_change_days: [14, 30, 45],
    amount_change_percent: [30, 20, 10],
    cards_per_run: [5, 10, 20],
    cards_open: [15, 25, 40],
    messages_per_hour: [10, 20, 30],
    messages_per_day: [30, 60, 90],
  },
  forecasting: {
    coverage_target: [2.5, 3, 3.5],
    win_rate_points: [15, 10, 7],
    attainment_at_middle: [40, 50, 60],
  },
  intake: {
    lead_remind_minutes: [30, 15, 10],
    lead_escalate_minutes: [120, 60, 30],
    repeat_limit: [5, 3, 2],
  },
};

export type LevelPlace = { scope: 'everyone' } | { scope: 'territory'; territoryId: string };
export type LevelValue = { name: string; scope: SettingScope; scopeId: string; value: SettingValue };

/**
 * What a level sets there. How many cards an agent opens is its own matter, and the same everywhere: of a territory it is
 * `leftOut`, as is what cannot differ by territory.
 */
export function levelValues(
  agent: AgentName,
  level: Aggressiveness,
  place: LevelPlace,
): { values: LevelValue[]; leftOut: string[] } {
  const values: LevelValue[] = [];
  const leftOut: string[] = [];
  for (const [name, three] of Object.entries(levelSettings[agent] ?? {})) {
    const { scopes } = settingNamed(name);
    const value = three[levels.indexOf(level)] ?? three[1];
    if (place.scope === 'everyone')
      values.push(
        scopes.includes('agent')
          ? { name, scope: 'agent', scopeId: agent, value }
          : { name, scope: 'everyone', scopeId: '', value },
      );
    else if (scopes.includes('territory'))
      values.push({ name, scope: 'territory', scopeId: place.territoryId, value });
    else leftOut.push(name);
  }
  return { values, leftOut };
}

const atOf = (agent: AgentName, place: LevelPlace): At => ({
  agent,
  territoryId: place.scope === 'territory' ? place.territoryId : null,
});

/** The value of one of its settings that holds there. */
export const holding = (
  rows: SettingRow[],
  name: string,
  agent: AgentName,
  place: LevelPlace,
): SettingValue => settingValue(rows, name, atOf(agent, place)).value;

export type LevelNow = {
  /** That most of its settings are at; of two the one nearer to balanced. */
  level: Aggressiveness;
  /** Those that are at another one, or at none, with what holds. */
  others: { name: string; value: SettingValue }[];
};

/** How aggressive an agent is there now; null for an agent that has no levels. */
export function levelNow(rows: SettingRow[], agent: AgentName, place: LevelPlace): LevelNow | null {
  const settings = Object.entries(levelSettings[agent] ?? {}).filter(
    ([name]) => place.scope === 'everyone' || catalogue.get(name)?.scopes.includes('territory'),
  );
  if (settings.length === 0) return null;
  const all = settings.map(([name, three]) => ({
    name,
    three,
    value: holding(rows, name, agent, place),
  }));
  const fitting = (n: number) => all.filter(({ three, value }) => three[n] === value).length;
  const [best = 1] = [1, 0, 2].toSorted((a, b) => fitting(b) - fitting(a));
  return {
    level: levels[best] ?? 'balanced',
    others: all
      .filter(({ three, value }) => three[best] !== value)
      .map(({ name, value }) => ({ name, value })),
  };
}

/** What holds there without a value of its own. */
export const withoutOwn = (
  rows: SettingRow[],
  { name, scope, scopeId }: LevelValue,
  agent: AgentName,
  place: LevelPlace,
): SettingValue =>
  settingValue(
    rows.filter(
      (row) => !(row.name === name && row.scope === scope && row.scopeId === scopeId && row.version > 0),
    ),
    name,
    scope === 'agent' ? {} : atOf(agent, place),
  ).value;
