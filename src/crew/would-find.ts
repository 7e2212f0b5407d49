/** What an agent would have found within the last days under other limits. Reads only. */
import type { Agent } from '../agents/nouns.ts';
import { eventRows } from '../crm/events.ts';
import { replayCondition } from '../crm/rules.ts';
import { join, rowsOf, sql } from '../crm/sql.ts';
import type { Db } from '../db/pool.ts';
import { addDays, dayIn, startOfDay } from '../sales/days.ts';
import type { SettingRow } from '../settings/settings.ts';
import type { EventTrigger } from './look-at-events.ts';

/** `days` that are known, and in them deals of which something was true, with things that happened. */
export type WouldFind = { days: number; found: number };

/** Null of an agent that looks at no single deals. What is kept as information alone is left out. */
export async function wouldFind(
  db: Db,
  agent: Agent,
  of: { days: number; settings: SettingRow[]; now: Date; zone: string },
): Promise<WouldFind | null> {
  const asked = agent.triggers.filter(({ severity }) => severity !== 'information');
  const conditions = asked.flatMap((one) => ('condition' in one ? [one.condition] : []));
  const events = asked.filter((one): one is EventTrigger => 'event' in one);
  if (conditions.length === 0) return null;
  const replay = await replayCondition(
    db,
    { any: conditions },
    { days: of.days, event: null, triggers: null },
    of,
  );
  if (replay.days === 0) return { days: 0, found: 0 };
  return {
    days: replay.days,
    found: replay.deals + (await happened(db, events, { ...of, days: replay.days })),
  };
}

async function happened(
  db: Db,
  events: EventTrigger[],
  of: { days: number; settings: SettingRow[]; now: Date; zone: string },
): Promise<number> {
  if (events.length === 0) return 0;
  const from = startOfDay(addDays(dayIn(of.now, of.zone), -of.days), of.zone);
  const each = events.map((event) => eventRows(event, { from, subjects: 'all', replayed: true }, of));
  const [row] = await rowsOf<{ times: number }>(
    db,
    sql`select count(*)::int as times from (${join(
      each.map((one) => sql`(${one})`),
      ' union all ',
    )}) e`,
  );
  return row?.times ?? 0;
}
