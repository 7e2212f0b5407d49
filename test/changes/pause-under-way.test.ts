/** A few of the pauses of P17, which `npm run proofs` shows at its size. */
import { test } from 'vitest';
import { withDatabase } from '../support/database.ts';
import { expectPausesHold } from './pause-under-way.ts';

test('of 20 pauses over 60 changes none lets another write begin, and each change is written once', () =>
  withDatabase((db) => expectPausesHold(db, { pauses: 20, changes: 60 })));
