import { expect } from 'vitest';
import type { Clock } from '../../src/clock.ts';
import type { Db } from '../../src/db/pool.ts';
import { type Clause, emptyFrame } from '../../src/language/request.ts';
import { collectPhrasings } from '../../src/learning/phrasings/collect.ts';
import { companyNow } from '../../src/requests/company.ts';
import { cast, slackIdOf } from './company.ts';

const quiet: Clause[] = [
  { says: 'status', is: ['open'], implied: false },
  {
    says: 'names',
    field: 'owner',
    kind: 'person',
    names: [{ id: cast.priya, name: 'Priya Nair' }],
    not: false,
  },
  {
    says: 'range',
    field: 'days_since_activity',
    unit: 'days',
    from: 10,
    to: null,
    exclusive: ['from'],
    currency: null,
    said: null,
  },
];

const text = 'stuff gone stone cold on Priya';

/** A language model has read this of Mara's, and she called its answer good; the clock has looked at it since. */
export async function teach(db: Db, clock: Clock): Promise<void> {
  const [row] = await db('requests')
    .insert({
      person_id: cast.mara,
      slack_user: slackIdOf(cast.mara),
      place: 'dm',
      text,
      via: 'model',
      reading: JSON.stringify({ frame: { ...emptyFrame, clauses: quiet } }),
      reply: JSON.stringify({ kind: 'answer' }),
      asked_at: clock.now(),
      answered_at: clock.now(),
    })
    .returning('id');
  await db('feedback').insert({
    subject_kind: 'request',
    subject_id: String(row.id),
    by_id: cast.mara,
    say: 'good',
  });
  const zone = 'Europe/Berlin';
  expect(
    await collectPhrasings({ db, now: clock, reading: () => companyNow({ db, now: clock, zone }) }),
  ).toEqual({ looked: 1, taught: 1 });
}
