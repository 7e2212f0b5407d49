import { describe, expect, test } from 'vitest';
import { createLog } from '../../src/log.ts';
import { noModels } from '../../src/models/models.ts';
import { personById } from '../../src/people/people.ts';
import { ask } from '../../src/requests/ask.ts';
import type { Reply } from '../../src/requests/reply.ts';
import { cast } from '../support/company.ts';
import { anException } from '../support/exception.ts';
import { company, is, type Talk } from './talk.ts';

/** Asked in the thread under a card. */
async function under(
  talk: Talk,
  card: string,
  text: string,
  by: string,
  thread = `C:${card}`,
): Promise<Reply> {
  const log = createLog({ logLevel: 'silent' });
  const asked = await ask(
    { db: talk.db, now: talk.clock, zone: 'UTC', models: noModels, log },
    {
      text,
      by: await personById(talk.db, by),
      slackUser: by,
      place: { kind: 'channel', channel: 'C', thread, card },
    },
  );
  return asked.reply;
}

describe('"this deal" in a talk', () => {
  test('is the deal that was shown here last, for this person in this thread only', () =>
    company(async (talk) => {
      is(await talk.ask('deal Acme Platform', cast.mara, 't1'), 'deal');
      expect(is(await talk.ask('assign this deal to Tom', cast.mara, 't1'), 'confirm').headline).toBe(
        'Assign Acme Platform to Tom Reyes.',
      );
      for (const [who, thread] of [
        [cast.ada, 't1'],
        [cast.mara, 't2'],
      ] as const)
        expect(is(await talk.ask('assign this deal to Tom', who, thread), 'clarify').question).toBe(
          'Which deal is meant? Say its name or id.',
        );
    }));

  test('is the only deal of an answer, and no more once something else was spoken of', () =>
    company(async (talk) => {
      await talk.ask("Tom's deals in discovery", cast.mara, 't1');
      expect(is(await talk.ask('assign it to Priya', cast.mara, 't1'), 'confirm').headline).toBe(
        'Assign Initech Pilot to Priya Nair.',
      );
      await talk.ask('open deals in EMEA', cast.mara, 't1');
      expect((await talk.ask('assign it to Priya', cast.mara, 't1')).kind).toBe('clarify');
    }));

  test('a question that was asked after it narrows on as a question', () =>
    company(async (talk) => {
      await talk.ask('open deals stuck 30 days', cast.ada, 't1');
      await talk.ask('set the stale threshold to 20 days', cast.ada, 't1');
      await talk.ask('open deals stuck 30 days', cast.ada, 't1');
      expect(is(await talk.ask('only EMEA', cast.ada, 't1'), 'answer').understood).toMatch(/in EMEA/);
    }));
});

describe('under a card', () => {
  test('"this deal" is the card’s, whoever asks and may see it', () =>
    company(async (talk) => {
      const { id } = await anException(talk.db);
      const card = `exception:${id}`;
      const why = is(await under(talk, card, 'why this deal?', cast.mara), 'text');
      expect(why.understood).toMatch(/^Why: Acme Platform/);
      expect(is(await under(talk, card, 'why was this posted', cast.tom), 'text').understood).toMatch(
        /^Why: Acme Platform/,
      );
      expect(is(await under(talk, card, 'assign it to Tom', cast.mara), 'confirm').headline).toBe(
        'Assign Acme Platform to Tom Reyes.',
      );
      const paused = is(await under(talk, card, 'pause it', cast.mara), 'confirm');
      expect(paused.headline).toBe('Pause Acme.');
      expect(paused.consequence).toContain('A deal is paused with its customer, Acme.');
      // Dan may not see it, so for him it is not there.
      expect(is(await under(talk, card, 'why this deal?', cast.dan), 'clarify').question).toMatch(
        /^Which deal/,
      );
    }));

  test('what was spoken of in the thread comes before the card, and stays in that thread', () =>
    company(async (talk) => {
      await talk.db('deals').where({ id: 'D-globex' }).update({ amount: 20_000 });
      const { id } = await anException(talk.db);
      const other = await anException(talk.db, { deal: 'D-globex' });
      is(await under(talk, `exception:${id}`, 'deal Initech Pilot', cast.mara), 'deal');
      expect(
        is(await under(talk, `exception:${id}`, 'assign it to Priya', cast.mara), 'confirm').headline,
      ).toBe('Assign Initech Pilot to Priya Nair.');
      expect(
        is(await under(talk, `exception:${other.id}`, 'assign it to Tom', cast.mara), 'confirm').headline,
      ).toBe('Assign Globex Renewal to Tom Reyes.');
    }));

  test('a lead’s card is claimed from its thread', () =>
    company(async (talk) => {
      expect(is(await under(talk, 'lead:L-1', "I'll take it", cast.priya), 'confirm').headline).toBe(
        'Claim the lead Jo Park, Park & Co.',
      );
      for (const card of ['lead:L-3', 'lead:Park', 'exception:99', 'nudge:1'])
        expect((await under(talk, card, 'claim it', cast.priya)).kind, card).toBe('clarify');
    }));

  test('an agent that was asked about is the one that is paused', () =>
    company(async (talk) => {
      await talk.ask('how is the pipeline agent doing', cast.mara, 't1');
      expect(is(await talk.ask('pause it until Monday', cast.mara, 't1'), 'confirm').headline).toBe(
        'Pause Pipeline agent until Mon 23 Mar, 00:00 CET.',
      );
    }));
});

describe('"this deal" under a card of several', () => {
  const group = async (talk: Talk): Promise<string> => {
    await talk.db('exception_groups').insert({
      agent: 'pipeline',
      rep_id: cast.priya,
      waits_for: cast.mara,
      channel: 'C',
      day: '2026-03-20',
      opened_at: talk.clock.now(),
    });
    await anException(talk.db, { group: 1, deal: 'D-acme' });
    await anException(talk.db, { group: 1, deal: 'D-globex' });
    return 'group:1';
  };

  test('is asked about with a button for each, as the card numbers them, and then done with the one chosen', () =>
    company(async (talk) => {
      const card = await group(talk);
      const asked = is(await under(talk, card, 'assign this deal to Tom', cast.mara), 'clarify');
      expect(asked.question).toBe('Which deal of this card?');
      expect(asked.options.map(({ label }) => label)).toEqual(['1 Acme Platform', '2 Globex Renewal']);
      const pressed = is(await talk.press(asked, 'option:0', cast.mara), 'confirm');
      expect(pressed.headline).toBe('Assign Acme Platform to Tom Reyes.');
    }));

  test('may be answered in words, and why it was flagged is told of that row', () =>
    company(async (talk) => {
      const card = await group(talk);
      is(await under(talk, card, 'why did you flag this deal', cast.mara), 'clarify');
      expect((await under(talk, card, '2', cast.mara)).understood).toBe(
        'Why: Globex Renewal: close date to 15 Apr 2026',
      );
    }));

  test('shows nobody a deal beyond their territory, and asks as before where there is none', () =>
    company(async (talk) => {
      const card = await group(talk);
      const asked = is(await under(talk, card, 'assign this deal to Dan', cast.nora), 'clarify');
      expect(asked).toMatchObject({ question: 'Which deal is meant? Say its name or id.', options: [] });
    }));
});
