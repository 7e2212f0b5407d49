import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { personById } from '../../src/people/people.ts';
import { type ExportFile, exportAnswer } from '../../src/requests/exporting.ts';
import { besideFile, fileName, whereFileIs } from '../../src/story/export.ts';
import { cast } from '../support/company.ts';
import { company, is, type Talk } from './talk.ts';

const exported = async (talk: Talk, requestId: string, by: string | null) =>
  exportAnswer(
    { db: talk.db, now: talk.clock, zone: 'UTC' },
    { requestId, by: by === null ? null : await personById(talk.db, by) },
  );
const fileOf = (found: ExportFile | string | null): ExportFile => {
  if (found === null || typeof found === 'string') throw new Error(`No file: ${found}`);
  return found;
};
const dealsIn = ({ csv }: ExportFile): string[] =>
  parse(csv, { bom: true, columns: true }).map((row: unknown) => (row as { Deal: string }).Deal);

test('a file is of what its reader may see, now', () =>
  company(async (talk) => {
    const { requestId } = await talk.ask('open deals in negotiation', cast.ada);
    const all = fileOf(await exported(talk, requestId, cast.ada));
    expect(dealsIn(all)).toContain('Hooli Rollout');
    const hers = fileOf(await exported(talk, requestId, cast.mara));
    expect(dealsIn(hers)).toContain('Acme Platform');
    expect(dealsIn(hers)).not.toContain('Hooli Rollout');
    expect(besideFile(hers)).toBe(`${hers.rows} rows, sent to you only. Asked by Ada Moss.`);
    await talk.db('deals').where({ id: 'D-acme' }).update({ name: 'Acme Platform 2' });
    expect(dealsIn(fileOf(await exported(talk, requestId, cast.mara)))).toContain('Acme Platform 2');
    await talk.db('people').where({ id: cast.mara }).update({ roles: [] });
    expect(await exported(talk, requestId, cast.mara)).toMatch(/You have no role in it yet/);
  }));

test('what lies beyond the reader, or is nobody’s, is refused with the reason', () =>
  company(async (talk) => {
    const { requestId } = await talk.ask('open deals in AMER', cast.ada);
    expect(await exported(talk, requestId, cast.mara)).toBe(
      'That is outside your territory (EMEA). You can ask about EMEA deals.',
    );
    expect(await exported(talk, requestId, null)).toMatch(/You have no role in it yet/);
    expect(await exported(talk, '999', cast.ada)).toBeNull();
    const help = await talk.ask('help', cast.ada);
    expect(await exported(talk, help.requestId, cast.ada)).toBeNull();
  }));

test('"my deals" stay those of the one who asked', () =>
  company(async (talk) => {
    const { requestId } = await talk.ask('my open deals', cast.priya);
    const hers = dealsIn(fileOf(await exported(talk, requestId, cast.priya)));
    expect(hers.length).toBeGreaterThan(1);
    expect(dealsIn(fileOf(await exported(talk, requestId, cast.mara)))).toEqual(hers);
  }));

test('all rows are in the file, not only those that a card takes; beyond 10,000 it says so', () =>
  company(async (talk) => {
    await talk.owner.raw(
      `insert into deals select (jsonb_populate_record(d, jsonb_build_object('id', 'X-' || n, 'source_id', 'X-' || n, 'name', 'Deal ' || n))).*
       from deals d, generate_series(1, 10001) n where d.id = 'D-acme'`,
    );
    const listed = is(await talk.ask('open deals in negotiation'), 'answer');
    expect(listed.answer.kind === 'rows' && listed.answer.rows.length).toBe(200);
    const file = fileOf(await exported(talk, listed.requestId, cast.ada));
    expect(dealsIn(file)).toHaveLength(10_000);
    expect(besideFile(file)).toMatch(
      /^The first 10,000 of 10,0\d\d rows, sent to you only\. A file holds no more; narrow the question for the others\.$/,
    );
    const top = await talk.ask('top 3 open deals', cast.ada);
    const three = fileOf(await exported(talk, top.requestId, cast.ada));
    expect(whereFileIs(three)).toBe('3 rows, sent to you only, in your messages with Steward.');
  }));

test('a wish for a file is read with its question, alone and in a thread', () =>
  company(async (talk) => {
    const asked = is(await talk.ask('export open deals in emea', cast.mara, 't1'), 'answer');
    expect([asked.file, asked.understood]).toEqual(['csv', 'Open deals in EMEA']);
    const that = is(await talk.ask('export that', cast.mara, 't1'), 'answer');
    expect([that.file, that.understood]).toEqual(['csv', 'Open deals in EMEA']);
    const narrowed = is(await talk.ask('only over 100k as csv', cast.mara, 't1'), 'answer');
    expect([narrowed.file, narrowed.understood]).toEqual(['csv', 'Open deals in EMEA over $100,000']);
    expect(is(await talk.ask('open deals in emea', cast.mara, 't1'), 'answer').file).toBeUndefined();
    expect(is(await talk.ask('export that', cast.mara, 't2'), 'text').sentence).toMatch(
      /^Nothing was asked here yet/,
    );
    is(await talk.ask('export deals to everyone', cast.mara), 'refused');
  }));

test('a question back keeps the wish for a file', () =>
  company(async (talk) => {
    const partly = is(await talk.ask('export open deals in emea blorptastic'), 'partly understood');
    expect(is(await talk.press(partly, 'without'), 'answer').file).toBe('csv');
  }));

test('the name of a file says what and the day, in letters of any script', () => {
  expect(fileName('Open deals in Negotiation for 30 days or more', '2026-03-20')).toBe(
    'open-deals-in-negotiation-for-30-days-or-more-2026-03-20.csv',
  );
  expect(fileName('Deals of 日本語 / ../../etc', '2026-03-20')).toBe('deals-of-日本語-etc-2026-03-20.csv');
  expect(fileName('"…"', '2026-03-20')).toBe('answer-2026-03-20.csv');
});
