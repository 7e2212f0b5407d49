/** From a finding to a proposal and policy's verdict on it: no query, the same in a dry run. */

import type { Agent, Held, HeldRecord, Limit, Severity, Suggestion } from '../agents/nouns.ts';
import { agentLabel } from '../agents/roster.ts';
import { type Checkpoint, checkpointsOver } from '../policy/checkpoints.ts';
import type { Amount, Circumstances, RuleOn, Tier } from '../policy/circumstances.ts';
import { decide } from '../policy/decide.ts';
import { changeHash } from '../policy/hash.ts';
import { modeOver } from '../policy/modes.ts';
import type { Confidence, HoldingMode, Proposal, SubjectKind, Verdict } from '../policy/nouns.ts';
import { daysBetween } from '../sales/days.ts';
import { missingOf, requiredIn, requiredLabel } from '../sales/required.ts';
import { settingNamed } from '../settings/catalogue.ts';
import { type Pause, pauseOn } from '../settings/pauses.ts';
import { isSkipped, plain, type RuleOver } from '../settings/rules-over.ts';
import { numberSetting, type SettingRow, settingValue, textSetting } from '../settings/settings.ts';
import { list } from '../story/format.ts';
import type { AgentRow } from './crew.ts';
import { type Evidence, evidenceOf, recordEvidence } from './evidence.ts';
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
type Told = { id: number; severity: Severity; evidence: Evidence };

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
  /** What the agent has changed alone within the last hour. */
  doneThisHour: number;
  /** Names of the stages that leave a deal open. */
  openStages: string[];
  checkpoints: Checkpoint[];
  /** Of amounts: who signs above which. */
  tiers: Tier[];
};

/** One proposal about a deal, whatever number of triggers is true of it; of those that a rule skips only where there is no other. */
export function judge(waiting: Waiting, on: Grounds): Judged | null {
  const over = on.rules.get(waiting.deal.dealId) ?? [];
  const all = heldOf(waiting, on);
  const left = all.filter(({ held }) => !isSkipped(held.trigger.name, over));
  const [first, ...others] = left.length > 0 ? left : all;
  if (!first) return null;
  const findings: Facts['findings'] = [first.told, ...others.map(({ told }) => told)];
  const skipped = left.length > 0 ? all.filter((one) => !left.includes(one)).map(({ told }) => told) : [];
  const suggestion = on.agent.propose([first.held, ...others.map(({ held }) => held)], {
    pace: waiting.pace,
    enoughCases: numberSetting(on.settings, 'basis_cases'),
  });
  // A skip that leaves something to be said is noted beside it.
  const rules = over.map((rule) => {
    const silences = left.length === 0 && isSkipped(first.held.trigger.name, [rule]);
    return plain(rule.effect === 'skip' && !silences ? { ...rule, effect: 'flag' } : rule);
  });
  return verdictOn(
    { of: 'deal', waiting, findings, skipped },
    first.held.trigger.name,
    suggestion,
    on,
    rules,
  );
}

/** The same about a record beside the deals, whatever number of contracts it does not keep. */
export function judgeRecord(waiting: WaitingRecord, on: Grounds): Judged | null {
  const [first, ...others] = heldRecords(waiting, on);
  if (!first || !on.agent.records) return null;
  const findings: Facts['findings'] = [first.told, ...others.map(({ told }) => told)];
  const suggestion = on.agent.records.propose([first.held, ...others.map(({ held }) => held)]);
  return verdictOn(
    { of: waiting.record.of, waiting, findings, skipped: [] },
    first.held.trigger.name,
    suggestion,
    on,
    [],
  );
}

function verdictOn(
  facts: Facts,
  trigger: string,
  suggestion: Suggestion | null,
  on: Grounds,
  rules: RuleOn[],
): Judged {
  if (!suggestion) return { ...facts, proposal: null };
  const { waiting, of } = facts;
  const mode = modeOver(
    {
      trigger,
      of,
      wants: suggestion.wants,
      territoryId: waiting.at.territoryId,
      amount: amountOf(waiting, on),
    },
    on.row,
  );
  const proposal: Proposal = {
    agent: on.agent.name,
    agentVersion: on.agent.version,
    mode: mode.is,
    trigger,
    subject: { kind: of, id: waiting.deal.dealId },
    ...suggestion,
    confidence: on.confidence.get(trigger) ?? { share: 0.5, cases: 0, accepted: 0 },
  };
  const verdict = decide(proposal, { ...circumstancesOf(waiting, proposal, mode, on), rules });
  return { ...facts, proposal, hash: changeHash(proposal.wants), verdict };
}

/** What is true of a deal beside what its open card says. */
export const besides = (waiting: Waiting, on: Pick<Grounds, 'agent' | 'settings' | 'rules'>): Told[] => {
  const over = on.rules.get(waiting.deal.dealId) ?? [];
  return heldOf(waiting, on)
    .filter(({ held }) => !isSkipped(held.trigger.name, over))
    .map(({ told }) => told);
};

/** `besides` of a record. */
export const recordBesides = (waiting: WaitingRecord, on: Pick<Grounds, 'agent' | 'settings'>): Told[] =>
  heldRecords(waiting, on).map(({ told }) => told);

function heldRecords(
  { findings, record, breaches, at, version }: WaitingRecord,
  { agent, settings }: Pick<Grounds, 'agent' | 'settings'>,
): { held: HeldRecord; told: Told }[] {
  return (agent.records?.triggers ?? []).flatMap((trigger) =>
    findings
      .filter((finding) => finding.trigger === trigger.name)
      .flatMap(({ id, severity, since }) => {
        const whole = breaches[trigger.name];
        const most = trigger.tolerance === undefined ? 0 : numberSetting(settings, trigger.tolerance, at);
        const fields = (whole?.fields ?? []).filter(({ off = null }) => off === null || off > most);
        // It was put right since, and will be looked at.
        if (!whole || fields.length === 0) return [];
        const breach = { ...whole, fields };
        const held = { trigger, record, breach, since, limit: limitOf(trigger.limit, at, settings) };
        return [{ held, told: { id, severity, evidence: recordEvidence(held, version) } }];
      }),
  );
}

/** In the order of the agent's triggers. */
function heldOf(
  { findings, deal, at, version, cameFrom }: Waiting,
  { agent, settings }: Pick<Grounds, 'agent' | 'settings'>,
): { held: Held; told: Told }[] {
  const required = requiredIn(settingValue(settings, 'required_fields', at).value);
  const missing = missingOf(required, {
    amount: deal.amount,
    close_date: deal.closeDate,
    next_step: deal.nextStep,
    product: deal.product,
    lead_source: deal.leadSource,
  });
  const blocked = settingValue(settings, 'block_stage_progress', at).value === true;
  const putBackTo = blocked ? cameFrom : null;
  return agent.triggers.flatMap((trigger) =>
    findings
      .filter((finding) => finding.trigger === trigger.name)
      .map(({ id, severity, since, detail }) => {
        const found = { ...deal, since, days: daysBetween(since, deal.today), detail, missing, putBackTo };
        const held = { trigger, found, limit: limitOf(trigger.limit, at, settings) };
        return { held, told: { id, severity, evidence: evidenceOf(held, version) } };
      }),
  );
}

function limitOf(setting: string, at: About['at'], settings: SettingRow[]): Limit {
  const { value, ...from } = settingValue(settings, setting, at);
  if (typeof value === 'boolean') return { setting, value: 1, rule: settingNamed(setting).meaning, ...from };
  if (typeof value !== 'string') return { setting, value: Number(value), ...from };
  const names = requiredIn(value);
  const said = list(names.map(requiredLabel));
  return { setting, value: names.length, said, ...from };
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
    ...limitsOf(mode, on),
    ...(amount === null
      ? {}
      : {
          authority: {
            amount: {
              is: amount,
              limit: { value: Number(limit.value), currency: company },
              version: limit.version,
              tiers: on.tiers,
            },
          },
        }),
    approvals: [],
  };
}

/** What an agent may do alone: in suggest mode a person decides anyhow. */
function limitsOf(mode: HoldingMode, { agent, settings, doneThisHour }: Grounds): Partial<Circumstances> {
  if (mode.is !== 'auto') return {};
  const floor = settingValue(settings, 'confidence_floor', { agent: agent.name });
  const cap = settingValue(settings, 'hourly_cap', { agent: agent.name });
  return {
    confidenceFloor: { share: Number(floor.value) / 100, version: floor.version },
    caps: [
      { name: 'hourly_cap', version: cap.version, done: doneThisHour, most: Number(cap.value), roomAt: null },
    ],
  };
}

const pauseName = (pause: Pause, agent: Agent, waiting: About): string =>
  pause.scope === 'everything'
    ? 'Everything'
    : pause.scope === 'agent'
      ? agentLabel(agent.name)
      : (waiting.deal.account ?? 'The customer');
