/** Days, times and quarters that there are not: which part is wrong and what is possible is said, whatever stands around them. */
import { expect, test } from 'vitest';
import { read } from '../../src/language/reader.ts';
import type { Reading } from '../../src/language/request.ts';
import { cast } from './companies.ts';
import { on } from './say.ts';

const readBy = (text: string): Reading => read(text, on(cast));

test.each([
  ['deals closing 13/13/2026', 'one of 13 and 13 has to be a month'],
  ['deals closing before 45.3.2026', 'no month has a day 45'],
  ['deals created since 2026-13-01', 'there is no month 13'],
  ['my deals closing 1/40/2026', 'no month has a day 40'],
  ['digest at 9:75', 'an hour has minutes 00 to 59'],
  ['set the digest to 25:00', 'a day has hours 0 to 23'],
  ['pause all agents until Monday 13:30pm', 'with am or pm hours are 1 to 12'],
  ['forecast Q7 2026', 'there is no quarter 7. Quarters are Q1 to Q4'],
])('%s', (text, because) => {
  expect(readBy(text)).toMatchObject({ say: 'lacks', question: expect.stringContaining(because) });
});

test('what is missing is only what was wrong', () => {
  expect(readBy('deals closing 13/13/2026 in EMEA')).toMatchObject({ completes: 'deals closing … in EMEA' });
});

test.each([
  'deals closing 13/12/2026',
  'deals closing 12/13/2026',
  'deals closing 31.12.2026',
  'pause all agents until Monday 9:45',
  'deals closing in Q4',
  '1:1 with Tom, his open deals',
])('%s is read', (text) => expect(['question', 'command']).toContain(readBy(text).say));
