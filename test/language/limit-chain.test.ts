import { describe, expect, test } from 'vitest';
import { cast } from './companies.ts';
import { readAs } from './say.ts';

describe('why a limit is what it is', () => {
  test.each([
    ['why is the stale threshold 14 for EMEA?', '> why stale_days for territory EMEA said 14 plain'],
    ['Why is the stale limit 14 days in AMER', '> why stale_days for territory AMER said 14 days'],
    ['what is the stale limit for EMEA', '> why stale_days for territory EMEA'],
    ["what's the stale threshold in Negotiation", '> why stale_days in Negotiation'],
    ['what is the push limit for Priya', '> why push_limit for person Priya Nair'],
    ['who set the stale threshold', '> why stale_days'],
    ['who set the stale threshold for EMEA Sales and when', '> why stale_days for team EMEA Sales'],
    ['who changed the approval limit', '> why approval_amount'],
    ['since when is the stale threshold 14 for EMEA', '> why stale_days for territory EMEA said 14 plain'],
    ['where does the stale threshold for EMEA come from', '> why stale_days for territory EMEA'],
    [
      'how come the inactivity threshold is 10 days for AMER',
      '> why inactivity_days for territory AMER said 10 days',
    ],
    ['explain the stale threshold for my team', '> why stale_days for my team'],
    ['what is the stale threshold for me', '> why stale_days for person you'],
    ['which stale limit applies in EMEA', '> why stale_days for territory EMEA'],
    ['show me the stale threshold for EMEA', '> why stale_days for territory EMEA'],
    [
      'how high is the confidence floor for the pipeline agent',
      '> why confidence_floor for agent Pipeline agent',
    ],
    ['why do deals become stale after 14 days in EMEA', '> why stale_days for territory EMEA said 14 days'],
  ])('%s', (text, expected) => {
    expect(readAs(text, cast)).toBe(expected);
  });

  test.each([
    ['what is the stale threshold', '> limits stale_days'],
    ['show the limits', '> limits all'],
    ['why is Acme Corp stale', '> why either Acme Corp'],
    ['deals over the stale limit in EMEA', 'none'],
  ])('something else: %s', (text, expected) => {
    const read = readAs(text, cast);
    if (expected === 'none') expect(read).not.toContain('why stale_days');
    else expect(read).toBe(expected);
  });

  test('a place that is not known is no place', () => {
    expect(readAs('why is the stale threshold 14 for West?', cast)).not.toContain('why stale_days');
  });
});
