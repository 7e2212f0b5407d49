import { describe, expect, test } from 'vitest';
import { cast } from './companies.ts';
import { readAs } from './say.ts';

describe('settings that are on or off, or one of a few words', () => {
  test.each([
    ['switch off the daily summary', '> daily_summary = 0 plain'],
    ['daily summary off', '> daily_summary = 0 plain'],
    ['turn the daily summary back on', '> daily_summary = 1 plain'],
    ['no weekly review any more', '> weekly_review = 0 plain'],
    ['stop the monthly report', '> monthly_report = 0 plain'],
    ['pipeline review every morning', '> daily_review = 1 plain'],
    ['hygiene report weekly for EMEA', '> hygiene_report = weekly for territory EMEA'],
    ['set the hygiene report to daily', '> hygiene_report = daily'],
    ['exception report every day', '> exception_report = daily'],
    ['switch the exception report off', '> exception_report = off'],
    ['training hints for Tom', '> training_hints = 1 plain for person Tom Reyes'],
    ['no training hints for AMER', '> training_hints = 0 plain for territory AMER'],
    ['the executives are finance', '> executives = finance'],
    ['large deal reports go to the administrators', '> executives = administrators'],
    ['a person always decides for Globex', '> person_decides = 1 plain for account Globex'],
    ['agents never act alone in EMEA', '> person_decides = 1 plain for territory EMEA'],
    ['a person need not decide for Globex any more', '> person_decides = 0 plain for account Globex'],
    ['deals count as dead after 60 days in AMER', '> dead_days = 60 days for territory AMER'],
    ['set dead days to 45', '> dead_days = 45 plain'],
    ['start the morning summary at 7', '> summary_hour = 7 plain'],
    ['daily forecasts in the last 3 weeks of the quarter', '> forecast_daily_days = 21 days'],
    ['the fiscal year starts in April', '> fiscal_year_start = 4 plain'],
    ['model budget per person 2 dollars a day', '> model_budget_usd = 2 money'],
  ])('%s', (text, said) => {
    expect(readAs(text, cast)).toBe(said);
  });

  test.each([
    ['set the hygiene report for EMEA', /daily, weekly or off/],
    ['the executives are the boss', /approvers, finance or administrators/],
  ])('what is missing of "%s" is asked', (text, asks) => {
    expect(readAs(text, cast)).toMatch(asks);
  });

  test.each([
    ['is the daily summary on', '> limits daily_summary'],
    ['how often does the hygiene report come', '> limits hygiene_report'],
    ['who are the executives', '> limits executives'],
    ['why is the hygiene report weekly for EMEA', '> why hygiene_report for territory EMEA'],
    ['who set the daily summary', '> why daily_summary'],
    ['why does a person decide for Globex', '> why person_decides for account Globex'],
  ])('"%s" is told, and sets nothing', (text, said) => {
    expect(readAs(text, cast)).toBe(said);
  });

  test.each([
    'show me the daily summary',
    'post the weekly pipeline review',
    'the exception report of last week',
  ])('"%s" sets nothing', (text) => {
    expect(readAs(text, cast)).not.toMatch(/_review|_report|_summary/);
  });
});
