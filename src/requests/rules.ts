/** A rule in words: read back, replayed on history, set by the yes. */
import type { Clock } from '../clock.ts';
import { agentRow } from '../crew/crew.ts';
import { holdingNow, type RuleReplay, replayCondition } from '../crm/rules.ts';
import type { Db } from '../db/pool.ts';
import { questionOf } from '../language/question.ts';
import type { Command, RuleEffect, RuleRead } from '../language/request.ts';
import { thenSaid, whenSaid } from '../language/rule-said.ts';
import { isOperator } from '../people/operator.ts';
import { peopleById } from '../people/people.ts';
import { scopeOf } from '../people/scope.ts';
import { mayKeepRule, mayRule, type RuleReach } from '../policy/may-rule.ts';
import type { Person } from '../policy/nouns.ts';
import type { Condition } from '../sales/conditions.ts';
import type { Reading } from '../sales/leaf.ts';
import { activePauses, pauseOn } from '../settings/pauses.ts';
import {
  boundsOf,
  changeRule,
  conditionOf,
  eventDay,
  type Rule,
  type RuleBody,
  ruleNumbered,
  rulesNow,
  setRule,
} from '../settings/rules.ts';
import { count, list } from '../story/format.ts';
import type { Company } from './company.ts';
import { lacking, refusing } from './lacking.ts';
import type { Outcome } from './outcome.ts';
import type { Done, Planned } from './plan.ts';
import { goesOnTelling, isSameDeals, isSameEffect, silencedBy, spelled } from './rule-conflicts.ts';

export type RuleUse = { db: Db; now: Clock; company: Company; by: Person };
type Asked = Extract<Command, { do: 'rule' }>;

const agent = 'pipeline';
/** More than anybody oversees. */
const mostOfOne = 50;
const replayedDays = 90;
/** Of more deals than these nobody is told one by one when a rule begins. */
const mostStanding = 10;

export const readingOf = ({ company }: RuleUse): Reading => ({
  now: company.now,
  zone: company.zone,
  settings: company.settings,
  calendar: company.calendar,
});

export async function rulePlan(use: RuleUse, command: Asked): Promise<Planned> {
  const { by } = use;
  const made = await bodyOf(use, command);
  if ('instead' in made) return made;
  const { body } = made;
  const before = command.rule === undefined ? null : await ruleNumbered(use.db, command.rule);
  if (command.rule !== undefined && (!before || before.ended || !mayKeepRule(by, before)))
    return { nothing: `There is no rule ${command.rule} of yours.` };
  const all = await rulesNow(use.db);
  const others = all.filter(({ rule }) => rule !== command.rule);
  const same = others.find(
    (one) =>
      one.mode !== 'off' &&
      isSameDeals(one, body) &&
      isSameEffect(one.effect, body.effect) &&
      (one.setBy === by.id || body.effect.does !== 'notify'),
  );
  if (same)
    return { nothing: `That is rule ${same.rule} already: ${ruleSaid(use, same)}. Nothing was changed.` };
  if (others.filter(({ setBy }) => setBy === by.id).length >= mostOfOne)
    return { nothing: `You have ${count(mostOfOne, 'rule')} already. Delete some first: "show rules".` };
  const now = await holdingNow(use.db, conditionOf(body), readingOf(use));
  const past = await replayed(use, body);
  const standing = tellsStanding(body, now.count);
  const conflicts = conflictsOf(use, body, others, command.rule ?? Number.MAX_SAFE_INTEGER);
  const live = command.shadow
    ? 'It begins in shadow: it is counted, and nothing comes of it until you say "switch on rule" with its number.'
    : null;
  return {
    headline: `${command.rule === undefined ? 'Rule' : `Rule ${command.rule} becomes`}: ${ruleSaid(use, body)}.`,
    consequence: [
      boundsSaid(use),
      pastSaid(body, past),
      nowSaid(body, now, standing),
      ...conflicts,
      live ?? (await modeSaid(use, body.effect)),
    ]
      .filter((part) => part !== null)
      .join(' '),
    wayBack: `Way back: "undo", or "delete rule${command.rule === undefined ? '" with its number' : ` ${command.rule}"`}, at any time.`,
    count: 1,
    verb: command.rule === undefined ? 'Set the rule' : 'Change the rule',
    mark: spelled([body.condition, body.bounds, body.effect, standing, conflicts, before?.version ?? 0]),
  };
}

export async function carryOutRule(use: RuleUse, command: Asked): Promise<Done> {
  const made = await bodyOf(use, command);
  if ('instead' in made) return { sentence: 'It cannot be set any more. Nothing was changed.', back: null };
  const { body } = made;
  const on = { db: use.db, reading: readingOf(use) };
  const { count: standing } = await holdingNow(use.db, conditionOf(body), on.reading);
  const input = {
    body,
    mode: command.shadow ? ('shadow' as const) : ('on' as const),
    standing: tellsStanding(body, standing),
    by: { kind: 'person', id: use.by.id } as const,
    now: use.now.now(),
  };
  const where = command.shadow ? 'in shadow' : 'on';
  if (command.rule !== undefined) {
    const before = await ruleNumbered(use.db, command.rule);
    const changed = await changeRule(on, {
      ...input,
      rule: command.rule,
      was: before?.version ?? 0,
      how: 'changed',
      // Whose words hold, and whose sight, is whoever said them.
      setBy: use.by.id,
    });
    return changed
      ? { sentence: `Rule ${command.rule} is ${where} as changed: ${ruleSaid(use, body)}.`, back: 'undo' }
      : { sentence: 'Somebody has changed it since. Nothing was changed.', back: null };
  }
  const rule = await setRule(on, input);
  return { sentence: `Rule ${rule} is ${where}: ${ruleSaid(use, body)}.`, back: 'undo' };
}

/** "open deals over $500,000: you are told" */
export function ruleSaid(
  { company, by }: RuleUse,
  rule: RuleBody & { setBy?: string },
  maker?: string,
): string {
  const mine = rule.setBy === undefined || rule.setBy === by.id;
  const called = mine ? { name: 'you', are: 'are' } : { name: maker ?? 'whoever made it', are: 'is' };
  return `${whenSaid(rule, company)}: ${thenSaid(rule.effect, called)}`;
}

type Made = { body: RuleBody } | { instead: Outcome };

/** What would be kept, or why it cannot be: then nothing is. */
async function bodyOf(use: RuleUse, { read, text }: Asked): Promise<Made> {
  const { by } = use;
  const not = (question: string): Made => ({
    instead: { ...lacking(question, null, { rule_text: text }), intent: 'create_rule' },
  });
  if ('asks' in read) return not(read.asks);
  if (isOperator(by))
    return not(
      'A rule belongs to a person. You ask as the local operator: add --as <email> to ask as somebody.',
    );
  const effect = await effectFor(use, read.effect);
  if ('asks' in effect) return not(`${effect.asks} No rule was made.`);
  const needs = mayRule(by, reachOf(read, effect.effect, by));
  if (needs !== null)
    return {
      instead: refusing(
        `That rule needs ${needs}: it concerns others. You can have yourself told: "if …, alert me".`,
      ),
    };
  const condition = withMe(questionOf(read.frame, by).where, by.id);
  const agents = reachOf(read, effect.effect, by) === 'agents';
  return {
    body: {
      words: text,
      frame: read.frame,
      condition,
      bounds: boundsOf(scopeOf(by)),
      happens: agents ? null : read.happens,
      effect: effect.effect,
    },
  };
}

/** "Mine" is of whoever makes it, also where somebody else's run looks at it. */
function withMe(condition: Condition, id: string): Condition {
  if ('all' in condition) return { all: condition.all.map((one) => withMe(one, id)) };
  if ('any' in condition) return { any: condition.any.map((one) => withMe(one, id)) };
  if ('not' in condition) return { not: withMe(condition.not, id) };
  if (!('is' in condition)) return condition;
  const mine = [condition.is].flat().some((value) => typeof value === 'object' && 'me' in value);
  return mine ? { ...condition, is: id } : condition;
}

async function effectFor(
  use: RuleUse,
  effect: RuleEffect,
): Promise<{ effect: RuleEffect } | { asks: string }> {
  if (effect.does === 'start')
    return {
      asks: `Starting something outside ("${effect.what}") is not there yet. A person can be told instead: "…, tell Mara".`,
    };
  if (effect.does !== 'notify') return { effect };
  const { to } = effect;
  if (to.who === 'channel')
    return {
      asks: `A channel cannot be told of single deals yet, as not everybody in #${to.channel} may see them. Name a person, the owner or the manager.`,
    };
  if (to.who === 'my manager') {
    const [manager] = (await peopleById(use.db, [use.by.managerId ?? ''])).values();
    return manager?.active
      ? { effect: { does: 'notify', to: { who: 'person', of: { id: manager.id, name: manager.name } } } }
      : { asks: 'Nobody is known as your manager. Name the person.' };
  }
  if (to.who !== 'person') return { effect };
  if (to.of.id === 'me' || to.of.id === use.by.id) return { effect: { does: 'notify', to: { who: 'me' } } };
  const [reader] = (await peopleById(use.db, [to.of.id])).values();
  return reader?.active && reader.roles.length > 0 && reader.slackId
    ? { effect }
    : { asks: `${to.of.name} cannot be told: they have no Slack name or no role here. Whom else?` };
}

function reachOf(read: Extract<RuleRead, { frame: unknown }>, effect: RuleEffect, by: Person): RuleReach {
  if (effect.does === 'flag') return 'others';
  if (effect.does !== 'notify') return 'agents';
  const own = read.frame.clauses.some((one) => one.says === 'mine' && one.whose === 'mine' && !one.not);
  if (effect.to.who === 'me' || (effect.to.who === 'owner' && own)) return 'self';
  return effect.to.who === 'person' && effect.to.of.id === by.managerId ? 'self' : 'others';
}

const isTelling = ({ does }: RuleEffect): boolean => does === 'notify' || does === 'flag';
const tellsStanding = ({ effect, happens }: RuleBody, now: number): boolean =>
  isTelling(effect) && happens === null && now <= mostStanding;

function replayed(use: RuleUse, body: RuleBody): Promise<RuleReplay> {
  const { effect, happens } = body;
  return replayCondition(
    use.db,
    conditionOf(body),
    {
      days: replayedDays,
      event: happens === null ? null : eventDay[happens],
      triggers: effect.does === 'skip' && effect.of !== 'everything' ? effect.of : null,
    },
    readingOf(use),
  );
}

/** Of whoever does not see everything. */
function boundsSaid({ by, company }: RuleUse): string | null {
  const scope = scopeOf(by);
  if ('everything' in scope) return null;
  const names =
    'territoryIds' in scope
      ? company.lexicon.territories
          .filter(({ id }) => scope.territoryIds.includes(id))
          .map(({ name }) => name)
      : [];
  return `It holds for ${names.length > 0 ? `${list(names)} and your own deals` : 'your own deals'}.`;
}

function pastSaid({ happens, effect }: RuleBody, past: RuleReplay): string {
  if (past.days === 0) return 'Nothing is known of past days, so it could not be tried on them.';
  const span =
    past.days >= replayedDays - 6
      ? `In the last ${replayedDays} days`
      : `In the ${count(past.days, 'day')} that are known`;
  if (past.deals === 0) return `${span} it would have concerned no deal.`;
  const names = past.deals === 1 ? past.names[0] : `the largest: ${list(past.names)}`;
  const decided = past.approved + past.edited + past.rejected;
  const said = [
    past.approved > 0 ? `approved ${past.approved}` : null,
    past.edited > 0 ? `edited ${past.edited}` : null,
    past.rejected > 0 ? `rejected ${past.rejected}` : null,
  ].filter((part) => part !== null);
  const what = effect.does === 'skip' && effect.of !== 'everything' ? 'such cards' : 'cards';
  const cards =
    decided === 0 ? `Nobody decided about ${what} on them.` : `Of ${what} on them people ${list(said)}.`;
  const concerned =
    happens === null
      ? `it would have concerned ${count(past.deals, 'deal')}`
      : `it would have happened ${count(past.times, 'time')}, to ${count(past.deals, 'deal')}`;
  return `${span} ${concerned} (${names}). ${cards}`;
}

function nowSaid(
  { effect, happens }: RuleBody,
  now: { count: number; names: string[] },
  standing: boolean,
): string {
  const named =
    now.count === 0
      ? ''
      : ` (${list(now.count > now.names.length ? [...now.names, `${now.count - now.names.length} more`] : now.names)})`;
  const said = `Now: ${count(now.count, 'deal')}${named}.`;
  if (!isTelling(effect) || now.count === 0) return said;
  if (happens !== null) return `${said} Nobody is told of these: only of what happens from now on.`;
  return standing
    ? `${said} These are told at once.`
    : `${said} These are too many to be told one by one: only those that come from now on are.`;
}

function conflictsOf(use: RuleUse, body: RuleBody, others: Rule[], number: number): string[] {
  const live = others.filter(({ mode }) => mode === 'on');
  const mine = { ...body, rule: number };
  const by = silencedBy(mine, live);
  const silenced = live.filter((other) => silencedBy(other, [...live, mine])?.rule === number);
  const seen = (rule: number): string =>
    live.some((one) => one.rule === rule && mayKeepRule(use.by, one))
      ? `rule ${rule}`
      : `rule ${rule}, of somebody else`;
  return [
    by
      ? `It would change nothing: ${seen(by.rule)} holds for the same deals or more, and is as strict or stricter.`
      : null,
    ...silenced.map(
      ({ rule }) =>
        `${capital(seen(rule))} would never have a say any more: this one is wider, and as strict or stricter.`,
    ),
    ...goesOnTelling(body, live).map(
      ({ rule }) => `${capital(seen(rule))} tells of the same deals, and goes on.`,
    ),
  ].filter((part) => part !== null);
}
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

async function modeSaid(use: RuleUse, effect: RuleEffect): Promise<string | null> {
  const pause = pauseOn(await activePauses(use.db, use.company.now), { agent });
  if (pause) return 'The Pipeline agent is paused: nothing is looked at until it is resumed.';
  const { mode } = await agentRow(use.db, agent);
  return mode === 'shadow' && isTelling(effect)
    ? 'The Pipeline agent is in shadow: nobody is told until that is changed.'
    : null;
}
