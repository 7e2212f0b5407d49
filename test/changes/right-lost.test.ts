/** A few of the races of P27, which `npm run proofs` shows at its size. */
import { test } from 'vitest';
import { withDatabase } from '../support/database.ts';
import { expectNoneOnDeadRight } from './right-lost.ts';

test('of 40 races between a right that ends and a change on its way none is written on a dead right', () =>
  withDatabase((db) => expectNoneOnDeadRight(db, 40, 2)));
