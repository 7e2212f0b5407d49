import { expect, test } from 'vitest';
import { applyChange } from '../../src/changes/apply.ts';
import { stoppedAt } from '../../src/clock.ts';
import { storeArrival } from '../../src/crm/arrivals.ts';
import { builtinCrm } from '../../src/crm/builtin.ts';
import { builtinWriter } from '../../src/crm/write.ts';
import type { Db } from '../../src/db/pool.ts';
import { takeIn } from '../../src/exceptions/arriving.ts';
import { assignLead, claimLead, releaseLead } from '../../src/exceptions/claims.ts';
import { markNotALead, reopenLead } from '../../src/exceptions/closing.ts';
import { closingOf } from '../../src/exceptions/closings.ts';
import { claimableLeads, openLeadCards } from '../../src/exceptions/leads.ts';
import { mergeLead } from '../../src/exceptions/merging.ts';
import { callUnclaimed } from '../../src/exceptions/unclaimed.ts';
import { silentLog } from '../../src/log.ts';
import { noModels } from '../../src/models/models.ts';
import { personById } from '../../src/people/people.ts';
import type { Person } from '../../src/policy/nouns.ts';
import { whyOf } from '../../src/runs/why.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { leadNow } from '../../src/slack/cards/lead.ts';
import { cast, now as friday, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';

async function applyAll(db: Db) {
  const use = { db, now: stoppedAt(friday), log: silentLog() };
  for (const id of await db('changes').where({ state: 'pending' }).orderBy('id').pluck('id'))
    await applyChange({ ...use, crm: builtinCrm(use), writer: builtinWriter(use) }, { changeId: id });
}

const here = { now: friday, zone: 'UTC', currency: 'USD' };

async function company(db: Db) {
  await seedCast(db);
  const use = { db, now: stoppedAt(friday) };
  await setSetting(use, { name: 'leads_channel', value: 'CLEADS', by: { kind: 'person', id: cast.ada } });
  const person = async (id: string): Promise<Person> => {
    const found = await personById(db, id);
    if (!found) throw new Error(`No ${id}`);
    return found;
  };
  const spam = (by: Person, leadId = 'L-1', seenWith: string | null = null) =>
    markNotALead(use, { leadId, by, seenWith, reason: 'Spam' });
  const statusOf = async (id: string) => (await db('leads').where({ id }).first('status')).status;
  return { use, person, spam, statusOf };
}

test('a lead that is none is closed with its reason, told to the CRM, and is nobody’s to claim until it is opened again', () =>
  withDatabase(async (db) => {
    const { use, person, spam, statusOf } = await company(db);
    const [mara, priya] = [await person(cast.mara), await person(cast.priya)];
    expect(await spam(mara)).toEqual({ say: 'closed', fresh: true });
    expect(await spam(mara)).toEqual({ say: 'closed', fresh: false });
    await applyAll(db);
    expect(await statusOf('L-1')).toBe('not a lead');
    expect((await claimableLeads(db, friday, priya)).leads.map(({ id }) => id)).toEqual(['L-2']);
    use.now.move('2026-03-20T10:00:05Z');
    const closed = {
      say: 'closed',
      because: 'Mara marked this as not a lead: spam 5 s before you. Nothing was changed.',
    };
    expect(await claimLead(use, { leadId: 'L-1', by: priya })).toEqual(closed);
    expect(await assignLead(use, { leadId: 'L-1', to: priya, by: mara, because: null })).toEqual({
      say: 'not allowed',
      because: closed.because,
    });
    expect((await leadNow(db, 'L-1', here))?.text).toBe(
      'Mara Lind marked this as not a lead: spam. Lead: Jo Park, Park &amp; Co.',
    );
    expect(await reopenLead(use, { leadId: 'L-1', by: priya })).toEqual({ say: 'reopened' });
    await applyAll(db);
    expect(await statusOf('L-1')).toBe('new');
    expect(await claimLead(use, { leadId: 'L-1', by: priya })).toMatchObject({ say: 'claimed', fresh: true });
    expect(
      await db('audit').where({ subject_kind: 'lead', subject_id: 'L-1' }).orderBy('id').pluck('action'),
    ).toEqual(['lead.not_a_lead', 'lead.reopened', 'lead.claimed']);
  }));

test('who may not close a lead may not open it again, and many who open it at once open it once', () =>
  withDatabase(async (db) => {
    const { use, person, spam } = await company(db);
    const mara = await person(cast.mara);
    await spam(mara);
    await applyAll(db);
    const open = (by: Person) => reopenLead(use, { leadId: 'L-1', by });
    expect(await open(await person(cast.dan))).toEqual({
      say: 'not allowed',
      because: 'That lead is outside your territory. Somebody of EMEA can say so.',
    });
    expect(await db('audit').where({ action: 'lead.reopen_refused' }).pluck('actor_id')).toEqual([cast.dan]);
    expect(await closingOf(db, 'L-1')).not.toBeNull();
    const said = await Promise.all(Array.from({ length: 8 }, () => open(mara)));
    expect(said.filter(({ say }) => say === 'reopened')).toHaveLength(1);
    expect(await db('changes').whereNotNull('undoes')).toHaveLength(1);
  }));

test('a lead whose closing can no longer be undone stays closed, with the reason', () =>
  withDatabase(async (db) => {
    const { use, person, spam } = await company(db);
    const mara = await person(cast.mara);
    await spam(mara);
    await applyAll(db);
    use.now.move('2026-04-25T10:00:00Z');
    expect(await reopenLead(use, { leadId: 'L-1', by: mara })).toEqual({
      say: 'not now',
      because: 'It can be undone for 30 days, and they are over.',
    });
    expect(await closingOf(db, 'L-1')).toMatchObject({ as: 'not a lead' });
  }));

test('what was taken back before the CRM was told is never told', () =>
  withDatabase(async (db) => {
    const { use, person, spam, statusOf } = await company(db);
    const mara = await person(cast.mara);
    await spam(mara);
    expect(await reopenLead(use, { leadId: 'L-1', by: mara })).toEqual({ say: 'reopened' });
    await applyAll(db);
    expect(await statusOf('L-1')).toBe('new');
    expect(await db('changes').pluck('state')).toEqual(['abandoned']);
    expect(await reopenLead(use, { leadId: 'L-1', by: mara })).toEqual({
      say: 'not now',
      because: 'This lead is open already.',
    });
  }));

test('of claims and closings at once one wins, and everybody else is told who', () =>
  withDatabase(async (db) => {
    const { use, person, spam } = await company(db);
    const [priya, tom, mara] = [await person(cast.priya), await person(cast.tom), await person(cast.mara)];
    const said = await Promise.all(
      Array.from({ length: 24 }, (_, n) =>
        n % 3 === 0
          ? claimLead(use, { leadId: 'L-1', by: priya })
          : n % 3 === 1
            ? spam(n % 2 === 0 ? mara : tom)
            : mergeLead(use, { leadId: 'L-1', by: mara, seenWith: null, into: { kind: 'lead', id: 'L-2' } }),
      ),
    );
    const won = said.filter((one) => 'fresh' in one && one.fresh);
    expect(won).toHaveLength(1);
    const claims = await db('lead_claims');
    const closings = await db('lead_closings');
    expect(claims.length + closings.length).toBe(1);
    const names = said.flatMap((one) => ('because' in one ? [one.because.split(' ')[0]] : []));
    expect(new Set(names).size).toBeLessThanOrEqual(1);
  }));

test('only reps and managers of its territory close a lead; of one that somebody has, that person and a manager', () =>
  withDatabase(async (db) => {
    const { use, person, spam } = await company(db);
    const [priya, tom, mara] = [await person(cast.priya), await person(cast.tom), await person(cast.mara)];
    expect(await spam(await person(cast.dan))).toEqual({
      say: 'not allowed',
      because: 'That lead is outside your territory. Somebody of EMEA can say so.',
    });
    expect(await spam(await person(cast.oskar))).toMatchObject({ say: 'not allowed' });
    expect(await db('audit').where({ action: 'lead.close_refused' }).orderBy('id').pluck('actor_id')).toEqual(
      [cast.dan, cast.oskar],
    );
    expect(await spam({ ...priya, active: false })).toMatchObject({ say: 'not allowed' });
    await claimLead(use, { leadId: 'L-1', by: priya });
    expect(await spam(tom, 'L-1', cast.priya)).toMatchObject({ say: 'not allowed' });
    // The manager had the open card on the screen.
    expect(await spam(mara)).toEqual({
      say: 'late',
      because: 'Priya claimed this just before you. Nothing was changed.',
    });
    expect(await spam(mara, 'L-1', cast.priya)).toEqual({ say: 'closed', fresh: true });
    await reopenLead(use, { leadId: 'L-1', by: mara });
    expect(await releaseLead(use, { leadId: 'L-1', by: priya })).toMatchObject({ say: 'released' });
  }));

test('nobody is called for a lead that is closed, and no card is wanted for one', () =>
  withDatabase(async (db) => {
    const { use, person, spam } = await company(db);
    const mara = await person(cast.mara);
    await spam(mara, 'L-1');
    await openLeadCards(use);
    const keys = await db('cards').orderBy('key').pluck('key');
    expect(keys).toContain('lead:L-2');
    expect(keys).not.toContain('lead:L-1');
    await spam(mara, 'L-2');
    await db('cards').update({ state: 'posted', ts: db.raw('key') });
    use.now.move('2026-03-20T12:00:00Z');
    await callUnclaimed(use);
    expect(await db('lead_calls').where('call', '>', 0).pluck('lead_id')).toEqual(['L-3']);
  }));

const advert =
  'From: Max Rank <max@rankup.example>\nSubject: Offer\nList-Unsubscribe: <mailto:out@rankup.example>\n\nWe sell backlinks and guest posts for your site.\n\nBest,\nMax Rank';
const wish =
  'From: Max Rank <max@rankup.example>\nSubject: Seats\n\nWe need 40 seats of your product in May. Can you send a quote?\n\nBest,\nMax Rank';

async function house(db: Db) {
  const made = await company(db);
  const use = { ...made.use, models: noModels };
  let n = 0;
  const mail = (raw: string) => {
    n += 1;
    return takeIn(use, {
      channel: 'email',
      raw,
      key: `mail:${n}-key`,
      cameAt: use.now.now(),
      by: { kind: 'system', id: 'mail' },
    });
  };
  const form = (fields: object) => {
    n += 1;
    return takeIn(use, {
      channel: 'form',
      raw: JSON.stringify(fields),
      key: `form:${n}-key`,
      cameAt: use.now.now(),
      by: { kind: 'system', id: 'web form' },
    });
  };
  return { ...made, use, mail, form };
}

test('what looks like advertising is kept as probably not a lead with each sign, without a card, and a person opens it', () =>
  withDatabase(async (db) => {
    const { use, person, mail, statusOf } = await house(db);
    const { stored } = await mail(advert);
    expect(stored).toEqual({ say: 'new', leadId: 'L-10001' });
    expect(await db('cards')).toEqual([]);
    expect(await closingOf(db, 'L-10001')).toMatchObject({
      as: 'probably not a lead',
      by: null,
      signs: ['it was sent to a mailing list', 'it advertises search rankings (“backlinks”)'],
    });
    expect(await statusOf('L-10001')).toBe('probably not a lead');
    const why = await whyOf(db, { kind: 'lead', id: 'L-10001' });
    expect(why.lines.find(({ label }) => label === 'After')?.text).toContain(
      'The rules took it for probably not a lead (it was sent to a mailing list; it advertises search rankings (“backlinks”))',
    );
    await openLeadCards(use);
    expect(await db('cards').where({ key: 'lead:L-10001' })).toEqual([]);
    expect(await reopenLead(use, { leadId: 'L-10001', by: await person(cast.priya) })).toEqual({
      say: 'reopened',
    });
    await applyAll(db);
    expect(await statusOf('L-10001')).toBe('new');
    expect(await db('cards').where({ key: 'lead:L-10001' })).toHaveLength(1);
  }));

test('the rules open what they closed when the same person writes without any sign; what a person said stands', () =>
  withDatabase(async (db) => {
    const { person, mail, statusOf, spam, use } = await house(db);
    await mail(advert);
    expect((await mail(`${advert}\nOnce more.`)).stored).toMatchObject({ say: 'merged', leadId: 'L-10001' });
    expect(await closingOf(db, 'L-10001')).toMatchObject({ as: 'probably not a lead' });
    expect((await mail(wish)).stored).toMatchObject({ say: 'merged', leadId: 'L-10001' });
    expect(await closingOf(db, 'L-10001')).toBeNull();
    expect(await statusOf('L-10001')).toBe('new');
    expect(await db('cards').pluck('key')).toEqual(['lead:L-10001']);
    await db('leads').where({ id: 'L-10001' }).update({ territory_id: 'T-emea' });
    await spam(await person(cast.mara), 'L-10001');
    await mail(wish);
    expect(await closingOf(db, 'L-10001')).toMatchObject({ as: 'not a lead' });
    expect(await claimLead(use, { leadId: 'L-10001', by: await person(cast.priya) })).toMatchObject({
      say: 'closed',
    });
  }));

test('others of a sender that people marked as none get a lower confidence, and Why says so; two without one taken are probably none', () =>
  withDatabase(async (db) => {
    const { form, person, spam, use } = await house(db);
    const ask = (name: string) =>
      form({
        name,
        email: `${name.split(' ')[0]}@vendor.example`,
        company: 'Vendor Ltd',
        message: 'Call me',
      });
    const mara = await person(cast.mara);
    await ask('Ann Bell');
    const confidence = async (id: string) =>
      /assumed ([\d.]+)/.exec(JSON.stringify((await leadNow(db, id, here))?.blocks))?.[1];
    expect(await confidence('L-10001')).toBe('0.95');
    await spam(mara, 'L-10001');
    await ask('Bob Cole');
    expect(await confidence('L-10002')).toBe('0.63');
    expect(JSON.stringify((await leadNow(db, 'L-10002', here))?.blocks)).toContain(
      '1 other lead from vendor.example was marked as not a lead',
    );
    const why = await whyOf(db, { kind: 'lead', id: 'L-10002' });
    expect(why.lines[0]?.text).toContain(
      '1 other lead from vendor.example was marked as not a lead: its confidence is lower for that.',
    );
    await spam(mara, 'L-10002');
    await ask('Cid Dorn');
    expect(await closingOf(db, 'L-10003')).toMatchObject({
      as: 'probably not a lead',
      signs: ['2 other leads from vendor.example were marked as not a lead'],
    });
    // It is taken back, and another one was taken: then no longer.
    await reopenLead(use, { leadId: 'L-10002', by: mara });
    await claimLead(use, { leadId: 'L-10002', by: mara });
    await ask('Dee Eng');
    expect(await closingOf(db, 'L-10004')).toBeNull();
  }));

test('a lead that is merged fills what the other lacks, counts there, and whatever it sends later goes there', () =>
  withDatabase(async (db) => {
    const { form, person, use, statusOf } = await house(db);
    const mara = await person(cast.mara);
    const tom = await person(cast.tom);
    await form({
      name: 'Jane Roe',
      email: 'jane@borealis.example',
      company: 'Borealis',
      message: '40 seats',
    });
    await form({ name: 'J. Roe', email: 'jroe@home.example', phone: '+49 30 901820', title: 'Head of IT' });
    await db('leads').where({ id: 'L-10001' }).update({ territory_id: 'T-emea' });
    await claimLead(use, { leadId: 'L-10001', by: tom });
    await applyAll(db);
    const merge = () =>
      mergeLead(use, { leadId: 'L-10002', by: mara, seenWith: null, into: { kind: 'lead', id: 'L-10001' } });
    expect(await merge()).toEqual({ say: 'closed', fresh: true });
    expect(await merge()).toEqual({ say: 'closed', fresh: false });
    await applyAll(db);
    expect(await db('leads').where({ id: 'L-10001' }).first()).toMatchObject({
      name: 'Jane Roe',
      email: 'jane@borealis.example',
      phone: '+4930901820',
      title: 'Head of IT',
    });
    expect(await statusOf('L-10002')).toBe('merged');
    expect((await leadNow(db, 'L-10002', here))?.text).toBe(
      'Mara Lind merged this into Jane Roe, Borealis. Lead: J. Roe, Head of IT.',
    );
    const shown = async () => JSON.stringify((await leadNow(db, 'L-10001', here))?.blocks);
    expect(await shown()).toContain('Came 1 more time, merged');
    expect(await db('outbox').where({ topic: 'whisper' }).whereLike('key', 'merged:%').pluck('body')).toEqual(
      [expect.objectContaining({ user: 'U_TOM' })],
    );
    expect(
      (await form({ name: 'J. Roe', email: 'jroe@home.example', message: 'And 10 more' })).stored,
    ).toMatchObject({
      say: 'merged',
      leadId: 'L-10001',
    });
    expect(await shown()).toContain('Came 2 more times, merged; 3rd time this week');
    // Taken out again: what was filled in goes back, what somebody changed since stays.
    await db('leads').where({ id: 'L-10001' }).update({ title: 'CIO', version: 99 });
    expect(await reopenLead(use, { leadId: 'L-10002', by: mara })).toEqual({ say: 'reopened' });
    await applyAll(db);
    expect(await db('leads').where({ id: 'L-10001' }).first()).toMatchObject({ phone: null, title: 'CIO' });
    expect(await statusOf('L-10002')).toBe('new');
    expect(await shown()).toContain('Came 1 more time, merged');
  }));

test('a lead is merged into nothing that is closed, out of sight or itself, and two never into each other', () =>
  withDatabase(async (db) => {
    const { person, use, spam } = await house(db);
    const priya = await person(cast.priya);
    const into = (leadId: string, id: string, kind: 'lead' | 'contact' = 'lead') =>
      mergeLead(use, { leadId, by: priya, seenWith: null, into: { kind, id } });
    expect(await into('L-1', 'L-1')).toMatchObject({ say: 'wrong' });
    expect(await into('L-1', 'L-3')).toEqual({
      say: 'wrong',
      because: 'That one is no longer there. Choose another.',
    });
    expect(await into('L-1', 'C-none', 'contact')).toMatchObject({ say: 'wrong' });
    const both = await Promise.all([into('L-1', 'L-2'), into('L-2', 'L-1')]);
    expect(both.map(({ say }) => say).sort()).toEqual(['closed', 'wrong']);
    await db('leads').insert({
      id: 'L-4',
      source: 'test',
      source_id: 'L-4',
      territory_id: 'T-emea',
      created_at: friday,
    });
    await spam(priya, 'L-4');
    await db('leads').insert({
      id: 'L-5',
      source: 'test',
      source_id: 'L-5',
      territory_id: 'T-emea',
      created_at: friday,
    });
    expect(await into('L-5', 'L-4')).toEqual({
      say: 'wrong',
      because: 'That lead is closed by now. Choose another.',
    });
  }));

test('of many pairs that are merged into each other at once, each has one end', () =>
  withDatabase(async (db) => {
    const { person, use } = await house(db);
    const mara = await person(cast.mara);
    const pairs = Array.from({ length: 8 }, (_, n) => [`L-${100 + n}`, `L-${200 + n}`] as const);
    await db('leads').insert(
      pairs.flat().map((id) => ({
        id,
        source: 'test',
        source_id: id,
        territory_id: 'T-emea',
        created_at: friday,
      })),
    );
    const into = (leadId: string, id: string) =>
      mergeLead(use, { leadId, by: mara, seenWith: null, into: { kind: 'lead', id } });
    const said = await Promise.all(
      pairs.map(([one, other]) => Promise.all([into(one, other), into(other, one)])),
    );
    for (const both of said) expect(both.map(({ say }) => say).sort()).toEqual(['closed', 'wrong']);
  }));

test('what was merged and taken out again before the CRM was told has filled nothing', () =>
  withDatabase(async (db) => {
    const { form, person, use } = await house(db);
    const mara = await person(cast.mara);
    await form({ name: 'Jane Roe', email: 'jane@borealis.example', company: 'Borealis', message: 'Hi' });
    await form({ name: 'J. Roe', email: 'jroe@home.example', phone: '+49 30 901820', message: 'Hi' });
    await mergeLead(use, {
      ...{ leadId: 'L-10002', by: mara, seenWith: null },
      into: { kind: 'lead', id: 'L-10001' },
    });
    expect(await reopenLead(use, { leadId: 'L-10002', by: mara })).toEqual({ say: 'reopened' });
    await applyAll(db);
    expect(await db('leads').where({ id: 'L-10001' }).first('phone')).toEqual({ phone: null });
    expect(await db('changes').distinct('state').pluck('state')).toEqual(['abandoned']);
  }));

test('who has the lead into which one is merged is told, unless they did it or have left', () =>
  withDatabase(async (db) => {
    const { person, use } = await house(db);
    const tom = await person(cast.tom);
    await claimLead(use, { leadId: 'L-2', by: tom });
    await applyAll(db);
    await db('leads').insert(
      ['L-4', 'L-5'].map((id) => ({
        id,
        source: 'test',
        source_id: id,
        territory_id: 'T-emea',
        created_at: friday,
      })),
    );
    const told = () => db('outbox').where({ topic: 'whisper' }).whereLike('key', 'merged:%');
    const into = (leadId: string, by: Person) =>
      mergeLead(use, { leadId, by, seenWith: null, into: { kind: 'lead', id: 'L-2' } });
    expect(await into('L-1', tom)).toMatchObject({ say: 'closed' });
    expect(await told()).toEqual([]);
    await db('people').where({ id: cast.tom }).update({ active: false });
    expect(await into('L-4', await person(cast.mara))).toMatchObject({ say: 'closed' });
    expect(await told()).toEqual([]);
    await db('people').where({ id: cast.tom }).update({ active: true });
    expect(await into('L-5', await person(cast.mara))).toMatchObject({ say: 'closed' });
    expect(await told()).toHaveLength(1);
  }));

test('a lead of somebody who is a contact already is merged into the contact, and who has the account hears it', () =>
  withDatabase(async (db) => {
    const { person, use } = await house(db);
    await db('accounts').where({ id: 'A-acme' }).update({ owner_id: cast.tom });
    await db('contacts').insert({
      id: 'C-1',
      source: 'test',
      source_id: 'C-1',
      account_id: 'A-acme',
      name: 'Jo Park',
      email: 'jo.park@acme.example',
    });
    const priya = await person(cast.priya);
    expect(
      await mergeLead(use, {
        leadId: 'L-1',
        by: priya,
        seenWith: null,
        into: { kind: 'contact', id: 'C-1' },
      }),
    ).toEqual({ say: 'closed', fresh: true });
    expect((await leadNow(db, 'L-1', here))?.text).toContain('Priya Nair merged this into Jo Park, Acme.');
    expect(await db('outbox').where({ topic: 'whisper' }).pluck('body')).toEqual([
      expect.objectContaining({ user: 'U_TOM' }),
    ]);
  }));

test('the second time that an arrival goes into a merged lead it is found through both merges', () =>
  withDatabase(async (db) => {
    const { person, use } = await house(db);
    const mara = await person(cast.mara);
    await db('leads').where({ id: 'L-1' }).update({ identity: 'jo@park.example' });
    await db('leads').insert(
      ['L-4', 'L-5'].map((id) => ({
        id,
        source: 'test',
        source_id: id,
        territory_id: 'T-emea',
        created_at: friday,
      })),
    );
    const into = (leadId: string, id: string) =>
      mergeLead(use, { leadId, by: mara, seenWith: null, into: { kind: 'lead', id } });
    await into('L-1', 'L-4');
    await into('L-4', 'L-5');
    const lead = {
      name: 'Jo',
      email: 'jo@park.example',
      company: null,
      title: null,
      message: 'Hi',
      phone: null,
      phoneExt: null,
      country: null,
    };
    const stored = await storeArrival(db, {
      key: 'mail:again',
      channel: 'email',
      cameAt: friday,
      because: null,
      identity: 'jo@park.example',
      domain: 'park.example',
      lead,
      uncertain: [],
      signs: [],
      confidence: 0.9,
      via: 'rules',
      source: 'E-mail',
      runId: null,
    });
    expect(stored).toMatchObject({ say: 'merged', leadId: 'L-5' });
  }));
