/** The rows of the agents, beside their code: owner, fallback, metric, and the mode that each begins in. */
import type { Agent } from '../agents/nouns.ts';
import { agentNamed, looksForSomething, roster } from '../agents/roster.ts';
import { record } from '../audit/record.ts';
import type { Db } from '../db/pool.ts';
import { withLock } from '../db/transaction.ts';
import { personById } from '../people/people.ts';
import type { AgentModes } from '../policy/modes.ts';
import type { AgentName, Mode, Person } from '../policy/nouns.ts';
import { modesOf, modesOfEach } from '../settings/modes.ts';

/**
 * Gives each agent of the roster its row: in shadow, or in suggest where the workspace is local or nothing is proposed. An agent that is known
 * keeps its mode; its version follows the code, its metric too unless somebody has set one, and an owner is found for one
 * that has none. Harmless to repeat.
 */
export async function ensureAgents(use: { db: Db; local: boolean }): Promise<void> {
  await withLock(use.db, 'crew:agents', async (trx) => {
    const owner = await holder(trx, 'owner');
    const fallback = await holder(trx, 'approver', owner);
    const known = await trx('agents').select<{ name: string; version: number }[]>('name', 'version');
    const before = new Map(known.map(({ name, version }) => [name, version]));
    await trx('agents')
      .insert(
        roster.map((agent) => ({
          ...{ name: agent.name, version: agent.version, mode: firstMode(use, agent), metric: agent.metric },
          ...{ owner_id: owner, fallback_id: fallback },
        })),
      )
      .onConflict('name')
      .merge({
        version: trx.raw('excluded.version'),
        metric: trx.raw('case when agents.metric_set_by is null then excluded.metric else agents.metric end'),
        owner_id: trx.raw('coalesce(agents.owner_id, excluded.owner_id)'),
        fallback_id: trx.raw('coalesce(agents.fallback_id, excluded.fallback_id)'),
      });
    await record(
      trx,
      roster
        .filter(({ name, version }) => before.get(name) !== version)
        .map(({ name, version }) => ({
          action: before.has(name) ? 'agent.released' : 'agent.joined',
          subject: { kind: 'agent', id: name },
          by: { kind: 'system', id: 'start' },
          details: { version, before: before.get(name) ?? null },
        })),
    );
  });
}

/** What proposes nothing has nothing to show in shadow. */
const firstMode = ({ local }: { local: boolean }, agent: Agent): Mode =>
  local || !looksForSomething(agent) ? 'suggest' : 'shadow';

async function holder(
  db: Db,
  role: 'owner' | 'approver',
  besides: string | null = null,
): Promise<string | null> {
  const query = db('people').whereRaw('? = any(roles)', [role]).where({ active: true });
  if (besides) void query.whereNot({ id: besides });
  // Who owns agents and nothing else comes before somebody who also approves.
  const row = await query.orderByRaw('cardinality(roles), name').first<{ id: string } | undefined>('id');
  return row?.id ?? null;
}

/** With its modes: `mode` is that of the whole agent. */
export type AgentRow = AgentModes & {
  name: AgentName;
  version: number;
  ownerId: string | null;
  fallbackId: string | null;
  /** What it is measured by. */
  metric: string;
};

/** The agent's row, or an error that says who there is. */
export async function agentRow(db: Db, name: string): Promise<AgentRow> {
  const agent = agentNamed(name);
  return rowOf(agent, await modesOf(db, agent.name));
}

/** The rows of all agents of the roster, in its order. */
export async function agentRows(db: Db): Promise<AgentRow[]> {
  const modes = await modesOfEach(
    db,
    roster.map(({ name }) => name),
  );
  return roster.map((agent) => rowOf(agent, modes.get(agent.name) ?? nothingKnown));
}

type Modes = Awaited<ReturnType<typeof modesOf>>;
const nothingKnown: Modes = {
  ...{ mode: 'shadow', modeVersion: 0, ownerId: null, fallbackId: null, metric: null, finer: [] },
};
const rowOf = (agent: Agent, { metric, ...row }: Modes): AgentRow => ({
  ...{ name: agent.name, version: agent.version },
  ...row,
  metric: metric ?? agent.metric,
});

/** Who is told what becomes of the agent: its owner, else its fallback, where they are there and in Slack; null: neither. */
export async function whoHears(db: Db, agent: AgentName): Promise<Person | null> {
  const { rows } = await db.raw<{ rows: { id: string }[] }>(
    `select p.id from agents g join people p on p.id in (g.owner_id, g.fallback_id) and p.active and p.slack_id is not null
     where g.name = ? order by p.id <> g.owner_id limit 1`,
    [agent],
  );
  return rows[0] ? personById(db, rows[0].id) : null;
}

export type Duty = { duty: 'owner' | 'fallback'; personId: string } | { duty: 'metric'; metric: string };

/** Says who answers for the agent, who is told when they do not, or what it is measured by. */
export async function setDuty(
  use: { db: Db },
  input: { agent: AgentName; by: { kind: 'person'; id: string } } & Duty,
): Promise<{ before: string | null }> {
  return withLock(use.db, 'crew:agents', async (trx) => {
    const { ownerId, fallbackId, metric } = await agentRow(trx, input.agent);
    const before = { owner: ownerId, fallback: fallbackId, metric }[input.duty];
    const after = input.duty === 'metric' ? input.metric : input.personId;
    await trx('agents')
      .where({ name: input.agent })
      .update(
        input.duty === 'metric'
          ? { metric: after, metric_set_by: input.by.id }
          : { [`${input.duty}_id`]: after },
      );
    await record(trx, {
      action: `agent.${input.duty}`,
      subject: { kind: 'agent', id: input.agent },
      by: input.by,
      details: { before, after },
    });
    return { before };
  });
}
