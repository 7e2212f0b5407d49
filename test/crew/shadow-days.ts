/** P52: days of a company in which agents look each day, and a CRM that keeps a list of every effect. */
import { expect } from 'vitest';
import { applyChange } from '../../src/changes/apply.ts';
import { requestChange } from '../../src/changes/request.ts';
import { stoppedAt } from '../../src/clock.ts';
import { ensureAgents } from '../../src/crew/crew.ts';
import { setMode } from '../../src/crew/modes.ts';
import { runAgent } from '../../src/crew/run.ts';
import type { Db } from '../../src/db/pool.ts';
import { silentLog } from '../../src/log.ts';
import type { AgentName, Deed } from '../../src/policy/nouns.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { cast, now, seedCast, withoutQuiet } from '../support/company.ts';
import { fakeCrm } from '../support/crm.ts';
import { inAuto } from '../support/modes.ts';

const by = { kind: 'system', id: 'test' } as const;
const ada = { kind: 'person', id: cast.ada } as const;
export const agents: AgentName[] = ['pipeline', 'forecasting', 'analytics', 'intake'];
const day = 86_400_000;

/** The cast's company, whose deals and contacts change each day; a CRM that keeps a list of every effect. */
export async function walked(db: Db, mode: 'shadow' | 'auto', over: number) {
  await seedCast(db);
  await withoutQuiet(db);
  await ensureAgents({ db, local: true });
  const clock = stoppedAt(now);
  const use = { db, now: clock, zone: 'UTC' };
  const values = {
    deals_channel: 'CDEALS',
    ops_channel: 'COPS',
    cards_first_run: 50,
    confidence_floor: 0,
    basis_cases: 1,
  };
  for (const [name, value] of Object.entries(values)) await setSetting(use, { name, value, by });
  await db('contacts').insert({
    id: 'C-jane',
    source: 'test',
    source_id: 'C-jane',
    name: 'Jane',
    phone: '089 228 47 700',
    account_id: 'A-globex',
  });
  await db('accounts').where({ id: 'A-globex' }).update({ country: 'Germany' });
  for (const agent of agents)
    if (mode === 'shadow') await setMode(use, { agent, mode, by: ada });
    else await inAuto(db, agent);
  const crm = fakeCrm('version');
  let runs = 0;
  for (let n = 0; n < over; n++) {
    clock.move(new Date(now.getTime() + n * day));
    await meddled(db, n);
    for (const agent of agents) {
      await runAgent(use, { agent, by, wokenBy: n % 3 === 0 ? 'hand' : 'schedule' });
      runs += 1;
    }
    await carriedOut(use, crm);
  }
  return { use, crm, runs };
}

/** Amounts, stages, owners and dates move, so that every trigger has its turn. */
async function meddled(db: Db, n: number): Promise<void> {
  const ids = ['D-acme', 'D-globex', 'D-initech', 'D-hooli', 'D-umbrella'];
  const id = ids[n % ids.length];
  const changes = [
    { amount: 10_000 + n * 7_000 },
    { close_date: `2026-03-${String((n % 20) + 1).padStart(2, '0')}` },
    { stage_id: n % 2 ? 'S-negotiation' : 'S-proposal' },
    { owner_id: n % 2 ? cast.tom : cast.priya },
    { next_step: null },
  ];
  await db('deals')
    .where({ id })
    .update({ ...changes[n % changes.length], version: db.raw('version + 1') });
  await db('contacts')
    .where({ id: 'C-jane' })
    .update({ phone: `089 228 47 ${700 + n}` });
}

export async function carriedOut(use: Parameters<typeof runAgent>[0], crm: ReturnType<typeof fakeCrm>) {
  const due = await use.db('changes').where({ state: 'pending' }).orderBy('id').select();
  for (const { id, subject_id, fields } of due) {
    for (const { field, before } of fields)
      crm.set(subject_id, { ...crm.fields(subject_id), [field]: before });
    await applyChange({ ...use, crm: crm.crm, writer: crm.writer, log: silentLog() }, { changeId: id });
  }
  return due.length;
}

/** What would be heard or seen outside. */
export const outward = (db: Db) =>
  db('outbox').whereIn('topic', ['apply', 'draw', 'whisper', 'file', 'picture']);

/** A change in the agent's name for everything that it proposed. */
export async function forged({ db, now: clock }: { db: Db; now: { now: () => Date } }): Promise<number> {
  const all = await db('proposals').whereIn('kind', ['change', 'nudge']).orderBy('id').select();
  for (const one of all)
    await requestChange(db, {
      subject: { kind: one.subject_kind, id: one.subject_id },
      wants: { kind: one.kind, ...one.change } as Deed,
      by: { kind: 'agent', id: one.agent, version: one.agent_version },
      now: clock.now(),
      proposalId: one.id,
    });
  return all.length;
}

/** Nothing of these runs is in the CRM, in a card or on its way out; and each thing that was found is recorded as watched. */
export async function expectWatchedOnly(
  db: Db,
  { crm, runs }: Pick<Awaited<ReturnType<typeof walked>>, 'crm' | 'runs'>,
  days: number,
): Promise<void> {
  expect(runs).toBe(days * agents.length);
  expect(crm.calls).toEqual([]);
  expect(await db('changes').select('id')).toEqual([]);
  expect(await db('exceptions').select('id')).toEqual([]);
  expect(await db('cards').pluck('key')).toEqual([]);
  expect(await outward(db).select('topic')).toEqual([]);
  const proposed: { verdict: { say: string } }[] = await db('proposals').select('verdict');
  expect(proposed.length).toBeGreaterThanOrEqual(days);
  expect(new Set(proposed.map(({ verdict }) => verdict.say))).toEqual(new Set(['shadow']));
}
