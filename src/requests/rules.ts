/** A rule in words: read back, replayed on history, set by the yes. */
import { holdingNow, type RuleReplay, replayCondition } from '../crm/rules.ts';
import { questionOf } from '../language/question.ts';
import type { Command, RuleEffect, RuleRead } from '../language/request.ts';
import { isOperator } from '../people/operator.ts';
import { peopleById } from '../people/people.ts';
import { scopeOf } from '../people/scope.ts';
import { may } from '../policy/authorize.ts';
import { mayKeepRule, mayRule, type RuleReach } from '../policy/may-rule.ts';
import type { Person } from '../policy/nouns.ts';
import type { Condition } from '../sales/conditions.ts';
import { boundsOf, conditionOf, dayOfEvent, moveOf, type RuleBody } from '../settings/rule.ts';
import { changeRule, ruleNumbered, rulesNow, setRule } from '../settings/rules.ts';
import { workflowById, workflowNamed, workflowsNow } from '../settings/workflows.ts';
import { count, list } from '../story/format.ts';
import { lacking, refusing } from './lacking.ts';
import type { Outcome } from './outcome.ts';
import type { Done, Planned } from './plan.ts';
import { cardsSaid, currencySaid, limitSaid, overlapsSaid } from './rule-beside.ts';
import { isSameDeals, isSameEffect, spelled } from './rule-conflicts.ts';
import {
  boundsSaid,
  conflictsOf,
  modeSaid,
  nowSaid,
  pastSaid,
  type RuleUse,
  readingOf,
  replayedDays,
  ruleSaid,
  tellsStanding,
} from './rule-told.ts';
import { channelSaid, whyNotChannel } from './ways-out.ts';

type Asked = Extract<Command, { do: 'rule' }>;

/** More than anybody oversees. */
const mostOfOne = 50;

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
  const number = command.rule ?? Number.MAX_SAFE_INTEGER;
  const conflicts = [
    ...conflictsOf(use, body, others, number),
    ...(await overlapsSaid(use, body, others, number)),
  ];
  const cards = await cardsSaid(use, body);
  const live = command.shadow
    ? 'It begins in shadow: it is counted, and nothing comes of it until you say "switch on rule" with its number.'
    : null;
  return {
    headline: `${command.rule === undefined ? 'Rule' : `Rule ${command.rule} becomes`}: ${ruleSaid(use, body)}.`,
    consequence: [
      boundsSaid(use),
      pastSaid(body, past),
      nowSaid(body, now, standing),
      standing ? await limitSaid(use, body, now.count) : null,
      await currencySaid(use, body),
      cards,
      await startSaid(use, body, now.count),
      await readerSaid(use, body, now.count),
      await placeSaid(use, body.effect),
      ...conflicts,
      live ?? (await modeSaid(use, body.effect)),
    ]
      .filter((part) => part !== null)
      .join(' '),
    wayBack: `Way back: "undo", or "delete rule${command.rule === undefined ? '" with its number' : ` ${command.rule}"`}, at any time.`,
    count: 1,
    verb: command.rule === undefined ? 'Set the rule' : 'Change the rule',
    mark: spelled([
      body.condition,
      body.bounds,
      body.effect,
      standing,
      conflicts,
      cards,
      before?.version ?? 0,
    ]),
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
        may(by, 'tell_self')
          ? `That rule needs ${needs}: it concerns others. You can have yourself told: "if …, alert me".`
          : `A rule needs ${needs}.`,
        may(by, 'tell_self')
          ? (person) => mayRule(person, reachOf(read, effect.effect, person)) === null
          : null,
      ),
    };
  if (typeof read.happens === 'object' && read.happens !== null && !isHeard(effect.effect))
    return not(
      'What agents may do rests on how a deal is, not on what has just happened to it. Have somebody told instead: "…, tell the manager". No rule was made.',
    );
  const condition = withMe(questionOf(read.frame, by).where, by.id);
  const agents = reachOf(read, effect.effect, by) === 'agents';
  return {
    body: {
      words: text,
      frame: read.frame,
      condition,
      bounds: boundsOf(scopeOf(by)),
      // What agents may do rests on how a deal is, not on what has just happened to it.
      happens: agents && effect.effect.does !== 'start' ? null : read.happens,
      effect: effect.effect,
    },
  };
}

/** It is done once, when something happens. */
const isHeard = ({ does }: RuleEffect): boolean => does === 'notify' || does === 'flag' || does === 'start';

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
  if (effect.does === 'start') return workflowFor(use, effect.what);
  if (effect.does !== 'notify') return { effect };
  const { to } = effect;
  if (to.who === 'channel') {
    const why = await whyNotChannel(use.ways, to.channel);
    return why === null ? { effect } : { asks: why };
  }
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

async function workflowFor(use: RuleUse, what: string): Promise<{ effect: RuleEffect } | { asks: string }> {
  const all = await workflowsNow(use.db);
  const found = workflowNamed(all, what);
  if (found) return { effect: { does: 'start', what: found.name, workflow: found.id } };
  const there =
    all.length > 0
      ? `There are: ${list(all.map(({ name }) => name))}.`
      : `An administrator adds one: "add the workflow ${what.replace(/ workflow$/, '')} at https://…".`;
  return { asks: `There is no workflow "${what}". ${there}` };
}

/** What is started, and where: the last words before something goes out of the house. */
async function startSaid(use: RuleUse, { effect, happens }: RuleBody, now: number): Promise<string | null> {
  if (effect.does !== 'start') return null;
  const workflow = await workflowById(use.db, effect.workflow ?? 0);
  if (!workflow) return null;
  const each =
    happens === null
      ? 'Once for each deal of which it becomes true'
      : 'Each time, at most once a day for a deal';
  return `${each}, ${new URL(workflow.url).host} is called, outside: it gets the name, the id and the stage of the deal and the words of the rule.${now > 0 ? ' Nothing is started for deals of which it is true already.' : ''}`;
}

/** Whoever is told hears of what they may see alone, and that is said before. */
async function readerSaid(use: RuleUse, body: RuleBody, now: number): Promise<string | null> {
  const { effect } = body;
  if (effect.does !== 'notify') return null;
  if (effect.to.who === 'channel')
    return `Everybody in #${effect.to.channel} can read it: name, amount, owner, stage and dates of the deal. Where a channel is shown totals only, the deal is not named.`;
  if (effect.to.who !== 'person') return null;
  const [reader] = (await peopleById(use.db, [effect.to.of.id])).values();
  if (!reader) return null;
  const theirs = { all: [conditionOf(body), boundsOf(scopeOf(reader))] };
  const seen = (await holdingNow(use.db, theirs, readingOf(use))).count;
  if (seen >= now) return null;
  return `${reader.name} sees ${seen === 0 ? 'none' : seen} of these deals, and is told of no other.`;
}

const placeSaid = async (use: RuleUse, effect: RuleEffect): Promise<string | null> =>
  effect.does === 'notify' && effect.to.who === 'channel' ? channelSaid(use.ways, effect.to.channel) : null;

function reachOf(read: Extract<RuleRead, { frame: unknown }>, effect: RuleEffect, by: Person): RuleReach {
  if (effect.does === 'flag') return 'others';
  if (effect.does !== 'notify') return 'agents';
  const own = read.frame.clauses.some((one) => one.says === 'mine' && one.whose === 'mine' && !one.not);
  if (effect.to.who === 'me' || (effect.to.who === 'owner' && own)) return 'self';
  return effect.to.who === 'person' && effect.to.of.id === by.managerId ? 'self' : 'others';
}

function replayed(use: RuleUse, body: RuleBody): Promise<RuleReplay> {
  const { effect, happens } = body;
  return replayCondition(
    use.db,
    conditionOf(body),
    {
      days: replayedDays,
      event: moveOf(body) ?? dayOfEvent(happens),
      triggers: effect.does === 'skip' && effect.of !== 'everything' ? effect.of : null,
    },
    readingOf(use),
  );
}
