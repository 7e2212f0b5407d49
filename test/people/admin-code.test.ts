import { expect, test } from 'vitest';
import type { Db } from '../../src/db/pool.ts';
import { codeIn, enterAdminCode, offerAdminCode } from '../../src/people/admin-code.ts';
import { cast, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';

const lena = { slackId: cast.lenaSlack, email: 'Lena@example.com', tz: 'UTC' };
const withoutAdmin = (work: (db: Db, code: string) => Promise<void>) =>
  withDatabase(async (db) => {
    await seedCast(db);
    await db('people').where({ id: cast.ada }).update({ roles: [] });
    await work(db, (await offerAdminCode(db)) ?? '');
  });

test('a company with an administrator is offered no code', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    expect(await offerAdminCode(db)).toBeNull();
    expect(await db('admin_codes')).toEqual([]);
  }));

test('the first person who enters the code becomes administrator, and the code is good no more', () =>
  withoutAdmin(async (db, code) => {
    expect(code).toMatch(/^[A-Z2-9]{4}(-[A-Z2-9]{4}){3}$/);
    expect(JSON.stringify(await db('admin_codes'))).not.toContain(code);
    const other = (await offerAdminCode(db)) ?? '';
    const entered = await enterAdminCode(db, { ...lena, code });
    expect(entered).toMatchObject({ say: 'administrator', person: { roles: ['admin'], slackId: 'U_LENA' } });
    for (const again of [code, other])
      expect(await enterAdminCode(db, { ...lena, slackId: 'U_TOM', email: null, code: again })).toMatchObject(
        {
          say: 'not possible',
        },
      );
    const audit = await db('audit').whereIn('action', ['person.made_admin', 'admin_code.refused']);
    expect(audit.map(({ action }) => action).sort()).toEqual([
      'admin_code.refused',
      'admin_code.refused',
      'person.made_admin',
    ]);
  }));

test('of two people who enter it at once one becomes administrator, with the roles they had', () =>
  withoutAdmin(async (db, code) => {
    const enter = (slackId: string) => enterAdminCode(db, { slackId, email: null, tz: null, code });
    const said = await Promise.all([enter('U_MARA'), enter('U_TOM')]);
    expect(said.map(({ say }) => say).sort()).toEqual(['administrator', 'not possible']);
    const admins = await db('people').whereRaw(`'admin' = any(roles)`).select('roles');
    expect(admins).toHaveLength(1);
    expect(admins[0].roles).toHaveLength(2);
  }));

test('a wrong code does nothing, and somebody who has left does not come back by it', () =>
  withoutAdmin(async (db, code) => {
    expect(await enterAdminCode(db, { ...lena, code: 'AAAA-AAAA-AAAA-AAAA' })).toMatchObject({
      say: 'not possible',
    });
    await db('people').where({ id: cast.tom }).update({ active: false });
    const left = { slackId: 'U_TOM', email: 'tom@example.com', tz: null, code };
    expect(await enterAdminCode(db, left)).toMatchObject({ say: 'not possible' });
    expect(await enterAdminCode(db, { ...lena, code })).toMatchObject({ say: 'administrator' });
  }));

test('a code is read with or without its dashes, in small letters, too', () => {
  expect(codeIn('abcd-efgh-jklm-np23')).toBe('ABCD-EFGH-JKLM-NP23');
  expect(codeIn('ABCDEFGHJKLMNP23')).toBe('ABCD-EFGH-JKLM-NP23');
  expect(codeIn('agents')).toBeNull();
});
