import { describe, expect, test } from 'vitest';
import { cast } from './companies.ts';
import { readAs } from './say.ts';

describe('what did not come is asked for in words', () => {
  test.each([
    ['why is there no card for D-1272', 'why no card about either D-1272'],
    ['why is there still no card about Acme Platform?', 'why no card about either Acme Platform'],
    ['why isn’t there a card about D-1042', 'why no card about either D-1042'],
    ['why do I get no card for D-1042', 'why no card about either D-1042'],
    ["why didn't I get a card for D-1042 today", 'why no card about either D-1042'],
    ['why does D-1042 have no card', 'why no card about either D-1042'],
    ['why has the Globex deal no card yet', 'why no card about deal Globex'],
    ['what keeps D-1042 back', 'why no card about either D-1042'],
    ['what holds back the card for D-1042', 'why no card about either D-1042'],
    ['why was I not told about Globex', 'why not told of either Globex'],
    ["why wasn't I told about Globex Renewal?", 'why not told of either Globex Renewal'],
    ["why didn't you tell me about D-1042?", 'why not told of either D-1042'],
    ['why did nobody tell me about the Globex deal', 'why not told of deal Globex'],
    ['why did the pipeline agent not warn me about D-1042', 'why not told of either D-1042'],
    ['why did I not hear about D-1042', 'why not told of either D-1042'],
  ])('%s', (text, expected) => expect(readAs(text, cast)).toBe(`> ${expected}`));

  test.each([
    ['why did you tell me about D-1042', 'why either D-1042'],
    ['why did you flag Acme Platform', 'why either Acme Platform'],
  ])('what did come is another question: %s', (text, expected) =>
    expect(readAs(text, cast)).toBe(`> ${expected}`),
  );
});
