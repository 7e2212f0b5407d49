/** One rule: its words, who made it, its versions, how often it had a say, and what it is true of now. */
import { type Start, startsOf } from '../crew/starts.ts';
import { holdingNow } from '../crm/rules.ts';
import type { Db } from '../db/pool.ts';
import type { Command } from '../language/request.ts';
import { peopleById } from '../people/people.ts';
import { scopeOf } from '../people/scope.ts';
import { mayKeepRule } from '../policy/may-rule.ts';
import { dayIn } from '../sales/days.ts';
import { boundsOf, conditionOf, moveOf, type Rule, ruleName } from '../settings/rule.ts';
import { rulesNow, ruleVersions } from '../settings/rules.ts';
import { workflowById } from '../settings/workflows.ts';
import { count, day, instant, list } from '../story/format.ts';
import { refusing } from './lacking.ts';
import { type Outcome, outcome } from './outcome.ts';
import { silencedBy } from './rule-conflicts.ts';
import { type RuleUse, readingOf, ruleSaid } from './rule-told.ts';
import { seesRule } from './rules-kept.ts';
import { suggestions } from './suggest.ts';

const mostVersions = 10;
/** As `startsOf` has them. */
const mostStarts = 10;

export async function showRule(
  use: RuleUse,
  { rule: number }: Extract<Command, { do: 'rule_shown' }>,
): Promise<Outcome> {
  const versions = await ruleVersions(use.db, number);
  const [last] = versions;
  // Somebody else's is as if it were not there.
  if (!last || !seesRule(use.by, last))
    return refusing(`There is no rule ${number} of yours.`, null, 'list_rules');
  const people = await peopleById(
    use.db,
    versions.flatMap(({ setBy, by, ended }) => [setBy, by, ended?.by ?? '']),
  );
  const nameOf = (id: string): string => (id === use.by.id ? 'you' : (people.get(id)?.name ?? 'somebody'));
  const first = versions.at(-1) ?? last;
  const starts = last.effect.does === 'start' ? await startsOf(use.db, { rule: number }) : [];
  const failed = starts.find(({ state }) => state === 'failed');
  const again = failed ? [`try start ${failed.id} again`] : [];
  const maker = people.get(last.setBy)?.name ?? 'somebody';
  return outcome(
    {
      kind: 'text',
      sentence: `Rule ${number}: ${ruleSaid(use, last, maker)}.`,
      lines: [
        `${last.setBy === use.by.id ? 'In your words' : `In the words of ${nameOf(last.setBy)}`}: "${last.words}".`,
        `${isNow(last)}, set by ${nameOf(first.by)} ${on(use, first.at)}.`,
        ...versionsSaid(use, versions, nameOf),
        await saidOften(use, last, first.at),
        ...(last.ended ? [] : [await holdsNow(use, last)]),
        ...(await neverSaid(use, last)),
        ...(await startsSaid(use, last, starts)),
        wayBack(use, last),
      ].filter((line) => line !== ''),
      next: suggestions(mayKeepRule(use.by, last) ? [...again, ...waysBack(last)] : ['show rules']),
    },
    'list_rules',
    { understood: `Rule ${number}`, slots: { value: number } },
  );
}

const on = (use: RuleUse, at: Date): string => day(dayIn(at, use.company.zone));
const isNow = ({ ended, mode }: Rule): string =>
  ended ? 'Deleted' : mode === 'on' ? 'On' : mode === 'off' ? 'Off' : 'In shadow';

/** "v2, 12 Mar 2026, changed by Mara Lind: "…"", the latest first; of one alone nothing. */
function versionsSaid(use: RuleUse, versions: Rule[], nameOf: (id: string) => string): string[] {
  const [last] = versions;
  const deleted =
    last?.ended && last.ended.because !== 'replaced'
      ? [`Deleted by ${nameOf(last.ended.by)} ${on(use, last.ended.at)}.`]
      : [];
  if (versions.length < 2) return deleted;
  const older = versions.length - mostVersions;
  return [
    ...deleted,
    ...versions
      .slice(0, mostVersions)
      .map(
        ({ version, how, at, by, words }) =>
          `v${version}, ${on(use, at)}: ${how} by ${nameOf(by)}, "${words}".`,
      ),
    ...(older > 0 ? [`And ${count(older, 'older version')}.`] : []),
  ];
}

type Often = { times: number; last: Date | null };

async function saidOften(use: RuleUse, rule: Rule, since: Date): Promise<string> {
  const { times, last } = await oftenSince(use.db, rule, since);
  const from = `since ${on(use, since)}`;
  if (times === 0 || last === null) return `It had no say yet, ${from}.`;
  const at = instant(last, use.by.tz ?? use.company.zone, use.company.now);
  return `It had a say ${count(times, 'time')} ${from}, the last one ${at}.`;
}

/** It told of a deal, or what was proposed about one rested on it. */
async function oftenSince(db: Db, rule: Rule, since: Date): Promise<Often> {
  const { rows } = await db.raw<{ rows: Often[] }>(
    `select count(*)::int as times, max(at) as last from (
       select f.found_at as at from findings f where f.trigger = ? and f.found_at >= ? and f.evidence->'fact' is not null
       union all
       select p.proposed_at from proposals p where p.proposed_at >= ? and p.verdict->'because' @> ?::jsonb) s`,
    [ruleName(rule), since, since, JSON.stringify([{ restsOn: { kind: 'rule', name: String(rule.rule) } }])],
  );
  return rows[0] ?? { times: 0, last: null };
}

/** Of what somebody is told they are told once, and of what was so before not always. */
const does: Record<Rule['effect']['does'], string> = {
  notify: 'It is true of',
  flag: 'It is true of',
  skip: 'It skips the warnings of',
  ask: 'It asks about',
  block: 'It blocks what agents do with',
  start: 'It is true of',
};

/** Of what whoever asks may see. */
async function holdsNow(use: RuleUse, rule: Rule): Promise<string> {
  if (moveOf(rule) !== null) return 'It is of what happens: of no deal before it does.';
  const seen = { all: [conditionOf(rule, rule.begunOn), boundsOf(scopeOf(use.by))] };
  const now = await holdingNow(use.db, seen, readingOf(use));
  const idle =
    rule.mode === 'off'
      ? ' It is off, so nothing comes of it.'
      : rule.mode === 'shadow'
        ? ' It is in shadow, so nothing comes of it.'
        : '';
  if (now.count === 0) return `It is true of no deal now.${idle}`;
  const more = now.count - now.names.length;
  const named = list(more > 0 ? [...now.names, `${more} more`] : now.names);
  const what = rule.mode === 'on' ? does[rule.effect.does] : 'It is true of';
  return `${what} ${count(now.count, 'deal')} now: ${named}.${idle}`;
}

async function neverSaid(use: RuleUse, rule: Rule): Promise<string[]> {
  if (rule.ended || rule.mode !== 'on') return [];
  const live = (await rulesNow(use.db)).filter(({ mode }) => mode === 'on');
  const by = silencedBy(rule, live);
  return by ? [`It never has a say, because of rule ${by.rule}.`] : [];
}

const waysBack = ({ rule, ended, mode }: Rule): string[] =>
  ended
    ? [`restore rule ${rule}`]
    : [mode === 'off' ? `switch on rule ${rule}` : `switch off rule ${rule}`, `delete rule ${rule}`];

const wayBack = (use: RuleUse, rule: Rule): string =>
  mayKeepRule(use.by, rule)
    ? `Way back: ${waysBack(rule)
        .map((request) => `"${request}"`)
        .join(' or ')}.`
    : '';

/** What is called, and what has come of it, the last starts first. */
async function startsSaid(use: RuleUse, { effect }: Rule, starts: Start[]): Promise<string[]> {
  const id = effect.does === 'start' ? effect.workflow : undefined;
  const workflow = id === undefined ? null : await workflowById(use.db, id);
  if (!workflow) return [];
  return [
    `Calls ${new URL(workflow.url).host}, outside${workflow.endedAt ? '; the workflow is no more' : ''}.`,
    starts.length === 0
      ? 'Nothing was started yet.'
      : `${count(starts.length, 'start')}${starts.length === mostStarts ? ' or more; the last of them' : ''}:`,
    ...starts.map((start) => startLine(start, use)),
  ];
}

const zoneOf = ({ by, company }: Pick<RuleUse, 'by' | 'company'>): string => by.tz ?? company.zone;

/** "Start 3: onboarding for Globex Renewal, started 20 Mar 10:02." */
export function startLine(start: Start, use: Pick<RuleUse, 'by' | 'company'>): string {
  const at = instant(start.endedAt ?? start.begunAt, zoneOf(use), use.company.now);
  const how = {
    waiting:
      start.calledAt === null
        ? `held: it can be stopped until ${instant(start.stoppableUntil, zoneOf(use), use.company.now)} ("undo", or Stop on its card)`
        : `being tried since ${at}${start.attempts > 0 ? `, ${count(start.attempts, 'time')} so far` : ''}`,
    stopped: `stopped ${at}`,
    started: `started ${at}`,
    failed: `not started, given up ${at}: ${start.because}`,
    withdrawn: `withdrawn ${at}: ${start.because}`,
  }[start.state];
  return `Start ${start.id}: ${start.workflow.name} for ${start.deal.name}, ${how.replace(/\.$/, '')}.`;
}
