/** Figures of people, teams and the company: found when they are not as they should be, one finding for as long as it lasts. */
import { createHash } from 'node:crypto';
import type {
  Agent,
  Figure,
  FigureName,
  FigureTrigger,
  Limit,
  Severity,
  Subject,
  Told,
} from '../agents/nouns.ts';
import type { Db } from '../db/pool.ts';
import { settingValue } from '../settings/settings.ts';
import { figures } from './figures.ts';
import type { LookedAtAll, LookUse } from './looking.ts';

/** What is kept with a finding about a figure. `to`: ids of the people who are to know; none: whoever reads the channel, `channel` where it is no other. */
export type FigureEvidence = {
  fact: string;
  told: Told;
  limit: Limit | null;
  to: string[];
  channel?: string;
};

/**
 * Looks at all figures of the agent; each is worked out once, whatever number of triggers read it. `told` are the findings that
 * say something else than before; `moved`: the triggers of single deals of which something was found, or is over, just now. `given`: figures that were worked out before.
 */
export async function lookAtFigures(
  trx: Db,
  use: LookUse,
  agent: Agent,
  moved: string[] = [],
  given: ReadonlyMap<FigureName, Figure[]> = new Map(),
): Promise<LookedAtAll> {
  const sum: LookedAtAll = { looked: 0, found: 0, gone: 0, told: [] };
  const known = new Map<FigureName, Figure[] | null>(given);
  const asBefore = await unchanged(trx, use, agent, moved);
  const looked = agent.figures.filter(({ figure }) => !asBefore.has(figure));
  const live = await liveOf(trx, looked);
  for (const trigger of looked) {
    const seen = known.get(trigger.figure);
    const rows = seen === undefined ? await figures[trigger.figure](trx, use) : seen;
    known.set(trigger.figure, rows);
    if (rows === null) continue;
    const { found, gone, told } = await keep(
      trx,
      use,
      agent,
      trigger,
      rows.filter(({ subject }) => subject.kind === trigger.of),
      live.get(trigger.name) ?? new Set(),
    );
    sum.found += found;
    sum.gone += gone;
    sum.told.push(...told);
  }
  return sum;
}

/** These rest on findings of single deals, and on how many days ago they were: nothing else changes them. */
const restingOn: Partial<Record<FigureName, string>> = { amount_changes: 'amount_changed' };

/** The figures of this agent that are as they were when they were last worked out. */
async function unchanged(trx: Db, use: LookUse, agent: Agent, moved: string[]): Promise<Set<FigureName>> {
  const same = new Set<FigureName>();
  const mine = (Object.entries(restingOn) as [FigureName, string][]).filter(([figure]) =>
    agent.figures.some((one) => one.figure === figure),
  );
  if (mine.length === 0) return same;
  const sweeps: { trigger: string; made_with: string }[] = await trx('sweeps').where(
    'trigger',
    'like',
    'figure:%',
  );
  // That any setting changed is reason enough to work them out again.
  const settings = use.settings.map((row) => [row.name, row.scopeId, row.version, row.value]);
  const madeWith = createHash('sha256')
    .update(JSON.stringify([use.today, use.zone, settings]))
    .digest('base64url');
  for (const [figure, trigger] of mine) {
    const name = `figure:${figure}`;
    const known = sweeps.find((sweep) => sweep.trigger === name);
    if (known?.made_with === madeWith && !moved.includes(trigger)) same.add(figure);
    else
      await trx('sweeps')
        .insert({ trigger: name, swept_to: use.now, made_with: madeWith, run_id: use.runId })
        .onConflict('trigger')
        .merge();
  }
  return same;
}

/** What was seen of somebody: whether it is as it should not be, and what is to be told. */
type Seen = Subject & {
  holds: boolean;
  severity: Severity;
  worth: number;
  evidence: FigureEvidence;
};

type Kept = { found: number; gone: number; told: number[] };

/** By trigger, whom a finding that still holds is about. */
async function liveOf(trx: Db, triggers: FigureTrigger[]): Promise<Map<string, Set<string>>> {
  if (triggers.length === 0) return new Map();
  const names = triggers.map(({ name }) => name);
  const rows: { trigger: string; subject_id: string }[] = await trx('findings')
    .whereIn('trigger', names)
    .whereNull('gone_at')
    .select('trigger', 'subject_id');
  return new Map(
    names.map((name) => [
      name,
      new Set(rows.filter((row) => row.trigger === name).map((row) => row.subject_id)),
    ]),
  );
}

const keep = (
  trx: Db,
  use: LookUse,
  agent: Agent,
  trigger: FigureTrigger,
  rows: Figure[],
  live: Set<string>,
): Promise<Kept> =>
  keepSeen(
    trx,
    use,
    agent,
    { trigger: trigger.name, live },
    rows.map((figure) => {
      const { told, holds, limit } = judged(use, trigger, figure);
      return {
        ...figure.subject,
        holds,
        severity: trigger.severity,
        worth: figure.worth,
        evidence: {
          fact: told.headline,
          told,
          limit,
          to: figure.readers ?? (figure.manager ? [figure.manager.id] : []),
          ...(figure.channel ? { channel: figure.channel } : {}),
        },
      };
    }),
  );

/** Whether it is as it should not be, by the limit that holds there, and what is told of it. */
export function judged(
  use: Pick<LookUse, 'settings'>,
  trigger: FigureTrigger,
  figure: Figure,
): { told: Told; holds: boolean; limit: Limit | null } {
  if (trigger.limit === null)
    return { told: trigger.tell(figure), holds: trigger.holds(figure), limit: null };
  const { value, ...from } = settingValue(use.settings, trigger.limit, figure.at);
  const limit: Limit = { setting: trigger.limit, value: Number(value), ...from };
  return { told: trigger.tell(figure, limit), holds: trigger.holds(figure, limit), limit };
}

/**
 * New ones are kept from today on, live ones say how it is now, and those that hold no longer, or are not seen any more, say
 * how it ended.
 */
async function keepSeen(
  trx: Db,
  use: LookUse,
  agent: { name: string },
  { trigger, live }: { trigger: string; live: Set<string> },
  seen: Seen[],
): Promise<Kept> {
  const said = seen.filter(({ id, holds }) => holds || live.has(id));
  if (said.length === 0 && live.size === 0) return { found: 0, gone: 0, told: [] };
  const result = await trx.raw<{ rows: Kept[] }>(
    `with now as materialized (
       select * from jsonb_to_recordset(?::jsonb) as n(kind text, id text, holds boolean, severity text, worth numeric, evidence jsonb)
     ), live as materialized (
       select f.id as finding_id, f.subject_id from findings f where f.trigger = ? and f.gone_at is null
     ), again as (
       update findings f set evidence = n.evidence, worth = n.worth, severity = n.severity from live l join now n on n.id = l.subject_id and n.holds
       where f.id = l.finding_id and f.evidence is distinct from n.evidence returning f.id
     ), over as (
       update findings f set gone_at = ?, evidence = coalesce(n.evidence, f.evidence), gone_because = coalesce(n.evidence->>'fact', 'it is so no longer')
       from live l left join now n on n.id = l.subject_id where f.id = l.finding_id and n.holds is not true returning f.id
     ), fresh as (
       insert into findings (run_id, agent, trigger, kind, subject_kind, subject_id, since, severity, worth, evidence, found_at)
       select ?, ?, ?, ?, n.kind, n.id, ?::date, n.severity, n.worth, n.evidence, ? from now n
       where n.holds and not exists (select 1 from live l where l.subject_id = n.id)
       on conflict (subject_id, kind, since) do update set gone_at = null, gone_because = null, evidence = excluded.evidence, worth = excluded.worth
       returning id
     )
     select (select count(*) from fresh) as found, (select count(*) from over) as gone,
       array(select id from again union select id from over union select id from fresh) as told`,
    [
      JSON.stringify(said),
      trigger,
      use.now,
      ...[use.runId, agent.name, trigger, trigger, use.today, use.now],
    ],
  );
  return result.rows[0] ?? { found: 0, gone: 0, told: [] };
}
