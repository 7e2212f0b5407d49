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
/** Up to twelve of them beside each other, whichever a seed says (Knuth's linear congruential numbers). */
function hostileFrom(seed: number): () => string {
  let state = seed;
  const next = (most: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
  return () => Array.from({ length: next(13) }, () => control[next(control.length)]).join('');
}

/** Nothing that Slack would read as its own: no bracket of ours or theirs, and each ampersand begins one of its three words. */
const live = (markup: string): boolean => /[<>]|&(?!(?:amp|lt|gt);)/.test(markup);

test('of 100,000 strings of control forms none leaves the builder live, alone, as a name, split over pieces, or as plain text', () => {
  const seed = Math.floor(Math.random() * 2 ** 32);
  const hostile = hostileFrom(seed);
  for (let n = 0; n < 100_000; n += 1) {
    const [one, other] = [hostile(), hostile()];
    const drawn = [data(one).markup, md`${name(one)}${data(other)}`.markup, spoken(`${one}${other}`)];
    if (drawn.some(live))
      expect.fail(`${JSON.stringify([one, other])} of seed ${seed}: ${drawn.join(' / ')}`);
  }
  // The twin: what is passed on as it came is found.
  expect(control.slice(0, 3).every(live)).toBe(true);
});
