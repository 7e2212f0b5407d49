import { expect, test } from 'vitest';
import { company, is } from './talk.ts';

test('of pipeline that was created it is said how much is won, lost and still open', () =>
  company(async (talk) => {
    const deals = await talk.db('deals').select('id', 'amount');
    await talk.db('deals').update({ created_on: '2025-11-03', currency: 'USD' });
    const reply = is(await talk.ask('pipeline created last quarter'), 'answer');
    const stood = await talk
      .db('deals as d')
      .join('stages as s', 's.id', 'd.stage_id')
      .groupBy('s.is')
      .select('s.is', talk.db.raw('count(*)::int as deals'));
    expect(stood.map((one) => one.is).sort()).toEqual(['lost', 'open', 'won']);
    const number = (of: string) => stood.find((one) => one.is === of)?.deals;
    expect(reply.sentence).toContain(`in ${deals.length} deals. Of these, `);
    expect(reply.sentence).toMatch(new RegExp(`\\b${number('won')} (?:is|are) won \\(`));
    expect(reply.sentence).toMatch(new RegExp(`\\b${number('lost')} (?:is|are) lost \\(`));
    expect(reply.sentence).toMatch(new RegExp(`\\b${number('open')} (?:is|are) still open \\(`));
    const open = is(await talk.ask('open pipeline created last quarter'), 'answer');
    expect(open.sentence).not.toContain('Of these');
  }));
