/** Rules that people have written: set, changed, switched, deleted, restored, taken back. Versions are rows. */
import { record } from '../audit/record.ts';
import { keepStanding } from '../crm/rules.ts';
import type { Db } from '../db/pool.ts';
import { withLock } from '../db/transaction.ts';
import type { Frame, RuleEffect, RuleEvent } from '../language/request.ts';
import type { Actor, Scope } from '../policy/nouns.ts';
import type { Condition } from '../sales/conditions.ts';
import { dayIn } from '../sales/days.ts';
import type { Reading } from '../sales/leaf.ts';

export type RuleMode = 'on' | 'shadow' | 'off';
export type RuleBody = {
  words: string;
  frame: Frame;
  condition: Condition;
  /** What whoever made it may see: it holds for nothing else. */
  bounds: Condition;
  happens: RuleEvent | null;
  effect: RuleEffect;
};
type How = 'set' | 'changed' | 'switched on' | 'switched off' | 'put in shadow' | 'restored' | 'undone';
export type Rule = RuleBody & {
  /** The number by which people call it. */
  rule: number;
  version: number;
  mode: RuleMode;
  how: How;
  setBy: string;
  by: string;
  at: Date;
  /** YYYY-MM-DD: what happened before is not told. */
  begunOn: string;
  ended: { at: Date; by: string; because: 'replaced' | 'deleted' | 'undone' } | null;
};

type Row = Omit<RuleBody, never> & {
  rule: number;
  version: number;
  mode: RuleMode;
  how: How;
  set_by: string;
  by: string;
  at: Date;
  begun_on: string;
  ended_at: Date | null;
  ended_by: string | null;
  ended_because: 'replaced' | 'deleted' | 'undone' | null;
};

const ruleOf = (row: Row): Rule => ({
  rule: row.rule,
  version: row.version,
  words: row.words,
  frame: row.frame,
  condition: row.condition,
  bounds: row.bounds,
  happens: row.happens,
  effect: row.effect,
  mode: row.mode,
  how: row.how,
  setBy: row.set_by,
  by: row.by,
  at: row.at,
  begunOn: row.begun_on,
  ended:
    row.ended_at && row.ended_because
      ? { at: row.ended_at, by: row.ended_by ?? '', because: row.ended_because }
      : null,
});

/** What a person sees, as a condition on deals. */
export function boundsOf(scope: Scope): Condition {
  if ('everything' in scope) return { all: [] };
  if ('nothing' in scope) return { any: [] };
  return {
    any: [
      ...(scope.territoryIds.length > 0 ? [{ field: 'territory', is: scope.territoryIds }] : []),
      ...(scope.personIds.length > 0 ? [{ field: 'owner', is: scope.personIds }] : []),
    ],
  };
}

/** The deals that a rule is for: its own condition within its bounds, and of an event those of which it happened since the rule began. */
export function conditionOf({ condition, bounds, happens }: RuleBody, begunOn?: string): Condition {
  const event = happens === null ? null : eventDay[happens];
  return {
    all: [
      condition,
      bounds,
      ...(event !== null && begunOn !== undefined ? [{ field: event, from: begunOn }] : []),
    ],
  };
}
export const eventDay = { moved: 'stage_since', created: 'created_on' } as const;

/** By which a rule is named in findings and sweeps; in a reason it is its number. */
export const ruleName = ({ rule }: { rule: number }): string => `rule:${rule}`;

/** Those that are not deleted, by number. */
export async function rulesNow(db: Db): Promise<Rule[]> {
  return (await db('rules').whereNull('ended_at').orderBy('rule').select<Row[]>()).map(ruleOf);
}

/** The last version; null: there is no such rule. */
export async function ruleNumbered(db: Db, rule: number): Promise<Rule | null> {
  const row = await db('rules').where({ rule }).orderBy('version', 'desc').first<Row | undefined>();
  return row ? ruleOf(row) : null;
}

/** Those that were deleted, each as it was, the latest first. */
export async function deletedRules(db: Db): Promise<Rule[]> {
  const { rows } = await db.raw<{ rows: Row[] }>(
    `select r.* from rules r where r.ended_because in ('deleted', 'undone') and not exists (
       select 1 from rules n where n.rule = r.rule and n.version > r.version) order by r.ended_at desc limit 50`,
  );
  return rows.map(ruleOf);
}

type By = Extract<Actor, { kind: 'person' }>;
type Use = { db: Db; reading: Reading };

/** `standing`: whoever is to be told is told of the deals that it is true of already. */
export async function setRule(
  use: Use,
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
  use: Use,
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
  use: Use,
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
    happens,
    effect: JSON.stringify(effect),
    mode,
    how,
    set_by: setBy,
    by: by.id,
    at: now,
    begun_on: dayIn(now, use.reading.zone),
  });
  await use.db('rule_standing').where({ rule }).delete();
  const tells = effect.does === 'notify' || effect.does === 'flag';
  if (tells && mode !== 'off' && !input.standing)
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

/** What a person did to a rule and can take back: the version that came of it, and the one before. */
export type RuleDeed = { rule: Rule; at: Date; before: Rule | null };

/** What this person did since then and nobody has touched after it, the newest first. */
export async function ruleDeeds(db: Db, byId: string, since: Date): Promise<RuleDeed[]> {
  const { rows } = await db.raw<{ rows: (Row & { before: number | null })[] }>(
    `select r.*, (select max(version) from rules b where b.rule = r.rule and b.version < r.version) as before from rules r
     where not exists (select 1 from rules n where n.rule = r.rule and n.version > r.version)
       and ((r.ended_at is null and r.by = ? and r.how <> 'undone' and r.at > ?)
         or (r.ended_because = 'deleted' and r.ended_by = ? and r.ended_at > ?))
     order by coalesce(r.ended_at, r.at) desc, r.id desc limit 200`,
    [byId, since, byId, since],
  );
  return Promise.all(
    rows.map(async (row) => {
      const rule = ruleOf(row);
      const before = rule.ended
        ? rule
        : row.before === null
          ? null
          : await db('rules').where({ rule: row.rule, version: row.before }).first<Row>().then(ruleOf);
      return { rule, at: rule.ended?.at ?? rule.at, before };
    }),
  );
}

/** Null: it was taken back. Otherwise why not. */
export async function undoRule(
  use: Use,
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
