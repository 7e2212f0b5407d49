import { expect, test } from 'vitest';
import {
  ensureAdmins,
  holdersOf,
  linkSlackUser,
  managerFor,
  personByEmail,
  personById,
  personBySlackId,
} from '../../src/people/people.ts';
import { inScope, scopeOf } from '../../src/people/scope.ts';
import { cast, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';

test('a person is found by Slack id, by id, and by e-mail however it is spelled', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    expect((await personBySlackId(db, 'U_MARA'))?.name).toBe('Mara Lind');
    expect((await personByEmail(db, ' PRIYA@example.com '))?.id).toBe(cast.priya);
    expect(await personById(db, cast.tom)).toMatchObject({
      roles: ['rep'],
      territoryId: 'T-emea',
      managerId: cast.mara,
    });
    expect(await personBySlackId(db, cast.lenaSlack)).toBeNull();
  }));

test('somebody who has left is no longer let in by Slack id or e-mail, but old records still find the name', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    await db('people').where({ id: cast.tom }).update({ active: false });
    expect(await personBySlackId(db, 'U_TOM')).toBeNull();
    expect(await personByEmail(db, 'tom@example.com')).toBeNull();
    const tom = await personById(db, cast.tom);
    expect(tom?.name).toBe('Tom Reyes');
    expect(scopeOf(tom)).toEqual({ nothing: true });
  }));

test('a Slack user is linked by e-mail once, with the zone, and an unknown address stays outside', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    await db('people').where({ id: cast.dan }).update({ slack_id: null, tz: null });
    const dan = await linkSlackUser(db, { slackId: 'U777', email: 'DAN@example.com', tz: 'America/Chicago' });
    expect(dan).toMatchObject({ id: cast.dan, slackId: 'U777', tz: 'America/Chicago' });
    await linkSlackUser(db, { slackId: 'U777', email: 'dan@example.com', tz: 'America/Chicago' });
    expect(await db('audit').where({ action: 'person.linked' })).toHaveLength(1);
    expect(await linkSlackUser(db, { slackId: 'U_LENA', email: 'lena@example.com', tz: null })).toBeNull();
  }));

test('managers and reps see their territory, those who serve the company everything, outsiders nothing', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    expect(scopeOf(await personById(db, cast.mara))).toEqual({
      territoryIds: ['T-emea'],
      personIds: [cast.mara],
    });
    expect(scopeOf(await personById(db, cast.priya))).toEqual({
      territoryIds: ['T-emea'],
      personIds: [cast.priya],
    });
    for (const id of [cast.oskar, cast.ana, cast.ada])
      expect(scopeOf(await personById(db, id))).toEqual({ everything: true });
    expect(scopeOf(null)).toEqual({ nothing: true });
    const mara = scopeOf(await personById(db, cast.mara));
    expect(inScope(mara, { territoryId: 'T-amer', ownerId: cast.dan })).toBe(false);
    expect(inScope(mara, { territoryId: 'T-amer', ownerId: cast.mara })).toBe(true);
    expect(inScope(mara, { territoryId: null, ownerId: null })).toBe(false);
  }));

test('a person without a territory has the one of their team', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    await db('people').where({ id: cast.nora }).update({ territory_id: null });
    expect((await personById(db, cast.nora))?.territoryId).toBe('T-amer');
  }));

test('holders of a territorial role are asked for by territory, approvers serve all', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const ids = async (role: 'manager' | 'rep' | 'approver', territoryId?: string) =>
      (await holdersOf(db, role, { territoryId })).map((p) => p.id);
    expect(await ids('manager', 'T-amer')).toEqual([cast.nora]);
    expect(await ids('rep', 'T-emea')).toEqual([cast.priya, cast.tom]);
    expect(await ids('approver', 'T-emea')).toEqual([cast.ana]);
    expect(await ids('manager')).toEqual([cast.mara, cast.nora]);
  }));

test('the manager of a deal is the manager of its owner, else of its territory', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    expect((await managerFor(db, 'D-acme'))?.id).toBe(cast.mara);
    await db('people').where({ id: cast.priya }).update({ manager_id: null });
    expect((await managerFor(db, 'D-acme'))?.id).toBe(cast.mara);
    await db('deals').where({ id: 'D-acme' }).update({ territory_id: 'T-amer' });
    expect((await managerFor(db, 'D-acme'))?.id).toBe(cast.nora);
    expect(await managerFor(db, 'D-none')).toBeNull();
  }));

test('the first administrators are made by e-mail, known or not, once', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const by = { kind: 'system', id: 'start' } as const;
    for (let times = 0; times < 2; times++)
      await ensureAdmins(db, ['Oskar@example.com', 'new@example.com'], by);
    expect((await personById(db, cast.oskar))?.roles).toEqual(['owner', 'admin']);
    expect((await personByEmail(db, 'new@example.com'))?.roles).toEqual(['admin']);
    expect(await db('audit').where({ action: 'person.made_admin' })).toHaveLength(2);
  }));
