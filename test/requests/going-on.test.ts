import { describe, expect, test } from 'vitest';
import { roster } from '../../src/agents/roster.ts';
import { replyJson } from '../../src/requests/json.ts';
import { activePauses } from '../../src/settings/pauses.ts';
import { cast } from '../support/company.ts';
import { anException } from '../support/exception.ts';
import { company, is, type Talk } from './talk.ts';

/** Says one after the other in a thread; gives the headline of each confirmation, else the kind of the reply. */
async function said(talk: Talk, by: string, texts: string[], thread = 't1'): Promise<string[]> {
  const heard: string[] = [];
  for (const text of texts) {
    const reply = await talk.ask(text, by, thread);
    heard.push(reply.kind === 'confirm' ? reply.headline : reply.kind);
  }
  return heard;
}

describe('the next message changes a limit that was spoken of', () => {
  test('one that was refused for everyone goes on for the own territory', () =>
    company(async (talk) => {
      const heard = await said(talk, cast.mara, [
        'set stale threshold to 14 days',
        'only for EMEA',
        'make it 10',
        'actually 12',
        'until Friday instead',
      ]);
      expect(heard).toEqual([
        'refused',
        'Set "Stale after" to 14 days for EMEA.',
        'Set "Stale after" to 10 days for EMEA.',
        'Set "Stale after" to 12 days for EMEA.',
        'Set "Stale after" to 12 days for EMEA until Fri 27 Mar, 00:00 CET.',
      ]);
    }));

  test('one that is done is put back to a number, to the default, or to what it was', () =>
    company(async (talk) => {
      await said(talk, cast.mara, ['set stale threshold to 14 days for EMEA', 'yes']);
      expect(await said(talk, cast.mara, ['put it back to 20', 'back to 25', 'set it to 26'])).toEqual([
        'Set "Stale after" to 20 days for EMEA.',
        'Set "Stale after" to 25 days for EMEA.',
        'Set "Stale after" to 26 days for EMEA.',
      ]);
      expect(await said(talk, cast.mara, ['back to the default'])).toEqual([
        expect.stringMatching(/^Set "Stale after" back to .* for EMEA\.$/),
      ]);
      await said(talk, cast.mara, ['set stale threshold to 15 days for EMEA', 'yes'], 't2');
      expect(await said(talk, cast.mara, ['put it back'], 't2')).toEqual([
        'Undo the last change: "Stale after" for EMEA back to 14 days.',
      ]);
    }));

  test('an older question of the thread is not taken for what is spoken of', () =>
    company(async (talk) => {
      const heard = await said(talk, cast.mara, [
        'top 5 open deals',
        'set stale threshold to 14 days for EMEA',
        'make it 10',
      ]);
      expect(heard[2]).toBe('Set "Stale after" to 10 days for EMEA.');
      expect((await said(talk, cast.mara, ['top 5 open deals', 'make it 3']))[1]).toBe('answer');
    }));
});

describe('the next message changes an assignment that was spoken of', () => {
  test('it goes to somebody else, however that is said', () =>
    company(async (talk) => {
      for (const text of [
        'actually give it to Priya',
        'actually Priya',
        'no, Priya',
        'to Priya instead',
        'give it to Priya instead',
        'let Priya have it',
        'sorry, Priya Nair',
      ])
        expect(await said(talk, cast.mara, ['assign Initech Pilot to Mara', text]), text).toContain(
          'Assign Initech Pilot to Priya Nair.',
        );
    }));

  test('of a list only some are meant', () =>
    company(async (talk) => {
      const heard = await said(talk, cast.nora, ["assign Dan's deals to Nora", 'only those in negotiation']);
      expect(heard[1]).toBe('Assign 1 deal to Nora Quinn: open deals of Dan Cole in Negotiation.');
    }));

  test('words that are no person and no limit leave it as it is', () =>
    company(async (talk) => {
      const heard = await said(talk, cast.mara, [
        'assign Initech Pilot to Mara',
        'how many open deals are there',
      ]);
      expect(heard[1]).toBe('answer');
    }));
});

describe('what was paused is taken back', () => {
  test('by "undo", where it is done; where it only waits, it is not done', () =>
    company(async (talk) => {
      const heard = await said(talk, cast.mara, ['pause Acme', 'undo', 'pause Acme', 'yes', 'undo', 'yes']);
      expect(heard).toEqual([
        'Pause Acme.',
        'done',
        'Pause Acme.',
        'done',
        'Undo the last change: Acme is not paused any more.',
        'done',
      ]);
      expect(await activePauses(talk.db)).toEqual([]);
      expect((await said(talk, cast.mara, ['undo']))[0]).toBe('text');
    }));

  test('a resume is taken back by the pause that held, with its end', () =>
    company(async (talk) => {
      await said(talk, cast.mara, ['pause pipeline until Monday 9:00', 'yes', 'resume pipeline', 'yes']);
      talk.clock.move('2026-03-20T10:05:00Z');
      expect(await said(talk, cast.mara, ['undo', 'yes'])).toEqual([
        'Undo the last change: Pipeline agent is paused again until 23 Mar, 09:00 CET.',
        'done',
      ]);
      expect(await activePauses(talk.db)).toMatchObject([{ until: new Date('2026-03-23T08:00:00Z') }]);
    }));
});

describe('a yes that comes late', () => {
  test('after something else it shows the confirmation again, and the next yes does it', () =>
    company(async (talk) => {
      const heard = await said(talk, cast.mara, ['pause pipeline', 'how many open deals are there', 'yes']);
      expect(heard).toEqual(['Pause Pipeline agent.', 'answer', 'Pause Pipeline agent.']);
      expect(await activePauses(talk.db)).toEqual([]);
      await said(talk, cast.mara, ['yes']);
      expect(await activePauses(talk.db)).toHaveLength(1);
    }));

  test('after a reply that changed nothing the older plan is not done by it', () =>
    company(async (talk) => {
      await said(talk, cast.mara, ['set stale threshold to 20 days for EMEA', 'yes']);
      const heard = await said(talk, cast.mara, [
        'pause pipeline',
        'set stale threshold to 20 days for EMEA',
        'yes',
      ]);
      expect(heard).toEqual(['Pause Pipeline agent.', 'text', 'Pause Pipeline agent.']);
      expect(await activePauses(talk.db)).toEqual([]);
    }));

  test('of one that is over it is said what became of it', () =>
    company(async (talk) => {
      await said(talk, cast.mara, ['pause pipeline', 'no']);
      expect(await talk.ask('yes', cast.mara, 't1')).toMatchObject({
        sentence: 'Nothing waits for a yes or no. "Pause Pipeline agent" was not confirmed.',
      });
    }));
});

test('a pause of a territory is asked about with what can be paused, and a reminder is no rule', () =>
  company(async (talk) => {
    expect(await talk.ask('pause EMEA until Friday', cast.mara, 't1')).toMatchObject({
      kind: 'clarify',
      options: [
        ...roster.slice(0, 3).map(({ label }) => ({ label: `Pause ${label} until friday` })),
        { label: 'Pause all agents until friday' },
        { label: 'Pause everything until friday' },
      ],
    });
    expect((await said(talk, cast.mara, ['1']))[0]).toBe('Pause Pipeline agent until Fri 27 Mar, 00:00 CET.');
    expect(await talk.ask('remind me tomorrow to call Acme', cast.mara)).toMatchObject({
      sentence: expect.stringMatching(/^Reminders for a time are not there yet/),
    });
  }));

test('a customer beyond the scope is not exchanged for one that is called like it', () =>
  company(async (talk) => {
    const source = { source: 'test', source_id: 'A-partners' };
    await talk
      .db('accounts')
      .insert({ ...source, id: 'A-partners', name: 'Umbrella Partners', territory_id: 'T-emea' });
    const asked = await talk.ask('pause Umbrella', cast.mara, 't1');
    expect(asked).toMatchObject({
      kind: 'clarify',
      question: 'No customer called Umbrella is among those you may see. Is Umbrella Partners meant?',
    });
    expect((await said(talk, cast.mara, ['1']))[0]).toBe('Pause Umbrella Partners.');
    await talk.ask('pause Umbrella', cast.mara, 't2');
    expect((await said(talk, cast.mara, ['yes'], 't2'))[0]).toBe('Pause Umbrella Partners.');
  }));

test('the cards that stay are those of what is paused', () =>
  company(async (talk) => {
    await anException(talk.db);
    expect(await talk.ask('pause Globex', cast.nora)).not.toMatchObject({
      consequence: expect.stringContaining('open card'),
    });
    expect(await talk.ask('pause Acme', cast.mara)).toMatchObject({
      consequence: expect.stringContaining('1 open card stays open'),
    });
  }));

test('a whole question while something is asked back is that question, not an answer to it', () =>
  company(async (talk) => {
    for (const before of ['pause pipeline until yesterday', 'biggest account']) {
      await talk.ask(before, cast.mara, before);
      expect(await talk.ask('accounts tagged strategic', cast.mara, before), before).toMatchObject({
        kind: 'answer',
        understood: 'Accounts tagged strategic',
      });
    }
  }));

test('a currency that is said apart from the number is what the number is in', () =>
  company(async (talk) => {
    await talk.db('deals').where({ id: 'D-acme' }).update({ currency: 'EUR', amount: 150_000 });
    for (const [n, words] of [
      'open deals over 100k in EUR',
      'open deals in eur over 100k',
      'open deals over EUR 100k',
    ].entries()) {
      const reply = await talk.ask(words, cast.mara, `currency ${n}`);
      expect(reply, words).toMatchObject({
        kind: 'answer',
        understood: expect.stringContaining('over EUR 100,000'),
      });
      expect(replyJson(reply).answer, words).toMatchObject({ rows: [{ id: 'D-acme' }], total: 1 });
    }
  }));

test('a yes after words that were not understood shows the plan again, and the next one does it', () =>
  company(async (talk) => {
    is(await talk.ask('pause all agents', cast.mara, 't'), 'confirm');
    is(await talk.ask('not the flurb ones over 100k', cast.mara, 't'), 'not understood');
    is(await talk.ask('yes', cast.mara, 't'), 'confirm');
    expect(await talk.db('pauses')).toHaveLength(0);
    expect(await talk.ask('yes', cast.mara, 't')).toMatchObject({ kind: 'done', how: 'done' });
    expect(await talk.db('pauses')).not.toHaveLength(0);
  }));
