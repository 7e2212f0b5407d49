import { expect, test } from 'vitest';
import type { Db } from '../../src/db/pool.ts';
import { expireDue, remindDue } from '../../src/exceptions/clock-work.ts';
import { decide } from '../../src/exceptions/decide.ts';
import { findingView } from '../../src/exceptions/findings.ts';
import { scopeOf } from '../../src/people/scope.ts';
import { whyOf } from '../../src/runs/why.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { cast, now as friday } from '../support/company.ts';
import { at, by, card, company, contact, run, type Use } from '../support/contacts.ts';
import { withDatabase } from '../support/database.ts';
import { somebody } from '../support/exception.ts';

const days = (db: Db, n: number) => at(db, 24 * n);
const told = async (db: Db) =>
  (await db('findings').where({ trigger: 'contacts_unanswered' }).orderBy('id')).map(
    ({ subject_id, evidence, gone_at }) => ({
      of: subject_id,
      fact: evidence.fact,
      to: evidence.to,
      over: gone_at !== null,
    }),
  );
const answer = async (use: Use, of: string, fields: object) => {
  const { id, hash } = await card(use, of);
  return decide(use, {
    exceptionId: id,
    by: await somebody(use.db, cast.priya),
    shownHash: hash,
    say: 'edit',
    fields: { ...fields },
  });
};

test('a form about a contact without an answer for longer than a nudge may wait goes to the manager, and is over with the answer', () =>
  withDatabase(async (db) => {
    await run(await company(db, { email: 'jane@globex' }));
    await run(days(db, 3));
    expect(await told(db)).toEqual([]);
    await run(days(db, 4));
    const waits = {
      of: cast.priya,
      fact: 'Priya Nair has not answered about Jane Roe for 4 days (limit 3)',
      to: [cast.mara],
      over: false,
    };
    expect(await told(db)).toEqual([waits]);
    expect((await db('cards').whereLike('key', 'finding:%')).map(({ channel }) => channel)).toEqual([
      'dm:U_MARA',
    ]);
    await answer(days(db, 4), 'C-jane', { email: 'jane@globex.com' });
    await run(days(db, 5));
    expect(await told(db)).toEqual([{ ...waits, fact: 'Priya Nair has answered what waited', over: true }]);
  }));

test('many contacts of one rep are one matter, which says how it is now, and nobody is told how they are reached', () =>
  withDatabase(async (db) => {
    const use = await company(db, { email: 'jane@globex', phone: '089 5' });
    await contact(db, 'C-o', { name: 'Bo Berg', phone: '089 6' });
    await contact(db, 'C-p', { name: 'Cy Clark', phone: '089 228 47 700' });
    await contact(db, 'C-q', { name: 'Di Dorn', email: 'di@globex' });
    await run(use);
    await run(days(db, 4));
    const { id, evidence } = await db('findings').where({ trigger: 'contacts_unanswered' }).first();
    expect(await findingView(db, id)).toMatchObject({
      headline: 'Priya Nair has not answered about 4 contacts, the first for 4 days (limit 3)',
      sentence:
        'Priya was asked for the e-mail and the phone number of Jane Roe, the phone number of Bo Berg, the phone number of Cy Clark and 1 more.',
      goneAt: null,
    });
    expect(JSON.stringify(evidence)).not.toMatch(/089|@/);
    for (const [of, fields] of [
      ['C-jane', { email: 'jane@globex.com', phone: '+498922847700' }],
      ['C-o', { phone: '+498922847702' }],
      ['C-p', { phone: '089 228 47 701' }],
    ] as const)
      await answer(days(db, 5), of, fields);
    await run(days(db, 5));
    expect(await findingView(db, id)).toMatchObject({
      headline: 'Priya Nair has not answered about Di Dorn for 5 days (limit 3)',
      sentence: 'Priya was asked for the e-mail of Di Dorn.',
      goneAt: null,
    });
    expect(await db('cards').whereLike('key', 'finding:%')).toHaveLength(1);
  }));

test('one that has expired waits still, until somebody corrects the contact in another way', () =>
  withDatabase(async (db) => {
    const use = await company(db, { email: 'jane@globex' });
    await setSetting(use, { name: 'expire_days', value: 2, by });
    await run(use);
    await expireDue(days(db, 3));
    await run(days(db, 4));
    expect(await told(db)).toMatchObject([{ over: false }]);
    await db('contacts').where({ id: 'C-jane' }).update({ email: 'jane@globex.com' });
    await run(days(db, 5));
    expect(await told(db)).toMatchObject([{ over: true }]);
  }));

test('how long it may wait is said for a team as well, and Why names the limit to the manager alone', () =>
  withDatabase(async (db) => {
    const use = await company(db, { email: 'jane@globex' });
    await setSetting(use, { name: 'nudge_days', scope: 'team', scopeId: 'G-emea', value: 5, by });
    await run(use);
    await run(days(db, 5));
    expect(await told(db)).toEqual([]);
    await run(days(db, 6));
    const { id } = await db('findings').where({ trigger: 'contacts_unanswered' }).first();
    const why = async (who: string) =>
      whyOf(
        db,
        { kind: 'finding', id: String(id) },
        { scope: scopeOf(await somebody(db, who)), zone: 'UTC' },
      );
    const lines = Object.fromEntries((await why(cast.mara)).lines.map(({ label, text }) => [label, text]));
    expect(lines.Because).toContain('Priya Nair has not answered about Jane Roe for 6 days (limit 5).');
    expect(lines.Read).toBe(
      'what this person was asked about contacts and accounts, what was answered since',
    );
    expect((await why(cast.dan)).hidden).toBe('Hidden: outside your territory.');
  }));

test('a yes about a contact is reminded of once, and not handed up in a thread that nobody else reads', () =>
  withDatabase(async (db) => {
    await run(await company(db, { phone: '089 228 47 700' }));
    expect(await remindDue(days(db, 3.1))).toEqual({ reminded: 1, handedUp: 0 });
    expect(await remindDue(days(db, 4.2))).toEqual({ reminded: 0, handedUp: 0 });
  }));

test('an account without an answer goes to the manager, beside contacts, and is over once somebody has answered', () =>
  withDatabase(async (db) => {
    const use = await company(db, { email: 'jane@globex' });
    await db('accounts')
      .where({ id: 'A-globex' })
      .update({ website: 'globex.com', industry: 'Software', changed_at: friday });
    await db('company_directory').insert({
      ...{ domain: 'globex.com', name: 'Globex', source: 'test', came_on: '2026-03-12' },
      industry: 'Manufacturing',
    });
    await run(use);
    await run(days(db, 4));
    const { id } = await db('findings').where({ trigger: 'contacts_unanswered' }).first();
    expect(await findingView(db, id)).toMatchObject({
      headline: 'Priya Nair has not answered about 1 contact and 1 account, the first for 4 days (limit 3)',
      sentence: 'Priya was asked for the industry of Globex and the e-mail of Jane Roe.',
    });
    await answer(days(db, 4), 'C-jane', { email: 'jane@globex.com' });
    await run(days(db, 4.1));
    expect(await told(db)).toMatchObject([
      { fact: 'Priya Nair has not answered about Globex for 4 days (limit 3)', over: false },
    ]);
    const { id: exceptionId, hash } = await card(use, 'A-globex');
    await decide(days(db, 5), {
      exceptionId,
      by: await somebody(db, cast.priya),
      shownHash: hash,
      say: 'reject',
    });
    await run(days(db, 5));
    expect(await told(db)).toMatchObject([{ over: true }]);
  }));
