/** Some of the strings of P36, which `npm run proofs` shows at its size. */
import { expect, test } from 'vitest';
import { bundled, hostile, wrongWith } from './control-forms.ts';

test('strings of control forms are live in no field of a card, form or Home, and are read there as they are', () => {
  const some = hostile.filter((_, n) => n % 17 === 0);
  expect(some.length).toBeGreaterThan(150);
  for (const name of bundled(some)) expect(wrongWith(name).slice(0, 3)).toEqual([]);
});
