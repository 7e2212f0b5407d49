import { expect, test } from 'vitest';
import { company, is } from './talk.ts';

test('a change is told from the earlier period to the later, whichever was said first', () =>
  company(async (talk) => {
    const [first, second, ...rest] = await talk.db('deals').select('id').orderBy('id');
    const won = { status: 'won', stage_id: 'S-won', currency: 'USD' };
    await talk.db('deals').update({ close_date: '2020-01-01' });
    await talk
      .db('deals')
      .where(first)
      .update({ ...won, amount: 100_000, close_date: '2025-08-01' });
    await talk
      .db('deals')
      .where(second)
      .update({ ...won, amount: 150_000, close_date: '2025-11-01' });
    expect(rest.length).toBeGreaterThan(0);
    for (const text of ['compare Q3 and Q4', 'Q4 vs Q3', 'bookings Q3 2025 vs Q4 2025']) {
      const reply = is(await talk.ask(text), 'answer');
      expect(reply.sentence, text).toBe('$150,000 in Q4 2025, up 50% ($50,000) from $100,000 in Q3 2025.');
      expect(reply.answer, text).toMatchObject({ sides: [{ value: 150_000 }, { value: 100_000 }] });
    }
    const weeks = is(await talk.ask('bookings 28 Jul 2025 to 3 Aug 2025 by owner vs last quarter'), 'answer');
    expect(JSON.stringify([weeks.sentence, weeks.assumptions])).not.toMatch(/\d{4}-\d\d-\d\d/);
  }));
