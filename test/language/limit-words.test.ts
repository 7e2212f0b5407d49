import { describe, expect, test } from 'vitest';
import { read } from '../../src/language/reader.ts';
import { cast } from './companies.ts';
import { on, readAs, say } from './say.ts';

describe('limits, however they are stated', () => {
  test.each([
    ['stale threshold 21 days', '> stale_days = 21 days'],
    ['make deals stale after 3 weeks', '> stale_days = 21 days'],
    [
      'make negotiation deals stale after 3 weeks in EMEA',
      '> stale_days = 21 days for territory EMEA in Negotiation',
    ],
    ['deals in Proposal go stale after 10 days', '> stale_days = 10 days in Proposal'],
    ['stale after 10 days in Proposal please', '> stale_days = 10 days in Proposal'],
    ['change the stale limit for Contract to 30', '> stale_days = 30 plain in Contract'],
    ['bump stale days to 20', '> stale_days = 20 plain'],
    ['stale_days = 20', '> stale_days = 20 plain'],
    ['stale_days=20 for EMEA', '> stale_days = 20 plain for territory EMEA'],
    ['treat a deal as stale after 25 days', '> stale_days = 25 days'],
    ['consider deals inactive after 2 weeks', '> inactivity_days = 14 days'],
    ['no activity for 10 days should count as inactive', '> inactivity_days = 10 days'],
    ['lower the discount limit to 5%', '> discount_limit = 5 percent'],
    ['max discount 12%', '> discount_limit = 12 percent'],
    ['discount cap at 7 percent', '> discount_limit = 7 percent'],
    ['discounts over 10% must be approved', '> discount_limit = 10 percent'],
    ['anything over 15% discount needs approval from now on', '> discount_limit = 15 percent'],
    ['allow discounts up to 12% without approval', '> discount_limit = 12 percent'],
    ['cap discounts at 10%', '> discount_limit = 10 percent'],
    [
      'raise the discount threshold to eight percent for EMEA',
      '> discount_limit = 8 percent for territory EMEA',
    ],
    ['confidence floor 85%', '> confidence_floor = 85 percent'],
    ['require 90% confidence', '> confidence_floor = 90 percent'],
    ['ask me when you are less than 80% sure', '> confidence_floor = 80 percent'],
    ['set confidence to .9', '> confidence_floor = 0.9 plain'],
    ["only act if you're at least 85% sure", '> confidence_floor = 85 percent'],
    ['ask a person below 70 percent confidence', '> confidence_floor = 70 percent'],
    ['bulk limit 50', '> bulk_limit = 50 plain'],
    ['raise bulk limit to 30 records', '> bulk_limit = 30 plain'],
    ['more than 25 changes at once need approval', '> bulk_limit = 25 plain'],
    ['changes of more than 40 records at once need approval', '> bulk_limit = 40 plain'],
    ['bulk changes above 15 need an approver', '> bulk_limit = 15 plain'],
    ['limit bulk edits to 20', '> bulk_limit = 20 plain'],
    ['limit intake to 25 changes per hour', '> hourly_cap = 25 plain for agent Intake agent'],
    ['outreach may do 10 changes an hour at most', '> hourly_cap = 10 plain for agent Outreach agent'],
    ['max 30 changes per hour for quotes', '> hourly_cap = 30 plain for agent Quotes agent'],
    ['at most 20 changes per hour for pipeline', '> hourly_cap = 20 plain for agent Pipeline agent'],
    ['no more than 15 updates an hour for intake', '> hourly_cap = 15 plain for agent Intake agent'],
    ['hourly cap 60', '> hourly_cap = 60 plain'],
    ['at most 200 changes a day for pipeline', '> daily_cap = 200 plain for agent Pipeline agent'],
    ['set the daily cap to 150', '> daily_cap = 150 plain'],
    ['at most 10 messages an hour for pipeline', '> messages_per_hour = 10 plain for agent Pipeline agent'],
    ['no more than 30 nudges a day', '> messages_per_day = 30 plain'],
    ['set canary to 20', '> canary_from = 20 plain'],
    ['set the canary wait to 2 hours for pipeline', '> canary_minutes = 2 hours for agent Pipeline agent'],
    ['set the breaker to 40% for pipeline', '> breaker_percent = 40 percent for agent Pipeline agent'],
    ['throttle outreach to 10 per hour', '> hourly_cap = 10 plain for agent Outreach agent'],
    ['slow pipeline down to 5 changes an hour', '> hourly_cap = 5 plain for agent Pipeline agent'],
    ['set approval limit to 200k', '> approval_amount = 200000 money'],
    ['deals over 150k need my approval', '> approval_amount = 150000 money'],
    ['approval needed above $80,000', '> approval_amount = 80000 money'],
    ['set the stale threshold to 14 days until Monday', '> stale_days = 14 days until Mon 23 Mar, 00:00 UTC'],
    [
      'set the stale threshold to 14 days until end of quarter for EMEA',
      '> stale_days = 14 days for territory EMEA until Tue 31 Mar, 23:59 UTC',
    ],
    [
      'for the next two weeks, deals are stale after 7 days',
      '> stale_days = 7 days until Fri 3 Apr, 10:00 UTC',
    ],
    ['make the discount limit 9% until Mar 31', '> discount_limit = 9 percent until Tue 31 Mar, 00:00 UTC'],
    ['double the stale threshold', '> ? To what? For example "14 days".'],
    ['raise the limit', '> ? Which limit, and to what? For example "set the stale threshold to 14 days".'],
    ['increase the discount limit', '> ? To what? Say the value.'],
    ['set the stale treshold for negotiaton to 20 days', '> stale_days = 20 days in Negotiation'],
    [
      'Kindly raise the inactivity threshold to 15 days for the AMER team.',
      '> inactivity_days = 15 days for territory AMER',
    ],
    ['set the coverage target to 4x', '> coverage_target = 4 times'],
    ['coverage target 3.5×', '> coverage_target = 3.5 times'],
    ['raise the pipeline coverage target to 4', '> coverage_target = 4 plain'],
    [
      'set the target for coverage to 4 x until Monday',
      '> coverage_target = 4 times until Mon 23 Mar, 00:00 UTC',
    ],
    ['set the coverage target', '> ? To what? For example "4x".'],
    ['set the win rate alert to 8 points', '> win_rate_points = 8 percent'],
    ['win rate threshold 15 points', '> win_rate_points = 15 percent'],
    ['set attainment at half-time to 40%', '> attainment_at_middle = 40 percent'],
    ['lower the attainment limit to 35% for EMEA', '> attainment_at_middle = 35 percent for territory EMEA'],
    ['reset the coverage target', '> coverage_target back'],
    ['what is the coverage target', '> limits coverage_target'],
    ['what is the stale threshold', '> limits stale_days'],
    ["what's the discount limit right now", '> limits discount_limit'],
    ['show thresholds', '> limits all'],
    ['which limits are set', '> limits all'],
    ['what are the current limits', '> limits all'],
    ['set the stale limit to 14 for Tom', '> stale_days = 14 plain for person Tom Reyes'],
    ['stale: 14', '> stale_days = 14 plain'],
    ['stale threshold = 3w', '> stale_days = 21 days'],
    ['bump the hourly cap to fifty', '> hourly_cap = 50 plain'],
    ['lower discount limit 5', '> discount_limit = 5 plain'],
    ['i want deals to count as stale after 10 days in EMEA', '> stale_days = 10 days for territory EMEA'],
    ["let's say stale after 30 days in Contract", '> stale_days = 30 days in Contract'],
    ['approval needed from 75k', '> approval_amount = 75000 money'],
    ['approvals from 75k up', '> approval_amount = 75000 money'],
    [
      'raise the approval limit to 250k for the next 3 days',
      '> approval_amount = 250000 money until Mon 23 Mar, 10:00 UTC',
    ],
    ['set cards per run to 10', '> cards_per_run = 10 plain'],
    ['expire cards after 3 days', '> expire_days = 3 days'],
    ['remind after 4 hours', '> remind_hours = 4 hours'],
    ['alert threshold 30%', '> failure_percent = 30 percent'],
    ['max open cards 20', '> cards_open = 20 plain'],
    ['how long until a deal is stale', '> limits stale_days'],
    ['when is a deal stale', '> limits stale_days'],
    ['what is the discount limit', '> limits discount_limit'],
    ['what limits are set', '> limits all'],
    ['is there a limit on discounts', '> limits discount_limit'],
    ["what's the confidence floor", '> limits confidence_floor'],
  ])('%s', (text, expected) => {
    expect(readAs(text, cast)).toBe(expected);
  });
});

describe('back to the standard', () => {
  test.each([
    ['reset everything to defaults', '> reset_thresholds'],
    ['reset the pipeline agent to defaults', '> reset_thresholds for agent Pipeline agent'],
    ['restore defaults', '> reset_thresholds'],
    ['restore factory settings', '> reset_thresholds'],
    ['back to defaults please', '> reset_thresholds'],
    ['set all thresholds back to their defaults', '> reset_thresholds'],
    ['reset to default', '> reset_thresholds'],
    ['reset EMEA to defaults', '> reset_thresholds for territory EMEA'],
    ["reset EMEA's thresholds", '> reset_thresholds for territory EMEA'],
    ['reset the discount limit', '> discount_limit back'],
    ['reset stale days for Negotiation', '> stale_days back in Negotiation'],
    ["reset intake's settings", '> reset_thresholds for agent Intake agent'],
    ['default settings for the outreach agent again', '> reset_thresholds for agent Outreach agent'],
    ['put everything back to standard', '> reset_thresholds'],
    ['reset the confidence floor to its default', '> confidence_floor back'],
    ['restore default thresholds for my team', '> reset_thresholds for my team'],
    ['factory reset', '> reset_thresholds'],
    ['drop the EMEA override on stale days', '> stale_days back for territory EMEA'],
  ])('%s', (text, expected) => {
    expect(readAs(text, cast)).toBe(expected);
  });
});

describe('a value below zero', () => {
  const below = '> ? No limit is below zero. To what? Say the new value.';
  test.each([
    ['stale threshold to -3 days', below],
    ['put the inactivity limit at -10 days', below],
    ['hourly cap: -1', below],
    ['set the discount limit to minus 5%', below],
    ['discount limit 5%', '> discount_limit = 5 percent'],
    ['hourly cap: 40', '> hourly_cap = 40 plain'],
  ])('%s', (text, expected) => expect(readAs(text, cast)).toBe(expected));

  test('the value that is said then takes its place', () => {
    const asked = read('put the inactivity limit at -10 days', on(cast));
    expect(asked.say === 'lacks' && asked.completes).toBe('put the inactivity limit to …');
  });
});

describe('after a limit was set in a thread', () => {
  const following = (first: string, then: string): string => {
    const before = read(first, on(cast));
    if (before.say !== 'command') throw new Error(before.say);
    return say(read(then, { ...on(cast), before: before.command }), cast);
  };

  test.each([
    [
      'set canary to 5',
      'at most 20 changes an hour for pipeline',
      '> hourly_cap = 20 plain for agent Pipeline agent',
    ],
    [
      'set the stale threshold to 14 days',
      'set the inactivity threshold to 9 days',
      '> inactivity_days = 9 days',
    ],
    ['set the stale threshold to 14 days', '8 is enough', '> stale_days = 8 days'],
    ['set the stale threshold to 14 days', 'make it 20', '> stale_days = 20 days'],
  ])('"%s", then "%s"', (first, then, said) => expect(following(first, then)).toBe(said));

  test.each(['no more than 40 messages a day', 'set the breaker to 40%'])(
    '"%s", then "canary wait 30" is not the same limit again',
    (first) => expect(following(first, 'canary wait 30')).toBe('-'),
  );

  test('the names that the settings have on cards are understood', () =>
    expect([
      readAs('set the rest after to 2 hours', cast),
      readAs('set a few first from to 15', cast),
    ]).toEqual(['> canary_minutes = 2 hours', '> canary_from = 15 plain']));
});

test.each(['set the cap to 5', 'raise the cap to 5', 'set cap to 5'])('%s: which cap is asked', (text) =>
  expect(readAs(text, cast)).toBe(
    '? Which cap? Set the cap of changes per hour to 5 | Set the cap of changes per day to 5 | Set the cap of messages per hour to 5 | Set the cap of messages per day to 5 | Set the limit of open cards to 5',
  ),
);
