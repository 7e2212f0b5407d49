import { expect, test } from 'vitest';
import { applyChange } from '../../src/changes/apply.ts';
import { builtinCrm } from '../../src/crm/builtin.ts';
import { builtinWriter } from '../../src/crm/write.ts';
import { closingOf } from '../../src/exceptions/closings.ts';
import { silentLog } from '../../src/log.ts';
import { replyJson } from '../../src/requests/json.ts';
import { cast } from '../support/company.ts';
import { company, is, type Talk } from './talk.ts';

async function apply({ db, clock }: Talk) {
  const use = { db, now: clock, log: silentLog() };
  for (const changeId of await db('changes').where({ state: 'pending' }).orderBy('id').pluck('id'))
    await applyChange({ ...use, crm: builtinCrm(use), writer: builtinWriter(use) }, { changeId });
}
const yes = async (talk: Talk, words: string, by: string = cast.mara) =>
  is(await talk.press(is(await talk.ask(words, by), 'confirm'), 'yes', by), 'done').sentence;

test('in words a lead is closed with its reason after a yes, and "undo" opens it again', () =>
  company(async (talk) => {
    const asked = is(await talk.ask('mark lead L-1 as spam', cast.priya), 'confirm');
    expect(asked).toMatchObject({
      headline: 'Mark the lead Jo Park, Park & Co as not a lead: spam.',
      wayBack: 'Way back: "undo", or Undo on its card.',
    });
    expect(replyJson(asked)).toMatchObject({ intent: 'close_lead', slots: { rule_text: 'Spam' } });
    expect(await closingOf(talk.db, 'L-1')).toBeNull();
    await talk.press(asked, 'yes', cast.priya);
    expect(await closingOf(talk.db, 'L-1')).toMatchObject({ as: 'not a lead', reason: 'Spam' });
    await apply(talk);
    expect(is(await talk.ask('undo', cast.priya), 'confirm').headline).toBe(
      'Undo the last change of Jo Park: status from not a lead back to new.',
    );
    await yes(talk, 'undo', cast.priya);
    await apply(talk);
    expect(await closingOf(talk.db, 'L-1')).toBeNull();
    expect((await talk.db('leads').where({ id: 'L-1' }).first('status')).status).toBe('new');
    expect(is(await talk.ask('L-1 is a lead', cast.priya), 'text').sentence).toMatch(/is open already/);
  }));

test('leads that are closed stand in the list of leads with their status, and are opened by their id', () =>
  company(async (talk) => {
    expect(await yes(talk, 'L-1 is not a lead: Sells us chairs')).toBe(
      'Mara marked the lead Jo Park, Park & Co as not a lead.',
    );
    await apply(talk);
    expect(await closingOf(talk.db, 'L-1')).toMatchObject({ reason: 'Sells us chairs' });
    const shown = is(await talk.ask('show leads', cast.mara), 'answer').answer;
    expect(shown.kind === 'leads' && shown.leads.map(({ id, status }) => [id, status])).toEqual(
      expect.arrayContaining([['L-1', 'not a lead']]),
    );
    const asked = is(await talk.ask('L-1 is a lead after all', cast.mara), 'confirm');
    expect(asked.consequence).toBe(
      'Mara marked this as not a lead: Sells us chairs. It can be claimed then.',
    );
    await talk.press(asked, 'yes', cast.mara);
    expect(await closingOf(talk.db, 'L-1')).toBeNull();
  }));

test('two leads are merged in words; undone, both stand as they stood', () =>
  company(async (talk) => {
    await talk.db('leads').where({ id: 'L-2' }).update({ title: 'CTO' });
    expect(await yes(talk, 'merge lead L-2 into L-1')).toBe(
      'Mara merged the lead Kim Lee, Lee Labs into Jo Park, Park & Co.',
    );
    await apply(talk);
    const leads = () =>
      talk.db('leads').whereIn('id', ['L-1', 'L-2']).orderBy('id').select('title', 'status');
    expect(await leads()).toEqual([
      { title: 'CTO', status: 'new' },
      { title: 'CTO', status: 'merged' },
    ]);
    await yes(talk, 'undo');
    await apply(talk);
    expect(await leads()).toEqual([
      { title: null, status: 'new' },
      { title: 'CTO', status: 'new' },
    ]);
    expect(await closingOf(talk.db, 'L-2')).toBeNull();
  }));

test('nobody closes a lead of another territory, and a deal is no lead', () =>
  company(async (talk) => {
    expect((await talk.ask('mark lead L-1 as spam', cast.dan)).kind).not.toBe('confirm');
    expect((await talk.ask('L-1 is spam', cast.oskar)).kind).toBe('refused');
    expect((await talk.ask('mark Acme Platform as spam', cast.mara)).kind).not.toBe('confirm');
    expect((await talk.ask('is L-1 a lead?', cast.mara)).kind).not.toBe('confirm');
  }));
