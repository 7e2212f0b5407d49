/**
 * The floor of judging deals: a rules library that goes through them one by one. It is handed what it needs as ready facts, and
 * reading them is not counted.
 */
import { Engine, type NestedCondition } from 'json-rules-engine';
import type pg from 'pg';

export type Facts = { id: string; stage: number; quiet: number; past: number; pushes: number };

/** Open deals with days counted as of a day; a missing day counts as none. */
export async function factsOf(client: pg.Client, today: string, deals: number): Promise<Facts[]> {
  const { rows } = await client.query<Facts>(
    `select id, coalesce($1::date - stage_since, 0) as stage, coalesce($1::date - last_activity_on, 0) as quiet,
       coalesce($1::date - close_date, 0) as past, close_date_pushes as pushes
     from deals where status = 'open' order by md5(id) limit $2`,
    [today, deals],
  );
  return rows;
}

/** What is found: trigger and deal. */
export async function judgeEach(facts: Facts[], limits: Record<string, number>): Promise<string[]> {
  const rule = (trigger: string, condition: NestedCondition) => ({
    conditions: { all: [condition] },
    event: { type: trigger },
  });
  const more = (fact: keyof Facts, setting: string): NestedCondition => ({
    fact,
    operator: 'greaterThan',
    value: limits[setting],
  });
  const engine = new Engine([
    rule('stale_in_stage', more('stage', 'stale_days')),
    rule('no_activity', more('quiet', 'inactivity_days')),
    rule('close_date_past', more('past', 'close_date_grace_days')),
    rule('close_date_pushed', {
      fact: 'pushes',
      operator: 'greaterThanInclusive',
      value: limits.push_limit,
    }),
  ]);
  const found: string[] = [];
  for (const one of facts) {
    const { events } = await engine.run(one);
    for (const { type } of events) found.push(`${type} ${one.id}`);
  }
  return found.sort();
}
