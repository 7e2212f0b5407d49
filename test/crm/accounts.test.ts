import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AskContext } from '../../src/crm/asker.ts';
import { answerQuestion } from '../../src/crm/questions.ts';
import type { Cell } from '../../src/sales/answer.ts';
import type { Condition, Question } from '../../src/sales/conditions.ts';
import {
  aSampleOf,
  daysFrom,
  everyone,
  mara,
  maya,
  type Rows,
  sampleRows,
  sees,
  sum,
  today,
} from './rows.ts';

type Account = {
  id: string;
  name: string;
  owner_id: string | null;
  territory_id: string | null;
  tags: string[];
  industry: string | null;
};
type Deal = Rows['deals'][number] & { account_id: string | null; last_activity_on: string | null };
type Contact = { id: string; account_id: string | null };

let fresh: Awaited<ReturnType<typeof aSampleOf>>;
let deals: Deal[];
let accounts: Account[];
let contacts: Contact[];
beforeAll(async () => {
  fresh = await aSampleOf();
  deals = (await sampleRows(fresh.db)).deals as Deal[];
  // Some accounts have amounts in two currencies, and some have no deal at all.
  await fresh.db.raw(
    `update deals set currency = 'EUR' where ('x' || substr(md5(id), 1, 6))::bit(24)::int % 9 = 0 and amount is not null`,
  );
  await fresh.db('accounts').insert(
    [1, 2, 3].map((n) => ({
      ...{ id: `A-idle-${n}`, source: 'test', source_id: `A-idle-${n}`, name: `Idle ${n}` },
      territory_id: n === 1 ? 'T-emea' : null,
    })),
  );
  deals = await fresh.db('deals').select('*');
  accounts = await fresh.db('accounts').select('*');
  contacts = await fresh.db('contacts').select('*');
});
afterAll(() => fresh.drop());

const askers: [string, AskContext][] = [
  ['everyone', everyone],
  ['a manager', mara],
  ['a rep', maya],
];
const dealsOf = (by: AskContext, id: string) =>
  deals.filter((deal) => deal.account_id === id && sees(by.scope, deal));
const seen = (by: AskContext) =>
  accounts.filter((account) => sees(by.scope, account) || dealsOf(by, account.id).length > 0);
const openOf = (by: AskContext, id: string) => dealsOf(by, id).filter(({ status }) => status === 'open');
const lastOf = (by: AskContext, id: string): string | null =>
  dealsOf(by, id)
    .flatMap((deal) => deal.last_activity_on ?? [])
    .sort()
    .at(-1) ?? null;

async function list(
  of: 'account' | 'contact',
  where: Condition,
  by: AskContext,
  more: Partial<Question> = {},
) {
  const answer = await answerQuestion(fresh.db, { of, where, measure: 'rows', ...more }, by);
  if (answer.kind !== 'listed') throw new Error(answer.kind);
  return answer;
}
const everything: Condition = { all: [] };
const ids = (rows: { id: string }[]) => rows.map(({ id }) => id).sort();

test.each(askers)(
  'open deals, pipeline and last activity of an account are those that %s may see',
  async (_, by) => {
    const show = [
      'open_deals',
      'deals',
      'won_deals',
      'open_amount',
      'last_activity_on',
      'days_since_activity',
    ];
    const answer = await list('account', everything, by, { show });
    expect(ids(answer.listed.rows)).toEqual(ids(seen(by)));
    expect(answer.total).toBe(seen(by).length);
    for (const { id, cells } of answer.listed.rows) {
      const [all, open] = [dealsOf(by, id), openOf(by, id)];
      const priced = open.filter(({ amount }) => amount !== null);
      const currencies = [...new Set(priced.map(({ currency }) => currency))];
      const last = lastOf(by, id);
      const amount: Cell =
        priced.length === 0 || currencies.length > 1
          ? null
          : { amount: sum(priced.map((deal) => Number(deal.amount))), currency: currencies[0] ?? 'USD' };
      expect(cells, id).toEqual([
        open.length,
        all.length,
        all.filter(({ status }) => status === 'won').length,
        amount,
        last,
        last && daysFrom(last, today),
      ]);
    }
  },
);

test.each(askers)(
  'accounts without, with, and with more than two open deals add up for %s',
  async (_, by) => {
    const counted = async (where: Condition) => ids((await list('account', where, by)).listed.rows);
    const without = await counted({ field: 'open_deals', to: 0 });
    const some = await counted({ field: 'open_deals', from: 1 });
    const many = await counted({ field: 'open_deals', from: 2, exclusive: ['from'] });
    const by2 = (keep: (n: number) => boolean) =>
      ids(seen(by).filter(({ id }) => keep(openOf(by, id).length)));
    expect(without).toEqual(by2((n) => n === 0));
    expect(some).toEqual(by2((n) => n > 0));
    expect(many).toEqual(by2((n) => n > 2));
    expect(without.length + some.length).toBe(seen(by).length);
  },
);

test.each(askers)(
  'accounts that rest are judged by what %s sees; those without any activity are left out',
  async (_, by) => {
    const answer = await list('account', { field: 'days_since_activity', from: 60 }, by);
    const rests = seen(by).filter(({ id }) => {
      const last = lastOf(by, id);
      return last !== null && daysFrom(last, today) >= 60;
    });
    expect(ids(answer.listed.rows)).toEqual(ids(rests));
    const never = seen(by).filter(({ id }) => lastOf(by, id) === null).length;
    expect(answer.leftOut).toEqual(never === 0 ? [] : [{ because: 'no last activity', count: never }]);
  },
);

test('accounts are counted by their fields, and sorted by what is counted over their deals', async () => {
  const counted = await answerQuestion(
    fresh.db,
    { of: 'account', where: everything, measure: { count: true }, by: ['territory'] },
    mara,
  );
  if (counted.kind !== 'series') throw new Error(counted.kind);
  expect(sum(counted.series.map(({ count }) => count))).toBe(seen(mara).length);
  const top = await list('account', everything, mara, {
    sort: { field: 'open_deals', down: true },
    limit: 5,
    show: ['open_deals'],
  });
  const most = seen(mara)
    .map(({ id }) => openOf(mara, id).length)
    .sort((a, b) => b - a);
  expect(top.listed.rows.map(({ cells }) => cells[0])).toEqual(most.slice(0, 5));
  const added = await answerQuestion(
    fresh.db,
    { of: 'account', where: everything, measure: { sum: 'open_deals' } },
    mara,
  );
  expect(added).toMatchObject({ value: sum(most) });
});

test.each(askers)('contacts are those of the accounts that %s may know of', async (_, by) => {
  const known = new Set(ids(seen(by)));
  const answer = await list('contact', everything, by);
  expect(ids(answer.listed.rows)).toEqual(
    ids(
      contacts.filter(
        ({ account_id }) => account_id !== null && (known.has(account_id) || 'everything' in by.scope),
      ),
    ),
  );
});

test('no list holds how somebody is reached, whatever the question says', async () => {
  for (const show of [['email'], ['title', 'phone']])
    await expect(list('contact', everything, everyone, { show })).rejects.toThrow('is shown in no list');
});
