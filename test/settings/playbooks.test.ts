import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stoppedAt } from '../../src/clock.ts';
import { answerQuestion } from '../../src/crm/questions.ts';
import type { Db } from '../../src/db/pool.ts';
import { settingFor } from '../../src/sales/settings.ts';
import { checkValue, settingNamed } from '../../src/settings/catalogue.ts';
import { layered } from '../../src/settings/layers.ts';
import { type Playbook, playbookNamed, playbooks } from '../../src/settings/playbook-entries.ts';
import {
  activate,
  activePlaybooks,
  deactivate,
  reactivate,
  turnPlaybooks,
  valuesAt,
} from '../../src/settings/playbooks.ts';
import type { SettingScope } from '../../src/settings/setting.ts';
import {
  currentSettings,
  numberSetting,
  type SettingRow,
  setSetting,
  settingsBeneath,
  settingValue,
} from '../../src/settings/settings.ts';
import { seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';

const mara = { kind: 'person', id: 'P-mara' } as const;
const at = '2026-03-20T10:00:00Z';
const push = playbookNamed('Quarter-end push') as Playbook;
const everyone = { scope: 'everyone', scopeId: '' } as const;
const emea = { scope: 'territory', scopeId: 'T-emea' } as const;
const days = async (db: Db, where = {}): Promise<number> =>
  numberSetting(await currentSettings(db), 'stale_days', where);

describe('what a playbook lists', () => {
  test.each(playbooks.map((one) => [one.label, one] as const))(
    '%s: settings that there are, with values that may be',
    (_, one) => {
      for (const [name, value] of Object.entries(one.values)) {
        const setting = settingNamed(name);
        expect(checkValue(setting, value), name).toBe(value);
      }
      for (const scope of one.scopes)
        expect(Object.keys(valuesAt(one, { scope, scopeId: 'x' }))).not.toEqual([]);
    },
  );

  test('nothing of authority, and no channel or person’s data, is ever in one', () => {
    const names = playbooks.flatMap(({ values }) => Object.keys(values));
    for (const name of ['approval_amount', 'bulk_limit', 'confidence_floor', 'hourly_cap'])
      expect(names).not.toContain(name);
    expect(names.filter((name) => /channel|model_/.test(name))).toEqual([]);
  });
});

describe('which value counts', () => {
  const row = (scope: SettingScope, scopeId: string, value: number, stage = ''): SettingRow => ({
    ...{ name: 'stale_days', scope, scopeId, stage, value, version: 1 },
  });
  const won = (set: SettingRow[], onTop: SettingRow[], where = {}) =>
    settingValue(layered(set, onTop), 'stale_days', where).value;

  test('a playbook beats the same scope and wider ones, whatever the stage, and never a narrower one', () => {
    const set = [row('everyone', '', 30), row('everyone', '', 20, 'Negotiation'), row('team', 'G', 9)];
    const onTop = [row('territory', 'T', 14)];
    expect(won(set, onTop, { territoryId: 'T', stage: 'Negotiation' })).toBe(14);
    expect(won(set, onTop, { territoryId: 'T', teamId: 'G' })).toBe(9);
    expect(won(set, onTop, { stage: 'Negotiation' })).toBe(20);
    expect(won(set, [row('everyone', '', 14)], { stage: 'Negotiation' })).toBe(14);
    expect(won(set, [row('everyone', '', 14)], { teamId: 'G' })).toBe(9);
  });

  test('of two for one place the later counts, of two for others the narrower', () => {
    expect(won([], [row('everyone', '', 14), row('everyone', '', 21)])).toBe(21);
    expect(won([], [row('territory', 'T', 14), row('everyone', '', 21)], { territoryId: 'T' })).toBe(14);
  });

  const scopes = fc.constantFrom<[SettingScope, string]>(
    ['everyone', ''],
    ['territory', 'T-emea'],
    ['team', 'G-emea'],
    ['person', 'P-priya'],
    ['account', 'A-acme'],
  );
  const rows = fc.array(
    fc.tuple(scopes, fc.constantFrom('', 'Negotiation'), fc.integer({ min: 1, max: 99 })),
    { maxLength: 8 },
  );

  test('settings as Steward reads them, as conditions do and as a slow reading of the rule are one', () => {
    fc.assert(
      fc.property(rows, rows, fc.constantFrom('', 'Negotiation'), (given, top, stage) => {
        const set = given.map(([[scope, id], of, value]) => row(scope, id, value, of));
        const onTop = top.map(([[scope, id], , value]) => row(scope, id, value));
        const where = { territory: 'T-emea', team: 'G-emea', person: 'P-priya', account: 'A-acme', stage };
        const all = layered(set, onTop);
        const slow = slowly(set, onTop, stage);
        expect(settingFor(all, 'stale_days', where)).toBe(slow);
        const placed = {
          territoryId: 'T-emea',
          teamId: 'G-emea',
          personId: 'P-priya',
          accountId: 'A-acme',
          stage,
        };
        expect(settingValue(all, 'stale_days', placed).value).toBe(slow ?? 30);
      }),
    );
  });

  /** Narrowest first; at each place the last playbook, else the stage's own value, else that of all stages. */
  function slowly(set: SettingRow[], onTop: SettingRow[], stage: string): unknown {
    for (const id of ['A-acme', 'P-priya', 'G-emea', 'T-emea', '']) {
      const book = onTop.findLast(({ scopeId }) => scopeId === id);
      if (book) return book.value;
      const here = set.filter(({ scopeId }) => scopeId === id);
      const own =
        here.find((one) => stage !== '' && one.stage === stage) ?? here.find((one) => one.stage === '');
      if (own) return own.value;
    }
    return undefined;
  }
});

describe('switching on and off', () => {
  test('nothing is overwritten: while it is on it counts, in SQL too, and afterwards all is as it was', () =>
    withDatabase(async (db) => {
      await seedCast(db);
      const use = { db, now: stoppedAt(at) };
      await setSetting(use, { name: 'stale_days', value: 40, by: mara });
      await setSetting(use, { name: 'stale_days', value: 50, stage: 'Negotiation', by: mara });
      const before = await db('settings').orderBy('id');
      const stale = async () => {
        const where = {
          all: [
            { field: 'status', is: 'open' },
            { field: 'days_in_stage', from: { setting: 'stale_days' }, exclusive: ['from' as const] },
          ],
        };
        const settings = await currentSettings(db);
        const calendar = { fiscalYearStart: 1, weekStart: 1 };
        const context = {
          now: use.now.now(),
          zone: 'UTC',
          scope: { everything: true } as const,
          me: null,
          settings,
          calendar,
        };
        return (await answerQuestion(db, { of: 'deal', where, measure: { count: true } }, context)).total;
      };
      const count = await stale();
      const on = await activate(use, { playbook: push, ...everyone, by: mara, until: null });
      expect(await days(db, { stage: 'Negotiation' })).toBe(14);
      expect(await stale()).toBeGreaterThan(count);
      expect(settingValue(await currentSettings(db), 'stale_days')).toMatchObject({
        playbook: 'Quarter-end push',
      });
      expect(settingValue(await settingsBeneath(db), 'stale_days')).toMatchObject({ value: 40 });
      expect(await activate(use, { playbook: push, ...everyone, by: mara, until: null })).toBeNull();
      expect(await deactivate(use, { id: on?.id ?? 0, by: mara })).toBe(true);
      expect(await deactivate(use, { id: on?.id ?? 0, by: mara })).toBe(false);
      expect([await days(db), await days(db, { stage: 'Negotiation' }), await stale()]).toEqual([
        40,
        50,
        count,
      ]);
      expect(await db('settings').orderBy('id')).toEqual(before);
      expect(await db('audit').where({ subject_kind: 'playbook' }).orderBy('id').pluck('action')).toEqual([
        'playbook.started',
        'playbook.ended',
      ]);
    }));

  test('its end comes by itself, at once for every reader, and is recorded once', () =>
    withDatabase(async (db) => {
      const clock = stoppedAt(at);
      const use = { db, now: clock };
      await activate(use, { playbook: push, ...emea, by: mara, until: new Date('2026-04-01T00:00:00Z') });
      clock.move('2026-04-01T00:00:01Z');
      const where = { territoryId: 'T-emea' };
      expect(numberSetting(await currentSettings(db, clock.now()), 'stale_days', where)).toBe(30);
      expect(await activePlaybooks(db, clock.now())).toEqual([]);
      await Promise.all([turnPlaybooks({ ...use, zone: 'UTC' }), turnPlaybooks({ ...use, zone: 'UTC' })]);
      expect(await db('audit').where({ action: 'playbook.ended' })).toHaveLength(1);
    }));

  test('what was switched off comes back in its place among the others', () =>
    withDatabase(async (db) => {
      const use = { db, now: stoppedAt(at) };
      const first = await activate(use, { playbook: push, ...everyone, by: mara, until: null });
      const cleanup = playbookNamed('pipeline-cleanup') as Playbook;
      await activate(use, { playbook: cleanup, ...everyone, by: mara, until: null });
      expect(await days(db)).toBe(21);
      await deactivate(use, { id: first?.id ?? 0, by: mara });
      expect(await reactivate(use, { id: first?.id ?? 0, by: mara })).toBe(true);
      expect(await days(db)).toBe(21);
    }));
});

describe('coming by itself', () => {
  const by = mara;
  const turn = async (db: Db, clock: ReturnType<typeof stoppedAt>, on: string) => {
    clock.move(on);
    const use = { db, now: clock, zone: 'UTC' };
    await Promise.all([turnPlaybooks(use), turnPlaybooks(use)]);
    return (await activePlaybooks(db, clock.now())).map(({ playbook, until }) => [
      playbook,
      until?.toISOString().slice(0, 10),
    ]);
  };

  test('the push comes unless somebody has said no, the cleanup only where somebody has said so', () =>
    withDatabase(async (db) => {
      const clock = stoppedAt(at);
      await setSetting({ db, now: clock }, { name: 'quarter_end_push', value: false, by });
      expect(await turn(db, clock, '2026-03-25T10:00:00Z')).toEqual([]);
      expect(await turn(db, clock, '2026-04-02T10:00:00Z')).toEqual([]);
    }));

  test('the push for the last two weeks of each quarter, once, and what is switched off stays off', () =>
    withDatabase(async (db) => {
      const clock = stoppedAt(at);
      const use = { db, now: clock };
      expect(await turn(db, clock, '2026-03-17T23:59:00Z')).toEqual([]);
      expect(await turn(db, clock, '2026-03-18T00:00:00Z')).toEqual([['quarter-end-push', '2026-04-01']]);
      expect(await turn(db, clock, '2026-04-01T00:01:00Z')).toEqual([]);
      expect(await turn(db, clock, '2026-06-20T00:01:00Z')).toEqual([['quarter-end-push', '2026-07-01']]);
      const [on] = await activePlaybooks(db, clock.now());
      await deactivate(use, { id: on?.id ?? 0, by });
      expect(await turn(db, clock, '2026-06-21T00:01:00Z')).toEqual([]);
      expect(await db('playbook_activations')).toHaveLength(2);
    }));

  test('one that is switched on by hand meanwhile and off again does not come anew', () =>
    withDatabase(async (db) => {
      const clock = stoppedAt('2026-03-19T10:00:00Z');
      const use = { db, now: clock };
      const hand = await activate(use, { playbook: push, ...everyone, by, until: null });
      expect(await turn(db, clock, '2026-03-20T10:00:00Z')).toHaveLength(1);
      await deactivate(use, { id: hand?.id ?? 0, by });
      expect(await turn(db, clock, '2026-03-21T10:00:00Z')).toEqual([]);
    }));

  test('the cleanup for the first week of a month or a quarter', () =>
    withDatabase(async (db) => {
      const clock = stoppedAt(at);
      const use = { db, now: clock };
      await setSetting(use, { name: 'quarter_end_push', value: false, by });
      await setSetting(use, { name: 'pipeline_cleanup', value: 'quarterly', by });
      expect(await turn(db, clock, '2026-03-20T10:00:00Z')).toEqual([]);
      expect(await turn(db, clock, '2026-04-02T10:00:00Z')).toEqual([['pipeline-cleanup', '2026-04-08']]);
      expect(await turn(db, clock, '2026-05-02T10:00:00Z')).toEqual([]);
      await setSetting(use, { name: 'pipeline_cleanup', value: 'monthly', by });
      expect(await turn(db, clock, '2026-06-02T10:00:00Z')).toEqual([['pipeline-cleanup', '2026-06-08']]);
    }));
});
