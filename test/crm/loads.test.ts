import { expect, test } from 'vitest';
import { loadDetails, openDealsOfPeople } from '../../src/crm/loads.ts';
import type { Db } from '../../src/db/pool.ts';
import { cast, seedCast, today } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';

const counted = async (db: Db): Promise<Record<string, number>> => {
  const deals: { owner_id: string | null; status: string }[] = await db('deals').select('owner_id', 'status');
  const loads: Record<string, number> = {};
  for (const { owner_id: owner, status } of deals)
    if (status === 'open' && owner !== null) loads[owner] = (loads[owner] ?? 0) + 1;
  return loads;
};
const known = async (db: Db): Promise<Record<string, number>> =>
  Object.fromEntries((await openDealsOfPeople(db)).map(({ id, deals }) => [id, deals]));

test('loads are what counting says, whatever is done to deals in between', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const steps: (() => Promise<unknown>)[] = [
      async () => {},
      () => db('deals').where({ owner_id: cast.priya }).update({ owner_id: cast.tom }),
      () => db('deals').where({ id: 'D-acme' }).update({ status: 'won' }),
      () => db('deals').where({ id: 'D-acme' }).update({ status: 'open', owner_id: null }),
      () => db('deals').update({ amount: 1 }),
      () =>
        db.raw(
          `insert into deals (id, source, source_id, name, owner_id, stage_id, status, created_on, version)
           select 'X-' || n, 'test', 'X-' || n, 'X', case when n % 3 = 0 then ? else ? end, 'S-proposal', case when n % 5 = 0 then 'lost' else 'open' end, ?::date, 1
           from generate_series(1, 40) n`,
          [cast.priya, cast.dan, today],
        ),
      () => db('deals').where('id', 'like', 'X-1%').delete(),
      // Taken back: nothing of it counts.
      () =>
        db
          .transaction(async (trx) => {
            await trx('deals').update({ owner_id: cast.dan });
            await openDealsOfPeople(trx);
            throw new Error('taken back');
          })
          .catch(() => undefined),
      () =>
        Promise.all(
          ['X-2', 'X-3', 'X-20', 'X-21'].map((id) =>
            db('deals').where({ id }).update({ owner_id: cast.tom }),
          ),
        ),
    ];
    for (const step of steps) {
      await step();
      expect(await known(db)).toEqual(await counted(db));
    }
    await db.raw('truncate deals cascade');
    expect(await known(db)).toEqual({});
  }));

test('what the deals are is worked out again on another day, or with another number of them', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    await db('deals').update({ status: 'lost' });
    await db('deals')
      .whereIn('id', ['D-acme', 'D-globex'])
      .update({ status: 'open', owner_id: cast.tom, amount: 100, currency: 'USD', close_date: today });
    const details = async (day: string) => {
      await openDealsOfPeople(db);
      return (await loadDetails(db, { people: [cast.tom], today: day, company: 'USD' })).get(cast.tom);
    };
    expect(await details(today)).toEqual({ past: 0, amount: 200, foreign: 0 });
    await db('deals').where({ id: 'D-acme' }).update({ currency: 'EUR' });
    expect(await details(today)).toEqual({ past: 0, amount: 200, foreign: 0 });
    expect(await details('2026-03-21')).toEqual({ past: 2, amount: 100, foreign: 1 });
    await db('deals').where({ id: 'D-globex' }).update({ status: 'won' });
    expect(await details('2026-03-21')).toEqual({ past: 1, amount: 0, foreign: 1 });
  }));
