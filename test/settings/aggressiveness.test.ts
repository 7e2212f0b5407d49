import { describe, expect, test } from 'vitest';
import { levelNow, levelSettings, type levels, levelValues } from '../../src/settings/aggressiveness.ts';
import { checkValue, ofAuthority, settingNamed } from '../../src/settings/catalogue.ts';
import type { SettingRow } from '../../src/settings/settings.ts';

const all = Object.entries(levelSettings).flatMap(([agent, of]) =>
  Object.entries(of ?? {}).map(([name, three]) => ({ agent, name, three })),
);

describe('the levels', () => {
  test.each(all)(
    '$name of $agent: balanced is the standard, each is a value of its setting, and they differ in one direction',
    ({ name, three }) => {
      const setting = settingNamed(name);
      for (const value of three) expect(checkValue(setting, value)).toBe(value);
      expect(three[1]).toBe(setting.default);
      const [low, middle, high] = three;
      expect((middle - low) * (high - middle)).toBeGreaterThan(0);
    },
  );

  test('none moves what an agent may do alone, who is asked, or what stops it', () => {
    for (const { name } of all) {
      expect(ofAuthority(name, 'team')).toBe(false);
      expect(name).not.toMatch(/^(?:hourly_cap|daily_cap|canary|breaker|alone|bulk|approval)/);
    }
  });
});

describe('where they hold', () => {
  test('what an agent has of its own is set for the agent, what deals have for everyone or a territory', () => {
    const { values } = levelValues('pipeline', 'aggressive', { scope: 'everyone' });
    expect(values).toContainEqual({ name: 'stale_days', scope: 'everyone', scopeId: '', value: 21 });
    expect(values).toContainEqual({ name: 'cards_per_run', scope: 'agent', scopeId: 'pipeline', value: 20 });
    const emea = levelValues('pipeline', 'conservative', { scope: 'territory', territoryId: 'T-emea' });
    expect(emea.values).toContainEqual({
      name: 'stale_days',
      scope: 'territory',
      scopeId: 'T-emea',
      value: 45,
    });
    expect(emea.leftOut).toEqual(['cards_per_run', 'cards_open', 'messages_per_hour', 'messages_per_day']);
  });

  test('what holds now is told by what is set; what somebody has set otherwise is named', () => {
    const rows = (level: (typeof levels)[number], but: Record<string, number> = {}): SettingRow[] =>
      levelValues('pipeline', level, { scope: 'everyone' }).values.map((row) => ({
        ...row,
        value: but[row.name] ?? row.value,
        stage: '',
        version: 1,
      }));
    expect(levelNow([], 'pipeline', { scope: 'everyone' })).toEqual({ level: 'balanced', others: [] });
    expect(levelNow(rows('aggressive'), 'pipeline', { scope: 'everyone' })?.level).toBe('aggressive');
    expect(levelNow(rows('conservative', { stale_days: 20 }), 'pipeline', { scope: 'everyone' })).toEqual({
      level: 'conservative',
      others: [{ name: 'stale_days', value: 20 }],
    });
    expect(levelNow([], 'analytics', { scope: 'everyone' })).toBeNull();
  });
});
