import { expect, test } from 'vitest';
import { button, option } from '../../blocks/kit.ts';
import { limits } from '../../blocks/limits.ts';

test('what a menu shows whole is cut on a button, whichever is drawn first', () => {
  const long = 'Open deals in Negotiation of EMEA Sales, by owner and stage';
  expect(option(long, 'x').text.text).toBe(long);
  const { text } = button('act', long).text;
  expect(text.length).toBeLessThanOrEqual(limits.button.shown);
  expect(text).toMatch(/…$/);
});
