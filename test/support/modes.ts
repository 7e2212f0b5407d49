import type { Db } from '../../src/db/pool.ts';
import { changeHash } from '../../src/policy/hash.ts';
import { type ModeScope, wholeAgent } from '../../src/policy/modes.ts';
import type { AgentName, SubjectKind, Wanted } from '../../src/policy/nouns.ts';
import { scopeRow, writeMode } from '../../src/settings/modes.ts';
import { cast, now } from './company.ts';

/** In auto, as if Mara had asked for it and Ana had signed: without the evidence that it takes. */
export async function inAuto(
  db: Db,
  agent: AgentName = 'pipeline',
  scope: ModeScope = wholeAgent,
  at: Date = now,
): Promise<number> {
  const [request] = await db('mode_requests')
    .insert({
      agent,
      ...scopeRow(scope),
      evidence: JSON.stringify({ said: 'for a test' }),
      asked_by: cast.mara,
      asked_at: at,
      expires_at: new Date(at.getTime() + 86_400_000),
      ended_at: at,
      ended_as: 'approved',
      ended_by: cast.ana,
    })
    .returning<{ id: number }[]>('id');
  return writeMode(db, {
    agent,
    scope,
    mode: 'auto',
    before: 'suggest',
    by: { kind: 'person', id: cast.ana },
    because: null,
    requestId: request?.id ?? null,
    now: at,
  });
}

const closeDate: Wanted = {
  kind: 'change',
  fields: [{ field: 'close_date', before: '2026-03-10', after: '2026-04-15' }],
};
type Decided = {
  approved?: number;
  rejected?: number;
  from?: string;
  trigger?: string;
  deal?: string;
  wants?: Wanted;
  of?: SubjectKind;
};

/** What people decided about the pipeline agent's proposals, an hour apart from that day on. */
export async function decided(db: Db, of: Decided): Promise<void> {
  const {
    approved = 0,
    rejected = 0,
    from = '2026-02-10',
    trigger = 'close_date_past',
    deal = 'D-acme',
  } = of;
  const wants = of.wants ?? closeDate;
  const run = `E${Math.random().toString(36).slice(2, 8)}`;
  await db('runs').insert({
    id: run,
    agent: 'pipeline',
    woken_by: 'hand',
    actor_kind: 'system',
    actor_id: 'test',
  });
  const { version } = await db('agents').where({ name: 'pipeline' }).first('version');
  for (let n = 0; n < approved + rejected; n++) {
    const at = new Date(new Date(`${from}T09:00:00Z`).getTime() + n * 3_600_000);
    const [proposal] = await db('proposals')
      .insert({
        run_id: run,
        agent: 'pipeline',
        agent_version: version,
        mode: 'suggest',
        trigger,
        kind: wants.kind,
        subject_kind: of.of ?? 'deal',
        subject_id: deal,
        change: JSON.stringify({ ...wants, kind: undefined }),
        hash: changeHash(wants),
        reason: 'Close date is past',
        confidence: 0.9,
      })
      .returning('id');
    const [exception] = await db('exceptions')
      .insert({
        proposal_id: proposal.id,
        hash: changeHash(wants),
        asks: ['manager'],
        channel: 'C_DEALS',
        opened_at: at,
        expires_at: at,
        closed_at: at,
        closed_as: 'decided',
      })
      .returning('id');
    await db('decisions').insert({
      exception_id: exception.id,
      say: n < approved ? 'approve' : 'reject',
      by_id: cast.mara,
      at,
      hash: changeHash(wants),
      shown: JSON.stringify(wants),
      change: JSON.stringify(wants),
    });
  }
}
