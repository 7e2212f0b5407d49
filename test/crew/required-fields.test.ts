import { expect, test } from 'vitest';
import { applyChange } from '../../src/changes/apply.ts';
import { undo } from '../../src/changes/undo.ts';
import { stoppedAt } from '../../src/clock.ts';
import { ensureAgents } from '../../src/crew/crew.ts';

import { runAgent } from '../../src/crew/run.ts';
import { builtinCrm } from '../../src/crm/builtin.ts';
import { keepVersions } from '../../src/crm/mirror.ts';
import { builtinWriter } from '../../src/crm/write.ts';
import type { Db } from '../../src/db/pool.ts';
import { expireDue, remindDue } from '../../src/exceptions/clock-work.ts';
import { decide } from '../../src/exceptions/decide.ts';
import { exceptionView } from '../../src/exceptions/view.ts';
import { createLog } from '../../src/log.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { cast, now as friday, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';
import { somebody } from '../support/exception.ts';
import { inAuto } from '../support/modes.ts';

const by = { kind: 'person', id: cast.mara } as const;
const DAY_MS = 86_400_000;
const required = 'amount,close_date,next_step';

/** Negotiation requires three fields; of the deals there only D-globex has one empty. Other limits are out of reach. */
async function company(db: Db, days = 0) {
  await seedCast(db);
  await ensureAgents({ db, local: true });
  const use = at(db, days);
  const limits = {
    deals_channel: 'CDEALS',
    stale_days: 365,
    inactivity_days: 365,
    close_date_grace_days: 365,
    push_limit: 100,
    cards_first_run: 10,
  };
  for (const [name, value] of Object.entries(limits)) await setSetting(use, { name, value, by });
  await setSetting(use, { name: 'required_fields', stage: 'Negotiation', value: required, by });
  await db('deals')
    .whereIn('id', ['D-acme', 'D-hooli', 'D-initech-2', 'D-won'])
    .update({ next_step: 'Send the contract' });
  return use;
}
const at = (db: Db, days: number) => ({
  db,
  now: stoppedAt(new Date(friday.getTime() + days * DAY_MS)),
  zone: 'UTC',
});
type Use = ReturnType<typeof at>;
const run = (use: Use, more: object = {}) =>
  runAgent(use, { agent: 'pipeline', by, wokenBy: 'schedule', ...more });
const found = (db: Db) =>
  db('findings')
    .where({ trigger: 'required_fields_missing' })
    .whereNull('gone_at')
    .orderBy('subject_id')
    .pluck('subject_id');
const touch = (db: Db, id: string, set: object) =>
  db.transaction(async (trx) => {
    await trx('deals')
      .where({ id })
      .update({ ...set, version: trx.raw('version + 1') });
    await keepVersions(trx, { ids: [id], at: friday });
  });
const onlyCard = async (use: Use) => {
  const [id] = await use.db('exceptions').orderBy('id', 'desc').limit(1).pluck('id');
  const view = await exceptionView(use, id);
  if (!view) throw new Error('There is no card.');
  return view;
};
const fillIn = async (use: Use, fields: Record<string, unknown>, who: string = cast.priya) => {
  const { id, hash } = await onlyCard(use);
  return decide(use, {
    exceptionId: id,
    say: 'edit',
    by: await somebody(use.db, who),
    shownHash: hash,
    fields,
  });
};
const apply = (use: Use, changeId: number) =>
  applyChange(
    { ...use, crm: builtinCrm(use), writer: builtinWriter(use), log: createLog({ logLevel: 'silent' }) },
    { changeId },
  );
const deal = (db: Db, id = 'D-globex') => db('deals').where({ id }).first();

test('an open deal in a stage whose required field is empty is found, and nothing beside it', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await run(use);
    expect(await found(db)).toEqual(['D-globex']);
  }));

test('what only the next stage requires is not asked for yet', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await touch(db, 'D-globex', { stage_id: 'S-proposal' });
    await run(use);
    expect(await found(db)).toEqual([]);
    await touch(db, 'D-globex', { stage_id: 'S-negotiation' });
    await run(use);
    expect(await found(db)).toEqual(['D-globex']);
  }));

test('an empty text is as empty as a missing one, and a closed deal needs nothing', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await touch(db, 'D-acme', { next_step: '' });
    await touch(db, 'D-globex', { stage_id: 'S-won', status: 'won' });
    await setSetting(use, { name: 'required_fields', stage: 'Won', value: required, by });
    await run(use);
    expect(await found(db)).toEqual(['D-acme']);
  }));

test('no stage requires anything until somebody says so', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await setSetting(use, { name: 'required_fields', stage: 'Negotiation', value: '', by });
    await run(use);
    expect(await found(db)).toEqual([]);
  }));

test('the rep is asked in their own messages for exactly what is empty', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await touch(db, 'D-globex', { close_date: null });
    await run(use);
    expect(await db('exceptions').first()).toMatchObject({
      waits_for: cast.priya,
      channel: 'dm:U_PRIYA',
      asks: ['manager'],
    });
    expect(await onlyCard(use)).toMatchObject({
      deal: { name: 'Globex Renewal' },
      trigger: 'required_fields_missing',
      finding: 'Close date and next step are missing (required in Negotiation)',
      wants: {
        kind: 'form',
        to: 'Priya Nair',
        fields: [
          { field: 'close_date', type: 'day' },
          { field: 'next_step', type: 'text' },
        ],
      },
      confidence: { cases: 0 },
      // A form of a large deal is a question to its rep: no approver is asked.
      needs: null,
      byItself: 'to be filled in',
      state: { is: 'open' },
    });
  }));

test('what else is true of the deal stands on the same card', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await setSetting(use, { name: 'stale_days', value: 14, by });
    await run(use);
    const cards = await db('exceptions as e').join('proposals as p', 'p.id', 'e.proposal_id');
    expect(cards.filter((card) => card.subject_id === 'D-globex')).toHaveLength(1);
    const [form] = cards.filter((card) => card.kind === 'form');
    expect(
      await exceptionView(use, (await db('exceptions').where({ proposal_id: form.proposal_id }).first()).id),
    ).toMatchObject({
      evidence: expect.arrayContaining(['in Negotiation for 15 days (limit 14)']),
    });
  }));

test('an agent that acts alone asks all the same: nobody else knows what is missing', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await inAuto(db);
    await run(use);
    expect(await db('exceptions').select('channel')).toEqual([{ channel: 'dm:U_PRIYA' }]);
    expect(await db('changes').select()).toEqual([]);
  }));

test('what is filled in is written once, in the name of whoever filled it in, and can be undone', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await run(use);
    const decided = await fillIn(use, { next_step: ' Call on security review ' });
    if (decided.say !== 'decided' || decided.changeId === null) throw new Error(decided.say);
    expect(await fillIn(use, { next_step: 'Another' })).toMatchObject({ say: 'late', mine: true });
    expect(await apply(use, decided.changeId)).toBe('applied');
    expect(await deal(db)).toMatchObject({
      next_step: 'Call on security review',
      changed_by: `person:${cast.priya}`,
    });
    expect((await onlyCard(use)).state).toMatchObject({
      is: 'settled',
      sentence: 'Priya set the next step of Globex Renewal to "Call on security review".',
      undo: { changeId: decided.changeId },
    });
    await run(use);
    expect(await found(db)).toEqual([]);
    expect(await db('decision_outcomes').select('came_to')).toEqual([{ came_to: 'accepted' }]);
    const back = await undo(use, { changeId: decided.changeId, by: await somebody(db, cast.priya) });
    if (back.say !== 'requested') throw new Error(back.say);
    expect(await apply(use, back.changeId)).toBe('applied');
    expect((await deal(db)).next_step).toBeNull();
  }));

test('every field that is asked for is to be filled in, with what is wrong beside it', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await touch(db, 'D-globex', { close_date: null });
    await run(use);
    expect(await fillIn(use, { close_date: '2026-03-01', next_step: 'Call' })).toMatchObject({
      say: 'invalid',
      errors: [{ field: 'close_date' }],
    });
    expect(await fillIn(use, { close_date: '2026-05-01', next_step: ' ' })).toEqual({
      say: 'invalid',
      errors: [{ field: 'next_step', sentence: 'Fill it in: its stage requires it.' }],
    });
    expect(await fillIn(use, { close_date: '2026-05-01' })).toMatchObject({ say: 'invalid' });
    // What is not asked for is not taken.
    expect(await fillIn(use, { amount: 1 })).toMatchObject({ say: 'invalid' });
    expect(await db('changes').select()).toEqual([]);
  }));

test('a form cannot be approved empty, and only those who decide about the deal fill it in', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await run(use);
    const { id, hash } = await onlyCard(use);
    const approve = { exceptionId: id, say: 'approve', shownHash: hash } as const;
    expect(await decide(use, { ...approve, by: await somebody(db, cast.priya) })).toMatchObject({
      say: 'invalid',
    });
    expect(await fillIn(use, { next_step: 'Call' }, cast.tom)).toMatchObject({ say: 'not allowed' });
    expect(await fillIn(use, { next_step: 'Call' }, cast.mara)).toMatchObject({ say: 'decided' });
  }));

test('an amount above the limit that a rep fills in needs an approver, as any amount does', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await touch(db, 'D-globex', { amount: null, next_step: 'Call' });
    await run(use);
    expect(await fillIn(use, { amount: 150_000 })).toEqual({
      say: 'proposed anew',
      left: ['approver'],
      inOrder: false,
    });
    expect((await deal(db)).amount).toBeNull();
    expect(await onlyCard(use)).toMatchObject({
      needs: 'Needs an approver: deal of $150,000 (limit $100,000).',
      wants: { kind: 'change', fields: [{ field: 'amount', after: 150_000 }] },
    });
    // Nobody signs what is their own, not with another value either.
    expect(await fillIn(use, { amount: 160_000 })).toMatchObject({ say: 'not allowed' });
  }));

test('an amount within the limit that a rep fills in needs nobody else', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await touch(db, 'D-globex', { amount: null, next_step: 'Call' });
    await run(use);
    expect(await fillIn(use, { amount: 100_000 })).toMatchObject({ say: 'decided' });
  }));

test('what somebody has filled in meanwhile is not overwritten, and the card says who', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await run(use);
    const decided = await fillIn(use, { next_step: 'Call on security review' });
    if (decided.say !== 'decided' || decided.changeId === null) throw new Error(decided.say);
    await touch(db, 'D-globex', { next_step: 'Send the offer', changed_by: `person:${cast.tom}` });
    expect(await apply(use, decided.changeId)).toBe('conflict');
    expect((await deal(db)).next_step).toBe('Send the offer');
    expect((await onlyCard(use)).state).toMatchObject({
      is: 'conflict',
      sentence: 'Not applied: Tom Reyes changed the next step to "Send the offer".',
      live: true,
    });
  }));

test('the card closes by itself when the fields are filled in elsewhere; of a part the rest is asked anew', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await touch(db, 'D-globex', { close_date: null });
    await run(use);
    const first = await onlyCard(use);
    await touch(db, 'D-globex', { close_date: '2026-05-01' });
    await run(use);
    expect((await exceptionView(use, first.id))?.state).toMatchObject({ is: 'withdrawn' });
    const second = await onlyCard(use);
    expect(second).toMatchObject({
      state: { is: 'open' },
      wants: { kind: 'form', fields: [{ field: 'next_step' }] },
    });
    await touch(db, 'D-globex', { next_step: 'Call' });
    await run(use);
    expect((await exceptionView(use, second.id))?.state).toMatchObject({
      is: 'withdrawn',
      because: 'its required fields are filled in.',
    });
    await run(use);
    expect(await db('exceptions').whereNull('closed_at')).toEqual([]);
  }));

test('a deal that moves on is asked for what its new stage requires', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await run(use);
    const first = await onlyCard(use);
    await touch(db, 'D-globex', { stage_id: 'S-contract', stage_since: '2026-03-20' });
    await setSetting(use, { name: 'required_fields', stage: 'Contract', value: 'product,next_step', by });
    await touch(db, 'D-globex', { product_id: null });
    await run(use);
    expect((await exceptionView(use, first.id))?.state).toMatchObject({
      is: 'withdrawn',
      because: 'the deal moved to Contract.',
    });
    const second = await exceptionView(
      use,
      (
        await db('exceptions as e')
          .join('proposals as p', 'p.id', 'e.proposal_id')
          .where({ subject_id: 'D-globex' })
          .whereNull('closed_at')
          .first('e.id')
      ).id,
    );
    expect(second?.wants).toMatchObject({
      kind: 'form',
      fields: [
        { field: 'next_step' },
        {
          field: 'product',
          options: [
            { value: 'Core', label: 'Core' },
            { value: 'Plus', label: 'Plus' },
          ],
        },
      ],
    });
  }));

test('a product is chosen from the price list and written by its name', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await setSetting(use, {
      name: 'required_fields',
      stage: 'Negotiation',
      value: 'product,lead_source',
      by,
    });
    await touch(db, 'D-globex', { product_id: null });
    await touch(db, 'D-acme', { lead_source: 'Event' });
    await touch(db, 'D-hooli', { lead_source: 'Event' });
    await run(use);
    expect(await fillIn(use, { product: 'Nothing of ours', lead_source: 'Event' })).toEqual({
      say: 'invalid',
      errors: [{ field: 'product', sentence: 'Choose a product from the price list.' }],
    });
    const decided = await fillIn(use, { product: 'Plus', lead_source: 'Event' });
    if (decided.say !== 'decided' || decided.changeId === null) throw new Error(decided.say);
    expect(await apply(use, decided.changeId)).toBe('applied');
    expect(await deal(db)).toMatchObject({ product_id: 'PR-plus', lead_source: 'Event' });
    const back = await undo(use, { changeId: decided.changeId, by: await somebody(db, cast.priya) });
    if (back.say !== 'requested') throw new Error(back.say);
    expect(await apply(use, back.changeId)).toBe('applied');
    expect(await deal(db)).toMatchObject({ product_id: null, lead_source: null });
  }));

test('a form without an answer for longer than a nudge may wait goes to the manager, and is over with the answer', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await run(use);
    const told = async () =>
      (await db('findings').where({ trigger: 'form_unanswered' })).map(({ evidence, gone_at }) => ({
        fact: evidence.fact,
        to: evidence.to,
        over: gone_at !== null,
      }));
    await run(at(db, 3));
    expect(await told()).toEqual([]);
    await run(at(db, 4));
    expect(await told()).toEqual([
      {
        fact: 'Priya Nair has not filled in Globex Renewal for 4 days (limit 3)',
        to: [cast.mara],
        over: false,
      },
    ]);
    await fillIn(at(db, 4), { next_step: 'Call' });
    await run(at(db, 5));
    expect(await told()).toEqual([
      { fact: 'Globex Renewal waits for nothing from Priya Nair any more', to: [cast.mara], over: true },
    ]);
  }));

test('a form that has expired waits still, until somebody fills the deal in in another way', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await setSetting(use, { name: 'expire_days', value: 2, by });
    await run(use);
    await expireDue(at(db, 3));
    const over = () => db('findings').where({ trigger: 'form_unanswered' }).pluck('gone_at');
    await run(at(db, 4));
    expect(await over()).toEqual([null]);
    await touch(db, 'D-globex', { next_step: 'Call' });
    await run(at(db, 5));
    expect(await over()).toEqual([expect.any(Date)]);
  }));

test('as of a past day it says what was missing then, and changes nothing', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    const result = await run(use, { asOf: '2026-03-10' });
    const said = result.decisions.filter(({ what }) => what.endsWith('without its required fields'));
    // None of the three in Negotiation had a next step on record then.
    expect(said.map(({ deal: id }) => id).sort()).toEqual(['D-acme', 'D-globex', 'D-hooli']);
    expect(await db('findings').select()).toEqual([]);
  }));

test('a deal that changed in nothing that is required is not looked at again', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await run(use);
    const due = await db('due').where({ trigger: 'required_fields_missing' });
    expect(due).toHaveLength(1);
    await touch(db, 'D-globex', { segment: 'Enterprise' });
    const again = await run(use);
    expect(again).toMatchObject({ looked: 0, found: 0 });
  }));

/** Stage progress is blocked since Friday; on Saturday somebody moves D-initech on, without a next step. */
async function movedOn(use: Use, by_: string = `person:${cast.tom}`) {
  const { db } = use;
  await setSetting(use, { name: 'block_stage_progress', value: true, by });
  await db.transaction(async (trx) => {
    await trx('deals')
      .where({ id: 'D-initech' })
      .update({ stage_id: 'S-negotiation', stage_since: '2026-03-21', changed_by: by_, version: 2 });
    await keepVersions(trx, { ids: ['D-initech'], at: new Date(friday.getTime() + DAY_MS) });
  });
  return at(db, 2);
}
const onInitech = (db: Db) =>
  db('proposals').where({ subject_id: 'D-initech' }).orderBy('id').select('kind', 'change', 'basis');

test('a deal that was moved on while that is blocked is proposed to go back, and who moved it is told when it has', () =>
  withDatabase(async (db) => {
    const later = await movedOn(await company(db));
    await run(later);
    expect(await onInitech(db)).toEqual([
      {
        kind: 'change',
        change: { fields: [{ field: 'stage', before: 'Negotiation', after: 'Proposal' }] },
        basis: 'No deal moves on to Negotiation before it is complete',
      },
    ]);
    const card = await db('exceptions as e')
      .join('proposals as p', 'p.id', 'e.proposal_id')
      .where({ subject_id: 'D-initech' })
      .first('e.id', 'e.hash', 'e.channel');
    expect(card.channel).toBe('CDEALS');
    const decided = await decide(later, {
      exceptionId: card.id,
      say: 'approve',
      by: await somebody(db, cast.mara),
      shownHash: card.hash,
    });
    if (decided.say !== 'decided' || decided.changeId === null) throw new Error(decided.say);
    expect(await apply(later, decided.changeId)).toBe('applied');
    expect(await deal(db, 'D-initech')).toMatchObject({ stage_id: 'S-proposal' });
    const told = await db('changes').where({ kind: 'nudge' });
    expect(told).toMatchObject([
      {
        message: {
          to: cast.tom,
          text: 'Stage of Initech Expansion is Proposal again. Next step is missing (required in Negotiation).',
        },
        by_kind: 'system',
      },
    ]);
    expect(await apply(later, told[0].id)).toBe('applied');
    await run(later);
    expect(await found(db)).toEqual(['D-globex']);
    // Taken back by a person it stays where that person wants it: it is asked for, not put back again.
    const back = await undo(later, { changeId: decided.changeId, by: await somebody(db, cast.mara) });
    if (back.say !== 'requested') throw new Error(back.say);
    expect(await apply(at(db, 3), back.changeId)).toBe('applied');
    await run(at(db, 30));
    expect((await onInitech(db)).map(({ kind }) => kind)).toEqual(['change', 'form']);
  }));

test('an agent that acts alone puts it back by itself, and tells the owner where nobody is known to have moved it', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    const later = await movedOn(use, 'import');
    await inAuto(db);
    await run(later);
    const [change] = await db('changes').where({ subject_id: 'D-initech', kind: 'change' });
    expect(change).toMatchObject({ by_kind: 'agent' });
    expect(await apply(later, change.id)).toBe('applied');
    expect(await db('changes').where({ kind: 'nudge' })).toMatchObject([{ message: { to: cast.tom } }]);
  }));

test('where nothing is blocked, or it was moved before, the rep is asked and the deal stays', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    const later = await movedOn(use);
    await setSetting(later, { name: 'block_stage_progress', value: false, by });
    await run(later);
    expect((await onInitech(db)).map(({ kind }) => kind)).toEqual(['form']);
  }));

test('what had been moved on before it was blocked is left where it is', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    const later = await movedOn(use);
    await setSetting(later, { name: 'block_stage_progress', value: false, by });
    await setSetting(later, { name: 'block_stage_progress', value: true, by });
    await run(later);
    expect((await onInitech(db)).map(({ kind }) => kind)).toEqual(['form']);
  }));

test('forms take nothing from the cards that managers decide', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await setSetting(use, { name: 'stale_days', value: 30, by });
    await setSetting(use, { name: 'cards_per_run', value: 1, by });
    await runAgent(use, { agent: 'pipeline', by, wokenBy: 'schedule' });
    // People know the agent once one of its cards is closed.
    await db('exceptions').update({ closed_at: friday, closed_as: 'expired' });
    await db('findings').update({ taken_up_at: null });
    await runAgent(use, { agent: 'pipeline', by, wokenBy: 'hand' });
    const open = await db('exceptions as e')
      .join('proposals as p', 'p.id', 'e.proposal_id')
      .whereNull('e.closed_at')
      .orderBy('p.kind')
      .pluck('p.kind');
    expect(open).toEqual(['form', 'nudge']);
  }));

test('a form is reminded of once, and not handed up in a thread that nobody else reads', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await run(use);
    // The day after is a Saturday: nobody is reminded on it.
    expect(await remindDue(at(db, 1.1))).toEqual({ reminded: 0, handedUp: 0 });
    expect(await remindDue(at(db, 3.1))).toEqual({ reminded: 1, handedUp: 0 });
    expect(await remindDue(at(db, 4.2))).toEqual({ reminded: 0, handedUp: 0 });
  }));

/** Core is retired; the one deal about it is Acme's, all others are about Plus. */
async function withPriceList(db: Db) {
  const use = await company(db);
  await setSetting(use, { name: 'required_fields', stage: 'Negotiation', value: '', by });
  await db('products').where({ id: 'PR-plus' }).update({ listing: 'listed' });
  await db('products').where({ id: 'PR-core' }).update({ listing: 'retired' });
  for (const table of ['deals', 'deal_versions']) await db(table).update({ product_id: 'PR-plus' });
  await touch(db, 'D-acme', { product_id: 'PR-core' });
  return use;
}
const unlisted = (db: Db) =>
  db('findings')
    .where({ trigger: 'product_unlisted' })
    .whereNull('gone_at')
    .orderBy('subject_id')
    .pluck('subject_id');

test('a product that is not in the price list is asked of the rep, who is told the nearest and may choose no other', () =>
  withDatabase(async (db) => {
    const use = await withPriceList(db);
    await run(use);
    expect(await unlisted(db)).toEqual(['D-acme']);
    expect(await onlyCard(use)).toMatchObject({
      finding: 'Product Core is retired from the price list; the nearest is Plus (PR-plus)',
      wants: {
        kind: 'form',
        to: 'Priya Nair',
        fields: [{ field: 'product', before: 'Core', options: [{ value: 'Plus', label: 'Plus' }] }],
      },
    });
    expect(await fillIn(use, { product: 'Core' })).toMatchObject({
      errors: [{ field: 'product', sentence: 'Choose a product from the price list.' }],
    });
    // The card stays while nothing has changed.
    await run(use);
    expect((await onlyCard(use)).state).toEqual({ is: 'open' });
    const decided = await fillIn(use, { product: 'Plus' });
    if (decided.say !== 'decided' || decided.changeId === null) throw new Error(decided.say);
    expect(await apply(use, decided.changeId)).toBe('applied');
    expect(await deal(db, 'D-acme')).toMatchObject({ product_id: 'PR-plus' });
    await run(use);
    expect(await unlisted(db)).toEqual([]);
  }));

test('the same name written otherwise is proposed as the price list has it', () =>
  withDatabase(async (db) => {
    const use = await withPriceList(db);
    await db('products').insert({ id: 'PR-p', source: 'test', source_id: 'PR-p', name: 'plus' });
    await touch(db, 'D-acme', { product_id: 'PR-p' });
    await run(use);
    expect(await onlyCard(use)).toMatchObject({
      basis: 'The same name, as it is written in the price list',
      wants: { kind: 'change', fields: [{ field: 'product', before: 'plus', after: 'Plus' }] },
    });
  }));

test('what is retired later is found then, and without a price list or its switch nothing is held to it', () =>
  withDatabase(async (db) => {
    const use = await withPriceList(db);
    await db('products').where({ id: 'PR-core' }).update({ listing: 'listed' });
    await run(use);
    expect(await unlisted(db)).toEqual([]);
    await db('products').where({ id: 'PR-plus' }).update({ listing: 'retired' });
    await run(use);
    expect(await unlisted(db)).toContain('D-globex');
    expect(await unlisted(db)).not.toContain('D-acme');
    await db('products').where({ id: 'PR-core' }).update({ listing: 'unknown' });
    await run(use);
    expect(await unlisted(db)).toEqual([]);
    await db('products').where({ id: 'PR-core' }).update({ listing: 'listed' });
    await run(use);
    expect(await unlisted(db)).toContain('D-globex');
    await setSetting(use, { name: 'check_price_list', value: false, by });
    await run(use);
    expect(await unlisted(db)).toEqual([]);
  }));

test('what the stage requires and a product that is not sold stand on one form', () =>
  withDatabase(async (db) => {
    const use = await withPriceList(db);
    await setSetting(use, { name: 'required_fields', stage: 'Negotiation', value: required, by });
    await touch(db, 'D-globex', { product_id: 'PR-core' });
    await touch(db, 'D-acme', { product_id: null });
    await run(use);
    expect(await onlyCard(use)).toMatchObject({
      deal: { name: 'Globex Renewal' },
      wants: { fields: [{ field: 'next_step' }, { field: 'product', before: 'Core' }] },
    });
  }));
