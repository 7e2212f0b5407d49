import { expect, test } from 'vitest';
import { replyJson } from '../../src/requests/json.ts';
import type { Reply } from '../../src/requests/reply.ts';
import { cast } from '../support/company.ts';
import { company, is } from './talk.ts';

const names = (reply: Reply): string[] => {
  const { answer } = is(reply, 'answer');
  return answer.kind === 'rows' ? answer.rows.map(({ id }) => id) : [];
};

test('the next ones of a list are those behind it, in the same order', () =>
  company(async ({ ask }) => {
    const all = names(await ask('deals sorted by amount descending', cast.ada));
    const thread = 't-next';
    expect(names(await ask('top 2 deals', cast.ada, thread))).toEqual(all.slice(0, 2));
    const next = await ask('next 2', cast.ada, thread);
    expect(names(next)).toEqual(all.slice(2, 4));
    expect(is(next, 'answer').sentence).toContain(`Numbers 3 to 4 of ${all.length} deals`);
    expect(replyJson(next)).toMatchObject({ slots: { limit: 2, offset: 2 } });
    expect(names(await ask('the rest', cast.ada, thread))).toEqual(all.slice(4));
    const none = is(await ask('top 90 deals', cast.ada, thread), 'answer');
    expect(names(none)).toEqual(all);
    expect(is(await ask('next 5', cast.ada, thread), 'answer').sentence).toBe(
      `${all.length} deals, and none after number 90.`,
    );
  }));

test('who owns the second one is the owner of the second row', () =>
  company(async ({ ask }) => {
    const list = is(await ask('top 3 deals', cast.ada, 't-row'), 'answer');
    const second = list.answer.kind === 'rows' ? list.answer.rows[1] : undefined;
    const reply = is(await ask('who owns the second one', cast.ada, 't-row'), 'answer');
    expect(reply.sentence).toBe(`${second?.name}, $120,000: owner ${second?.owner}.`);
  }));

test('the average of the top two is of those two, and so is their number by owner', () =>
  company(async ({ ask }) => {
    const list = is(await ask('top 2 deals', cast.ada, 't-cut'), 'answer');
    const rows = list.answer.kind === 'rows' ? list.answer.rows : [];
    const average = is(await ask('average?', cast.ada, 't-cut'), 'answer');
    expect(average.answer).toMatchObject({
      kind: 'value',
      total: 2,
      value: rows.reduce((sum, { amount }) => sum + (amount ?? 0), 0) / 2,
      leftOut: [],
    });
    // The rows behind the figure are those two.
    const behind = is(await ask(average.next[0]?.request ?? '', cast.ada), 'answer');
    expect(names(behind)).toEqual(rows.map(({ id }) => id));
    const owners = is(await ask('how many by owner', cast.ada, 't-cut'), 'answer');
    const counted = owners.answer.kind === 'series' ? owners.answer.series : [];
    expect(counted.reduce((sum, { count }) => sum + count, 0)).toBe(2);
    expect(new Set(counted.map(({ label }) => label))).toEqual(new Set(rows.map(({ owner }) => owner)));
  }));
