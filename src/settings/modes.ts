/** The modes that hold: of each agent, and finer ones. Rows with a version, who set them when, and why. */
import { record } from '../audit/record.ts';
import type { Db, Statement } from '../db/pool.ts';
import { type AgentModes, type FinerMode, isWhole, type ModeScope } from '../policy/modes.ts';
import type { Actor, AgentName, Mode } from '../policy/nouns.ts';
import { scopeSaid } from '../story/mode.ts';

/** A scope as its columns. */
export type ScopeRow = {
  trigger: string;
  kind: '' | 'change' | 'nudge';
  field: string;
  territory_id: string;
  up_to: number | null;
  currency: string | null;
};

export const scopeRow = ({ trigger, kind, field, territoryId, upTo }: ModeScope): ScopeRow => ({
  trigger: trigger ?? '',
  kind: kind ?? '',
  field: field ?? '',
  territory_id: territoryId ?? '',
  up_to: upTo?.value ?? null,
  currency: upTo?.currency ?? null,
});

export const scopeOfRow = (row: ScopeRow): ModeScope => ({
  trigger: row.trigger || null,
  kind: row.kind || null,
  field: row.field || null,
  territoryId: row.territory_id || null,
  upTo: row.up_to === null ? null : { value: Number(row.up_to), currency: row.currency ?? '' },
});

/** Rows of exactly this scope. */
export const ofScope = (query: Statement, scope: ModeScope): Statement => {
  const { up_to, currency, ...row } = scopeRow(scope);
  void query.where(row);
  return up_to === null ? query.whereNull('up_to') : query.where({ up_to, currency });
};

/** Who answers for it, and what it is measured by; missing before its row is made. */
export type Answers = { ownerId: string | null; fallbackId: string | null; metric: string | null };
type Known = Answers & { mode: Mode; mode_version: number; finer: Finer[] };
type Finer = ScopeRow & { mode: Mode; version: number; territory: string | null };

/** All modes of an agent, in one statement. Before its row is made an agent may only watch. */
export async function modesOf(db: Db, agent: string, companyCurrency = 'USD'): Promise<AgentModes & Answers> {
  return (
    (await modesOfEach(db, [agent], companyCurrency)).get(agent) ?? modesFrom(undefined, companyCurrency)
  );
}

/** `modesOf` for many, in one statement. One that is not known yet is left out. */
export async function modesOfEach(
  db: Db,
  agents: string[],
  companyCurrency = 'USD',
): Promise<Map<string, AgentModes & Answers>> {
  const { rows } = await db.raw<{ rows: (Known & { name: string })[] }>(
    `select a.name, a.mode, a.mode_version, a.owner_id as "ownerId", a.fallback_id as "fallbackId", a.metric, coalesce((
       select jsonb_agg(to_jsonb(m) || jsonb_build_object('territory', t.name) order by m.id)
       from modes m left join territories t on t.id = m.territory_id
       where m.agent = a.name and m.ended_at is null
         and (m.trigger || m.kind || m.field || m.territory_id <> '' or m.up_to is not null)), '[]') as finer
     from agents a where a.name = any(?)`,
    [agents],
  );
  return new Map(rows.map((row) => [row.name, modesFrom(row, companyCurrency)]));
}

function modesFrom(row: Known | undefined, companyCurrency: string): AgentModes & Answers {
  return {
    mode: row?.mode ?? 'shadow',
    modeVersion: row?.mode_version ?? 0,
    ownerId: row?.ownerId ?? null,
    fallbackId: row?.fallbackId ?? null,
    metric: row?.metric ?? null,
    finer: (row?.finer ?? []).map((one): FinerMode => {
      const scope = scopeOfRow(one);
      const said = scopeSaid(scope, one.territory ?? (one.territory_id || null), companyCurrency);
      return { ...scope, mode: one.mode, version: one.version, said };
    }),
  };
}

export type ModeRow = {
  id: number;
  agent: AgentName;
  scope: ModeScope;
  mode: Mode;
  before: Mode;
  version: number;
  by: { kind: string; id: string };
  because: string | null;
  at: Date;
};

type Row = ScopeRow & {
  id: number;
  agent: AgentName;
  mode: Mode;
  before: Mode;
  version: number;
  by_kind: string;
  by_id: string;
  because: string | null;
  at: Date;
};

const modeRow = (row: Row): ModeRow => ({
  id: row.id,
  agent: row.agent,
  scope: scopeOfRow(row),
  mode: row.mode,
  before: row.before,
  version: row.version,
  by: { kind: row.by_kind, id: row.by_id },
  because: row.because,
  at: row.at,
});

/** Those that somebody has set and that hold, of all agents or of one. */
export async function modeRows(db: Db, agent: string | null = null): Promise<ModeRow[]> {
  const query = db('modes').whereNull('ended_at').orderBy('id');
  if (agent !== null) void query.where({ agent });
  return (await query.select<Row[]>()).map(modeRow);
}

export async function modeRowById(db: Db, id: number): Promise<ModeRow | null> {
  const row = await db('modes').where({ id }).first<Row | undefined>();
  return row ? modeRow(row) : null;
}

/**
 * Writes down that a mode holds there from now on, with its record. It asks nobody: whoever calls this has the right, and
 * for auto the signed request, without which the database takes no such row. Says the row's id.
 */
export async function writeMode(
  trx: Db,
  input: {
    agent: AgentName;
    scope: ModeScope;
    mode: Mode;
    before: Mode;
    by: Actor;
    because: string | null;
    requestId?: number | null;
    now: Date;
  },
): Promise<number> {
  const { agent, scope, mode, before, by, because, requestId = null, now } = input;
  await endRow(trx, { agent, scope, by, now });
  const last: { version: number } | undefined = await ofScope(trx('modes').where({ agent }), scope)
    .orderBy('id', 'desc')
    .first('version');
  const whole = isWhole(scope);
  const row = whole
    ? await trx('agents').where({ name: agent }).first<{ mode_version: number } | undefined>('mode_version')
    : undefined;
  const version = Math.max(last?.version ?? 0, row?.mode_version ?? 0) + 1;
  const [made] = await trx('modes')
    .insert({
      agent,
      ...scopeRow(scope),
      mode,
      before,
      version,
      by_kind: by.kind,
      by_id: by.id,
      because,
      request_id: requestId,
      at: now,
    })
    .returning<{ id: number }[]>('id');
  if (whole)
    await trx('agents')
      .where({ name: agent })
      .update({ mode, mode_version: version, mode_request: requestId, changed_at: now });
  await record(trx, {
    action: 'agent.mode',
    subject: { kind: 'agent', id: agent },
    by,
    because,
    details: { before, after: mode, version, ...(whole ? {} : { scope }), requestId },
  });
  return made?.id ?? 0;
}

/** A finer mode holds no longer: what holds around it does. */
export async function endMode(
  trx: Db,
  input: { agent: AgentName; scope: ModeScope; by: Actor; because: string | null; now: Date },
): Promise<boolean> {
  const ended = await endRow(trx, input);
  if (ended)
    await record(trx, {
      action: 'agent.mode_ended',
      subject: { kind: 'agent', id: input.agent },
      by: input.by,
      because: input.because,
      details: { scope: input.scope },
    });
  return ended;
}

async function endRow(
  trx: Db,
  { agent, scope, by, now }: { agent: AgentName; scope: ModeScope; by: Actor; now: Date },
): Promise<boolean> {
  const ended = await ofScope(trx('modes').where({ agent }).whereNull('ended_at'), scope).update({
    ended_at: now,
    ended_by_kind: by.kind,
    ended_by: by.id,
  });
  return Number(ended) > 0;
}
