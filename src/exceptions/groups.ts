/** Several exceptions about deals, or contacts, of one rep on one card, as they stand. */
import { roster } from '../agents/roster.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { currentSettings, numberSetting } from '../settings/settings.ts';
import type { About } from '../story/group.ts';
import { type ExceptionView, exceptionViews } from './view.ts';

export type GroupView = {
  id: number;
  about: About;
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
  id: number;
  about: About;
  agent: string;
  rep: string;
  waits_for: string | null;
  slack_id: string | null;
  ids: number[];
};

/** The group with all its exceptions, in every state that they can be in; null when there is none of that id. */
export async function groupView(use: { db: Db; now: Clock }, id: number): Promise<GroupView | null> {
  return (await groupViews(use, [id]))[0] ?? null;
}

/** `groupView` for many, in the order of their ids: as many statements as for one. */
export async function groupViews(use: { db: Db; now: Clock }, groups: number[]): Promise<GroupView[]> {
  if (groups.length === 0) return [];
  const { rows } = await use.db.raw<{ rows: Row[] }>(
    `select g.id, g.about, g.agent, r.name as rep, w.name as waits_for, w.slack_id,
       (select coalesce(json_agg(e.id order by e.id), '[]') from exceptions e where e.group_id = g.id) as ids
     from exception_groups g join people r on r.id = g.rep_id left join people w on w.id = g.waits_for where g.id = any(?) order by g.id`,
    [groups],
  );
  const ids = rows.flatMap((row) => row.ids);
  const views = new Map((await exceptionViews(use, ids)).map((view) => [view.id, view]));
  const undoDays = numberSetting(await currentSettings(use.db, use.now.now()), 'undo_days');
  return rows.map((row) => {
    const members = row.ids.flatMap((id) => views.get(id) ?? []);
    return {
      id: row.id,
      about: row.about,
      rep: row.rep,
      label: labelOf(row.agent, members),
      waitsFor: row.waits_for === null ? null : { name: row.waits_for, slackId: row.slack_id },
      undoDays,
      members,
    };
  });
}

function labelOf(agent: string, members: ExceptionView[]): string | null {
  const triggers = new Set(members.map(({ trigger }) => trigger));
  const [only] = triggers;
  if (triggers.size !== 1) return null;
  const now = roster.find(({ name }) => name === agent);
  return (
    [...(now?.triggers ?? []), ...(now?.records?.triggers ?? [])].find(({ name }) => name === only)?.label ??
    null
  );
}
