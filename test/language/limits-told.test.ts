import { describe, expect, test } from 'vitest';
import { cast } from './companies.ts';
import { readAs } from './say.ts';

describe('limits told by what they limit', () => {
  test.each([
    ['let cards expire after 10 days', '> expire_days = 10 days'],
    ['remind about cards after 12 hours', '> remind_hours = 12 hours'],
    ['nudges must be answered within 2 days', '> nudge_days = 2 days'],
    ['no rep may have more than 60 open deals in EMEA', '> open_deals_limit = 60 plain for territory EMEA'],
    ['5 days grace after the close date', '> close_date_grace_days = 5 plain'],
    ['leads go to a manager after 45 minutes', '> lead_escalate_minutes = 45 minutes'],
    ['win rate may be off by 12 points', '> win_rate_points = 12 percent'],
    ['hold outgoing mails for 15 minutes', '> stop_minutes = 15 minutes'],
    ['coverage target three and a half', '> coverage_target = 3.5 plain'],
    ['push limit 4 for EMEA', '> push_limit = 4 plain for territory EMEA'],
    ['stale = 18d for AMER', '> stale_days = 18 days for territory AMER'],
    ['EMEA: 25 days before a deal counts as stale', '> stale_days = 25 days for territory EMEA'],
    ['AMER uses the defaults again', '> reset_thresholds for territory AMER'],
    ['the stale threshold should be raised to 40', '> stale_days = 40 plain'],
  ])('%s', (text, said) => {
    expect(readAs(text, cast)).toBe(said);
  });

  test.each([
    'cards that expire in 3 days',
    'which cards expire after 3 days',
    'deals with close dates pushed 3 times',
  ])('"%s" sets nothing', (text) => {
    expect(readAs(text, cast)).not.toMatch(/^> (?!\?)/);
  });
});

describe('commands from their other end', () => {
  test.each([
    ['everything pipeline did yesterday should be undone', '> undo all of Pipeline agent, yesterday'],
    ['pipeline must be paused until Monday', '> pause Pipeline agent until Mon 23 Mar, 00:00 UTC'],
    ['give the forecasting agent a run', '> run Forecasting agent'],
    ['forecasting in shadow mode', '> mode shadow of Forecasting agent'],
    ['pipeline should only watch', '> mode shadow of Pipeline agent'],
    ['mode of forecasting: suggest', '> mode suggest of Forecasting agent'],
    ['the agents may resume their work', '> resume Pipeline agent, Forecasting agent'],
    ['discounts beyond 12% are to be signed by finance', '> approval discount > 12%: finance'],
    ['take pipeline out of shadow, suggest is fine', '> mode suggest of Pipeline agent'],
    ['take the finance role away from Tom', '> take finance: Tom Reyes'],
    ["don't ping me before 9 or after 17:30", '> quiet_hours 17:30 to 09:00 for you'],
    ['only message me between 9 and 17', '> quiet_hours 17:00 to 09:00 for you'],
    ['five cards a day is enough for me', '> cards_per_day 5 for you'],
  ])('%s', (text, said) => {
    expect(readAs(text, cast)).toBe(said);
  });

  test('nothing is done by what only says that it should not be', () => {
    expect(readAs('no agent should be paused', cast)).not.toMatch(/^> (?!\?)/);
    expect(readAs('which agents should be paused', cast)).not.toMatch(/^> (?!\?)/);
  });
});

describe('a part that is missing is asked', () => {
  test.each([
    ['switch off the rule', /Which rule/],
    ['change rule 3', /To what/],
    ['make it stricter', /Which limit/],
    ['raise the threshold for EMEA', /Which limit/],
    ['merge the lead', /Which lead/],
    ['give Tom more rights', /Which role/],
    ["remove Ana's role", /Which role/],
    ['set the schedule of the pipeline agent', /At which times/],
    ['set my quiet hours', /From when to when/],
    ['deals by date', /By which date/],
    ['average time', /of what/],
    ['deals that are moving slowly', /in which way/],
    ['deals worth more than 75', /75 thousand/],
    ['set the approval limit to 150 for EMEA', /150k for emea/],
    ['deals over 250 need finance', /Deals over 250k need finance/],
  ])('%s', (text, asks) => {
    expect(readAs(text, cast)).toMatch(asks);
  });
});
