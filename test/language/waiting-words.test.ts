import { describe, expect, test } from 'vitest';
import { cast } from './companies.ts';
import { last, readAs } from './say.ts';

describe('the own queue', () => {
  test.each([
    'what waits for me',
    'what is waiting for me?',
    "what's on my plate",
    "what's on my plate today?",
    'anything for me to approve',
    'is there anything waiting for my approval',
    'what do I have to do today',
    'what should I focus on today',
    'what needs my attention',
    'does anything need my attention',
    'my approvals',
    'pending approvals',
    'how many cards wait for me',
    'do I have any pending approvals',
  ])('%s', (text) => {
    expect(readAs(text, cast)).toBe('> waiting');
  });

  test.each([
    ["what's on Tom's plate", 'Open deals of Tom Reyes'],
    ['biggest deal on my plate', 'Top 1 your open deal by amount'],
    ['any deals for me', 'Your open deals'],
    ['my open deals', 'Your open deals'],
  ])('%s is of deals', (text, read) => {
    expect(readAs(text, cast)).toBe(read);
  });
});

describe('what happened without the asker', () => {
  test.each([
    ['what did I miss yesterday', 'since yesterday'],
    ['what did I miss this week', 'this week'],
    ['did I miss anything', 'since yesterday'],
    ['catch me up', 'since yesterday'],
    ['what happened while I was away', 'since yesterday'],
  ])('%s', (text, period) => {
    expect(readAs(text, cast)).toBe(`> pipeline_changes and what waits, ${period}, Deals`);
    // Nothing of what was asked before is in it.
    expect(last(cast, 'won deals last month', text)).toBe(
      `> pipeline_changes and what waits, ${period}, Deals`,
    );
  });
});
