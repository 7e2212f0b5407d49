import { expect, test } from 'vitest';
import { sendDigests } from '../../src/attention/digest.ts';
import { type Interruption, interrupt } from '../../src/attention/interrupt.ts';
import { stoppedAt } from '../../src/clock.ts';
import type { Db } from '../../src/db/pool.ts';
import { inTransaction } from '../../src/db/transaction.ts';
import { currentSettings, setSetting } from '../../src/settings/settings.ts';
import { cast, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';

const thursday = '2026-03-19T11:00:00Z';
const friday = '2026-03-20T07:30:00Z';

async function company(db: Db, way: string, more: Record<string, unknown> = {}) {
  await seedCast(db);
  for (const [name, value] of Object.entries({ reached_by: way, ...more }))
    await setSetting(
      { db, now: stoppedAt(thursday) },
      { name, value, scope: 'person', scopeId: cast.mara, by: { kind: 'person', id: cast.mara } },
    );
}
const card = (n: number, more: Partial<Interruption> = {}): Interruption => ({
  key: `finding:${n}`,
  channel: 'dm:U_MARA',
  personId: cast.mara,
  critical: false,
  worth: n,
  ...more,
});
const come = (db: Db, cards: Interruption[], present?: string) =>
  inTransaction(db, async (trx) =>
    interrupt(
      trx,
      { now: new Date(thursday), zone: 'UTC', settings: await currentSettings(trx), present },
      cards,
    ),
  );
const mailed = (db: Db) => db('mails').orderBy('id').pluck('card');
const held = (db: Db) => db('cards').where({ state: 'held' }).orderBy('key').pluck('key');

/** That Tom has too many deals. */
async function aFinding(db: Db): Promise<{ id: number }> {
  await db('runs').insert({
    id: 'R1',
    agent: 'pipeline',
    woken_by: 'hand',
    actor_kind: 'system',
    actor_id: 't',
  });
  const [finding] = await db('findings')
    .insert({
      run_id: 'R1',
      agent: 'pipeline',
      trigger: 'over_capacity',
      kind: 'over_capacity',
      subject_kind: 'person',
      subject_id: cast.tom,
      since: '2026-03-19',
    })
    .returning('id');
  return finding;
}

test('by e-mail: one’s own messages, within the limit of a day; a card in a channel stays there for all', () =>
  withDatabase(async (db) => {
    await company(db, 'e-mail', { cards_per_day: 2 });
    await come(db, [card(1), card(2, { channel: 'CDEALS' }), card(3)]);
    expect(await mailed(db)).toEqual(['finding:3']);
    expect(await held(db)).toEqual(['finding:1', 'finding:3']);
    expect(await db('interruptions').where({ card: 'finding:1' }).first('goes')).toEqual({ goes: 'digest' });
  }));

test('whoever has asked for it at that moment is in Slack, and gets it there', () =>
  withDatabase(async (db) => {
    await company(db, 'e-mail');
    await come(db, [card(1)], cast.mara);
    expect(await mailed(db)).toEqual([]);
    expect(await held(db)).toEqual([]);
  }));

test('who has no address is reached in Slack all the same', () =>
  withDatabase(async (db) => {
    await company(db, 'e-mail');
    await db('people').where({ id: cast.mara }).update({ email: null });
    await come(db, [card(1)]);
    expect(await held(db)).toEqual([]);
  }));

test('the digest goes by e-mail as well, once, however many replicas tick', () =>
  withDatabase(async (db) => {
    await company(db, 'e-mail', { cards_per_day: 0 });
    const finding = await aFinding(db);
    await come(db, [card(finding.id)]);
    const send = () => sendDigests({ db, now: stoppedAt(friday), zone: 'UTC' });
    expect((await Promise.all([send(), send()])).toSorted()).toEqual([0, 1]);
    const key = `digest:${cast.mara}:2026-03-20`;
    expect(await mailed(db)).toEqual([key]);
    expect(await held(db)).toContain(key);
  }));

test('in the Home alone: nothing comes but what is critical; the digest has what the Home does not show', () =>
  withDatabase(async (db) => {
    await company(db, 'Home');
    const finding = await aFinding(db);
    await come(db, [
      card(finding.id),
      card(0, { key: 'greeting:1' }),
      card(0, { key: 'greeting:2', critical: true }),
    ]);
    expect((await held(db)).toSorted()).toEqual([`finding:${finding.id}`, 'greeting:1']);
    expect(await sendDigests({ db, now: stoppedAt(friday), zone: 'UTC' })).toBe(1);
    expect(await db('digest_rows').pluck('card')).toEqual([`finding:${finding.id}`]);
  }));
