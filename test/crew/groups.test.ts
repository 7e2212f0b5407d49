import { expect, test } from 'vitest';
import { stoppedAt } from '../../src/clock.ts';
import { ensureAgents } from '../../src/crew/crew.ts';
import { groupsOf, type Placed } from '../../src/crew/group.ts';
import { runAgent } from '../../src/crew/run.ts';
import type { Db } from '../../src/db/pool.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { cast, now as friday, seedCast, today, withoutQuiet } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';

const by = { kind: 'person', id: cast.mara } as const;

/** Stale are Acme and, of the same rep, Globex; Initech of Tom and Hooli of Dan; the other triggers are out of reach. */
async function company(db: Db) {
  await seedCast(db);
  await withoutQuiet(db);
  await ensureAgents({ db, local: true });
  const use = { db, now: stoppedAt(friday), zone: 'UTC' };
  for (const [name, value] of [
    ['deals_channel', 'CDEALS'],
    ['inactivity_days', 365],
    ['close_date_grace_days', 365],
    ['push_limit', 100],
    ['cards_first_run', 10],
  ] as const)
    await setSetting(use, { name, value, by });
  await db('deals').where({ id: 'D-globex' }).update({ stage_since: '2026-01-10' });
  return use;
}
type Use = Awaited<ReturnType<typeof company>>;
const run = (use: Use) => runAgent(use, { agent: 'pipeline', by, wokenBy: 'schedule' });
/** A deal of Priya's that has become stale. */
async function anotherOfPriya({ db }: Use, id: string): Promise<void> {
  const like = await db('deals').where({ id: 'D-acme' }).first();
  await db('deals').insert({ ...like, id, source_id: id, name: id });
  await db('touched').insert({ noun: 'deal', subject_id: id });
}
const cardsByDeal = async ({ db }: Use): Promise<Record<string, string>> => {
  const rows = await db('exceptions as e')
    .join('proposals as p', 'p.id', 'e.proposal_id')
    .orderBy('e.id')
    .select('p.subject_id', 'e.card');
  return Object.fromEntries(rows.map((row) => [row.subject_id, row.card]));
};

test('what one run finds about deals of one rep stands on one card; a deal alone has its own', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    expect(await run(use)).toMatchObject({ asked: 4 });
    const cards = await cardsByDeal(use);
    expect(cards).toMatchObject({ 'D-acme': 'group:1', 'D-globex': 'group:1' });
    expect(cards['D-initech']).toMatch(/^exception:/);
    expect(cards['D-hooli']).toMatch(/^exception:/);
    const wanted = [...new Set(Object.values(cards))].sort();
    expect(await db('cards').orderBy('key').pluck('key')).toEqual(wanted);
    expect(await db('outbox').where({ topic: 'draw' }).orderBy('key').pluck('key')).toEqual(wanted);
    expect(await db('exception_groups')).toMatchObject([
      { agent: 'pipeline', rep_id: cast.priya, waits_for: cast.mara, channel: 'CDEALS' },
    ]);
  }));

test('what is found later on that day joins the card that is open; on the next day there is another', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await run(use);
    await anotherOfPriya(use, 'D-later');
    await run(use);
    expect((await cardsByDeal(use))['D-later']).toBe('group:1');
    use.now.move('2026-03-21T08:00:00Z');
    for (const id of ['D-next', 'D-next-2']) await anotherOfPriya(use, id);
    await run(use);
    expect(await cardsByDeal(use)).toMatchObject({ 'D-next': 'group:2', 'D-next-2': 'group:2' });
  }));

test('a card that is decided takes nothing more: what comes then is said by another', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await run(use);
    await db('exceptions').update({ closed_at: friday, closed_as: 'expired' });
    await anotherOfPriya(use, 'D-later');
    await run(use);
    const first = await cardsByDeal(use);
    expect(first['D-later']).toMatch(/^exception:/);
    for (const id of ['D-more', 'D-more-2']) await anotherOfPriya(use, id);
    await run(use);
    expect(await cardsByDeal(use)).toMatchObject({ 'D-more': 'group:2', 'D-more-2': 'group:2' });
  }));

test('the first thing that an agent asks about stands alone', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await setSetting(use, { name: 'cards_first_run', value: 1, by });
    expect(await run(use)).toMatchObject({ asked: 1 });
    expect(await db('cards').pluck('key')).toEqual(['exception:1']);
  }));

test('how much is asked at once counts cards, and a card takes no more while two screens of it wait', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await setSetting(use, { name: 'cards_first_run', value: 1, by });
    await setSetting(use, { name: 'cards_per_run', value: 1, by });
    await run(use);
    await db('exceptions').update({ closed_at: friday, closed_as: 'expired' });
    const like = await db('deals').where({ id: 'D-acme' }).first();
    const many = Array.from({ length: 20 }, (_, n) => ({
      ...like,
      id: `D-${n}`,
      source_id: `D-${n}`,
      amount: 90_000 - n,
    }));
    await db('deals').insert(many);
    await db('touched').insert(many.map(({ id }) => ({ noun: 'deal', subject_id: id })));
    expect(await run(use)).toMatchObject({ asked: 16 });
    expect(await db('cards').whereLike('key', 'group:%').pluck('key')).toEqual(['group:1']);
    // Initech's rep is another one: one more card, and none of Priya's while hers is full.
    expect(await run(use)).toMatchObject({ asked: 1 });
    await db('exceptions')
      .whereIn('id', db('exceptions').whereNotNull('group_id').orderBy('id').limit(3).select('id'))
      .update({ closed_at: friday, closed_as: 'expired' });
    await run(use);
    expect(await db('exceptions').whereNull('closed_at').where({ card: 'group:1' })).toHaveLength(16);
  }));

test('who it waits for, where it is shown and whose deal it is must be the same; what is critical or of nobody stands alone', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    type Of = { rep?: string | null; waitsFor?: string; channel?: string; severity?: string };
    const placed = ({ rep = cast.priya, waitsFor = cast.mara, channel = 'C', severity = 'attention' }: Of) =>
      ({
        of: 'deal',
        findings: [{ severity }],
        waiting: { deal: { owner: rep === null ? null : { id: rep, name: rep } } },
        proposal: { agent: 'pipeline' },
        place: { waitsFor, channel },
      }) as unknown as Placed;
    const groups = (...all: Of[]) => groupsOf(db, { now: friday, today }, all.map(placed));
    expect(await groups({}, { rep: cast.tom }, { waitsFor: cast.ana }, { channel: 'D' })).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect(await groups({ rep: null }, { rep: null })).toEqual([null, null]);
    expect(await groups({}, { severity: 'critical' }, {})).toEqual([1, null, 1]);
  }));

test('a reason that has gone closes its row, and the card is drawn anew', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await run(use);
    await db('outbox').delete();
    await db('deals').where({ id: 'D-acme' }).update({ stage_id: 'S-won', status: 'won' });
    await db('touched').insert({ noun: 'deal', subject_id: 'D-acme' });
    expect(await run(use)).toMatchObject({ withdrawn: 1 });
    expect(await db('outbox').where({ topic: 'draw' }).pluck('key')).toEqual(['group:1']);
  }));
