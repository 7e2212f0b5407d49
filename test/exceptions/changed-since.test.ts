/** What was changed after its card went out is not applied by the card that shows it as it was. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stoppedAt } from '../../src/clock.ts';
import type { Db } from '../../src/db/pool.ts';
import { decide } from '../../src/exceptions/decide.ts';
import { changeHash, isShown, shortHash } from '../../src/policy/hash.ts';
import type { FieldChange, FieldValue, Wanted } from '../../src/policy/nouns.ts';
import { cast, now, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';
import { anException, somebody } from '../support/exception.ts';

const names = ['close_date', 'next_step', 'amount', 'stage', 'owner'] as const;
const value: fc.Arbitrary<FieldValue> = fc.oneof(
  fc.constantFrom(
    null,
    '',
    'Call',
    'Call ',
    'call',
    '2026-04-15',
    '2026-04-16',
    42_000,
    42_000.01,
    '42000',
    true,
  ),
  fc.string({ maxLength: 12 }),
);
const fields: fc.Arbitrary<FieldChange[]> = fc.uniqueArray(
  fc.record({ field: fc.constantFrom(...names), before: value, after: value }),
  { minLength: 1, maxLength: 4, selector: ({ field }) => field },
);
const change = (all: FieldChange[]): Wanted => ({ kind: 'change', fields: all });

/** One way of being another proposal than the one on the card. */
const altered = (all: FieldChange[]): fc.Arbitrary<FieldChange[]> =>
  fc.oneof(
    fc
      .tuple(fc.nat(all.length - 1), fc.constantFrom('before', 'after'), value)
      .map(([at, side, to]) => all.map((one, n) => (n === at ? { ...one, [side]: to } : one))),
    fc.nat(all.length - 1).map((at) => all.filter((_, n) => n !== at)),
    fields.map((others) => [
      ...all,
      ...others.filter(({ field }) => !all.some((one) => one.field === field)),
    ]),
    fields,
  );
const pair = fields.chain((all) => fc.tuple(fc.constant(all), altered(all)));
const written = (all: FieldChange[]): string =>
  JSON.stringify(
    all
      .toSorted((a, b) => (a.field < b.field ? -1 : 1))
      .map(({ field, before, after }) => [field, before, after]),
  );

test('of 500 ways in which a proposal was changed since, the card of none counts for it', () => {
  let differed = 0;
  const holds = (hashOf: (wants: Wanted) => string) =>
    fc.property(pair, ([shown, meanwhile]) => {
      const same = written(shown) === written(meanwhile);
      if (!same) differed += 1;
      for (const onScreen of [hashOf(change(shown)), shortHash(hashOf(change(shown)))])
        expect(isShown(hashOf(change(meanwhile)), onScreen)).toBe(same);
    });
  fc.assert(holds(changeHash), { numRuns: 700 });
  expect(differed).toBeGreaterThanOrEqual(500);
  // The twin: a mark of what is wanted alone, without what stood there and without its kind.
  const naive = (wants: Wanted) =>
    changeHash(
      wants.kind === 'change'
        ? change(wants.fields.map((one) => ({ ...one, before: null, after: String(one.after) })))
        : wants,
    );
  expect(() => fc.assert(holds(naive), { numRuns: 700 })).toThrow();
});

test('the click on the old card is told so, decides nothing, and the card is drawn anew', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const by = await somebody(db, cast.mara);
    const shown = await anException(db);
    const approve = (on: Db, shownHash: string) =>
      decide(
        { db: on, now: stoppedAt(now), zone: 'UTC' },
        { exceptionId: shown.id, say: 'approve', by, shownHash },
      );
    /** Within one transaction that is taken back: what came of the click once the proposal had become `to`. */
    const clicked = async (to: FieldChange[], marked: boolean) => {
      const trx = await db.transaction();
      try {
        const hash = changeHash(change(to));
        await trx('proposals')
          .where({ id: shown.proposalId })
          .update({ change: JSON.stringify({ fields: to }), ...(marked ? { hash } : {}) });
        if (marked) await trx('exceptions').where({ id: shown.id }).update({ hash });
        await trx('outbox').update({ done_at: now });
        const { say } = await approve(trx, shown.hash);
        const drawn = await trx('outbox').where({ topic: 'draw' }).whereNull('done_at').pluck('key');
        return {
          say,
          drawn,
          decisions: (await trx('decisions')).length,
          changes: (await trx('changes')).length,
        };
      } finally {
        await trx.rollback();
      }
    };
    const ways: FieldChange[][] = [
      [{ field: 'close_date', before: '2026-03-10', after: '2026-04-16' }],
      [{ field: 'close_date', before: '2026-03-11', after: '2026-04-15' }],
      [{ field: 'next_step', before: '2026-03-10', after: '2026-04-15' }],
      [{ field: 'close_date', before: '2026-03-10', after: null }],
      [
        { field: 'close_date', before: '2026-03-10', after: '2026-04-15' },
        { field: 'next_step', before: null, after: 'Call' },
      ],
      [],
    ];
    for (const to of ways)
      for (const marked of [true, false])
        expect(await clicked(to, marked), JSON.stringify([to, marked])).toEqual({
          say: 'stale',
          drawn: [`exception:${shown.id}`],
          decisions: 0,
          changes: 0,
        });
    expect((await approve(db, shown.hash)).say).toBe('decided');
  }));
