/** Charts that Slack’s own block cannot show come as pictures. */
import { expect, test } from 'vitest';
import { runAgent } from '../../src/crew/run.ts';
import type { Message } from '../../src/sandbox/nouns.ts';
import { canNow } from '../../src/slack/drawing.ts';
import { type House, withHouse } from './house.ts';

type Drawn = { type: string; alt_text?: string; slack_file?: { id: string } };
const cardOf = (house: House): Message | undefined =>
  house.workspace
    .as('mara')
    .sees('dm')
    .find((message) => message.user === house.workspace.ids.bot);
const kinds = (house: House): string[] => ((cardOf(house)?.blocks ?? []) as Drawn[]).map(({ type }) => type);
const image = (house: House): Drawn | undefined =>
  ((cardOf(house)?.blocks ?? []) as Drawn[]).find(({ type }) => type === 'image');

async function asked(house: House, words: string): Promise<void> {
  house.workspace.as('mara').say('dm', words);
  await house.idle();
}

/** Slack's own chart has no place for a value that is missing. */
const worthAll = (house: House) => house.db('deals').whereNull('amount').update({ amount: 1_000 });

test('a funnel has a picture, uploaded once, with all of it in its alt text', () =>
  withHouse(async (house) => {
    await asked(house, 'funnel');
    expect(kinds(house)).toContain('data_table');
    expect(image(house)?.alt_text).toMatch(/^Funnel chart: .*Discovery \d deals?, Proposal \d deals? \(/);
    const id = image(house)?.slack_file?.id ?? '';
    const shown = await fetch(`${house.workspace.url}/_page/file?${new URLSearchParams({ as: 'mara', id })}`);
    expect(shown.headers.get('content-type')).toBe('image/png');
    await house.db('cards').update({ drawn_hash: null });
    await house.db('outbox').insert({
      topic: 'draw',
      key: 'again',
      body: { card: (await house.db('cards').first('key')).key },
    });
    await house.idle();
    expect(image(house)?.slack_file?.id).toBe(id);
    expect(house.workspace.calls.all('files.completeUploadExternal')).toHaveLength(1);
  }));

test('where files are not allowed the table alone is the answer', () =>
  withHouse(async (house) => {
    house.workspace.faults.add({ kind: 'refuse', code: 'missing_scope', on: 'files.*' });
    await asked(house, 'funnel');
    expect(kinds(house)).toContain('data_table');
    expect(kinds(house)).not.toContain('image');
    expect(await house.db('files').pluck('state')).toEqual(['failed']);
  }));

test.each(['lost', 'reset', 'error500'] as const)(
  'an answer about the upload that is %s leads to one picture all the same',
  (kind) =>
    withHouse(async (house) => {
      house.workspace.faults.add({ kind, on: 'files.completeUploadExternal', next: 1 });
      house.workspace.as('mara').say('dm', 'funnel');
      await house.workspace.as('mara').until(() => image(house), 20_000);
      expect(await house.db('files').pluck('state')).toEqual(['sent']);
      expect(house.workspace.calls.all('files.getUploadURLExternal')).toHaveLength(1);
    }),
);

test('a picture that Slack does not show yet is offered again, and the answer stands meanwhile', () =>
  withHouse(async (house) => {
    house.workspace.faults.add({ kind: 'refuse', code: 'invalid_blocks', on: 'chat.update', next: 1 });
    await asked(house, 'funnel');
    expect(kinds(house)).toContain('data_table');
    expect(kinds(house)).not.toContain('image');
    await house.workspace.as('mara').until(() => image(house), 20_000);
    expect(canNow()).toMatchObject({ table: 'data_table', picture: true });
  }));

test('a picture that Slack never shows is left out for good', () =>
  withHouse(async (house) => {
    await asked(house, 'funnel');
    await house.db('files').update({ file_id: 'F000000000X', looks: 3 });
    const { key } = await house.db('cards').first('key');
    await house.db('outbox').insert({ topic: 'draw', key: 'again', body: { card: key } });
    await house.idle();
    expect(kinds(house)).toContain('data_table');
    expect(kinds(house)).not.toContain('image');
    expect(await house.db('files').pluck('state')).toEqual(['failed']);
  }));

test('a workspace that refuses Slack’s own chart gets the picture of it, beside the table that it takes', () =>
  withHouse(async (house) => {
    await worthAll(house);
    await asked(house, 'open pipeline by stage');
    expect(kinds(house)).toContain('data_visualization');
    expect(await house.db('files').pluck('key')).toEqual([]);
  }).then(() =>
    withHouse(async (house) => {
      house.workspace.faults.add({ kind: 'refuse', code: 'invalid_blocks', on: 'chat.postMessage', next: 1 });
      await worthAll(house);
      await asked(house, 'open pipeline by stage');
      expect(kinds(house)).toEqual(expect.arrayContaining(['image', 'data_table']));
      expect(kinds(house)).not.toContain('data_visualization');
      expect(image(house)?.alt_text).toMatch(/^Bar chart: /);
      expect(canNow()).toMatchObject({ table: 'data_table', ownChart: false });
    }),
  ));

test('the forecast that is posted, and what changed in it, are drawn as a waterfall beside the exact table', () =>
  withHouse(async (house) => {
    const by = { kind: 'system', id: 'test' } as const;
    await runAgent(
      { db: house.db, now: house.clock, zone: 'Europe/Berlin' },
      { agent: 'forecasting', by, wokenBy: 'schedule' },
    );
    await house.idle();
    const blocksOf = (message: Message | undefined) => (message?.blocks ?? []) as Drawn[];
    const post = () =>
      house.workspace
        .as('mara')
        .sees('deals')
        .find(({ text }) => text.startsWith('Forecast Q1 2026.'));
    const waterfall =
      /^Waterfall chart: Forecast Q1 2026, change since 13 Mar 2026\. 13 Mar 2026 \$[\d,]+, .*, Now \$[\d,]+\.$/;
    const alt = (message: Message | undefined) =>
      blocksOf(message).find(({ type }) => type === 'image')?.alt_text;
    expect(alt(post())).toMatch(waterfall);
    // Ada sees all of it.
    house.workspace.as('ada').say('dm', 'what changed in the forecast since last week');
    await house.idle();
    const answer = house.workspace
      .as('ada')
      .sees('dm')
      .find(({ user }) => user === house.workspace.ids.bot);
    expect(alt(answer)).toMatch(waterfall);
    expect(blocksOf(answer).map(({ type }) => type)).toContain('data_table');
    expect(await house.db('files').where({ state: 'sent' }).pluck('key')).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^chart:forecast:\d+:/),
        expect.stringMatching(/^chart:\d+$/),
      ]),
    );
  }));
