import { describe, expect, test } from 'vitest';
import { applyChange } from '../../src/changes/apply.ts';
import { runAgent } from '../../src/crew/run.ts';
import { builtinCrm } from '../../src/crm/builtin.ts';
import { builtinWriter } from '../../src/crm/write.ts';
import { decide } from '../../src/exceptions/decide.ts';
import { createLog } from '../../src/log.ts';
import { personById } from '../../src/people/people.ts';
import { whyOf } from '../../src/runs/why.ts';
import { pause, resume } from '../../src/settings/pauses.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { company, is, type Talk } from '../requests/talk.ts';
import { cast, withoutQuiet } from '../support/company.ts';
import { inAuto } from '../support/modes.ts';

const by = { kind: 'person', id: cast.ada } as const;
const useOf = ({ db, clock }: Talk) => ({ db, now: clock, zone: 'UTC' });
const run = (talk: Talk) => runAgent(useOf(talk), { agent: 'pipeline', by, wokenBy: 'schedule' });
/** The cast, where D-acme, D-initech and D-hooli are stale and nothing else is as it should not be. */
const watched = (work: (talk: Talk) => Promise<void>) =>
  company(async (talk) => {
    await withoutQuiet(talk.db);
    const limits = {
      deals_channel: 'CDEALS',
      inactivity_days: 365,
      close_date_grace_days: 365,
      push_limit: 100,
    };
    for (const [name, value] of Object.entries({ ...limits, cards_first_run: 10, cards_per_day: 50 }))
      await setSetting(useOf(talk), { name, value, by });
    await work(talk);
  });
const set = async (talk: Talk, text: string, who: string = cast.ada) => {
  is(await talk.ask(text, who, text), 'confirm');
  expect(is(await talk.ask('yes', who, text), 'done').how).toBe('done');
};
const told = async (talk: Talk) =>
  (
    await talk
      .db('cards as c')
      .join('findings as f', talk.db.raw("split_part(c.key, ':', 2) = f.id::text"))
      .where('c.key', 'like', 'finding:%')
      .orderBy('f.id')
      .select('c.channel', 'f.subject_id')
  ).map((row: { channel: string; subject_id: string }) => `${row.subject_id} to ${row.channel}`);
const askedAbout = (talk: Talk) =>
  talk
    .db('exceptions as e')
    .join('proposals as p', 'p.id', 'e.proposal_id')
    .whereNull('e.closed_at')
    .orderBy('p.subject_id')
    .pluck('p.subject_id');
const change = (talk: Talk, id: string, set: Record<string, string | number>) =>
  builtinWriter({ db: talk.db, now: talk.clock }).write({
    key: `${id} ${JSON.stringify(set)}`,
    ref: { noun: 'deal', id },
    set,
    expect: { fields: {}, version: null },
    by,
  });

describe('a rule that tells', () => {
  test('tells of each deal once, the moment it becomes true by time alone', () =>
    watched(async (talk) => {
      await set(talk, 'if a deal is over $100,000 and has no activity in 7 days, alert me');
      await run(talk);
      expect(await told(talk)).toEqual([]);
      // Globex Renewal: the last activity was on 18 March.
      talk.clock.move('2026-03-24T23:00:00Z');
      await run(talk);
      expect(await told(talk)).toEqual([]);
      talk.clock.move('2026-03-25T08:00:00Z');
      await run(talk);
      await run(talk);
      expect(await told(talk)).toEqual(['D-globex to dm:U_ADA']);
      talk.clock.move('2026-04-01T08:00:00Z');
      await run(talk);
      expect(await told(talk)).toEqual(['D-globex to dm:U_ADA', 'D-umbrella to dm:U_ADA']);
    }));

  test('tells at once of the few deals that it is true of already', () =>
    watched(async (talk) => {
      await set(talk, 'if a deal is over $100,000 and in Contract, alert me');
      await run(talk);
      expect(await told(talk)).toEqual(['D-umbrella to dm:U_ADA']);
    }));

  test('of a field tells of what happens to it after the rule was set, once, with what it was and is', () =>
    watched(async (talk) => {
      await change(talk, 'D-globex', { amount: 170_000 });
      talk.clock.move('2026-03-20T11:00:00Z');
      await set(talk, 'if the amount of a deal in Negotiation drops by more than 10%, alert me');
      await run(talk);
      expect(await told(talk)).toEqual([]);
      talk.clock.move('2026-03-20T12:00:00Z');
      await change(talk, 'D-globex', { amount: 160_000 });
      await run(talk);
      talk.clock.move('2026-03-20T13:00:00Z');
      await change(talk, 'D-globex', { amount: 120_000 });
      await change(talk, 'D-umbrella', { amount: 1_000 });
      await run(talk);
      await run(talk);
      expect(await told(talk)).toEqual(['D-globex to dm:U_ADA']);
      expect(
        (await talk.db('findings').whereRaw("evidence->'told' is not null").pluck('evidence'))[0],
      ).toMatchObject({
        fact: 'Rule 1: the amount of Globex Renewal went from $160,000 to $120,000',
      });
      // What was not in Negotiation when it happened is not told when it comes there.
      talk.clock.move('2026-03-21T10:00:00Z');
      await change(talk, 'D-umbrella', { stage: 'Negotiation' });
      await run(talk);
      expect(await told(talk)).toEqual(['D-globex to dm:U_ADA']);
    }));

  test.each([
    ['if the close date slips by 30 days or more, alert me', { close_date: '2026-05-30' }],
    ['if the close date moves in, alert me', { close_date: '2026-03-21' }],
    ['if the owner changes, alert me', { owner: cast.tom }],
    ['when a deal goes back a stage, alert me', { stage: 'Discovery' }],
    ['if the amount rises by more than $10,000, alert me', { amount: 300_000 }],
  ] as const)('%s', (text, to) =>
    watched(async (talk) => {
      await set(talk, text);
      await run(talk);
      talk.clock.move('2026-03-21T10:00:00Z');
      await change(talk, 'D-globex', to);
      await run(talk);
      expect(await told(talk)).toEqual(['D-globex to dm:U_ADA']);
    }),
  );

  test('tells of both where either may be true', () =>
    watched(async (talk) => {
      await set(talk, 'if a deal is over $200,000 or for Globex, alert me');
      await run(talk);
      expect(await told(talk)).toEqual(['D-globex to dm:U_ADA', 'D-umbrella to dm:U_ADA']);
    }));

  test('tells a channel once for each deal that whoever set it sees', () =>
    watched(async (talk) => {
      await set(talk, 'if a deal is over $100,000, tell #big-deals', cast.mara);
      await run(talk);
      await run(talk);
      expect(await told(talk)).toEqual(['D-globex to #big-deals']);
    }));

  test('is not told anew by a deal that moves on while it stays true', () =>
    watched(async (talk) => {
      await set(talk, 'if a deal is over $100,000, alert me');
      await run(talk);
      const before = await told(talk);
      talk.clock.move('2026-03-21T10:00:00Z');
      await change(talk, 'D-globex', { stage: 'Contract' });
      await run(talk);
      expect(await told(talk)).toEqual(before);
    }));

  test('of something that happens tells of what happens after it was set', () =>
    watched(async (talk) => {
      await set(talk, 'if a deal moves to Contract, tell the owner');
      await run(talk);
      expect(await told(talk)).toEqual([]);
      talk.clock.move('2026-03-21T10:00:00Z');
      await change(talk, 'D-globex', { stage: 'Contract' });
      await run(talk);
      expect(await told(talk)).toEqual(['D-globex to dm:U_PRIYA']);
    }));

  test('tells nobody of a deal that they do not see', () =>
    watched(async (talk) => {
      await set(talk, 'if a deal is over $100,000, tell Tom');
      await run(talk);
      expect(await told(talk)).toEqual(['D-globex to dm:U_TOM']);
    }));

  test('tells whoever set it only of what they see, and no longer once they have left', () =>
    watched(async (talk) => {
      await set(talk, 'if a deal is over $100,000, alert me', cast.mara);
      await set(talk, 'if a deal is over $200,000, alert me', cast.nora);
      await talk.db('people').where({ id: cast.nora }).update({ active: false });
      await run(talk);
      expect(await told(talk)).toEqual(['D-globex to dm:U_MARA']);
    }));

  test('tells nobody else of what whoever set it does not see any more', () =>
    watched(async (talk) => {
      await set(talk, 'if a deal is over $100,000, tell Oskar', cast.mara);
      await talk.db('people').where({ id: cast.mara }).update({ territory_id: 'T-amer' });
      await run(talk);
      expect(await told(talk)).toEqual([]);
    }));

  test('waits while the customer is paused', () =>
    watched(async (talk) => {
      await set(talk, 'if a deal is over $100,000 and in Contract, alert me');
      const umbrella = { scope: 'customer', subjectId: 'A-umbrella', by } as const;
      await pause(useOf(talk), umbrella);
      await run(talk);
      expect(await told(talk)).toEqual([]);
      await resume(useOf(talk), umbrella);
      await run(talk);
      expect(await told(talk)).toEqual(['D-umbrella to dm:U_ADA']);
    }));

  test('tells nobody in shadow, and is counted', () =>
    watched(async (talk) => {
      await set(talk, 'if a deal is over $100,000 and in Contract, alert me, in shadow first');
      await run(talk);
      expect(await told(talk)).toEqual([]);
      expect(is(await talk.ask('show rules'), 'text').lines[0]).toContain(
        'In shadow since 20 Mar 2026. 1 time in',
      );
    }));

  test('says on its message when it is true no longer, also because it was deleted', () =>
    watched(async (talk) => {
      await set(talk, 'if a deal is over $100,000, alert me');
      await run(talk);
      talk.clock.move('2026-03-21T10:00:00Z');
      await change(talk, 'D-globex', { amount: 90_000 });
      await run(talk);
      const headlines = async () =>
        (await talk.db('findings').where('trigger', 'rule:1').orderBy('subject_id').select('evidence')).map(
          ({ evidence }) => evidence.told.headline,
        );
      expect(await headlines()).toEqual([
        'Rule 1 is true of Globex Renewal no longer',
        'Rule 1 is true of Umbrella Core',
      ]);
      await set(talk, 'delete rule 1');
      talk.clock.move('2026-03-21T11:00:00Z');
      await run(talk);
      expect(await headlines()).toEqual([
        'Rule 1 is true of Globex Renewal no longer',
        'Rule 1 is true of Umbrella Core; the rule holds no longer',
      ]);
      expect(await talk.db('due').where('trigger', 'rule:1')).toEqual([]);
    }));

  test('that is switched on again tells of nothing that is so already, and of what comes then', () =>
    watched(async (talk) => {
      await set(talk, 'if a deal is over $100,000, alert me');
      await set(talk, 'switch off rule 1');
      await run(talk);
      await set(talk, 'switch on rule 1');
      await run(talk);
      expect(await told(talk)).toEqual([]);
      talk.clock.move('2026-03-21T10:00:00Z');
      await change(talk, 'D-acme', { amount: 140_000 });
      await run(talk);
      expect(await told(talk)).toEqual(['D-acme to dm:U_ADA']);
    }));

  test('of a named period is looked at anew each day', () =>
    watched(async (talk) => {
      await set(talk, 'if a deal over $100,000 is past its close date, alert me');
      await run(talk);
      expect(await told(talk)).toEqual([]);
      // Umbrella Core closes on 27 March.
      talk.clock.move('2026-03-28T08:00:00Z');
      await run(talk);
      expect(await told(talk)).toEqual(['D-umbrella to dm:U_ADA']);
    }));

  test('flags a deal to its manager', () =>
    watched(async (talk) => {
      await set(talk, 'flag deals over $100,000 in Negotiation');
      await run(talk);
      expect(await told(talk)).toEqual(['D-globex to dm:U_MARA']);
    }));
});

describe('a rule over agents', () => {
  test('that skips warnings posts no card, says why in the record, and gives them back when it is deleted', () =>
    watched(async (talk) => {
      await set(talk, 'if the account is tagged as Strategic, skip the standard stale deal warnings');
      await run(talk);
      expect(await askedAbout(talk)).toEqual(['D-hooli', 'D-initech']);
      const skipped = await talk.db('proposals').where({ subject_id: 'D-acme' }).first();
      expect(skipped.verdict).toMatchObject({
        say: 'refuse',
        because: expect.arrayContaining([
          {
            sentence: 'Rule 1: open deals tagged strategic: the stale warnings are skipped.',
            restsOn: { kind: 'rule', name: '1', version: 1 },
            decides: true,
          },
        ]),
      });
      expect(is(await talk.ask('show rules'), 'text').lines[0]).toContain('1 time in the last 30 days.');
      await set(talk, 'delete rule 1');
      await talk.db('exceptions').update({ closed_at: talk.clock.now(), closed_as: 'withdrawn' });
      await run(talk);
      expect(await askedAbout(talk)).toContain('D-acme');
    }));

  test('skips only the warnings that it names', () =>
    watched(async (talk) => {
      await setSetting(useOf(talk), { name: 'close_date_grace_days', value: 1, by });
      await set(talk, 'skip stale warnings for deals tagged strategic');
      await run(talk);
      expect(await askedAbout(talk)).toContain('D-acme');
      const proposal = await talk.db('proposals').where({ subject_id: 'D-acme' }).first();
      expect(proposal.trigger).toBe('close_date_past');
      const stale = await talk
        .db('findings')
        .where({ subject_id: 'D-acme', trigger: 'stale_in_stage' })
        .first();
      expect(stale).toMatchObject({ under: null, taken_up_at: expect.any(Date) });
    }));

  test('that blocks keeps agents off, and holds for nobody else’s deals', () =>
    watched(async (talk) => {
      await set(talk, "don't let agents change deals over $1,000", cast.mara);
      await run(talk);
      expect(await askedAbout(talk)).toEqual(['D-hooli']);
    }));

  test('that asks for an approver is asked by the card, whatever the mode', () =>
    watched(async (talk) => {
      await inAuto(talk.db);
      await setSetting(useOf(talk), { name: 'confidence_floor', value: 0, by });
      await setSetting(useOf(talk), { name: 'alone_within_days', value: 365, by });
      await set(talk, 'ask an approver before any change to deals over $40,000');
      await run(talk);
      expect(await askedAbout(talk)).toEqual(['D-acme', 'D-hooli']);
      expect(await talk.db('exceptions').pluck('asks')).toEqual([['approver'], ['approver']]);
      const why = await whyOf(talk.db, { kind: 'exception', id: '1' });
      expect(why.lines.find(({ label }) => label === 'Decided')?.text).toContain(
        'Rule 1: open deals over $40,000: an approver is asked before any change (rule 1, v1).',
      );
    }));

  test('is looked at again when a change is applied', () =>
    watched(async (talk) => {
      await run(talk);
      const { id, hash } = await talk
        .db('exceptions as e')
        .join('proposals as p', 'p.id', 'e.proposal_id')
        .where('p.subject_id', 'D-acme')
        .first('e.id', 'p.hash');
      const mara = await personById(talk.db, cast.mara);
      expect(
        await decide(useOf(talk), { exceptionId: id, say: 'approve', by: mara, shownHash: hash }),
      ).toMatchObject({ say: 'decided' });
      await set(talk, "don't let agents change deals over $40,000");
      const [changeId] = await talk.db('changes').pluck('id');
      const log = createLog({ logLevel: 'silent' });
      const on = {
        db: talk.db,
        now: talk.clock,
        log,
        crm: builtinCrm({ db: talk.db, now: talk.clock }),
        writer: builtinWriter({ db: talk.db, now: talk.clock }),
      };
      expect(await applyChange(on, { changeId })).toBe('refused');
      expect(await talk.db('deals').where({ id: 'D-acme' }).first('close_date')).toEqual({
        close_date: '2026-03-10',
      });
    }));

  test('costs one statement, whatever number of deals there is', () =>
    watched(async (talk) => {
      await set(talk, "don't touch deals over $1m");
      const seen: string[] = [];
      talk.db.on('query', ({ sql }: { sql: string }) => void seen.push(sql));
      await run(talk);
      expect(seen.filter((sql) => /array_remove/.test(sql))).toHaveLength(1);
    }));
});
