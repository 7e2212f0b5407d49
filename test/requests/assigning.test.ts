import { describe, expect, test } from 'vitest';
import { applyChange } from '../../src/changes/apply.ts';
import { builtinCrm } from '../../src/crm/builtin.ts';
import { builtinWriter } from '../../src/crm/write.ts';
import { claimLead } from '../../src/exceptions/claims.ts';
import { contactLead } from '../../src/exceptions/contact.ts';
import { silentLog } from '../../src/log.ts';
import { personById } from '../../src/people/people.ts';
import { replyJson } from '../../src/requests/json.ts';
import { cast } from '../support/company.ts';
import { company, is, type Talk } from './talk.ts';

const wanted = (talk: Talk) =>
  talk.db('changes').orderBy('subject_id').select('subject_kind', 'subject_id', 'fields', 'by_id', 'state');

/** As the worker does it: what was wanted is in the CRM. */
async function applied(talk: Talk): Promise<void> {
  const rows: { id: number; subject_kind: string; subject_id: string; fields: { after: string | null }[] }[] =
    await talk.db('changes').where({ state: 'pending' });
  for (const row of rows) {
    await talk
      .db(row.subject_kind === 'deal' ? 'deals' : 'leads')
      .where({ id: row.subject_id })
      .update({ owner_id: row.fields[0]?.after ?? null });
    await talk.db('changes').where({ id: row.id }).update({ state: 'applied', applied_at: talk.clock.now() });
  }
}

describe('assigning a deal', () => {
  test('by name: who has it, who gets it; a change like any other, and undone like one', () =>
    company(async (talk) => {
      const asked = is(await talk.ask('assign Acme Platform to Tom', cast.mara), 'confirm');
      expect(asked).toMatchObject({
        headline: 'Assign Acme Platform to Tom Reyes.',
        consequence: 'Now with Priya Nair. In Negotiation, $42,000.',
        wayBack: 'Way back: "undo", for 30 days.',
        verb: 'Assign to Tom',
      });
      expect(replyJson(asked)).toMatchObject({
        intent: 'assign',
        slots: { value: 'Acme Platform', owner: ['Tom Reyes'] },
      });
      expect(await wanted(talk)).toEqual([]);
      expect(is(await talk.press(asked, 'yes', cast.mara), 'done').sentence).toMatch(
        /^Mara assigned Acme Platform to Tom Reyes\./,
      );
      expect(await wanted(talk)).toEqual([
        {
          subject_kind: 'deal',
          subject_id: 'D-acme',
          fields: [{ field: 'owner', before: cast.priya, after: cast.tom }],
          by_id: cast.mara,
          state: 'pending',
        },
      ]);
      await talk.press(asked, 'yes', cast.mara);
      expect(await wanted(talk)).toHaveLength(1);
      await applied(talk);
      const back = is(await talk.ask('undo', cast.mara), 'confirm');
      expect(back.headline).toBe(
        'Undo the last change of Acme Platform: owner from Tom Reyes back to Priya Nair.',
      );
    }));

  test('by id, and in other words', () =>
    company(async (talk) => {
      for (const text of [
        'assign D-acme to Tom',
        'give Tom the Acme Platform deal',
        'make Tom the owner of Acme Platform',
        'change the owner of Acme Platform to Tom Reyes',
        'please reassign deal Acme Platform to tom',
      ])
        expect(is(await talk.ask(text, cast.mara), 'confirm').headline, text).toBe(
          'Assign Acme Platform to Tom Reyes.',
        );
    }));

  test('of two that it could be it asks which, and goes on with the one that is chosen', () =>
    company(async (talk) => {
      const asked = is(await talk.ask('assign the Initech deal to Priya', cast.mara, 't1'), 'clarify');
      expect(asked.options.map(({ label }) => label)).toEqual(['Initech Expansion', 'Initech Pilot']);
      expect(is(await talk.ask('2', cast.mara, 't1'), 'confirm').headline).toBe(
        'Assign Initech Pilot to Priya Nair.',
      );
    }));

  test('to nobody it asks to whom; the name alone makes it whole', () =>
    company(async (talk) => {
      expect(is(await talk.ask('assign D-acme', cast.mara, 't1'), 'clarify').question).toBe('To whom?');
      expect(is(await talk.ask('Tom', cast.mara, 't1'), 'confirm').headline).toBe(
        'Assign Acme Platform to Tom Reyes.',
      );
      expect(is(await talk.ask('assign D-acme to Bob', cast.mara), 'clarify').question).toMatch(
        /^Nobody called "Bob" works here/,
      );
    }));

  test('a reason behind the name is kept; any other word stops it', () =>
    company(async (talk) => {
      const asked = is(await talk.ask("assign D-acme to Tom, he's new", cast.mara), 'confirm');
      expect(asked.consequence).toMatch(/Reason: he's new\.$/);
      await talk.press(asked, 'yes', cast.mara);
      expect(await talk.db('audit').where({ action: 'deals.assigned' }).first()).toMatchObject({
        because: "he's new",
      });
      expect((await talk.ask('assign D-globex to Tom and close it', cast.mara)).kind).not.toBe('confirm');
    }));

  test('what is beyond the scope is as if it were not there', () =>
    company(async (talk) => {
      expect(is(await talk.ask('assign Hooli Rollout to Tom', cast.mara), 'text').sentence).toMatch(
        /^No deal or lead named "Hooli Rollout" is found/,
      );
      is(await talk.ask("assign Dan's deals to Tom", cast.mara), 'refused');
    }));

  test('a rep gives away own deals only', () =>
    company(async (talk) => {
      is(await talk.ask('assign Acme Platform to Tom', cast.priya), 'confirm');
      expect(is(await talk.ask('assign Initech Pilot to Priya', cast.priya), 'refused').because).toMatch(
        /^Assigning Initech Pilot is not possible for you: it needs a manager of EMEA/,
      );
    }));

  test('a deal that changed hands meanwhile is not assigned by an old yes', () =>
    company(async (talk) => {
      const asked = await talk.ask('assign Acme Platform to Tom', cast.ada);
      await talk.db('deals').where({ id: 'D-acme' }).update({ owner_id: cast.dan });
      expect(is(await talk.press(asked, 'yes', cast.ada), 'done').how).toBe('changed');
      expect(await wanted(talk)).toEqual([]);
    }));
});

describe('assigning a list of deals', () => {
  test('says how many, how much, whose and a sample; each is a change of its own', () =>
    company(async (talk) => {
      const asked = is(await talk.ask("reassign all of Tom's deals to Priya", cast.mara), 'confirm');
      expect(asked).toMatchObject({
        headline: 'Assign 2 deals to Priya Nair: open deals of Tom Reyes.',
        consequence: '$18,500 in total. Now with Tom Reyes: Initech Expansion and Initech Pilot.',
        count: 2,
        verb: 'Assign 2 deals',
        wayBack: 'Way back: "undo" takes all of it back, for 30 days.',
      });
      expect(replyJson(asked).slots).toEqual({ from_owner: ['Tom Reyes'], owner: ['Priya Nair'] });
      const done = is(await talk.press(asked, 'yes', cast.mara), 'done');
      expect(done.next[0]?.request).toBe('undo batch 1');
      expect(await wanted(talk)).toHaveLength(2);
      await applied(talk);
      const back = is(await talk.press(done, 'next:0', cast.mara), 'confirm');
      expect(back).toMatchObject({ headline: 'Undo batch 1 (assign 2 deals to Priya Nair).', count: 2 });
      await talk.press(back, 'yes', cast.mara);
      expect(await talk.db('changes').whereNotNull('undoes')).toHaveLength(2);
    }));

  test('limits are read as in a question, and words that are not read stop it', () =>
    company(async (talk) => {
      expect(
        is(await talk.ask("move Dan's open deals in negotiation to Nora", cast.nora), 'confirm').headline,
      ).toBe('Assign 1 deal to Nora Quinn: open deals of Dan Cole in Negotiation.');
      expect((await talk.ask("assign Dan's hot deals to Nora", cast.nora)).kind).toBe('not understood');
    }));

  test('"them" are the deals of the last answer here', () =>
    company(async (talk) => {
      await talk.ask("Tom's deals in discovery", cast.mara, 't1');
      expect(is(await talk.ask('assign them to Priya', cast.mara, 't1'), 'confirm').headline).toBe(
        'Assign 1 deal to Priya Nair: open deals of Tom Reyes in Discovery.',
      );
      expect(is(await talk.ask('assign them to Priya', cast.mara, 't2'), 'clarify').question).toMatch(
        /^Which deals are meant/,
      );
      expect((await talk.ask('assign them to Priya', cast.ada, 't1')).kind).toBe('clarify');
    }));

  test('"them" after the top of a list are these alone, and 10, 11, 25 and 26 of them go as many at once go', () =>
    company(async (talk) => {
      const at = '2026-01-05T10:00:00Z';
      await talk.db.raw(
        `insert into deals (id, source, source_id, name, owner_id, territory_id, stage_id, status, amount, currency, created_on)
         select 'D-many-' || n, 'test', 'many-' || n, 'Many ' || n, ?, territory_id, stage_id, 'open', 1000 + n, currency, ?
         from deals cross join generate_series(1, 30) n where id = 'D-acme'`,
        [cast.tom, at.slice(0, 10)],
      );
      const asked = async (many: number) => {
        const thread = `top ${many}`;
        await talk.ask(`top ${many} open deals of Tom under $1,031`, cast.mara, thread);
        return is(await talk.ask('assign them to Priya', cast.mara, thread), 'confirm');
      };
      const few = /10 go first; the other/;
      const second = /^.*More than 25 at once: .* approves it, too/;
      for (const [many, fewFirst, signed] of [
        [10, false, false],
        [11, true, false],
        [25, true, false],
        [26, true, true],
      ] as const) {
        const { headline, consequence, count } = await asked(many);
        expect(count, headline).toBe(many);
        expect(consequence).toContain('Many 30, Many 29, Many 28');
        expect(few.test(consequence), consequence).toBe(fewFirst);
        expect(second.test(consequence), consequence).toBe(signed);
      }
      await talk.ask('yes', cast.mara, 'top 11');
      const wishes = await wanted(talk);
      expect(wishes).toHaveLength(11);
      expect(wishes.map(({ subject_id }) => subject_id)).not.toContain('D-many-19');
    }));

  test('where two have to sign, nobody is named who could not do it alone', () =>
    company(async (talk) => {
      await talk.press(await talk.ask('deals over $200k need finance', cast.ana), 'yes', cast.ana);
      await talk.db('deals').where({ id: 'D-acme' }).update({ amount: 150_000, owner_id: cast.tom });
      await talk.db('deals').where({ id: 'D-initech' }).update({ amount: 250_000, owner_id: cast.tom });
      const { consequence } = is(await talk.ask("assign Tom's open deals to Priya", cast.mara), 'confirm');
      expect(consequence).toContain(
        '1 deal stays: it needs an approver (amount above the limit). Ana Ruiz can.',
      );
      expect(consequence).toMatch(
        /1 deal stays: it needs an approver and finance, which one person alone is not \(amount above the limit\)\.(?! Ana)/,
      );
    }));

  test('more at once than the limit needs a second approval, names who may give it, and changes nothing before', () =>
    company(async (talk) => {
      await talk.press(await talk.ask('set the bulk limit to 1', cast.ana), 'yes', cast.ana);
      const asked = is(await talk.ask("assign Tom's deals to Priya", cast.mara), 'confirm');
      expect(asked.consequence).toContain(
        'More than 1 at once: Ada Moss or Ana Ruiz approves it, too, before anything is changed.',
      );
      expect(is(await talk.press(asked, 'yes', cast.mara), 'done').sentence).toBe(
        'Mara asked to assign 2 deals to Priya Nair. It waits for a second approval; nothing is changed before.',
      );
      expect(await talk.db('outbox').where({ topic: 'apply' })).toEqual([]);
      expect(
        await talk.db('batches').whereNotNull('asks_until').whereNull('signed_at').select('by_id', 'total'),
      ).toEqual([{ by_id: cast.mara, total: 2 }]);
      await talk
        .db('people')
        .whereIn('id', [cast.ada, cast.ana])
        .update({ roles: ['manager'] });
      expect(is(await talk.ask("assign Tom's deals to Priya", cast.mara), 'refused').because).toBe(
        '2 deals at once need a second approval (limit 1), and nobody but you could give it. You can narrow it, for example to one stage.',
      );
    }));

  test('if other deals are in the list at the yes, nothing is done', () =>
    company(async (talk) => {
      const asked = await talk.ask("assign Tom's deals to Priya", cast.mara);
      await talk.db('deals').where({ id: 'D-initech-2' }).update({ owner_id: cast.priya });
      await talk.db('deals').where({ id: 'D-globex' }).update({ owner_id: cast.tom });
      expect(is(await talk.press(asked, 'yes', cast.mara), 'done').how).toBe('changed');
      expect(await wanted(talk)).toEqual([]);
    }));
});

describe('above the limit on amounts', () => {
  test('a manager is told who can, and nothing waits for a yes; an approver goes on', () =>
    company(async (talk) => {
      await talk.db('deals').where({ id: 'D-acme' }).update({ amount: 217_900 });
      expect(is(await talk.ask('assign Acme Platform to Tom', cast.mara), 'refused').because).toBe(
        'Assigning Acme Platform is not possible for you. Needs an approver: deal of $217,900 (limit $100,000). Ana Ruiz can. Nothing was changed.',
      );
      const asked = is(await talk.ask('assign Acme Platform to Tom', cast.ana), 'confirm');
      await talk.press(asked, 'yes', cast.ana);
      expect(await wanted(talk)).toHaveLength(1);
    }));

  test('of a list those within it go, the others stay and it is said why', () =>
    company(async (talk) => {
      await talk
        .db('deals')
        .where({ id: 'D-initech-2' })
        .update({ amount: 5_000, owner_id: cast.tom, status: 'open' });
      await talk.db('deals').where({ id: 'D-acme' }).update({ amount: 217_900, owner_id: cast.tom });
      const asked = is(await talk.ask("assign Tom's open deals to Priya", cast.mara), 'confirm');
      expect(asked.consequence).toContain(
        '1 deal stays: it needs an approver (amount above the limit). Ana Ruiz can.',
      );
      await talk.press(asked, 'yes', cast.mara);
      expect((await wanted(talk)).map((row: { subject_id: string }) => row.subject_id)).not.toContain(
        'D-acme',
      );
    }));

  test('an amount that rose after the yes stops the change where it is carried out', () =>
    company(async (talk) => {
      await talk.press(await talk.ask('assign Acme Platform to Tom', cast.mara), 'yes', cast.mara);
      await talk.db('deals').where({ id: 'D-acme' }).update({ amount: 217_900 });
      const use = { db: talk.db, now: talk.clock, zone: 'UTC', log: silentLog() };
      const [row] = await talk.db('changes').select('id');
      await applyChange({ ...use, crm: builtinCrm(use), writer: builtinWriter(use) }, { changeId: row.id });
      expect(await talk.db('changes').first('state')).not.toMatchObject({ state: 'applied' });
      expect(await talk.db('deals').where({ id: 'D-acme' }).first('owner_id')).toEqual({
        owner_id: cast.priya,
      });
    }));
});

describe('leads', () => {
  test('are claimed in words after a yes; the first wins', () =>
    company(async (talk) => {
      const asked = is(await talk.ask('claim lead L-1', cast.priya), 'confirm');
      expect(asked).toMatchObject({
        headline: 'Claim the lead Jo Park, Park & Co.',
        consequence: 'You become its owner, in EMEA. The first claim wins.',
      });
      expect(replyJson(asked)).toMatchObject({ intent: 'claim_lead', slots: { value: 'L-1' } });
      const other = is(await talk.ask("I'll take the Park lead", cast.tom), 'confirm');
      expect(is(await talk.press(asked, 'yes', cast.priya), 'done').sentence).toBe(
        'Priya claimed the lead Jo Park, Park & Co.',
      );
      expect(is(await talk.press(other, 'yes', cast.tom), 'done').sentence).toMatch(
        /Priya Nair has .* already/,
      );
      expect(await talk.db('lead_claims')).toMatchObject([{ lead_id: 'L-1', by_id: cast.priya }]);
    }));

  test('one that lies elsewhere is as if it were not there; "claim a lead" shows those that are free', () =>
    company(async (talk) => {
      expect(is(await talk.ask('claim L-3', cast.priya), 'text').sentence).toMatch(/^No lead named "L-3"/);
      const free = is(await talk.ask('claim a lead', cast.priya), 'text');
      expect(free.next.map(({ request }) => request)).toEqual(['claim lead L-1', 'claim lead L-2']);
    }));

  test('are given to somebody by the manager, and undoing it lets others claim it again', () =>
    company(async (talk) => {
      expect(is(await talk.ask('assign lead L-2 to Tom', cast.priya), 'refused').because).toMatch(
        /needs a manager of EMEA/,
      );
      const asked = is(await talk.ask('give Tom the Lee Labs lead', cast.mara), 'confirm');
      expect(asked.headline).toBe('Give the lead Kim Lee, Lee Labs to Tom Reyes.');
      await talk.press(asked, 'yes', cast.mara);
      expect(is(await talk.ask('claim L-2', cast.priya), 'text').sentence).toMatch(/^Tom Reyes has/);
      await applied(talk);
      await talk.press(await talk.ask('undo', cast.mara), 'yes', cast.mara);
      expect(await talk.db('lead_claims')).toEqual([]);
    }));

  test('a first contact is undone in words by who has made it, and can be made again then', () =>
    company(async (talk) => {
      const use = { db: talk.db, now: talk.clock, zone: 'Europe/Berlin' };
      const priya = await personById(talk.db, cast.priya);
      if (!priya) throw new Error('No Priya');
      await claimLead(use, { leadId: 'L-1', by: priya });
      await applied(talk);
      const contacted = await contactLead(use, { leadId: 'L-1', by: priya });
      if (contacted.say !== 'contacted') throw new Error(contacted.say);
      const [crm, writer] = [builtinCrm(use), builtinWriter(use)];
      await applyChange({ ...use, crm, writer, log: silentLog() }, { changeId: contacted.changeId ?? 0 });
      expect((await talk.db('leads').where({ id: 'L-1' }).first('first_touch_on')).first_touch_on).toBe(
        '2026-03-20',
      );
      const asked = is(await talk.ask('undo', cast.priya), 'confirm');
      expect(`${asked.headline} ${asked.consequence}`).toMatch(
        /of Jo Park: first touch from 20 Mar 2026 back to empty/,
      );
      await talk.press(asked, 'yes', cast.priya);
      expect(await talk.db('first_contacts')).toEqual([]);
      expect(await contactLead(use, { leadId: 'L-1', by: priya })).toMatchObject({ say: 'contacted' });
    }));

  test('a manager is told what is passed over by giving a lead to somebody elsewhere', () =>
    company(async (talk) => {
      const asked = is(await talk.ask('give lead L-1 to Dan', cast.mara), 'confirm');
      expect(asked.consequence).toContain('Dan Cole works outside of EMEA.');
    }));

  test('"assign it to me" claims it', () =>
    company(async (talk) => {
      const asked = is(await talk.ask('assign lead L-1 to me', cast.priya), 'confirm');
      expect(asked.headline).toBe('Claim the lead Jo Park, Park & Co.');
      await talk.press(asked, 'yes', cast.priya);
      expect(await talk.db('lead_claims')).toMatchObject([{ by_id: cast.priya }]);
    }));
});

describe('an assignment that is narrowed in its thread', () => {
  test('to nothing leaves nothing for a yes, and the next words change the narrowed one', () =>
    company(async (talk) => {
      const ask = (text: string) => talk.ask(text, cast.mara, 't9');
      is(await ask("reassign Tom's deals to Priya"), 'confirm');
      is(await ask('only under 1k'), 'text');
      expect((await ask('yes')).kind).not.toBe('done');
      expect(await wanted(talk)).toEqual([]);
    }));
});
