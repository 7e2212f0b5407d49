/** Telling: what was found of a figure, to whoever should know. */
import type { Agent } from '../agents/nouns.ts';
import { record } from '../audit/record.ts';
import type { Db } from '../db/pool.ts';
import { wantCards } from '../jobs/cards.ts';
import { type SettingRow, textSetting } from '../settings/settings.ts';
import type { AgentRow } from './crew.ts';

type Row = { id: number; slack_id: string | null; channel: string | null; fact: string; own: boolean };
const mostAtOnce = 100;

/**
 * One card for each finding about a figure, to the channel or the person who is to know, else to the channel for alerts; who can be
 * reached by neither waits. The cards of `changed` findings are drawn anew. In shadow nobody is told. Says how many are new.
 */
export async function tellFigures(
  trx: Db,
  use: { now: Date; settings: SettingRow[]; runId: string },
  agent: Agent,
  row: AgentRow,
  changed: number[],
): Promise<number> {
  if (agent.figures.length === 0 || row.mode === 'shadow') return 0;
  const { rows } = await trx.raw<{ rows: Row[] }>(
    `select f.id, p.slack_id, f.evidence->>'channel' as channel, f.evidence->>'fact' as fact, f.subject_kind = 'kpi_alert' as own from findings f left join people p on p.id = f.evidence->>'to' and p.active
     where f.trigger = any(?) and f.gone_at is null and f.taken_up_at is null order by f.worth desc, f.id limit ?`,
    [agent.figures.map(({ name }) => name), mostAtOnce],
  );
  const ops = textSetting(use.settings, 'ops_channel');
  const placed = rows
    .map((one) => ({
      ...one,
      // What somebody asked to be told is nobody else's.
      channel: one.channel ?? (one.slack_id ? `dm:${one.slack_id}` : one.own ? '' : ops),
    }))
    .filter(({ channel }) => channel !== '');
  const fresh = placed.map(({ id }) => id);
  if (fresh.length > 0) await trx('findings').whereIn('id', fresh).update({ taken_up_at: use.now });
  await wantCards(
    trx,
    placed.map(({ id, channel }) => ({ key: keyOf(id), channel })),
  );
  await record(
    trx,
    placed.map(({ id, fact }) => ({
      action: 'finding.told',
      subject: { kind: 'finding', id: String(id) },
      by: { kind: 'agent', id: agent.name, version: agent.version },
      because: fact,
      runId: use.runId,
    })),
  );
  await redraw(
    trx,
    changed.filter((id) => !fresh.includes(id)),
  );
  return placed.length;
}

const keyOf = (id: number) => `finding:${id}` as const;

async function redraw(trx: Db, ids: number[]): Promise<void> {
  if (ids.length === 0) return;
  const cards = await trx('cards')
    .whereIn('key', ids.map(keyOf))
    .select<{ key: ReturnType<typeof keyOf>; channel: string }[]>('key', 'channel');
  await wantCards(trx, cards);
}
