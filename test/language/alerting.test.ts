import { describe, expect, test } from 'vitest';
import { cast } from './companies.ts';
import { readAs } from './say.ts';

describe('an alert on a figure', () => {
  test.each([
    [
      'alert #sales-leads when win rate of EMEA this quarter falls below 25 %',
      '> alert #sales-leads: Win rate in EMEA this quarter (1 Jan to 31 Mar 2026) < 0.25',
    ],
    ['tell me when open pipeline of EMEA drops under 2m', '> alert me: Open pipeline in EMEA < 2000000 USD'],
    [
      'ping me if more than 20 deals are stuck in negotiation over 45 days',
      '> alert me: Number of open deals in Negotiation for more than 45 days > 20',
    ],
    [
      'let Mara know when coverage of EMEA is under 3x',
      '> alert Mara Lind: Pipeline coverage in EMEA this quarter (1 Jan to 31 Mar 2026) < 3',
    ],
    ['alert me when win rate drops below 20%', '> alert me: Win rate < 0.2'],
    ['drop me a note when win rate falls under 20%', '> alert me: Win rate < 0.2'],
    ['give me a ping if win rate ever goes below 20%', '> alert me: Win rate < 0.2'],
    [
      'let #sales-leads know if we ever have more than 15 unclaimed leads',
      '> alert #sales-leads: Number of leads without owner > 15',
    ],
    // One deal, and no number of them.
    [
      'tell me the moment Dan wins something over 200',
      '? 200 what? 200 days in the stage | 200 thousand | An amount of 200',
    ],
    [
      'alert me when win rate falls below 25% this quarter',
      '> alert me: Win rate this quarter (1 Jan to 31 Mar 2026) < 0.25',
    ],
    ['alert me when win rate falls below 25% for deals over 50k', '> alert me: Win rate over $50,000 < 0.25'],
    ['tell me when stale deals exceed 20', '> alert me: Number of stale open deals > 20'],
    [
      'alert channel C0123ABCD when the average deal size goes above 40k',
      '> alert #C0123ABCD: Average amount of won deals > 40000 USD',
    ],
    ['warn me as soon as my open deals are more than 40', '> alert me: Number of your open deals > 40'],
    [
      'notify me when the number of open leads is at least 30',
      '> alert me: Number of leads not converted >= 30',
    ],
    [
      'be told when coverage falls below 3x',
      '> alert me: Pipeline coverage this quarter (1 Jan to 31 Mar 2026) < 3',
    ],
    [
      'if win rate this quarter goes under 20%, alert #ops',
      '> alert #ops: Win rate this quarter (1 Jan to 31 Mar 2026) < 0.2',
    ],
    ['set up an alert for #ops when sales cycle is over 60 days', '> alert #ops: Sales cycle > 60'],
    [
      'alert me when the forecast for this quarter is under 2m',
      '> alert me: Forecast this quarter (1 Jan to 31 Mar 2026) < 2000000 USD',
    ],
    [
      'alert me when attainment of EMEA is under 50 percent',
      '> alert me: Quota attainment in EMEA this quarter (1 Jan to 31 Mar 2026) < 0.5',
    ],
    ['alert me when win rate is under 25', '> ? 25 of what? It is a percentage: say "25%".'],
    ['alert me when open pipeline is under 2', '> ? 2 of what? It is an amount in USD: say "2m" or "500k".'],
    [
      'alert me when open pipeline is under €2m',
      '> ? It is counted in USD, and no rate is set. Say the limit in USD.',
    ],
    [
      'alert me when win rate by rep is under 25%',
      '> ? One figure can be watched, not one for each group. Name the one that is meant. No alert was set.',
    ],
    [
      'alert us when win rate is under 25%',
      '> ? Who is that: you, a person, or a channel? Say "me", a name, or "#channel".',
    ],
    [
      'alert me when the win rate is funny and under 25%',
      '> ? Which figure, over or under, and which limit? Say it such as "alert me when win rate this quarter is under 25%". No alert was set.',
    ],
    ['tell me when average sales cycle is over 60', '> ? 60 of what? It is counted in days: say "45 days".'],
    [
      'alert me when funnel is under 25%',
      '> ? Funnel is not one figure. What can be watched: win rate, coverage, attainment, sales cycle, forecast, counts, sums and averages. No alert was set.',
    ],
    [
      'notify me whenever a deal over 100k goes back a stage',
      '> rule "notify me whenever a deal over 100k goes back a stage"',
    ],
    ['tell me when deals over 100k close', '> rule "tell me when deals over 100k close"'],
    [
      'notify the rep when a deal has no activity for 12 days',
      '> rule "notify the rep when a deal has no activity for 12 days"',
    ],
    ['stop that alert', '> stop alert last'],
    ['remove alert 3', '> stop alert 3'],
    ['delete alert #12', '> stop alert 12'],
    ['stop alert', '> stop alert ?'],
    ['list my alerts', '> alerts'],
    ['show alerts', '> alerts'],
    ['which alerts do I have?', '> alerts'],
    [
      'Alert me if the pipeline of Priya goes below $500k',
      '> alert me: Open pipeline of Priya Nair < 500000 USD',
    ],
    ['tell Priya when her open deals exceed 40', '> rule "tell Priya when her open deals exceed 40"'],
  ])('%s', (text, expected) => {
    expect(readAs(text, cast)).toBe(expected);
  });
});
