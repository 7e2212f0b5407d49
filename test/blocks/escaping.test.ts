import fc from 'fast-check';
import { expect, test } from 'vitest';
import { data, md, name, spoken } from '../../blocks/text.ts';

const control = [
  '<',
  '>',
  '&',
  '|',
  '!channel',
  '!here',
  '@U1',
  '#C1',
  '&lt;',
  '&amp;lt;',
  '&#60;',
  '＜',
  'https://x.example',
  '*',
  '`',
  '\n',
  'a',
  ' ',
];
const hostile = fc.array(fc.constantFrom(...control), { maxLength: 12 }).map((parts) => parts.join(''));

/** Nothing that Slack would read as its own: no bracket of ours or theirs, and each ampersand begins one of its three words. */
const live = (markup: string): boolean => /[<>]|&(?!(?:amp|lt|gt);)/.test(markup);

test('of 100,000 strings of control forms none leaves the builder live, alone, as a name, split over pieces, or as plain text', () => {
  fc.assert(
    fc.property(hostile, hostile, (one, other) => {
      expect(live(data(one).markup)).toBe(false);
      expect(live(md`${name(one)}${data(other)}`.markup)).toBe(false);
      expect(live(spoken(`${one}${other}`))).toBe(false);
    }),
    { numRuns: 100_000 },
  );
  // The twin: what is passed on as it came is found.
  expect(control.slice(0, 3).every(live)).toBe(true);
}, 120_000);
