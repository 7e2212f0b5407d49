import { describe, expect, test } from 'vitest';
import { read } from '../../src/language/reader.ts';
import { cast } from './companies.ts';
import { on, readAs, say } from './say.ts';

const said = (text: string): string => read(text, on(cast)).say;

describe('how sellers put it is read', () => {
  test.each([
    ['deals won in less than 60 days', 'Won deals with sales cycle of less than 60 days'],
    [
      'how many deals did we win in under 30 days',
      'Number of won deals with sales cycle of less than 30 days',
    ],
    ['deals i won in less than 60 days', 'Your won deals with sales cycle of less than 60 days'],
    ['deals that took more than 90 days to win', 'Won deals with sales cycle of more than 90 days'],
    ['deals that close in more than 60 days', 'Open deals with days to close date of more than 60 days'],
    ["deals that should've closed already but are still open", 'Open deals past their close date'],
    ['which deals have been in the pipeline longest', 'Open deals, sorted by created ascending'],
    ['what are we forecasting for this month', 'Forecast this month (1 Mar to 31 Mar 2026)'],
    ["what's my gap to target", 'Your quota attainment this quarter (1 Jan to 31 Mar 2026)'],
    [
      "tom's pipeline relative to his quota",
      'Pipeline coverage of Tom Reyes this quarter (1 Jan to 31 Mar 2026)',
    ],
    ['open pipeline by month of close date', 'Open pipeline by close month'],
    ['what did Tom sell in february', 'Won deals of Tom Reyes closed in February (1 Feb to 28 Feb 2026)'],
    [
      'which deals of mine have a next step but no activity in 3 weeks',
      'Your open deals without activity for 21 days or more with next step',
    ],
    ['my pipeline, sorted by next close date', 'Your open deals, sorted by close date ascending'],
    ['deals owned by people who left', 'Open deals of owners who have left'],
    ['deals whose owner is not active over 20k', 'Open deals over $20,000 of owners who have left'],
  ])('%s', (text, expected) => {
    expect(readAs(text, cast)).toBe(expected);
  });
});

describe('what was said is never turned into something else', () => {
  test.each([
    // What they lack follows; it is not that they are missing from the deals.
    'reps without any wins this quarter',
    'accounts with no platform deal',
    // How many of them one deal has is no field.
    'deals with two products',
    'deals in two stages',
    // An account has no such day, and its last activity was not spoken of.
    'new customers this quarter',
    'how many new logos in q1',
    // Words of their own, a letter or two from the reader's.
    'deals that skipped qualification',
    'deals which exceeded the plan',
    'ignored deals',
    "Tom's win rate relative to Tom",
    'share of won deals from partners',
  ])('%s', (text) => {
    expect(['unread', 'partly', 'which']).toContain(said(text));
  });

  test('what is there and what is not, in one breath', () => {
    expect(readAs('deals with close date and no amount', cast)).toBe(
      'Open deals with close date without amount',
    );
  });

  test('what was won lies behind: within how many days is asked, and both answers are read', () => {
    const reading = read('deals won within 60 days', on(cast));
    if (reading.say !== 'which') throw new Error(reading.say);
    const answers = reading.options.map((option) => {
      const answer = read('deals won within 60 days', { ...on(cast), choices: [option.choice] });
      return say(answer, cast);
    });
    expect(answers).toEqual([
      'Won deals closed in the last 60 days (20 Jan to 20 Mar 2026)',
      'Won deals with sales cycle of at most 60 days',
    ]);
  });

  test('a limit that is stated for one stage is a command, and a list is none', () => {
    expect(readAs('stale for proposal should be 25 days in emea', cast)).toMatch(/^> .*25/);
    expect(readAs('which stale deals in proposal are 25 days', cast)).toBe(
      'Open deals in Proposal for 25 days or more',
    );
  });

  test.each([
    [
      'average customer satisfaction per rep',
      '"average customer satisfaction" is not in the data. Which figure instead?',
    ],
    [
      'average discount we gave last quarter',
      '"average discount we gave" is not in the data. Which figure instead?',
    ],
    ['deals with a signed nda', '"with a signed nda" is not in the data. Which deals instead?'],
    ['deals above average', '"above average": which amount?'],
    ['new customers this month', '"new customers": counted how?'],
    ["what's slipping this month", '"slipping": which ones?'],
  ])('what is not in the data is asked back, and each answer is read: %s', (text, question) => {
    const reading = read(text, on(cast));
    if (reading.say !== 'which') throw new Error(reading.say);
    expect(reading.question).toBe(question);
    for (const { choice } of reading.options)
      expect(read(text, { ...on(cast), choices: [choice] }).say, choice.ids[0]).toBe('question');
  });

  test('the best month ever: by what is asked', () => {
    expect(said('best month ever')).toBe('which');
  });
});
