/** Telling: what was found of a figure, to whoever should know. */
import type { Agent } from '../agents/nouns.ts';
import { type AttentionUse, interrupt } from '../attention/interrupt.ts';
import { record } from '../audit/record.ts';
import type { Db } from '../db/pool.ts';
import { redrawCardsOfFinding } from '../exceptions/findings.ts';
import { type SettingRow, textSetting } from '../settings/settings.ts';
import type { AgentRow } from './crew.ts';

type Row = {
  id: number;
  fact: string;
  private: boolean;
  /** Somebody has said where it is told. */
  asked: boolean;
  critical: boolean;
  worth: number;
  channel: string | null;
  people: { id: string; slackId: string }[];
};
const mostAtOnce = 100;

/**
 * A card for each finding about a figure, to each person who is to know, else to the channel; what can be told nowhere
 * waits. The cards of `changed` findings are drawn anew. In shadow nobody is told. Says how many are new.
 */
export async function tellFigures(
  trx: Db,
  use: AttentionUse & { runId: string },
  agent: Agent,
  row: AgentRow,
  changed: number[],
): Promise<number> {
  if (row.mode === 'shadow') return 0;
  const { rows } = await trx.raw<{ rows: Row[] }>(
    `select f.id, f.evidence->>'fact' as fact, jsonb_array_length(f.evidence->'to') > 0 as private,
       (f.subject_kind = 'kpi_alert' or f.trigger like 'rule:%') as asked, f.severity = 'critical' as critical, f.worth, f.evidence->>'channel' as channel, coalesce((
         select jsonb_agg(jsonb_build_object('id', p.id, 'slackId', p.slack_id) order by p.id) from people p
         where jsonb_exists(f.evidence->'to', p.id) and p.active and p.slack_id is not null), '[]') as people
     from findings f where f.agent = ? and f.evidence->'told' is not null and f.gone_at is null and f.taken_up_at is null
     order by f.worth desc, f.id limit ?`,
    [agent.name, mostAtOnce],
  );
  const placed = rows
    .map((one) => ({ ...one, cards: cardsOf(one, use.settings, agent) }))
    .filter(({ cards }) => cards.length > 0);
  const fresh = placed.map(({ id }) => id);
  if (fresh.length > 0) await trx('findings').whereIn('id', fresh).update({ taken_up_at: use.now });
  await interrupt(
    trx,
    use,
    placed.flatMap(({ cards, critical, worth }) => cards.map((card) => ({ ...card, critical, worth }))),
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
  await redrawCardsOfFinding(
    trx,
    changed.filter((id) => !fresh.includes(id)),
  );
  return placed.length;
}

/** What somebody asked to be told is nobody else's. */
function cardsOf(
  row: Row,
  settings: SettingRow[],
  agent: Agent,
): { key: Key; channel: string; personId: string | null }[] {
  if (row.channel !== null) return [{ key: keyOf(row.id), channel: row.channel, personId: null }];
  const channel = channelOf(settings, agent);
  if (row.people.length > 0 || row.asked || channel === '')
    return row.people.map(({ id, slackId }) => ({
      key: keyOf(row.id, id),
      channel: `dm:${slackId}`,
      personId: id,
    }));
  return [
    { key: keyOf(row.id), channel: row.private ? opsOf(settings) || channel : channel, personId: null },
  ];
}

const opsOf = (settings: SettingRow[]): string => textSetting(settings, 'ops_channel');
const channelOf = (settings: SettingRow[], agent: Agent): string =>
  (agent.channel === undefined ? '' : textSetting(settings, agent.channel)) || opsOf(settings);

type Key = `finding:${number}` | `finding:${number}:${string}`;
const keyOf = (id: number, person?: string): Key =>
  person === undefined ? `finding:${id}` : `finding:${id}:${person}`;
