import { expect, test } from 'vitest';
import { stoppedAt } from '../../src/clock.ts';
import type { Db } from '../../src/db/pool.ts';
import { claimLead, releaseLead } from '../../src/exceptions/claims.ts';
import { claimableLeads, openLeadCards } from '../../src/exceptions/leads.ts';
import { personById } from '../../src/people/people.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { cast, now as friday, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';

async function company(db: Db) {
  await seedCast(db);
  return { db, now: stoppedAt(friday) };
}
async function person(db: Db, id: string) {
  const found = await personById(db, id);
  if (!found) throw new Error(`No ${id}`);
  return found;
}

test('the first tap claims the lead and asks the CRM to write its owner; the second is told who and how many wait', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    const [priya, tom] = [await person(db, cast.priya), await person(db, cast.tom)];
    expect(await claimLead(use, { leadId: 'L-1', by: priya })).toMatchObject({ say: 'claimed', fresh: true });
    expect(await claimLead(use, { leadId: 'L-1', by: tom })).toEqual({
      say: 'taken',
      byName: 'Priya Nair',
      at: friday,
      othersWaiting: 1,
    });
    expect(await db('changes')).toMatchObject([
      {
        subject_kind: 'lead',
        subject_id: 'L-1',
        by_id: cast.priya,
        fields: [{ field: 'owner', before: null, after: cast.priya }],
      },
    ]);
    expect(await db('audit').where({ action: 'lead.claimed' })).toHaveLength(1);
  }));

test('a second tap of the claimer, or a click that comes twice, claims once', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    const priya = await person(db, cast.priya);
    await claimLead(use, { leadId: 'L-1', by: priya });
    expect(await claimLead(use, { leadId: 'L-1', by: priya })).toMatchObject({
      say: 'claimed',
      fresh: false,
    });
    expect(await db('changes')).toHaveLength(1);
  }));

test('of thirty taps at once one claims, and everybody else is told who', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    const people = [await person(db, cast.priya), await person(db, cast.tom), await person(db, cast.mara)];
    const taps = await Promise.all(
      Array.from({ length: 30 }, (_, n) => claimLead(use, { leadId: 'L-1', by: people[n % 3] ?? null })),
    );
    expect(taps.filter((tap) => tap.say === 'claimed' && tap.fresh)).toHaveLength(1);
    const winner = await db('lead_claims as c')
      .join('people as p', 'p.id', 'c.by_id')
      .first('p.name', 'p.id');
    for (const tap of taps) if (tap.say === 'taken') expect(tap.byName).toBe(winner.name);
    expect(taps.filter((tap) => tap.say === 'taken')).toHaveLength(20);
    expect(await db('changes')).toHaveLength(1);
  }));

test('an outsider, a rep of another territory and somebody without sales work are refused, on record', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    expect(await claimLead(use, { leadId: 'L-1', by: null, slackUser: cast.lenaSlack })).toMatchObject({
      say: 'not allowed',
    });
    expect(await claimLead(use, { leadId: 'L-1', by: await person(db, cast.dan) })).toEqual({
      say: 'not allowed',
      because: 'That lead is outside your territory. A rep of EMEA can claim it.',
    });
    expect(await claimLead(use, { leadId: 'L-1', by: await person(db, cast.oskar) })).toMatchObject({
      say: 'not allowed',
    });
    expect(await db('lead_claims')).toEqual([]);
    expect(await db('audit').where({ action: 'lead.claim_refused' }).orderBy('id').pluck('actor_id')).toEqual(
      [cast.lenaSlack, cast.dan, cast.oskar],
    );
  }));

test('a lead that got an owner in the CRM meanwhile is taken', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await db('leads').where({ id: 'L-1' }).update({ owner_id: cast.tom });
    expect(await claimLead(use, { leadId: 'L-1', by: await person(db, cast.priya) })).toMatchObject({
      say: 'taken',
      byName: 'Tom Reyes',
    });
    expect(await db('lead_claims')).toEqual([]);
  }));

test('the claimer puts a lead back, another rep cannot', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    const [priya, tom] = [await person(db, cast.priya), await person(db, cast.tom)];
    await claimLead(use, { leadId: 'L-1', by: priya });
    expect(await releaseLead(use, { leadId: 'L-1', by: tom })).toEqual({
      say: 'not allowed',
      because: 'Priya Nair has this lead.',
    });
    const refused = await db('audit').where({ action: 'lead.release_refused' }).select('actor_id', 'because');
    expect(refused).toEqual([{ actor_id: cast.tom, because: 'Priya Nair has this lead.' }]);
    expect(await releaseLead(use, { leadId: 'L-1', by: priya })).toMatchObject({ say: 'released' });
    expect(await claimLead(use, { leadId: 'L-1', by: tom })).toMatchObject({ say: 'claimed', fresh: true });
  }));

test('a lead that does not exist is said so', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await expect(claimLead(use, { leadId: 'L-9', by: await person(db, cast.priya) })).rejects.toThrow(
      'There is no lead L-9',
    );
  }));

test('a person sees the leads that they may claim, the newest first', () =>
  withDatabase(async (db) => {
    await company(db);
    expect(await claimableLeads(db, friday, await person(db, cast.priya))).toMatchObject({
      total: 2,
      leads: [{ id: 'L-1' }, { id: 'L-2' }],
    });
    expect(await claimableLeads(db, friday, await person(db, cast.ada))).toEqual({ total: 0, leads: [] });
  }));

test('new leads get a card each in the channel for leads, few at first, old ones and claimed ones none', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    expect(await openLeadCards(use)).toBe(0);
    const by = { kind: 'person', id: cast.mara } as const;
    await setSetting(use, { name: 'leads_channel', value: 'CLEADS', by });
    await setSetting(use, { name: 'lead_cards_first', value: 1, by });
    await db('leads').where({ id: 'L-3' }).update({ created_at: '2019-01-01T00:00Z' });
    expect(await openLeadCards(use)).toBe(1);
    expect(await db('cards').pluck('key')).toEqual(['lead:L-1']);
    await claimLead(use, { leadId: 'L-2', by: await person(db, cast.tom) });
    expect(await openLeadCards(use)).toBe(0);
    await releaseLead(use, { leadId: 'L-2', by: await person(db, cast.tom) });
    expect((await Promise.all([openLeadCards(use), openLeadCards(use)])).sort()).toEqual([0, 1]);
  }));
