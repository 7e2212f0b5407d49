import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AskContext } from '../../src/crm/asker.ts';
import { choicesFor, dealForPerson, dealsLike, dealsNamed } from '../../src/crm/deals.ts';
import { readLexicon } from '../../src/crm/lexicon.ts';
import { answerQuestion } from '../../src/crm/questions.ts';
import type { Answer } from '../../src/sales/answer.ts';
import type { Condition, Question } from '../../src/sales/conditions.ts';
import { cast, now, seedCast } from '../support/company.ts';
import { aFreshDatabase } from '../support/database.ts';

let fresh: Awaited<ReturnType<typeof aFreshDatabase>>;
beforeAll(async () => {
  fresh = await aFreshDatabase();
  await seedCast(fresh.db);
});
afterAll(() => fresh.drop());

const use: AskContext = { now, zone: 'UTC', scope: { everything: true }, settings: [] };
const priya: AskContext = {
  ...use,
  me: { id: cast.priya },
  scope: { territoryIds: ['T-emea'], personIds: [cast.priya] },
};
const ask = (where: Condition, more: Partial<Question> = {}, by = use): Promise<Answer> =>
  answerQuestion(fresh.db, { of: 'deal', where, measure: 'rows', ...more }, by);
const stuck: Condition = {
  all: [
    { field: 'status', is: 'open' },
    { field: 'stage', is: 'negotiation' },
    { field: 'days_in_stage', from: 30 },
  ],
};

test('a list has whole rows, the total and the sum', async () => {
  const answer = await ask(stuck, { sort: { field: 'days_in_stage', down: true } });
  expect(answer).toMatchObject({
    kind: 'rows',
    total: 2,
    sums: [{ currency: 'USD', amount: 117_000, deals: 2 }],
    leftOut: [],
  });
  expect(answer.kind === 'rows' && answer.rows[0]).toEqual({
    id: 'D-hooli',
    name: 'Hooli Rollout',
    accountId: 'A-hooli',
    account: 'Hooli',
    ownerId: 'P-dan',
    owner: 'Dan Cole',
    team: 'AMER Sales',
    territory: 'AMER',
    product: 'Core',
    stage: 'Negotiation',
    status: 'open',
    amount: 75_000,
    currency: 'USD',
    closeDate: '2026-03-31',
    daysInStage: 49,
    stageSince: '2026-01-30',
    lastActivityOn: '2026-03-01',
    daysSinceActivity: 19,
    nextStep: null,
    createdOn: '2026-01-02',
  });
});

test('nothing in a question reaches beyond the scope of the person who asks', async () => {
  const everything: Condition = {
    any: [{ all: [] }, { field: 'territory', is: 'AMER' }, { not: { field: 'owner', is: { me: true } } }],
  };
  const answer = await ask(everything, {}, priya);
  expect(answer.kind === 'rows' && [...new Set(answer.rows.map((row) => row.territory))]).toEqual(['EMEA']);
  expect(await ask({ all: [] }, {}, { ...use, scope: { nothing: true } })).toMatchObject({
    total: 0,
    rows: [],
  });
  expect(await dealForPerson(fresh.db, 'D-hooli', priya)).toBeNull();
  expect(await dealsNamed(fresh.db, 'Hooli Rollout', priya)).toEqual([]);
});

test('"me" is the person who asks, and needs one', async () => {
  const mine: Condition = { field: 'owner', is: { me: true } };
  expect(await ask(mine, { measure: { count: true } }, priya)).toMatchObject({ value: 3, unit: 'deals' });
  await expect(ask(mine)).rejects.toThrow('Nobody is known here as "me"');
});

test('a threshold leaves out the deals that have nothing to compare, and says so', async () => {
  const answer = await ask({
    all: [
      { field: 'status', is: 'open' },
      { field: 'amount', from: 100_000, exclusive: ['from'] },
    ],
  });
  expect(answer).toMatchObject({ total: 2, leftOut: [{ because: 'no amount', count: 1 }] });
});

test('sums never mix currencies, and a threshold is not compared with another one', async () => {
  await fresh.db
    .transaction(async (trx) => {
      await trx('deals').where({ id: 'D-globex' }).update({ currency: 'EUR' });
      const open: Condition = { field: 'status', is: 'open' };
      const sum = await answerQuestion(trx, { of: 'deal', where: open, measure: { sum: 'amount' } }, use);
      expect(sum).toEqual({
        kind: 'value',
        value: null,
        unit: 'currency',
        total: 6,
        sums: [
          { currency: 'USD', amount: 345_500, deals: 4 },
          { currency: 'EUR', amount: 120_000, deals: 1 },
        ],
        leftOut: [{ because: 'no amount', count: 1 }],
      });
      const large: Condition = { all: [open, { field: 'amount', from: 100_000 }] };
      const count = await answerQuestion(trx, { of: 'deal', where: large, measure: { count: true } }, use);
      expect(count).toMatchObject({
        value: 1,
        leftOut: [
          { because: 'no amount', count: 1 },
          { because: 'amount in another currency than USD', count: 1 },
        ],
      });
      const euros: Condition = {
        all: [
          { field: 'currency', is: 'EUR' },
          { field: 'amount', from: 100_000 },
        ],
      };
      expect(
        await answerQuestion(trx, { of: 'deal', where: euros, measure: { count: true } }, use),
      ).toMatchObject({ value: 1 });
      await trx.rollback();
    })
    .catch((error) => {
      if (!String(error).includes('rolled back')) throw error;
    });
});

test('the first groups keep what they have in other currencies', async () => {
  await fresh.db
    .transaction(async (trx) => {
      const priyas = trx('deals').where({ owner_id: cast.priya, status: 'open' }).min('id');
      const moved = await trx('deals').where({ id: priyas }).update({ currency: 'EUR', amount: 5_000 });
      expect(moved).toBe(1);
      const by = {
        of: 'deal',
        where: { field: 'status', is: 'open' },
        measure: { sum: 'amount' },
        by: ['owner'],
      } as const;
      const all = await answerQuestion(trx, { ...by, by: ['owner'] }, use);
      const first = await answerQuestion(trx, { ...by, by: ['owner'], limit: 2 }, use);
      if (all.kind !== 'series' || first.kind !== 'series') throw new Error('These are groups.');
      const kept = [...new Set(all.series.map(({ key }) => key))].slice(0, 2);
      expect(first.series).toEqual(all.series.filter(({ key }) => kept.includes(key)));
      expect(
        first.series
          .filter(({ key }) => key === 'Priya Nair')
          .map(({ currency }) => currency)
          .sort(),
      ).toEqual(kept.includes('Priya Nair') ? ['EUR', 'USD'] : []);
      expect(kept).toContain('Priya Nair');
      await trx.rollback();
    })
    .catch((error) => {
      if (!String(error).includes('rolled back')) throw error;
    });
});

test('a series groups by name in the order of the stages, or the largest first', async () => {
  const open: Condition = { field: 'status', is: 'open' };
  const stages = await ask(open, { measure: { sum: 'amount' }, by: ['stage'] });
  expect(
    stages.kind === 'series' && stages.series.map(({ key, value, count }) => [key, value, count]),
  ).toEqual([
    // Its one deal has no amount, which is not 0.
    ['Discovery', null, 1],
    ['Proposal', 18_500, 1],
    ['Negotiation', 237_000, 3],
    ['Contract', 210_000, 1],
  ]);
  const owners = await ask(open, { measure: { count: true }, by: ['owner'] });
  expect(owners.kind === 'series' && owners.series.map(({ key, value }) => [key, value])).toEqual([
    ['Dan Cole', 2],
    ['Priya Nair', 2],
    ['Tom Reyes', 2],
  ]);
  const months = await ask(open, { measure: { count: true }, by: ['close_month', 'territory'] });
  expect(months.kind === 'series' && months.series.map(({ label }) => label)).toEqual([
    'Mar 2026 / AMER',
    'Mar 2026 / EMEA',
    'Apr 2026 / EMEA',
    'May 2026 / EMEA',
    'No close month / EMEA',
  ]);
});

test('weeks stand in their order, from the day on which the company begins them', async () => {
  const open: Condition = { field: 'status', is: 'open' };
  const weeks = async (weekStart: number) => {
    const found = await answerQuestion(
      fresh.db,
      { of: 'deal', where: open, measure: { count: true }, by: ['close_week'] },
      { ...use, calendar: { fiscalYearStart: 1, weekStart } },
    );
    return found.kind === 'series' ? found.series.map(({ key, value }) => [key, value]) : found;
  };
  const days = (await fresh.db('deals').select('close_date').where('status', 'open')).map(
    ({ close_date }) => close_date as string | null,
  );
  for (const weekStart of [1, 7]) {
    const byHand = new Map<string, number>();
    for (const day of days) {
      const at = day ? new Date(`${day}T00:00:00Z`) : null;
      at?.setUTCDate(at.getUTCDate() - ((at.getUTCDay() - weekStart + 7) % 7));
      const key = at?.toISOString().slice(0, 10) ?? '';
      byHand.set(key, (byHand.get(key) ?? 0) + 1);
    }
    const inOrder = [...byHand].toSorted(([a], [b]) => (a === '' ? 1 : b === '' ? -1 : a.localeCompare(b)));
    expect(await weeks(weekStart)).toEqual(inOrder);
  }
});

test('averages are of what is there', async () => {
  const won: Condition = { field: 'status', is: ['won', 'lost'] };
  expect(await ask(won, { measure: { average: 'cycle_days' } })).toMatchObject({
    value: 40,
    unit: 'days',
    total: 2,
  });
  expect(await ask(won, { measure: { average: 'amount' } })).toMatchObject({ value: 7_500, currency: 'USD' });
});

test('as of a past day the deals are what they were; before proven history it refuses', async () => {
  const negotiation: Condition = { field: 'stage', is: 'Negotiation' };
  expect(await ask(negotiation, { asOf: '2026-02-03' })).toMatchObject({
    total: 2,
    leftOut: [{ because: 'what they were on that day is not proven', count: 5 }],
  });
  const acme = await ask({ field: 'id', is: 'D-acme' }, { asOf: '2026-02-03' });
  expect(acme.kind === 'rows' && acme.rows[0]?.daysInStage).toBe(2);
  await expect(ask(negotiation, { asOf: '2025-12-31' })).rejects.toThrow(
    'What the deals were on 2025-12-31 is not proven: their history begins on 2026-01-15.',
  );
  await expect(ask(negotiation, { asOf: '2026-03-21' })).rejects.toThrow('2026-03-21 is still to come.');
  await expect(ask(negotiation, { asOf: 'soon' })).rejects.toThrow('"soon" is not an instant.');
});

test('what cannot be asked is refused with a reason', async () => {
  await expect(ask({ field: 'colour', is: 'red' })).rejects.toThrow('A deal has no field "colour".');
  await expect(ask({ field: 'close_date', from: '2026-02-30' })).rejects.toThrow(
    'Close date cannot be compared with "2026-02-30".',
  );
  await expect(ask({ all: [] }, { measure: { sum: 'name' } })).rejects.toThrow(
    'Deal cannot be added up or compared.',
  );
  await expect(ask({ all: [] }, { measure: { count: true }, by: ['name'] })).rejects.toThrow(
    'Nothing can be grouped by deal.',
  );
});

test('other nouns are counted within the scope, too', async () => {
  const count = (of: Question['of'], by = use, where: Condition = { all: [] }) =>
    answerQuestion(fresh.db, { of, where, measure: { count: true } }, by).then(
      (answer) => answer.kind === 'value' && answer.value,
    );
  expect(await count('lead')).toBe(3);
  expect(await count('lead', priya)).toBe(2);
  expect(await count('account', priya)).toBe(3);
  expect(await count('person', priya)).toBe(3);
  expect(await count('contact')).toBe(0);
  expect(await count('activity')).toBe(0);
  expect(await count('account', use, { field: 'open_deals', from: 2 })).toBe(1);
  expect(await count('lead', use, { field: 'age', from: 1 })).toBe(2);
});

test('deals are found by id, name, part of the name and with a slip', async () => {
  const named = async (text: string) => (await dealsNamed(fresh.db, text, use)).map(({ id }) => id);
  expect(await named('D-acme')).toEqual(['D-acme']);
  expect(await named('acme platform')).toEqual(['D-acme']);
  expect(await named('ACME')).toEqual(['D-acme', 'D-won']);
  expect(await named('hoolli rolout')).toEqual(['D-hooli']);
  expect(await named('%')).toEqual([]);
  expect(await named('')).toEqual([]);
});

test('a name with slips in several words finds what may be meant, within the scope of the person', async () => {
  const like = async (text: string, by = use) =>
    (await dealsLike(fresh.db, text, { ...by, limit: 5 })).map(({ id }) => id);
  expect(await like('Acmee Platfrm')).toEqual(['D-acme']);
  expect(await like('Amce Pltform')).toEqual(['D-acme']);
  // A word of the name, and one that is not in it.
  expect(await like('Acme Zorblax')).toEqual([]);
  expect(await like('Hoolii Rollut')).toEqual(['D-hooli']);
  expect(await like('Hoolii Rollut', priya)).toEqual([]);
  expect(await like('%_ ?!')).toEqual([]);
});

test('one deal says its version and what may be edited', async () => {
  expect(await dealForPerson(fresh.db, 'D-acme', priya)).toMatchObject({
    deal: { id: 'D-acme', daysInStage: 47 },
    version: 1,
    editable: ['owner', 'stage', 'amount', 'close_date', 'next_step'],
  });
  expect((await choicesFor(fresh.db, 'stage'))?.[0]).toEqual({ value: 'Discovery', label: 'Discovery' });
  expect(await choicesFor(fresh.db, 'amount')).toBeNull();
});

test('the lexicon holds every name that exists', async () => {
  const lexicon = await readLexicon(fresh.db);
  expect(lexicon.people.find(({ id }) => id === cast.priya)).toMatchObject({
    name: 'Priya Nair',
    teamId: 'G-emea',
    territoryId: 'T-emea',
    managerId: cast.mara,
  });
  expect(lexicon.stages.map(({ name }) => name)).toEqual([
    'Discovery',
    'Proposal',
    'Negotiation',
    'Contract',
    'Won',
    'Lost',
  ]);
  expect([lexicon.tags, lexicon.accounts.length, lexicon.products.length]).toEqual([['strategic'], 5, 2]);
});
