/** What is told around a request is set aside; nothing that could limit it ever is. */
import { describe, expect, test } from 'vitest';
import { cast } from './companies.ts';
import { readAs } from './say.ts';

const aside = [
  [
    'I was in a workshop all morning and somebody is bound to ask so would you please show me the open deals over 50k',
    'Open deals over $50,000',
  ],
  [
    'I have a meeting with Priya on Monday and must prepare, so could you give me the win rate for last quarter',
    'Win rate last quarter (1 Oct to 31 Dec 2025)',
  ],
  ['Pipeline by stage (asking for a friend)', 'Open pipeline by stage'],
  ['Open deals in Negotiation - a hunch, nothing more', 'Open deals in Negotiation'],
  ['open deals without Priya because she is unwell', 'Open deals not of Priya Nair'],
];
test.each(aside)('%s', (text, expected) => {
  expect(readAs(text, cast)).toBe(expected);
});

const kept = [
  'Pipeline by stage (humbly: only EMEA)',
  'Open deals (whatsoever over 50k)',
  'deals that shimmer and close next month, so can you pull those for me',
  'a colleague mumbled about deals over 100k so would you show me the deals',
];
test.each(kept)('nothing is dropped of: %s', (text) => {
  expect(readAs(text, cast)).toMatch(/^(?:~|-|\?)|EMEA|50,000|100,000/);
});

describe('a command', () => {
  test('is read without what is said about it', () => {
    expect(readAs('pause all agents please, they are driving me mad', cast)).toMatch(/^> pause /);
  });
  test('keeps what could be a part of it', () => {
    expect(readAs('Set the discount limit to 20% (just for this week, promise)', cast)).toBe('-');
  });
});

test('a message full of asides is come to an end with', () => {
  const aside = '(zork blub) need quux, honestly - because he is zorking, so could you show me ';
  const text = `${aside.repeat(8)}frobs`;
  expect(readAs(text, cast)).toBe('-');
});
