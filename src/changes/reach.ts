/** How far an agent may reach alone: what it did within an hour and a day, and whether it is the turn of a batch's rest. */
import type { Db } from '../db/pool.ts';
import { personById } from '../people/people.ts';
import { may } from '../policy/authorize.ts';
import type { Cap, Circumstances } from '../policy/circumstances.ts';
import type { AgentName, Deed, Reason } from '../policy/nouns.ts';
import { type SettingRow, settingValue } from '../settings/settings.ts';
import type { Change } from './nouns.ts';

/** Of one kind of deed. `roomAt`: when as much has left the window as stands in `most`; null while there is room. */
type Within = { done: number; roomAt: Date | null };
export type Reached = Record<Deed['kind'], { hour: Within; day: Within }>;

const nothing = { hour: { done: 0, roomAt: null }, day: { done: 0, roomAt: null } };
/** Of an agent that does nothing alone. */
export const nothingReached: Reached = { change: nothing, nudge: nothing };

const windows = {
  change: { hour: 'hourly_cap', day: 'daily_cap' },
  nudge: { hour: 'messages_per_hour', day: 'messages_per_day' },
} as const;
const said = {
  change: { hour: 'changes an hour', day: 'changes a day' },
  nudge: { hour: 'messages an hour', day: 'messages a day' },
} as const;
const hourMs = 3_600_000;

/** What the agent did alone within the last hour and the last 24; one statement. `onTheirWay`: and what it is about to do. */
export async function reachedBy(
  db: Db,
  agent: AgentName,
  { now, settings, onTheirWay }: { now: Date; settings: SettingRow[]; onTheirWay: boolean },
): Promise<Reached> {
  const most = (name: string) => Number(settingValue(settings, name, { agent }).value);
  const { rows } = await db.raw<{ rows: Row[] }>(
    `with alone as (
       select kind, coalesce(let_go_at, ?::timestamptz) as at from changes
       where by_kind = 'agent' and by_id = ? and undoes is null and (let_go_at > ?::timestamptz ${onTheirWay ? "or (let_go_at is null and state = 'pending')" : ''})
     ), counted as (
       select kind, at, row_number() over (partition by kind order by at desc) as place from alone
     )
     select w.kind, count(c.at) filter (where c.at > w.hour_ago) as hour, count(c.at) as day,
       max(c.at) filter (where c.place = w.hour_most and c.at > w.hour_ago) as "hourFrom", max(c.at) filter (where c.place = w.day_most) as "dayFrom"
     from jsonb_to_recordset(?::jsonb) as w(kind text, hour_most int, day_most int, hour_ago timestamptz) left join counted c on c.kind = w.kind
     group by w.kind`,
    [
      now,
      agent,
      new Date(now.getTime() - 24 * hourMs),
      JSON.stringify(
        (['change', 'nudge'] as const).map((kind) => ({
          kind,
          hour_most: most(windows[kind].hour),
          day_most: most(windows[kind].day),
          hour_ago: new Date(now.getTime() - hourMs),
        })),
      ),
    ],
  );
  const of = (kind: Deed['kind']) => {
    const row = rows.find((one) => one.kind === kind);
    return {
      hour: { done: row?.hour ?? 0, roomAt: after(row?.hourFrom, hourMs) },
      day: { done: row?.day ?? 0, roomAt: after(row?.dayFrom, 24 * hourMs) },
    };
  };
  return { change: of('change'), nudge: of('nudge') };
}

type Row = { kind: Deed['kind']; hour: number; day: number; hourFrom: Date | null; dayFrom: Date | null };

const after = (from: Date | null | undefined, ms: number): Date | null =>
  from ? new Date(from.getTime() + ms) : null;

/** The caps that hold over one more deed of this kind. */
export const capsOver = (
  kind: Deed['kind'],
  { agent, settings, reached }: { agent: AgentName; settings: SettingRow[]; reached: Reached },
): Cap[] =>
  (['hour', 'day'] as const).map((window) => {
    const name = windows[kind][window];
    const { value, version } = settingValue(settings, name, { agent });
    const { done, roomAt } = reached[kind][window];
    return {
      name,
      of: said[kind][window],
      version,
      done,
      most: Number(value),
      roomAt: roomAt?.toISOString() ?? null,
    };
  });

/**
 * What holds over a change that an agent is about to make alone. Its caller holds the agent's lock, so that two that go at
 * the same moment do not both take the last place of an hour. What has been let go once is counted already.
 */
export async function reachOver(
  db: Db,
  change: Change,
  on: { now: Date; settings: SettingRow[] },
): Promise<Pick<Circumstances, 'caps' | 'batch'>> {
  if (change.by.kind !== 'agent' || change.undoes !== null) return {};
  const agent = change.by.id;
  const batch = await waitingBatch(db, change, on.settings, agent);
  if (change.letGoAt !== null) return batch;
  const reached = await reachedBy(db, agent, { ...on, onTheirWay: false });
  return { ...batch, caps: capsOver(change.wants.kind, { agent, settings: on.settings, reached }) };
}

/** What holds a part of many things that a person does at once: its turn, and a second approval that still counts. */
export async function holdOfBatch(
  db: Db,
  { id, by, undoes }: Change,
  settings: SettingRow[],
): Promise<{ until: null; reason: Reason } | null> {
  if (by.kind !== 'person' || undoes !== null) return null;
  const row = await db('changes as c')
    .join('batches as b', 'b.id', 'c.batch_id')
    .where({ 'c.id': id })
    .first<PersonsBatch | undefined>(
      ...[
        'b.first',
        'b.total',
        'b.asks_until',
        'b.signed_at',
        'b.signed_by',
        'b.went_on_at',
        'c.batch_first',
      ],
    );
  if (!row) return null;
  const rests = (sentence: string, name: string) =>
    ({
      until: null,
      reason: {
        sentence,
        restsOn: { kind: 'setting', name, version: settingValue(settings, name).version },
      },
    }) as const;
  if (row.asks_until && !row.signed_at) return rests('Held: it needs a second approval.', 'bulk_limit');
  if (row.signed_by && !may(await personById(db, row.signed_by), 'bulk'))
    return rests('Held: whoever gave the second approval may not any more.', 'bulk_limit');
  return row.batch_first || row.went_on_at
    ? null
    : rests(`Held: ${row.first} of ${row.total} go first.`, 'canary_minutes');
}

type PersonsBatch = {
  first: number;
  total: number;
  asks_until: Date | null;
  signed_at: Date | null;
  signed_by: string | null;
  went_on_at: Date | null;
  batch_first: boolean;
};

async function waitingBatch(
  db: Db,
  { id }: Change,
  settings: SettingRow[],
  agent: AgentName,
): Promise<Pick<Circumstances, 'batch'>> {
  const row = await db('changes as c')
    .join('batches as b', 'b.id', 'c.batch_id')
    .where({ 'c.id': id, 'c.batch_first': false })
    .whereNull('b.went_on_at')
    .first<{ first: number; total: number } | undefined>('b.first', 'b.total');
  if (!row) return {};
  const { value, version } = settingValue(settings, 'canary_minutes', { agent });
  return { batch: { ...row, minutes: Number(value), version } };
}
