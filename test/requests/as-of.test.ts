/** Questions about a past day: what is said with the answer, and what is said where none is known. */
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { stoppedAt } from '../../src/clock.ts';
import { personById } from '../../src/people/people.ts';
import { exportAnswer } from '../../src/requests/exporting.ts';
import { replyJson } from '../../src/requests/json.ts';
import { askedOf } from '../../src/story/asked.ts';
import { chartOf } from '../../src/story/chart.ts';
import { cast, now } from '../support/company.ts';
import { company, is, names, type Talk } from './talk.ts';

const then = '2026-03-10';
const end = new Date(`${then}T23:59:59.999Z`);

/** The names of the deals that were open at the end of the 10th, and of those that are now that one was won the day after. */
async function afterwards({ owner, db }: Talk): Promise<{ open: string[]; now: string[] }> {
  const open = await db('deal_versions').where({ status: 'open' }).where('valid_from', '<=', end);
  expect(open.length).toBeGreaterThan(2);
  const won = open[0].deal_id;
  await owner('deal_versions').where({ deal_id: won }).update({ valid_to: '2026-03-11T09:00Z' });
  await owner('deal_versions').insert({
    ...{ ...open[0], status: 'won', stage_id: 'S-won', version: 2 },
    ...{ valid_from: '2026-03-11T09:00Z', valid_to: null },
  });
  await owner('deals').where({ id: won }).update({ status: 'won', stage_id: 'S-won' });
  const today = await db('deals').where({ status: 'open' });
  const named = (rows: { name: string }[]) => rows.map(({ name }) => name).toSorted();
  return { open: named(open), now: named(today) };
}

test('list, number, file, picture and JSON are of the deals as they stood, and say so', () =>
  company(async (talk) => {
    const { open, now: today } = await afterwards(talk);
    const reply = await talk.ask('which deals were open on 10 March');
    expect(names(reply)).toEqual(open);
    expect(names(await talk.ask('open deals'))).toEqual(today);
    expect(open).not.toEqual(today);
    expect(reply).toMatchObject({
      understood: 'Open deals, as of 10 Mar 2026',
      asOf: '2026-03-10T23:59:59.999Z',
      slots: { as_of: then },
      assumptions: ['As the deals stood at the end of 10 Mar 2026.'],
    });
    const use = { db: talk.db, now: stoppedAt(now), zone: 'UTC' };
    const file = await exportAnswer(use, {
      requestId: reply.requestId,
      by: await personById(talk.db, cast.ada),
    });
    if (file === null || typeof file === 'string') throw new Error(`No file: ${file}`);
    const rows: { Deal: string }[] = parse(file.csv, { bom: true, columns: true });
    expect(rows.map(({ Deal }) => Deal).toSorted()).toEqual(open);
    expect(file.understood).toBe('Open deals, as of 10 Mar 2026');
    expect(names(await talk.ask(file.ask))).toEqual(open);

    const counted = is(await talk.ask('number of open deals by stage as of 10 March'), 'answer');
    const chart = chartOf(counted.answer, askedOf(counted.question, 'USD'), counted.understood ?? '');
    const drawn = chart?.shape === 'bars' ? chart.marks.map(({ value }) => value) : [];
    expect(drawn.reduce<number>((sum, value) => sum + (value ?? 0), 0)).toBe(open.length);
    expect(JSON.parse(JSON.stringify(replyJson(counted)))).toMatchObject({
      as_of: '2026-03-10T23:59:59.999Z',
      slots: { as_of: then },
      answer: { total: open.length },
    });
  }));

test('the deals behind a number are those of then', () =>
  company(async (talk) => {
    const { open } = await afterwards(talk);
    const number = is(await talk.ask('how many deals were open on 10 March'), 'answer');
    expect(number.answer).toMatchObject({ value: open.length });
    expect(names(await talk.press(number, 'next:0'))).toEqual(open);
  }));

test('now beside then: each side counts the deals as they stood, and groups stand side by side', () =>
  company(async (talk) => {
    const { open, now: today } = await afterwards(talk);
    const reply = is(await talk.ask('open deals today vs 10 March'), 'answer');
    expect(reply).toMatchObject({
      understood: 'Number of open deals compared with 10 Mar 2026',
      slots: { compare_to: { as_of: then } },
      assumptions: ['As the deals stood at the end of 10 Mar 2026.'],
      answer: { kind: 'comparison', sides: [{ value: today.length }, { value: open.length }] },
    });
    expect(reply.sentence).toBe(
      `${today.length} deals today, up ${Math.round((today.length / open.length - 1) * 100)}% (${today.length - open.length}) from ${open.length} deals on 10 Mar 2026.`,
    );
    const other = is(await talk.ask('how many deals were open on 10 March vs today'), 'answer');
    expect(other.answer).toMatchObject({ sides: [{ value: today.length }, { value: open.length }] });

    const stages = is(await talk.ask('open deals by stage today vs 10 March'), 'answer');
    if (stages.answer.kind !== 'comparison') throw new Error(stages.answer.kind);
    const sums = [0, 1].map((n) =>
      stages.answer.kind === 'comparison'
        ? stages.answer.rows.reduce((sum, row) => sum + (row.sides[n]?.value ?? 0), 0)
        : 0,
    );
    expect(sums).toEqual([today.length, open.length]);
  }));

test('where no history reaches the other side, it says so and offers today', () =>
  company(async (talk) => {
    const reply = is(await talk.ask('pipeline vs 1 March 2019'), 'text');
    expect(reply.sentence).toContain('history');
    expect(reply.next).toMatchObject([{ label: 'Ask as of today' }]);
  }));

test('in a thread it stays until another day is named', () =>
  company(async (talk) => {
    const { open, now: today } = await afterwards(talk);
    const say = (text: string) => talk.ask(text, cast.ada, 'T1');
    expect(names(await say('which deals were open on 10 March'))).toEqual(open);
    expect(await say('only over 1k')).toMatchObject({
      understood: 'Open deals over $1,000, as of 10 Mar 2026',
    });
    expect(await say('and on 12 March?')).toMatchObject({ slots: { as_of: '2026-03-12' } });
    expect(await say('and today?')).toMatchObject({ understood: 'Open deals over $1,000' });
    expect(names(await say('open deals'))).toEqual(today);
  }));

test.each([
  [
    'pipeline as of 1 January 2020',
    /^What the deals were on 2020-01-01 is not proven: their history begins on 202\d-\d\d-\d\d\. Ask as of a later day\.$/,
  ],
  ['pipeline as of 30 June 2026', /^2026-06-30 is still to come\. Ask as of 2026-03-20 or earlier\.$/],
  ['leads as of 10 March', /^Only deals have a history; leads have not\. Ask about today\.$/],
  ['accounts as of 10 March', /^Only deals have a history; accounts have not\. Ask about today\.$/],
])('%s: a plain sentence, and the same as of today on a button', (text, sentence) =>
  company(async (talk) => {
    const reply = is(await talk.ask(text), 'text');
    expect(reply.sentence).toMatch(sentence);
    expect(reply.understood).toMatch(/, as of /);
    expect(is(await talk.press(reply, 'next:0'), 'answer').understood).not.toMatch(/as of/);
    const { error_category } = await talk.db('runs').where({ id: reply.runId }).first('error_category');
    expect(error_category).toBeNull();
  }),
);

test('what is unclear is answered by what is chosen', () =>
  company(async (talk) => {
    const { open } = await afterwards(talk);
    const asked = is(await talk.ask('open deals on 10 March'), 'clarify');
    expect(asked.options.map(({ label }) => label)).toEqual([
      'Open deals, as of 10 Mar 2026',
      'Open deals closing on 10 Mar 2026',
    ]);
    expect(names(await talk.press(asked, 'option:0'))).toEqual(open);
  }));
