/** "I" in the mouth of a rep, of a manager and of somebody who sees the whole company. */
import { expect, test } from 'vitest';
import type { Reply } from '../../src/requests/reply.ts';
import { cast } from '../support/company.ts';
import { company, is, type Talk } from './talk.ts';

const quarter = { starts_on: '2026-01-01', ends_on: '2026-03-31' };
/** Dan has won nothing of his; half of what is open is expected, as no quarter before is proven. */
const withQuotas = ({ db }: Talk) =>
  db('quotas').insert([
    { person_id: cast.priya, ...quarter, amount: 90_000 },
    { person_id: cast.dan, ...quarter, amount: 200_000 },
  ]);

function told(reply: Reply) {
  const { answer, sentence, understood } = is(reply, 'answer');
  if (answer.kind !== 'table') throw new Error(answer.kind);
  return { understood, sentence, rows: answer.rows.map(({ label }) => label) };
}

test('am I on track is the own quota of a rep, and says so where it is behind', () =>
  company(async (talk) => {
    await withQuotas(talk);
    for (const text of ['am I on track?', 'am I going to make my number', 'am I at risk of missing quota'])
      expect(told(await talk.ask(text, cast.dan)), text).toEqual({
        understood: 'Your quota standing this quarter (1 Jan to 31 Mar 2026)',
        sentence:
          'Dan Cole: not on track. 0% of the quota of $200,000 is won with 88% of the time passed, and the forecast of $142,500 is $57,500 short.',
        rows: ['Dan Cole'],
      });
    const priya = told(await talk.ask('am I on track?', cast.priya));
    expect(priya.sentence).toMatch(/^Priya Nair: behind the time, but forecast to get there\. 10% of /);
  }));

test('asked by a manager it is the team, by somebody who sees all of it and sells nothing the company', () =>
  company(async (talk) => {
    await withQuotas(talk);
    expect(told(await talk.ask('am I on track?', cast.nora))).toMatchObject({
      understood: "Your team's quota standing this quarter (1 Jan to 31 Mar 2026)",
      rows: ['Dan Cole'],
      sentence: expect.stringMatching(/not on track/),
    });
    expect(told(await talk.ask('am I on track?', cast.ada))).toMatchObject({
      understood: 'Quota standing this quarter (1 Jan to 31 Mar 2026)',
      rows: ['Dan Cole', 'Priya Nair'],
      sentence: expect.stringMatching(
        /^Together: not on track\. .* 1 of 2 people may miss theirs: Dan Cole\.$/,
      ),
    });
    const attainment = is(await talk.ask('my quota attainment', cast.mara), 'answer');
    expect(attainment.understood).toBe("Your team's quota attainment this quarter (1 Jan to 31 Mar 2026)");
    expect(attainment.answer).toMatchObject({ value: 0.1, whole: 90_000 });
  }));

test('who is at risk lists those who are, with what that means; only mine, in the thread, is how I stand', () =>
  company(async (talk) => {
    await withQuotas(talk);
    const found = is(await talk.ask('who is at risk of missing quota', cast.ada), 'answer');
    expect(told(found)).toMatchObject({
      rows: ['Dan Cole'],
      sentence: expect.stringMatching(/^1 person may miss the quota\. Dan Cole: 0% of it won/),
    });
    expect(found.assumptions.join(' ')).toMatch(
      /At risk: .*Weighted: each open deal, .*every open deal counts half/,
    );
    await talk.ask('who is at risk of missing quota', cast.priya, 't-me');
    expect(told(await talk.ask('only mine', cast.priya, 't-me'))).toMatchObject({
      understood: 'Your quota standing this quarter (1 Jan to 31 Mar 2026)',
      rows: ['Priya Nair'],
    });
  }));

test('without any quota nobody is said to be at risk or not', () =>
  company(async ({ ask }) => {
    for (const text of ['am I on track?', 'who is at risk of missing quota'])
      expect(is(await ask(text, cast.dan), 'answer').sentence).toBe('Nothing to measure: no quota is set.');
  }));

const owners = (reply: Reply): string[] => {
  const { answer } = is(reply, 'answer');
  return answer.kind === 'rows' ? [...new Set(answer.rows.map(({ owner }) => owner ?? ''))].toSorted() : [];
};

test("deals I haven't touched are a rep's own; a manager and an admin are asked about all that they see", () =>
  company(async ({ db, ask }) => {
    await db('deals').where({ status: 'open' }).update({ last_activity_on: '2026-01-10' });
    for (const text of ["deals I haven't touched", 'deals I have not touched in 2 weeks']) {
      expect(owners(await ask(text, cast.priya)), text).toEqual(['Priya Nair']);
      expect(owners(await ask(text, cast.mara)), text).toEqual(['Priya Nair', 'Tom Reyes']);
      expect(owners(await ask(text, cast.ada)), text).toEqual(['Dan Cole', 'Priya Nair', 'Tom Reyes']);
    }
    for (const by of [cast.mara, cast.priya])
      expect(owners(await ask("deals we haven't touched", by))).toEqual(['Priya Nair', 'Tom Reyes']);
  }));
