import { expect, test } from 'vitest';
import { pipeline } from '../../src/agents/pipeline/agent.ts';
import { stoppedAt } from '../../src/clock.ts';
import { ensureAgents } from '../../src/crew/crew.ts';
import { setMode } from '../../src/crew/modes.ts';
import { runAgent } from '../../src/crew/run.ts';
import { keepVersions } from '../../src/crm/mirror.ts';
import { builtinWriter } from '../../src/crm/write.ts';
import type { Db } from '../../src/db/pool.ts';
import { withLock } from '../../src/db/transaction.ts';
import { decide } from '../../src/exceptions/decide.ts';
import { findingView } from '../../src/exceptions/findings.ts';
import { exceptionView } from '../../src/exceptions/view.ts';
import { personById } from '../../src/people/people.ts';
import type { Person } from '../../src/policy/nouns.ts';
import { pause, resume } from '../../src/settings/pauses.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { cast, now as friday, seedCast, withoutQuiet } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';
import { inAuto } from '../support/modes.ts';

const by = { kind: 'person', id: cast.mara } as const;

/**
 * The cast with the pipeline agent in suggest mode and channels known. D-acme, D-initech and D-hooli are stale; the
 * limits of the other triggers are out of reach.
 */
async function company(db: Db, options: { first?: number; perRun?: number } = {}) {
  await seedCast(db);
  await withoutQuiet(db);
  await ensureAgents({ db, local: true });
  const now = stoppedAt(friday);
  const use = { db, now, zone: 'UTC' };
  await setSetting(use, { name: 'deals_channel', value: 'CDEALS', by });
  await setSetting(use, { name: 'inactivity_days', value: 365, by });
  await setSetting(use, { name: 'close_date_grace_days', value: 365, by });
  await setSetting(use, { name: 'push_limit', value: 100, by });
  await setSetting(use, { name: 'open_deals_limit', value: 100_000, by });
  await setSetting(use, { name: 'cards_first_run', value: options.first ?? 10, by });
  if (options.perRun) await setSetting(use, { name: 'cards_per_run', value: options.perRun, by });
  return use;
}
type Use = Awaited<ReturnType<typeof company>>;
const run = (use: Use, more: object = {}) =>
  runAgent(use, { agent: 'pipeline', by, wokenBy: 'schedule', ...more });
const cards = (db: Db) => db('cards').orderBy('key').pluck('key');
const touch = (db: Db, id: string, set: object) =>
  db.transaction(async (trx) => {
    await trx('deals').where({ id }).update(set);
    await trx('touched').insert({ noun: 'deal', subject_id: id });
  });

test('deals that are stale are found, proposed and asked about, each with one card in the channel', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    const result = await run(use);
    expect(result).toMatchObject({ say: 'done', found: 3, proposed: 3, asked: 3, withdrawn: 0, kept: 0 });
    expect(await db('findings').orderBy('subject_id').pluck('subject_id')).toEqual([
      'D-acme',
      'D-hooli',
      'D-initech',
    ]);
    expect(await cards(db)).toEqual(['exception:1', 'exception:2', 'exception:3']);
    expect(await db('outbox').where({ topic: 'draw' })).toHaveLength(3);
    const exceptions = await db('exceptions as e')
      .join('proposals as p', 'p.id', 'e.proposal_id')
      .orderBy('p.subject_id');
    expect(exceptions).toMatchObject([
      { subject_id: 'D-acme', waits_for: cast.mara, channel: 'CDEALS', asks: ['manager'] },
      { subject_id: 'D-hooli', waits_for: cast.nora },
      { subject_id: 'D-initech', waits_for: cast.mara },
    ]);
    expect(await db('runs').where({ id: result.runId }).first()).toMatchObject({
      error_category: null,
      output: { asked: 3 },
    });
    expect(await db('audit').where({ action: 'exception.opened', run_id: result.runId })).toHaveLength(3);
  }));

test('a second run over the same deals finds nothing new and asks nobody again', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await run(use);
    expect(await run(use)).toMatchObject({ looked: 0, found: 0, proposed: 0, asked: 0 });
    await db('touched').insert({ noun: 'deal', subject_id: 'D-acme' });
    expect(await run(use)).toMatchObject({ found: 0, asked: 0 });
    expect(await db('exceptions')).toHaveLength(3);
    expect(await db('touched')).toHaveLength(0);
    // A lead wakes the agents once, not each minute from then on.
    await db('touched').insert({ noun: 'lead', subject_id: 'L-1' });
    await run(use);
    expect(await db('touched')).toHaveLength(0);
  }));

test('a change in what no trigger reads is looked at by none, one that a trigger reads is', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await run(use);
    const writer = builtinWriter({ db, now: use.now });
    const write = (key: string, set: Record<string, string>) =>
      writer.write({
        key,
        ref: { noun: 'deal', id: 'D-acme' },
        set,
        expect: { fields: {}, version: null },
        by,
      });
    await write('a', { next_step: 'Call them' });
    expect(await run(use)).toMatchObject({ looked: 0, withdrawn: 0 });
    await write('b', { stage: 'Contract' });
    expect(await run(use)).toMatchObject({ looked: 1, withdrawn: 1 });
    expect(await db('touched')).toHaveLength(0);
  }));

test('strictly more than the limit is stale: day 30 is not, day 31 is, by time alone', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await run(use);
    // D-globex came into its stage on 5 March.
    use.now.move('2026-04-04T23:00:00Z');
    expect((await run(use)).found).toBe(0);
    use.now.move('2026-04-05T00:00:00Z');
    expect(await run(use)).toMatchObject({ looked: 0, found: 1, asked: 1 });
    expect(await db('findings').where({ subject_id: 'D-globex' }).first()).toMatchObject({
      since: '2026-03-05',
    });
  }));

test('the day begins in the company’s zone', () =>
  withDatabase(async (db) => {
    const use = { ...(await company(db)), zone: 'America/New_York' };
    await run(use);
    use.now.move('2026-04-05T03:59:00Z');
    expect((await run(use)).found).toBe(0);
    use.now.move('2026-04-05T04:00:00Z');
    expect((await run(use)).found).toBe(1);
  }));

test('the first run asks about one thing that one manager can decide, the next about the rest, the most valuable first', () =>
  withDatabase(async (db) => {
    const use = await company(db, { first: 1, perRun: 1 });
    await db('deals').where({ id: 'D-hooli' }).update({ amount: 900_000 });
    expect(await run(use)).toMatchObject({ found: 3, asked: 1, kept: 2 });
    expect(await run(use)).toMatchObject({ found: 0, asked: 0, kept: 2 });
    expect(await run(use, { wokenBy: 'hand' })).toMatchObject({
      found: 0,
      asked: 1,
      kept: 1,
      sentence: expect.stringMatching(
        / found nothing new, asked about 1 it had found before, keeps 1 for later\.$/,
      ),
    });
    await db('exceptions').where({ id: 1 }).update({ closed_at: friday, closed_as: 'decided' });
    expect(await run(use)).toMatchObject({ asked: 1, kept: 0 });
    expect(await db('proposals').orderBy('id').pluck('subject_id')).toEqual([
      'D-hooli',
      'D-acme',
      'D-initech',
    ]);
  }));

test('a change wakes for itself alone: it opens no card about what waited before', () =>
  withDatabase(async (db) => {
    const use = await company(db, { first: 1 });
    await run(use);
    await db('exceptions').update({ closed_at: friday, closed_as: 'decided' });
    await touch(db, 'D-umbrella', { stage_since: '2026-01-01' });
    expect(await run(use, { wokenBy: 'change' })).toMatchObject({ found: 1, asked: 1, kept: 2 });
    expect(await run(use)).toMatchObject({ asked: 2, kept: 0 });
  }));

test('what was asked about beside what is new is said to have been found before', () =>
  withDatabase(async (db) => {
    const use = await company(db, { first: 1 });
    expect((await run(use)).sentence).toMatch(/ found 3 new, asked about 1, keeps 2 for later\.$/);
    await db('exceptions').update({ closed_at: friday, closed_as: 'decided' });
    await touch(db, 'D-umbrella', { stage_since: '2026-01-01' });
    expect((await run(use)).sentence).toMatch(/ found 1 new, asked about 3, some of them found before\.$/);
  }));

test('no further card is opened while people have enough of them', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await setSetting(use, { name: 'cards_open', value: 2, by });
    await setSetting(use, { name: 'cards_first_run', value: 2, by });
    expect(await run(use)).toMatchObject({ asked: 2, kept: 1 });
    expect(await run(use, { wokenBy: 'hand' })).toMatchObject({ asked: 0, kept: 1 });
    await db('exceptions').where({ id: 1 }).update({ closed_at: friday, closed_as: 'decided' });
    expect(await run(use)).toMatchObject({ asked: 1, kept: 0 });
  }));

test('when the deal has moved on, its card is withdrawn and says why', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await run(use);
    await touch(db, 'D-acme', { stage_id: 'S-won', status: 'won', stage_since: '2026-03-20' });
    expect((await run(use)).withdrawn).toBe(1);
    const gone = await db('exceptions as e')
      .join('proposals as p', 'p.id', 'e.proposal_id')
      .where('p.subject_id', 'D-acme')
      .first('e.*');
    expect(gone).toMatchObject({ closed_as: 'withdrawn', closed_because: 'the deal moved to Won.' });
    expect((await run(use)).withdrawn).toBe(0);
  }));

test('when somebody moves the close date that a proposal starts from, the proposal is withdrawn', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await wonFrom(db, 'S-negotiation', 10);
    await run(use);
    await touch(db, 'D-acme', { close_date: '2026-05-29' });
    expect((await run(use)).withdrawn).toBe(1);
    expect(await db('exceptions').where({ closed_as: 'withdrawn' }).first()).toMatchObject({
      closed_because: 'the close date was changed to 29 May 2026.',
    });
  }));

test('a changed limit is looked at for all deals: cards within the new limit go, and come back with the old one', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await run(use);
    await setSetting(use, { name: 'stale_days', value: 60, by });
    expect(await run(use)).toMatchObject({ found: 0, withdrawn: 2 });
    expect(await db('exceptions').where({ closed_as: 'withdrawn' }).pluck('closed_because')).toEqual([
      'it is within the limit now.',
      'it is within the limit now.',
    ]);
    await setSetting(use, { name: 'stale_days', value: 30, by });
    expect(await run(use)).toMatchObject({ found: 2, asked: 2 });
    expect(await db('exceptions').whereNull('closed_at')).toHaveLength(3);
  }));

test('a limit for one territory or one stage holds there alone', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await setSetting(use, { name: 'stale_days', value: 90, scope: 'territory', scopeId: 'T-emea', by });
    await setSetting(use, { name: 'stale_days', value: 10, stage: 'Negotiation', by });
    await run(use);
    expect(await db('findings').pluck('subject_id')).toEqual(['D-hooli']);
  }));

/** Won deals that spent 26 days in a stage before. */
async function wonFrom(db: Db, stage: string, cases: number) {
  const deal = {
    account_id: 'A-hooli',
    owner_id: cast.dan,
    territory_id: 'T-amer',
    amount: 1000,
    currency: 'USD',
  };
  for (let n = 0; n < cases; n++) {
    const id = `D-old-${n}`;
    const name = `Old ${n}`;
    await db('deals').insert({
      ...deal,
      id,
      name,
      source: 'test',
      source_id: id,
      stage_id: 'S-won',
      status: 'won',
      stage_since: '2025-06-27',
      close_date: '2025-06-27',
    });
    await db('deal_versions').insert({
      ...deal,
      name,
      deal_id: id,
      valid_from: '2025-06-01',
      valid_to: '2025-06-27',
      stage_id: stage,
      status: 'open',
      stage_since: '2025-06-01',
      version: 1,
    });
  }
}

test('a close date in the past gets a new one from ten won deals on, with its basis; under ten the rep is nudged', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await wonFrom(db, 'S-negotiation', 9);
    await run(use, { dryRun: true });
    const dry = await run(use, { dryRun: true });
    expect(dry.decisions.find((d) => d.deal === 'D-acme')?.what).toBe('Nudge about Acme Platform');
    await db('stage_pace').delete();
    await db('deals').where('id', 'like', 'D-old-%').delete();
    await wonFrom(db, 'S-negotiation', 10);
    await run(use);
    const proposal = await db('proposals').where({ subject_id: 'D-acme' }).first();
    expect(proposal).toMatchObject({
      kind: 'change',
      change: { fields: [{ field: 'close_date', before: '2026-03-10', after: '2026-04-15' }] },
      basis: 'Today + 26 days, the median remaining time of 10 won deals from Negotiation',
      reason: 'In Negotiation for 47 days (limit 30)',
    });
    // Hooli's close date is still to come.
    expect(await db('proposals').where({ subject_id: 'D-hooli' }).first()).toMatchObject({
      kind: 'nudge',
      change: {
        nudge: {
          to: cast.dan,
          text: expect.stringContaining('Hooli Rollout has been in Negotiation for 49 days'),
        },
      },
    });
  }));

test('a change of a deal above the amount asks an approver, who gets the card; a nudge asks the manager', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await wonFrom(db, 'S-negotiation', 10);
    await db('deals').whereIn('id', ['D-acme', 'D-hooli']).update({ amount: 210_000 });
    await run(use);
    const of = (id: string) =>
      db('exceptions as e')
        .join('proposals as p', 'p.id', 'e.proposal_id')
        .where('p.subject_id', id)
        .first('e.asks', 'e.waits_for');
    expect(await of('D-acme')).toEqual({ asks: ['manager', 'approver'], waits_for: cast.ana });
    expect(await of('D-hooli')).toEqual({ asks: ['manager'], waits_for: cast.nora });
  }));

test('in shadow nothing is asked and nobody hears; once in suggest what was only watched is asked about', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await setMode(use, { agent: 'pipeline', mode: 'shadow', by });
    expect(await run(use)).toMatchObject({ found: 3, shadowed: 3, asked: 0 });
    expect(await run(use)).toMatchObject({ found: 0, shadowed: 0 });
    expect([await cards(db), await db('exceptions'), await db('outbox')]).toEqual([[], [], []]);
    await setMode(use, { agent: 'pipeline', mode: 'suggest', by });
    expect(await run(use)).toMatchObject({ found: 0, asked: 3 });
  }));

test('a paused agent or everything paused does nothing, and goes on where it stood', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await pause(use, { scope: 'agent', subjectId: 'pipeline', by });
    expect(await run(use)).toMatchObject({ say: 'paused', looked: 0, asked: 0 });
    await resume(use, { scope: 'agent', subjectId: 'pipeline', by });
    await pause(use, { scope: 'everything', by });
    expect((await run(use)).sentence).toContain('Everything is paused');
    await resume(use, { scope: 'everything', by });
    expect((await run(use)).asked).toBe(3);
  }));

test('deals of a paused customer wait until it is resumed', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await pause(use, { scope: 'customer', subjectId: 'A-acme', by });
    expect(await run(use)).toMatchObject({ found: 3, asked: 2, held: 1 });
    await resume(use, { scope: 'customer', subjectId: 'A-acme', by });
    expect(await run(use)).toMatchObject({ found: 0, asked: 1, held: 0 });
  }));

test('two runs at once: one works, the other says that it is running', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await withLock(db, 'run-agent:pipeline', async () => {
      expect(await run(use)).toMatchObject({
        say: 'running',
        runId: null,
        sentence: 'The Pipeline agent is running already.',
      });
    });
    const five = await Promise.all([1, 2, 3, 4, 5].map(() => run(use)));
    expect(five.filter((one) => one.asked > 0)).toHaveLength(1);
    expect(await db('exceptions')).toHaveLength(3);
  }));

test('a dry run says what it would do, and leaves only its record', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    const result = await run(use, { dryRun: true });
    expect(result).toMatchObject({ say: 'done', found: 3, asked: 3 });
    expect(result.sentence).toMatch(/^Dry run, nothing is kept\. /);
    expect(result.decisions).toHaveLength(3);
    for (const table of ['findings', 'proposals', 'exceptions', 'cards', 'outbox', 'due'])
      expect(await db(table)).toEqual([]);
    expect(await db('runs').first()).toMatchObject({
      id: result.runId,
      output: { asked: 3 },
      ended_at: friday,
    });
  }));

test('a run that fails takes everything back, is recorded with its category, and does not throw', () =>
  withDatabase(async (db, { owner }) => {
    const use = await company(db);
    await owner.raw(
      'alter table exceptions add constraint broken check (channel <> ?)'.replace('?', `'CDEALS'`),
    );
    const result = await run(use);
    expect(result).toMatchObject({ say: 'failed', found: 0 });
    expect(await db('findings')).toEqual([]);
    expect(await db('runs').where({ id: result.runId }).first()).toMatchObject({
      error_category: 'database',
    });
    await owner.raw('alter table exceptions drop constraint broken');
    expect((await run(use)).asked).toBe(3);
  }));

test('what has been true for very long is listed and makes no card: an import of old data stays quiet', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await db('deals').where({ id: 'D-acme' }).update({ stage_since: '2017-01-01' });
    expect(await run(use)).toMatchObject({ found: 3, asked: 2, kept: 0 });
    expect(await db('proposals').where({ subject_id: 'D-acme' })).toEqual([]);
  }));

test('without a channel the person it waits for gets a message; with neither it waits', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await setSetting(use, { name: 'deals_channel', value: '', by });
    await db('people').where({ id: cast.nora }).update({ slack_id: null });
    expect(await run(use)).toMatchObject({ asked: 2, kept: 1 });
    expect(await db('cards').distinct('channel').pluck('channel')).toEqual(['dm:U_MARA']);
    await setSetting(use, { name: 'deals_channel', value: 'CDEALS', by });
    expect(await run(use)).toMatchObject({ asked: 1 });
  }));

test('in auto mode what policy allows is changed at once, without a card', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await inAuto(db);
    await setSetting(use, { name: 'alone_within_days', value: 365, by });
    expect(await run(use)).toMatchObject({ proposed: 3, asked: 0 });
    expect(await db('changes')).toHaveLength(3);
    expect(await db('changes').first()).toMatchObject({
      by_kind: 'agent',
      by_id: 'pipeline',
      state: 'pending',
    });
    expect(await run(use)).toMatchObject({ proposed: 0 });
  }));

test('in auto mode an agent asks where people accepted less than the floor', () =>
  withDatabase(async (db) => {
    const use = await company(db, { first: 3 });
    await inAuto(db);
    await setSetting(use, { name: 'confidence_floor', value: 80, by });
    expect(await run(use)).toMatchObject({ proposed: 3, asked: 3 });
    expect(await db('changes')).toEqual([]);
    const { verdict } = await db('proposals').first('verdict');
    expect(JSON.stringify(verdict)).toContain('Confidence 0.50 is under the floor of 0.80.');
  }));

test('in auto mode an agent changes at most so many things within an hour, and the rest waits', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await inAuto(db);
    await setSetting(use, { name: 'alone_within_days', value: 365, by });
    await setSetting(use, { name: 'messages_per_hour', value: 2, by });
    expect((await run(use)).sentence).toContain('held 1 back (2 messages an hour are allowed)');
    expect(await db('changes')).toHaveLength(2);
    await run(use);
    expect(await db('changes')).toHaveLength(2);
    await db('changes').update({ state: 'applied', let_go_at: new Date(friday.getTime() - 3_600_000) });
    await run(use);
    expect(await db('changes')).toHaveLength(3);
  }));

test('the history answers what would have been found on a past day, and nothing is done', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await db('sources').insert({
      name: 'test',
      kind: 'sample',
      imported_at: friday,
      proven_from: '2025-01-01',
    });
    // On 20 February only Initech had been in its stage for more than 30 days.
    const result = await run(use, { asOf: '2026-02-20' });
    expect(result).toMatchObject({ say: 'done', found: 1 });
    expect(result.decisions[0]?.deal).toBe('D-initech');
    expect(await db('findings')).toEqual([]);
    await expect(run(use, { asOf: '2026-03-20' })).rejects.toThrow('not over yet');
    await expect(run(use, { asOf: 'Friday' })).rejects.toThrow('"Friday" is no day');
  }));

test('an agent that does not exist is refused by name', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await expect(run(use, { agent: 'janitor' })).rejects.toMatchObject({
      message: 'There is no agent "janitor".',
      fix: 'The agents are: pipeline, forecasting, analytics, intake.',
    });
  }));

test('confidence is the share of proposals accepted unchanged by that version; what expired does not count', () =>
  withDatabase(async (db) => {
    const use = await company(db, { first: 3 });
    await run(use);
    const ids: number[] = await db('exceptions').orderBy('id').pluck('id');
    const decide = (exception_id: number | undefined, say: string) =>
      db('decisions').insert({ exception_id, say, by_id: cast.mara, hash: 'x', shown: '{}', change: '{}' });
    await decide(ids[0], 'approve');
    await decide(ids[1], 'reject');
    await db('exceptions').where({ id: ids[2] }).update({ closed_as: 'expired', closed_at: friday });
    await touch(db, 'D-umbrella', { stage_since: '2026-01-01' });
    await run(use);
    expect(await db('proposals').where({ subject_id: 'D-umbrella' }).first()).toMatchObject({
      confidence: 0.5,
      cases: 2,
      accepted: 1,
    });
  }));

/** Nothing is out of reach any more: Acme is stale since 1 February, past its date since 10 March, pushed twice. */
async function allTriggers(db: Db, use: Use) {
  await setSetting(use, { name: 'inactivity_days', value: 20, by });
  await setSetting(use, { name: 'close_date_grace_days', value: 0, by });
  await db('deals').whereNot({ id: 'D-acme' }).update({ status: 'lost', stage_id: 'S-lost' });
}
const cardOf = async (db: Db, use: Use) => {
  const [exception] = await db('exceptions').orderBy('id', 'desc').limit(1);
  return exceptionView({ db, now: use.now }, exception.id);
};

test('a deal of which three things are true has one card, one proposal and one nudge that says all three', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await allTriggers(db, use);
    expect(await run(use)).toMatchObject({ found: 3, proposed: 1, asked: 1, kept: 0 });
    expect(await cards(db)).toEqual(['exception:1']);
    const card = await cardOf(db, use);
    expect(card).toMatchObject({
      finding: 'In Negotiation for 47 days (limit 30)',
      evidence: ['close date is 10 days past', 'no activity since 20 Feb 2026: 28 days (limit 20)'],
    });
    expect(card?.wants).toMatchObject({
      kind: 'nudge',
      text: expect.stringContaining('Nothing was done about it for 28 days (limit 20).'),
    });
    expect(await run(use)).toMatchObject({ found: 0, asked: 0 });
  }));

test('what becomes true of a deal with an open card is told on that card, and of a decided one only after some days', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await run(use);
    await db('outbox').delete();
    await allTriggers(db, use);
    await db('touched').insert({ noun: 'deal', subject_id: 'D-acme' });
    expect(await run(use)).toMatchObject({ found: 2, proposed: 0, asked: 0, kept: 0 });
    expect(await db('exceptions').whereNull('closed_at')).toHaveLength(3);
    expect(await db('outbox').where({ topic: 'draw' })).toHaveLength(1);
    const acme = await db('exceptions as e')
      .join('proposals as p', 'p.id', 'e.proposal_id')
      .where({ subject_id: 'D-acme' })
      .first('e.id');
    expect((await exceptionView({ db, now: use.now }, acme.id))?.evidence).toEqual([
      'close date is 10 days past',
      'no activity since 20 Feb 2026: 28 days (limit 20)',
    ]);
    const mara = await personById(db, cast.mara);
    const { hash } = await db('exceptions').where({ id: acme.id }).first('hash');
    await decide({ ...use }, { exceptionId: acme.id, say: 'reject', by: mara as Person, shownHash: hash });
    await setSetting(use, { name: 'push_limit', value: 1, by });
    await touch(db, 'D-acme', { close_date_pushes: 2 });
    expect(await run(use)).toMatchObject({ found: 1, asked: 0, kept: 1 });
    use.now.move('2026-03-27T10:00:01Z');
    expect(await run(use)).toMatchObject({ found: 0, asked: 1, kept: 0 });
  }));

test('when the first reason of a card has gone and another holds, the card is withdrawn and the other is asked about', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await allTriggers(db, use);
    await run(use);
    await touch(db, 'D-acme', { stage_id: 'S-proposal', stage_since: '2026-03-19' });
    expect(await run(use)).toMatchObject({ withdrawn: 1, asked: 1 });
    expect(await db('exceptions').orderBy('id').pluck('closed_because')).toEqual([
      'the deal moved to Proposal.',
      null,
    ]);
    expect(await cardOf(db, use)).toMatchObject({
      finding: 'Close date is 10 days past',
      evidence: ['no activity since 20 Feb 2026: 28 days (limit 20)'],
    });
    await touch(db, 'D-acme', { close_date: '2026-05-01' });
    await run(use);
    expect(await db('exceptions').orderBy('id').pluck('closed_because')).toEqual([
      'the deal moved to Proposal.',
      'its close date is no longer past.',
      null,
    ]);
  }));

test.each([
  [
    'no_activity',
    'inactivity_days',
    30,
    { last_activity_on: '2026-02-18' },
    { last_activity_on: '2026-02-17' },
  ],
  ['close_date_past', 'close_date_grace_days', 0, { close_date: '2026-03-20' }, { close_date: '2026-03-19' }],
  ['close_date_pushed', 'push_limit', 3, { close_date_pushes: 2 }, { close_date_pushes: 3 }],
])('%s is found on the right side of its limit', (trigger, setting, value, near, found) =>
  withDatabase(async (db) => {
    const use = await company(db);
    await db('deals').whereNot({ id: 'D-umbrella' }).update({ status: 'lost', stage_id: 'S-lost' });
    await setSetting(use, { name: setting, value, by });
    await db('deals').where({ id: 'D-umbrella' }).update(near);
    expect(await run(use)).toMatchObject({ found: 0 });
    await touch(db, 'D-umbrella', found);
    expect(await run(use)).toMatchObject({ found: 1, asked: 1 });
    expect(await db('findings').pluck('trigger')).toEqual([trigger]);
  }),
);

/** Writes as people do, so that the mirror keeps what was before. */
const write = (db: Db, use: Use, key: string, set: Record<string, string | number>) =>
  builtinWriter({ db, now: use.now }).write({
    key,
    ref: { noun: 'deal', id: 'D-umbrella' },
    set,
    expect: { fields: {}, version: null },
    by,
  });

test('an amount that changes by more than the limit is kept, asks nobody, and is told on the card about its deal', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await db('deals').whereNot({ id: 'D-umbrella' }).update({ status: 'lost', stage_id: 'S-lost' });
    const { amount } = await db('deals').where({ id: 'D-umbrella' }).first('amount');
    await run(use);
    await write(db, use, 'exactly a fifth', { amount: amount * 1.2 });
    expect(await run(use)).toMatchObject({ found: 0 });
    use.now.move('2026-03-21T10:00:00Z');
    await write(db, use, 'more than a fifth', { amount: amount * 1.2 * 1.2 + 1 });
    expect(await run(use)).toMatchObject({ found: 1, proposed: 0, asked: 0, kept: 0 });
    expect(await db('findings').first()).toMatchObject({
      trigger: 'amount_changed',
      severity: 'information',
      since: '2026-03-21',
      detail: { before: amount * 1.2, after: amount * 1.2 * 1.2 + 1 },
    });
    await setSetting(use, { name: 'push_limit', value: 1, by });
    await touch(db, 'D-umbrella', { close_date_pushes: 1 });
    await run(use);
    expect((await cardOf(db, use))?.evidence[0]).toMatch(/^amount rose from \$/);
    use.now.move('2026-04-05T10:00:00Z');
    await run(use);
    expect(await db('findings').where({ trigger: 'amount_changed' }).first()).toMatchObject({
      gone_because: 'it is some time ago',
    });
  }));

test('a stage that moves back and an owner who changes late are asked about; forward and early are not', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await db('deals').whereNot({ id: 'D-umbrella' }).update({ status: 'lost', stage_id: 'S-lost' });
    await db('deals')
      .where({ id: 'D-umbrella' })
      .update({ close_date: '2026-05-01', stage_id: 'S-proposal' });
    // Long ago it came from Contract: that is spoken of no more.
    await db('deal_versions').where({ deal_id: 'D-umbrella' }).update({ valid_from: '2026-01-01' });
    await keepVersions(db, { ids: ['D-umbrella'], at: new Date('2026-02-20T10:00:00Z') });
    await run(use);
    use.now.move('2026-03-21T10:00:00Z');
    await write(db, use, 'forward', { stage: 'Negotiation' });
    await write(db, use, 'early', { owner: cast.tom });
    expect(await run(use)).toMatchObject({ found: 0 });
    use.now.move('2026-04-01T10:00:00Z');
    await write(db, use, 'late', { owner: cast.priya });
    use.now.move('2026-04-02T10:00:00Z');
    await write(db, use, 'back', { stage: 'Proposal' });
    expect(await run(use)).toMatchObject({ found: 2, asked: 1 });
    expect(await cardOf(db, use)).toMatchObject({
      finding: 'Moved back from Negotiation to Proposal on 2 Apr 2026',
      evidence: expect.arrayContaining([
        'went from Tom Reyes to Priya Nair on 1 Apr 2026, close date 1 May 2026 (limit 30 days)',
      ]),
      wants: { kind: 'nudge', to: 'Priya Nair' },
    });
    await write(db, use, 'won', { stage: 'Won' });
    await run(use);
    expect(await db('findings').pluck('gone_because')).toEqual([
      'the deal moved to Won',
      'the deal moved to Won',
    ]);
  }));

test('more open deals than the limit tell the manager once, the card follows the number, and says when it is over', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await setSetting(use, { name: 'stale_days', value: 365, by });
    const open: number = Number(
      (await db('deals').where({ owner_id: cast.priya, status: 'open' }).count())[0]?.count,
    );
    await setSetting(use, { name: 'open_deals_limit', value: open, by });
    expect(await run(use)).toMatchObject({ found: 0 });
    await setSetting(use, {
      name: 'open_deals_limit',
      value: open - 1,
      scope: 'person',
      scopeId: cast.priya,
      by,
    });
    expect(await run(use)).toMatchObject({ found: 1, proposed: 0, asked: 0, kept: 0 });
    const told = () => db('outbox').where({ topic: 'draw' });
    expect(await db('cards').select('key', 'channel')).toEqual([
      { key: `finding:1:${cast.mara}`, channel: 'dm:U_MARA' },
    ]);
    expect(await findingView(db, 1)).toMatchObject({
      headline: `Priya Nair has ${open} open deals (limit ${open - 1})`,
      asks: [{ label: 'Clean up…' }, { label: 'Show deals' }],
      goneAt: null,
    });
    await db('outbox').delete();
    expect(await run(use)).toMatchObject({ found: 0 });
    expect(await told()).toEqual([]);
    await db('deals').where({ id: 'D-umbrella' }).update({ owner_id: cast.priya });
    await run(use);
    expect((await findingView(db, 1))?.headline).toBe(
      `Priya Nair has ${open + 1} open deals (limit ${open - 1})`,
    );
    expect(await told()).toHaveLength(1);
    await setSetting(use, { name: 'open_deals_limit', value: 500, scope: 'person', scopeId: cast.priya, by });
    expect(await run(use)).toMatchObject({ found: 0 });
    expect(await findingView(db, 1)).toMatchObject({
      headline: `Priya Nair has ${open + 1} open deals (limit 500)`,
      goneAt: use.now.now(),
    });
    expect(await db('findings')).toHaveLength(1);
  }));

test('a rep who was asked and does nothing is told to the manager after the days allowed; anything done is an answer', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await db('deals')
      .where({ owner_id: cast.priya })
      .update({ changed_at: friday, last_activity_on: '2026-03-20' });
    const nudge = (deal: string, key: string) =>
      db('changes').insert({
        back: 'compensable',
        kind: 'nudge',
        subject_kind: 'deal',
        subject_id: deal,
        fields: '[]',
        message: { to: cast.priya, text: 'Which step comes next?' },
        by_kind: 'person',
        by_id: cast.mara,
        state: 'applied',
        applied_at: use.now.now(),
        key: `a key of this nudge ${key}`,
        request_hash: key,
      });
    await nudge('D-acme', 'one');
    use.now.move('2026-03-23T10:00:00Z');
    await run(use);
    expect(await db('findings').where({ trigger: 'nudge_unanswered' })).toEqual([]);
    use.now.move('2026-03-24T10:00:00Z');
    await run(use);
    const { id } = await db('findings').where({ trigger: 'nudge_unanswered' }).first();
    expect(await findingView(db, id)).toMatchObject({
      headline: 'Priya Nair has not answered about Acme Platform for 4 days (limit 3)',
      sentence: 'Priya was asked: "Which step comes next?"',
    });
    expect(
      await db('cards')
        .where({ key: `finding:${id}:${cast.mara}` })
        .first(),
    ).toMatchObject({ channel: 'dm:U_MARA' });
    await builtinWriter({ db, now: use.now }).write({
      key: 'an answer',
      ref: { noun: 'deal', id: 'D-acme' },
      set: { next_step: 'Call them' },
      expect: { fields: {}, version: null },
      by: { kind: 'person', id: cast.priya },
    });
    await run(use);
    expect(await findingView(db, id)).toMatchObject({
      headline: 'Priya Nair has looked after Acme Platform',
      goneAt: use.now.now(),
    });
  }));

test('an amount that changes much three times within a month is told to the manager with its series, twice is not', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await db('deals').where({ id: 'D-umbrella' }).update({ amount: 1000, currency: 'USD' });
    await db('deal_versions').where({ deal_id: 'D-umbrella' }).update({ amount: 1000 });
    const pattern = () => db('findings').where({ trigger: 'amount_pattern' }).first();
    await run(use);
    for (const [day, amount] of [
      ['2026-03-21', 1500],
      ['2026-03-22', 1100],
    ] as const) {
      use.now.move(`${day}T10:00:00Z`);
      await write(db, use, day, { amount });
      await run(use);
    }
    expect(await pattern()).toBeUndefined();
    use.now.move('2026-03-23T10:00:00Z');
    // What this agent or another has looked at on that day already makes it miss nothing.
    await run(use);
    await runAgent(use, { agent: 'analytics', by, wokenBy: 'schedule' });
    await write(db, use, 'third', { amount: 2000 });
    await run(use);
    const { id } = await pattern();
    const view = await findingView(db, id);
    expect(view).toMatchObject({
      headline: 'The amount of Umbrella Core changed much 3 times in 30 days (limit 3)',
      sentence: '$1,000, $1,500, $1,100 then $2,000.',
    });
    const chart = view?.chart?.shape === 'line' ? view.chart : null;
    expect(chart?.marks.map(({ label, value }) => [label, value])).toEqual([
      ['21 Mar', 1000],
      ['21 Mar', 1500],
      ['22 Mar', 1100],
      ['23 Mar', 2000],
    ]);
    await setSetting(use, { name: 'amount_changes', value: 4, by });
    await run(use);
    expect((await pattern()).gone_at).toEqual(use.now.now());
  }));

test('in shadow nobody is told of a figure; once in suggest they are', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await setSetting(use, { name: 'open_deals_limit', value: 1, by });
    await setMode(use, { agent: 'pipeline', mode: 'shadow', by });
    await run(use);
    expect(await db('findings').where({ trigger: 'over_capacity' })).not.toEqual([]);
    expect(await cards(db)).toEqual([]);
    await setMode(use, { agent: 'pipeline', mode: 'suggest', by });
    await run(use);
    expect((await cards(db)).filter((key) => key.startsWith('finding:'))).not.toEqual([]);
  }));

test('ten thousand changed deals are found in few statements', () =>
  withDatabase(async (db) => {
    const use = await company(db, { first: 1 });
    await db.raw(
      `insert into deals (id, source, source_id, name, account_id, owner_id, territory_id, stage_id, status, amount, currency, stage_since)
       select 'B-' || n, 'bulk', n::text, 'Bulk ' || n, 'A-acme', ?, 'T-emea', 'S-proposal', 'open', n, 'USD', '2026-01-01'::date
       from generate_series(1, 10000) n`,
      [cast.tom],
    );
    let statements = 0;
    db.on('query', () => statements++);
    const result = await run(use);
    expect(result).toMatchObject({ found: 10_003, asked: 1 });
    // Some thirty of a run, three to read the accounts, five of each trigger, three of each contract and two of each figure,
    // however many deals there are.
    const contracts = pipeline.records?.triggers.length ?? 0;
    expect(statements).toBeLessThan(
      33 + 5 * pipeline.triggers.length + 2 * pipeline.figures.length + 3 * contracts,
    );
    await db.raw(
      `insert into touched (noun, subject_id) select 'deal', 'B-' || n from generate_series(1, 1000) n`,
    );
    await db.raw(
      `update deals set stage_id = 'S-lost', status = 'lost' where id in (select 'B-' || n from generate_series(1, 1000) n)`,
    );
    await run(use);
    expect(await db('findings').whereNotNull('gone_at')).toHaveLength(1000);
  }));

test('an agent that works when something comes in has nothing to run, and watches nothing in shadow', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    await ensureAgents({ db, local: false });
    const use = { db, now: stoppedAt(friday), zone: 'UTC' };
    expect((await runAgent(use, { agent: 'intake', by, wokenBy: 'hand' })).sentence).toBe(
      'The Intake agent works when something comes in: there is nothing to run.',
    );
    expect(await db('agents').orderBy('name').select('name', 'mode')).toEqual([
      { name: 'analytics', mode: 'shadow' },
      { name: 'forecasting', mode: 'shadow' },
      { name: 'intake', mode: 'suggest' },
      { name: 'pipeline', mode: 'shadow' },
    ]);
  }));
