import { expect, test } from 'vitest';
import type { Reply } from '../../src/requests/reply.ts';
import { cast } from '../support/company.ts';
import { company, is, type Talk } from './talk.ts';

/** Six deals of Priya's, of which each changed in one way on Wednesday, and one of Dan's that moved. */
async function wednesday({ db }: Talk): Promise<void> {
  const ids: string[] = await db('deals').orderBy('id').pluck('id');
  await db('deals').update({
    ...{
      status: 'open',
      stage_id: 'S-proposal',
      amount: 1_000,
      currency: 'USD',
      owner_id: cast.priya,
      territory_id: 'T-emea',
    },
    ...{ close_date: '2026-05-01', created_on: '2026-01-02' },
  });
  const [moved, pushed, grown, won, lost, fresh, theirs] = ids;
  if (!theirs) throw new Error('seven deals');
  await db('deals').where({ id: theirs }).update({ owner_id: cast.dan, territory_id: 'T-amer' });
  const copy = (from: string, to: string | null) =>
    db.raw(
      `insert into deal_versions (deal_id, valid_from, valid_to, name, stage_id, status, amount, currency, created_on, close_date, owner_id, territory_id, version)
       select id, ?, ?, name, stage_id, status, amount, currency, created_on, close_date, owner_id, territory_id, 1 from deals`,
      [from, to],
    );
  await db('deal_versions').delete();
  await copy('2026-01-02T00:00Z', '2026-03-18T09:00Z');
  await db('deals').where({ id: moved }).update({ stage_id: 'S-negotiation' });
  await db('deals').where({ id: theirs }).update({ stage_id: 'S-discovery' });
  await db('deals').where({ id: pushed }).update({ close_date: '2026-06-15' });
  await db('deals').where({ id: grown }).update({ amount: 1_500 });
  await db('deals').where({ id: won }).update({ status: 'won', stage_id: 'S-won', close_date: '2026-03-18' });
  await db('deals')
    .where({ id: lost })
    .update({ status: 'lost', stage_id: 'S-lost', close_date: '2026-03-18' });
  await db('deals').where({ id: fresh }).update({ created_on: '2026-03-18' });
  await copy('2026-03-18T09:00Z', null);
}

const counts = (reply: Reply): Record<string, number> => {
  const { figures } = is(reply, 'text');
  return Object.fromEntries(
    (figures?.series ?? []).filter(({ value }) => value !== 0).map(({ key, value }) => [key, value ?? 0]),
  );
};

test('what changed since Monday is said by kind, with the deals and what each was before', () =>
  company(async (talk) => {
    await wednesday(talk);
    const reply = is(await talk.ask('what changed in the pipeline since Monday'), 'text');
    expect(reply.understood).toBe('What changed among deals, since 16 Mar 2026');
    expect(counts(reply)).toEqual({ won: 1, lost: 1, new: 1, forward: 1, back: 1, pushed: 1, revalued: 1 });
    expect(reply.sentence).toBe(
      'Since 16 Mar 2026: 1 won ($1,000), 1 lost ($1,000), 1 new ($1,000), 1 moved on a stage ($1,000), 1 moved back ($1,000), 1 pushed out ($1,000), 1 re-valued (+$500). Open pipeline: down 19%, from $8,000 to $6,500.',
    );
    expect(reply.lines.join('\n')).toMatch(/Moved on: Proposal → Negotiation, \$1,000/);
    expect(reply.lines.join('\n')).toMatch(/Pushed out: 1 May → 15 Jun 2026/);
    expect(reply.lines.join('\n')).toMatch(/Re-valued: \$1,000 → \$1,500, \+\$500/);
    expect(reply.drawn?.table.rows).toHaveLength(7);
    const quiet = is(await talk.ask('what changed in the pipeline today'), 'text');
    expect(quiet.sentence).toMatch(/^Nothing changed among deals, today/);
  }));

test('where a changed deal is in another currency, each amount bears its code, and a table sorts them by number', () =>
  company(async (talk) => {
    await wednesday(talk);
    const abroad = await talk.db('deals').where({ status: 'won' }).first('id');
    for (const [table, id] of [
      ['deals', 'id'],
      ['deal_versions', 'deal_id'],
    ] as const)
      await talk.db(table).where(id, abroad.id).update({ currency: 'EUR' });
    const reply = is(await talk.ask('what changed in the pipeline since Monday'), 'text');
    expect(reply.sentence).toContain('1 won (EUR 1,000), 1 lost (USD 1,000)');
    expect(`${reply.sentence} ${reply.lines.join(' ')}`).not.toContain('$');
    expect(reply.drawn?.table.rows[0]?.[3]).toEqual({ value: 1_000, text: 'EUR 1,000' });
  }));

test('nobody is shown changes of deals outside their territory', () =>
  company(async (talk) => {
    await wednesday(talk);
    expect(counts(await talk.ask('pipeline changes this week', cast.dan))).toEqual({ back: 1 });
    const priya = counts(await talk.ask('pipeline changes this week', cast.priya));
    expect(priya).not.toHaveProperty('back');
    expect(priya).toMatchObject({ won: 1, forward: 1 });
  }));

test('a reply narrows it to a period or to some of the deals', () =>
  company(async (talk) => {
    await wednesday(talk);
    await talk.ask('what changed in the pipeline this week', cast.ada, 'T1');
    expect(counts(await talk.ask('only AMER', cast.ada, 'T1'))).toEqual({ back: 1 });
    const before = is(await talk.ask('and last week?', cast.ada, 'T1'), 'text');
    expect(before.understood).toBe('What changed among deals in AMER, last week (9 Mar to 15 Mar 2026)');
  }));

test('deals that slipped in a period are those whose close date went to a later day then', () =>
  company(async (talk) => {
    await wednesday(talk);
    const reply = is(await talk.ask('which deals slipped since Monday'), 'text');
    expect(reply.understood).toBe('Close dates pushed out among deals, since 16 Mar 2026');
    expect(reply.sentence).toBe('Since 16 Mar 2026: 1 pushed out ($1,000).');
    expect(reply.lines).toHaveLength(1);
    expect(reply.lines[0]).toMatch(/Pushed out: 1 May → 15 Jun 2026/);
    expect(counts(reply)).toEqual({ pushed: 1 });
    const none = is(await talk.ask('deals pulled in since Monday'), 'text');
    expect(none.sentence).toBe('No close date was pulled in among deals, since 16 Mar 2026.');
  }));
