/** What an agent would have found at a past instant. Reads only. */
import type { Agent } from '../agents/nouns.ts';
import { answerQuestion } from '../crm/questions.ts';
import type { Db } from '../db/pool.ts';
import { numberSetting, type SettingRow } from '../settings/settings.ts';

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
    decisions.push(
      ...answer.rows.map((row) => ({
        deal: row.id,
        say: 'found',
        because: [],
        what: `${row.name}: ${trigger.label}`,
      })),
    );
  }
  return { found, decisions: decisions.slice(0, 50) };
}
