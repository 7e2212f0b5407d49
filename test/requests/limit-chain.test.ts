import { expect, test } from 'vitest';
import { replyJson } from '../../src/requests/json.ts';
import { cast } from '../support/company.ts';
import { company, is, type Talk } from './talk.ts';

const say = async (talk: Talk, text: string, by: string = cast.ada) =>
  is(await talk.press(is(await talk.ask(text, by), 'confirm'), 'yes', by), 'done').sentence;
const asked = async (talk: Talk, text: string, by: string = cast.ana, thread?: string) =>
  is(await talk.ask(text, by, thread), 'text');

test('why a limit is what it is: each level from the narrowest, which one counts, who, when, until when', () =>
  company(async (talk) => {
    await say(talk, 'set the stale threshold to 21 days');
    await say(talk, 'set the stale threshold to 14 days for EMEA until 1 May', cast.mara);
    const told = await asked(talk, 'why is the stale threshold 14 for EMEA?');
    expect(told.sentence).toBe(
      'Stale after is 14 days for EMEA: set by Mara Lind on 20 Mar, 11:00 CET (Asked for in words), v1, until 1 May, 00:00 CEST.',
    );
    expect(told.lines).toEqual([
      'EMEA: 14 days, set by Mara Lind on 20 Mar, 11:00 CET (Asked for in words), v1, until 1 May, 00:00 CEST. This counts.',
      'Everyone: 21 days, set by Ada Moss on 20 Mar, 11:00 CET (Asked for in words), v1.',
      'Standard value: 30 days.',
    ]);
    expect(replyJson(told)).toMatchObject({
      intent: 'show_limits',
      slots: { threshold_name: 'stale_days', value: 14, region: ['EMEA'] },
    });
    const of = await asked(talk, 'what is the stale limit for Priya');
    expect(of.sentence).toContain('Stale after is 14 days for Priya Nair: set by Mara Lind');
    expect(of.sentence).toMatch(/for EMEA\.$/);
    expect(of.lines).toEqual([
      'Priya Nair: no value of its own.',
      'EMEA Sales: no value of its own.',
      expect.stringMatching(/^EMEA: 14 days, .* This counts\.$/),
      expect.stringMatching(/^Everyone: 21 days, /),
      'Standard value: 30 days.',
    ]);
  }));

test('one that is another one than was said, one that nobody has set, and a stage', () =>
  company(async (talk) => {
    expect((await asked(talk, 'why is the stale threshold 14 for AMER')).sentence).toBe(
      'Stale after is 30 days for AMER, not 14 days: nobody has set it, so the standard value holds.',
    );
    await say(talk, 'negotiation deals are stale after 10 days');
    const told = await asked(talk, 'what is the stale threshold in Negotiation for EMEA');
    expect(told.sentence).toContain('Stale after is 10 days for EMEA in Negotiation: set by Ada Moss');
    expect(told.lines[1]).toMatch(/^Everyone in Negotiation: 10 days, .* This counts\.$/);
  }));

test('asked of everyone it names the places where something else holds, and of single people only how many', () =>
  company(async (talk) => {
    await say(talk, 'set the stale threshold to 14 days for EMEA', cast.mara);
    await say(talk, 'set the stale threshold to 20 days for AMER in Negotiation');
    await say(talk, 'set the stale threshold to 9 days for Priya', cast.mara);
    const told = await asked(talk, 'who set the stale threshold');
    expect(told.lines).toEqual([
      'Everyone: no value of its own.',
      'Standard value: 30 days. This counts.',
      expect.stringMatching(/^Elsewhere, AMER in Negotiation: 20 days, set by Ada Moss on 20 Mar/),
      expect.stringMatching(/^Elsewhere, EMEA: 14 days, set by Mara Lind on 20 Mar/),
      'Elsewhere, 1 value of single people or customers.',
    ]);
    const proposal = await asked(talk, 'who set the stale threshold in Proposal');
    expect(proposal.lines.join(' ')).not.toContain('Negotiation');
  }));

test('who set it, since when, and "it" is the limit that was spoken of', () =>
  company(async (talk) => {
    await say(talk, 'set the stale threshold to 14 days for EMEA', cast.mara);
    for (const text of ['who set the stale threshold for EMEA', 'since when is the stale limit 14 for EMEA'])
      expect((await asked(talk, text)).sentence, text).toContain('set by Mara Lind on 20 Mar');
    await asked(talk, 'what is the stale threshold', cast.ana, 't1');
    const bare = is(await talk.ask('why is it 14 for EMEA?', cast.ana, 't0'), 'clarify');
    expect(bare.question).toBe('Which limit is meant? Say its name, such as "stale threshold".');
    expect(is(await talk.ask('stale threshold', cast.ana, 't0'), 'text').sentence).toMatch(
      /^Stale after is 14 days for EMEA: set by /,
    );
    expect(is(await talk.ask('why is it 14 for West?', cast.ana, 't9'), 'not understood').words).toBe('west');
    expect((await asked(talk, 'why is it 14 for EMEA?', cast.ana, 't1')).sentence).toMatch(
      /^Stale after is 14 days for EMEA: set by Mara Lind/,
    );
  }));

test('of a single person it is for them and whoever may set it', () =>
  company(async (talk) => {
    await say(talk, 'set the stale threshold to 9 days for Priya', cast.mara);
    expect(is(await talk.ask('why is the stale threshold 9 for Priya', cast.dan), 'refused').because).toBe(
      '"Stale after" of Priya Nair is not for you to see: that needs the manager there, an agent owner or an approver.',
    );
    for (const by of [cast.priya, cast.mara])
      expect((await asked(talk, 'why is the stale threshold 9 for Priya', by)).sentence).toContain(
        'is 9 days',
      );
    expect((await asked(talk, 'what is the stale threshold for me', cast.priya)).sentence).toContain(
      'is 9 days',
    );
    expect(is(await talk.ask('what is the stale limit for Hooli', cast.priya), 'refused').because).toContain(
      'Hooli',
    );
  }));

test('a deal that is stale is no limit', () =>
  company(async (talk) => {
    expect(replyJson(await talk.ask('why is Acme Platform stale', cast.ana)).intent).toBe('explain_run');
  }));
