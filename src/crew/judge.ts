/** From a finding to a proposal and policy's verdict on it: no query, the same in a dry run. */

import type { Agent, Held, HeldRecord, Suggestion } from '../agents/nouns.ts';
import { agentLabel } from '../agents/roster.ts';
import { heldMinutes } from '../changes/outside.ts';
import { capsOver, type Reached } from '../changes/reach.ts';
import { type Checkpoint, checkpointsOver } from '../policy/checkpoints.ts';
import type { Amount, Circumstances, RuleOn, Tier } from '../policy/circumstances.ts';
import { decide } from '../policy/decide.ts';
import { changeHash } from '../policy/hash.ts';
import { modeOver } from '../policy/modes.ts';
import type { Confidence, HoldingMode, Proposal, SubjectKind, Verdict, Wanted } from '../policy/nouns.ts';
import { tiersFor } from '../policy/thresholds.ts';
import { settingNamed } from '../settings/catalogue.ts';
import { type Pause, pauseOn } from '../settings/pauses.ts';
import { personDecidesAt } from '../settings/person-decides.ts';
import { isSkipped, plain, type RuleOver } from '../settings/rules-over.ts';
import { numberSetting, type SettingRow, settingValue, textSetting } from '../settings/settings.ts';
import type { AgentRow } from './crew.ts';
import { type Each, heldOf, heldRecords, type Told } from './held.ts';
import type { About, Waiting } from './waiting.ts';
import type { WaitingRecord } from './waiting-records.ts';

/** What is true of a deal, foremost first, each with what it rests on. */
type Facts = {
  of: SubjectKind;
  waiting: About;
  findings: [Told, ...Told[]];
  /** What a rule keeps from the card. */
  skipped: Told[];
};

/** `proposal` is null where there is nobody to turn to. */
export type Judged = Facts & ({ proposal: Proposal; hash: string; verdict: Verdict } | { proposal: null });

export type Proposed = Extract<Judged, { hash: string }>;

export type Grounds = {
  agent: Agent;
  row: AgentRow;
  settings: SettingRow[];
  pauses: Pause[];
  /** By deal, those that are true of it now. */
  rules: ReadonlyMap<string, readonly RuleOver[]>;
  /** By trigger. */
  confidence: Map<string, Confidence>;
  /** What the agent has done alone lately. */
  reached: Reached;
  /** Names of the stages that leave a deal open. */
  openStages: string[];
  checkpoints: Checkpoint[];
  /** Those who are reached outside Slack. */
  outside: ReadonlySet<string>;
  /** Of amounts: who signs above which. */
  tiers: Tier[];
};

/**
 * One proposal about a deal, whatever number of triggers is true of it; of those that a rule skips only where there is no
 * other. What is in shadow by its own trigger is recorded beside it, and takes no part in it.
 */
export function judge(waiting: Waiting, on: Grounds): Judged[] {
  const over = on.rules.get(waiting.deal.dealId) ?? [];
  const all = heldOf(waiting, on);
  const unskipped = all.filter(({ held }) => !isSkipped(held.trigger.name, over));
  const skipped =
    unskipped.length > 0 ? all.filter((one) => !unskipped.includes(one)).map(({ told }) => told) : [];
  const [first, ...others] = unskipped.length > 0 ? unskipped : all;
  if (!first) return [];
  // A skip that leaves something to be said is noted beside it.
  const rules = over.map((rule) => {
    const silences = unskipped.length === 0 && isSkipped(first.held.trigger.name, [rule]);
    return plain(rule.effect === 'skip' && !silences ? { ...rule, effect: 'flag' } : rule);
  });
  const silent =
    unskipped.length > 0
      ? on.agent.triggers.map(({ name }) => name).filter((name) => isSkipped(name, over))
      : [];
  const ways = waysOfDeal(waiting, on, silent);
  return judgeHeld({ of: 'deal', waiting, skipped }, [first, ...others], ways, on, rules);
}

/**
 * How old the news is that it acts on: of what happened the days since; of a message also the days since its limit was
 * passed. What was so when an import brought the deal is no news at all. A fact of a record stays one whatever its age.
 */
function newsOf(
  all: Held[],
  { wants }: Suggestion,
  { agent, settings, hereFor }: Grounds & Pick<Waiting, 'hereFor'>,
): News {
  const ages = all.flatMap(({ trigger, found: { days }, limit }) => {
    if ('event' in trigger) return [days];
    if (wants.kind !== 'nudge') return [];
    return settingNamed(limit.setting).unit === 'days' ? [days - limit.value] : [];
  });
  if (ages.length === 0) return {};
  const { value, version } = settingValue(settings, 'alone_within_days', { agent: agent.name });
  const daysAgo = Math.min(...ages);
  const brought = hereFor !== null && daysAgo >= hereFor;
  return { news: { daysAgo, limit: Number(value), version, ...(brought ? { brought } : {}) } };
}

/** The same about a record beside the deals, whatever number of contracts it does not keep. */
export function judgeRecord(waiting: WaitingRecord, on: Grounds): Judged[] {
  const [first, ...others] = heldRecords(waiting, on);
  const about = { of: waiting.record.of, waiting, skipped: [] };
  return first ? judgeHeld(about, [first, ...others], waysOfRecord(on), on, []) : [];
}

type Some<T> = [T, ...T[]];
type Holds = { trigger: { name: string } };
type News = Pick<Circumstances, 'news'>;
type Ways<H> = {
  /** What an agent would do about what is held, without anything of the triggers named. */
  propose: (held: Some<H>, without: readonly string[]) => Suggestion | null;
  news: (held: Some<H>, suggestion: Suggestion) => News;
};

const waysOfDeal = (waiting: Waiting, on: Grounds, silent: readonly string[]): Ways<Held> => ({
  propose: (held, without) =>
    on.agent.propose(held, {
      pace: waiting.pace,
      enoughCases: numberSetting(on.settings, 'basis_cases'),
      without: [...silent, ...without],
    }),
  news: (held, suggestion) => newsOf(held, suggestion, { ...on, hereFor: waiting.hereFor }),
});
const waysOfRecord = ({ agent }: Grounds): Ways<HeldRecord> => ({
  propose: (held) => agent.records?.propose(held) ?? null,
  news: () => ({}),
});

function judgeHeld<H extends Holds>(
  about: Omit<Facts, 'findings'>,
  all: Some<Each<H>>,
  ways: Ways<H>,
  on: Grounds,
  rules: RuleOn[],
): Judged[] {
  const { left, suggestion } = withoutShadow(about, all, ways, on);
  const shadowed = all.filter((one) => !left.includes(one));
  return [
    verdictOn(about, left, suggestion, ways, on, rules),
    ...inShadow({ ...about, skipped: [] }, shadowed, ways, on, rules),
  ];
}

/** What may be proposed to people. Where all of it is in shadow nothing is taken out. */
function withoutShadow<H extends Holds>(
  about: Pick<Facts, 'of' | 'waiting'>,
  left: Some<Each<H>>,
  ways: Ways<H>,
  on: Grounds,
  without: readonly string[] = [],
): { left: Some<Each<H>>; suggestion: Suggestion | null } {
  const suggestion = ways.propose(heldIn(left), without);
  if (!suggestion) return { left, suggestion };
  const shadowed = restsOn(left, suggestion).filter(
    (name) => modeOf(about, [name], suggestion, on).is === 'shadow' && !without.includes(name),
  );
  const [first, ...others] = left.filter(({ held }) => !shadowed.includes(held.trigger.name));
  return shadowed.length === 0 || !first
    ? { left, suggestion }
    : withoutShadow(about, [first, ...others], ways, on, [...without, ...shadowed]);
}

/** What would have been proposed of these alone. None where that is not in shadow: then it waits for its own turn. */
function inShadow<H extends Holds>(
  about: Omit<Facts, 'findings'>,
  shadowed: Each<H>[],
  ways: Ways<H>,
  on: Grounds,
  rules: RuleOn[],
): Judged[] {
  const [first, ...others] = shadowed;
  if (!first) return [];
  const alone: Some<Each<H>> = [first, ...others];
  const judged = verdictOn(about, alone, ways.propose(heldIn(alone), []), ways, on, rules);
  return judged.proposal === null || judged.verdict.say === 'shadow' || judged.verdict.say === 'refuse'
    ? [judged]
    : [];
}

const heldIn = <H>([first, ...others]: Some<Each<H>>): Some<H> => [
  first.held,
  ...others.map(({ held }) => held),
];

const restsOn = <H extends Holds>(
  [first, ...others]: Some<Each<H>>,
  { carries = [] }: Suggestion,
): Some<string> => {
  const foremost = first.held.trigger.name;
  const names = [...others.map(({ held }) => held.trigger.name), ...carries];
  return [foremost, ...new Set(names.filter((name) => name !== foremost))];
};

const modeOf = (
  { of, waiting }: Pick<Facts, 'of' | 'waiting'>,
  triggers: Some<string>,
  { wants }: Suggestion,
  on: Grounds,
): HoldingMode =>
  modeOver(
    { triggers, of, wants, territoryId: waiting.at.territoryId, amount: amountOf(waiting, on) },
    on.row,
  );

function verdictOn<H extends Holds>(
  about: Omit<Facts, 'findings'>,
  all: Some<Each<H>>,
  suggestion: Suggestion | null,
  ways: Ways<H>,
  on: Grounds,
  rules: RuleOn[],
): Judged {
  const [first, ...others] = all;
  const facts: Facts = { ...about, findings: [first.told, ...others.map(({ told }) => told)] };
  if (!suggestion) return { ...facts, proposal: null };
  const { waiting, of } = facts;
  const [trigger, ...otherTriggers] = restsOn(all, suggestion);
  const mode = modeOf(facts, [trigger, ...otherTriggers], suggestion, on);
  const { wants, reason, basis } = suggestion;
  const proposal: Proposal = {
    agent: on.agent.name,
    agentVersion: on.agent.version,
    mode: mode.is,
    trigger,
    otherTriggers,
    subject: { kind: of, id: waiting.deal.dealId },
    wants,
    reason,
    basis,
    confidence: on.confidence.get(trigger) ?? { share: 0.5, cases: 0, accepted: 0 },
  };
  const news = ways.news(heldIn(all), suggestion);
  const verdict = decide(proposal, { ...circumstancesOf(waiting, proposal, mode, on), ...news, rules });
  return { ...facts, proposal, hash: changeHash(proposal.wants), verdict };
}

/** What has become true beside what an open card says: to be told there, or recorded in shadow. */
export type Beside = { told: Told[]; shadowed: Judged[] };

export const besides = (waiting: Waiting, on: Grounds): Beside => {
  const over = on.rules.get(waiting.deal.dealId) ?? [];
  const all = heldOf(waiting, on).filter(({ held }) => !isSkipped(held.trigger.name, over));
  return besideOf({ of: 'deal', waiting, skipped: [] }, all, waysOfDeal(waiting, on, []), on);
};

/** `besides` of a record. */
export const recordBesides = (waiting: WaitingRecord, on: Grounds): Beside =>
  besideOf({ of: waiting.record.of, waiting, skipped: [] }, heldRecords(waiting, on), waysOfRecord(on), on);

/** Each by itself: in shadow is what would be so without the card. */
function besideOf<H extends Holds>(
  about: Omit<Facts, 'findings'>,
  all: Each<H>[],
  ways: Ways<H>,
  on: Grounds,
): Beside {
  const isQuiet = (one: Each<H>): boolean => {
    const suggestion = ways.propose([one.held], []);
    return suggestion !== null && modeOf(about, [one.held.trigger.name], suggestion, on).is === 'shadow';
  };
  const quiet = all.filter(isQuiet);
  return {
    told: all.filter((one) => !quiet.includes(one)).map(({ told }) => told),
    shadowed: inShadow(about, quiet, ways, on, []),
  };
}

/** In its own currency, else the company's; null where it has none. */
function amountOf({ deal: { amount, currency } }: About, on: Grounds): Amount | null {
  return amount === null
    ? null
    : { value: amount, currency: currency ?? textSetting(on.settings, 'company_currency') };
}

function circumstancesOf(
  waiting: About,
  { subject, wants }: Proposal,
  mode: HoldingMode,
  on: Grounds,
): Circumstances {
  const amount = amountOf(waiting, on);
  const limit = settingValue(on.settings, 'approval_amount', waiting.at);
  const company = textSetting(on.settings, 'company_currency');
  const pause = pauseOn(on.pauses, { agent: on.agent.name, accountId: waiting.at.accountId });
  return {
    pauses: pause
      ? [
          {
            id: pause.id,
            scope: pause.scope,
            name: pauseName(pause, on.agent, waiting),
            until: pause.until?.toISOString() ?? null,
          },
        ]
      : [],
    mode,
    openStages: on.openStages,
    checkpoints: checkpointsOver(on.checkpoints, {
      accountId: waiting.at.accountId,
      tags: waiting.tags,
      of: subject.kind,
      wants,
    }),
    ...limitsOf(mode, wants, waiting, on),
    ...(wants.kind === 'nudge' && on.outside.has(wants.nudge.to)
      ? { outside: heldMinutes(on.settings) }
      : {}),
    ...(amount === null
      ? {}
      : {
          authority: {
            amount: {
              is: amount,
              limit: { value: Number(limit.value), currency: company },
              version: limit.version,
              tiers: tiersFor(on.tiers, 'amount', waiting.at),
            },
          },
        }),
    approvals: [],
  };
}

/** What an agent may do alone: in suggest mode a person decides anyhow. */
function limitsOf(
  mode: HoldingMode,
  wants: Wanted,
  { at }: About,
  { agent, settings, reached }: Grounds,
): Partial<Circumstances> {
  if (mode.is !== 'auto') return {};
  const floor = settingValue(settings, 'confidence_floor', { agent: agent.name });
  return {
    confidenceFloor: { share: Number(floor.value) / 100, version: floor.version },
    ...personDecidesAt(settings, at),
    caps: wants.kind === 'form' ? [] : capsOver(wants.kind, { agent: agent.name, settings, reached }),
  };
}

const pauseName = (pause: Pause, agent: Agent, waiting: About): string =>
  pause.scope === 'everything'
    ? 'Everything'
    : pause.scope === 'agent'
      ? agentLabel(agent.name)
      : (waiting.deal.account ?? 'The customer');
