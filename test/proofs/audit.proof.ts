/** P24: ten thousand random operations leave one entry each, by whoever did it, and nothing unexplained. */
import { expect, test } from 'vitest';
import { unexplained } from '../../src/audit/unexplained.ts';
import { applyChange } from '../../src/changes/apply.ts';
import { undo } from '../../src/changes/undo.ts';
import { stoppedAt } from '../../src/clock.ts';
import { builtinCrm } from '../../src/crm/builtin.ts';
import { builtinWriter } from '../../src/crm/write.ts';
import type { Db } from '../../src/db/pool.ts';
import { decide } from '../../src/exceptions/decide.ts';
import { silentLog } from '../../src/log.ts';
import { pause, resume } from '../../src/settings/pauses.ts';
import { clearSetting, setSetting } from '../../src/settings/settings.ts';
import { cast, now, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';
import { anException, somebody } from '../support/exception.ts';
import { type Chance, chances, sized } from './chances.ts';

const clock = stoppedAt(now);
const people = [cast.mara, cast.ada] as const;
const settings = ['stale_days', 'inactivity_days', 'bulk_limit', 'cards_per_day'] as const;
const scopes = [
  { scope: 'everything' },
  { scope: 'agent', subjectId: 'intake' },
  { scope: 'customer', subjectId: 'A-hooli' },
] as const;

/** What the log must say, as "action by whom", and how often. */
type Due = Map<string, number>;
const owe = (due: Due, action: string, by: string): void => {
  due.set(`${action} ${by}`, (due.get(`${action} ${by}`) ?? 0) + 1);
};

/** So many operations, drawn by lot. `set` may be another verb than the house's. */
async function done(db: Db, many: number, chance: Chance, set: typeof setSetting = setSetting): Promise<Due> {
  const due: Due = new Map();
  const standing = new Map<string, number>();
  const paused = new Set<number>();
  const use = {
    ...{ db, now: clock, log: silentLog(), zone: 'UTC' },
    crm: builtinCrm({ db, now: clock }),
    writer: builtinWriter({ db, now: clock }),
  };
  const persons = await Promise.all(people.map((id) => somebody(db, id)));
  // Cards about deals are hers.
  const [mara] = persons;
  if (!mara) throw new Error('Nobody decides.');
  let operations = 0;
  const op = (action: string, by: string) => {
    operations += 1;
    owe(due, action, by);
  };
  while (operations < many) {
    const person = chance.of(persons);
    const by = { kind: 'person', id: person.id } as const;
    const what = chance.below(100);
    if (what < 45) {
      const name = chance.of(settings);
      const value = 2 + chance.below(40);
      // Said again it changes nothing, and is no entry.
      if (standing.get(name) === value) continue;
      await set(use, { name, value, by });
      standing.set(name, value);
      op('setting.set', by.id);
    } else if (what < 60) {
      const name = chance.of(settings);
      if (!standing.delete(name)) continue;
      await clearSetting(use, { name, by });
      op('setting.cleared', by.id);
    } else if (what < 80) {
      const at = chance.below(scopes.length);
      const scope = scopes[at] ?? scopes[0];
      if (paused.delete(at)) {
        await resume(use, { ...scope, by });
        op('pause.ended', by.id);
      } else {
        paused.add(at);
        await pause(use, { ...scope, by });
        op('pause.started', by.id);
      }
    } else if (what < 92) {
      const { id, hash } = await anException(db, { deal: 'D-globex' });
      const decided = await decide(use, {
        exceptionId: id,
        say: 'reject',
        by: mara,
        shownHash: hash,
        reason: 'No',
      });
      if (decided.say !== 'decided') throw new Error(decided.say);
      op('exception.decided', mara.id);
    } else if (!paused.has(0)) {
      const before = (await db('deals').where({ id: 'D-acme' }).first('close_date')).close_date;
      const after = before === '2026-04-15' ? '2026-04-16' : '2026-04-15';
      const { id, hash } = await anException(db, {
        wants: { kind: 'change', fields: [{ field: 'close_date', before, after }] },
      });
      const decided = await decide(use, { exceptionId: id, say: 'approve', by: mara, shownHash: hash });
      if (decided.say !== 'decided' || decided.changeId === null) throw new Error(decided.say);
      op('exception.decided', mara.id);
      op('change.requested', mara.id);
      expect(await applyChange(use, { changeId: decided.changeId })).toBe('applied');
      op('change.applied', mara.id);
      const back = await undo(use, { changeId: decided.changeId, by: mara });
      if (back.say !== 'requested') throw new Error(back.say);
      op('change.requested', mara.id);
      expect(await applyChange(use, { changeId: back.changeId })).toBe('applied');
      op('change.applied', mara.id);
    }
  }
  return due;
}

/** What the log says, as `Due` counts it. */
async function said(db: Db, after: number): Promise<Due> {
  const rows: { action: string; actor: string; count: number }[] = await db('audit')
    .where('id', '>', after)
    .groupBy('action', 'actor_id')
    .select('action', 'actor_id as actor', db.raw('count(*)::int as count'));
  return new Map(rows.map(({ action, actor, count }) => [`${action} ${actor}`, count]));
}
const lastOf = async (db: Db): Promise<number> => (await db('audit').max('id as last').first())?.last ?? 0;
const inOrder = (due: Due) => [...due].sort(([a], [b]) => (a < b ? -1 : 1));

const many = sized(10_000);

test(`of ${many.toLocaleString('en')} operations each has its entry, by whoever did it, and nothing is unexplained`, () =>
  withDatabase(async (db) => {
    await seedCast(db);
    // Given before there was a log.
    await db('people').whereIn('id', [cast.ana, cast.ada]).update({ source: 'sample' });
    const chance = chances();
    const began = await lastOf(db);
    const due = await done(db, many, chance);
    expect({ ...chance.seed, log: inOrder(await said(db, began)) }).toEqual({
      ...chance.seed,
      log: inOrder(due),
    });
    expect(await unexplained(db)).toEqual([]);
    expect(await db('audit').whereRaw(`actor_id = '' or actor_kind = '' or action = ''`)).toEqual([]);
  }));

test('the same trial notices a verb that does its work and writes nothing down', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    await db('people').whereIn('id', [cast.ana, cast.ada]).update({ source: 'sample' });
    const began = await lastOf(db);
    let times = 0;
    const careless: typeof setSetting = async (use, input) => {
      const forgets = times++ % 25 === 24;
      if (!forgets) return setSetting(use, input);
      const { rows } = await db.raw(
        `update settings set value = ?::jsonb where name = ? and ended_at is null returning id, version`,
        [JSON.stringify(input.value), input.name],
      );
      return rows[0] ?? setSetting(use, input);
    };
    const due = await done(db, 300, chances(), careless);
    expect(inOrder(await said(db, began))).not.toEqual(inOrder(due));
  }));
