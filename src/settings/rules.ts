/** Rules that people have written: set, changed, switched, deleted, restored. Versions are rows. */
import { record } from '../audit/record.ts';
import { keepStanding } from '../crm/rules.ts';
import type { Db } from '../db/pool.ts';
import { withLock } from '../db/transaction.ts';
import type { Actor } from '../policy/nouns.ts';
import { dayIn } from '../sales/days.ts';
import type { Reading } from '../sales/leaf.ts';
import {
  conditionOf,
  type How,
  moveOf,
  type Rule,
  type RuleBody,
  type RuleMode,
  type RuleRow,
  ruleOf,
} from './rule.ts';

/** Those that are not deleted, by number. */
export async function rulesNow(db: Db): Promise<Rule[]> {
  return (await db('rules').whereNull('ended_at').orderBy('rule').select<RuleRow[]>()).map(ruleOf);
}

/** The last version; null: there is no such rule. */
export async function ruleNumbered(db: Db, rule: number): Promise<Rule | null> {
  const row = await db('rules').where({ rule }).orderBy('version', 'desc').first<RuleRow | undefined>();
  return row ? ruleOf(row) : null;
}

/** All versions of a rule, the latest first. */
export async function ruleVersions(db: Db, rule: number): Promise<Rule[]> {
  return (await db('rules').where({ rule }).orderBy('version', 'desc').select<RuleRow[]>()).map(ruleOf);
}

/** Those that were deleted, each as it was, the latest first. */
export async function deletedRules(db: Db): Promise<Rule[]> {
  const { rows } = await db.raw<{ rows: RuleRow[] }>(
    `select r.* from rules r where r.ended_because in ('deleted', 'undone') and not exists (
       select 1 from rules n where n.rule = r.rule and n.version > r.version) order by r.ended_at desc limit 50`,
  );
  return rows.map(ruleOf);
}

export type By = Extract<Actor, { kind: 'person' }>;
export type RuleUse = { db: Db; reading: Reading };

/** `standing`: whoever is to be told is told of the deals that it is true of already. */
export async function setRule(
  use: RuleUse,
  input: { body: RuleBody; mode: RuleMode; standing: boolean; by: By; now: Date },
): Promise<number> {
  const { rows } = await use.db.raw<{ rows: { rule: number }[] }>(
    `select nextval('rule_numbers')::int as rule`,
  );
  const rule = rows[0]?.rule ?? 0;
  await put(use, { ...input, rule, version: 1, how: 'set', setBy: input.by.id });
  return rule;
}

/** Another version of a rule that is not deleted. False: it has changed since `was`, the version that was on the screen. */
export const changeRule = (
  use: RuleUse,
  input: {
    rule: number;
    was: number;
    how: How;
    body: RuleBody;
    mode: RuleMode;
    standing: boolean;
    /** Whose it is from now on; absent: whose it was. */
    setBy?: string;
    by: By;
    now: Date;
  },
): Promise<boolean> =>
  withLock(use.db, `rule:${input.rule}`, async (trx) => {
    const last = await ruleNumbered(trx, input.rule);
    if (!last || last.version !== input.was) return false;
    if (last.ended === null) await end(trx, last, input, 'replaced');
    const { db: _, ...rest } = use;
    await put(
      { db: trx, ...rest },
      { ...input, version: last.version + 1, setBy: input.setBy ?? last.setBy },
    );
    return true;
  });

/** False: it was deleted or changed since. */
export const deleteRule = (
  use: { db: Db },
  input: { rule: number; was: number; by: By; now: Date; because?: 'deleted' | 'undone' },
): Promise<boolean> =>
  withLock(use.db, `rule:${input.rule}`, async (trx) => {
    const last = await ruleNumbered(trx, input.rule);
    if (!last || last.version !== input.was || last.ended) return false;
    await end(trx, last, input, input.because ?? 'deleted');
    await noted(
      trx,
      last.rule,
      last.version,
      'rule.deleted',
      input.by,
      input.because === 'undone' ? 'Undo.' : last.words,
    );
    return true;
  });

async function put(
  use: RuleUse,
  input: {
    rule: number;
    version: number;
    how: How;
    body: RuleBody;
    mode: RuleMode;
    standing: boolean;
    setBy: string;
    by: By;
    now: Date;
  },
): Promise<void> {
  const { rule, version, body, mode, by, now, how, setBy } = input;
  const { words, frame, condition, bounds, happens, effect } = body;
  await use.db('rules').insert({
    rule,
    version,
    words,
    frame: JSON.stringify(frame),
    condition: JSON.stringify(condition),
    bounds: JSON.stringify(bounds),
    happens: moveOf(body) ? 'changed' : happens,
    change: moveOf(body) ? JSON.stringify(moveOf(body)) : null,
    effect: JSON.stringify(effect),
    mode,
    how,
    set_by: setBy,
    by: by.id,
    at: now,
    begun_on: dayIn(now, use.reading.zone),
  });
  await use.db('rule_standing').where({ rule }).delete();
  const tells = effect.does === 'notify' || effect.does === 'flag' || effect.does === 'start';
  // Of what happens to a field nothing stands.
  if (tells && mode !== 'off' && !input.standing && !moveOf(body))
    await keepStanding(use.db, rule, conditionOf(body), use.reading);
  await noted(
    use.db,
    rule,
    version,
    `rule.${how === 'set' ? 'set' : 'changed'}`,
    by,
    how === 'undone' ? 'Undo.' : how,
  );
}

async function end(
  trx: Db,
  { rule, version }: Rule,
  { by, now }: { by: By; now: Date },
  because: 'replaced' | 'deleted' | 'undone',
): Promise<void> {
  await trx('rules')
    .where({ rule, version })
    .update({ ended_at: now, ended_by: by.id, ended_because: because });
  await release(trx, rule);
}

/** What it kept back is looked at anew. */
async function release(trx: Db, rule: number): Promise<void> {
  await trx.raw(
    `update findings f set taken_up_at = null from proposals p
     where p.finding_id = f.id and f.gone_at is null and f.taken_up_at is not null and p.verdict->>'say' = 'refuse'
       and p.verdict->'because' @> ?::jsonb
       and not exists (select 1 from exceptions e join proposals q on q.id = e.proposal_id where q.finding_id = f.id)`,
    [JSON.stringify([{ restsOn: { kind: 'rule', name: String(rule) } }])],
  );
}

/** The next run looks at it, as at a record that has changed. */
async function noted(
  db: Db,
  rule: number,
  version: number,
  action: string,
  by: By,
  because: string,
): Promise<void> {
  await db('touched').insert({ noun: 'rule', subject_id: String(rule) });
  await record(db, {
    action,
    subject: { kind: 'rule', id: String(rule) },
    by,
    because,
    details: { version },
  });
}
