import { expect, test } from 'vitest';
import { applyChange } from '../../src/changes/apply.ts';
import { undo } from '../../src/changes/undo.ts';

import { lookUpMailDomains } from '../../src/crew/mail-domains.ts';
import { builtinCrm } from '../../src/crm/builtin.ts';
import { forgetContracts } from '../../src/crm/contracts.ts';
import { builtinWriter } from '../../src/crm/write.ts';
import type { Db } from '../../src/db/pool.ts';
import { decide } from '../../src/exceptions/decide.ts';
import { waitingFor } from '../../src/exceptions/waiting.ts';
import { silentLog } from '../../src/log.ts';
import { scopeOf } from '../../src/people/scope.ts';
import { whyOf } from '../../src/runs/why.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { cast, now as friday } from '../support/company.ts';
import { at, by, card, company, contact, run, type Use } from '../support/contacts.ts';
import { withDatabase } from '../support/database.ts';
import { somebody } from '../support/exception.ts';
import { inAuto } from '../support/modes.ts';
import { failing, namesOf, offline } from '../support/names.ts';

const found = async (db: Db): Promise<string[]> =>
  (
    await db('findings')
      .where({ subject_kind: 'contact' })
      .whereNull('gone_at')
      .orderBy(['trigger', 'subject_id'])
      .select('trigger', 'subject_id')
  ).map(({ trigger, subject_id }) => `${trigger} ${subject_id}`);
const say = async (
  use: Use,
  more: { say: 'approve' | 'edit'; fields?: object },
  who: string = cast.priya,
) => {
  const { id, hash } = await card(use);
  return decide(use, {
    exceptionId: id,
    by: await somebody(use.db, who),
    shownHash: hash,
    ...more,
    fields: { ...more.fields },
  });
};
const done = async (use: Use, decided: Awaited<ReturnType<typeof say>>) => {
  if (decided.say !== 'decided' || decided.changeId === null) throw new Error(JSON.stringify(decided));
  return { changeId: decided.changeId, came: await apply(use, decided.changeId) };
};
const apply = (use: Use, changeId: number) =>
  applyChange({ ...use, crm: builtinCrm(use), writer: builtinWriter(use), log: silentLog() }, { changeId });
const jane = (db: Db) => db('contacts').where({ id: 'C-jane' }).first();

test('a contact that keeps the contracts is left alone, and one that has neither e-mail nor phone', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await contact(db, 'C-none', { email: null, phone: '' });
    await run(use);
    expect(await found(db)).toEqual([]);
  }));

test('a number as it is dialled in the country of the account is proposed in E.164, to whoever looks after it', () =>
  withDatabase(async (db) => {
    const use = await company(db, { phone: '089 228 47 700' });
    await run(use);
    expect(await found(db)).toEqual(['contact_phone_wrong C-jane']);
    // How a contact is reached is not for a channel.
    expect(await db('exceptions').first()).toMatchObject({ waits_for: cast.priya, channel: 'dm:U_PRIYA' });
    expect(await card(use)).toMatchObject({
      deal: { name: 'Jane Roe', is: 'contact of Globex', owner: 'Priya Nair', amount: null },
      finding: '089 228 47 700 is not in E.164',
      basis: 'Dialled in Germany, the country of the account',
      wants: {
        kind: 'change',
        fields: [{ field: 'phone', label: 'Phone number', before: '089 228 47 700', after: '+498922847700' }],
      },
    });
    const { changeId, came } = await done(use, await say(use, { say: 'approve' }));
    expect(came).toBe('applied');
    expect(await jane(db)).toMatchObject({
      phone: '+498922847700',
      version: 2,
      changed_by: `person:${cast.priya}`,
    });
    expect((await card(use)).state).toMatchObject({
      is: 'settled',
      sentence: 'Priya changed the phone number of Jane Roe from "089 228 47 700" to "+498922847700".',
    });
    await run(use);
    expect(await found(db)).toEqual([]);
    const back = await undo(use, { changeId, by: await somebody(db, cast.priya) });
    if (back.say !== 'requested') throw new Error(back.say);
    expect(await apply(use, back.changeId)).toBe('applied');
    expect(await jane(db)).toMatchObject({ phone: '089 228 47 700', version: 3 });
  }));

test('in auto mode what follows from the number itself is done, and what only a person knows is asked', () =>
  withDatabase(async (db) => {
    const use = await company(db, { phone: '089 228 47 700' });
    await contact(db, 'C-tom', { phone: '+49 89', email: 'tom@globex.com' });
    await inAuto(db);
    await run(use);
    const [change] = await db('changes').where({ subject_kind: 'contact' });
    expect(change).toMatchObject({ subject_id: 'C-jane', by_kind: 'agent', by_id: 'pipeline' });
    expect(await apply(use, change.id)).toBe('applied');
    expect(await jane(db)).toMatchObject({ phone: '+498922847700', changed_by: 'agent:pipeline' });
    expect(await card(use, 'C-tom')).toMatchObject({
      wants: { kind: 'form', to: 'Priya Nair' },
      finding: '+49 89 is too short for a German number',
    });
  }));

test('what somebody has changed meanwhile is not overwritten, and is looked at anew', () =>
  withDatabase(async (db) => {
    const use = await company(db, { phone: '089 228 47 700' });
    await run(use);
    const decided = await say(use, { say: 'approve' });
    await db('contacts').where({ id: 'C-jane' }).update({ phone: '089 1', version: 2 });
    expect((await done(use, decided)).came).toBe('conflict');
    expect(await jane(db)).toMatchObject({ phone: '089 1' });
  }));

test('a card about what has been corrected is withdrawn, and one about another mistake takes its place', () =>
  withDatabase(async (db) => {
    const use = await company(db, { phone: '089 228 47 700' });
    await run(use);
    await db('contacts').where({ id: 'C-jane' }).update({ phone: '089 5' });
    await run(use);
    expect(await card(use)).toMatchObject({
      finding: '089 5 cannot be a German number',
      state: { is: 'open' },
    });
    await db('contacts').where({ id: 'C-jane' }).update({ phone: '+498922847700' });
    await run(use);
    expect((await card(use)).state).toMatchObject({
      is: 'withdrawn',
      because: 'its phone number is in E.164.',
    });
  }));

test('an address that is none is asked of the rep by a form that says why, and is checked at the field', () =>
  withDatabase(async (db) => {
    const use = await company(db, { email: 'jane@globex', phone: '089 228 47 700' });
    await run(use);
    // Two contracts, one card; what is known stands in the form already.
    expect(await db('exceptions').select('channel')).toEqual([{ channel: 'dm:U_PRIYA' }]);
    expect(await card(use)).toMatchObject({
      finding: 'jane@globex has no domain. Example: jane@globex.com',
      evidence: ['089 228 47 700 is not in E.164'],
      wants: {
        kind: 'form',
        fields: [
          { field: 'email', before: 'jane@globex', after: null },
          { field: 'phone', before: '089 228 47 700', after: '+498922847700' },
        ],
      },
    });
    expect(await say(use, { say: 'edit', fields: { email: 'jane@', phone: '+49 89' } })).toEqual({
      say: 'invalid',
      errors: [
        { field: 'email', sentence: 'jane@ is no e-mail address: its domain is incomplete.' },
        { field: 'phone', sentence: '+49 89 is too short for a German number.' },
      ],
    });
    const typed = { email: 'mailto:jane@globex.com', phone: '089 22847700' };
    expect((await done(use, await say(use, { say: 'edit', fields: typed }))).came).toBe('applied');
    expect(await jane(db)).toMatchObject({ email: 'jane@globex.com', phone: '+498922847700' });
    expect(await db('decision_outcomes').select('came_to')).toEqual([{ came_to: 'accepted' }]);
    await run(use);
    expect(await found(db)).toEqual([]);
  }));

test('nobody decides about a contact but who looks after it and their manager, and Why is for them', () =>
  withDatabase(async (db) => {
    const use = await company(db, { phone: '089 228 47 700' });
    await run(use);
    expect(await say(use, { say: 'approve' }, cast.dan)).toMatchObject({ say: 'not allowed' });
    expect(await say(use, { say: 'approve' }, cast.tom)).toMatchObject({ say: 'not allowed' });
    const dan = await somebody(db, cast.dan);
    const mara = await somebody(db, cast.mara);
    const { id } = await card(use);
    const why = (who: typeof dan) =>
      whyOf(db, { kind: 'exception', id: String(id) }, { scope: scopeOf(who), zone: 'UTC' });
    expect((await why(dan)).hidden).toBe('Hidden: outside your territory.');
    const lines = Object.fromEntries((await why(mara)).lines.map(({ label, text }) => [label, text]));
    expect(lines.Because).toBe(
      '089 228 47 700 is not in E.164; known since 20 Mar 2026. The phone number of a contact must be in E.164, with its country (setting check phone, standard value). Dialled in Germany, the country of the account.',
    );
    expect(lines.Read).toBe('contact Jane Roe (phone), its account Globex');
    expect((await waitingFor({ db, now: friday }, mara)).map(({ deal }) => deal)).toEqual(['Jane Roe']);
    expect(await waitingFor({ db, now: friday }, dan)).toEqual([]);
  }));

test('each contract has its switch, for everyone or for a territory, and what it found goes with it', () =>
  withDatabase(async (db) => {
    const use = await company(db, { email: 'jane@globex', phone: '089 5' });
    await run(use);
    expect(await found(db)).toEqual(['contact_email_wrong C-jane', 'contact_phone_wrong C-jane']);
    await setSetting(use, { name: 'check_phone', scope: 'territory', scopeId: 'T-emea', value: false, by });
    await run(use);
    expect(await found(db)).toEqual(['contact_email_wrong C-jane']);
    await setSetting(use, { name: 'check_email', value: false, by });
    await run(use);
    expect(await found(db)).toEqual([]);
  }));

test('where the account has no country a number is dialled where the house is, once that is said', () =>
  withDatabase(async (db) => {
    const use = await company(db, { phone: '089 228 47 700' });
    await db('accounts').where({ id: 'A-globex' }).update({ country: null });
    await run(use);
    expect(await card(use)).toMatchObject({
      wants: { kind: 'form' },
      finding: '089 228 47 700 does not say its country. Example: +49 89 1234567',
    });
    await setSetting(use, { name: 'phone_country', value: 'DE', by });
    await run(use);
    await run(use);
    expect(await db('phone_contracts').select('region', 'assumed', 'mended')).toEqual([
      { region: 'DE', assumed: true, mended: '+498922847700' },
    ]);
    await db('accounts').where({ id: 'A-globex' }).update({ country: 'France' });
    await run(use);
    expect((await card(use)).state.is).toBe('open');
    expect(await db('phone_contracts').where({ country: 'france' }).first()).toMatchObject({
      region: 'FR',
      assumed: false,
      is: 'wrong',
    });
  }));

test('an address at a domain that takes no mail is asked about; a maybe never is', () =>
  withDatabase(async (db) => {
    const use = await company(db, { email: 'jane@globex-mail.com' });
    await contact(db, 'C-tom', { email: 'tom@slow.com' });
    await contact(db, 'C-mia', { email: 'mia@fine.com' });
    await contact(db, 'C-old', { email: 'old@gone.invalid' });
    await contact(db, 'C-lab', { email: 'lab@acme.example' });
    await run(use);
    expect(await found(db)).toEqual([]);
    const names = namesOf({
      'globex-mail.com': { mx: ['.'] },
      'slow.com': { mx: failing('ETIMEOUT') },
      'fine.com': { mx: ['mx.fine.com'] },
    });
    expect(await lookUpMailDomains({ ...use, names })).toBe(5);
    expect(names.asked.toSorted()).toEqual(['mx fine.com', 'mx globex-mail.com', 'mx slow.com']);
    await run(use);
    expect(await found(db)).toEqual(['contact_email_domain C-jane', 'contact_email_domain C-old']);
    expect(await card(use)).toMatchObject({
      finding: 'globex-mail.com says that it takes no mail',
      wants: { kind: 'form', fields: [{ field: 'email', before: 'jane@globex-mail.com', after: null }] },
    });
    expect(await say(use, { say: 'edit', fields: { email: 'roe@globex-mail.com' } })).toMatchObject({
      errors: [{ field: 'email', sentence: 'globex-mail.com says that it takes no mail.' }],
    });
  }));

test('what is known of a domain is asked again when its time is over, and not before; a maybe sooner', () =>
  withDatabase(async (db) => {
    const use = await company(db, { email: 'jane@gone.com' });
    await contact(db, 'C-tom', { email: 'tom@slow.com' });
    await run(use);
    const answers = { 'gone.com': { mx: failing('ENOTFOUND') }, 'slow.com': { mx: failing('ESERVFAIL') } };
    const asked = async (hours: number, known: Parameters<typeof namesOf>[0] = answers) => {
      const names = namesOf(known);
      await lookUpMailDomains({ ...at(db, hours), names });
      await run(at(db, hours));
      return names.asked.toSorted();
    };
    expect(await asked(0)).toEqual(['mx gone.com', 'mx slow.com']);
    expect(await found(db)).toEqual(['contact_email_domain C-jane']);
    expect(await asked(5)).toEqual([]);
    expect(await asked(6)).toEqual(['mx slow.com']);
    expect(await asked(24 * 30 - 1)).toEqual(['mx slow.com']);
    expect(await asked(24 * 30, { 'gone.com': { mx: failing('ETIMEOUT') } })).toEqual(['mx gone.com']);
    // It was known to take none, and is not any more.
    expect(await found(db)).toEqual([]);
  }));

test('without a network nothing is known and nothing is found, and where the contract is off nobody is asked', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await run(use);
    expect(await lookUpMailDomains({ ...use, names: offline })).toBe(0);
    await run(use);
    expect(await found(db)).toEqual([]);
    expect(await db('mail_domains').select('takes', 'looked_at')).toEqual([
      { takes: 'maybe', looked_at: null },
    ]);
  }));

test('a pass reads only contacts that changed, and a text once however many bear it', () =>
  withDatabase(async (db) => {
    const use = await company(db, { phone: '089 5' });
    await contact(db, 'C-too', { phone: '089 5' });
    await run(use);
    expect(await db('phone_contracts').count().first()).toEqual({ count: 1 });
    expect(await db('touched').count().first()).toEqual({ count: 0 });
    // What nobody has touched is not read again, even where it would be found to be fine.
    await db('phone_contracts').update({ is: 'fine' });
    await run(use);
    expect(await found(db)).toHaveLength(2);
    await db('contacts').where({ id: 'C-too' }).update({ title: 'CFO' });
    await run(use);
    expect(await found(db)).toEqual(['contact_phone_wrong C-jane']);
  }));

test('as of a past day the contacts are what they were then', () =>
  withDatabase(async (db) => {
    const use = await company(db, { phone: '089 5', changed_at: '2026-03-01T08:00Z' });
    await run(use);
    await db('contacts')
      .where({ id: 'C-jane' })
      .update({ phone: '+498922847700', changed_at: '2026-03-10T08:00Z' });
    const on = async (asOf: string) =>
      (await run(use, { asOf })).decisions
        .filter(({ what }) => what.includes('phone'))
        .map(({ what }) => what);
    expect(await on('2026-03-05')).toEqual(['Jane Roe: with a phone number not in E.164']);
    expect(await on('2026-03-12')).toEqual([]);
    expect(await on('2026-02-20')).toEqual([]);
  }));

test('what was read of a text is forgotten with the last contact that bore it', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await run(use);
    expect(await forgetContracts(db)).toBe(0);
    await db('contacts').delete();
    expect(await forgetContracts(db)).toBe(2);
    await forgetContracts(db);
    expect(await db('mail_domains').count().first()).toEqual({ count: 0 });
    await run(use);
    expect(await found(db)).toEqual([]);
  }));
