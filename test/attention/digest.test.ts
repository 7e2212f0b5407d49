import { expect, test } from 'vitest';
import { digestCard } from '../../blocks/digest.ts';
import { sendDigests } from '../../src/attention/digest.ts';
import { type Interruption, interrupt } from '../../src/attention/interrupt.ts';
import { releaseQuiet } from '../../src/attention/release.ts';
import { stoppedAt } from '../../src/clock.ts';
import type { Db } from '../../src/db/pool.ts';
import { inTransaction } from '../../src/db/transaction.ts';
import { decide } from '../../src/exceptions/decide.ts';
import { digestView } from '../../src/exceptions/digest.ts';
import { snooze } from '../../src/exceptions/put-off.ts';
import { giveFeedback } from '../../src/learning/feedback.ts';
import { scopeOf } from '../../src/people/scope.ts';
import { whyOf } from '../../src/runs/why.ts';
import { currentSettings, setSetting } from '../../src/settings/settings.ts';
import { here } from '../blocks/samples.ts';
import { cast, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';
import { anException, somebody } from '../support/exception.ts';

const by = { kind: 'person', id: cast.ada } as const;
/** 12:00 in Berlin, on a Thursday; the digest comes on Friday at 8:30 there. */
const thursday = '2026-03-19T11:00:00Z';
const friday = '2026-03-20T07:30:00Z';
const key = `digest:${cast.mara}:2026-03-20` as const;

const send = (db: Db, at: string) => sendDigests({ db, now: stoppedAt(at), zone: 'UTC' });
const view = async (db: Db, at = friday, of: string = key) => {
  const found = await digestView({ db, now: stoppedAt(at), zone: 'UTC' }, of);
  if (!found) throw new Error('There is no such digest.');
  return found;
};
const drawn = (db: Db) => db('outbox').where({ topic: 'draw', done_at: null }).orderBy('id').pluck('key');

/** Exceptions that wait for Mara, each with its card, worth as much as it says. */
async function waiting(db: Db, at: string, worths: number[], most = 0): Promise<number[]> {
  const now = new Date(at);
  await setSetting({ db, now: stoppedAt(at) }, { name: 'cards_per_day', value: most, by });
  const ids: number[] = [];
  const cards: Interruption[] = [];
  for (const worth of worths) {
    const { id } = await anException(db, { opened: now });
    ids.push(id);
    cards.push({
      key: `exception:${id}`,
      channel: 'CDEALS',
      personId: cast.mara,
      critical: worth > 1000,
      worth,
    });
  }
  // Their cards come about with them here.
  const keys = cards.map((card) => card.key);
  await db('outbox').whereIn('key', keys).delete();
  await db('cards').whereIn('key', keys).delete();
  await inTransaction(db, async (trx) =>
    interrupt(trx, { now, zone: 'UTC', settings: await currentSettings(trx, now) }, cards),
  );
  return ids;
}

test('what is beyond the limit comes as one message in the morning there, the most important first', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const ids = await waiting(db, thursday, [10, 30, 20]);
    expect(await send(db, '2026-03-19T17:00:00Z')).toBe(0);
    expect(await send(db, '2026-03-20T07:29:00Z')).toBe(0);
    expect(await send(db, friday)).toBe(1);
    expect(await db('cards').where({ key })).toMatchObject([{ channel: 'dm:U_MARA', state: 'wanted' }]);
    expect(await drawn(db)).toEqual([key]);
    const { items, ...counts } = await view(db);
    expect(items.map(({ of }) => 'id' in of && of.id)).toEqual([ids[1], ids[2], ids[0]]);
    expect(counts).toMatchObject({ waiting: 3, heldByLimit: 3, cameInQuietHours: 0, limit: 0, at: '08:30' });
  }));

test('nobody gets a digest when nothing waits, nor a second one on the same day', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    expect(await send(db, friday)).toBe(0);
    await waiting(db, thursday, [10], 5);
    expect(await send(db, friday)).toBe(0);
    await waiting(db, thursday, [10]);
    expect(await send(db, friday)).toBe(1);
    expect(await send(db, '2026-03-20T09:00:00Z')).toBe(0);
    // What still waits is in that of the next working day.
    expect(await send(db, '2026-03-21T09:00:00Z')).toBe(0);
    expect(await send(db, '2026-03-23T07:30:00Z')).toBe(1);
  }));

test('several replicas at the same moment send one', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    await waiting(db, thursday, [10, 20]);
    const sent = await Promise.all(Array.from({ length: 6 }, () => send(db, friday)));
    expect(sent.sort()).toEqual([0, 0, 0, 0, 0, 1]);
    expect(await db('digest_rows').where({ digest: key })).toHaveLength(2);
    expect(await db('cards').whereLike('key', 'digest:%')).toHaveLength(1);
  }));

test('where no digest came in the morning, what is beyond the limit later waits for the next', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    await waiting(db, '2026-03-20T09:00:00Z', [10]);
    expect(await send(db, '2026-03-20T09:01:00Z')).toBe(0);
    expect(await send(db, '2026-03-23T07:30:00Z')).toBe(1);
  }));

test('where one came, it is rewritten with what is beyond the limit later, and nothing new is posted', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    await waiting(db, thursday, [10]);
    await send(db, friday);
    await db('outbox').delete();
    const [id] = await waiting(db, '2026-03-20T12:00:00Z', [99]);
    expect(await drawn(db)).toEqual([key]);
    const { items, waiting: all } = await view(db);
    expect([all, items[0]?.is, items[0]?.of]).toMatchObject([2, 'exception', { id }]);
  }));

test('what came in quiet hours stands there as well, with its card', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    await waiting(db, '2026-03-19T20:00:00Z', [10, 20, 30], 2);
    expect(await releaseQuiet({ db, now: stoppedAt('2026-03-20T07:00:00Z'), zone: 'UTC' })).toBe(2);
    await send(db, friday);
    expect(await view(db)).toMatchObject({ waiting: 3, heldByLimit: 1, cameInQuietHours: 2 });
  }));

test('a decision, a snooze and an end are seen on it at once, without its card being posted', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const [first = 0, second = 0] = await waiting(db, thursday, [10, 20, 30]);
    await send(db, friday);
    await db('outbox').delete();
    const use = { db, now: stoppedAt(friday), zone: 'UTC' };
    const mara = await somebody(db, cast.mara);
    const { hash } = await db('exceptions').where({ id: first }).first();
    await decide(use, {
      exceptionId: first,
      say: 'reject',
      by: mara,
      slackUser: 'U_MARA',
      shownHash: hash,
      reason: null,
    });
    expect(await drawn(db)).toEqual([key]);
    await snooze(use, { exceptionId: second, until: new Date('2026-03-25T10:00:00Z'), by: mara });
    expect(await view(db)).toMatchObject({ waiting: 1, done: 1, asleep: 1 });
    expect(await db('cards').whereLike('key', 'exception:%').distinct('state').pluck('state')).toEqual([
      'held',
    ]);
    // What sleeps is not in the next one, what is open is.
    await send(db, '2026-03-23T07:30:00Z');
    expect(await db('digest_rows').where({ digest: `digest:${cast.mara}:2026-03-23` })).toHaveLength(1);
  }));

test('each has it at the time that they have set, by the clock there, also after the clocks have changed', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    await waiting(db, '2026-03-27T11:00:00Z', [10]);
    const set = (name: string, value: string) =>
      setSetting({ db, now: stoppedAt(thursday) }, { name, value, scope: 'person', scopeId: cast.mara, by });
    await set('digest_at', '09:45');
    // Berlin is two hours ahead from the 29th on.
    expect(await send(db, '2026-03-30T07:44:59Z')).toBe(0);
    expect(await send(db, '2026-03-30T07:45:00Z')).toBe(1);
    await set('working_days', 'Wed');
    expect(await send(db, '2026-03-31T09:00:00Z')).toBe(0);
    expect(await send(db, '2026-04-01T09:00:00Z')).toBe(1);
  }));

test('its card says what waits, what is critical and what was held back, and that the rest is in Home', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    await waiting(
      db,
      thursday,
      Array.from({ length: 11 }, (_, n) => n + 1),
    );
    await send(db, friday);
    const card = digestCard(await view(db), here);
    expect(card.text).toMatch(/^11 things wait for you, about 14 minutes\./);
    expect(card.text).toContain('And 3 more, in Home.');
    const said = JSON.stringify(card.blocks);
    expect(said).toContain('11 held back by your limit of 0 cards a day');
    expect(said.match(/"text":"Decide"/g)).toHaveLength(8);
    await db('exceptions').update({ closed_at: friday, closed_as: 'expired' });
    const over = digestCard(await view(db), here);
    expect(over.text).toBe('Nothing of this waits for you any more. 11 done since.');
  }));

/** A change of a deal by an agent, or its undo. */
async function aChange(
  db: Db,
  exceptionId: number,
  of: { deal: string; at: string; kind?: string; state?: string; undoes?: number },
) {
  const { proposal_id } = await db('exceptions').where({ id: exceptionId }).first('proposal_id');
  const [made] = await db('changes')
    .insert({
      kind: 'change',
      subject_kind: of.kind ?? 'deal',
      subject_id: of.deal,
      fields: JSON.stringify([{ field: 'next_step', before: null, after: 'Call' }]),
      request_hash: 'h',
      back: 'reversible',
      key: `change ${of.deal} ${of.at} ${of.undoes ?? ''}`,
      by_kind: 'agent',
      by_id: 'pipeline',
      proposal_id,
      requested_at: of.at,
      state: of.state ?? 'applied',
      undoes: of.undoes ?? null,
      ...(of.state === 'failed' ? { ended_at: of.at } : { applied_at: of.at }),
    })
    .returning<{ id: number }[]>('id');
  return made?.id ?? 0;
}

test('it says what was done overnight of what its reader may see, and each has its Why', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const [id = 0] = await waiting(db, thursday, [10]);
    // 18:00 in Berlin is 17:00 here.
    await aChange(db, id, { deal: 'D-acme', at: '2026-03-19T16:59:00Z' });
    const first = await aChange(db, id, { deal: 'D-acme', at: '2026-03-19T17:00:00Z' });
    await aChange(db, id, { deal: 'D-globex', at: '2026-03-20T02:00:00Z' });
    await aChange(db, id, { deal: 'D-globex', at: '2026-03-20T03:00:00Z', state: 'failed' });
    await aChange(db, id, { deal: 'D-acme', at: '2026-03-20T04:00:00Z', undoes: first });
    // Of AMER, which Mara does not see.
    await aChange(db, id, { deal: 'D-hooli', at: '2026-03-20T02:00:00Z' });
    // A contact and an account are seen with the deals of the account.
    for (const account of ['acme', 'hooli']) {
      const contact = {
        id: `C-${account}`,
        source: 'test',
        source_id: account,
        account_id: `A-${account}`,
        name: 'Jo Roe',
      };
      await db('contacts').insert(contact);
      await aChange(db, id, { deal: `C-${account}`, kind: 'contact', at: '2026-03-20T02:00:00Z' });
      await aChange(db, id, { deal: `A-${account}`, kind: 'account', at: '2026-03-20T02:00:00Z' });
    }
    await send(db, friday);
    await aChange(db, id, { deal: 'D-initech', at: '2026-03-20T09:00:00Z' });
    const found = await view(db);
    expect(found.overnight).toEqual({ actions: 4, failed: 1, undone: 1 });
    const card = digestCard(found, here);
    expect(card.text).toContain('Overnight: 4 actions, 1 failed, 1 undone.');
    expect(JSON.stringify(card.blocks.at(-1))).toContain('"value":"digest:P-mara:2026-03-20"');
    const why = await whyOf(db, { kind: 'digest', id: 'P-mara:2026-03-20' });
    expect(why.headline).toBe('Digest of 20 Mar 2026 for Mara Lind');
    expect(why.lines.find(({ label }) => label === 'Because')?.text).toContain(
      '1 card was beyond the cards of a day.',
    );
    const tom = { scope: scopeOf(await somebody(db, cast.tom)), personId: cast.tom, zone: 'UTC' };
    expect((await whyOf(db, { kind: 'digest', id: 'P-mara:2026-03-20' }, tom)).hidden).not.toBeNull();
    await giveFeedback(
      { db, now: stoppedAt(friday) },
      { on: { kind: 'digest', id: 'P-mara:2026-03-20' }, say: 'good', by: await somebody(db, cast.mara) },
    );
    expect(await db('feedback').pluck('subject_kind')).toEqual(['digest']);
  }));
