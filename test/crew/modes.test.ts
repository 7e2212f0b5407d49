import { expect, test } from 'vitest';
import { applyChange } from '../../src/changes/apply.ts';
import { undo } from '../../src/changes/undo.ts';
import { stoppedAt } from '../../src/clock.ts';
import { ensureAgents } from '../../src/crew/crew.ts';
import { lowerUnearned } from '../../src/crew/lower.ts';
import { setMode } from '../../src/crew/modes.ts';
import { runAgent } from '../../src/crew/run.ts';
import { builtinCrm } from '../../src/crm/builtin.ts';
import { builtinWriter } from '../../src/crm/write.ts';
import type { Db } from '../../src/db/pool.ts';
import { silentLog } from '../../src/log.ts';
import { wholeAgent } from '../../src/policy/modes.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { cast, now, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';
import { somebody } from '../support/exception.ts';
import { decided, inAuto } from '../support/modes.ts';

const by = { kind: 'system', id: 'test' } as const;
const ada = { kind: 'person', id: cast.ada } as const;
const phones = { ...wholeAgent, kind: 'change', field: 'contact.phone' } as const;

async function company(db: Db) {
  await seedCast(db);
  await ensureAgents({ db, local: true });
  const use = { db, now: stoppedAt(now), zone: 'UTC' };
  await setSetting(use, { name: 'deals_channel', value: 'CDEALS', by });
  await setSetting(use, { name: 'confidence_floor', value: 0, by });
  // People know the agent already.
  await setSetting(use, { name: 'cards_first_run', value: 50, by });
  await db('accounts').where({ id: 'A-globex' }).update({ country: 'Germany' });
  await contact(db, 'C-jane', 'A-globex');
  return use;
}

const contact = (db: Db, id: string, account: string) =>
  db('contacts').insert({
    id,
    source: 'test',
    source_id: id,
    name: id,
    phone: '089 228 47 700',
    account_id: account,
  });
const run = (use: { db: Db; now: ReturnType<typeof stoppedAt>; zone: string }) =>
  runAgent(use, { agent: 'pipeline', by, wokenBy: 'schedule' });
const apply = (use: { db: Db; now: ReturnType<typeof stoppedAt>; zone: string }, changeId: number) =>
  applyChange(
    { ...use, crm: builtinCrm({ db: use.db, now: use.now }), writer: builtinWriter(use), log: silentLog() },
    { changeId },
  );
const says = async (db: Db) =>
  Object.fromEntries(
    (await db('proposals').orderBy('id').select('subject_id', 'mode', 'verdict')).map((row) => [
      row.subject_id,
      `${row.mode}: ${row.verdict.say}`,
    ]),
  );

test('a finer mode holds for its part alone: phone numbers go by themselves, all else comes as cards', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await inAuto(db, 'pipeline', phones);
    expect((await run(use)).sentence).toContain('did 1 alone');
    const said = await says(db);
    expect(said['C-jane']).toBe('auto: allow');
    expect(said['D-acme']).toBe('suggest: ask');
    expect(await db('changes').select('subject_id', 'by_kind')).toEqual([
      { subject_id: 'C-jane', by_kind: 'agent' },
    ]);
    expect(await apply(use, (await db('changes').first()).id)).toBe('applied');
  }));

test('and is looked at again when it is applied: lowered in between, it is not done', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await inAuto(db, 'pipeline', phones);
    await run(use);
    await setMode(use, { agent: 'pipeline', scope: phones, mode: 'suggest', by: ada });
    expect(await apply(use, (await db('changes').first()).id)).toBe('refused');
    expect((await db('contacts').where({ id: 'C-jane' }).first()).phone).toBe('089 228 47 700');
  }));

test('a narrower shadow keeps its part out of an auto agent', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await inAuto(db);
    await setSetting(use, { name: 'alone_within_days', value: 365, by });
    await setMode(use, {
      agent: 'pipeline',
      scope: { ...wholeAgent, territoryId: 'T-emea' },
      mode: 'shadow',
      by: ada,
    });
    await run(use);
    const said = await says(db);
    expect(said['D-acme']).toBe('shadow: shadow');
    expect(said['D-hooli']).toBe('auto: allow');
  }));

test('an amount never goes alone, whatever mode holds and whoever wrote it down', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await inAuto(db);
    const [proposal] = await db('runs')
      .insert({ id: 'R1', agent: 'pipeline', woken_by: 'hand', actor_kind: 'system', actor_id: 'test' })
      .then(() =>
        db('proposals')
          .insert({
            run_id: 'R1',
            agent: 'pipeline',
            agent_version: 2,
            mode: 'auto',
            trigger: 'product_unlisted',
            kind: 'change',
            subject_kind: 'deal',
            subject_id: 'D-acme',
            change: JSON.stringify({ fields: [{ field: 'amount', before: 1, after: 2 }] }),
            hash: 'h',
            reason: 'r',
            confidence: 1,
          })
          .returning('id'),
      );
    const [change] = await db('changes')
      .insert({
        kind: 'change',
        subject_kind: 'deal',
        subject_id: 'D-acme',
        fields: JSON.stringify([{ field: 'amount', before: 1, after: 2 }]),
        proposal_id: proposal.id,
        by_kind: 'agent',
        by_id: 'pipeline',
        key: 'key-of-a-change-1',
        request_hash: 'h',
        back: 'reversible',
      })
      .returning('id');
    expect(await apply(use, change.id)).toBe('refused');
    expect((await db('changes').where({ id: change.id }).first()).error).toContain(
      'Amounts never go without a person.',
    );
  }));

test('auto ends by itself where its evidence has gone: once, on record, and its owner hears why and how to get back', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await decided(db, { approved: 66, rejected: 4 });
    await inAuto(db);
    expect(await lowerUnearned(use)).toBe(0);
    await decided(db, { rejected: 20, from: '2026-03-18' });
    const both = await Promise.all([lowerUnearned(use), lowerUnearned(use)]);
    expect(both.toSorted()).toEqual([0, 1]);
    expect(await lowerUnearned(use)).toBe(0);
    expect(await db('agents').where({ name: 'pipeline' }).first('mode')).toEqual({ mode: 'suggest' });
    const because = 'In 90 days 66 of 90 were accepted or left standing: at least 63%, bar 80%.';
    expect(await db('modes').whereNull('ended_at').first('by_kind', 'because', 'told')).toEqual({
      by_kind: 'system',
      because,
      told: cast.oskar,
    });
    expect(await db('audit').where({ action: 'agent.mode' }).orderBy('id', 'desc').first()).toMatchObject({
      actor_kind: 'system',
      because,
      details: { before: 'auto', after: 'suggest' },
    });
    expect(await db('cards').where('key', 'like', 'lowered:%').pluck('channel')).toEqual(['dm:U_OSKAR']);
  }));

test('three things that it did alone and people undid within a week end it, too', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await decided(db, { approved: 66, rejected: 4 });
    await contact(db, 'C-tom', 'A-globex');
    await contact(db, 'C-ann', 'A-globex');
    await inAuto(db, 'pipeline', phones);
    await decided(db, {
      approved: 66,
      of: 'contact',
      deal: 'C-jane',
      trigger: 'contact_phone_wrong',
      wants: { kind: 'change', fields: [{ field: 'phone', before: '1', after: '2' }] },
    });
    await run(use);
    const changes: number[] = await db('changes').orderBy('id').pluck('id');
    expect(changes).toHaveLength(3);
    for (const [n, id] of changes.entries()) {
      expect(await apply(use, id)).toBe('applied');
      const back = await undo(use, { changeId: id, by: await somebody(db, cast.ada) });
      if (back.say !== 'requested') throw new Error(back.say);
      expect(await apply(use, back.changeId)).toBe('applied');
      expect(await lowerUnearned(use)).toBe(n === 2 ? 1 : 0);
    }
    expect(await db('modes').whereNull('ended_at').first('mode', 'because')).toEqual({
      mode: 'suggest',
      because: '3 of the things it did alone were undone within a week (limit 3).',
    });
  }));

test('an agent whose owner has left does not go on alone', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await decided(db, { approved: 66, rejected: 4 });
    await inAuto(db);
    await db('people').where({ id: cast.oskar }).update({ active: false });
    expect(await lowerUnearned(use)).toBe(1);
    expect(await db('cards').where('key', 'like', 'lowered:%').pluck('channel')).toEqual(['dm:U_ANA']);
  }));

test('what is earned by one version of an agent is not inherited by the next', () =>
  withDatabase(async (db) => {
    const use = await company(db);
    await decided(db, { approved: 66, rejected: 4 });
    await inAuto(db);
    await db('proposals').update({ agent_version: 1 });
    expect(await lowerUnearned(use)).toBe(1);
  }));
