/** Rows that a trial is about: a deal, in the mirror and in the CRM; a proposal about it with its card; a lead. */
import type { Db } from '../../src/db/pool.ts';
import { wantCard } from '../../src/jobs/cards.ts';
import { changeHash } from '../../src/policy/hash.ts';
import { startRun } from '../../src/runs/runs.ts';
import { cast, now } from '../support/company.ts';
import type { World } from './world.ts';

export const before = '2026-03-10';
export const after = '2026-04-15';

/** A rep of Mara's, whose deals nobody else's card is about. Says their id. */
export async function aRep(world: World, name: string): Promise<string> {
  const id = `P-${name}`;
  await world.db('people').insert({
    id,
    source: 'trials',
    source_id: id,
    name: `Rep ${name}`,
    email: `${name.toLowerCase()}@rep.example`,
    roles: ['rep'],
    team_id: 'G-emea',
    territory_id: 'T-emea',
    manager_id: cast.mara,
  });
  return id;
}

/** `stale`: long enough in its stage for the pipeline agent to ask about it. */
export async function aDeal(
  world: World,
  id: string,
  options: { stale?: boolean; owner?: string; db?: Db } = {},
): Promise<void> {
  const owner = options.owner ?? cast.priya;
  const deal = {
    name: `Deal ${id}`,
    account_id: 'A-acme',
    owner_id: owner,
    product_id: 'PR-core',
    territory_id: 'T-emea',
    stage_id: 'S-negotiation',
    status: 'open',
    amount: 42_000,
    currency: 'USD',
    created_on: '2026-01-02',
    close_date: before,
    stage_since: options.stale ? '2026-02-01' : '2026-03-15',
    last_activity_on: '2026-03-15',
  };
  world.crm.put(`deal/${id}`, {
    close_date: before,
    next_step: null,
    amount: 42_000,
    stage: 'Negotiation',
    owner,
  });
  await (options.db ?? world.db).transaction(async (trx) => {
    await trx('deals').insert({ ...deal, id, source: 'trials', source_id: id });
    await trx('deal_versions').insert({
      ...deal,
      deal_id: id,
      valid_from: `${deal.stage_since}T00:00Z`,
      version: 1,
    });
    if (options.stale) await trx('touched').insert({ noun: 'deal', subject_id: id });
  });
}

/** Both at once: an agent that looks in between would ask about the deal, too. Says the exception's id. */
export const aProposedDeal = (world: World, deal: string, channel: string): Promise<number> =>
  world.db.transaction(async (trx) => {
    await aDeal(world, deal, { db: trx });
    return aProposal(trx, deal, channel);
  });

/** A proposal to move the close date, open for the managers of EMEA; its card is wanted in this channel. Says its exception's id. */
async function aProposal(db: Db, deal: string, channel: string): Promise<number> {
  return db.transaction(async (trx) => {
    const fields = [{ field: 'close_date', before, after }];
    const hash = changeHash({ kind: 'change', fields });
    const runId = await startRun(trx, {
      agent: 'pipeline',
      agentVersion: 1,
      wokenBy: 'hand',
      by: { kind: 'system', id: 'trials' },
      now,
    });
    const [proposal] = await trx('proposals')
      .insert({
        run_id: runId,
        agent: 'pipeline',
        agent_version: 1,
        mode: 'suggest',
        trigger: 'stale_in_stage',
        kind: 'change',
        subject_kind: 'deal',
        subject_id: deal,
        change: { fields },
        hash,
        reason: 'In Negotiation for 47 days (limit 30).',
        confidence: 0.93,
        cases: 41,
        accepted: 38,
        proposed_at: now,
      })
      .returning('id');
    const [exception] = await trx('exceptions')
      .insert({
        proposal_id: proposal.id,
        hash,
        asks: ['manager'],
        waits_for: cast.mara,
        channel,
        opened_at: now,
        expires_at: new Date(now.getTime() + 7 * 86_400_000),
      })
      .returning('id');
    await wantCard(trx, { key: `exception:${exception.id}`, channel });
    return exception.id;
  });
}

/** A lead that nobody has, with its card in this channel. */
export async function aLead(world: World, id: string, channel: string): Promise<void> {
  world.crm.put(`lead/${id}`, { owner: null, status: 'new' });
  await world.db.transaction(async (trx) => {
    await trx('leads').insert({
      id,
      source: 'trials',
      source_id: id,
      name: `Lead ${id}`,
      email: `${id.toLowerCase()}@lead.example`,
      company: `Company ${id}`,
      territory_id: 'T-emea',
      created_at: now,
    });
    await wantCard(trx, { key: `lead:${id}`, channel });
  });
}
