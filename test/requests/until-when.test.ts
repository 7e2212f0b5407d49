/** What answers "Until when?" belongs to the pause that asked, and to none before it. */
import { expect, test } from 'vitest';
import { cast } from '../support/company.ts';
import { company, is } from './talk.ts';

test('a time answers the question that was asked just now, whatever was confirmed or declined before', () =>
  company(async (talk) => {
    is(await talk.ask('pause the pipeline agent until Tuesday 9:00', cast.ada, 't1'), 'confirm');
    await talk.ask('no', cast.ada, 't1');
    is(await talk.ask('pause all agents until Monday, 22 March', cast.ada, 't1'), 'clarify');
    const confirm = is(await talk.ask('Monday 9:00', cast.ada, 't1'), 'confirm');
    expect(confirm.headline).toMatch(/^Pause all agents until Mon 23 Mar/);
  }));

test('activities are counted of whoever asks for theirs', () =>
  company(async (talk) => {
    const call = (id: string, person_id: string) => ({
      ...{
        id,
        source: 'test',
        source_id: id,
        kind: 'call',
        deal_id: 'D-acme',
        person_id,
        done_on: '2026-03-11',
      },
    });
    await talk
      .db('activities')
      .insert([call('X-1', cast.priya), call('X-2', cast.tom), call('X-3', cast.priya)]);
    const reply = is(await talk.ask('how many calls did I make last week', cast.priya), 'answer');
    expect(reply.sentence).toMatch(/^2 /);
  }));
