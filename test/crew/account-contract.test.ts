import { expect, test } from 'vitest';
import { applyChange } from '../../src/changes/apply.ts';
import { undo } from '../../src/changes/undo.ts';
import { stoppedAt } from '../../src/clock.ts';
import { ensureAgents } from '../../src/crew/crew.ts';

import { runAgent } from '../../src/crew/run.ts';
import { builtinCrm } from '../../src/crm/builtin.ts';
import { builtinWriter } from '../../src/crm/write.ts';
import type { Db } from '../../src/db/pool.ts';
import { decide } from '../../src/exceptions/decide.ts';
import { type ExceptionView, exceptionView } from '../../src/exceptions/view.ts';
import { waitingFor } from '../../src/exceptions/waiting.ts';
import { silentLog } from '../../src/log.ts';
import { scopeOf } from '../../src/people/scope.ts';
import { whyOf } from '../../src/runs/why.ts';
import { pause } from '../../src/settings/pauses.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { cast, now as friday, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';
import { somebody } from '../support/exception.ts';
import { inAuto } from '../support/modes.ts';

const by = { kind: 'person', id: cast.mara } as const;

/** Globex, a German maker of software by its import, whose largest open deal is Priya's; no deal is asked about. */
async function company(db: Db, globex: object = {}) {
  await seedCast(db);
  // Versions begin with an import, here long ago.
  await db('account_versions').update({ valid_from: '2026-01-01T08:00Z' });
  await ensureAgents({ db, local: true });
  const use = { db, now: stoppedAt(friday), zone: 'UTC' };
  const limits = {
    deals_channel: 'CDEALS',
    stale_days: 365,
    inactivity_days: 365,
    close_date_grace_days: 365,
    push_limit: 100,
    cards_first_run: 10,
  };
  for (const [name, value] of Object.entries(limits)) await setSetting(use, { name, value, by });
  await account(db, { website: 'https://www.globex.com', country: 'Germany', employees: 500, ...globex });
  return use;
}
type Use = Awaited<ReturnType<typeof company>>;

const account = (db: Db, of: object, id = 'A-globex') =>
  db('accounts')
    .where({ id })
    .update({ changed_at: friday, ...of });
const globex = (db: Db) => db('accounts').where({ id: 'A-globex' }).first();
const entry = (db: Db, says: object, domain = 'globex.com') =>
  db('company_directory')
    .insert({ domain, source: 'test', name: 'Globex Corp', came_on: '2026-03-12', ...says })
    .onConflict('domain')
    .merge();
const contact = (db: Db, id: string, email: string, at = 'A-globex') =>
  db('contacts').insert({
    id,
    source: 'test',
    source_id: id,
    account_id: at,
    name: id,
    email,
    changed_at: friday,
  });
const run = (use: Use, more: object = {}) =>
  runAgent(use, { agent: 'pipeline', by, wokenBy: 'schedule', ...more });
const found = (db: Db): Promise<string[]> =>
  db('findings')
    .where({ subject_kind: 'account' })
    .whereNull('gone_at')
    .orderBy('subject_id')
    .pluck('subject_id');
/** What is found of Globex once it was looked at, where the directory says this of it. */
async function foundOf(globexIs: object, says: object): Promise<string[]> {
  let ids: string[] = [];
  await withDatabase(async (db) => {
    const use = await company(db, globexIs);
    await entry(db, says);
    await run(use);
    ids = await found(db);
  });
  return ids;
}
const card = async (use: Use): Promise<ExceptionView> => {
  const row = await use
    .db('exceptions as e')
    .join('proposals as p', 'p.id', 'e.proposal_id')
    .where('p.subject_id', 'A-globex')
    .orderBy('e.id', 'desc')
    .first('e.id');
  const view = row && (await exceptionView(use, row.id));
  if (!view) throw new Error('There is no card.');
  return view;
};
const fields = async (use: Use) => {
  const { wants } = await card(use);
  return wants.kind === 'change'
    ? wants.fields.map(({ field, before, after }) => [field, before, after])
    : wants.kind;
};
const say = async (
  use: Use,
  more: { say: 'approve' | 'edit' | 'reject'; fields?: object },
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
const apply = (use: Use, changeId: number) =>
  applyChange({ ...use, crm: builtinCrm(use), writer: builtinWriter(use), log: silentLog() }, { changeId });
const done = async (use: Use, decided: Awaited<ReturnType<typeof say>>) => {
  if (decided.say !== 'decided' || decided.changeId === null) throw new Error(JSON.stringify(decided));
  return { changeId: decided.changeId, came: await apply(use, decided.changeId) };
};
const takeBack = async (use: Use, changeId: number) => {
  const back = await undo(use, { changeId, by: await somebody(use.db, cast.priya) });
  if (back.say !== 'requested') throw new Error(back.say);
  return { changeId: back.changeId, came: await apply(use, back.changeId) };
};

test('without a directory nothing is said', () =>
  withDatabase(async (db) => {
    const use = await company(db, { industry: null });
    await run(use);
    expect(await found(db)).toEqual([]);
    expect(await db('touched').where({ noun: 'account' }).count().first()).toEqual({ count: 0 });
  }));

test('what is empty is filled and what an import brought is mended, on one card for whoever looks after the account', () =>
  withDatabase(async (db) => {
    const use = await company(db, { industry: null });
    await entry(db, {
      industry: 'Manufacturing',
      country: 'France',
      country_code: 'FR',
      employees: 900,
      revenue: 2_500_000,
    });
    await run(use);
    expect(await db('exceptions').first()).toMatchObject({ waits_for: cast.priya, channel: 'dm:U_PRIYA' });
    expect(await card(use)).toMatchObject({
      deal: { name: 'Globex', is: 'account', owner: 'Priya Nair' },
      finding: 'The company directory says so of globex.com, its website',
      basis: 'Company directory, entry of 12 Mar 2026',
      trigger: 'account_enrichable',
    });
    expect(await fields(use)).toEqual([
      ['industry', null, 'Manufacturing'],
      ['country', 'Germany', 'France'],
      ['employees', 500, 900],
      ['revenue', null, 2_500_000],
    ]);
    const { changeId, came } = await done(use, await say(use, { say: 'approve' }));
    expect(came).toBe('applied');
    const after = { industry: 'Manufacturing', country: 'France', employees: 900, revenue: 2_500_000 };
    expect(await globex(db)).toMatchObject({ ...after, changed_by: `person:${cast.priya}` });
    expect((await card(use)).state).toMatchObject({
      is: 'settled',
      sentence:
        'Priya set the industry of Globex to "Manufacturing", changed the country from "Germany" to "France", changed the employees from 500 to 900 and set the revenue to 2,500,000.',
    });
    await run(use);
    expect(await found(db)).toEqual([]);
    expect((await takeBack(use, changeId)).came).toBe('applied');
    expect(await globex(db)).toMatchObject({
      industry: null,
      country: 'Germany',
      employees: 500,
      revenue: null,
    });
  }));

test('in auto mode it is done, by the agent', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await entry(db, { industry: 'Manufacturing' });
    await inAuto(db);
    // An agent acts alone where people have accepted enough of what it proposed.
    await setSetting(use, { name: 'confidence_floor', value: 0, by });
    await run(use);
    const change = await db('changes').where({ subject_kind: 'account' }).first();
    expect(change).toMatchObject({ subject_id: 'A-globex', by_kind: 'agent', by_id: 'pipeline' });
    expect(await apply(use, change.id)).toBe('applied');
    expect(await globex(db)).toMatchObject({ industry: 'Manufacturing', origins: { industry: 'directory' } });
  }));

test.each([
  [
    'the same words, written otherwise',
    { industry: 'SOFTWARE', country: 'Deutschland' },
    { industry: 'Software', country: 'Germany', country_code: 'DE' },
  ],
  ['exactly the limit', { employees: 500, revenue: 100 }, { employees: 600, revenue: 80 }],
  ['it says nothing', {}, {}],
  ['another domain', { website: 'https://globex.de' }, { industry: 'Mining' }],
  ['no website, and nobody is known there', { website: null }, { industry: 'Mining' }],
])('near misses: %s', async (_, globexIs, says) => {
  expect(await foundOf(globexIs, says)).toEqual([]);
});

test.each([
  ['one more than the limit', { employees: 500 }, { employees: 601 }],
  ['down by more than the limit', { revenue: 100 }, { revenue: 79.9 }],
  ['something instead of nothing', { employees: 0 }, { employees: 1 }],
  ['an empty text', { industry: '' }, { industry: 'Mining' }],
  [
    'a country nobody knows against a known one',
    { country: 'Atlantis' },
    { country: 'Germany', country_code: 'DE' },
  ],
])('found: %s', async (_, globexIs, says) => {
  expect(await foundOf(globexIs, says)).toEqual(['A-globex']);
});

test('a number within the limit is left as it is on a card about something else', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await entry(db, { industry: 'Mining', employees: 600 });
    await run(use);
    expect(await fields(use)).toEqual([['industry', 'Software', 'Mining']]);
    await setSetting(use, { name: 'company_percent', value: 10, by });
    await entry(db, { industry: 'Mining', employees: 601 });
    await run(use);
    await run(use);
    expect(
      await db('findings').where({ trigger: 'account_enrichable' }).whereNull('gone_at').pluck('subject_id'),
    ).toEqual(['A-globex']);
  }));

test('what a person has said is never proposed over: typed, edited, emptied or undone', () =>
  withDatabase(async (db) => {
    const use = await company(db, { industry: null });
    await entry(db, { industry: 'Manufacturing', employees: 900, country: 'France', country_code: 'FR' });
    await run(use);
    const typed = { industry: 'Mining', employees: '', country: 'France' };
    const { changeId, came } = await done(use, await say(use, { say: 'edit', fields: typed }));
    expect(came).toBe('applied');
    expect(await globex(db)).toMatchObject({
      industry: 'Mining',
      employees: null,
      country: 'France',
      origins: { industry: 'person', employees: 'person', country: 'directory' },
    });
    await run(use);
    expect(await found(db)).toEqual([]);
    // The directory may say something new of what was its own word, and of nothing else.
    await entry(db, {
      industry: 'Farming',
      employees: 5,
      country: 'Italy',
      country_code: 'IT',
      came_on: '2026-03-19',
    });
    await setSetting(use, { name: 'ask_again_days', value: 0, by });
    await run(use);
    expect(await fields(use)).toEqual([['country', 'France', 'Italy']]);
    expect((await takeBack(use, changeId)).came).toBe('applied');
    expect((await globex(db)).origins).toEqual({
      industry: 'person',
      employees: 'person',
      country: 'person',
    });
    await run(use);
    expect(await found(db)).toEqual([]);
    expect((await card(use)).state).toMatchObject({ is: 'withdrawn' });
  }));

test('done again after an undo it is what the directory says', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await entry(db, { industry: 'Mining' });
    await run(use);
    const { changeId } = await done(use, await say(use, { say: 'approve' }));
    const back = await takeBack(use, changeId);
    expect((await globex(db)).origins).toEqual({ industry: 'person' });
    expect((await takeBack(use, back.changeId)).came).toBe('applied');
    expect(await globex(db)).toMatchObject({ industry: 'Mining', origins: { industry: 'directory' } });
  }));

test('what was rejected is not proposed again with the next delivery, and what is new in it is', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await setSetting(use, { name: 'ask_again_days', value: 0, by });
    await entry(db, { industry: 'Mining' });
    await run(use);
    expect((await say(use, { say: 'reject' })).say).toBe('decided');
    await entry(db, { industry: 'Mining', employees: 900, came_on: '2026-03-20' });
    await run(use);
    expect(await fields(use)).toEqual([['employees', 500, 900]]);
  }));

test('what somebody has changed meanwhile is not overwritten, and a card about what is settled is withdrawn', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await entry(db, { industry: 'Mining' });
    await run(use);
    const decided = await say(use, { say: 'approve' });
    await account(db, { industry: 'Farming', version: 2 });
    expect((await done(use, decided)).came).toBe('conflict');
    expect((await globex(db)).industry).toBe('Farming');
    await setSetting(use, { name: 'ask_again_days', value: 0, by });
    await account(db, { industry: 'Mining' });
    await run(use);
    expect(await found(db)).toEqual([]);
    await account(db, { industry: 'Rail' });
    await run(use);
    expect(await fields(use)).toEqual([['industry', 'Rail', 'Mining']]);
    await account(db, { industry: 'mining' });
    await run(use);
    expect((await card(use)).state).toMatchObject({
      is: 'withdrawn',
      because: 'the company directory says nothing else of it now.',
    });
  }));

test('an account without a website is found by the domain that dominates among its contacts, never by a free one', () =>
  withDatabase(async (db) => {
    const use = await company(db, { website: null });
    await entry(db, { industry: 'Mining' });
    await entry(db, { industry: 'Mail' }, 'gmail.com');
    for (const id of ['C-1', 'C-2', 'C-3']) await contact(db, id, `${id}@gmail.com`);
    await contact(db, 'C-4', 'c4@globex.com');
    await run(use);
    expect(await found(db)).toEqual([]);
    await contact(db, 'C-5', 'c5@globex.com');
    await run(use);
    expect(await found(db)).toEqual(['A-globex']);
    expect((await card(use)).finding).toBe(
      'The company directory says so of globex.com, the domain of its contacts',
    );
    await contact(db, 'C-6', 'c6@hooli.com');
    await run(use);
    expect(await found(db)).toEqual([]);
    await db('contacts').where({ id: 'C-6' }).delete();
    await run(use);
    expect(await found(db)).toEqual(['A-globex']);
  }));

test('of a domain that two accounts have nothing is said, of either, until one of them has another', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await entry(db, { industry: 'Mining' });
    await run(use);
    expect(await found(db)).toEqual(['A-globex']);
    await account(db, { website: 'globex.com/asia' }, 'A-acme');
    await run(use);
    expect(await found(db)).toEqual([]);
    await account(db, { website: 'acme.com' }, 'A-acme');
    await run(use);
    expect(await found(db)).toEqual(['A-globex']);
  }));

test('a pass reads only accounts that changed, or of which the directory says something else', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await account(db, { website: 'acme.com' }, 'A-acme');
    await entry(db, { industry: 'Mining' });
    await entry(db, { industry: 'Mining' }, 'acme.com');
    await run(use);
    expect(await found(db)).toEqual(['A-acme', 'A-globex']);
    expect(await db('touched').count().first()).toEqual({ count: 0 });
    // What nobody has touched is not read again, even where nothing would be found.
    await db('account_domains').delete();
    await account(db, { segment: 'SMB' });
    await run(use);
    expect(await found(db)).toEqual(['A-acme', 'A-globex']);
    await account(db, { industry: 'Mining' });
    await run(use);
    expect(await found(db)).toEqual(['A-acme']);
    await account(db, { website: 'acme.org' }, 'A-acme');
    await run(use);
    expect(await found(db)).toEqual([]);
    await entry(db, { industry: 'Farming' }, 'acme.org');
    await run(use);
    expect(await found(db)).toEqual(['A-acme']);
    await db('company_directory').delete();
    await run(use);
    expect(await found(db)).toEqual([]);
  }));

test('it has its switch, for everyone or for a territory, and a paused customer is left alone', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await entry(db, { industry: 'Mining' });
    await pause(use, { scope: 'customer', subjectId: 'A-globex', until: null, by });
    await run(use);
    expect(await db('exceptions').count().first()).toEqual({ count: 0 });
    await setSetting(use, { name: 'check_company', scope: 'territory', scopeId: 'T-emea', value: false, by });
    await run(use);
    expect(await found(db)).toEqual([]);
  }));

test('as of a past day accounts, whose word they are, and the directory are what they were then', () =>
  withDatabase(async (db) => {
    const use = await company(db, { changed_at: '2026-03-01T08:00Z' });
    await entry(db, { industry: 'Mining', came_on: '2026-03-05' });
    await account(db, {
      industry: 'Farming',
      origins: { industry: 'person' },
      changed_at: '2026-03-10T08:00Z',
    });
    await run(use);
    const on = async (asOf: string) =>
      (await run(use, { asOf })).decisions
        .filter(({ what }) => what.includes('directory'))
        .map(({ what }) => what);
    expect(await on('2026-03-04')).toEqual([]);
    expect(await on('2026-03-06')).toEqual([
      'Globex: of which the company directory says more or something else',
    ]);
    expect(await on('2026-03-12')).toEqual([]);
  }));

test('nobody decides about an account but who looks after it and their manager, and Why is for them', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await entry(db, { industry: 'Mining' });
    await run(use);
    expect(await say(use, { say: 'approve' }, cast.dan)).toMatchObject({ say: 'not allowed' });
    const [dan, mara] = [await somebody(db, cast.dan), await somebody(db, cast.mara)];
    const { id } = await card(use);
    const why = (who: typeof dan) =>
      whyOf(db, { kind: 'exception', id: String(id) }, { scope: scopeOf(who), zone: 'UTC' });
    expect((await why(dan)).hidden).toBe('Hidden: outside your territory.');
    const lines = Object.fromEntries((await why(mara)).lines.map(({ label, text }) => [label, text]));
    expect(lines.Because).toBe(
      'The company directory says so of globex.com, its website; known since 12 Mar 2026. What the company directory says of an account is proposed where it is empty or came by an import (setting check company, standard value). Company directory, entry of 12 Mar 2026.',
    );
    expect(lines.Read).toBe('account Globex (industry), the entry globex.com of the company directory');
    expect((await waitingFor({ db, now: friday }, mara)).map(({ deal }) => deal)).toEqual(['Globex']);
    expect(await waitingFor({ db, now: friday }, dan)).toEqual([]);
  }));

test('what a person types is checked at its field', () =>
  withDatabase(async (db) => {
    const use = await company(db, { industry: null });
    await entry(db, { industry: 'Mining', employees: 900, revenue: 5 });
    await run(use);
    const typed = { industry: 'x'.repeat(101), employees: '1.5', revenue: 'a lot' };
    expect(await say(use, { say: 'edit', fields: typed })).toEqual({
      say: 'invalid',
      errors: [
        { field: 'industry', sentence: 'Enter at most 100 characters.' },
        { field: 'employees', sentence: 'Enter a whole number, such as 250.' },
        { field: 'revenue', sentence: 'Enter an amount, such as 2500000.' },
      ],
    });
  }));
