/** What people type on an ordinary day: small words, letters, stories and reasons. What could limit, deny or compare is never let go. */
import { describe, expect, test } from 'vitest';
import { areLight } from '../../src/language/light-words.ts';
import { read } from '../../src/language/reader.ts';
import { cast } from './companies.ts';
import { last, on, readAs } from './say.ts';

describe('what ranks, and what lacks', () => {
  test.each([
    ['who is furthest from quota', 'Quota attainment this quarter (1 Jan to 31 Mar 2026) by owner'],
    ['which product brings us the most money', 'Amount of won deals by product'],
    ['in which stage do we lose the most', 'Funnel'],
    ['leads nobody has claimed yet', 'Leads without owner'],
    ['leads that have not been picked up', 'Leads without owner'],
    ['open deals above 80k, not yet in Contract', 'Open deals not in Contract over $80,000'],
  ])('%s', (text, expected) => expect(readAs(text, cast)).toBe(expected));
});

describe('a word that asks for nothing', () => {
  test.each([
    ['ugh which of my deals are over 50k', 'Your open deals over $50,000'],
    ['could you read me my open deals in Proposal', 'Your open deals in Proposal'],
    ['my open deals, please put the largest first', 'Your open deals, sorted by amount descending'],
  ])('%s', (text, expected) => expect(readAs(text, cast)).toBe(expected));

  test('is said to be left out, and makes the reading less sure', () => {
    const reading = read('could you spell me my open deals in Proposal', on(cast));
    expect(reading).toMatchObject({
      say: 'question',
      path: 'corrected',
      assumptions: expect.arrayContaining(['Read without "spell".']),
    });
  });

  test.each([
    'deals nobody in Proposal likes',
    'open deals in Proposal that shimmer',
    'open deals, not the ugly ones',
    'prepping Tom: win rates by rep',
    'open deals of Tom from',
    'deals in Proposal that need help',
  ])('is none of what could change the answer: %s', (text) => {
    expect(readAs(text, cast)).toMatch(/^(?:~|-|\?)/);
  });

  test.each([
    [['ugh'], true],
    [['put', 'please'], true],
    [['from'], true],
    [['of', 'the'], false],
    [['not put'], false],
    [['week'], false],
    [['read it', 'ugly'], false],
    [['so like um just ok well'], false],
    [['50'], false],
  ])('%j: %s', (phrases, light) => expect(areLight(phrases)).toBe(light));
});

describe('a day without its year', () => {
  test.each([
    ['deals won since 1 October', 'Won deals closed since 1 Oct 2025'],
    ['win rate since 1 October', 'Win rate since 1 Oct 2025'],
    ['deals created since 5 November', 'Deals created since 5 Nov 2025'],
    ['deals won between 1 November and 31 December', 'Won deals closed from 1 Nov 2025 to 31 Dec 2025'],
    ['deals won from 15 November to 15 January', 'Won deals closed from 15 Nov 2025 to 15 Jan 2026'],
    ['deals won between 1 January and 31 March', 'Won deals closed from 1 Jan 2026 to 31 Mar 2026'],
    ['deals won by 31 March', 'Won deals closed by 31 Mar 2026'],
    ['open deals closing between 1 April and 30 June', 'Open deals closing from 1 Apr 2026 to 30 Jun 2026'],
    ['deals won since 1 October 2026', 'Won deals closed since 1 Oct 2026'],
  ])('%s', (text, expected) => expect(readAs(text, cast)).toBe(expected));
});

describe('letters, stories and reasons', () => {
  test.each([
    [
      'Dear Steward, would you list my open deals over 50k? Kind regards, T. Reyes',
      'Your open deals over $50,000',
    ],
    ['just my open deals in Proposal, cheers', 'Your open deals in Proposal'],
    [
      'I was on leave, show my deals without activity for 14 days or more',
      'Your open deals without activity for 14 days or more',
    ],
    [
      "As we're losing too often lately, break down the deals we lost since January by loss reason",
      'Number of lost deals closed since January (from 1 Jan 2026) by loss reason',
    ],
    [
      'board call at noon so I need won revenue by month for this year',
      'Amount of won deals closed this year (1 Jan to 31 Dec 2026) by close month',
    ],
    ['my open deals over 20k, want to plan my last week', 'Your open deals over $20,000'],
    ['how many open deals has Tom, feels like a lot', 'Number of open deals of Tom Reyes'],
  ])('%s', (text, expected) => expect(readAs(text, cast)).toBe(expected));

  test.each(['who needs a hand? deals in Proposal', 'open deals, I want the ones from May'])(
    'nothing that could be meant is set aside: %s',
    (text) => expect(readAs(text, cast)).toMatch(/^(?:~|-|\?)|May/),
  );

  test('a command is read without its reason, and with whom it is about', () => {
    expect(readAs('run the forecasting agent now, I need fresh numbers for the board', cast)).toMatch(
      /^> run /,
    );
    expect(readAs('Priya is on leave from tomorrow, please move all of her open deals to Tom', cast)).toBe(
      readAs("move Priya's open deals to Tom", cast),
    );
    expect(readAs("move Priya's open deals to Tom", cast)).toMatch(/^> /);
  });

  test.each([
    ['set the stale threshold to 14 days because it is too long', 'set the stale threshold to 14 days'],
    ['undo my last change because it was wrong', 'undo my last change'],
  ])('why it is wanted changes nothing, and asks nothing: %s', (text, bare) =>
    expect(readAs(text, cast)).toBe(readAs(bare, cast)),
  );

  test.each([
    ['pause all agents until Monday 9:00', ' because ', 'the CRM migration runs'],
    ['pause all agents until Monday 9:00', ' since ', 'the CRM is down'],
    ['pause the pipeline agent until tomorrow', ' as ', 'it is noisy'],
    ['pause Globex until 24 December', ' since ', 'they are closed'],
    ['pause Globex', ', because ', 'Legal said so'],
    ['pause Globex for 30 minutes', ' ', 'while we import'],
    ['pause everything for 2 hours', ' ', 'during the import'],
  ])('of a pause the reason is kept: %s%s%s', (bare, joint, because) =>
    expect(readAs(`${bare}${joint}${because}`, cast)).toBe(`${readAs(bare, cast)}, because ${because}`),
  );

  test('of a pause whom it is for is asked with its reason behind it, and not until when', () =>
    expect(readAs('pause Acme until Friday because their buyer is ill', cast)).toMatch(/^\? Which acme\?/));

  test.each([
    'pause all agents until Monday because only EMEA is migrated',
    'pause all agents because the migration in EMEA runs',
    'pause all agents because of the migration until Monday 9:00',
    'pause the pipeline agent because of Acme',
    'pause all agents, this is for EMEA',
    'run the pipeline agent, it is only about Tom',
    'let the pipeline agent run again, but only for EMEA',
    'start all the agents again, not the pipeline one',
    'only for EMEA, so pause all agents',
  ])('nothing that could limit a command is its reason: %s', (text) => {
    expect(readAs(text, cast)).not.toMatch(/^> (?:pause|run|resume)/);
  });

  test('one that breaks off is asked to end', () => {
    expect(readAs('my deals over', cast)).toBe('> ? "over …": how much, or how long?');
    expect(readAs('my deals bigger than', cast)).toMatch(/how much/);
  });
});

describe('how it is measured, in other words', () => {
  const quarter = 'this quarter (1 Jan to 31 Mar 2026)';
  test.each([
    ['what percent of my quota am I at this quarter', `Your quota attainment ${quarter}`],
    ['how am i doing vs quota', `Your quota attainment ${quarter}`],
    ['where do we expect to land this month?', 'Forecast this month (1 Mar to 31 Mar 2026)'],
    ['how much deals has Tom open?', 'Number of open deals of Tom Reyes'],
    ['deals in Proposal since more than 15 days', 'Open deals in Proposal for more than 15 days'],
    ['won deals by rep, Q1 to date', 'Number of won deals closed from 1 Jan 2026 to 20 Mar 2026 by owner'],
  ])('%s', (text, expected) => expect(readAs(text, cast)).toBe(expected));

  test.each([
    ['which product sells best', 'Amount of won deals by product'],
    [
      'best selling products this year',
      'Amount of won deals closed this year (1 Jan to 31 Dec 2026) by product',
    ],
    [
      'who sold the most last quarter',
      'Amount of won deals closed last quarter (1 Oct to 31 Dec 2025) by owner',
    ],
    ['our worst selling product', 'Amount of won deals by product, bottom 3'],
  ])('%s', (text, expected) => expect(readAs(text, cast)).toBe(expected));

  test('in a thread', () => {
    expect(last(cast, 'forecast this quarter', 'and for the next one?')).toBe(
      'Forecast in Q2 2026 (1 Apr to 30 Jun 2026)',
    );
    expect(last(cast, 'my deals in Proposal', 'how many are they?')).toBe('Number of your deals in Proposal');
    expect(last(cast, 'my deals in Proposal', 'please restrict this to those above 40k')).toBe(
      'Your deals in Proposal over $40,000',
    );
    expect(
      last(
        cast,
        'how many open deals does Tom have',
        'and what are they worth',
        'please list the three largest',
      ),
    ).toBe('Top 3 open deals of Tom Reyes by amount');
  });

  test('a snapshot before one changes something is a snapshot', () => {
    expect(readAs('take a snapshot of the settings before I start changing things', cast)).toBe('> snapshot');
  });
});
