import { describe, expect, test } from 'vitest';
import type { Lexicon } from '../../src/language/lexicon.ts';
import { cast } from './companies.ts';
import { readAs } from './say.ts';

const value = (noun: 'activity' | 'lead' | 'deal' | 'account', field: string, values: string) =>
  values.split('|').map((one) => ({ noun, field, value: one }));
const worked: Lexicon = {
  ...cast,
  values: [
    ...value('activity', 'kind', 'call|mail|meeting|task'),
    ...value('lead', 'lead_source', 'Event|Referral|Web form'),
    ...value('deal', 'account.industry', 'Finance|Healthcare|Software'),
    ...value('deal', 'account.country', 'Germany|Australia'),
    ...value('deal', 'lost_reason', 'Competitor|Price'),
  ],
};

describe('leads and activities as those who work them say it', () => {
  test.each([
    ['leads not claimed', 'Leads without owner'],
    ['leads that were never picked up', 'Leads without owner'],
    ['leads that nobody has called back yet', 'Leads without first touch'],
    ['which leads came in over the web this week', 'Leads with lead source Web form created this week'],
    ['meetings booked this week', 'Number of activities with kind meeting recorded this week'],
    ['meetings held this week', 'Number of activities with kind meeting done this week'],
    [
      'how many emails did priya send in march',
      'Number of activities with kind mail of Priya Nair done in March',
    ],
    ['phone calls per rep last week', 'Number of activities with kind call done last week'],
    ['which customers in germany have nothing open', 'Accounts with country Germany without open deals'],
    ['top 5 open deals and their next steps', 'Top 5 open deals by amount, with next step'],
  ])('%s', (text, read) => {
    expect(readAs(text, worked).slice(0, read.length)).toBe(read);
  });

  test.each([
    ['number of meetings per week this quarter', / by week$/],
    ['calls by month', /^Number of activities with kind call by month$/],
    ['calls per rep per week', / by week and person$/],
  ])('%s goes by the weeks and months in which it was done', (text, read) => {
    expect(readAs(text, worked)).toMatch(read);
  });
});

describe('what people call a value that the data calls otherwise', () => {
  test.each([
    ['medical deals over 20k', 'Open deals with industry Healthcare over $20,000'],
    ['deals with banks', 'Open deals with industry Finance'],
    ['aussie deals', 'Open deals with country Australia'],
    ['deals we lost on pricing', 'Lost deals with loss reason Price'],
    ['deals lost to competition', 'Lost deals with loss reason Competitor'],
  ])('%s', (text, read) => {
    expect(readAs(text, worked)).toBe(read);
  });

  test('a word that the data has for another value is that value', () => {
    const both = {
      ...worked,
      values: [...worked.values, ...value('deal', 'account.industry', 'Medical devices')],
    };
    expect(readAs('medical deals', both)).not.toContain('Healthcare');
    expect(readAs('medical devices deals', both)).toBe('Open deals with industry Medical devices');
  });
});

describe('accounts in a period', () => {
  test('what of them is asked back, as they have no date of their own', () => {
    expect(readAs('accounts in germany this quarter', worked)).toBe(
      '? Accounts have no date of their own. What is meant? Won deals with country Germany closed this quarter | Open deals with country Germany closing this quarter | Accounts with country Germany',
    );
  });

  test('what was said of their deals is not', () => {
    expect(readAs('german accounts closing this quarter', worked)).toMatch(
      /^Open deals with country Germany closing/,
    );
    expect(readAs('accounts in germany', worked)).toBe('Accounts with country Germany');
  });
});
