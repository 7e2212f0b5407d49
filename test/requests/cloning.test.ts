import { expect, test } from 'vitest';
import { replyJson } from '../../src/requests/json.ts';
import { cast } from '../support/company.ts';
import { company, is, type Talk } from './talk.ts';

const say = async (talk: Talk, text: string, by: string = cast.ada) =>
  is(await talk.press(is(await talk.ask(text, by), 'confirm'), 'yes', by), 'done').sentence;
const at = async (talk: Talk, scopeId: string) =>
  (
    await talk.db('settings').whereNull('ended_at').where({ scope_id: scopeId }).orderBy(['name', 'stage'])
  ).map(({ name, stage, value }) => [name, stage, value]);
async function emea(talk: Talk): Promise<void> {
  await say(talk, 'set the stale threshold to 14 days for EMEA');
  await say(talk, 'set the stale threshold in Negotiation to 7 days for EMEA');
  await say(talk, 'set the push limit to 2 for EMEA');
}

test('shows what would be set and what is overwritten, sets it after the yes, and one undo takes it back', () =>
  company(async (talk) => {
    await emea(talk);
    await say(talk, 'set the stale threshold to 40 days for AMER');
    await say(talk, 'set the nudge limit to 5 days for AMER');
    const before = await at(talk, 'T-amer');
    const asked = is(await talk.ask('clone the EMEA settings to AMER', cast.ana), 'confirm');
    expect(asked).toMatchObject({
      headline: 'Set 3 values for AMER as for EMEA.',
      consequence:
        '"Close date pushed" for AMER: no value of its own → 2, "Stale after" for AMER: 40 days → 14 days and "Stale after" for AMER in Negotiation: no value of its own → 7 days. 1 value of AMER is overwritten. 1 value that it has beside these stays.',
      count: 3,
      wayBack: 'Way back: "undo" takes all of it back, at any time.',
    });
    expect(replyJson(asked)).toMatchObject({ intent: 'clone_config', slots: { region: ['EMEA', 'AMER'] } });
    expect(is(await talk.press(asked, 'yes', cast.ana), 'done').sentence).toBe(
      '3 values of AMER are as for EMEA.',
    );
    expect(await at(talk, 'T-amer')).toEqual([
      ['nudge_days', '', 5],
      ['push_limit', '', 2],
      ['stale_days', '', 14],
      ['stale_days', 'Negotiation', 7],
    ]);
    await talk.press(await talk.ask('undo', cast.ana), 'yes', cast.ana);
    expect(await at(talk, 'T-amer')).toEqual(before);
  }));

test('with something otherwise, to a team, and to a person only what may differ there', () =>
  company(async (talk) => {
    await emea(talk);
    await say(talk, 'set the approval limit to 50k for EMEA');
    const asked = is(
      await talk.ask('use the same limits for AMER Sales as in EMEA but stale 21 days', cast.ana),
      'confirm',
    );
    await talk.press(asked, 'yes', cast.ana);
    expect(await at(talk, 'G-amer')).toEqual([
      ['approval_amount', '', 50_000],
      ['push_limit', '', 2],
      ['stale_days', '', 21],
    ]);
    expect(is(await talk.ask('copy the settings of EMEA to Dan', cast.ana), 'confirm').consequence).toContain(
      'Left out, because it cannot differ there: Approver needed above.',
    );
  }));

test('what is not read stops it: a place that is not known, an exception that is none', () =>
  company(async (talk) => {
    await emea(talk);
    expect(is(await talk.ask('clone the EMEA settings to APAC'), 'clarify').question).toBe(
      '"APAC" is no territory, team, person, customer or agent that is known. For example "copy the settings of AMER to EMEA".',
    );
    expect(is(await talk.ask('clone config'), 'clarify').question).toMatch(/^From which place to which\?/);
    expect((await talk.ask('clone the EMEA settings to AMER but greener')).kind).toBe('not understood');
    expect(is(await talk.ask('clone the AMER settings to EMEA'), 'text').sentence).toBe(
      'Nothing is set for AMER that could be copied to EMEA.',
    );
    expect(await at(talk, 'T-amer')).toEqual([]);
  }));

test('whoever may not set it there may not copy it there, and a limit of authority is the approvers’', () =>
  company(async (talk) => {
    await emea(talk);
    expect(is(await talk.ask('clone the EMEA settings to AMER', cast.mara), 'refused').because).toBe(
      'Copying the settings of EMEA to AMER is not possible for you: it needs the manager there, an agent owner or an approver. Ask Ada Moss, Ana Ruiz or Nora Quinn.',
    );
    expect((await talk.ask('clone the EMEA settings to AMER', cast.nora)).kind).toBe('confirm');
    await say(talk, 'set the approval limit to 50k for EMEA');
    expect(is(await talk.ask('clone the EMEA settings to AMER', cast.nora), 'refused').because).toContain(
      'an approver',
    );
  }));

test('what is set for a single person is not shown by copying it', () =>
  company(async (talk) => {
    await say(talk, 'set the stale threshold to 9 days for Priya');
    const refused = is(await talk.ask("copy Priya's thresholds to Dan", cast.nora), 'refused');
    expect(refused.because).not.toContain('9');
    expect((await talk.ask("copy Priya's thresholds to Tom", cast.mara)).kind).toBe('confirm');
  }));
