import { describe, expect, test } from 'vitest';
import { applyChange } from '../../src/changes/apply.ts';
import { runAgent } from '../../src/crew/run.ts';
import { builtinCrm } from '../../src/crm/builtin.ts';
import { builtinWriter } from '../../src/crm/write.ts';
import { silentLog } from '../../src/log.ts';
import { replyJson } from '../../src/requests/json.ts';
import { type Playbook, playbookNamed } from '../../src/settings/playbook-entries.ts';
import { activate, deactivate, type PlaybookPlace } from '../../src/settings/playbooks.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { cast } from '../support/company.ts';
import { decided, inAuto } from '../support/modes.ts';
import { company, is, type Talk } from './talk.ts';

const yes = async (talk: Talk, text: string, by: string) =>
  is(await talk.press(is(await talk.ask(text, by, text), 'confirm'), 'yes', by), 'done');

/** A run of the pipeline agent in auto; what it said about each deal. */
async function ran(talk: Talk): Promise<Record<string, string>> {
  const { db, clock } = talk;
  const by = { kind: 'system', id: 'test' } as const;
  await inAuto(db);
  await setSetting({ db, now: clock }, { name: 'confidence_floor', value: 0, by });
  await setSetting({ db, now: clock }, { name: 'deals_channel', value: 'CDEALS', by });
  await setSetting({ db, now: clock }, { name: 'cards_first_run', value: 50, by });
  // The deals have been so for weeks.
  await setSetting({ db, now: clock }, { name: 'alone_within_days', value: 365, by });
  await runAgent({ db, now: clock, zone: 'UTC' }, { agent: 'pipeline', by, wokenBy: 'schedule' });
  const rows = await db('proposals').orderBy('id').select('subject_id', 'verdict');
  return Object.fromEntries(rows.map(({ subject_id, verdict }) => [subject_id, verdict.say]));
}

describe('a checkpoint', () => {
  test('on an account: in auto mode its deals go to a person, the others do not', () =>
    company(async (talk) => {
      const asked = is(await talk.ask('always ask me before changing Acme', cast.mara, 't'), 'confirm');
      expect(asked).toMatchObject({
        headline: 'Always ask a person: Acme.',
        consequence:
          'Agents do nothing of that alone, in whatever mode; it goes to whoever decides about the deal. 1 open deal there. No agent acts alone at the moment; it holds as soon as one does. "Me" is whoever decides about the deal: its manager or its rep.',
        wayBack: 'Way back: "remove the checkpoint on Acme".',
      });
      expect(replyJson(asked)).toMatchObject({ intent: 'set_checkpoint', slots: { account: ['Acme'] } });
      expect(is(await talk.press(asked, 'yes', cast.mara), 'done').sentence).toBe(
        'Mara set checkpoint 1: Acme always goes to a person.',
      );
      expect(await ran(talk)).toMatchObject({ 'D-acme': 'ask', 'D-hooli': 'allow' });
      const { verdict } = await talk.db('proposals').where({ subject_id: 'D-acme' }).first('verdict');
      expect(JSON.stringify(verdict)).toContain('Always goes to a person: Acme (checkpoint 1).');
      expect(await talk.db('audit').where({ action: 'checkpoint.set' }).first('actor_id')).toEqual({
        actor_id: cast.mara,
      });
    }));

  test('on a tag, however it is written', () =>
    company(async (talk) => {
      await yes(talk, 'always ask about accounts tagged Strategic', cast.mara);
      expect(await ran(talk)).toMatchObject({ 'D-acme': 'ask', 'D-hooli': 'allow' });
    }));

  test('on a kind of action at an account, and on no other', () =>
    company(async (talk) => {
      await yes(talk, 'nudges to Hooli always go to a person', cast.nora);
      await yes(talk, 'close date changes always go to a person', cast.mara);
      expect(await ran(talk)).toMatchObject({ 'D-acme': 'allow', 'D-hooli': 'ask' });
    }));

  test('that is set after a change was wanted holds when it is applied', () =>
    company(async (talk) => {
      expect(await ran(talk)).toMatchObject({ 'D-acme': 'allow' });
      await yes(talk, 'always ask me before changing Acme', cast.mara);
      const { db, clock: now } = talk;
      const { id } = await db('changes').where({ subject_id: 'D-acme' }).first('id');
      const use = { db, now, zone: 'UTC' };
      expect(
        await applyChange(
          { ...use, crm: builtinCrm(use), writer: builtinWriter(use), log: silentLog() },
          { changeId: id },
        ),
      ).toBe('refused');
    }));

  test('is ended by its number or by what it is on, and undo brings it back', () =>
    company(async (talk) => {
      await yes(talk, 'always ask me before changing Acme', cast.mara);
      expect((await yes(talk, 'remove the checkpoint on Acme', cast.mara)).sentence).toBe(
        'Mara ended checkpoint 1: Acme.',
      );
      expect(is(await talk.ask('remove checkpoint 1', cast.mara), 'text').sentence).toBe(
        'There is no checkpoint 1. Nothing was changed.',
      );
      expect((await yes(talk, 'undo', cast.mara)).sentence).toBe('Undone: checkpoint 1 on Acme holds again.');
      expect(await talk.db('checkpoints').whereNull('ended_at').pluck('id')).toEqual([1]);
    }));

  test('a rep may name none, and nobody one on what they may not see', () =>
    company(async (talk) => {
      expect(is(await talk.ask('always ask me before changing Acme', cast.priya), 'refused').because).toBe(
        'A checkpoint on Acme needs a manager, an agent owner, an approver or an administrator. Ask Mara Lind, Ada Moss or Ana Ruiz.',
      );
      await yes(talk, 'always ask me before changing Hooli', cast.nora);
      expect(is(await talk.ask('list checkpoints', cast.nora), 'text').sentence).toContain('1 checkpoint');
      const asMara = is(await talk.ask('list checkpoints', cast.mara), 'text');
      expect(JSON.stringify(asMara)).not.toContain('Hooli');
      expect(asMara.sentence).toContain('no checkpoints');
      expect(is(await talk.ask('remove checkpoint 1', cast.mara), 'text').sentence).toBe(
        'There is no checkpoint 1. Nothing was changed.',
      );
      const blind = await talk.ask('always ask me before changing Hooli', cast.mara);
      expect(blind.kind).not.toBe('confirm');
    }));

  test('those worth one are offered: what was rejected there first, then what it is worth, of what one sees', () =>
    company(async (talk) => {
      await decided(talk.db, { approved: 1, rejected: 3, deal: 'D-globex' });
      const reply = is(await talk.ask('list checkpoints', cast.mara), 'text');
      expect(reply.lines[0]).toMatch(
        /^Suggested: Globex \(\$[\d,]+ open, 3 of 4 proposals rejected or undone in 90 days\)\.$/,
      );
      expect(reply.next.map(({ request }) => request)[0]).toBe('always ask about Globex');
      expect(JSON.stringify(reply)).not.toContain('Hooli');
      await yes(talk, 'always ask about Globex', cast.mara);
      expect(is(await talk.ask('list checkpoints', cast.mara), 'text').lines.join(' ')).not.toContain(
        'Suggested: Globex',
      );
    }));
});

const by = { kind: 'system', id: 'test' } as const;

describe('where a playbook says that a person always decides', () => {
  const large = { scope: 'account', scopeId: 'A-acme' } as const;
  const on = async ({ db, clock }: Talk, place: PlaybookPlace, name: string): Promise<number> => {
    const playbook = playbookNamed(name) as Playbook;
    return (await activate({ db, now: clock }, { playbook, ...place, by, until: null }))?.id ?? 0;
  };

  test('what is in auto asks there and says why, and elsewhere goes on alone', () =>
    company(async (talk) => {
      await on(talk, large, 'Large deal');
      expect(await ran(talk)).toMatchObject({ 'D-acme': 'ask', 'D-hooli': 'allow' });
      const { verdict } = await talk.db('proposals').where({ subject_id: 'D-acme' }).first('verdict');
      expect(JSON.stringify(verdict)).toContain(
        'A person always decides here while the playbook Large deal is on.',
      );
    }));

  test('for a rep who is new it is so for all of theirs', () =>
    company(async (talk) => {
      const { owner_id } = await talk.db('deals').where({ id: 'D-hooli' }).first('owner_id');
      await on(talk, { scope: 'person', scopeId: owner_id }, 'New rep onboarding');
      expect(await ran(talk)).toMatchObject({ 'D-hooli': 'ask' });
    }));

  test('switched on after a change was wanted, it holds when that is applied, and no longer when it is off', () =>
    company(async (talk) => {
      expect(await ran(talk)).toMatchObject({ 'D-acme': 'allow', 'D-hooli': 'allow' });
      const { db, clock: now } = talk;
      const use = { db, now, zone: 'UTC' };
      const apply = async (deal: string) => {
        const { id } = await db('changes').where({ subject_id: deal }).first('id');
        return applyChange(
          { ...use, crm: builtinCrm(use), writer: builtinWriter(use), log: silentLog() },
          { changeId: id },
        );
      };
      await on(talk, large, 'Large deal');
      expect(await apply('D-acme')).toBe('refused');
      const hooli = await on(talk, { scope: 'account', scopeId: 'A-hooli' }, 'Large deal');
      await deactivate({ db, now }, { id: hooli, by });
      expect(await apply('D-hooli')).toBe('applied');
    }));
});
