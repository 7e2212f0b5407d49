import { describe, expect, test } from 'vitest';
import { cast } from './companies.ts';
import { readAs } from './say.ts';

describe('results as managers, reps and analysts ask for them', () => {
  test.each([
    ['show deals sold by dan in november 2025', 'Won deals of Dan Cole closed in November 2025'],
    ['total sold by each rep in q3 2025', 'Amount of won deals closed in Q3 2025'],
    ['how many deals closed last week and were lost', 'Number of lost deals closed last week'],
    ['top ten deals by value for priya', 'Top 10 open deals of Priya Nair by amount'],
    ['give me the second biggest open deal', 'Open deals, sorted by amount descending, number 2'],
    ['what is my third largest deal', 'Your open deals, sorted by amount descending, number 3'],
    ['how often do i win core deals', 'Your win rate with product Core'],
    ['how often does Dan win', 'Win rate of Dan Cole'],
    ['Priya vs Dan, q4', 'Performance of Priya Nair or Dan Cole in Q4 2025'],
    ['who is at risk of missing the quarter', 'Quota risk this quarter'],
    ['reps missing the month', 'Quota risk this month'],
    ['which stage do my deals sit longest in', 'Average days in stage of your open deals by stage'],
    ['in what stage do our deals get stuck the longest?', 'Average days in stage of open deals by stage'],
    ['last yr same month how much i had won', 'Amount of your won deals closed this month'],
    ['wins same quarter of the previous year', 'Number of won deals closed this quarter'],
    ['how do we trend on Core, quarterly', 'Amount of won deals with product Core by close quarter'],
    ['how do we trend on win rate', 'Win rate by close month'],
    ['how did i do last month', 'Your performance last month'],
    ['how have i been doing this quarter', 'Your performance this quarter'],
    ['is amer ahead of emea this quarter', 'Performance in AMER or EMEA this quarter'],
    ['did Dan beat Priya last quarter', 'Performance of Dan Cole or Priya Nair last quarter'],
    ['is tom behind', 'Quota standing of Tom Reyes this quarter'],
    ['are we ahead of plan', "Your team's quota standing this quarter"],
    ['how much pipeline do we have relative to quota', 'Pipeline coverage this quarter'],
    ['expected landing for emea in q2', 'Forecast in EMEA in Q2'],
    ['whats the number going to be for march', 'Forecast in March'],
    ['ASP for core in 2025', 'Average amount of won deals with product Core closed in 2025'],
    ['quota attainment leaderboard', 'Quota attainment this quarter'],
    ['which product pays us the most', 'Amount of won deals by product'],
    ['who spends the most with us', 'Amount of won deals by account'],
    ['biggest customer we won this year', 'Amount of won deals closed this year'],
    ['what does dan sell best', 'Amount of won deals of Dan Cole by product, top 1'],
    ["mara's reps by win rate", 'Win rate'],
    ['which team member closed the most in jan', 'Number of won deals closed in January'],
    ['oldest deals in discovery, 8 of them', 'Top 8 deals in Discovery by created ascending'],
    ['how much is at stake at globex', 'Open pipeline for Globex'],
    ['how many deals slipped past their close date', 'Number of open deals past their close date'],
    ['all my stuff slated to land in april', 'Your open deals closing in April'],
    ['revenue from globex all time', 'Amount of won deals for Globex'],
    ['deals with globex, won lost whatever', 'Open and won and lost deals for Globex'],
    [
      'until now how much did each region sell this year',
      'Amount of won deals closed from 1 Jan 2026 to 20 Mar 2026',
    ],
    ['which reps are falling behind', 'Quota risk this quarter'],
    ['is our win rate better than last quarter', 'Win rate this quarter'],
    ['which region is lagging', 'Quota attainment this quarter'],
    ['am i ahead of where i was last quarter', 'Your performance this quarter'],
    ['quota hit rate by rep for q4', 'Quota attainment in Q4 2025'],
    ['give me the pipeline number for next quarter', 'Open pipeline closing next quarter'],
    ['which stage has the most money stuck in it', 'Open pipeline by stage'],
    ["everything due this week that isn't in contract yet", 'Open deals not in Contract closing this week'],
    ['deals i should have closed in february', 'Your open deals closing in February'],
    ['share of amer deals won last quarter', 'Win rate in AMER last quarter'],
    ['which share of the decided deals was won last quarter', 'Win rate last quarter'],
    ['what products do we lose on most', 'Number of lost deals by product'],
    ['how many deals are there in total in the system', 'Number of open and won and lost deals'],
    ['what percentage of proposals end up won', '> stage_conversion Proposal to Won'],
  ])('%s', (text, read) => {
    expect(readAs(text, cast).slice(0, read.length)).toBe(read);
  });

  test('reps by a rate are each of them, and the biggest customer is one', () => {
    expect(readAs("mara's reps by win rate", cast)).toMatch(/ by owner$/);
    expect(readAs('biggest customer we won this year', cast)).toMatch(/ by account, top 1$/);
  });

  test.each([
    ['how often do we win against globex', /^(?:-|~|\?)/],
    ['my stuff in proposal', /^Your (?:open )?deals in Proposal$/],
    ['deals expected to close in april', /^Open deals closing in April/],
    ['top deals by value and owner', /^(?!Top).*/],
  ])('%s is not made more of than was said', (text, read) => {
    expect(readAs(text, cast)).toMatch(read);
  });
});
