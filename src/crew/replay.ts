/** What an agent would have found at a past instant. Reads only. */
import type { Agent, RecordTrigger, Trigger } from '../agents/nouns.ts';
import { recordRows } from '../crm/contracts.ts';
import { eventRows } from '../crm/events.ts';
import { answerQuestion } from '../crm/questions.ts';
import { rowsOf, sql } from '../crm/sql.ts';
import type { Db } from '../db/pool.ts';
import { addDays, dayIn, startOfDay } from '../sales/days.ts';
import { numberSetting, type SettingRow } from '../settings/settings.ts';
import type { EventTrigger } from './look-at-events.ts';

type Would = { deal: string; say: string; because: string[]; what: string };

/** The total, and the first fifty. */
export async function replay(
  db: Db,
  use: { zone: string; settings: SettingRow[] },
  agent: Agent,
  asOf: Date,
): Promise<{ found: number; decisions: Would[] }> {
  const calendar = {
    fiscalYearStart: numberSetting(use.settings, 'fiscal_year_start'),
    weekStart: numberSetting(use.settings, 'week_start'),
  };
  const on = {
    now: asOf,
    zone: use.zone,
    scope: { everything: true },
    settings: use.settings,
    calendar,
  } as const;
  const decisions: Would[] = [];
  let found = 0;
  for (const trigger of agent.triggers) {
    if ('event' in trigger) {
      const happened = await happenedBy(db, trigger, on);
      found += happened.length;
      decisions.push(...happened.slice(0, 50).map(({ id, name }) => would(id, name, trigger)));
      continue;
    }
    const question = {
      of: trigger.of,
      where: trigger.condition,
      measure: 'rows',
      asOf: asOf.toISOString(),
      limit: 50,
    } as const;
    const answer = await answerQuestion(db, question, on);
    if (answer.kind !== 'rows') continue;
    found += answer.total;
    decisions.push(...answer.rows.map((row) => would(row.id, row.name, trigger)));
  }
  for (const trigger of agent.records?.triggers ?? []) {
    const held = await recordsBy(db, trigger, on);
    found += held.length;
    decisions.push(...held.slice(0, 50).map(({ id, name }) => would(id, name, trigger)));
  }
  return { found, decisions: decisions.slice(0, 50) };
}

/** As the records were then, by what is known of them today. */
const recordsBy = (
  db: Db,
  trigger: RecordTrigger,
  use: { now: Date; zone: string; settings: SettingRow[] },
): Promise<{ id: string; name: string }[]> =>
  rowsOf(
    db,
    sql`select d.id, d.name from (${recordRows(trigger, 'all', use, use.now)}) e join records d on d.kind = ${trigger.of} and d.id = e.subject_id order by d.id`,
  );

const would = (id: string, name: string, trigger: Trigger | RecordTrigger): Would => ({
  deal: id,
  say: 'found',
  because: [],
  what: `${name}: ${trigger.label}`,
});

/** What had happened within the days that count. */
function happenedBy(
  db: Db,
  trigger: EventTrigger,
  use: { now: Date; zone: string; settings: SettingRow[] },
): Promise<{ id: string; name: string }[]> {
  const days = numberSetting(use.settings, 'event_days');
  const from = startOfDay(addDays(dayIn(use.now, use.zone), -days), use.zone);
  const rows = eventRows(trigger, { from, subjects: 'all', replayed: true }, use);
  return rowsOf(
    db,
    sql`select d.id, d.name from (${rows}) e join deals d on d.id = e.subject_id order by e.since desc, d.id`,
  );
}
