/** Taking back what somebody did to a rule. */
import type { Db } from '../db/pool.ts';
import { type Rule, type RuleRow, ruleOf } from './rule.ts';
import { type By, changeRule, deleteRule, type RuleUse } from './rules.ts';

/** What a person did to a rule and can take back: the version that came of it, and the one before. */
export type RuleDeed = { rule: Rule; at: Date; before: Rule | null };

/** What this person did since then and nobody has touched after it, the newest first. */
export async function ruleDeeds(db: Db, byId: string, since: Date): Promise<RuleDeed[]> {
  const { rows } = await db.raw<{ rows: (RuleRow & { before: number | null })[] }>(
    `select r.*, (select max(version) from rules b where b.rule = r.rule and b.version < r.version) as before from rules r
     where not exists (select 1 from rules n where n.rule = r.rule and n.version > r.version)
       and ((r.ended_at is null and r.by = ? and r.how not in ('undone', 'with a playbook') and r.at > ?)
         or (r.ended_because = 'deleted' and r.ended_by = ? and r.ended_at > ?))
     order by coalesce(r.ended_at, r.at) desc, r.id desc limit 200`,
    [byId, since, byId, since],
  );
  const earlier = rows.flatMap(({ rule, before }) => (before === null ? [] : [[rule, before]]));
  const versions =
    earlier.length === 0 ? [] : await db<RuleRow>('rules').whereIn(['rule', 'version'], earlier);
  return rows.map((row) => {
    const rule = ruleOf(row);
    const version = versions.find((one) => one.rule === row.rule && one.version === row.before);
    const before = rule.ended ? rule : version ? ruleOf(version) : null;
    return { rule, at: rule.ended?.at ?? rule.at, before };
  });
}

/** Null: it was taken back. Otherwise why not. */
export async function undoRule(
  use: RuleUse,
  { rule, before }: RuleDeed,
  by: By,
  now: Date,
): Promise<string | null> {
  const of = { rule: rule.rule, was: rule.version, by, now };
  const wasDeleted = before?.ended && before.ended.because !== 'replaced' && !rule.ended;
  const done =
    before === null || wasDeleted
      ? await deleteRule(use, { ...of, because: 'undone' })
      : await changeRule(use, {
          ...of,
          how: 'undone',
          body: before,
          mode: before.mode,
          setBy: before.setBy,
          standing: false,
        });
  return done ? null : 'Somebody has changed it since, so it stays.';
}
