import { describe, expect, test } from 'vitest';
import { builtinWriter } from '../../src/crm/write.ts';
import { replyJson } from '../../src/requests/json.ts';
import { pastSaid } from '../../src/requests/rule-told.ts';
import { cast } from '../support/company.ts';
import { anException } from '../support/exception.ts';
import { company, is, type Talk } from './talk.ts';

const live = (talk: Talk) => talk.db('rules').whereNull('ended_at').orderBy('rule');
/** Says it and says yes; the sentence of what was done. */
const set = async (talk: Talk, text: string, by: string = cast.ada) => {
  is(await talk.ask(text, by, text), 'confirm');
  const done = is(await talk.ask('yes', by, text), 'done');
  expect(done.how, done.sentence).toBe('done');
  return done.sentence;
};
const text = 'if a deal is worth more than $40,000 and has no activity in 20 days, alert me';

test('an auditor sees all rules and snapshots, and changes none', () =>
  company(async (talk) => {
    await talk
      .db('people')
      .where({ id: cast.oskar })
      .update({ roles: ['auditor'] });
    const rule = "don't let agents change deals of Globex";
    await talk.press(await talk.ask(rule, cast.mara), 'yes', cast.mara);
    await talk.press(await talk.ask('my quiet hours 18:00 to 8:00', cast.priya), 'yes', cast.priya);
    await talk.press(await talk.ask('take a snapshot called before', cast.mara), 'yes', cast.mara);
    expect(is(await talk.ask('show rules', cast.oskar), 'text')).toMatchObject({
      understood: 'All rules',
      sentence: '1 rule.',
      next: [],
    });
    const shown = is(await talk.ask('show rule 1', cast.oskar), 'text');
    expect(shown.lines.join(' ')).toContain(rule);
    expect(is(await talk.ask('show the snapshot before', cast.oskar), 'text').lines.join(' ')).toContain(
      'Priya',
    );
    expect(is(await talk.ask('compare with the snapshot before', cast.oskar), 'text').sentence).toMatch(
      /^Nothing differs/,
    );
    for (const text of ['take a snapshot', 'restore the snapshot before'])
      expect(is(await talk.ask(text, cast.oskar), 'refused').because, text).toMatch(/ Ask [A-Z]/);
    for (const text of ['delete rule 1', 'switch off rule 1', 'if a deal is lost, tell me'])
      expect((await talk.ask(text, cast.oskar)).kind, text).not.toBe('confirm');
    expect(is(await talk.ask('if a deal is lost, tell me', cast.oskar), 'refused').because).toBe(
      'A rule needs a role here that is not only to look on.',
    );
    expect(is(await talk.ask('show rule 1', cast.priya), 'refused').because).toBe(
      'There is no rule 1 of yours.',
    );
  }));

describe('a rule in words', () => {
  test('is read back in plain words, with what it would have done, and set by the yes alone', () =>
    company(async (talk) => {
      const asked = is(await talk.ask(text, cast.mara, 't1'), 'confirm');
      expect(asked.headline).toBe(
        'Rule: open deals without activity for 20 days or more over $40,000: you are told.',
      );
      expect(asked.consequence).toMatch(
        /^It holds for EMEA and your own deals\. .* Now: 1 deal \(Acme Platform\)\. These are told at once\. Open deals only\.$/,
      );
      expect(asked.verb).toBe('Set the rule');
      expect(replyJson(asked)).toMatchObject({ intent: 'create_rule', slots: { rule_text: text } });
      expect(await live(talk)).toEqual([]);
      expect(is(await talk.ask('yes', cast.mara, 't1'), 'done').sentence).toBe(
        'Rule 1 is on: open deals without activity for 20 days or more over $40,000: you are told.',
      );
      expect(await live(talk)).toMatchObject([
        { rule: 1, version: 1, words: text, mode: 'on', set_by: cast.mara, effect: { does: 'notify' } },
      ]);
      expect(await talk.db('audit').where({ action: 'rule.set', actor_id: cast.mara })).toHaveLength(1);
      expect(is(await talk.ask(text, cast.mara, 't2'), 'text').sentence).toMatch(/^That is rule 1 already: /);
    }));

  test.each([
    'if a deal smells fishy and is over $50k, alert me',
    'when a deal is over $100k or in Contract and has no next step, flag it',
    'when a deal is over $100k or stale, flag it',
    'if a deal is marked Closed Won, trigger the customer onboarding workflow',
    'skip the frobnication warnings for deals of Globex',
    'rule: never change the close date of deals in Contract',
    'rule: flag it',
  ])('is not made where a part of it is not understood or cannot be done: %s', (said) =>
    company(async (talk) => {
      const asked = is(await talk.ask(said, cast.ada, 't1'), 'clarify');
      expect(asked.intent).toBe('create_rule');
      await talk.ask('yes', cast.ada, 't1');
      expect(await live(talk)).toEqual([]);
    }),
  );

  test('is not set where what it would do has changed before the yes', () =>
    company(async (talk) => {
      is(await talk.ask("don't let agents change deals over $100,000", cast.ada, 't1'), 'confirm');
      await set(talk, "don't let agents change deals over $50,000", cast.ana);
      expect(is(await talk.ask('yes', cast.ada, 't1'), 'done').how).toBe('changed');
      expect(await live(talk)).toHaveLength(1);
    }));

  test('of a field says what has to happen to it, and how often it has', () =>
    company(async (talk) => {
      for (const [day, close_date] of [
        ['2026-03-21', '2026-05-09'],
        ['2026-03-22', '2026-05-21'],
        ['2026-03-23', '2026-05-20'],
        ['2026-03-24', '2026-06-05'],
      ] as const) {
        talk.clock.move(`${day}T10:00:00Z`);
        await builtinWriter({ db: talk.db, now: talk.clock }).write({
          key: day,
          ref: { noun: 'deal', id: 'D-globex' },
          set: { close_date },
          expect: { fields: {}, version: null },
          by: { kind: 'person', id: cast.ada },
        });
      }
      talk.clock.move('2026-03-26T10:00:00Z');
      const asked = is(
        await talk.ask('if the close date slips by more than 10 days, tell me', cast.ada, 't1'),
        'confirm',
      );
      expect(asked.headline).toBe(
        'Rule: open deals, when the close date moves out by more than 10 days: you are told.',
      );
      // 9, 12, one day back and 16: counted beside the program.
      expect(asked.consequence).toContain('it would have happened 2 times, to 1 deal (Globex Renewal)');
      expect(asked.consequence).toContain('Only what happens from now on counts.');
      await talk.ask('yes', cast.ada, 't1');
      expect(await live(talk)).toMatchObject([
        { happens: 'changed', change: { field: 'close_date', way: 'up', by: { value: 10, unit: 'days' } } },
      ]);
      expect(
        is(await talk.ask('if the close date moves in, tell me', cast.ada, 't2'), 'confirm').headline,
      ).toContain('moves in');
    }));

  test('of what agents may do cannot rest on what has just happened', () =>
    company(async (talk) => {
      is(await talk.ask('if the amount drops, ask an approver', cast.ada, 't1'), 'clarify');
    }));

  test('says either, or who reads a channel, before the yes', () =>
    company(async (talk) => {
      const asked = is(
        await talk.ask(
          'post in #big-deals when a deal is over $300,000 or tagged strategic',
          cast.mara,
          't1',
        ),
        'confirm',
      );
      expect(asked.headline).toBe(
        'Rule: open deals either over $300,000 or tagged strategic: #big-deals is told.',
      );
      expect(asked.consequence).toContain(
        'Everybody in #big-deals can read it: name, amount, owner, stage and dates of the deal. Where a channel is shown totals only, the deal is not named.',
      );
    }));

  test('may begin in shadow', () =>
    company(async (talk) => {
      expect(await set(talk, 'flag deals over $100,000 in Negotiation, in shadow first')).toMatch(
        /^Rule 1 is in shadow: /,
      );
      expect(await live(talk)).toMatchObject([{ mode: 'shadow' }]);
    }));
});

describe('who may make which rule', () => {
  test.each([
    ['a rep for herself', cast.priya, text, 'confirm'],
    [
      'a rep about her own deals',
      cast.priya,
      'when my deal is past its close date, tell the owner',
      'confirm',
    ],
    ['a rep for somebody else', cast.priya, 'if a deal is over $40k, tell Tom', 'refused'],
    ['a rep over agents', cast.priya, "don't touch deals over $40k", 'refused'],
    ['a rep that flags', cast.priya, 'flag deals over $40k', 'refused'],
    ['a manager over agents', cast.mara, "don't touch deals over $40k", 'confirm'],
    ['a manager for somebody else', cast.mara, 'if a deal is over $40k, tell Tom', 'confirm'],
    ['an approver', cast.ana, 'ask an approver before any change to deals over $40k', 'confirm'],
  ])('%s', (_, by, said, kind) =>
    company(async (talk) => {
      const reply = await talk.ask(said, by);
      expect(reply.kind, JSON.stringify(reply)).toBe(kind);
    }),
  );

  test('a manager’s rule holds for what she sees, whatever it says', () =>
    company(async (talk) => {
      const asked = is(
        await talk.ask("don't let agents change deals over $50,000", cast.mara, 't1'),
        'confirm',
      );
      expect(asked.consequence).toContain('Now: 1 deal (Globex Renewal).');
      expect(JSON.stringify(asked)).not.toMatch(/Hooli|Umbrella/);
      const all = is(await talk.ask("don't let agents change deals over $50,000", cast.ada, 't1'), 'confirm');
      expect(all.consequence).toContain('Now: 3 deals (Umbrella Core, Globex Renewal and Hooli Rollout).');
    }));

  test('nobody but its maker, and those who keep the agents, changes a rule', () =>
    company(async (talk) => {
      await set(talk, "don't touch deals over $40k", cast.mara);
      for (const said of ['switch off rule 1', 'delete rule 1', 'change rule 1 to: flag deals over $40k'])
        expect(is(await talk.ask(said, cast.nora), 'text').sentence).toBe('There is no rule 1 of yours.');
      expect(is(await talk.ask('show rules', cast.nora), 'text').sentence).toBe('No rule is set.');
      is(await talk.ask('switch off rule 1', cast.ana), 'confirm');
    }));
});

test('who is told and does not see the deals is named before the yes', () =>
  company(async (talk) => {
    const asked = is(await talk.ask('if a deal is over $1,000, tell Nora', cast.mara), 'confirm');
    expect(asked.consequence).toContain('Nora Quinn sees none of these deals, and is told of no other.');
    const own = is(await talk.ask('if a deal is over $1,000, tell Tom', cast.ada), 'confirm');
    expect(own.consequence).toMatch(/Tom Reyes sees \d+ of these deals, and is told of no other\./);
  }));

describe('what it would have done', () => {
  test('says where only one day of each week was looked at', () => {
    const rule = { happens: null, effect: { does: 'block' } } as Parameters<typeof pastSaid>[0];
    const past = { days: 91, deals: 0, times: 0, names: [], approved: 0, edited: 0, rejected: 0 };
    expect(pastSaid(rule, { ...past, weekly: true })).toBe(
      'In the last 90 days, looked at once a week, it would have concerned no deal.',
    );
    expect(pastSaid(rule, { ...past, weekly: false })).toBe(
      'In the last 90 days it would have concerned no deal.',
    );
  });

  test.each([
    [
      'flag deals over $40,000 in Negotiation',
      "s.name = 'Negotiation' and v.amount > 40000 and v.currency = 'USD'",
    ],
    ['flag deals with no activity in 20 days', 'day::date - v.last_activity_on >= 20'],
    ['flag deals past their close date', 'v.close_date < day::date'],
    [
      'flag deals in Negotiation for 30 days or more',
      "s.name = 'Negotiation' and day::date - v.stage_since >= 30",
    ],
    [
      'flag deals that are not in Negotiation and have no next step',
      "s.name <> 'Negotiation' and v.next_step is null",
    ],
  ])('is counted over the days that are known, as independent SQL counts it: %s', (said, where) =>
    company(async (talk) => {
      const asked = is(await talk.ask(said, cast.ada), 'confirm');
      const [{ deals }] = await overDays(talk, `v.status = 'open' and ${where}`);
      expect(deals).toBeGreaterThan(0);
      expect(asked.consequence).toContain(`it would have concerned ${deals} deal`);
    }),
  );

  test('of something that happens is how often it did', () =>
    company(async (talk) => {
      const asked = is(await talk.ask('if a deal moves to Negotiation, alert me', cast.ada), 'confirm');
      const [{ deals, times }] = await overDays(talk, "s.name = 'Negotiation' and v.stage_since = day::date");
      expect(times).toBeGreaterThan(0);
      expect(asked.consequence).toContain(
        `it would have happened ${times} times, to ${deals} deals (the largest: Globex Renewal`,
      );
      expect(asked.consequence).toContain('Nobody is told of these: only of what happens from now on.');
    }));

  test('says what people decided on cards about these deals', () =>
    company(async (talk) => {
      await anException(talk.db);
      await talk.db.raw(
        `insert into decisions (exception_id, say, by_id, at, hash, shown, change)
         select id, 'reject', ?, '2026-03-19T09:00Z', 'x', '{}', '{}' from exceptions`,
        [cast.mara],
      );
      const asked = is(await talk.ask('skip stale warnings for deals tagged strategic', cast.ada), 'confirm');
      expect(asked.consequence).toContain('Of such cards on them people rejected 1.');
      const other = is(
        await talk.ask('skip close date warnings for deals tagged strategic', cast.ada),
        'confirm',
      );
      expect(other.consequence).toContain('Nobody decided about such cards on them.');
    }));
});

/** Day by day, as each stood at its end. */
const overDays = async ({ db }: Talk, where: string): Promise<[{ deals: number; times: number }]> => {
  const { rows } = await db.raw(
    `select count(distinct v.deal_id)::int as deals, count(*)::int as times from deal_versions v join stages s on s.id = v.stage_id
       cross join generate_series(date '2025-12-20', date '2026-03-19', interval '1 day') day
     where v.valid_from < day + interval '1 day' and coalesce(v.valid_to, 'infinity') >= day + interval '1 day' and ${where}`,
  );
  return rows;
};

describe('rules that stand in each other’s way', () => {
  test('are pointed out before one is set, and in the list', () =>
    company(async (talk) => {
      await set(talk, 'ask an approver before any change to deals over $100,000');
      const asked = is(
        await talk.ask("don't let agents change deals over $50,000", cast.ada, 't1'),
        'confirm',
      );
      expect(asked.consequence).toContain(
        'Rule 1 would never have a say any more: this one is wider, and as strict or stricter.',
      );
      await talk.ask('yes', cast.ada, 't1');
      const less = is(await talk.ask("don't touch deals over $80,000 in Contract", cast.ada), 'confirm');
      expect(less.consequence).toContain('It would change nothing: rule 2 holds for the same deals or more');
      const lines = is(await talk.ask('show rules', cast.ada), 'text').lines;
      expect(lines[0]).toContain('It never has a say, because of rule 2.');
      expect(lines[1]).not.toContain('never has a say');
      const other = is(await talk.ask("don't touch deals over $30,000 in Contract", cast.ada), 'confirm');
      expect(other.consequence).not.toMatch(/never|would change nothing/);
    }));
});

describe('rules that there are', () => {
  test('are listed, switched off and on, deleted and restored, each version kept', () =>
    company(async (talk) => {
      await set(talk, "don't touch deals over $40k");
      expect(is(await talk.ask('show rules'), 'text').lines).toEqual([
        '1: open deals over $40,000: agents change nothing and propose nothing. On since 20 Mar 2026. Not once in the last 30 days.',
      ]);
      expect(await set(talk, 'switch off rule 1')).toMatch(/^Rule 1 is off: /);
      expect(is(await talk.ask('switch off rule 1'), 'text').sentence).toBe('Rule 1 is off already.');
      expect(await set(talk, 'switch on rule 1')).toMatch(/^Rule 1 is on: /);
      expect(await set(talk, 'delete rule 1')).toMatch(/^Rule 1 is deleted: /);
      const none = is(await talk.ask('show rules'), 'text');
      expect(none.sentence).toBe('No rule is set. Deleted lately: 1.');
      expect(none.next.map(({ request }) => request)).toContain('restore rule 1');
      expect(await set(talk, 'restore rule 1')).toMatch(/^Rule 1 is restored: /);
      expect(await talk.db('rules').orderBy('version').select('version', 'mode', 'how')).toEqual([
        { version: 1, mode: 'on', how: 'set' },
        { version: 2, mode: 'off', how: 'switched off' },
        { version: 3, mode: 'on', how: 'switched on' },
        { version: 4, mode: 'on', how: 'restored' },
      ]);
    }));

  test('are put in other words, with the same confirmation', () =>
    company(async (talk) => {
      await set(talk, "don't touch deals over $40k");
      const asked = is(
        await talk.ask('change rule 1 to: flag deals over $80,000', cast.ada, 't1'),
        'confirm',
      );
      expect(asked.headline).toBe("Rule 1 becomes: open deals over $80,000: the deal's manager is told.");
      await talk.ask('yes', cast.ada, 't1');
      expect(await live(talk)).toMatchObject([{ rule: 1, version: 2, how: 'changed' }]);
    }));

  test('each step is undone', () =>
    company(async (talk) => {
      await set(talk, "don't touch deals over $40k");
      await set(talk, 'change rule 1 to: flag deals over $80,000');
      expect(is(await talk.ask('undo', cast.ada, 'u1'), 'confirm').headline).toBe(
        'Undo the last change: rule 1 is on as before: open deals over $40,000: agents change nothing and propose nothing.',
      );
      expect(is(await talk.ask('yes', cast.ada, 'u1'), 'done').sentence).toMatch(
        /^Undone: rule 1 is on as before/,
      );
      expect(await live(talk)).toMatchObject([{ version: 3, effect: { does: 'block' } }]);
      await set(talk, 'delete rule 1');
      await set(talk, 'undo');
      expect(await live(talk)).toMatchObject([{ version: 4, effect: { does: 'block' } }]);
      await set(talk, 'if a deal is over $1,000, alert me');
      await set(talk, 'undo');
      expect(await live(talk)).toMatchObject([{ rule: 1 }]);
    }));
});
