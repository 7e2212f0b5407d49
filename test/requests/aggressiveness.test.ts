import { expect, test } from 'vitest';
import { pipeline } from '../../src/agents/pipeline/agent.ts';
import { wouldFind } from '../../src/crew/would-find.ts';
import { currentSettings, numberSetting } from '../../src/settings/settings.ts';
import { cast, now } from '../support/company.ts';
import { company, is, type Talk } from './talk.ts';

/** The deals stand as they do since the New Year, and that is proven. */
async function history(talk: Talk): Promise<void> {
  await talk
    .db('sources')
    .insert({ name: 'test', kind: 'sample', imported_at: now, proven_from: '2025-01-01' });
  await talk.db('deal_versions').update({ valid_from: '2026-01-01T00:00:00Z' });
  // 22 days in its stage on the last of them.
  const young = { stage_since: '2026-02-25', last_activity_on: '2026-03-18', close_date: '2026-06-30' };
  await talk.db('deals').where({ id: 'D-umbrella' }).update(young);
  await talk
    .db('deal_versions')
    .where({ deal_id: 'D-umbrella' })
    .whereNull('valid_to')
    .update({ ...young, valid_from: '2026-01-01T00:00:00Z' });
}
const sentenceOf = async (talk: Talk, text: string, by: string = cast.ada) =>
  is(await talk.ask(text, by), 'text').sentence;

test('it is shown on the last 30 days first, set as one deed after the yes, and taken back at once', () =>
  company(async (talk) => {
    await history(talk);
    expect(await sentenceOf(talk, 'how aggressive is pipeline')).toContain('The Pipeline agent is balanced.');
    const asked = is(await talk.ask('make the pipeline agent more aggressive', cast.ada), 'confirm');
    expect(asked.headline).toBe('Make the Pipeline agent aggressive.');
    const on = { days: 30, now, zone: 'Europe/Berlin' };
    const settings = await currentSettings(talk.db, now);
    const at = (values: Record<string, number>) =>
      wouldFind(talk.db, pipeline, {
        ...on,
        settings: settings.map((row) => ({ ...row, value: values[row.name] ?? row.value })),
      });
    const before = await at({});
    const after = await at({
      stale_days: 21,
      inactivity_days: 14,
      push_limit: 2,
      nudge_days: 2,
      owner_change_days: 45,
      amount_change_percent: 10,
    });
    expect(after?.found).toBeGreaterThan(before?.found ?? 0);
    expect(asked.consequence).toContain(
      `In the last 30 days it would have found ${after?.found} things to ask or nudge about instead of ${before?.found}: ${Number(after?.found) - Number(before?.found)} more.`,
    );
    expect(asked.consequence).toContain('"Stale after": 30 days → 21 days');
    expect(await talk.db('settings').where({ name: 'stale_days' })).toEqual([]);
    expect(is(await talk.press(asked, 'yes', cast.ada), 'done').sentence).toBe(
      'The Pipeline agent is aggressive now: 10 values changed.',
    );
    expect(await sentenceOf(talk, 'how aggressive is pipeline')).toContain(
      'The Pipeline agent is aggressive.',
    );
    expect(is(await talk.ask('why is the stale threshold 21', cast.ada), 'text').sentence).toContain(
      '(The Pipeline agent made aggressive)',
    );
    const undo = is(await talk.ask('undo', cast.ada), 'confirm');
    await talk.press(undo, 'yes', cast.ada);
    expect(
      await talk.db('settings').whereNull('ended_at').whereIn('name', ['stale_days', 'cards_per_run']),
    ).toEqual([]);
    expect(await sentenceOf(talk, 'how aggressive is pipeline')).toContain('The Pipeline agent is balanced.');
  }));

test('what it would have found is counted as an independent statement counts it', () =>
  company(async (talk) => {
    await history(talk);
    const settings = (await currentSettings(talk.db, now)).map((row) =>
      row.name === 'inactivity_days' || row.name === 'stale_days'
        ? { ...row, value: row.name === 'stale_days' ? 40 : 365 }
        : row.name === 'close_date_grace_days' || row.name === 'push_limit'
          ? { ...row, value: row.name === 'push_limit' ? 100 : 365 }
          : row,
    );
    const { rows } = await talk.db.raw(
      `select count(*)::int as n from deals where status = 'open' and date '2026-03-19' - stage_since > 40`,
    );
    expect(await wouldFind(talk.db, pipeline, { days: 30, settings, now, zone: 'Europe/Berlin' })).toEqual({
      days: 30,
      found: rows[0].n,
    });
  }));

test('for a territory what can differ there is set there; back to balanced means no value of its own', () =>
  company(async (talk) => {
    const asked = is(await talk.ask('set pipeline to conservative for EMEA', cast.mara), 'confirm');
    expect(asked.headline).toBe('Make the Pipeline agent for EMEA conservative.');
    expect(asked.consequence).toContain(
      'Left out, because it cannot differ there: Cards per run, Cards open at once, Messages per hour and Messages per day.',
    );
    await talk.press(asked, 'yes', cast.mara);
    const settings = await currentSettings(talk.db, now);
    expect(numberSetting(settings, 'stale_days', { territoryId: 'T-emea' })).toBe(45);
    expect(numberSetting(settings, 'stale_days', { territoryId: 'T-amer' })).toBe(30);
    await talk.press(
      is(await talk.ask('make pipeline balanced in EMEA', cast.mara), 'confirm'),
      'yes',
      cast.mara,
    );
    expect(await talk.db('settings').whereNull('ended_at').where({ scope: 'territory' })).toEqual([]);
  }));

test('who may not set limits there is refused; an agent without levels, and one at its end, are told so', () =>
  company(async (talk) => {
    expect(is(await talk.ask('set pipeline to aggressive for AMER', cast.mara), 'refused').because).toContain(
      'Making the Pipeline agent for AMER aggressive is not possible for you',
    );
    const refused = is(await talk.ask('make pipeline more aggressive', cast.mara), 'refused');
    expect(refused.because).toMatch(/ You can for EMEA\. Ask [A-Z]/);
    expect(is(await talk.press(refused, 'next:0', cast.mara), 'confirm').headline).toContain('EMEA');
    const push = is(await talk.ask('activate Quarter-end push', cast.mara), 'refused');
    expect(is(await talk.press(push, 'next:0', cast.mara), 'confirm').headline).toMatch(/for EMEA/);
    expect(is(await talk.ask('make pipeline more aggressive', cast.priya), 'refused').because).toContain(
      'not possible for you',
    );
    expect(await sentenceOf(talk, 'make the analytics agent more aggressive')).toContain(
      'The Analytics agent has no levels',
    );
    await talk.press(is(await talk.ask('make pipeline aggressive', cast.ada), 'confirm'), 'yes', cast.ada);
    expect(await sentenceOf(talk, 'make pipeline more aggressive')).toContain('there is no level above it');
    expect(await sentenceOf(talk, 'make pipeline aggressive')).toBe(
      'The Pipeline agent is aggressive already.',
    );
  }));
