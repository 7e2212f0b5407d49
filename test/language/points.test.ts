/** "Pipeline as of 1 March": how deals stood on a past day, beside what closes, was created or was won on it. */
import { describe, expect, test } from 'vitest';
import { read } from '../../src/language/reader.ts';
import { typed } from '../../src/language/understanding.ts';
import { cast } from './companies.ts';
import { last, on, readAs } from './say.ts';

const isRead = ([text, expected]: [string, string]): void => expect(readAs(text, cast)).toBe(expected);
const then: [string, string][][] = [
  // As of
  [
    ['pipeline as of 1 March', 'Open pipeline, as of 1 Mar 2026'],
    ['pipelin as of 1 March', 'Open pipeline, as of 1 Mar 2026'],
    ['Open pipeline as-of March 1st, please', 'Open pipeline, as of 1 Mar 2026'],
    ['pipeline as of 2026-03-01', 'Open pipeline, as of 1 Mar 2026'],
    ['pipeline as of 01.03.2026', 'Open pipeline, as of 1 Mar 2026'],
    ['pipeline as per 1 March', 'Open pipeline, as of 1 Mar 2026'],
    ['pipeline as it stood on 1 March', 'Open pipeline, as of 1 Mar 2026'],
    ['open deals as at 31 December', 'Open deals, as of 31 Dec 2025'],
    ['open deals as at end of December', 'Open deals, as of 31 Dec 2025'],
    ['open deals as of Monday', 'Open deals, as of 16 Mar 2026'],
    ['stuck deals as of last Monday', 'Stale open deals, as of 16 Mar 2026'],
    ['pipeline as of two weeks ago', 'Open pipeline, as of 6 Mar 2026'],
    ['pipeline as of last month', 'Open pipeline, as of 28 Feb 2026'],
    ['pipeline as of Q4', 'Open pipeline, as of 31 Dec 2025'],
    ['pipeline as of 30 June 2026', 'Open pipeline, as of 30 Jun 2026'],
    ['leads as of 1 March', 'Leads, as of 1 Mar 2026'],
  ],
  // Told
  [
    ['what was my pipeline on 1 March', 'Your open pipeline, as of 1 Mar 2026'],
    ['how many deals were open on 1 March', 'Number of open deals, as of 1 Mar 2026'],
    ['how many deals were there on 1 March', 'Number of open deals, as of 1 Mar 2026'],
    ['how many open deals did we have on 1 March', 'Number of open deals, as of 1 Mar 2026'],
    ['how many deals were open on 30 June', 'Number of open deals, as of 30 Jun 2025'],
    ['which deals were in Negotiation on 1 March', 'Deals in Negotiation, as of 1 Mar 2026'],
    ['what did Tom have open on 1 March', 'Open deals of Tom Reyes, as of 1 Mar 2026'],
    ['who had the most open deals on 1 March', 'Number of open deals by owner, as of 1 Mar 2026'],
    ['which deals over 100k were open at the end of January', 'Open deals over $100,000, as of 31 Jan 2026'],
    ['how did the pipeline look at the start of the quarter', 'Open pipeline, as of 1 Jan 2026'],
    ['how did the pipeline look on Monday', 'Open pipeline, as of 16 Mar 2026'],
    ['how did the pipeline look last Friday', 'Open pipeline, as of 13 Mar 2026'],
    ['how did the pipeline look yesterday', 'Open pipeline, as of 19 Mar 2026'],
    ['how did the pipeline look at the end of February', 'Open pipeline, as of 28 Feb 2026'],
  ],
  // Where nothing else can be meant
  [
    ['pipeline on 1 March', 'Open pipeline, as of 1 Mar 2026'],
    ['open pipeline by stage at the end of last quarter', 'Open pipeline by stage, as of 31 Dec 2025'],
    ['open deals at the end of last quarter', 'Open deals, as of 31 Dec 2025'],
    ['pipeline a month ago', 'Open pipeline, as of 20 Feb 2026'],
    ['pipeline a quarter ago', 'Open pipeline, as of 20 Dec 2025'],
    ['pipeline a year ago', 'Open pipeline, as of 20 Mar 2025'],
    ['open deals two weeks ago', 'Open deals, as of 6 Mar 2026'],
    ['pipeline three weeks ago by owner', 'Open pipeline by owner, as of 27 Feb 2026'],
  ],
  // With what else a question has
  [
    ['top 5 open deals as of 1 March', 'Top 5 open deals by amount, as of 1 Mar 2026'],
    ['average open deal size as of 1 March', 'Average amount of open deals, as of 1 Mar 2026'],
    ['open deals in AMER as of 1 March', 'Open deals in AMER, as of 1 Mar 2026'],
    [
      'number of open deals in EMEA by stage as of 2026-02-01',
      'Number of open deals in EMEA by stage, as of 1 Feb 2026',
    ],
    [
      'reps with more than 5 open deals as of 1 March',
      'Number of open deals by owner, more than 5, as of 1 Mar 2026',
    ],
    [
      'deals stuck more than 30 days as of 1 March',
      'Open deals in the same stage for more than 30 days, as of 1 Mar 2026',
    ],
    ['overdue deals as of 1 March', 'Open deals past their close date, as of 1 Mar 2026'],
    ['EMEA vs AMER pipeline as of 1 March', 'Open pipeline in EMEA compared with AMER, as of 1 Mar 2026'],
  ],
  // Periods beside it: "this quarter" is today's, "the next 30 days" came then
  [
    [
      'open deals closing this quarter as of 31 December',
      'Open deals closing from 1 Jan 2026 to 31 Mar 2026, as of 31 Dec 2025',
    ],
    [
      'open deals closing in the next 30 days as of 1 March',
      'Open deals closing from 1 Mar 2026 to 30 Mar 2026, as of 1 Mar 2026',
    ],
    [
      'open deals closing this month as of 2 March',
      'Open deals closing this month (1 Mar to 31 Mar 2026), as of 2 Mar 2026',
    ],
  ],
];

describe('how deals stood on a past day', () => {
  test.each(then.flat())('%s', (...line) => isRead(line));
});

test.each(then.flat())('typed out it reads back to itself: %s', (text, expected) => {
  const reading = read(text, on(cast));
  const again = reading.say === 'question' ? typed(reading.frame, on(cast)) : reading.say;
  expect(readAs(again, cast)).toBe(expected);
});

describe('what happens on a day is asked as before', () => {
  test.each<[string, string]>([
    ['deals closing on 1 March', 'Open deals closing on 1 Mar 2026'],
    ['won deals on 1 March', 'Won deals closed on 1 Mar 2026'],
    ['deals created on 1 March', 'Deals created on 1 Mar 2026'],
    ['deals created two weeks ago', 'Deals created from 2 Mar 2026 to 8 Mar 2026'],
    ['deals won as of 1 March', 'Won deals closed by 1 Mar 2026'],
    ['deals created as of 1 March', 'Deals created by 1 Mar 2026'],
    ['pipeline on 30 June', 'Open pipeline closing on 30 Jun 2026'],
    ['open deals on 30 June', 'Open deals closing on 30 Jun 2026'],
    ['pipeline at the end of the quarter', 'Open pipeline closing at the end of this quarter (31 Mar 2026)'],
    ['open deals due at the end of the month', 'Open deals closing at the end of this month (31 Mar 2026)'],
    ['open pipeline this quarter', 'Open pipeline closing this quarter (1 Jan to 31 Mar 2026)'],
    ['deals that were not touched yesterday', 'Open deals without activity since yesterday (to 18 Mar 2026)'],
    ['how many deals were lost in January', 'Number of lost deals closed in January (1 Jan to 31 Jan 2026)'],
    [
      'win rate a year ago',
      'Win rate this year (1 Jan to 31 Dec 2026) compared with last year (1 Jan to 31 Dec 2025)',
    ],
  ])('%s', (...line) => isRead(line));
});

describe('as of today is how it is anyway', () => {
  test.each(['pipeline', 'pipeline as of today', 'pipeline as of now', 'pipeline as at today'])(
    '%s',
    (text) => isRead([text, 'Open pipeline']),
  );
  test('deals won as of today', () => isRead(['deals won as of today', 'Won deals']));
});

describe('what is unclear, and what stands at no point in time, is asked back', () => {
  const asks = 'As it stood then, or what was to close then?';
  test.each<[string, string]>([
    ['open deals on 1 March', `? ${asks} Open deals, as of 1 Mar 2026 | Open deals closing on 1 Mar 2026`],
    ['open deals yesterday', `? ${asks} Open deals, as of 19 Mar 2026 | Open deals closing yesterday`],
    [
      'deals in Negotiation on 1 March',
      `? ${asks} Deals in Negotiation, as of 1 Mar 2026 | Deals in Negotiation with close date on 1 Mar 2026`,
    ],
    [
      'what was our pipeline last quarter',
      `? ${asks} Open pipeline, as of 31 Dec 2025 | Open pipeline closing last quarter`,
    ],
    [
      'how many deals were open in February',
      `? ${asks} Number of open deals, as of 28 Feb 2026 | Number of open deals closing in February`,
    ],
    [
      'how many deals were open in December',
      `? ${asks} Number of open deals, as of 31 Dec 2025 | Number of open deals closing in December`,
    ],
    ['open deals as of 3/2', '? "3 / 2": which day? 2 March 2026 | 3 February 2026'],
    [
      'win rate as of 1 March',
      '? Win rate is of a period, and cannot be asked as of a past day. Is this meant? Win rate',
    ],
    [
      'coverage as of 1 March',
      '? Pipeline coverage is of a period, and cannot be asked as of a past day. Is this meant? Pipeline coverage this quarter',
    ],
  ])('%s', (...line) => isRead(line));

  test.each(['open deals on 1 March', 'what was our pipeline last quarter'])(
    'both answers are questions of their own: %s',
    (text) => {
      const reading = read(text, on(cast));
      const options = reading.say === 'which' ? reading.options : [];
      expect(options).toHaveLength(2);
      for (const { label, choice } of options)
        expect(readAs(choice.ids[0] ?? '', cast).replace(/ \(\d[^)]*\)/, '')).toBe(label);
    },
  );
});

const thenAndNow: [string, string][] = [
  ['pipeline today vs a month ago', 'Open pipeline compared with 20 Feb 2026'],
  ['pipeline now compared with 1 March', 'Open pipeline compared with 1 Mar 2026'],
  ['compare pipeline today with a month ago', 'Open pipeline compared with 20 Feb 2026'],
  ['compare pipeline today with a week ago', 'Open pipeline compared with 13 Mar 2026'],
  ["compare today's pipeline to last month", 'Open pipeline compared with 28 Feb 2026'],
  ['how does our pipeline compare to a month ago', 'Open pipeline compared with 20 Feb 2026'],
  ['pipeline vs a year ago', 'Open pipeline compared with 20 Mar 2025'],
  ['EMEA pipeline vs end of last quarter', 'Open pipeline in EMEA compared with 31 Dec 2025'],
  ['pipeline on 1 March vs today', 'Open pipeline, as of 1 Mar 2026, compared with today'],
  ['pipeline on 1 March vs 1 February', 'Open pipeline, as of 1 Mar 2026, compared with 1 Feb 2026'],
  ['pipeline as of 1 March vs as of 1 February', 'Open pipeline, as of 1 Mar 2026, compared with 1 Feb 2026'],
  ['pipeline by stage now vs a month ago', 'Open pipeline by stage compared with 20 Feb 2026'],
  [
    'open deals in EMEA vs a month ago by owner',
    'Number of open deals in EMEA by owner compared with 20 Feb 2026',
  ],
  ['deals in Negotiation today vs 30 days ago', 'Number of deals in Negotiation compared with 18 Feb 2026'],
  ['stale deals compared with a month ago', 'Number of stale open deals compared with 20 Feb 2026'],
  ['how has the pipeline changed since 1 March', 'Open pipeline compared with 1 Mar 2026'],
  ['how has EMEA pipeline changed over the last 3 months', 'Open pipeline in EMEA compared with 20 Dec 2025'],
  ['how much has our pipeline grown since January', 'Open pipeline compared with 1 Jan 2026'],
  ['is the pipeline up since last month', 'Open pipeline compared with 28 Feb 2026'],
  ['is our pipeline bigger than a month ago', 'Open pipeline compared with 20 Feb 2026'],
  ['are open deals up on a year ago', 'Number of open deals compared with 20 Mar 2025'],
  ['change in pipeline since last quarter', 'Open pipeline compared with 31 Dec 2025'],
];
describe('one figure at two points in time', () => {
  test.each(thenAndNow)('%s', (...line) => isRead(line));
  test.each(thenAndNow)('%s: typed out it reads back to the same', (text) => {
    const reading = read(text, on(cast));
    if (reading.say !== 'question') throw new Error(`"${text}" is no question.`);
    expect(readAs(typed(reading.frame, on(cast)), cast)).toBe(readAs(text, cast));
  });
  test.each([
    'pipeline this quarter vs last quarter',
    'pipeline today vs today',
    'win rate vs a month ago',
    'won deals vs a month ago',
    'pipeline now vs next month',
    'how have won deals changed since 1 March',
  ])('where no two are meant, none is made up: %s', (text) =>
    expect(readAs(text, cast)).toMatch(/^(?:-|~ .*)$/),
  );
});

describe('nothing is watched and nothing is done as of a past day', () => {
  const nothing =
    '> ? A figure as of a past day never changes, so there is nothing to watch. No alert was set.';
  test.each<[string, string]>([
    ['tell me when the pipeline as of 1 March falls below 1m', nothing],
    ['tell me when open deals on 1 March exceed 20', nothing],
    ['alert me when pipeline is under 1m', '> alert me: Open pipeline < 1000000 USD'],
    ['assign the deals open on 1 March to Tom', '-'],
    ["assign Tom's open deals as of 1 March to Priya", '-'],
  ])('%s', (...line) => isRead(line));
});

describe('in a thread', () => {
  test.each<[string[], string]>([
    [['pipeline as of 1 March', 'and on 1 February?'], 'Open pipeline, as of 1 Feb 2026'],
    [['pipeline as of 1 March', 'and on 30 June 2026?'], 'Open pipeline, as of 30 Jun 2026'],
    [['pipeline as of 1 March', 'and a month ago?'], 'Open pipeline, as of 20 Feb 2026'],
    [['pipeline as of 1 March', 'only EMEA'], 'Open pipeline in EMEA, as of 1 Mar 2026'],
    [['pipeline as of 1 March', 'by stage'], 'Open pipeline by stage, as of 1 Mar 2026'],
    [['pipeline as of 1 March', 'show me the deals'], 'Open deals, as of 1 Mar 2026'],
    [['pipeline as of 1 March', 'and today?'], 'Open pipeline'],
    [['pipeline as of 1 March', 'now'], 'Open pipeline'],
    [['pipeline as of 1 March', 'what is it now?'], 'Open pipeline'],
    [['pipeline as of 1 March', 'as of today'], 'Open pipeline'],
    [['pipeline as of 1 March', 'win rate'], 'Win rate'],
    [['open pipeline by stage', 'as of 1 March'], 'Open pipeline by stage, as of 1 Mar 2026'],
    [['open pipeline by stage', 'and a month ago?'], 'Open pipeline by stage, as of 20 Feb 2026'],
    [['open pipeline by stage', 'what was it on 1 March'], 'Open pipeline by stage, as of 1 Mar 2026'],
    [
      ['open pipeline by stage', 'how did that look at the end of last quarter'],
      'Open pipeline by stage, as of 31 Dec 2025',
    ],
    [
      ['open deals closing this month', 'what about last month'],
      'Open deals closing last month (1 Feb to 28 Feb 2026)',
    ],
    [['open deals', 'now'], '-'],
    [['my pipeline', 'vs a month ago'], 'Your open pipeline compared with 20 Feb 2026'],
    [['my pipeline', 'vs a month ago', 'and a week ago?'], 'Your open pipeline compared with 13 Mar 2026'],
    [
      ['my pipeline', 'compared with 1 March', 'by stage'],
      'Your open pipeline by stage compared with 1 Mar 2026',
    ],
    [['pipeline a month ago', 'vs today'], 'Open pipeline, as of 20 Feb 2026, compared with today'],
    [['pipeline', 'vs today'], '-'],
  ])('%s', (turns, expected) => expect(last(cast, ...turns)).toBe(expected));
});

test.each([
  'deals that were in Proposal at the end of February and are now won',
  'deals in Negotiation on 1 March that are won now',
])('two points in time are not answered as one: %s', (text) => expect(readAs(text, cast)).toMatch(/^~ /));

test('what was won in a stage is of one', () =>
  expect(readAs('deals won in Proposal on 28 February', cast)).toBe(
    'Won deals in Proposal closed on 28 Feb 2026',
  ));
