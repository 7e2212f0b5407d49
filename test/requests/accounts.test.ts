import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { answerCsv } from '../../src/requests/csv.ts';
import { replyJson } from '../../src/requests/json.ts';
import type { Reply } from '../../src/requests/reply.ts';
import { replyCard } from '../../src/slack/cards/answer.ts';
import { spoken } from '../../src/spoken.ts';
import { askedOf } from '../../src/story/asked.ts';
import { cast, now } from '../support/company.ts';
import { company, is, type Talk } from './talk.ts';

type Json = {
  intent: string;
  slots: object;
  answer: { kind: string; rows: { id: string; name: string }[]; total: number; value: number | null };
};
const json = (reply: Reply) => replyJson(reply) as unknown as Json;
const said = (reply: Reply): string[] =>
  json(is(reply, 'answer'))
    .answer.rows.map(({ name }) => name)
    .sort();

/** Besides the cast's: one account without a deal, one whose deal was lost, and people at two of them. */
const more = async ({ db }: Talk) => {
  const source = (id: string) => ({ id, source: 'test', source_id: id });
  await db('accounts').insert([
    {
      ...source('A-idle'),
      name: 'Idle Ltd',
      territory_id: 'T-emea',
      tags: ['strategic'],
      country: 'Germany',
    },
  ]);
  await db('accounts').where({ id: 'A-acme' }).update({ owner_id: cast.priya, segment: 'Enterprise' });
  await db('contacts').insert([
    {
      ...source('C-1'),
      account_id: 'A-acme',
      name: 'Ida Berg',
      title: 'CFO',
      email: 'ida@acme.example',
      phone: '1',
    },
    { ...source('C-2'), account_id: 'A-acme', name: 'Jon Low', title: null },
    { ...source('C-3'), account_id: 'A-hooli', name: 'Kit Way', title: 'CTO' },
  ]);
};
const asked = (work: (talk: Talk) => Promise<void>) =>
  company(async (talk) => {
    await more(talk);
    await work(talk);
  });

test.each([
  ['accounts without open deals', cast.mara, ['Idle Ltd']],
  ['accounts with open deals', cast.mara, ['Acme', 'Globex', 'Initech']],
  ['accounts with more than 1 open deal', cast.mara, ['Initech']],
  ['accounts in EMEA tagged strategic', cast.mara, ['Acme', 'Idle Ltd']],
  ['which accounts have no activity in 20 days', cast.mara, ['Acme', 'Initech']],
  ['my accounts', cast.priya, ['Acme']],
  ['German customers', cast.mara, ['Idle Ltd']],
  ['list contacts at Acme', cast.mara, ['Ida Berg', 'Jon Low']],
  ['contacts without title', cast.mara, ['Jon Low']],
  ['accounts', cast.nora, ['Hooli', 'Umbrella']],
  ['contacts', cast.nora, ['Kit Way']],
])('%s, asked by %s', (text, by, names) =>
  asked(async ({ ask }) => {
    expect(said(await ask(text, by))).toEqual(names);
  }),
);

test('how many accounts somebody owns is one number, and its rows are a tap away', () =>
  asked(async ({ ask, press }) => {
    const reply = is(await ask('how many accounts does Priya own', cast.mara), 'answer');
    expect(json(reply)).toMatchObject({
      intent: 'count_accounts',
      slots: { owner: ['Priya Nair'] },
      answer: { kind: 'value', value: 1, unit: 'accounts' },
    });
    expect(reply.sentence).toBe('1 account.');
    expect(reply.next.map(({ label }) => label)).toEqual(['Show accounts']);
    expect(said(await press(reply, reply.next[0]?.choice ?? '', cast.mara))).toEqual(['Acme']);
  }));

test('the same rows in JSON, in the file, in Slack and in the terminal', () =>
  asked(async ({ ask }) => {
    const reply = is(await ask('accounts with open deals', cast.mara), 'answer');
    const { intent, answer } = json(reply);
    expect(intent).toBe('list_accounts');
    expect(answer).toMatchObject({ kind: 'accounts', total: 3, value: null });
    expect(answer.rows[2]).toEqual({
      ...{ id: 'A-initech', name: 'Initech', owner: null, territory: 'EMEA', industry: 'Software' },
      ...{ openDeals: 2, openAmount: 18_500, openAmountCurrency: 'USD', lastActivityOn: '2026-01-20' },
    });
    const file: string[][] = parse(answerCsv(reply.answer, askedOf(reply.question, 'USD')), { bom: true });
    expect(file[0]).toEqual([
      ...['Account', 'Account id', 'Owner', 'Territory', 'Industry', 'Open deals'],
      ...['Open pipeline', 'Open pipeline, currency', 'Last activity'],
    ]);
    expect(file[3]).toEqual([
      'Initech',
      'A-initech',
      '',
      'EMEA',
      'Software',
      '2',
      '18500',
      'USD',
      '2026-01-20',
    ]);
    expect(spoken(reply)).toMatch(
      /Account +Owner +Territory +Industry +Open deals +Open pipeline \(USD\) +Last activity/,
    );
    const row = {
      id: 1,
      place: 'dm',
      channel: null,
      thread: null,
      text: '',
      personId: null,
      slackUser: null,
    };
    const card = replyCard(
      { ...row, reply, settledAs: null, confirmUntil: null, working: null },
      { audience: 'all', place: 'private' },
      { now, zone: 'UTC', currency: 'USD', clockSet: false } as never,
      { table: 'data_table', ownChart: false },
    );
    expect(JSON.stringify(card)).toMatch(/Initech.*18,500/);
    const totals = replyCard(
      { ...row, reply, settledAs: null, confirmUntil: null, working: null },
      { audience: 'totals', place: 'channel' },
      { now, zone: 'UTC', currency: 'USD', clockSet: false } as never,
      { table: 'data_table', ownChart: false },
    );
    expect(JSON.stringify(totals)).not.toMatch(/Initech/);
  }));

test('a thread narrows them, counts them, groups them and changes their columns', () =>
  asked(async ({ ask }) => {
    const turn = async (text: string) => is(await ask(text, cast.ada, 't'), 'answer');
    expect(said(await turn('accounts'))).toHaveLength(6);
    expect(said(await turn('only EMEA'))).toEqual(['Acme', 'Globex', 'Idle Ltd', 'Initech']);
    expect(said(await turn('with more than 1 open deal'))).toEqual(['Initech']);
    expect((await turn('how many')).sentence).toBe('1 account.');
    const shown = await turn('only industry and open deals');
    expect(json(shown).answer.rows).toEqual([
      { id: 'A-initech', name: 'Initech', industry: 'Software', openDeals: 2 },
    ]);
  }));

test('an empty answer says what there is none of, and the nearest that there is', () =>
  asked(async ({ ask }) => {
    const reply = is(await ask('accounts with more than 4 open deals', cast.mara), 'answer');
    expect(reply.sentence).toMatch(/^No accounts with more than 4 open deals\. /);
    expect(reply.next).toHaveLength(1);
    const contacts = is(await ask('contacts at Globex', cast.mara), 'answer');
    expect(contacts.sentence).toBe('No contacts for Globex.');
  }));

test('an account beyond the asker is as if it were not there', () =>
  asked(async ({ ask }) => {
    expect((await ask('list contacts at Hooli', cast.mara)).kind).not.toBe('answer');
    expect(said(await ask('contacts', cast.mara))).toEqual(['Ida Berg', 'Jon Low']);
    expect((await ask('list contacts with email', cast.ada)).kind).toBe('refused');
  }));

test('the top accounts by open pipeline are counted over the deals, currency by currency', () =>
  asked(async ({ ask }) => {
    const { answer } = is(await ask('top 2 accounts by open pipeline', cast.ada), 'answer');
    expect(answer.kind === 'series' && answer.series.map(({ label, value }) => [label, value])).toEqual([
      ['Umbrella', 210_000],
      ['Globex', 120_000],
    ]);
  }));

test('where nobody owns an account, that is said to be why', () =>
  asked(async ({ ask, db }) => {
    expect(is(await ask('how many accounts does Tom own', cast.mara), 'answer').sentence).toBe(
      'No accounts of Tom Reyes.',
    );
    await db('accounts').update({ owner_id: null });
    for (const text of ['how many accounts does Priya own', 'accounts of Priya'])
      expect(is(await ask(text, cast.mara), 'answer').sentence).toBe(
        'No accounts of Priya Nair. No account that you may see has an owner in the CRM.',
      );
  }));

test('a usual column that is empty, or says in each row what was asked for, is not drawn', () =>
  asked(async ({ ask }) => {
    const head = async (text: string) =>
      /\n +(?:Account|Contact) .*\n/
        .exec(spoken(await ask(text, cast.mara)))?.[0]
        .trim()
        .split(/ {2,}/);
    expect(await head('accounts in EMEA')).toEqual([
      ...['Account', 'Owner', 'Industry', 'Open deals', 'Open pipeline (USD)', 'Last activity'],
    ]);
    expect(await head('contacts at Acme')).toEqual(['Contact', 'Title', 'Account owner', 'Territory']);
    expect(await head('accounts in EMEA with territory and website')).toEqual([
      'Account',
      'Territory',
      'Website',
    ]);
  }));
