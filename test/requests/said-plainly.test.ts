import { describe, expect, test } from 'vitest';
import { emptyFrame } from '../../src/language/request.ts';
import { answerSentence } from '../../src/requests/answer-sentence.ts';
import { asked, askedMetric, seriesAnswer, valueAnswer } from '../support/answers.ts';
import { cast, now } from '../support/company.ts';
import { company, is } from './talk.ts';

test('the earliest close date is called that, whatever row comes first', () =>
  company(async (talk) => {
    const reply = is(await talk.ask('deals closing by 12 May'), 'answer');
    expect(reply.sentence).toMatch(
      /The earliest close date is 10 Mar 2026, Acme Platform\. 1 of them is past its close date\.$/,
    );
    expect(is(await talk.ask('how many deals close before christmas'), 'answer').sentence).toMatch(
      /^\d+ deals.*\. 1 of them is past its close date\.$/,
    );
    expect(is(await talk.ask('deals closing next month'), 'answer').sentence).not.toContain('past');
    expect(is(await talk.ask('deals whose close date is past'), 'answer').sentence).not.toContain('of them');
  }));

test('an empty answer says why a deal could not be judged, and which limit to leave out', () =>
  company(async (talk) => {
    await talk.db('deals').where({ id: 'D-globex' }).update({ currency: 'EUR' });
    const reply = is(await talk.ask('open deals over $5,000,000 closing in April'), 'answer');
    expect(reply.sentence).toMatch(/1 deal could not be judged: amount in another currency than USD\./);
    const month = is(await talk.ask('deals closing in November'), 'answer');
    expect(month.sentence).toMatch(
      /Without "closing in November \(1 Nov to 30 Nov 2026\)" there are 6 deals\.$/,
    );
  }));

describe('limits are said as a person says them', () => {
  test.each([
    ['open deals pushed more than twice', 'Open deals pushed more than 2 times'],
    ['deals pushed at least 2 times', 'Open deals pushed 2 or more times'],
    ['win rate except Priya', 'Win rate except Priya Nair'],
    ['open deals of anyone but Priya', 'Open deals not of Priya Nair'],
    ['deals moved stage this week', 'Open deals that moved stage this week (16 Mar to 22 Mar 2026)'],
  ])('%s', (text, understood) =>
    company(async (talk) => {
      const reply = await talk.ask(text);
      expect(reply).toMatchObject({ kind: 'answer', understood });
      // Typed as it was understood it means the same.
      const again = await talk.ask(understood.replace(/ \(.*\)$/, ''));
      expect(again).toMatchObject({ kind: 'answer', understood });
    }),
  );
});

test('where all have the same figure nobody is called highest', () => {
  const touch = askedMetric('time_to_first_touch', 'Time to first touch', { of: 'lead' });
  const byOwner = seriesAnswer(
    [
      ['Priya Nair', 0],
      ['Tom Reyes', 0],
    ],
    { by: ['owner'], unit: 'days' },
  );
  expect(answerSentence(emptyFrame, byOwner, touch)).toBe('All 2 have the same time to first touch: 0 days.');
  expect(
    answerSentence(emptyFrame, valueAnswer({ value: 0, unit: 'days', total: 10, median: 0 }), touch),
  ).toBe('0 days over 10 touched leads: each was touched on the day it came in.');
});

test('who is ahead of nobody is not called first: those with as much are named together', () => {
  const won = (counts: [string, number][], fewestFirst = false) =>
    answerSentence(
      {
        ...{ ...emptyFrame, by: ['owner'], measure: { kind: 'count' } },
        ...(fewestFirst ? { sort: { field: 'measure', down: false } } : {}),
      },
      seriesAnswer(counts, { by: ['owner'], unit: 'deals' }),
      asked({ addsUp: true }),
    );
  expect(
    won([
      ['Elif', 2],
      ['Tom', 2],
      ['Mara', 1],
    ]),
  ).toMatch(/Elif and Tom have the most: 2 each\.$/);
  expect(
    won([
      ['A', 2],
      ['B', 2],
      ['C', 2],
      ['D', 2],
      ['E', 1],
    ]),
  ).toMatch(/A, B, C and 1 other have the most: 2 each\.$/);
  expect(
    won([
      ['Elif', 3],
      ['Tom', 2],
    ]),
  ).toMatch(/Elif has the most: 3/);
  const tied: [string, number][] = [
    ['Elif', 3],
    ['Tom', 2],
    ['Mara', 2],
  ];
  expect(won(tied, true)).toMatch(/Tom and Mara have the fewest: 2 each\.$/);
});

test('all contacts can be had as a file for oneself, never for others', () =>
  company(async (talk) => {
    const own = is(await talk.ask('export all contacts'), 'answer');
    expect(own.understood).toBe('Contacts');
    for (const text of [
      'export all contacts to bob@gmail.com',
      'email all contacts',
      'send all contacts to the press',
    ])
      is(await talk.ask(text), 'refused');
  }));

test('who says "her" is not told to say a longer one', () =>
  company(async (talk) => {
    const many = Array.from({ length: 6 }, (_, n) => ({
      id: `P-more-${n}`,
      source: 'test',
      source_id: `P-more-${n}`,
      name: `Robin Vale ${n}`,
      email: `robin${n}@example.com`,
      roles: ['rep'],
      team_id: 'G-emea',
      territory_id: 'T-emea',
    }));
    await talk.db('people').insert(many);
    expect(is(await talk.ask('what are her deals'), 'clarify').question).toMatch(
      / A name finds the others\.$/,
    );
    expect(is(await talk.ask('deals of Robin'), 'clarify').question).toMatch(
      / A longer name finds the others\.$/,
    );
  }));

describe('more names have the word than are offered', () => {
  const robins = (talk: Parameters<Parameters<typeof company>[0]>[0]) =>
    talk.db('people').insert(
      ['Vale', 'Moss', 'Hart', 'Lane', 'Cross', 'Wood'].map((last) => ({
        id: `P-robin-${last}`,
        source: 'test',
        source_id: `P-robin-${last}`,
        name: `Robin ${last}`,
        email: `robin.${last}@example.com`,
        roles: ['rep'],
        team_id: 'G-emea',
        territory_id: 'T-emea',
      })),
    );
  test.each(['Hart', 'robin hart', 'Robin Cross', 'wood', 'Moss', 'Vale', 'lane'])(
    '"%s", typed, makes the name longer',
    (typed) =>
      company(async (talk) => {
        await robins(talk);
        is(await talk.ask('total amount of open deals of Robin', undefined, 't'), 'clarify');
        const last = typed.split(' ').at(-1) ?? '';
        const name = `Robin ${last.charAt(0).toUpperCase()}${last.slice(1)}`;
        const { understood } = is(await talk.ask(typed, undefined, 't'), 'answer');
        expect(understood).toContain(`open deals of ${name}`);
      }),
  );

  test('a question of its own begins anew', () =>
    company(async (talk) => {
      await robins(talk);
      is(await talk.ask('total amount of open deals of Robin', undefined, 't'), 'clarify');
      const reply = is(await talk.ask('open deals in Proposal', undefined, 't'), 'answer');
      expect(reply.understood).toBe('Open deals in Proposal');
    }));
});

test('where no deal has an amount, that is said instead of a sum of nothing, and counts bear their separator', () => {
  const leftOut = [{ because: 'no amount', count: 2_089 }];
  const byStage = seriesAnswer(
    [
      ['Prospecting', 0, { count: 500 }],
      ['Engaging', 0, { count: 1_589 }],
    ],
    { total: 2_089, leftOut },
  );
  const sum = asked({ measure: 'Amount' });
  expect(answerSentence(emptyFrame, byStage, sum)).toBe(
    '2,089 deals, none with an amount. By number, Engaging is largest: 1,589.',
  );
  expect(
    answerSentence(
      emptyFrame,
      valueAnswer({ value: 0, unit: 'currency', currency: 'USD', total: 2_089, leftOut }),
      sum,
    ),
  ).toBe('2,089 deals, none with an amount.');
  const some = { ...byStage, leftOut: [{ because: 'no amount', count: 12 }] };
  expect(answerSentence(emptyFrame, some, sum)).toContain('$0 in 2,089 deals.');
});

test('a list by amount over two currencies says that it is sorted by the number, and one currency alone says nothing', () =>
  company(async (talk) => {
    const one = is(await talk.ask('top 3 open deals by amount'), 'answer');
    expect(one.sentence).not.toContain('not converted');
    await talk.db('deals').where({ id: 'D-globex' }).update({ currency: 'EUR' });
    const two = is(await talk.ask('top 3 open deals by amount'), 'answer');
    expect(two.sentence).toContain(
      'Amounts in EUR and USD are sorted by their number, not converted. Add "in USD" for one currency.',
    );
    const asked = is(await talk.ask('top 3 open deals by amount in USD'), 'answer');
    expect(asked.sentence).not.toContain('not converted');
    expect(is(await talk.ask('open deals in EMEA'), 'answer').sentence).not.toContain('sorted by');
  }));

test('undo in words says an amount as money, in its currency', () =>
  company(async (talk) => {
    const fields = [{ field: 'amount', before: 42_000, after: 48_500 }];
    await talk.db('changes').insert({
      back: 'reversible',
      kind: 'change',
      subject_kind: 'deal',
      subject_id: 'D-acme',
      fields: JSON.stringify(fields),
      by_kind: 'person',
      by_id: cast.priya,
      requested_at: now,
      applied_at: now,
      state: 'applied',
      key: 'a-key-of-more-than-16',
      request_hash: 'h',
    });
    expect(is(await talk.ask('undo', cast.priya), 'confirm').headline).toBe(
      'Undo the last change of Acme Platform: amount from $48,500 back to $42,000.',
    );
  }));

describe('a greeting alone', () => {
  test('is answered with a short word and what one may ask, which works', () =>
    company(async (talk) => {
      const reply = is(await talk.ask('good morning'), 'text');
      expect(reply).toMatchObject({
        intent: 'greeting',
        sentence: 'Good morning, ready when you are. Ask in your own words, or try one of these.',
      });
      expect(reply.next).toHaveLength(3);
      for (const { choice } of reply.next)
        expect((await talk.press(reply, choice)).kind).toMatch(/^(?:answer|help)$/);
      expect(is(await talk.ask('thanks!'), 'text').sentence).toMatch(/^You are welcome\./);
    }));

  test('changes nothing of what is spoken of: a list is gone on from, and a plan waits on', () =>
    company(async (talk) => {
      await talk.ask('deals in EMEA', cast.ada, 't');
      await talk.ask('thanks!', cast.ada, 't');
      expect((await talk.ask('only over 50k', cast.ada, 't')).understood).toBe(
        'Open deals in EMEA over $50,000',
      );
      const asked = is(await talk.ask('pause the pipeline agent', cast.mara, 'u'), 'confirm');
      expect(is(await talk.ask('thanks', cast.mara, 'u'), 'text').intent).toBe('greeting');
      expect(await talk.press(asked, 'yes', cast.mara)).toMatchObject({ kind: 'done', how: 'done' });
    }));
});
