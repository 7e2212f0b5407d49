/** Answers about groups that are limited by what they have: sentence, table, file, picture and JSON say the same. */
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { answerCsv } from '../../src/requests/csv.ts';
import { replyJson } from '../../src/requests/json.ts';
import { askedOf } from '../../src/story/asked.ts';
import { chartOf } from '../../src/story/chart.ts';
import { cast } from '../support/company.ts';
import { company, is, type Talk } from './talk.ts';

/** How many open deals each owner has, the most first. */
async function openDeals({ db }: Talk): Promise<[string, number][]> {
  const rows = await db('deals')
    .join('people', 'people.id', 'deals.owner_id')
    .where({ status: 'open' })
    .select('people.name');
  const names = rows.map(({ name }: { name: string }) => name);
  return [...Map.groupBy(names, (name) => name)]
    .map(([name, all]): [string, number] => [name, all.length])
    .toSorted(([, a], [, b]) => b - a);
}

/** The cast's company, in which two have more open deals than the third. */
const busy = (work: (talk: Talk) => Promise<void>): Promise<void> =>
  company(async (talk) => {
    for (const [like, more] of [
      ['D-acme', 5],
      ['D-hooli', 3],
    ])
      await talk.owner.raw(
        `insert into deals select (jsonb_populate_record(d, jsonb_build_object('id', d.id || n, 'source_id', d.id || n))).*
         from deals d, generate_series(1, ?) n where d.id = ?`,
        [more ?? 0, like ?? ''],
      );
    await work(talk);
  });

/** A limit that some meet and others do not. */
async function middle(talk: Talk) {
  const all = await openDeals(talk);
  const edge = all[1]?.[1] ?? 0;
  const kept = all.filter(([, count]) => count >= edge);
  expect(kept.length).toBeGreaterThan(1);
  expect(kept.length).toBeLessThan(all.length);
  return { all, edge, kept };
}

test('sentence, table, file, picture and JSON are of the groups that meet the limit', () =>
  busy(async (talk) => {
    const { all, edge, kept } = await middle(talk);
    const reply = is(await talk.ask(`reps with at least ${edge} open deals`), 'answer');
    const together = kept.reduce((sum, [, count]) => sum + count, 0);
    expect(reply.understood).toBe(`Number of open deals by owner, ${edge} or more`);
    expect(reply.sentence).toBe(
      `${kept.length} of ${all.length} people, ${together} deals. ${kept[0]?.[0]} has the most: ${kept[0]?.[1]}.`,
    );
    expect(reply.slots).toMatchObject({ group_by: ['owner'], metric: 'count', measure_min: edge });
    const asked = askedOf(reply.question, 'USD');
    const rows: { Owner: string }[] = parse(answerCsv(reply.answer, asked), { bom: true, columns: true });
    const names = kept.map(([name]) => name).toSorted();
    expect(rows.map(({ Owner }) => Owner).toSorted()).toEqual(names);
    const chart = chartOf(reply.answer, asked, reply.understood ?? '');
    expect(chart?.shape === 'bars' && chart.marks.map(({ label }) => label).toSorted()).toEqual(names);
    expect(JSON.stringify(chart)).not.toMatch(/%/);
    const json = JSON.parse(JSON.stringify(replyJson(reply)));
    expect(json.answer).toMatchObject({
      kind: 'series',
      total: together,
      groups: { met: kept.length, of: all.length, nearest: null },
    });
    expect(json.answer.series).toHaveLength(kept.length);
  }));

test('one alone is named, and of none the nearest is', () =>
  busy(async (talk) => {
    const [[most, count] = ['', 0]] = await openDeals(talk);
    const { all } = await middle(talk);
    const one = is(await talk.ask(`who has at least ${count} open deals`), 'answer');
    expect(one.sentence).toBe(`1 of ${all.length} people: ${most} with ${count} deals.`);
    const none = is(await talk.ask('who has more than 60 open deals'), 'answer');
    expect(none.sentence).toBe(
      `None of ${all.length} people has more than 60. The highest is ${most} with ${count} deals.`,
    );
    expect(none.answer).toMatchObject({ kind: 'series', series: [], total: 0 });
    expect(none.next).toEqual([
      { choice: 'next:0', label: `Show all ${all.length}`, request: 'number of open deals by owner' },
    ]);
    const shown = is(await talk.press(none, 'next:0'), 'answer');
    expect(shown.answer.kind === 'series' && shown.answer.series.length).toBeGreaterThanOrEqual(all.length);
  }));

test('below a limit it is said that whoever has none is not among them', () =>
  busy(async (talk) => {
    const { edge } = await middle(talk);
    const note = 'Whatever has none at all is not among them.';
    expect((await talk.ask(`reps with fewer than ${edge} open deals`)).assumptions).toContain(note);
    expect((await talk.ask(`reps with more than ${edge} open deals`)).assumptions).not.toContain(note);
  }));

test('where nothing is there at all that is the answer', () =>
  company(async (talk) => {
    const reply = is(await talk.ask('reps with more than 5 open deals created today'), 'answer');
    expect(reply.sentence).toMatch(/^No open deals created today/);
  }));

test('a reply in the thread limits the table before it, and another measure drops the limit', () =>
  busy(async (talk) => {
    await talk.ask('open deals by owner', cast.ada, 't-1');
    const { edge, kept, all } = await middle(talk);
    const only = is(await talk.ask(`only those with at least ${edge}`, cast.ada, 't-1'), 'answer');
    expect(only.answer).toMatchObject({ groups: { met: kept.length, of: all.length } });
    const money = is(await talk.ask('by money not by number', cast.ada, 't-1'), 'answer');
    expect(money.understood).toBe('Amount of open deals by owner');
    expect(money.answer).not.toHaveProperty('groups');
  }));
