import { describe, expect, test } from 'vitest';
import type { Lexicon } from '../../src/language/lexicon.ts';
import { cast } from './companies.ts';
import { readAs } from './say.ts';

const crew = ['pipeline', 'forecasting', 'analytics', 'intake', 'quotes', 'outreach'];
const lexicon: Lexicon = { ...cast, agents: crew.map((id) => ({ id, name: id })) };

describe('a command among remarks is read, and the remarks are set aside', () => {
  test.each([
    [
      'everything is going haywire pause ALL agents',
      '> pause pipeline, forecasting, analytics, intake, quotes, outreach',
    ],
    [
      "we got the same mail three times, embarrassing, so let's switch outreach off until Monday",
      '> pause outreach until Mon 23 Mar, 00:00 UTC',
    ],
    [
      'outreach is spamming people again, stop it until tomorrow 8am',
      '> pause outreach until Sat 21 Mar, 08:00 UTC',
    ],
    [
      'could you put intake on hold till Thursday? It misread three leads.',
      '> pause intake until Thu 26 Mar, 00:00 UTC',
    ],
    [
      'Would you please stop the quotes agent until Monday 9am? Much obliged.',
      '> pause quotes until Mon 23 Mar, 09:00 UTC',
    ],
    ['quotes agent made a mess: roll back its last 2 changes', '> undo 2 of quotes, last 30 days'],
    [
      'Please take back the last five changes of the intake agent, they were wrong',
      '> undo 5 of intake, last 30 days',
    ],
    [
      'honestly tom is drowning so hand his proposal deals to priya',
      '> assign Deals of Tom Reyes in Proposal to Priya Nair',
    ],
    [
      'Dan quit yesterday. Reassign his Negotiation deals to Tom.',
      '> assign Deals of Dan Cole in Negotiation to Tom Reyes',
    ],
    ['Hello, may I have the lead L-240? I know the company from before', '> claim L-240'],
    ['I met them at the fair, I’ll take L-240', '> claim L-240'],
    ['run intake pls, dont wait for the schedule', '> run intake'],
    [
      "restore forecasting agent's factory settings, it's been fiddled with too much",
      '> reset_thresholds for agent forecasting',
    ],
    [
      'Before anyone touches anything, save the current settings as "spring-baseline", would you?',
      '> snapshot spring-baseline',
    ],
    ['take a snapshot called before-q2, I want to change some limits', '> snapshot before-q2'],
    [
      "okay so I keep seeing this and I'm tired of it, let's have a rule that blocks moving deals without amount",
      '> rule "blocks moving deals without amount"',
    ],
    ['Time for renewal season, I should think. Do switch that playbook on.', '> playbook Renewal season on'],
  ])('%s', (text, expected) => {
    expect(readAs(text, lexicon)).toBe(expected);
  });
});

describe('what could limit a command is never set aside', () => {
  test.each([
    'if the forecast is wrong, pause forecasting',
    "don't pause intake, pause outreach",
    'pause outreach, but only for EMEA',
    'pause outreach. Not intake.',
    'Tom says intake is broken, pause it',
    'Dan and Tom are overloaded, give his deals to Priya',
    'undo the last 3 actions of outreach, except the first',
    "It's EMEA that worries me, set the stale threshold to 10 days",
    'not now, but pause outreach tomorrow',
    'pause outreach, run intake',
    'pause outreach and run intake',
  ])('%s', (text) => {
    expect(readAs(text, lexicon)).not.toMatch(/^> (?!\?)/);
  });
});

describe('other ways to say a command', () => {
  test.each([
    ['Stand the whole crew down', '> pause pipeline, forecasting, analytics, intake, quotes, outreach'],
    ['hit pause on outreach', '> pause outreach'],
    ['pull the plug on quotes', '> pause quotes'],
    ['could outreach be paused until Monday please', '> pause outreach until Mon 23 Mar, 00:00 UTC'],
    [
      'put outreach and quotes on hold until the twenty seventh of march',
      '> pause outreach, quotes until Fri 27 Mar, 00:00 UTC',
    ],
    ['pause outreach until the thirtieth of april', '> pause outreach until Thu 30 Apr, 00:00 UTC'],
    ['Would you be so kind as to resume intake', '> resume intake'],
    ["I'd be grateful if you could run the pipeline agent", '> run pipeline'],
    ['Might the forecasting agent be run by hand just this once?', '> run forecasting'],
    ['could the discount limit be raised to 12%', '> discount_limit = 12 percent'],
    [
      'Discounts shall need an approver from 7,5 % on, please change the discount limit',
      '> discount_limit = 7.5 percent',
    ],
    ['inactivity threshold 10 days instead of what it is', '> inactivity_days = 10 days'],
    [
      'The intake agent may make at most 100 changes an hour, set it like that',
      '> hourly_cap = 100 plain for agent intake',
    ],
    ['put stale days for Proposal back to the default', '> stale_days back in Proposal'],
    ['The discount limit back to the factory value please', '> discount_limit back'],
    ['ctrl-z the last ten actions of analytics', '> undo 10 of analytics, last 30 days'],
    ['explain last run of outreach', '> why run last of outreach'],
    [
      'what made the quotes agent do what it did in its most recent run? reasons pls',
      '> why run last of quotes',
    ],
    [
      'From Priya to Tom: whatever has been sitting in Proposal for 60 days or more',
      '> assign Open deals of Priya Nair in Proposal for 60 days or more to Tom Reyes',
    ],
    ['@Tom Reyes takes D-1015 please', '> assign either D-1015 to Tom Reyes'],
    ['asign lead L-219 2 priya', '> assign lead L-219 to Priya Nair'],
    ['Are all the agents healthy, any of them failing?', '> status of all'],
    ['How does it go with the forecasting agent, does it still work well?', '> status forecasting'],
    ['Spend of outreach, week of 9 March 2026', '> cost of outreach, week of 2026-03-09'],
    ['costs of the agents in the year 2025 please', '> cost of all, 2025'],
    [
      'Make a rule please: notify the manager if a deal is longer than 45 days in Contract',
      '> rule "notify the manager if a deal is longer than 45 days in Contract"',
    ],
    [
      'rule add: if close_date_pushes>=3 then notify owner',
      '> rule "if close_date_pushes>=3 then notify owner"',
    ],
  ])('%s', (text, expected) => {
    expect(readAs(text, lexicon)).toBe(expected);
  });
});
