import { expect, test } from 'vitest';
import { cast } from '../support/company.ts';
import { company, is } from './talk.ts';

test('a part of a period beside a whole one is said, with the days of both', () =>
  company(async (talk) => {
    const notes = async (text: string) => is(await talk.ask(text), 'answer').assumptions;
    expect(await notes('revenue year to date vs all of last year')).toContain(
      'Unequal periods: 79 days of year to date against 365 of last year.',
    );
    expect(await notes('win rate this quarter vs last quarter')).toContain(
      'Unequal periods: this quarter has 11 days left, 79 days of it against 92 of last quarter.',
    );
    expect((await notes('deals created in January vs February')).join(' ')).not.toMatch(/Unequal/);
  }));

test('the last point of a trend is named while its period is not over', () =>
  company(async (talk) => {
    const trend = is(await talk.ask('won deals by quarter'), 'answer');
    expect(trend.assumptions).toContain('Under way: Q1 2026 has 11 days left.');
    talk.clock.move('2026-03-31T10:00:00Z');
    expect(is(await talk.ask('won deals by quarter'), 'answer').assumptions.join(' ')).not.toMatch(
      /Under way/,
    );
  }));

test('a funnel says how many of its deals are not decided yet', () =>
  company(async (talk) => {
    expect(is(await talk.ask('funnel'), 'answer').assumptions).toContain(
      'Under way: 6 of these deals are open and may still go on.',
    );
    await talk.db('deals').where({ status: 'open' }).whereNot({ id: 'D-acme' }).del();
    expect(is(await talk.ask('funnel'), 'answer').assumptions).toContain(
      'Under way: 1 of these deals is open and may still go on.',
    );
  }));

test('what closes by a day says how many of those should have closed before', () =>
  company(async (talk) => {
    expect(is(await talk.ask('deals closing by 12 May'), 'answer').assumptions).toContain(
      'Counted too: 1 deal past the close date.',
    );
    expect(is(await talk.ask('deals closing in April'), 'answer').assumptions.join(' ')).not.toMatch(/past/);
  }));

test('a quota of which only a part of the days is asked for says which part counts', () =>
  company(async (talk) => {
    await talk.db('quotas').insert({
      person_id: cast.priya,
      starts_on: '2026-01-01',
      ends_on: '2026-03-31',
      amount: 90_000,
      currency: 'USD',
    });
    expect(is(await talk.ask('attainment in February by rep'), 'answer').assumptions).toContain(
      'Quota: that of 1 Jan 2026 to 31 Mar 2026 counts by days, 28 of 90.',
    );
    expect(is(await talk.ask('attainment this quarter'), 'answer').assumptions.join(' ')).not.toMatch(
      /Quota:/,
    );
  }));
