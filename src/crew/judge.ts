/** From a finding to a proposal and policy's verdict on it: no query, the same in a dry run. */

import type { Agent, Limit } from '../agents/nouns.ts';
import { agentLabel } from '../agents/roster.ts';
import type { Circumstances } from '../policy/circumstances.ts';
import { decide } from '../policy/decide.ts';
import { changeHash } from '../policy/hash.ts';
import type { Confidence, Proposal, Verdict } from '../policy/nouns.ts';
import { type Pause, pauseOn } from '../settings/pauses.ts';
import { numberSetting, type SettingRow, settingValue, textSetting } from '../settings/settings.ts';
import type { AgentRow } from './crew.ts';
import { type Evidence, evidenceOf } from './evidence.ts';
import type { Waiting } from './waiting.ts';

/** `proposal` is null where there is nobody to turn to. */
export type Judged = { waiting: Waiting; evidence: Evidence } & (
  | { proposal: Proposal; hash: string; verdict: Verdict }
  | { proposal: null }
);

export type Proposed = Extract<Judged, { hash: string }>;

export type Grounds = {
  agent: Agent;
  row: AgentRow;
  settings: SettingRow[];
  pauses: Pause[];
  /** By trigger. */
  confidence: Map<string, Confidence>;
  /** What the agent has changed alone within the last hour. */
  doneThisHour: number;
};

export function judge(waiting: Waiting, on: Grounds): Judged | null {
  const trigger = on.agent.triggers.find((one) => one.name === waiting.trigger);
  if (!trigger) return null;
  const limit = limitOf(trigger.reads[0] ?? '', waiting, on.settings);
  const evidence = evidenceOf(waiting.found, limit, trigger.why(waiting.found, limit), waiting.version);
  const enoughCases = numberSetting(on.settings, 'basis_cases');
  const suggestion = trigger.propose(waiting.found, { limit, pace: waiting.pace, enoughCases });
  if (!suggestion) return { waiting, evidence, proposal: null };
  const proposal: Proposal = {
    agent: on.agent.name,
    agentVersion: on.agent.version,
    mode: on.row.mode,
    trigger: trigger.name,
    subject: { kind: 'deal', id: waiting.found.dealId },
    ...suggestion,
    confidence: on.confidence.get(trigger.name) ?? { share: 0.5, cases: 0, accepted: 0 },
  };
  const verdict = decide(proposal, circumstancesOf(waiting, on));
  return { waiting, evidence, proposal, hash: changeHash(proposal.wants), verdict };
}

function limitOf(setting: string, waiting: Waiting, settings: SettingRow[]): Limit {
  const { value, version, scope, scopeId } = settingValue(settings, setting, waiting.at);
  return { setting, value: Number(value), version, scope, scopeId };
}

function circumstancesOf(waiting: Waiting, on: Grounds): Circumstances {
  const { amount, currency } = waiting.found;
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
    mode: { is: on.row.mode, version: on.row.modeVersion },
    ...limitsOf(on),
    ...(amount === null
      ? {}
      : {
          authority: {
            amount: {
              is: { value: amount, currency: currency ?? company },
              limit: { value: Number(limit.value), currency: company },
              version: limit.version,
            },
          },
        }),
    approvals: [],
  };
}

/** What an agent may do alone: in suggest mode a person decides anyhow. */
function limitsOf({ agent, row, settings, doneThisHour }: Grounds): Partial<Circumstances> {
  if (row.mode !== 'auto') return {};
  const floor = settingValue(settings, 'confidence_floor', { agent: agent.name });
  const cap = settingValue(settings, 'hourly_cap', { agent: agent.name });
  return {
    confidenceFloor: { share: Number(floor.value) / 100, version: floor.version },
    caps: [
      { name: 'hourly_cap', version: cap.version, done: doneThisHour, most: Number(cap.value), roomAt: null },
    ],
  };
}

const pauseName = (pause: Pause, agent: Agent, waiting: Waiting): string =>
  pause.scope === 'everything'
    ? 'Everything'
    : pause.scope === 'agent'
      ? agentLabel(agent.name)
      : (waiting.found.account ?? 'The customer');
