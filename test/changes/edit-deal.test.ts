import { expect, test } from 'vitest';
import { editDeal } from '../../src/changes/edit-deal.ts';
import { stoppedAt } from '../../src/clock.ts';
import type { Db } from '../../src/db/pool.ts';
import type { FieldValue } from '../../src/policy/nouns.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { cast, now, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';
import { somebody } from '../support/exception.ts';

const edit = async (
  db: Db,
  who: string,
  after: Record<string, FieldValue>,
  shown: Record<string, FieldValue>,
) =>
  editDeal(
    { db, now: stoppedAt(now), zone: 'UTC' },
    { dealId: 'D-acme', fields: after, shown, by: await somebody(db, who) },
  );

test('the amount, stage or owner of a deal above the limit needs an approver, its date does not', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const large = { amount: 217_900 };
    await db('deals').where({ id: 'D-acme' }).update(large);
    expect(await edit(db, cast.mara, { amount: 90_000 }, large)).toEqual({
      say: 'not allowed',
      because:
        'Needs an approver: deal of $217,900 (limit $100,000). Ana Ruiz can make this change. Nothing was changed.',
      whoCan: ['Ana Ruiz'],
    });
    expect(await db('changes').select()).toEqual([]);
    expect((await edit(db, cast.ana, { amount: 90_000 }, large)).say).toBe('requested');
    expect((await edit(db, cast.priya, { close_date: '2026-04-30' }, { close_date: '2026-03-10' })).say).toBe(
      'requested',
    );
  }));

test('an amount that would rise above the limit needs an approver as well', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    expect((await edit(db, cast.priya, { amount: 150_000 }, { amount: 42_000 })).say).toBe('not allowed');
    expect((await edit(db, cast.priya, { amount: 50_000 }, { amount: 42_000 })).say).toBe('requested');
  }));

test('where stage progress is blocked, an edit moves a deal on only with what the next stage requires', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const use = { db, now: stoppedAt(now) };
    const by = { kind: 'person', id: cast.mara } as const;
    await setSetting(use, { name: 'required_fields', stage: 'Contract', value: 'amount,next_step', by });
    const stage = { stage: 'Negotiation', next_step: null };
    const blocked = {
      say: 'invalid',
      errors: [{ field: 'stage', sentence: 'Contract needs next step first.' }],
    };
    await setSetting(use, { name: 'block_stage_progress', value: true, by });
    expect(await edit(db, cast.priya, { stage: 'Contract' }, stage)).toEqual(blocked);
    expect(await edit(db, cast.priya, { stage: 'Contract', next_step: '' }, stage)).toEqual(blocked);
    expect(await db('changes').select()).toEqual([]);
    // Back, to the end, and together with what is required it may go.
    for (const fields of [
      { stage: 'Proposal' },
      { stage: 'Lost' },
      { stage: 'Contract', next_step: 'Sign' },
    ] as Record<string, FieldValue>[])
      expect((await edit(db, cast.priya, fields, stage)).say).toBe('requested');
    await setSetting(use, { name: 'block_stage_progress', value: false, by });
    expect((await edit(db, cast.priya, { stage: 'Contract' }, stage)).say).toBe('requested');
  }));
