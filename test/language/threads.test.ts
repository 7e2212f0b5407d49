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
])('a reply changes what it speaks of and keeps the rest: %s, %s, %s', (...turns) => {
  let frame: Frame | null = null;
  for (const [text, expected] of turns) {
    const reading = read(text as string, on(cast, frame));
    expect(say(reading, cast)).toBe(expected);
    frame = reading.say === 'question' ? reading.frame : null;
  }
});
