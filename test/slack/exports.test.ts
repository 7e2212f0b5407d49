import { expect, test } from 'vitest';
import { actions } from '../../blocks/ids.ts';
import type { Message } from '../../src/sandbox/nouns.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { type House, textOf, withHouse } from './house.ts';

const mention = (house: House, words: string) => `<@${house.workspace.ids.bot}> ${words}`;
const bySteward = (house: House, messages: Message[]): Message[] =>
  messages.filter((message) => message.user === house.workspace.ids.bot);
const withFiles = (messages: Message[]): Message[] => messages.filter(({ files }) => files?.length);
/** Roots and replies of a person's direct messages with Steward. */
const inDm = (house: House, who: string): Message[] => {
  const person = house.workspace.as(who);
  return person.sees('dm').flatMap((root) => [root, ...person.thread('dm', root.ts).slice(1)]);
};

/** As the page downloads it. */
async function download(house: House, who: string, message: Message | undefined): Promise<Response> {
  const id = message?.files?.[0]?.id ?? '';
  return fetch(`${house.workspace.url}/_page/file?${new URLSearchParams({ as: who, id, download: '1' })}`);
}

test('Export CSV under an answer sends all of it into the card’s thread, with a download that works', () =>
  withHouse(async (house) => {
    const mara = house.workspace.as('mara');
    mara.say('dm', 'show deals stuck in negotiation 30 days');
    await house.idle();
    const [card] = bySteward(house, mara.sees('dm'));
    if (!card) throw new Error('No card.');
    await mara.press(card, 'Export CSV');
    await house.idle();
    const [file, ...others] = withFiles(bySteward(house, mara.thread('dm', card.ts)));
    expect(others).toEqual([]);
    expect(file?.files?.[0]?.name).toBe('open-deals-in-negotiation-for-30-days-or-more-2026-03-20.csv');
    expect(textOf(file?.blocks)).toMatch(
      /^\*Open deals in Negotiation for 30 days or more\*\n\d rows?, sent to you only\.$/,
    );
    const got = await download(house, 'mara', file);
    expect(got.headers.get('content-disposition')).toMatch(/^attachment; filename/);
    expect(await got.text()).toMatch(/^\uFEFF?Deal,Deal id,.*\r\nAcme Platform,D-acme,/);
    expect((await download(house, 'priya', file)).status).toBe(404);
  }));

test('whoever presses gets what they may see, in their own messages; the channel sees no file', () =>
  withHouse(async (house) => {
    const channel = house.workspace.channels().general ?? '';
    const by = { kind: 'system', id: 'test' } as const;
    await setSetting(
      { db: house.db, now: house.clock },
      { name: 'channel_audience', value: 'deals', scope: 'channel', scopeId: channel, by },
    );
    const ada = house.workspace.as('ada');
    const asked = ada.say('general', mention(house, 'open deals in negotiation'));
    await house.idle();
    const [card] = bySteward(house, ada.thread('general', asked.ts));
    if (!card) throw new Error('No card.');
    const priya = house.workspace.as('priya');
    await priya.press(card, actions.exportCsv);
    await house.idle();
    const [file] = withFiles(inDm(house, 'priya'));
    expect(textOf(file?.blocks)).toContain('Asked by Ada Moss.');
    const csv = await (await download(house, 'priya', file)).text();
    expect(csv).toContain('Acme Platform');
    expect(csv).not.toContain('Hooli Rollout');
    expect(withFiles(inDm(house, 'ada'))).toEqual([]);
    expect(withFiles(ada.thread('general', asked.ts))).toEqual([]);
    expect(bySteward(house, ada.thread('general', asked.ts))).toHaveLength(1);
    expect(bySteward(house, priya.thread('general', asked.ts)).at(-1)?.text).toMatch(
      /^\d rows?, sent to you only, in your messages with Steward\.$/,
    );
    await house.workspace.as('lena').press(card, actions.exportCsv);
    await house.idle();
    expect(withFiles(inDm(house, 'lena'))).toEqual([]);
    expect(JSON.stringify(house.workspace.as('lena').thread('general', asked.ts))).toContain(
      'You have no role in it yet',
    );
  }));

test('in words it is asked and exported at once, and "export that" is what was asked last', () =>
  withHouse(async (house) => {
    const mara = house.workspace.as('mara');
    mara.say('dm', 'open deals in emea');
    await house.idle();
    const that = mara.say('dm', 'export that');
    await house.idle();
    const [first] = withFiles(mara.thread('dm', that.ts));
    expect(first?.files?.[0]?.name).toBe('open-deals-in-emea-2026-03-20.csv');
    const asked = mara.say('general', mention(house, 'export deals stuck in negotiation 30 days'));
    await mara.slash('general', '/steward open deals over 100k as csv');
    await house.idle();
    expect(withFiles(inDm(house, 'mara')).map(({ files }) => files?.[0]?.name)).toEqual(
      expect.arrayContaining([
        'open-deals-in-negotiation-for-30-days-or-more-2026-03-20.csv',
        'open-deals-over-100-000-2026-03-20.csv',
      ]),
    );
    expect(bySteward(house, house.workspace.as('priya').thread('general', asked.ts))).toEqual([]);
    expect(bySteward(house, mara.sees('general')).map(({ text }) => text)).toEqual([
      expect.stringMatching(/sent to you only/),
      expect.stringMatching(/sent to you only/),
    ]);
    expect(bySteward(house, house.workspace.as('priya').sees('general'))).toEqual([]);
  }));

test('pressed twice in a hurry is one file', () =>
  withHouse(async (house) => {
    const mara = house.workspace.as('mara');
    mara.say('dm', 'open deals');
    await house.idle();
    const [card] = bySteward(house, mara.sees('dm'));
    if (!card) throw new Error('No card.');
    house.workspace.faults.add({ kind: 'late', ms: 400, on: 'files.getUploadURLExternal' });
    await Promise.all([mara.press(card, actions.exportCsv), mara.press(card, actions.exportCsv)]);
    await house.idle();
    expect(withFiles(inDm(house, 'mara'))).toHaveLength(1);
    await mara.press(card, actions.exportCsv);
    await house.idle();
    expect(withFiles(inDm(house, 'mara'))).toHaveLength(2);
  }));

test('a workspace that takes no files from Steward hears the way out, and nothing breaks', () =>
  withHouse(async (house) => {
    house.workspace.faults.add({ kind: 'refuse', code: 'missing_scope', on: 'files.*' });
    const mara = house.workspace.as('mara');
    mara.say('general', mention(house, 'export open deals in emea'));
    await house.idle();
    expect(bySteward(house, mara.sees('general')).map(({ text }) => text)).toEqual([
      'Steward may not send files in this workspace; nothing was sent. For the first rows as a table ask "open deals in EMEA". For all of them an administrator can run steward ask "open deals in EMEA" --csv, or allow files: files:write in manifest.yml.',
    ]);
    expect(withFiles(inDm(house, 'mara'))).toEqual([]);
    mara.say('dm', 'open deals in EMEA');
    await house.idle();
    expect(bySteward(house, mara.sees('dm')).at(-1)?.text).toMatch(/^Open deals in EMEA\./);
  }));

test('nothing to export is answered as always', () =>
  withHouse(async (house) => {
    const mara = house.workspace.as('mara');
    mara.say('dm', 'export open deals in negotiation for 900 days');
    await house.idle();
    const said = bySteward(house, inDm(house, 'mara'));
    expect(said[0]?.text).toMatch(/No open deals in Negotiation/i);
    expect(textOf(said[0]?.blocks)).not.toContain('Export CSV');
    expect(withFiles(said)).toEqual([]);
  }));
