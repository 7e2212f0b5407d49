import type { Db } from '../../src/db/pool.ts';
import { wantCard } from '../../src/jobs/cards.ts';
import { personById } from '../../src/people/people.ts';
import { changeHash } from '../../src/policy/hash.ts';
import type { Person, Role, Wanted } from '../../src/policy/nouns.ts';
import { cast, now } from './company.ts';

export const closeDate: Wanted = {
  kind: 'change',
  fields: [{ field: 'close_date', before: '2026-03-10', after: '2026-04-15' }],
};
export const aNudge: Wanted = { kind: 'nudge', nudge: { to: cast.priya, text: 'What comes next?' } };

/** An open exception of the pipeline agent about D-acme, with its run, finding and proposal. */
export async function anException(
  db: Db,
  options: {
    wants?: Wanted;
    deal?: string;
    asks?: Role[];
    waitsFor?: string;
    opened?: Date;
    channel?: string;
    /** The group whose card shows it. */
    group?: number;
    severity?: 'critical' | 'attention';
    trigger?: string;
    needs?: string;
  } = {},
): Promise<{ id: number; hash: string; proposalId: number }> {
  const wants = options.wants ?? closeDate;
  const deal = options.deal ?? 'D-acme';
  const opened = options.opened ?? now;
  const channel = options.channel ?? 'C_DEALS';
  const trigger = options.trigger ?? 'stale_in_stage';
  const hash = changeHash(wants);
  await db('agents')
    .insert({
      name: 'pipeline',
      version: 14,
      mode: 'suggest',
      mode_version: 2,
      owner_id: cast.oskar,
      metric: 'accepted',
    })
    .onConflict('name')
    .ignore();
  const [run] = await db('runs')
    .insert({
      id: `7F${Math.random().toString(36).slice(2, 8)}`,
      agent: 'pipeline',
      woken_by: 'hand',
      actor_kind: 'system',
      actor_id: 'test',
    })
    .returning('id');
  const [finding] = await db('findings')
    .insert({
      run_id: run.id,
      agent: 'pipeline',
      trigger,
      kind: `stale ${Math.random()}`,
      subject_kind: 'deal',
      subject_id: deal,
      since: '2026-02-01',
      evidence: JSON.stringify({
        fact: 'In Negotiation for 47 days (limit 30).',
        tells: 'stage',
        stage: 'Negotiation',
        days: 47,
        facts: ['close date is 10 days past'],
      }),
    })
    .returning('id');
  const [proposal] = await db('proposals')
    .insert({
      finding_id: finding.id,
      run_id: run.id,
      agent: 'pipeline',
      agent_version: 14,
      mode: 'suggest',
      trigger,
      kind: wants.kind,
      subject_kind: 'deal',
      subject_id: deal,
      change: JSON.stringify({ ...wants, kind: undefined }),
      hash,
      reason: 'In Negotiation for 47 days (limit 30).',
      confidence: 0.93,
      cases: 41,
      accepted: 38,
      verdict: options.needs
        ? JSON.stringify({ say: 'ask', because: [{ sentence: options.needs, restsOn: {} }] })
        : null,
    })
    .returning('id');
  const [exception] = await db('exceptions')
    .insert({
      proposal_id: proposal.id,
      hash,
      asks: options.asks ?? ['manager'],
      waits_for: options.waitsFor ?? cast.mara,
      channel,
      severity: options.severity ?? 'attention',
      group_id: options.group ?? null,
      opened_at: opened,
      expires_at: new Date(opened.getTime() + 7 * 86_400_000),
    })
    .returning(['id', 'card']);
  await wantCard(db, { key: exception.card, channel });
  return { id: exception.id, hash, proposalId: proposal.id };
}

/** A card of Priya's that waits for Mara; exceptions join it by its id. */
export async function aGroup(db: Db, channel = 'C_DEALS'): Promise<number> {
  const [group] = await db('exception_groups')
    .insert({
      agent: 'pipeline',
      rep_id: cast.priya,
      waits_for: cast.mara,
      channel,
      day: '2026-03-20',
      opened_at: now,
    })
    .returning('id');
  return group.id;
}

export async function somebody(db: Db, id: string): Promise<Person> {
  const person = await personById(db, id);
  if (!person) throw new Error(`${id} is not in the cast`);
  return person;
}
