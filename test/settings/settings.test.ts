import { expect, test } from 'vitest';
import { stoppedAt } from '../../src/clock.ts';
import { BadInput } from '../../src/errors.ts';
import type { Actor } from '../../src/policy/nouns.ts';
import { catalogue, checkValue, settingNamed } from '../../src/settings/catalogue.ts';
import {
  clearSetting,
  currentSettings,
  type SettingRow,
  setSetting,
  settingsVersion,
  settingValue,
} from '../../src/settings/settings.ts';
import { withDatabase } from '../support/database.ts';

const mara: Actor = { kind: 'person', id: 'P-mara' };
const now = stoppedAt('2026-03-20T10:00:00Z');

test('what nobody has set has its standard value for everyone, as version 0', () =>
  withDatabase(async (db) => {
    const rows = await currentSettings(db);
    expect(rows).toHaveLength(catalogue.size);
    expect(settingValue(rows, 'stale_days')).toEqual({
      value: 30,
      version: 0,
      scope: 'everyone',
      scopeId: '',
    });
  }));

const row = (scope: SettingRow['scope'], scopeId: string, value: number, stage = ''): SettingRow => ({
  name: 'stale_days',
  scope,
  scopeId,
  stage,
  value,
  version: 1,
});

test('the narrowest scope wins: everyone, territory, team, person, account', () => {
  const all = [
    row('everyone', '', 1),
    row('territory', 'T', 2),
    row('team', 'G', 3),
    row('person', 'P', 4),
    row('account', 'A', 5),
  ];
  const at = { territoryId: 'T', teamId: 'G', personId: 'P', accountId: 'A' };
  const won = (n: number) => settingValue(all.slice(0, n), 'stale_days', at).value;
  expect([1, 2, 3, 4, 5].map(won)).toEqual([1, 2, 3, 4, 5]);
  expect(settingValue(all, 'stale_days', { territoryId: 'other' }).value).toBe(1);
});

test('stage is a key within a scope: it beats the same scope without a stage, not a narrower scope', () => {
  const rows = [row('everyone', '', 30), row('everyone', '', 14, 'Negotiation'), row('team', 'G', 21)];
  expect(settingValue(rows, 'stale_days', { stage: 'Negotiation' }).value).toBe(14);
  expect(settingValue(rows, 'stale_days', { stage: 'Proposal' }).value).toBe(30);
  expect(settingValue(rows, 'stale_days', { stage: 'Negotiation', teamId: 'G' }).value).toBe(21);
});

test('a new value is a new version, audited with before and after; the same value again is nothing', () =>
  withDatabase(async (db) => {
    const use = { db, now };
    expect(
      await setSetting(use, { name: 'stale_days', value: 14, by: mara, reason: 'Quarter end' }),
    ).toMatchObject({
      changed: true,
      version: 1,
      before: null,
    });
    expect(await setSetting(use, { name: 'stale_days', value: 20, by: mara })).toMatchObject({
      version: 2,
      before: 14,
    });
    expect(await setSetting(use, { name: 'stale_days', value: 20, by: mara })).toMatchObject({
      changed: false,
      version: 2,
    });
    expect(settingValue(await currentSettings(db), 'stale_days')).toMatchObject({ value: 20, version: 2 });
    const audit = await db('audit').where({ action: 'setting.set' }).orderBy('id');
    expect(audit.map((entry) => entry.details)).toMatchObject([
      { before: null, after: 14, version: 1 },
      { before: 14, after: 20, version: 2 },
    ]);
    expect(await settingsVersion(db)).toBe(2);
  }));

test('two who set the same thing at once both succeed, one version after the other', () =>
  withDatabase(async (db) => {
    const set = (value: number) => setSetting({ db, now }, { name: 'stale_days', value, by: mara });
    const versions = await Promise.all([set(10), set(11), set(12)]);
    expect(versions.map((v) => v.version).sort()).toEqual([1, 2, 3]);
    expect(await db('settings').whereNull('ended_at')).toHaveLength(1);
  }));

test('a value that ends falls back to the wider scope when its end has come', () =>
  withDatabase(async (db) => {
    const until = new Date('2026-03-25T00:00:00Z');
    await setSetting(
      { db, now },
      { name: 'stale_days', value: 14, scope: 'territory', scopeId: 'T-emea', by: mara, until },
    );
    const at = { territoryId: 'T-emea' };
    expect(
      settingValue(await currentSettings(db, new Date('2026-03-24T23:59:00Z')), 'stale_days', at).value,
    ).toBe(14);
    expect(settingValue(await currentSettings(db, until), 'stale_days', at).value).toBe(30);
  }));

test('clearing is the way back to the standard value', () =>
  withDatabase(async (db) => {
    await setSetting({ db, now }, { name: 'stale_days', value: 14, by: mara });
    expect(await clearSetting({ db, now }, { name: 'stale_days', by: mara })).toEqual({
      changed: true,
      before: 14,
    });
    expect(await clearSetting({ db, now }, { name: 'stale_days', by: mara })).toEqual({
      changed: false,
      before: null,
    });
    expect(settingValue(await currentSettings(db), 'stale_days').value).toBe(30);
  }));

test.each([
  ['stale_days', 0, 'from 1 to 365'],
  ['stale_days', 366, 'from 1 to 365'],
  ['stale_days', 14.5, 'whole number'],
  ['stale_days', 'soon', 'whole number'],
  ['stale_days', Number.NaN, 'whole number'],
  ['company_currency', 'dollars', 'currency code'],
  ['deals_channel', '#deals', 'channel id'],
  ['channel_audience', 'all', 'totals, deals'],
  ['model_personal_data_openai', 'yes', 'true or false'],
])('%s refuses %s and says what would be right', (name, value, fix) => {
  const check = () => checkValue(settingNamed(name), value);
  expect(check).toThrow(BadInput);
  expect(check).toThrow(expect.objectContaining({ fix: expect.stringContaining(fix) }));
});

test('an unknown setting, a scope it does not have, and a stage it does not know are refused', () =>
  withDatabase(async (db) => {
    const set = (input: object) =>
      setSetting({ db, now }, { name: 'undo_days', value: 5, by: mara, ...input });
    await expect(set({ name: 'stall_days' })).rejects.toThrow('There is no setting "stall_days"');
    await expect(set({ scope: 'team', scopeId: 'G' })).rejects.toThrow('cannot differ by team');
    await expect(set({ scope: 'team' })).rejects.toThrow('Which team is meant is missing');
    await expect(set({ stage: 'Negotiation' })).rejects.toThrow('cannot differ by stage');
  }));
