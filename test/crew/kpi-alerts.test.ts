import { describe, expect, test } from 'vitest';
import { setMode } from '../../src/crew/modes.ts';
import { runAgent } from '../../src/crew/run.ts';
import { type FindingView, findingView } from '../../src/exceptions/findings.ts';
import { personById } from '../../src/people/people.ts';
import { scopeOf } from '../../src/people/scope.ts';
import { whyOf } from '../../src/runs/why.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { company, is, type Talk } from '../requests/talk.ts';
import { cast } from '../support/company.ts';

const by = { kind: 'system', id: 'test' } as const;
const ada = { kind: 'person', id: cast.ada } as const;
const look = (talk: Talk) =>
  runAgent({ db: talk.db, now: talk.clock, zone: 'UTC' }, { agent: 'analytics', by, wokenBy: 'change' });
const cards = (talk: Talk) => talk.db('cards').orderBy('key').select('key', 'channel');
const draws = (talk: Talk) => talk.db('outbox').where({ topic: 'draw' }).pluck('key');

/** Said, confirmed, and looked at once. */
async function set(talk: Talk, text: string, as: string = cast.mara): Promise<void> {
  const thread = `set ${text}`;
  is(await talk.ask(text, as, thread), 'confirm');
  is(await talk.ask('yes', as, thread), 'done');
  await look(talk);
}

/** EMEA has decided two deals this quarter, won one of them: 50 %. So many more are lost. */
const lost = async (talk: Talk, ids: string[]) => {
  await talk
    .db('deals')
    .whereIn('id', ids)
    .update({ status: 'lost', stage_id: 'S-lost', close_date: '2026-03-19' });
};
const opened = async (talk: Talk, ids: string[]) => {
  await talk
    .db('deals')
    .whereIn('id', ids)
    .update({ status: 'open', stage_id: 'S-proposal', close_date: null });
};

type Decided = [count: number, product: string, status: 'won' | 'lost', day: string];

/** Deals of EMEA that were decided on a day, with the versions that prove it. */
async function decided(talk: Talk, of: Decided[]): Promise<void> {
  const deals = of.flatMap(([count, product, status, day], i) =>
    Array.from({ length: count }, (_, n) => ({
      id: `X-${i}-${n}`,
      name: `Deal ${i} ${n}`,
      account_id: 'A-acme',
      owner_id: cast.priya,
      product_id: product,
      territory_id: 'T-emea',
      stage_id: `S-${status}`,
      status,
      amount: 1000,
      currency: 'USD',
      created_on: '2025-10-01',
      close_date: day,
      stage_since: day,
    })),
  );
  await talk.db('deals').insert(deals.map((deal) => ({ ...deal, source: 'test', source_id: deal.id })));
  await talk.db('deal_versions').insert(
    deals.map(({ id, ...deal }) => ({
      ...deal,
      deal_id: id,
      valid_from: `${deal.close_date}T00:00Z`,
      version: 1,
    })),
  );
}
const quarters: Decided[] = [
  [4, 'PR-core', 'won', '2025-11-10'],
  [4, 'PR-core', 'lost', '2025-11-10'],
  [2, 'PR-plus', 'won', '2025-11-12'],
  [2, 'PR-plus', 'lost', '2025-11-12'],
  [1, 'PR-core', 'won', '2026-02-20'],
  [1, 'PR-core', 'lost', '2026-02-20'],
  [6, 'PR-plus', 'lost', '2026-02-25'],
];

async function told(talk: Talk, id = 1): Promise<FindingView> {
  const view = await findingView(talk.db, id);
  if (!view) throw new Error(`no finding ${id}`);
  return view;
}

describe('an alert on a figure', () => {
  test('is quiet at its limit, told once below it, follows the figure, and says its end', () =>
    company(async (talk) => {
      await set(talk, 'alert #sales-leads when win rate of EMEA this quarter falls below 50%');
      // Exactly 50 % is not below 50 %.
      expect(await talk.db('findings')).toEqual([]);
      await lost(talk, ['D-acme']);
      expect(await look(talk)).toMatchObject({ say: 'done', found: 1 });
      expect(await cards(talk)).toEqual([{ key: 'finding:1', channel: '#sales-leads' }]);
      expect(await told(talk)).toMatchObject({
        headline: 'Win rate in EMEA this quarter is 33%, limit 50%',
        sentence: '1 of 3 won, of those won or lost.',
        goneAt: null,
        limit: { was: 'under 50%', back: null },
      });
      await talk.db('outbox').delete();
      await look(talk);
      // Nothing else is true, so nothing is drawn again.
      expect([(await cards(talk)).length, await draws(talk)]).toEqual([1, []]);
      await lost(talk, ['D-globex']);
      await look(talk);
      expect((await told(talk)).headline).toBe('Win rate in EMEA this quarter is 25%, limit 50%');
      expect(await draws(talk)).toEqual(['finding:1']);
      talk.clock.move('2026-03-29T10:00:00Z');
      await opened(talk, ['D-acme', 'D-globex']);
      await look(talk);
      expect(await told(talk)).toMatchObject({
        headline: 'Win rate in EMEA this quarter is 50%, limit 50%',
        goneAt: new Date('2026-03-29T10:00:00Z'),
        limit: { was: 'under 50%', back: 'at 50%' },
      });
      expect((await cards(talk)).length).toBe(1);
    }));

  test('is drawn over thirteen weeks with its limit, compared with a quarter ago, and says which part makes most of it', () =>
    company(async (talk) => {
      await decided(talk, quarters);
      await set(talk, 'alert #sales-leads when win rate of EMEA this quarter falls below 30%');
      const view = await told(talk);
      // Core has 2 of 4 as it had 4 of 8; Plus none of 6, a quarter ago 2 of 4.
      expect(view.sentence).toBe(
        '2 of 10 won, of those won or lost; a quarter ago 50%. Most of it: Plus losses (+4).',
      );
      const chart = view.chart?.shape === 'line' ? view.chart : null;
      expect(chart?.limit).toEqual({ label: 'Limit', value: 0.3, said: '30%' });
      expect(chart?.marks).toHaveLength(14);
      expect(
        chart?.marks.filter(({ label }) => ['19 Dec', '9 Jan', '13 Feb', '20 Mar'].includes(label)),
      ).toEqual([
        { label: '19 Dec', value: 0.5, said: '50%' },
        { label: '9 Jan', value: null, said: 'no data' },
        { label: '13 Feb', value: 0.5, said: '50%' },
        { label: '20 Mar', value: 0.2, said: '20%' },
      ]);
      expect(chart?.alt).toContain('Limit 30%.');
      // What would explain why it has risen says nothing of a figure that is under its limit.
      await set(talk, 'alert #sales-leads when the number of lost deals this year is under 50');
      expect((await told(talk, 2)).sentence).not.toContain(' of it: ');
      // What was asked once is not asked again, and each day is kept.
      talk.clock.move('2026-03-27T10:00:00Z');
      await talk.db('deal_versions').where('valid_from', '<', '2026-01-01').delete();
      expect(await look(talk)).toMatchObject({ say: 'done' });
      const { chart: later, sentence } = await told(talk);
      // That part was known of no deal any more.
      expect(sentence).toBe('2 of 10 won, of those won or lost; a quarter ago 50%.');
      expect(later?.shape === 'line' && later.marks[0]).toEqual({ label: '26 Dec', value: 0.5, said: '50%' });
      expect(
        await talk.db('kpi_values').where({ alert_id: 1 }).where('on_day', '>=', '2026-03-20').pluck('value'),
      ).toEqual([0.2, 0.2]);
    }));

  test('of people is taken apart by person where one person alone is told, and never in a channel', () =>
    company(async (talk) => {
      await decided(talk, quarters);
      await talk
        .db('deals')
        .where('id', 'like', 'X-6-%')
        .update({ owner_id: cast.tom, product_id: 'PR-core' });
      await set(talk, 'alert #sales-leads when win rate of EMEA this quarter falls below 30%');
      await set(talk, 'alert me when win rate of EMEA this quarter falls below 31%');
      expect((await told(talk, 1)).sentence).not.toContain('Tom');
      expect((await told(talk, 2)).sentence).toContain('Most of it: Tom Reyes losses (+7).');
    }));

  test('that goes to and fro within a day has one card; on another day it is another incident', () =>
    company(async (talk) => {
      await set(talk, 'alert me when win rate of EMEA this quarter is under 50%');
      for (const _ of [1, 2, 3]) {
        await lost(talk, ['D-acme']);
        await look(talk);
        expect((await told(talk)).goneAt).toBeNull();
        await opened(talk, ['D-acme']);
        await look(talk);
        expect((await told(talk)).goneAt).not.toBeNull();
      }
      expect(await cards(talk)).toEqual([{ key: 'finding:1:P-mara', channel: 'dm:U_MARA' }]);
      talk.clock.move('2026-03-21T10:00:00Z');
      await lost(talk, ['D-acme']);
      await look(talk);
      expect(await cards(talk)).toHaveLength(2);
    }));

  test('sees what the person who set it sees, and no more', () =>
    company(async (talk) => {
      const text = 'alert me when open pipeline is over 400k';
      await set(talk, text, cast.ada);
      await set(talk, text, cast.mara);
      // All open deals are $465,500; those of EMEA $180,500.
      expect(await cards(talk)).toEqual([{ key: 'finding:1:P-ada', channel: 'dm:U_ADA' }]);
      expect(await told(talk)).toMatchObject({ headline: 'Open pipeline is $465,500, limit $400,000' });
      // When she serves the whole company no longer, her alert sees her part.
      await talk
        .db('people')
        .where({ id: cast.ada })
        .update({ roles: ['manager'], territory_id: 'T-emea' });
      await look(talk);
      expect(await told(talk)).toMatchObject({ headline: 'Open pipeline is $180,500, limit $400,000' });
    }));

  test('"at least" has its limit on the inside, "over" on the outside', () =>
    company(async (talk) => {
      await set(talk, 'alert me when the number of open deals in negotiation is at least 3', cast.ada);
      await set(talk, 'alert me when more than 3 deals are in negotiation', cast.ada);
      expect(await talk.db('findings').pluck('subject_id')).toEqual(['1']);
    }));

  test('without anything to measure is quiet; one that was told says that there is nothing', () =>
    company(async (talk) => {
      const asked = is(
        await talk.ask('alert me when win rate last year is under 50%', cast.mara, 'a'),
        'confirm',
      );
      expect(asked.consequence).toContain(
        'There is nothing to measure now (no deal was won or lost), and nothing is told until there is.',
      );
      await talk.ask('yes', cast.mara, 'a');
      await look(talk);
      expect(await talk.db('findings')).toEqual([]);
      await set(talk, 'alert me when win rate this quarter is over 20%');
      expect((await told(talk)).goneAt).toBeNull();
      talk.clock.move('2026-04-02T10:00:00Z');
      await look(talk);
      expect(await told(talk)).toMatchObject({
        headline: 'Win rate this quarter: nothing to measure',
        goneAt: new Date('2026-04-02T10:00:00Z'),
        limit: { was: 'over 20%', back: null },
      });
    }));

  test('ends when the person who set it has left, and the owner of the agent is told', () =>
    company(async (talk) => {
      await set(talk, 'alert #sales-leads when open pipeline is over 100k');
      await talk.db('agents').where({ name: 'analytics' }).update({ owner_id: cast.oskar });
      await talk.db('people').where({ id: cast.mara }).update({ active: false });
      await look(talk);
      expect(await talk.db('kpi_alerts').first()).toMatchObject({ ended_because: 'left', ended_by: null });
      expect(await talk.db('outbox').where({ topic: 'whisper' }).pluck('body')).toEqual([
        {
          channel: 'dm:U_OSKAR',
          user: 'U_OSKAR',
          text: 'Mara Lind has left, so the alert on "Open pipeline" over $100,000 has stopped. Set it anew if it is still needed.',
        },
      ]);
      expect(await told(talk)).toMatchObject({
        headline: 'Open pipeline: not watched any more',
        sentence: 'The alert has stopped: Mara Lind has left.',
        limit: { back: null },
      });
      await look(talk);
      expect(await talk.db('outbox').where({ topic: 'whisper' })).toHaveLength(1);
      expect(await talk.db('audit').where({ action: 'kpi_alert.ended' })).toMatchObject([
        { actor_kind: 'agent', actor_id: 'analytics' },
      ]);
    }));

  test('to a channel ends when the person who set it may not have others told any more; one to themselves stays', () =>
    company(async (talk) => {
      await set(talk, 'alert #sales-leads when win rate is under 5%');
      await set(talk, 'alert me when win rate is under 4%');
      await talk
        .db('people')
        .where({ id: cast.mara })
        .update({ roles: ['rep'] });
      await look(talk);
      expect(await talk.db('kpi_alerts').orderBy('id').pluck('ended_because')).toEqual([
        'no longer may',
        null,
      ]);
      expect(await talk.db('outbox').where({ topic: 'whisper' }).first()).toMatchObject({
        body: { user: 'U_MARA' },
      });
    }));

  test('that somebody stopped says so on the card that was told', () =>
    company(async (talk) => {
      await set(talk, 'alert #sales-leads when open pipeline is over 100k');
      is(await talk.ask('stop that alert', cast.mara, 's'), 'confirm');
      is(await talk.ask('yes', cast.mara, 's'), 'done');
      await look(talk);
      expect(await told(talk)).toMatchObject({
        headline: 'Open pipeline: not watched any more',
        sentence: 'The alert was stopped by Mara Lind.',
      });
      await look(talk);
      expect(await cards(talk)).toHaveLength(1);
    }));

  test('tells nobody while its agent is in shadow, says so when it is set, and tells when the agent is let', () =>
    company(async (talk) => {
      const person = { kind: 'person', id: cast.ada } as const;
      await setMode({ db: talk.db, now: talk.clock }, { agent: 'analytics', mode: 'shadow', by: person });
      const text = 'alert me when open pipeline is over 100k';
      expect(is(await talk.ask(text, cast.mara, 'a'), 'confirm').consequence).toBe(
        'It is $180,500 now. Looked at whenever data change: told once, and again when it is over. The Analytics agent is in shadow: what it finds is recorded, and nobody is told until that is changed.',
      );
      expect(is(await talk.ask('yes', cast.mara, 'a'), 'done').sentence).toContain('in shadow');
      await look(talk);
      expect([await talk.db('findings'), await cards(talk)]).toMatchObject([[{ trigger: 'kpi' }], []]);
      await setMode({ db: talk.db, now: talk.clock }, { agent: 'analytics', mode: 'suggest', by: person });
      await look(talk);
      expect(await cards(talk)).toHaveLength(1);
    }));

  test('to somebody whom Slack does not know goes nowhere else', () =>
    company(async (talk) => {
      await talk.db('people').where({ id: cast.mara }).update({ slack_id: null });
      await setSetting({ db: talk.db, now: talk.clock }, { name: 'ops_channel', value: 'COPS', by: ada });
      await set(talk, 'alert me when open pipeline is over 100k');
      expect(await talk.db('findings')).toHaveLength(1);
      expect(await cards(talk)).toEqual([]);
    }));

  test('is looked at at once, and leaves what deals changed in to the agents that look at deals', () =>
    company(async (talk) => {
      await talk.db('touched').insert({ noun: 'deal', subject_id: 'D-acme' });
      const text = 'alert me when open pipeline is over 100k';
      await talk.ask(text, cast.mara, 'a');
      await talk.ask('yes', cast.mara, 'a');
      expect(await talk.db('touched').orderBy('noun').pluck('noun')).toEqual(['deal', 'kpi_alert']);
      await look(talk);
      expect(await talk.db('touched').pluck('noun')).toEqual(['deal']);
    }));

  test('explains itself to the one who is told, and in a channel to its readers', () =>
    company(async (talk) => {
      await set(talk, 'alert me when open pipeline is over 100k');
      await set(talk, 'alert #sales-leads when open pipeline is over 90k');
      const why = async (id: string, personId: string) =>
        whyOf(
          talk.db,
          { kind: 'finding', id },
          {
            scope: scopeOf(await personById(talk.db, personId)),
            personId,
            zone: 'UTC',
            now: talk.clock.now(),
          },
        );
      expect((await why('1', cast.mara)).headline).toBe('Open pipeline is $180,500, limit $100,000');
      expect((await why('1', cast.priya)).hidden).not.toBeNull();
      expect((await why('2', cast.priya)).hidden).toBeNull();
    }));
});
