import { describe, expect, test } from 'vitest';
import type { Lexicon } from '../../src/language/lexicon.ts';
import { read } from '../../src/language/reader.ts';
import type { Frame } from '../../src/language/request.ts';
import { typed } from '../../src/language/understanding.ts';
import { cast } from './companies.ts';
import { on, readAs, say } from './say.ts';

const lexicon: Lexicon = {
  ...cast,
  tags: ['Strategic'],
  values: [
    ...cast.values,
    { noun: 'deal', field: 'account.country', value: 'Germany' },
    { noun: 'deal', field: 'account.industry', value: 'Software' },
    { noun: 'account', field: 'segment', value: 'Flagship' },
  ],
};

const about: [string, string][] = [
  ['accounts without open deals', 'Accounts without open deals'],
  ['which customers have no open deals', 'Accounts without open deals'],
  ['accounts with no deals', 'Accounts without deals'],
  ['accounts in EMEA tagged strategic', 'Accounts in EMEA tagged Strategic'],
  ['which accounts have no activity in 60 days', 'Accounts without activity for 60 days or more'],
  ['accounts with no activity', 'Accounts without last activity'],
  ['list contacts at Globex', 'Contacts for Globex'],
  ['who are our contacts at Globex', 'Contacts for Globex'],
  ['how many accounts does Priya own', 'Number of accounts of Priya Nair'],
  ['accounts with more than 2 open deals', 'Accounts with more than 2 open deals'],
  ['accounts with at least 3 open deals', 'Accounts with 3 or more open deals'],
  ['which accounts have more than 1 open deal', 'Accounts with more than 1 open deal'],
  ['my accounts with open deals', 'Your accounts with open deals'],
  ["my team's accounts", "Your team's accounts"],
  ['german customers', 'Accounts with country Germany'],
  ['software accounts', 'Accounts with industry Software'],
  ['flagship accounts', 'Accounts with segment Flagship'],
  ['accounts except Globex', 'Accounts except Globex'],
  ['accounts over 500 employees', 'Accounts with employees over 500'],
  ['how many customers per country', 'Number of accounts by country'],
  ['accounts sorted by open deals', 'Accounts, sorted by open deals descending'],
  ['accounts without an owner', 'Accounts without owner'],
  ['accounts with industry and country', 'Accounts, with industry and country'],
];

test.each(about)('%s', (text, understood) => {
  expect(readAs(text, lexicon)).toBe(understood);
});

test('what is understood can be typed again', () => {
  for (const [text] of about) {
    const first = read(text, on(lexicon));
    if (first.say !== 'question') throw new Error(say(first, lexicon));
    const again = typed(first.frame, on(lexicon));
    const back = read(again, on(lexicon));
    expect(back.say === 'question' ? back.frame : say(back, lexicon), again).toEqual(first.frame);
  }
});

describe('deals stay what is asked about where they are', () => {
  test.each([
    ['top 10 accounts by open pipeline', 'Open pipeline by account, top 10'],
    ['accounts with the most open deals', 'Number of open deals by account'],
    ['open deals for software customers', 'Open deals with industry Software'],
    ['won deals of strategic accounts', 'Won deals tagged Strategic'],
    ['strategic accounts: open deals', 'Open deals tagged Strategic'],
    ['deals without an account', 'Open deals without account'],
    ['win rate for software accounts', 'Win rate with industry Software'],
    ['deals without any contact for 3 weeks', 'Open deals without activity for 21 days or more'],
  ])('%s', (text, understood) => {
    expect(readAs(text, lexicon)).toBe(understood);
  });
});

test('a thread about accounts goes on about them', () => {
  let thread: Frame | null = null;
  const turns = ['accounts in EMEA', 'without open deals', 'what about AMER', 'how many', 'by industry'].map(
    (text) => {
      const reading = read(text, on(lexicon, thread));
      if (reading.say === 'question') thread = reading.frame;
      return say(reading, lexicon);
    },
  );
  expect(turns).toEqual([
    'Accounts in EMEA',
    'Accounts in EMEA without open deals',
    'Accounts in AMER without open deals',
    'Number of accounts in AMER without open deals',
    'Number of accounts in AMER without open deals by industry',
  ]);
});
