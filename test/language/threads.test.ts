import { expect, test } from 'vitest';
import { read } from '../../src/language/reader.ts';
import type { Frame } from '../../src/language/request.ts';
import { cast } from './companies.ts';
import { on, say } from './say.ts';

const quarter = '(1 Jan to 31 Mar 2026)';
const before = '(1 Oct to 31 Dec 2025)';

test('the top of groups is by what was measured, and nothing else is assumed', () => {
  const first = read('win rate by rep', on(cast));
  const reply = read('only the top 2', on(cast, first.say === 'question' ? first.frame : null));
  expect(reply).toMatchObject({
    say: 'question',
    frame: { sort: { field: 'measure', down: true }, limit: 2 },
    assumptions: [],
  });
});

test.each([
  [
    ['open deals in EMEA', 'Open deals in EMEA'],
    ['only over 100k', 'Open deals in EMEA over $100,000'],
    ['drop the region', 'Open deals over $100,000'],
  ],
  [
    ['win rate this quarter', `Win rate this quarter ${quarter}`],
    ['what about last quarter', `Win rate last quarter ${before}`],
    ['by rep', `Win rate last quarter ${before} by owner`],
  ],
  [
    ['bookings this quarter', `Amount of won deals closed this quarter ${quarter}`],
    [
      'vs last quarter',
      `Amount of won deals closed this quarter ${quarter} compared with last quarter ${before}`,
    ],
    [
      'by territory',
      `Amount of won deals closed this quarter ${quarter} by territory compared with last quarter ${before}`,
    ],
  ],
  [
    ['how is Priya doing this quarter', `Performance of Priya Nair this quarter ${quarter} by owner`],
    ['and Tom?', `Performance of Tom Reyes this quarter ${quarter} by owner`],
    ['last quarter', `Performance of Tom Reyes last quarter ${before} by owner`],
  ],
  [
    ['leads this month', 'Leads created this month (1 Mar to 31 Mar 2026)'],
    ['by source', 'Number of leads created this month (1 Mar to 31 Mar 2026) by lead source'],
    ['last month', 'Number of leads created last month (1 Feb to 28 Feb 2026) by lead source'],
  ],
  [
    ['show deals stuck in negotiation 30 days', 'Open deals in Negotiation for 30 days or more'],
    ['make it 45', 'Open deals in Negotiation for 45 days or more'],
    ['how many', 'Number of open deals in Negotiation for 45 days or more'],
  ],
  [
    ['won deals last quarter', `Won deals closed last quarter ${before}`],
    [
      'compare with this quarter',
      `Number of won deals closed last quarter ${before} compared with this quarter ${quarter}`,
    ],
    ['what about win rate', `Win rate last quarter ${before} compared with this quarter ${quarter}`],
  ],
  [
    ['open deals without next step', 'Open deals without next step'],
    ['in Proposal only', 'Open deals in Proposal without next step'],
    ['make that Discovery', 'Open deals in Discovery without next step'],
  ],
  [
    ['how many deals do I have open', 'Number of your open deals'],
    ['And could I see them?', 'Your open deals'],
    ['sorry meant Tom', 'Open deals of Tom Reyes'],
  ],
  [
    ['deals in Contract closing before 15 April 2026', 'Open deals in Contract closing before 15 Apr 2026'],
    ['make it before 1 May 2026', 'Open deals in Contract closing before 1 May 2026'],
    ['without those under 10.000', 'Open deals in Contract of at least $10,000 closing before 1 May 2026'],
  ],
  [
    ['stage=Negotiation amount>80000', 'Deals in Negotiation over $80,000'],
    ['sort=close_date asc', 'Deals in Negotiation over $80,000, sorted by close date ascending'],
    ['limit 5', 'Top 5 deals in Negotiation over $80,000 by close date ascending'],
  ],
  [
    ['territory:EMEA status:open group_by:stage measure:sum', 'Amount of open deals in EMEA by stage'],
    ['measure:count', 'Number of open deals in EMEA by stage'],
    ['territory:AMER', 'Number of open deals in AMER by stage'],
  ],
  [
    ["Tom's open deals", 'Open deals of Tom Reyes'],
    ['including won ones', 'Open and won deals of Tom Reyes'],
    ['what do they add up to', 'Amount of open and won deals of Tom Reyes'],
  ],
  [
    [
      "Show me Tom's deals closing next week",
      'Open deals of Tom Reyes closing next week (23 Mar to 29 Mar 2026)',
    ],
    [
      "His or hers? I mean Priya's, of course",
      'Open deals of Priya Nair closing next week (23 Mar to 29 Mar 2026)',
    ],
    [
      'how much are they worth all in all',
      'Amount of open deals of Priya Nair closing next week (23 Mar to 29 Mar 2026)',
    ],
  ],
  [
    ['my deals between 10k and 50k', 'Your open deals between $10,000 and $50,000'],
    ['bump the upper end to 75k', 'Your open deals between $10,000 and $75,000'],
    ['forget the amount, all sizes', 'Your open deals'],
  ],
  [
    [
      'open deals at least 40 days in Negotiation, EMEA',
      'Open deals in EMEA in Negotiation for 40 days or more',
    ],
    ['no, AMER, I mistyped', 'Open deals in AMER in Negotiation for 40 days or more'],
    ['any stage is fine', 'Open deals in AMER in the same stage for 40 days or more'],
  ],
  [
    ['forecast this quarter', `Forecast this quarter ${quarter}`],
    ['Next quarter looks how?', 'Forecast next quarter (1 Apr to 30 Jun 2026)'],
    ['switch to this quarter', `Forecast this quarter ${quarter}`],
  ],
])('a reply changes what it speaks of and keeps the rest: %s, %s, %s', (...turns) => {
  let frame: Frame | null = null;
  for (const [text, expected] of turns) {
    const reading = read(text as string, on(cast, frame));
    expect(say(reading, cast)).toBe(expected);
    frame = reading.say === 'question' ? reading.frame : null;
  }
});
