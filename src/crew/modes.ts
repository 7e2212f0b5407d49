/** Putting an agent, or a part of what it does, into another mode. Down is free; out of shadow needs an owner; auto is signed (auto.ts). */
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { withLock } from '../db/transaction.ts';
import {
  type AgentModes,
  type FinerMode,
  isStricter,
  isWithinScope,
  type ModeScope,
  modeAround,
  wholeAgent,
} from '../policy/modes.ts';
import type { Actor, AgentName, Mode } from '../policy/nouns.ts';
import { endMode, writeMode } from '../settings/modes.ts';
import { agentRow } from './crew.ts';

export type ModeSet =
  | { say: 'set'; id: number; before: Mode; ended: FinerMode[] }
  | { say: 'as it is'; before: Mode }
  | { say: 'no owner'; before: Mode };

type Use = { db: Db; now: Clock };
/** Auto is not among them. */
type Put = {
  agent: AgentName;
  scope?: ModeScope;
  mode: Exclude<Mode, 'auto'>;
  by: Actor;
  reason?: string;
};

/**
 * Where it is lowered, what was finer in it and went further ends with it. What was only watched before is taken up again by
 * the next run.
 */
export function setMode(use: Use, input: Put): Promise<ModeSet> {
  const { agent, scope = wholeAgent, mode, by } = input;
  return withLock(use.db, 'crew:agents', async (trx): Promise<ModeSet> => {
    const row = await agentRow(trx, agent);
    const before = modeAround(scope, row).is;
    const ended = furtherIn(scope, mode, row);
    if (before === mode && ended.length === 0) return { say: 'as it is', before };
    if (before === 'shadow' && mode !== 'shadow' && row.ownerId === null) return { say: 'no owner', before };
    const now = use.now.now();
    const because = input.reason ?? null;
    for (const one of ended) await endMode(trx, { agent, scope: one, by, because, now });
    const id = await writeMode(trx, { agent, scope, mode, before, by, because, now });
    await takeUpAgain(trx, agent);
    return { say: 'set', id, before, ended };
  });
}

/** The finer modes within a scope that go further than this. */
export const furtherIn = (scope: ModeScope, mode: Mode, { finer }: AgentModes): FinerMode[] =>
  finer.filter(
    (one) => isWithinScope(one, scope) && !isWithinScope(scope, one) && isStricter(mode, one.mode),
  );

/** What an agent only watched is looked at by its next run as if it were new. */
export async function takeUpAgain(trx: Db, agent: AgentName): Promise<void> {
  await trx.raw(
    `update findings f set taken_up_at = null where f.agent = ? and f.gone_at is null and f.taken_up_at is not null
     and exists (select 1 from proposals p where p.finding_id in (f.id, f.under) and p.verdict->>'say' = 'shadow')`,
    [agent],
  );
}
