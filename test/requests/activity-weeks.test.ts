import { expect, test } from 'vitest';
import { company, is } from './talk.ts';

test('activities by week and by month are counted in those in which they were done', () =>
  company(async ({ db, ask }) => {
    await db('activities').delete();
    const days = ['2026-03-02', '2026-03-08', '2026-03-09', '2026-02-27'];
    await db('activities').insert(
      days.map((day, at) => ({
        ...{ id: `X-${at}`, source: 'test', source_id: `X-${at}`, kind: 'call', subject: 'Call' },
        ...{ done_on: day, recorded_on: day, status: 'completed' },
      })),
    );
    const weeks = is(await ask('number of calls per week since 23 February'), 'answer');
    const counted = (of: typeof weeks.answer) =>
      of.kind === 'series' ? of.series.map(({ key, value }) => [key, value]) : of.kind;
    expect(counted(weeks.answer)).toEqual([
      ['2026-02-23', 1],
      ['2026-03-02', 2],
      ['2026-03-09', 1],
    ]);
  }));
