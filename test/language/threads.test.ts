import { describe, expect, test } from 'vitest';
import { read } from '../../src/language/reader.ts';
import type { Frame } from '../../src/language/request.ts';
import { lexicons } from './companies.ts';
import { last, on, say } from './say.ts';

const { cast, maven, revops } = lexicons;
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

/** The reply as it is read at the top of a talk, and under what was said. */
function replied(first: string, text: string, lexicon = cast): { top: string; thread: string } {
  const before = read(first, on(lexicon));
  const with_ = on(lexicon, before.say === 'question' ? before.frame : null);
  return {
    top: say(read(text, { ...with_, top: true }), lexicon),
    thread: say(read(text, with_), lexicon),
  };
}

test.each([
  [
    cast,
    'deals not in negotiation of Priya',
    'average deal size by owner',
    'Average amount of won deals by owner',
  ],
  [cast, 'open deals in EMEA', 'average deal size', 'Average amount of won deals'],
  [
    cast,
    'deals of Priya',
    'who won most last month',
    'Number of won deals closed last month (1 Feb to 28 Feb 2026) by owner',
  ],
  [cast, 'deals of Priya', 'what closes this month', 'Open deals closing this month (1 Mar to 31 Mar 2026)'],
  [cast, 'deals of Priya', "what's stuck", 'Stale open deals'],
  [
    cast,
    'deals in Proposal of Priya',
    'what did Tom win last quarter',
    `Won deals of Tom Reyes closed last quarter ${before}`,
  ],
  [
    cast,
    'deals of Priya',
    'how much did we win last quarter',
    `Amount of won deals closed last quarter ${before}`,
  ],
  [
    maven,
    'deals of Zane in Engaging',
    'median contract value by product',
    'Median amount of won deals by product',
  ],
  [revops, 'deals of Diego in Verbal', 'how much did we win', 'Amount of won deals'],
  [cast, 'deals in EMEA over 50k', 'what does Dan have in Proposal', 'Deals of Dan Cole in Proposal'],
  [cast, 'deals in EMEA over 50k', 'how much do we have in Negotiation', 'Amount of deals in Negotiation'],
  [
    cast,
    'deals in EMEA over 50k',
    'did we win anything this quarter',
    `Won deals closed this quarter ${quarter}`,
  ],
  [
    cast,
    'deals in EMEA over 50k',
    'has Dan closed anything this quarter',
    `Won deals of Dan Cole closed this quarter ${quarter}`,
  ],
  [cast, 'deals in EMEA over 50k', 'show me everything in AMER', 'Open deals in AMER'],
  [cast, 'deals in EMEA over 50k', "what's slipping", 'Open deals pushed 1 or more times'],
])(
  'a question with a subject of its own begins anew at the top of a talk: %#',
  (lexicon, first, text, expected) => {
    const { top, thread } = replied(first, text, lexicon);
    expect(top).toBe(expected);
    // Under what was said it is asked of that.
    expect(thread).not.toBe(expected);
  },
);

test.each([
  ['how many open deals does Dan have', 'Number of open deals of Dan Cole'],
  ['and how many open deals does Dan have?', 'Number of open deals of Dan Cole'],
  ['deals stuck in negotiation 30 days', 'Open deals in Negotiation for 30 days or more'],
  ['pipeline by stage', 'Open pipeline by stage'],
])('a question that names what it asks for begins anew, in a thread, too: %s', (text, expected) =>
  expect(replied('deals in EMEA over 50k', text)).toEqual({ top: expected, thread: expected }),
);

test.each([
  [cast, 'only EMEA', 'Open deals of Priya Nair in EMEA not in Negotiation'],
  [cast, 'only deals over 50k', 'Open deals of Priya Nair not in Negotiation over $50,000'],
  [cast, 'and over 100k?', 'Open deals of Priya Nair not in Negotiation over $100,000'],
  [cast, 'sort by amount', 'Open deals of Priya Nair not in Negotiation, sorted by amount descending'],
  [cast, 'top 5', 'Top 5 open deals of Priya Nair not in Negotiation by amount'],
  [
    cast,
    'what about last quarter',
    `Open deals of Priya Nair not in Negotiation closing last quarter ${before}`,
  ],
  [cast, 'total by owner', 'Amount of open deals of Priya Nair not in Negotiation by owner'],
  [cast, 'average amount', 'Average amount of open deals of Priya Nair not in Negotiation'],
  [cast, 'deal size over 50k', 'Open deals of Priya Nair not in Negotiation over $50,000'],
  [cast, 'what are they worth', 'Amount of open deals of Priya Nair not in Negotiation'],
  [cast, 'what about the average deal size', 'Average amount of open deals of Priya Nair not in Negotiation'],
  [
    cast,
    'who of them won most last month',
    'Number of won deals of Priya Nair not in Negotiation closed last month (1 Feb to 28 Feb 2026) by owner',
  ],
  [cast, 'and in AMER?', 'Open deals of Priya Nair in AMER not in Negotiation'],
  [cast, 'by stage', 'Number of open deals of Priya Nair not in Negotiation by stage'],
  [cast, 'how many does Dan have', 'Number of open deals of Dan Cole not in Negotiation'],
  [
    cast,
    'which close this month',
    'Open deals of Priya Nair not in Negotiation closing this month (1 Mar to 31 Mar 2026)',
  ],
])(
  'a fragment goes on from what was asked, at the top of a talk and in a thread: %#',
  (lexicon, text, expected) => {
    const first = 'deals not in negotiation of Priya';
    expect(replied(first, text, lexicon)).toEqual({ top: expected, thread: expected });
  },
);

test.each([
  [cast, 'how many open deals', 'top 5', 'Top 5 open deals by amount'],
  [cast, 'how many open deals', 'bottom 3', 'Top 3 open deals by amount ascending'],
  [cast, 'open pipeline in EMEA', 'top 5', 'Top 5 open deals in EMEA by amount'],
  [cast, 'average open deal size in EMEA', 'first 4', 'Top 4 open deals in EMEA by amount'],
  [cast, 'how many leads', 'top 5', '5 leads'],
  [cast, 'win rate this quarter', 'top 5', `Win rate this quarter ${quarter} by owner, top 5`],
  // Groups are ranked as they are.
  [cast, 'open deals by owner', 'top 2', 'Number of open deals by owner, top 2'],
  [maven, 'how many deals in Engaging', 'top 3', 'Top 3 deals in Engaging by amount'],
])('a rank asked of one figure shows what it is of: %#', (lexicon, first, text, expected) =>
  expect(replied(first, text, lexicon).thread).toBe(expected),
);

test.each([
  [
    'how many deals did Tom win last quarter',
    'which ones?',
    `Won deals of Tom Reyes closed last quarter ${before}`,
  ],
  [
    'how many deals did Tom win last quarter',
    'which deals',
    `Won deals of Tom Reyes closed last quarter ${before}`,
  ],
  ['how many accounts in EMEA', 'which accounts', 'Accounts in EMEA'],
  [
    'win rate of Tom last quarter',
    'how many did he win',
    `Number of won deals of Tom Reyes closed last quarter ${before}`,
  ],
])('which they are, and what he did, is asked of what was counted: %s, %s', (first, text, expected) =>
  expect(replied(first, text)).toEqual({ top: expected, thread: expected }),
);

test.each([
  ['how many deals', true],
  ['deals of Priya', true],
  ['how many open deals', false],
  ['won deals of Priya', false],
  ['deals in Proposal', false],
  ['stale deals', false],
  ['pipeline by stage', false],
])('that deals are taken for open ones is said where no word said so: %s, %s', (text, assumed) => {
  const { assumptions } = read(text, on(cast));
  const said = 'Open deals only; say "won" or "lost" for others.';
  expect(assumptions.includes(said)).toBe(assumed);
});

test.each([
  [
    ['deals in Contract', 'Deals in Contract'],
    ['sorted by close date, soonest first', 'Deals in Contract, sorted by close date ascending'],
    ['and only the first five of those', 'Top 5 deals in Contract by close date ascending'],
  ],
  [
    [
      'lost amount last quarter by loss reason',
      `Amount of lost deals closed last quarter ${before} by loss reason`,
    ],
    ['the count of deals', `Number of lost deals closed last quarter ${before} by loss reason`],
  ],
  [
    ['sales cycle in AMER', 'Sales cycle in AMER'],
    ['and only the deals closed in 2025', 'Sales cycle of won deals in AMER in 2025 (1 Jan to 31 Dec 2025)'],
  ],
])('what was said before stays: %j', (...turns) => {
  let thread: Frame | null = null;
  for (const [text = '', expected] of turns) {
    const reading = read(text, on(cast, thread));
    expect([text, say(reading, cast)]).toEqual([text, expected]);
    thread = reading.say === 'question' ? reading.frame : null;
  }
});

describe('a reply in other words', () => {
  const quiet = 'Which deals have had no activity for three weeks?';
  test.each([
    [
      quiet,
      'Never mind the ones in Discovery.',
      'Open deals not in Discovery without activity for 21 days or more',
    ],
    ['open pipeline in EMEA', 'same, AMER', 'Open pipeline in AMER'],
    ['open pipeline by stage in AMER', 'the same cut for EMEA', 'Open pipeline in EMEA by stage'],
    [
      'open pipeline in EMEA',
      'I see, then break that down by owner, the largest first',
      'Open pipeline in EMEA by owner',
    ],
    ['number of open deals by stage', 'sum of amount instead of count', 'Amount of open deals by stage'],
    [
      'how many deals do I have in Proposal?',
      'and how much is this in money?',
      'Amount of your deals in Proposal',
    ],
    [
      'list the deals that I lost',
      'put them in order of value, the most big first',
      'Your lost deals, sorted by amount descending',
    ],
    [
      'how many open deals does Tom have',
      'and Priya, for that matter?',
      'Number of open deals of Priya Nair',
    ],
  ])('%s · %s', (first, then, meant) => expect(last(cast, first, then)).toBe(meant));
});

test('rows that a table had no room for are asked for by their numbers', () => {
  expect(last(cast, 'open deals', 'numbers 125 to 162')).toBe('Open deals, numbers 125 to 162');
  expect(last(cast, 'open deals', 'show numbers 11-20', 'numbers 21 to 30')).toBe(
    'Open deals, numbers 21 to 30',
  );
  expect(last(cast, 'open deals', 'from number 50 on')).toBe('Open deals, from number 50 on');
});
