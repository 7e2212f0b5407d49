import { expect, test } from 'vitest';
import { applyChange } from '../../src/changes/apply.ts';
import { stoppedAt } from '../../src/clock.ts';
import { ensureAgents } from '../../src/crew/crew.ts';
import { setMode } from '../../src/crew/modes.ts';
import { runAgent } from '../../src/crew/run.ts';
import { builtinCrm } from '../../src/crm/builtin.ts';
import { builtinWriter } from '../../src/crm/write.ts';
import type { Db } from '../../src/db/pool.ts';
import { decide } from '../../src/exceptions/decide.ts';
import { silentLog } from '../../src/log.ts';
import { wholeAgent } from '../../src/policy/modes.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { cast, now, seedCast, today } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';
import { somebody } from '../support/exception.ts';
import { inAuto } from '../support/modes.ts';

const by = { kind: 'system', id: 'test' } as const;
const ada = { kind: 'person', id: cast.ada } as const;
type Use = { db: Db; now: ReturnType<typeof stoppedAt>; zone: string };
const ofTrigger = (trigger: string) => ({ ...wholeAgent, trigger });

/** Acme Platform is stale, without activity, and its close date is past; won deals say how long it takes. */
const watched = (work: (use: Use) => Promise<void>) =>
  withDatabase(async (db) => {
    await seedCast(db);
    await db('deals').whereNot({ id: 'D-acme' }).delete();
    await ensureAgents({ db, local: true });
    const use = { db, now: stoppedAt(now), zone: 'UTC' };
    const values = { deals_channel: 'CDEALS', cards_first_run: 50, inactivity_days: 14 };
    for (const [name, value] of Object.entries(values)) await setSetting(use, { name, value, by });
    await db('stage_pace').insert({
      stage_id: 'S-negotiation',
      days: 26,
      cases: 23,
      worked_out_on: today,
    });
    await work(use);
  });
const run = (use: Use) => runAgent(use, { agent: 'pipeline', by, wokenBy: 'schedule' });
const put = (use: Use, trigger: string, mode: 'shadow' | 'suggest') =>
  setMode(use, { agent: 'pipeline', scope: ofTrigger(trigger), mode, by: ada });
const proposals = (db: Db) =>
  db('proposals as p')
    .leftJoin('exceptions as e', 'e.proposal_id', 'p.id')
    .orderBy('p.id')
    .select('p.trigger', 'p.other_triggers as others', 'p.kind', db.raw(`p.verdict->>'say' as say`))
    .select('p.change', 'e.id as card');
const underTheCard = async (db: Db): Promise<string[]> =>
  db('findings').whereNotNull('under').orderBy('trigger').pluck('trigger');
const approve = async ({ db, ...use }: Use) => {
  const card = await db('exceptions').first();
  return decide(
    { ...use, db },
    { exceptionId: card.id, say: 'approve', by: await somebody(db, cast.mara), shownHash: card.hash },
  );
};
const apply = (use: Use, changeId: number) =>
  applyChange(
    { ...use, crm: builtinCrm({ db: use.db, now: use.now }), writer: builtinWriter(use), log: silentLog() },
    { changeId },
  );

test('what hangs on several triggers names them all, those as well whose part it takes over', () =>
  watched(async (use) => {
    await run(use);
    expect(await proposals(use.db)).toMatchObject([
      { trigger: 'stale_in_stage', others: ['close_date_past', 'no_activity'], kind: 'change', say: 'ask' },
    ]);
  }));

test('a trigger in shadow has no part in the card of another one, and is recorded beside it', () =>
  watched(async (use) => {
    await put(use, 'close_date_past', 'shadow');
    await run(use);
    const [card, shadow] = await proposals(use.db);
    expect(card).toMatchObject({
      trigger: 'stale_in_stage',
      others: ['no_activity'],
      kind: 'nudge',
      say: 'ask',
    });
    expect(card.change.nudge.text).not.toContain('close date');
    expect(await underTheCard(use.db)).toEqual(['no_activity']);
    expect(shadow).toMatchObject({ trigger: 'close_date_past', kind: 'change', say: 'shadow', card: null });
    expect(shadow.change.fields).toMatchObject([{ field: 'close_date', after: '2026-04-15' }]);
  }));

test('where it is the foremost one, the others come without it', () =>
  watched(async (use) => {
    await put(use, 'stale_in_stage', 'shadow');
    await run(use);
    expect(await proposals(use.db)).toMatchObject([
      { trigger: 'close_date_past', others: ['no_activity'], kind: 'change', say: 'ask' },
      { trigger: 'stale_in_stage', say: 'shadow', card: null },
    ]);
  }));

test('a date that was watched in shadow before does not come in by a trigger that is new', () =>
  watched(async (use) => {
    await setSetting(use, { name: 'inactivity_days', value: 365, by });
    await setSetting(use, { name: 'stale_days', value: 365, stage: 'Negotiation', by });
    await put(use, 'close_date_past', 'shadow');
    await run(use);
    expect(await proposals(use.db)).toMatchObject([{ trigger: 'close_date_past', say: 'shadow' }]);
    await setSetting(use, { name: 'inactivity_days', value: 14, by });
    await run(use);
    expect((await proposals(use.db))[1]).toMatchObject({ trigger: 'no_activity', kind: 'nudge', say: 'ask' });
  }));

test('what becomes true beside an open card is not told there while its trigger is in shadow', () =>
  watched(async (use) => {
    await setSetting(use, { name: 'inactivity_days', value: 365, by });
    await put(use, 'no_activity', 'shadow');
    await run(use);
    await setSetting(use, { name: 'inactivity_days', value: 14, by });
    await run(use);
    expect(await underTheCard(use.db)).toEqual(['close_date_past']);
    expect((await proposals(use.db))[1]).toMatchObject({ trigger: 'no_activity', say: 'shadow', card: null });
    await put(use, 'no_activity', 'suggest');
    await run(use);
    expect(await underTheCard(use.db)).toEqual(['close_date_past', 'no_activity']);
  }));

test('one trigger in suggest keeps what hangs on it from going alone', () =>
  watched(async (use) => {
    await setSetting(use, { name: 'confidence_floor', value: 0, by });
    await inAuto(use.db);
    await put(use, 'no_activity', 'suggest');
    await run(use);
    expect(await proposals(use.db)).toMatchObject([{ trigger: 'stale_in_stage', say: 'ask' }]);
    expect(await use.db('changes').select()).toEqual([]);
  }));

test('a card is not approved while one of its triggers is in shadow, whichever that is, and the refusal names the mode', () =>
  watched(async (use) => {
    await run(use);
    await put(use, 'close_date_past', 'shadow');
    expect(await approve(use)).toMatchObject({
      say: 'not allowed',
      because: expect.stringContaining('is in shadow mode (for close date past, v1)'),
    });
  }));

test('and not a rule that is noted on the card', () =>
  watched(async (use) => {
    await run(use);
    await use.db('rules').insert({
      rule: 4,
      version: 1,
      words: 'skip stale warnings for Acme',
      frame: JSON.stringify({
        of: 'deal',
        clauses: [],
        measure: { kind: 'rows' },
        by: [],
        sort: null,
        other: null,
      }),
      condition: JSON.stringify({ field: 'id', is: 'D-acme' }),
      bounds: JSON.stringify({ all: [] }),
      effect: JSON.stringify({ does: 'skip', of: ['stale_in_stage'] }),
      mode: 'on',
      how: 'set',
      set_by: cast.ada,
      by: cast.ada,
      at: now,
      begun_on: today,
    });
    await put(use, 'stale_in_stage', 'shadow');
    expect(await approve(use)).toMatchObject({
      say: 'not allowed',
      because:
        'Pipeline agent is in shadow mode (for stale in stage, v1): it records and does nothing. Nothing was changed.',
    });
  }));

test('and what was approved before is not done: the mode is read again when it is applied', () =>
  watched(async (use) => {
    await run(use);
    const approved = await approve(use);
    if (approved.say !== 'decided' || approved.changeId === null) throw new Error(approved.say);
    await put(use, 'close_date_past', 'shadow');
    expect(await apply(use, approved.changeId)).toBe('refused');
    expect((await use.db('deals').first()).close_date).toBe('2026-03-10');
  }));
