/** Several exceptions about deals of one rep on one card, as they stand. */
import { roster } from '../agents/roster.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { currentSettings, numberSetting } from '../settings/settings.ts';
import { type ExceptionView, exceptionViews } from './view.ts';

export type GroupView = {
  id: number;
  rep: string;
  /** What the trigger of all of them finds; null where they were found by several. */
  label: string | null;
  waitsFor: { name: string; slackId: string | null } | null;
  /** For how many days a change can be taken back. */
  undoDays: number;
  /** In the order in which they came; their place is their number on the card. */
  members: ExceptionView[];
};

type Row = {
  agent: string;
  rep: string;
  waits_for: string | null;
  slack_id: string | null;
  ids: number[];
};

/** The group with all its exceptions, in every state that they can be in; null when there is none of that id. */
export async function groupView(use: { db: Db; now: Clock }, id: number): Promise<GroupView | null> {
  const { rows } = await use.db.raw<{ rows: Row[] }>(
    `select g.agent, r.name as rep, w.name as waits_for, w.slack_id,
       (select coalesce(json_agg(e.id order by e.id), '[]') from exceptions e where e.group_id = g.id) as ids
     from exception_groups g join people r on r.id = g.rep_id left join people w on w.id = g.waits_for where g.id = ?`,
    [id],
  );
  const [row] = rows;
  if (!row) return null;
  const members = await exceptionViews(use, row.ids);
  const settings = await currentSettings(use.db, use.now.now());
  return {
    id,
    rep: row.rep,
    label: labelOf(row.agent, members),
    waitsFor: row.waits_for === null ? null : { name: row.waits_for, slackId: row.slack_id },
    undoDays: numberSetting(settings, 'undo_days'),
    members,
  };
}

function labelOf(agent: string, members: ExceptionView[]): string | null {
  const triggers = new Set(members.map(({ trigger }) => trigger));
  const [only] = triggers;
  if (triggers.size !== 1) return null;
  const triggersNow = roster.find(({ name }) => name === agent)?.triggers ?? [];
  return triggersNow.find(({ name }) => name === only)?.label ?? null;
}
