import { describe, expect, test } from 'vitest';
import { applyChange } from '../../src/changes/apply.ts';
import { builtinCrm } from '../../src/crm/builtin.ts';
import { builtinWriter } from '../../src/crm/write.ts';
import { silentLog } from '../../src/log.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { cast } from '../support/company.ts';
import { company, is, type Talk } from './talk.ts';

/** Everybody's deals are well but these of Priya's: one is past its close date, one lies idle, one is both and large. */
async function tidy(talk: Talk): Promise<void> {
  await talk.db('deals').update({ close_date: '2026-06-01', last_activity_on: '2026-03-18' });
  await talk.db('deals').where({ status: 'open', owner_id: cast.priya }).update({ owner_id: cast.tom });
  const rows = await talk.db('deals').where({ status: 'open' }).orderBy('id').limit(3).pluck('id');
  const [past, idle, both] = rows;
  await talk.db('deals').whereIn('id', rows).update({
    owner_id: cast.priya,
    territory_id: 'T-emea',
    amount: 10_000,
    currency: 'USD',
  });
  await talk.db('deals').where({ id: past }).update({ name: 'Past', close_date: '2026-03-10' });
  await talk.db('deals').where({ id: idle }).update({ name: 'Idle', last_activity_on: '2026-01-10' });
  await talk
    .db('deals')
    .where({ id: both })
    .update({ name: 'Large', close_date: '2026-02-01', last_activity_on: null, amount: 5_000_000 });
}

const apply = async (talk: Talk) => {
  const use = {
    db: talk.db,
    crm: builtinCrm({ db: talk.db, now: talk.clock }),
    writer: builtinWriter({ db: talk.db, now: talk.clock }),
    now: talk.clock,
    log: silentLog(),
  };
  for (const changeId of await talk.db('changes').where({ state: 'pending' }).pluck('id'))
    await applyChange(use, { changeId });
};
const states = async (talk: Talk) =>
  Object.fromEntries(
    (await talk.db('deals').whereIn('name', ['Past', 'Idle', 'Large']).select('name', 'status')).map(
      ({ name, status }) => [name, status],
    ),
  );

describe('cleaning up somebody’s deals', () => {
  test.each([
    'clean up the deals of Priya',
    "clean up priya's dead deals",
    'close out the stale deals of Priya Nair as lost',
    "write off Priya's inactive deals",
  ])('"%s" shows each deal and why, and closes them after the yes alone', (text) =>
    company(async (talk) => {
      await tidy(talk);
      const asked = is(await talk.ask(text, cast.mara, 't'), 'confirm');
      expect(asked.headline).toBe('Close 2 deals of Priya Nair as Lost.');
      const rows = asked.table?.rows.map((cells) =>
        cells.map((cell) => (typeof cell === 'string' ? cell : cell.text)),
      );
      expect(asked.table?.head).toEqual(['Deal', 'Amount', 'Likely', 'Days past', 'Days idle']);
      expect(rows?.map(([deal, amount, _, past, idle]) => [deal, amount, past, idle]).sort()).toEqual([
        ['Idle', '$10,000', '–', '69'],
        ['Past', '$10,000', '10', '2'],
      ]);
      expect(asked.consequence).toContain('1 deal stays: it needs an approver (amount above the limit).');
      expect(asked).toMatchObject({
        verb: 'Close 2 deals',
        wayBack: 'Way back: "undo" takes all of it back, for 30 days.',
      });
      await apply(talk);
      expect(await states(talk)).toEqual({ Past: 'open', Idle: 'open', Large: 'open' });
      is(await talk.ask('yes', cast.mara, 't'), 'done');
      await apply(talk);
      expect(await states(talk)).toEqual({ Past: 'lost', Idle: 'lost', Large: 'open' });
      is(await talk.ask('undo my last 2 changes', cast.mara, 't'), 'confirm');
      is(await talk.ask('yes', cast.mara, 't'), 'done');
      await apply(talk);
      expect(await states(talk)).toEqual({ Past: 'open', Idle: 'open', Large: 'open' });
    }),
  );

  test('a deal that somebody touches before the yes stops it', () =>
    company(async (talk) => {
      await tidy(talk);
      is(await talk.ask('clean up the deals of Priya', cast.mara, 't'), 'confirm');
      await talk.db('deals').where({ name: 'Idle' }).update({ last_activity_on: '2026-03-20' });
      expect(is(await talk.ask('yes', cast.mara, 't'), 'done').how).toBe('changed');
      expect(await talk.db('changes')).toEqual([]);
    }));

  test('a rep cleans up her own, and nobody else’s', () =>
    company(async (talk) => {
      await tidy(talk);
      expect(is(await talk.ask('clean up my deals', cast.priya), 'confirm').headline).toBe(
        'Close 2 of your deals as Lost.',
      );
      const reply = await talk.ask('clean up the deals of Priya', cast.dan);
      expect(reply.kind).not.toBe('confirm');
    }));

  test('more than the limit at once need a second approval', () =>
    company(async (talk) => {
      await tidy(talk);
      const by = { kind: 'person', id: cast.ana } as const;
      await setSetting({ db: talk.db, now: talk.clock }, { name: 'bulk_limit', value: 1, by });
      expect(is(await talk.ask('clean up the deals of Priya', cast.mara), 'confirm').consequence).toContain(
        'More than 1 at once: Ada Moss or Ana Ruiz approves it, too, before anything is changed.',
      );
    }));

  test('where nothing is dead it says so', () =>
    company(async (talk) => {
      await tidy(talk);
      await talk.db('deals').update({ close_date: '2026-06-01', last_activity_on: '2026-03-18' });
      expect(is(await talk.ask('clean up the deals of Priya', cast.mara), 'text').sentence).toBe(
        'No open deal of Priya Nair is past its close date or without activity. Nothing to clean up.',
      );
    }));
});

test('single deals are left out: in the same words, in the thread, or by the boxes; how many is said, and they stay open', () =>
  company(async (talk) => {
    await tidy(talk);
    const first = is(await talk.ask('clean up the deals of Priya except Idle', cast.mara, 'a'), 'confirm');
    expect(first.headline).toMatch(/^Close \d deals? of Priya Nair as Lost\.$/);
    expect(first.consequence).toContain('1 deal left out: Idle.');
    const all = is(await talk.ask('clean up the deals of Priya', cast.mara, 'b'), 'confirm');
    expect(all.count).toBe(first.count + 1);
    const less = is(await talk.ask('all but Past', cast.mara, 'b'), 'confirm');
    expect(less).toMatchObject({ count: all.count - 1 });
    expect(less.consequence).toContain('1 deal left out: Past.');
    const chosen = less.choose?.filter(({ chosen }) => !chosen).map(({ label }) => label);
    expect(chosen).toEqual(['Past']);
    const idle = less.choose?.find(({ label }) => label === 'Idle')?.id;
    const again = is(await talk.press(less, `except:${idle},D-of-somebody-else`, cast.mara), 'confirm');
    expect(again.consequence).toContain('1 deal left out: Idle.');
    is(await talk.press(again, 'yes', cast.mara), 'done');
    await apply(talk);
    expect(await states(talk)).toMatchObject({ Past: 'lost', Idle: 'open' });
    expect(
      JSON.stringify(await talk.ask('clean up the deals of Priya except Nobody Inc', cast.mara)),
    ).toContain('is none of the deals that would be closed');
  }));

describe('cleaning up a place', () => {
  test.each([
    ['clean up the dead deals', 'Close 2 deals as Lost.'],
    ['clean up the dead deals in EMEA', 'Close 2 deals in EMEA as Lost.'],
    ['close all the stale deals of EMEA as lost', 'Close 2 deals in EMEA as Lost.'],
  ])('"%s" offers those that its manager may close, and one undo brings all back', (text, headline) =>
    company(async (talk) => {
      await tidy(talk);
      const asked = is(await talk.ask(text, cast.mara, 't'), 'confirm');
      expect(asked.headline).toBe(headline);
      expect(asked.table?.rows.map(([name]) => name).toSorted()).toEqual(['Idle', 'Past']);
      expect(await states(talk)).toEqual({ Past: 'open', Idle: 'open', Large: 'open' });
      await talk.press(asked, 'yes', cast.mara);
      await apply(talk);
      expect(await states(talk)).toEqual({ Past: 'lost', Idle: 'lost', Large: 'open' });
      await talk.press(is(await talk.ask('undo my last 2 changes', cast.mara), 'confirm'), 'yes', cast.mara);
      await apply(talk);
      expect(await states(talk)).toEqual({ Past: 'open', Idle: 'open', Large: 'open' });
    }),
  );

  test('single ones stay, and what one does not see is in no list', () =>
    company(async (talk) => {
      await tidy(talk);
      const asked = is(
        await talk.ask('clean up the dead deals in EMEA except Idle', cast.mara, 't'),
        'confirm',
      );
      expect(asked.headline).toBe('Close 1 deal in EMEA as Lost.');
      const nora = await talk.ask('clean up the dead deals', cast.nora);
      expect(JSON.stringify(nora)).not.toMatch(/Idle|Past/);
    }));

  test('more than the limit on many at once needs a second approval', () =>
    company(async (talk) => {
      await tidy(talk);
      await setSetting(
        { db: talk.db, now: talk.clock },
        { name: 'bulk_limit', value: 1, by: { kind: 'system', id: 'test' } },
      );
      expect(
        is(await talk.ask('clean up the dead deals in EMEA', cast.mara), 'confirm').consequence,
      ).toContain('More than 1 at once: Ada Moss or Ana Ruiz approves it, too, before anything is changed.');
    }));
});
