/** Auto mode ends by itself where its evidence has gone. Clock work. */
import { agentNamed, roster } from '../agents/roster.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { withLock } from '../db/transaction.ts';
import { wantCard } from '../jobs/cards.ts';
import { personById } from '../people/people.ts';
import { lostBecause } from '../policy/earned.ts';
import { type ModeRow, modeRows, writeMode } from '../settings/modes.ts';
import { currentSettings, numberSetting, textSetting } from '../settings/settings.ts';
import { agentRow, whoHears } from './crew.ts';
import { barOf, counted, evidenceDays } from './earned.ts';

/**
 * Puts back into suggest what is in auto without evidence, of all agents in one look; whoever owns the agent is told why. Says
 * how many.
 */
export async function lowerUnearned(use: { db: Db; now: Clock }): Promise<number> {
  // Mostly there are none, and nobody has to wait for that.
  if ((await inAuto(use.db)).length === 0) return 0;
  return withLock(use.db, 'crew:agents', async (trx) => {
    const now = use.now.now();
    const settings = await currentSettings(trx, now);
    const limits = {
      ...barOf(settings),
      undone: numberSetting(settings, 'auto_undone_limit'),
      days: evidenceDays,
    };
    const modes = await inAuto(trx);
    const evidence = await counted(
      trx,
      modes.map(({ agent, scope }) => ({ agent, scope, version: agentNamed(agent).version })),
      now,
    );
    let lowered = 0;
    for (const [n, mode] of modes.entries()) {
      const found = evidence[n];
      const because = (await ownerGone(trx, mode)) ?? (found ? lostBecause(found, limits) : null);
      if (because === null) continue;
      await lower(trx, mode, because, { now, ops: textSetting(settings, 'ops_channel') });
      lowered += 1;
    }
    return lowered;
  });
}

const inAuto = async (db: Db): Promise<ModeRow[]> =>
  (await modeRows(db)).filter(
    ({ agent, mode }) => mode === 'auto' && roster.some(({ name }) => name === agent),
  );

async function ownerGone(trx: Db, { agent }: ModeRow): Promise<string | null> {
  const { ownerId } = await agentRow(trx, agent);
  const owner = ownerId ? await personById(trx, ownerId) : null;
  return owner?.active ? null : `The ${agentNamed(agent).label} has no owner any more.`;
}

async function lower(
  trx: Db,
  { agent, scope }: ModeRow,
  because: string,
  { now, ops }: { now: Date; ops: string },
): Promise<void> {
  const by = { kind: 'system', id: 'crew' } as const;
  const id = await writeMode(trx, { agent, scope, mode: 'suggest', before: 'auto', by, because, now });
  const told = await whoHears(trx, agent);
  await trx('modes')
    .where({ id })
    .update({ told: told?.id ?? null });
  const channel = told?.slackId ? `dm:${told.slackId}` : ops;
  if (channel) await wantCard(trx, { key: `lowered:${id}`, channel });
}
