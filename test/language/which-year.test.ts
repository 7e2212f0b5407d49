import { expect, test } from 'vitest';
import { cast } from './companies.ts';
import { last, readAs } from './say.ts';

const lastQ4 = 'Q4 2025 (1 Oct to 31 Dec 2025)';
const nextQ4 = 'Q4 (1 Oct to 31 Dec 2026)';

test.each([
  ['bookings excluding AMER, Q4', `Amount of won deals not in AMER closed in ${lastQ4}`],
  ['closed deals excluding AMER, Q4', `Won and lost deals not in AMER closed in ${lastQ4}`],
  ['average deal size Q4', `Average amount of won deals closed in ${lastQ4}`],
  ['who closed the most in Q4', `Number of won deals closed in ${lastQ4} by owner`],
  ['activities in Q4', `Number of activities done in ${lastQ4}`],
  ['stage moves in Q4', '> stage_moves any to any, q4 2025, Deals'],
  ['cost in November', '> cost of all, november 2025'],
  ['open deals closing last Q4', 'Open deals closing last Q4 (1 Oct to 31 Dec 2025)'],
  ['deals closing next Q1', 'Open deals closing next Q1 (1 Jan to 31 Mar 2027)'],
  ['deals closing in Q4', `Open deals closing in ${nextQ4}`],
  ['open deals excluding AMER, Q4', `Open deals not in AMER closing in ${nextQ4}`],
  ['average open deal size Q4', `Average amount of open deals closing in ${nextQ4}`],
  ['forecast Q4', `Forecast in ${nextQ4}`],
])(
  'a quarter without a year is the last one of what is over, and the next one of what is open: %s',
  (text, expected) => expect(readAs(text, cast)).toBe(expected),
);

test.each([
  ['deals last quarter', 'excluding AMER, Q4', `Deals not in AMER with close date in ${lastQ4}`],
  ['won deals', 'excluding AMER, Q4', `Won deals not in AMER closed in ${lastQ4}`],
  ['win rate by rep', 'excluding AMER, Q4', `Win rate not in AMER in ${lastQ4} by owner`],
  ['average deal size', 'and Q4?', `Average amount of won deals closed in ${lastQ4}`],
  ['deals last quarter', 'closing in Q4', `Deals with close date in ${nextQ4}`],
  ['open deals', 'excluding AMER, Q4', `Open deals not in AMER closing in ${nextQ4}`],
  ['open deals closing next quarter', 'Q4', `Open deals closing in ${nextQ4}`],
])('so it is after a question: %s, %s', (first, text, expected) =>
  expect(last(cast, first, text)).toBe(expected),
);
