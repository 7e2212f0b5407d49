/** One alert: what its card shows, and who takes it on. */
import { agentLabel } from '../agents/roster.ts';
import { record } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import { NotFound } from '../errors.ts';
import { wantCards } from '../jobs/cards.ts';
import { may } from '../policy/authorize.ts';
import type { Person } from '../policy/nouns.ts';
import { activePauses, pauseOn } from '../settings/pauses.ts';
import { currentSettings, numberSetting, type SettingRow, textSetting } from '../settings/settings.ts';
import { causeInWords } from './causes.ts';
import { type JustBefore, justBefore } from './just-before.ts';

const minute = 60_000;

export type Example = { run: string; category: string; error: string };
export type AlertRow = {
  id: number;
  agent: string;
  failed: number;
  total: number;
  told: string[];
  opened_at: Date;
  updated_at: Date;
  acknowledged_at: Date | null;
};

export type AlertView = {
  id: number;
  agent: string;
  label: string;
  owner: Named | null;
  fallback: Named | null;
  /** When the fallback is told, unless somebody takes it on; missing once told or taken on. */
  fallbackAt: Date | null;
  failed: number;
  total: number;
  /** Shares, 0 to 1. */
  limit: number;
  mostly: string | null;
  examples: { run: string; error: string }[];
  /** The setting that was changed last before it began, within a day. */
  justBefore: JustBefore | null;
  rolledBack: { label: string; value: string; by: string; at: Date } | null;
  openedAt: Date;
  paused: { by: string; openCards: number } | null;
  acknowledged: { by: string; at: Date } | null;
  closedAt: Date | null;
};
type Named = { id: string; name: string; slackId: string | null };

/** All that the alert's card needs, as it is now. */
export async function alertView(db: Db, id: number): Promise<AlertView> {
  const { rows } = await db.raw<{ rows: ViewRow[] }>(
    `select a.*, o.id as owner_id, o.name as owner_name, o.slack_id as owner_slack,
       f.id as fallback_id, f.name as fallback_name, f.slack_id as fallback_slack, k.name as acknowledged_name,
       (select count(*) from exceptions e join proposals p on p.id = e.proposal_id
        where p.agent = a.agent and e.closed_at is null) as open_cards
     from alerts a left join agents g on g.name = a.agent
       left join people o on o.id = g.owner_id left join people f on f.id = g.fallback_id left join people k on k.id = a.acknowledged_by
     where a.id = ?`,
    [id],
  );
  const row = rows[0];
  if (!row) throw new NotFound(`There is no alert ${id}.`);
  const settings = await currentSettings(db);
  const pause = pauseOn(await activePauses(db), { agent: row.agent });
  const pauser =
    pause && (await db('people').where({ id: pause.by.id }).first<{ name: string } | undefined>('name'));
  const told = row.fallback_id !== null && row.told.includes(row.fallback_id);
  const wait = numberSetting(settings, 'fallback_minutes', { agent: row.agent }) * minute;
  return {
    id: row.id,
    agent: row.agent,
    label: agentLabel(row.agent),
    owner: named(row.owner_id, row.owner_name, row.owner_slack),
    fallback: named(row.fallback_id, row.fallback_name, row.fallback_slack),
    fallbackAt:
      row.fallback_id && !told && !row.acknowledged_at && !row.closed_at
        ? new Date(row.opened_at.getTime() + wait)
        : null,
    failed: row.failed,
    total: row.total,
    limit: numberSetting(settings, 'failure_percent', { agent: row.agent }) / 100,
    mostly: row.category ? `Nearly all: ${causeInWords(row.category, row.examples)}` : null,
    examples: row.examples.map(({ run, category, error }) => ({
      run,
      error: error || causeInWords(category, []),
    })),
    justBefore: row.rolled_back ? null : await justBefore(db, row.opened_at),
    rolledBack: row.rolled_back && { ...row.rolled_back, at: new Date(row.rolled_back.at) },
    openedAt: row.opened_at,
    paused: pause && {
      by: pause.by.kind === 'agent' ? 'itself' : (pauser?.name ?? pause.by.id),
      openCards: row.open_cards,
    },
    acknowledged: row.acknowledged_at && { by: row.acknowledged_name ?? '', at: row.acknowledged_at },
    closedAt: row.closed_at,
  };
}

type ViewRow = AlertRow & {
  category: string | null;
  examples: Example[];
  closed_at: Date | null;
  owner_id: string | null;
  owner_name: string | null;
  owner_slack: string | null;
  fallback_id: string | null;
  fallback_name: string | null;
  fallback_slack: string | null;
  acknowledged_name: string | null;
  open_cards: number;
  rolled_back: { label: string; value: string; by: string; at: string } | null;
};

const named = (id: string | null, name: string | null, slackId: string | null): Named | null =>
  id && name ? { id, name, slackId } : null;

/** Somebody takes the alert on. The first one does; the agent's owner and fallback, owners, approvers and admins may. */
export async function acknowledgeAlert(
  use: { db: Db; now: Clock },
  input: { alertId: number; by: Person },
): Promise<
  | { say: 'acknowledged' }
  | { say: 'already'; byName: string }
  | { say: 'over' }
  | { say: 'not allowed'; because: string }
> {
  return inTransaction(use.db, async (trx) => {
    const view = await alertView(trx, input.alertId);
    const subject = { kind: 'alert', id: String(input.alertId) };
    const by = { kind: 'person', id: input.by.id } as const;
    const mine = view.owner?.id === input.by.id || view.fallback?.id === input.by.id;
    if (!mine && !may(input.by, 'end_alerts')) {
      const because = `This is for the owner of the ${view.label}${view.owner ? `, ${view.owner.name}` : ''}.`;
      await record(trx, { action: 'alert.acknowledge_refused', subject, by, because });
      return { say: 'not allowed', because };
    }
    if (view.closedAt) return { say: 'over' };
    const took = await trx('alerts')
      .where({ id: input.alertId })
      .whereNull('acknowledged_at')
      .whereNull('closed_at')
      .update({ acknowledged_at: use.now.now(), acknowledged_by: input.by.id });
    if (took === 0)
      return { say: 'already', byName: (await alertView(trx, input.alertId)).acknowledged?.by ?? '' };
    await record(trx, { action: 'alert.acknowledged', subject, by });
    await drawAlert(trx, input.alertId, await currentSettings(trx));
    return { say: 'acknowledged' };
  });
}

/**
 * In the channel for alerts, and to each who is told: a message that is rewritten calls nobody. Where there is neither, the
 * row is there all the same, and Home shows it.
 */
export async function drawAlert(trx: Db, id: number, settings: SettingRow[]): Promise<void> {
  const channel = textSetting(settings, 'ops_channel');
  const { rows } = await trx.raw<{ rows: { id: string; slack_id: string }[] }>(
    `select p.id, p.slack_id from alerts a join people p on p.id = any(a.told) where a.id = ? and p.slack_id is not null`,
    [id],
  );
  await wantCards(trx, [
    ...(channel ? [{ key: `alert:${id}` as const, channel }] : []),
    ...rows.map((told) => ({ key: `alert:${id}:${told.id}` as const, channel: `dm:${told.slack_id}` })),
  ]);
}
