import { expect, test } from 'vitest';
import { stoppedAt } from '../../src/clock.ts';
import type { Db } from '../../src/db/pool.ts';
import { mayHandOver } from '../../src/exceptions/capacity.ts';
import { assignLead, claimLead, releaseLead } from '../../src/exceptions/claims.ts';
import { contactLead } from '../../src/exceptions/contact.ts';
import { leadOf } from '../../src/exceptions/leads.ts';
import { callUnclaimed } from '../../src/exceptions/unclaimed.ts';
import { personById } from '../../src/people/people.ts';
import type { Person } from '../../src/policy/nouns.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { cast, now as friday, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';

const by = { kind: 'person', id: cast.ada } as const;

async function company(db: Db) {
  await seedCast(db);
  const person = async (id: string): Promise<Person> => {
    const found = await personById(db, id);
    if (!found) throw new Error(`No ${id}`);
    return found;
  };
  const use = { db, now: stoppedAt(friday), zone: 'UTC' };
  const full = (personId: string, limit: number) =>
    setSetting(use, { name: 'open_deals_limit', value: limit, scope: 'person', scopeId: personId, by });
  return { use, person, full };
}
const at = (minutes: number) => new Date(friday.getTime() + minutes * 60_000);

test('a rep at the limit of open deals is told why and whom to ask; one deal below it, and a manager, may claim', () =>
  withDatabase(async (db) => {
    const { use, person, full } = await company(db);
    await full(cast.priya, 2);
    expect(await claimLead(use, { leadId: 'L-1', by: await person(cast.priya) })).toEqual({
      say: 'not allowed',
      because: 'You have 2 open deals (limit 2). Close one, or ask Mara Lind to hand it to you.',
    });
    await full(cast.priya, 1);
    expect(await claimLead(use, { leadId: 'L-1', by: await person(cast.priya) })).toMatchObject({
      because: 'You have 2 open deals (limit 1). Close 2, or ask Mara Lind to hand it to you.',
    });
    expect(await db('lead_claims')).toEqual([]);
    expect(await db('audit').where({ action: 'lead.claim_refused' }).pluck('actor_id')).toEqual([
      cast.priya,
      cast.priya,
    ]);
    await full(cast.priya, 3);
    expect(await claimLead(use, { leadId: 'L-1', by: await person(cast.priya) })).toMatchObject({
      say: 'claimed',
    });
    await setSetting(use, { name: 'open_deals_limit', value: 1, by });
    await db('deals').where({ id: 'D-acme' }).update({ owner_id: cast.mara });
    expect(await claimLead(use, { leadId: 'L-2', by: await person(cast.mara) })).toMatchObject({
      say: 'claimed',
    });
  }));

test('whoever has a lead hands it over to those who could claim it, and to nobody else', () =>
  withDatabase(async (db) => {
    const { person, full } = await company(db);
    await db('leads').where({ id: 'L-1' }).update({ owner_id: cast.priya });
    const lead = await leadOf(db, 'L-1');
    const over = async (from: string, to: string) =>
      mayHandOver({ db, now: friday }, await person(from), await person(to), lead);
    expect(await over(cast.priya, cast.tom)).toEqual({ may: true, passedOver: [] });
    expect(await over(cast.priya, cast.dan)).toEqual({
      may: false,
      because: 'Dan Cole works outside of EMEA. A manager can hand it over all the same.',
    });
    await full(cast.tom, 2);
    expect(await over(cast.priya, cast.tom)).toEqual({
      may: false,
      because: 'Tom Reyes has 2 open deals (limit 2). A manager can hand it over all the same.',
    });
    expect(await over(cast.tom, cast.priya)).toMatchObject({
      may: false,
      because: expect.stringMatching(/needs a manager of EMEA/),
    });
    expect(await over(cast.nora, cast.dan)).toMatchObject({ may: false });
    expect(await over(cast.mara, cast.oskar)).toMatchObject({
      may: false,
      because: expect.stringMatching(/for reps and managers/),
    });
  }));

test('a manager may pass over territory and capacity; it is on record, and the receiver hears of it with the contact', () =>
  withDatabase(async (db) => {
    const { use, person, full } = await company(db);
    await full(cast.dan, 1);
    const given = await assignLead(use, {
      leadId: 'L-1',
      to: await person(cast.dan),
      by: await person(cast.mara),
      because: 'He knows them.',
    });
    const passedOver = ['Dan Cole works outside of EMEA.', 'Dan Cole has 2 open deals (limit 1).'];
    expect(given).toMatchObject({ say: 'assigned', passedOver });
    const [entry] = await db('audit').where({ action: 'lead.assigned' });
    expect(entry.details).toMatchObject({ to: cast.dan, passedOver });
    const [whisper] = await db('outbox').where({ topic: 'whisper' }).pluck('body');
    expect(whisper).toMatchObject({
      user: 'U_DAN',
      text: 'Mara Lind gave you the lead Jo Park, Park & Co: jo@park.example. "He knows them."',
    });
  }));

test('the first contact counts once, is written to the CRM, and is said by who has the lead or a manager', () =>
  withDatabase(async (db) => {
    const { use, person } = await company(db);
    await claimLead(use, { leadId: 'L-1', by: await person(cast.priya) });
    expect(await contactLead(use, { leadId: 'L-1', by: await person(cast.tom) })).toMatchObject({
      say: 'not allowed',
    });
    const taps = await Promise.all(
      Array.from({ length: 5 }, async () =>
        contactLead(use, { leadId: 'L-1', by: await person(cast.priya) }),
      ),
    );
    expect(taps.filter(({ say }) => say === 'contacted')).toMatchObject([{ afterMs: 2 * 3_600_000 }]);
    expect(taps.filter(({ say }) => say === 'already')).toHaveLength(4);
    expect(await db('changes').where('fields', '@>', '[{"field":"first_touch_on"}]').pluck('fields')).toEqual(
      [[{ field: 'first_touch_on', before: null, after: '2026-03-20' }]],
    );
    expect(await contactLead(use, { leadId: 'L-1', by: await person(cast.mara) })).toMatchObject({
      say: 'already',
      byName: 'Priya Nair',
    });
  }));

async function withCards(db: Db) {
  const house = await company(db);
  await db('cards').insert(
    ['L-1', 'L-2', 'L-3'].map((id, n) => ({
      key: `lead:${id}`,
      channel: 'CLEADS',
      ts: `${n}.1`,
      state: 'posted',
      marker: id,
    })),
  );
  await db('leads').update({ created_at: friday });
  // In New York the morning has not begun.
  await setSetting(house.use, { name: 'quiet_hours', value: 'none', by });
  const tick = (minutes: number) => callUnclaimed({ ...house.use, now: stoppedAt(at(minutes)) });
  return { ...house, tick };
}

test('a lead that nobody claims is brought up once with whose turn it is, and once with a manager, never a third time', () =>
  withDatabase(async (db) => {
    const { tick } = await withCards(db);
    expect(await tick(14)).toEqual({ reminded: 0, handedUp: 0 });
    expect(await tick(15)).toEqual({ reminded: 3, handedUp: 0 });
    expect(await tick(59)).toEqual({ reminded: 0, handedUp: 0 });
    expect(await tick(60)).toEqual({ reminded: 0, handedUp: 3 });
    expect(await tick(6000)).toEqual({ reminded: 0, handedUp: 0 });
    const calls = await db('lead_calls').orderBy(['lead_id', 'call']).select('lead_id', 'call', 'to_id');
    // Two leads of EMEA go to two reps; each territory's manager is next.
    expect(
      calls
        .filter(({ call, lead_id }) => call === 1 && lead_id !== 'L-3')
        .map(({ to_id }) => to_id)
        .sort(),
    ).toEqual([cast.priya, cast.tom]);
    expect(calls.filter(({ lead_id }) => lead_id === 'L-3')).toEqual([
      { lead_id: 'L-3', call: 1, to_id: cast.dan },
      { lead_id: 'L-3', call: 2, to_id: cast.nora },
    ]);
    expect(
      await db('cards')
        .where('key', 'like', 'unclaimed:L-1:%')
        .orderBy('key')
        .select('key', 'channel', 'thread_ts'),
    ).toEqual([
      { key: 'unclaimed:L-1:1', channel: 'CLEADS', thread_ts: '0.1' },
      { key: 'unclaimed:L-1:2', channel: 'CLEADS', thread_ts: '0.1' },
    ]);
    // Nobody was given anything.
    expect(await db('leads').whereNotNull('owner_id')).toEqual([]);
  }));

test('two replicas at once call once', () =>
  withDatabase(async (db) => {
    const { tick } = await withCards(db);
    const both = await Promise.all([tick(20), tick(20)]);
    expect(both.reduce((sum, { reminded }) => sum + reminded, 0)).toBe(3);
  }));

test('a claimed lead is not brought up, and one that was given back is only after its time has run again', () =>
  withDatabase(async (db) => {
    const { use, person, tick } = await withCards(db);
    await db('leads').whereNot({ id: 'L-1' }).delete();
    const priya = await person(cast.priya);
    await claimLead(use, { leadId: 'L-1', by: priya });
    expect(await tick(30)).toEqual({ reminded: 0, handedUp: 0 });
    await releaseLead({ ...use, now: stoppedAt(at(30)) }, { leadId: 'L-1', by: priya });
    expect(await tick(44)).toEqual({ reminded: 0, handedUp: 0 });
    expect(await tick(45)).toEqual({ reminded: 1, handedUp: 0 });
  }));

test('whoever is full is not called, and the times are settings of a territory', () =>
  withDatabase(async (db) => {
    const { use, full, tick } = await withCards(db);
    await full(cast.priya, 1);
    await setSetting(use, {
      name: 'lead_remind_minutes',
      value: 5,
      scope: 'territory',
      scopeId: 'T-emea',
      by,
    });
    expect(await tick(5)).toEqual({ reminded: 2, handedUp: 0 });
    expect(await db('lead_calls').pluck('to_id')).toEqual([cast.tom, cast.tom]);
  }));

test('nobody is called in quiet hours: a colleague who is there is, else the first when they end, and the manager as long after', () =>
  withDatabase(async (db) => {
    const { use, tick } = await withCards(db);
    await db('leads').where({ id: 'L-3' }).delete();
    const quiet = (scopeId: string, value: string) =>
      setSetting(use, { name: 'quiet_hours', value, scope: 'person', scopeId, by });
    // It is 11:00 in Berlin when they come.
    await quiet(cast.priya, '11:00 to 13:00');
    await quiet(cast.mara, '11:00 to 14:30');
    expect(await tick(15)).toEqual({ reminded: 2, handedUp: 0 });
    expect(await db('lead_calls').where({ call: 1 }).pluck('to_id')).toEqual([cast.tom, cast.tom]);
    await db('lead_calls').where({ call: 1 }).delete();
    await quiet(cast.tom, '10:00 to 15:00');
    expect(await tick(60)).toEqual({ reminded: 0, handedUp: 0 });
    expect(await tick(119)).toEqual({ reminded: 0, handedUp: 0 });
    expect(await tick(120)).toEqual({ reminded: 2, handedUp: 0 });
    expect(await db('lead_calls').where({ call: 1 }).pluck('to_id')).toEqual([cast.priya, cast.priya]);
    expect(await tick(164)).toEqual({ reminded: 0, handedUp: 0 });
    // Her quiet hours are over at 210.
    expect(await tick(165)).toEqual({ reminded: 0, handedUp: 0 });
    expect(await tick(210)).toEqual({ reminded: 0, handedUp: 2 });
  }));

test('a call counts among the cards of a day; whoever has had them is not called, and where nobody is left no name is', () =>
  withDatabase(async (db) => {
    const { use, tick } = await withCards(db);
    await db('leads').where({ id: 'L-3' }).delete();
    await db('leads').insert({
      id: 'L-4',
      source: 'test',
      source_id: 'L-4',
      territory_id: 'T-emea',
      created_at: friday,
    });
    await db('cards').insert({
      key: 'lead:L-4',
      channel: 'CLEADS',
      ts: '4.1',
      state: 'posted',
      marker: 'L-4',
    });
    await setSetting(use, { name: 'cards_per_day', value: 1, by });
    expect(await tick(15)).toEqual({ reminded: 3, handedUp: 0 });
    expect((await db('lead_calls').where({ call: 1 }).pluck('to_id')).toSorted()).toEqual(
      [cast.priya, cast.tom, null].toSorted(),
    );
    expect((await db('interruptions').where({ goes: 'now' }).pluck('person_id')).toSorted()).toEqual([
      cast.priya,
      cast.tom,
    ]);
  }));
