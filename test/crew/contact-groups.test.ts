import { expect, test } from 'vitest';
import { groupCard } from '../../blocks/exception-group.ts';
import { applyChange } from '../../src/changes/apply.ts';
import { builtinCrm } from '../../src/crm/builtin.ts';
import { builtinWriter } from '../../src/crm/write.ts';
import type { Db } from '../../src/db/pool.ts';
import { groupView } from '../../src/exceptions/groups.ts';
import { decideTogether } from '../../src/exceptions/together.ts';
import { silentLog } from '../../src/log.ts';
import { scopeOf } from '../../src/people/scope.ts';
import { whyOf } from '../../src/runs/why.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { here } from '../blocks/samples.ts';
import { cast, now as friday } from '../support/company.ts';
import { at, by, card, company, contact, run, type Use } from '../support/contacts.ts';
import { withDatabase } from '../support/database.ts';
import { somebody } from '../support/exception.ts';

/** Three contacts of Priya's: two numbers that can be dialled, and an address that is none. */
async function three(db: Db) {
  const use = await company(db, { phone: '089 228 47 700' });
  await contact(db, 'C-bo', { name: 'Bo Berg', phone: '089 228 47 701' });
  await contact(db, 'C-cy', { name: 'Cy Clark', email: 'cy@globex' });
  return use;
}
const cards = async (db: Db): Promise<Record<string, string>> =>
  Object.fromEntries(
    (
      await db('exceptions as e')
        .join('proposals as p', 'p.id', 'e.proposal_id')
        .orderBy('e.id')
        .select('p.subject_id', 'e.card')
    ).map((row) => [row.subject_id, row.card]),
  );
const view = async (use: Use, id = 1) => {
  const found = await groupView(use, id);
  if (!found) throw new Error('There is no such group.');
  return found;
};
const together = async (use: Use, say: 'approve' | 'reject', of: string[], who: string = cast.priya) => {
  const shown = await Promise.all(of.map((one) => card(use, one)));
  const results = await decideTogether(use, {
    say,
    shown: shown.map(({ id, hash }) => ({ exceptionId: id, hash })),
    by: await somebody(use.db, who),
  });
  return results.map(({ decided }) => decided.say);
};
const applyAll = async (use: Use) => {
  const changes: number[] = await use.db('changes').where({ state: 'pending' }).orderBy('id').pluck('id');
  for (const changeId of changes)
    await applyChange(
      { ...use, crm: builtinCrm(use), writer: builtinWriter(use), log: silentLog() },
      { changeId },
    );
};

test('the contacts of one rep that are found on one morning stand on one card, in the messages of that rep', () =>
  withDatabase(async (db) => {
    const use = await three(db);
    expect(await run(use)).toMatchObject({ asked: 3 });
    expect(await cards(db)).toEqual({ 'C-jane': 'group:1', 'C-bo': 'group:1', 'C-cy': 'group:1' });
    expect(await db('exception_groups')).toMatchObject([
      { about: 'contact', rep_id: cast.priya, waits_for: cast.priya, channel: 'dm:U_PRIYA' },
    ]);
    expect(await db('cards').pluck('key')).toEqual(['group:1']);
    // What is found later on that day joins it; on the next day there is another.
    await contact(db, 'C-di', { name: 'Di Dorn', phone: '089 5' });
    await run(use);
    expect((await cards(db))['C-di']).toBe('group:1');
    await contact(db, 'C-ed', { phone: '089 6' });
    await contact(db, 'C-fi', { phone: '089 7' });
    await run(at(db, 24));
    expect(await cards(db)).toMatchObject({ 'C-ed': 'group:2', 'C-fi': 'group:2' });
  }));

test('the card says whose they are and what is wrong with each, and each row can be decided', () =>
  withDatabase(async (db) => {
    const use = await three(db);
    await run(use);
    const { text, blocks } = groupCard(await view(use), here);
    const sections = blocks.flatMap((block) => (block.type === 'section' ? [block] : []));
    expect(sections.map(({ text: shown }) => (shown && 'text' in shown ? shown.text.trim() : ''))).toEqual([
      '*3 contacts of Priya Nair need a look.* <@U_PRIYA>, these wait for you.',
      '1  *Bo Berg*, Globex, 089 228 47 701 is not in E.164. Phone number → *+498922847701*',
      '2  *Jane Roe*, Globex, 089 228 47 700 is not in E.164. Phone number → *+498922847700*',
      '3  *Cy Clark*, Globex, cy@globex has no domain. Example: cy@globex.com.',
    ]);
    expect(text).toContain('Approval needed: 3 contacts of Priya Nair need a look.');
    expect(text).not.toContain('no amount');
    const buttons = blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
    expect(JSON.stringify(buttons)).toContain('Approve these 2 contacts of Priya Nair');
    expect(JSON.stringify(buttons)).toContain('2 phone numbers change in the CRM. You can undo for 30 days.');
    expect(JSON.stringify(blocks)).toContain('Fill in: Cy Clark');
  }));

test('where all are the same the card says what', () =>
  withDatabase(async (db) => {
    const use = await three(db);
    await db('contacts').where({ id: 'C-cy' }).delete();
    await run(use);
    expect(await view(use)).toMatchObject({ about: 'contact', label: 'with a phone number not in E.164' });
  }));

test('all that need nobody who knows are approved at one tap, single ones go their own way, and the card says how it stands', () =>
  withDatabase(async (db) => {
    const use = await three(db);
    await contact(db, 'C-di', { name: 'Di Dorn', phone: '089 228 47 702' });
    await run(use);
    expect(await together(use, 'reject', ['C-di'])).toEqual(['decided']);
    // A form waits for values: no yes fills it in.
    const said = await together(use, 'approve', ['C-jane', 'C-bo', 'C-cy']);
    expect(said.toSorted()).toEqual(['decided', 'decided', 'invalid']);
    await applyAll(use);
    expect(
      await db('contacts').whereIn('id', ['C-jane', 'C-bo', 'C-di']).orderBy('id').pluck('phone'),
    ).toEqual(['+498922847701', '089 228 47 702', '+498922847700']);
    const states = Object.fromEntries(
      (await view(use)).members.map(({ deal, state }) => [deal.id, state.is]),
    );
    expect(states).toEqual({ 'C-jane': 'settled', 'C-bo': 'settled', 'C-cy': 'open', 'C-di': 'rejected' });
    expect(groupCard(await view(use), here).blocks[0]).toMatchObject({
      text: { text: expect.stringContaining('3 of 4 decided: 2 approved, 1 rejected.') },
    });
  }));

test('a row that was corrected elsewhere ends on its card, and the card is drawn anew', () =>
  withDatabase(async (db) => {
    const use = await three(db);
    await run(use);
    await db('outbox').delete();
    await db('contacts').where({ id: 'C-bo' }).update({ phone: '+498922847701' });
    await run(use);
    expect((await view(use)).members.map(({ state }) => state.is).toSorted()).toEqual([
      'open',
      'open',
      'withdrawn',
    ]);
    expect(await db('outbox').where({ topic: 'draw' }).pluck('key')).toEqual(['group:1']);
  }));

test('deals and contacts of one rep never share a card', () =>
  withDatabase(async (db) => {
    const use = await three(db);
    // Forms about deals go to the rep as well.
    await setSetting(use, { name: 'required_fields', stage: 'Negotiation', value: 'next_step', by });
    await db('deals').where({ owner_id: cast.priya, stage_id: 'S-negotiation' }).update({ next_step: null });
    await setSetting(use, { name: 'cards_first_run', value: 20, by });
    await run(use);
    const kinds = await db('exception_groups as g')
      .join('exceptions as e', 'e.group_id', 'g.id')
      .join('proposals as p', 'p.id', 'e.proposal_id')
      .distinct('g.id', 'g.about', 'p.subject_kind')
      .orderBy('g.id');
    expect(kinds.length).toBeGreaterThan(1);
    for (const { about, subject_kind } of kinds) expect(about).toBe(subject_kind);
  }));

test('Why of the card names each contact, and is for those who may see all of them', () =>
  withDatabase(async (db) => {
    const use = await three(db);
    await run(use);
    const why = async (who: string) =>
      whyOf(db, { kind: 'group', id: '1' }, { scope: scopeOf(await somebody(db, who)), zone: 'UTC' });
    const seen = await why(cast.mara);
    expect(seen.headline).toBe('3 contacts of Priya Nair need a look');
    expect(JSON.stringify(seen.lines)).toContain('Jane Roe: 089 228 47 700 is not in E.164');
    expect((await why(cast.dan)).hidden).toBe('Hidden: outside your territory.');
  }));

test('contacts take nothing from the cards that managers decide', () =>
  withDatabase(async (db) => {
    const use = await three(db);
    await setSetting(use, { name: 'cards_per_run', value: 1, by });
    await setSetting(use, { name: 'cards_open', value: 1, by });
    await run(use);
    await db('exceptions').update({ closed_at: use.now.now(), closed_as: 'expired' });
    await contact(db, 'C-di', { phone: '089 228 47 705' });
    await setSetting(use, { name: 'stale_days', value: 30, by });
    await run(use);
    const open = await db('exceptions as e')
      .join('proposals as p', 'p.id', 'e.proposal_id')
      .whereNull('e.closed_at')
      .pluck('p.subject_kind');
    expect(new Set(open)).toEqual(new Set(['deal', 'contact']));
  }));

test('accounts of one rep share a card of their own, with what the directory fills or mends, and are done together', () =>
  withDatabase(async (db) => {
    const use = await company(db, { phone: '089 228 47 700' });
    for (const [id, name, industry] of [
      ['A-globex', 'globex', 'Software'],
      ['A-acme', 'acme', null],
    ] as const) {
      const domain = `${name}.com`;
      await db('accounts').where({ id }).update({ website: domain, industry, changed_at: friday });
      await db('company_directory').insert({
        ...{ domain, name, source: 'test', came_on: '2026-03-12' },
        industry: 'Manufacturing',
      });
    }
    expect(await run(use)).toMatchObject({ asked: 3 });
    expect(await cards(db)).toEqual({ 'A-acme': 'group:1', 'A-globex': 'group:1', 'C-jane': 'exception:1' });
    expect(await db('exception_groups')).toMatchObject([{ about: 'account', channel: 'dm:U_PRIYA' }]);
    const { blocks } = groupCard(await view(use), here);
    expect(blocks.flatMap((block) => (block.type === 'section' ? [block.text] : []))).toMatchObject([
      {
        text: '*2 accounts of Priya Nair of which the company directory says more or something else.* <@U_PRIYA>, these wait for you.',
      },
      {
        text: '1  *Globex*, the company directory says so of globex.com, its website. Industry Software → *Manufacturing*',
      },
      {
        text: '2  *Acme*, the company directory says so of acme.com, its website. Industry empty → *Manufacturing*',
      },
    ]);
    expect(JSON.stringify(blocks)).toContain('2 industries change in the CRM. You can undo for 30 days.');
    expect(await together(use, 'approve', ['A-acme', 'A-globex'])).toEqual(['decided', 'decided']);
    await applyAll(use);
    expect(await db('accounts').whereIn('id', ['A-acme', 'A-globex']).pluck('industry')).toEqual([
      'Manufacturing',
      'Manufacturing',
    ]);
    expect((await view(use)).members.map(({ state }) => state.is)).toEqual(['settled', 'settled']);
  }));
