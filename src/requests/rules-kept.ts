/** Rules that there are: listed, switched, deleted, restored. */

import type { Command, RuleStep } from '../language/request.ts';
import { peopleById } from '../people/people.ts';
import { mayKeepRule, seesAllRules } from '../policy/may-rule.ts';
import type { Person } from '../policy/nouns.ts';
import { dayIn } from '../sales/days.ts';
import { type Rule, type RuleMode, ruleName } from '../settings/rule.ts';
import { changeRule, deletedRules, deleteRule, ruleNumbered, rulesNow } from '../settings/rules.ts';
import type { RuleDeed } from '../settings/undo-rule.ts';
import { count, day } from '../story/format.ts';
import { type Outcome, outcome } from './outcome.ts';
import type { Done, Planned } from './plan.ts';
import { silencedBy } from './rule-conflicts.ts';
import { type RuleUse, readingOf, ruleSaid } from './rule-told.ts';
import { suggestions } from './suggest.ts';

type Step = Extract<Command, { do: 'rule_step' }>;
const mostShown = 20;
const latelyDays = 30;

/** Their own, and those by which they are told; those who keep the agents see all. */
export const seesRule = (by: Person, { setBy, effect }: Rule): boolean =>
  seesAllRules(by) ||
  setBy === by.id ||
  (effect.does === 'notify' && effect.to.who === 'person' && effect.to.of.id === by.id);

export async function listRules(use: RuleUse): Promise<Outcome> {
  const all = await rulesNow(use.db);
  const mine = all.filter((rule) => seesRule(use.by, rule));
  const gone = (await deletedRules(use.db)).filter((rule) => seesRule(use.by, rule)).slice(0, 3);
  const away = gone.length > 0 ? ` Deleted lately: ${gone.map(({ rule }) => rule).join(', ')}.` : '';
  const said = (sentence: string, lines: string[], next: string[]): Outcome => ({
    ...outcome({ kind: 'text', sentence, lines, next: suggestions(next) }, 'list_rules'),
    understood: seesAllRules(use.by) ? 'All rules' : 'Your rules',
  });
  if (mine.length === 0)
    return said(
      `No rule is set.${away}`,
      [],
      [
        'if a deal is over $100,000 and has no activity in 7 days, alert me',
        ...gone.slice(0, 1).map(({ rule }) => `restore rule ${rule}`),
      ],
    );
  const shown = mine.slice(0, mostShown);
  const more = mine.length > mostShown ? ` The first ${mostShown} are shown.` : '';
  const kept = shown.filter((rule) => mayKeepRule(use.by, rule));
  return said(`${count(mine.length, 'rule')}.${more}${away}`, await linesOf(use, shown, all), [
    ...kept.slice(0, 4).map(({ rule, mode }) => `switch ${mode === 'off' ? 'on' : 'off'} rule ${rule}`),
    ...gone.slice(0, 1).map(({ rule }) => `restore rule ${rule}`),
  ]);
}

/** "3: open deals over $500,000: you are told. On since 20 Mar 2026. 4 times in the last 30 days." */
async function linesOf(use: RuleUse, rules: Rule[], all: Rule[]): Promise<string[]> {
  const lately = await spokenLately(use, rules);
  const people = await peopleById(
    use.db,
    rules.map(({ setBy }) => setBy),
  );
  const live = all.filter(({ mode }) => mode === 'on');
  return rules.map((rule) => {
    const maker = people.get(rule.setBy)?.name ?? rule.setBy;
    const by = rule.setBy === use.by.id ? '' : `, by ${maker}`;
    const since = day(dayIn(rule.at, use.company.zone));
    if (rule.ended)
      return `${rule.rule}: ${ruleSaid(use, rule, maker)}. Deleted ${day(dayIn(rule.ended.at, use.company.zone))}${by}.`;
    const is = rule.mode === 'on' ? 'On' : rule.mode === 'off' ? 'Off' : 'In shadow';
    const times = lately.get(ruleName(rule)) ?? 0;
    const spoke =
      rule.mode === 'off'
        ? ''
        : ` ${times === 0 ? 'Not once' : count(times, 'time')} in the last ${latelyDays} days.`;
    const silent = rule.mode === 'on' ? silencedBy(rule, live) : null;
    const never = silent ? ` It never has a say, because of rule ${silent.rule}.` : '';
    const holds = by !== '' && isBounded(rule) ? ` Holds for what ${maker} sees.` : '';
    return `${rule.rule}: ${ruleSaid(use, rule, maker)}.${holds} ${is} since ${since}${by}.${spoke}${never}`;
  });
}

/** These as they stand in the list, beside the others that there are. */
export const rulesSaid = async (use: RuleUse, rules: Rule[]): Promise<string[]> =>
  linesOf(use, rules, await rulesNow(use.db));

/** Of somebody who does not see everything. */
const isBounded = ({ bounds }: Rule): boolean => !('all' in bounds && bounds.all.length === 0);

/** How often each told of a deal, or had a say in what was proposed. */
async function spokenLately(use: RuleUse, rules: Rule[]): Promise<Map<string, number>> {
  const names = rules.map(ruleName);
  const from = new Date(use.company.now.getTime() - latelyDays * 86_400_000);
  const { rows } = await use.db.raw<{ rows: { name: string; times: number }[] }>(
    `select name, sum(times)::int as times from (
       select f.trigger as name, count(*) as times from findings f
       where f.trigger = any(?) and f.found_at > ? and f.evidence->'fact' is not null group by f.trigger
       union all
       select 'rule:' || (b.value->'restsOn'->>'name'), count(*) from proposals p cross join lateral jsonb_array_elements(p.verdict->'because') b
       where p.proposed_at > ? and b.value->'restsOn'->>'kind' = 'rule' and 'rule:' || (b.value->'restsOn'->>'name') = any(?) group by 1) s group by name`,
    [names, from, from, names],
  );
  return new Map(rows.map(({ name, times }) => [name, times]));
}

/** What each step makes of a rule. */
export const modes: Partial<Record<RuleStep, RuleMode>> = {
  'switch on': 'on',
  'switch off': 'off',
  shadow: 'shadow',
};
const modeNow: Record<RuleMode, string> = { on: 'on', off: 'off', shadow: 'in shadow' };

export async function ruleStepPlan(use: RuleUse, { step, rule }: Step): Promise<Planned> {
  const found = await ruleNumbered(use.db, rule);
  if (!found || !mayKeepRule(use.by, found)) return { nothing: `There is no rule ${rule} of yours.` };
  if (step === 'restore' ? !found.ended : found.ended)
    return {
      nothing:
        step === 'restore'
          ? `Rule ${rule} is not deleted: it is ${modeNow[found.mode]}.`
          : `Rule ${rule} is deleted. Say "restore rule ${rule}" first.`,
    };
  if (found.mode === modes[step]) return { nothing: `Rule ${rule} is ${modeNow[found.mode]} already.` };
  const said = ruleSaid(use, found);
  const plan = { count: 1, mark: JSON.stringify([found.version, step]) };
  const undo = 'Way back: "undo".';
  switch (step) {
    case 'delete':
      return {
        ...plan,
        headline: `Delete rule ${rule}: ${said}.`,
        consequence: 'It does nothing any more. What it kept back is looked at again.',
        wayBack: `Way back: "undo", or "restore rule ${rule}".`,
        verb: 'Delete it',
      };
    case 'restore':
      return {
        ...plan,
        headline: `Restore rule ${rule}: ${said}.`,
        consequence: `It is ${modeNow[found.mode]} again, as it was. Nobody is told of deals that it is true of already.`,
        wayBack: undo,
        verb: 'Restore it',
      };
    case 'switch off':
      return {
        ...plan,
        headline: `Switch off rule ${rule}: ${said}.`,
        consequence: 'It does nothing until it is switched on. What it kept back is looked at again.',
        wayBack: `Way back: "undo", or "switch on rule ${rule}".`,
        verb: 'Switch it off',
      };
    case 'switch on':
      return {
        ...plan,
        headline: `Switch on rule ${rule}: ${said}.`,
        consequence: 'It holds from now on. Nobody is told of deals that it is true of already.',
        wayBack: `Way back: "undo", or "switch off rule ${rule}".`,
        verb: 'Switch it on',
      };
    case 'shadow':
      return {
        ...plan,
        headline: `Put rule ${rule} in shadow: ${said}.`,
        consequence: 'It is counted, and nothing comes of it.',
        wayBack: `Way back: "undo", or "switch on rule ${rule}".`,
        verb: 'Put it in shadow',
      };
  }
}

export const hows = {
  'switch on': 'switched on',
  'switch off': 'switched off',
  shadow: 'put in shadow',
  restore: 'restored',
} as const;

export async function carryOutRuleStep(use: RuleUse, { step, rule }: Step): Promise<Done> {
  const found = await ruleNumbered(use.db, rule);
  const of = {
    rule,
    was: found?.version ?? 0,
    by: { kind: 'person', id: use.by.id } as const,
    now: use.now.now(),
  };
  const done =
    found !== null &&
    (step === 'delete'
      ? await deleteRule(use, of)
      : await changeRule(
          { db: use.db, reading: readingOf(use) },
          { ...of, how: hows[step], body: found, mode: modes[step] ?? found.mode, standing: false },
        ));
  if (!done) return { sentence: 'Somebody has changed it since. Nothing was changed.', back: null };
  const is = step === 'delete' ? 'deleted' : step === 'restore' ? 'restored' : modeNow[modes[step] ?? 'on'];
  return { sentence: `Rule ${rule} is ${is}: ${ruleSaid(use, found)}.`, back: 'undo' };
}

/** What undoing it does: "rule 3 (…) is deleted", "… is on again". */
export function ruleLine(use: RuleUse, { rule, before }: RuleDeed): string {
  if (rule.ended) return `rule ${rule.rule} (${ruleSaid(use, rule)}) holds again`;
  if (before === null || (before.ended && before.ended.because !== 'replaced'))
    return `rule ${rule.rule} (${ruleSaid(use, rule)}) is deleted`;
  return `rule ${rule.rule} is ${modeNow[before.mode]} as before: ${ruleSaid(use, before)}`;
}
