/** Modes in words: what another mode would mean, and putting it in force. Down at once; auto is asked for, and signed by somebody else. */
import { agentNamed, roster } from '../agents/roster.ts';
import type { Clock } from '../clock.ts';
import { requestAuto, whoCanSign, whyNoAuto } from '../crew/auto.ts';
import { agentRow } from '../crew/crew.ts';
import { furtherIn, setMode } from '../crew/modes.ts';
import type { Db } from '../db/pool.ts';
import type { Command, ModeOf, NamedValue } from '../language/request.ts';
import { type ActionKind, kindOf } from '../policy/acting-alone.ts';
import { mayLower, raisers, whoLowers, whoRaises } from '../policy/may-mode.ts';
import { isStricter, isWhole, type ModeScope, modeAround } from '../policy/modes.ts';
import type { AgentName, Mode, Person } from '../policy/nouns.ts';
import { endMode } from '../settings/modes.ts';
import { numberSetting } from '../settings/settings.ts';
import { count, firstName, list } from '../story/format.ts';
import { modeMeans, scopeSaid } from '../story/mode.ts';
import type { Company } from './company.ts';
import { lacking, refusing } from './lacking.ts';
import type { Done, Planned } from './plan.ts';

export type ModeUse = { db: Db; now: Clock; company: Company; by: Person };
type SetMode = Extract<Command, { do: 'set_mode' }>;

/** What is spoken of: an agent, and which part of what it does. */
export type ModeTarget = { agent: AgentName; label: string; scope: ModeScope; said: string };

/** Null where no agent was named and several could be meant. */
export function targetOf(of: { agent: NamedValue | null; of: ModeOf }, company: Company): ModeTarget | null {
  const doing = roster.filter(
    ({ triggers, records }) => triggers.length + (records?.triggers.length ?? 0) > 0,
  );
  const agent = of.agent ? agentNamed(of.agent.id) : doing.length === 1 ? doing[0] : undefined;
  if (!agent) return null;
  const { trigger, kind, field, territory, upTo } = of.of;
  const scope: ModeScope = {
    trigger: trigger?.id ?? null,
    kind,
    field,
    territoryId: territory?.id ?? null,
    upTo: upTo && { value: upTo.value, currency: upTo.currency ?? company.companyCurrency },
  };
  return { agent: agent.name, label: agent.label, scope, said: targetSaid(agent.label, scope, company) };
}

/** "the Pipeline agent for phone numbers in EMEA" */
export function targetSaid(label: string, scope: ModeScope, company: Company): string {
  const territory = company.lexicon.territories.find(({ id }) => id === scope.territoryId)?.name;
  const said = scopeSaid(scope, territory ?? scope.territoryId, company.companyCurrency);
  return `the ${label}${said === '' ? '' : ` ${said}`}`;
}

export async function modePlan(use: ModeUse, command: SetMode): Promise<Planned> {
  const target = targetOf(command, use.company);
  if (!target) return { instead: lacking('Whose mode is meant? Say an agent.', `put … in ${command.mode}`) };
  const kind = target.scope.field === null ? null : kindOf(target.scope.field);
  if (kind?.back === 'irreversible') return { nothing: neverAlone(use, kind) };
  const row = await agentRow(use.db, target.agent);
  const now = modeAround(target.scope, row).is;
  if (command.mode === null) return resetPlan(use, target);
  if (command.mode === 'auto') return autoPlan(use, target, now);
  const further = furtherIn(target.scope, command.mode, row);
  const raises = isStricter(now, command.mode);
  if (now === command.mode && further.length === 0)
    return { nothing: `${capital(target.said)} is in ${now} mode already. Nothing was changed.` };
  const needs = raises ? whoRaises(use.by, target.scope.territoryId) : null;
  if (needs !== null)
    return {
      instead: refusing(
        `Putting ${target.said} in ${command.mode} needs ${needs}.`,
        raisers(target.scope.territoryId),
      ),
    };
  if (!raises && !mayLower(use.by))
    return { instead: refusing(`Putting ${target.said} in ${command.mode} needs ${whoLowers}.`, mayLower) };
  if (now === 'shadow' && row.ownerId === null) return { nothing: noOwner(target) };
  const open = command.mode === 'shadow' ? await openCards(use.db, target.agent) : 0;
  return {
    headline: `Put ${target.said} in ${command.mode} mode.`,
    consequence: [
      `Now it is in ${now} mode (v${row.modeVersion}). ${modeMeans[command.mode]}`,
      further.length > 0
        ? `${count(further.length, 'finer mode')} that ${further.length === 1 ? 'goes' : 'go'} further ${further.length === 1 ? 'ends' : 'end'} with it: ${list(further.map(({ mode, said }) => `${mode} ${said}`))}.`
        : '',
      openSaid(open, target),
      raises ? '' : 'What was done stays done.',
    ]
      .filter(Boolean)
      .join(' '),
    wayBack:
      now === 'auto'
        ? `Way back: "${wordsFor(target, 'auto')}", with its evidence and somebody who signs it.`
        : `Way back: "${wordsFor(target, now)}".`,
    count: 1 + further.length,
    verb: `Put it in ${command.mode}`,
    mark: `${row.modeVersion} ${now} ${further.length}`,
  };
}

const neverAlone = ({ company }: ModeUse, { said, because }: ActionKind): string =>
  `${capital(said)} never go without a person, in whatever mode. ${because} Each is held for ${count(numberSetting(company.settings, 'stop_minutes'), 'minute')} first and can be stopped. Nothing was changed.`;

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
const noOwner = ({ label }: ModeTarget): string =>
  `The ${label} has no owner, and an agent without one does not leave shadow. Say "make … the owner of the ${label}" first. Nothing was changed.`;

/** As it is typed: the reader knows these words. */
export const wordsFor = ({ said }: Pick<ModeTarget, 'said'>, mode: Mode): string => `put ${said} in ${mode}`;

/** Which of them are of a part is not counted. */
function openSaid(open: number, { scope }: ModeTarget): string {
  if (open === 0) return '';
  if (!isWhole(scope)) return 'Open cards about it stay; while it is in shadow they cannot be approved.';
  return open === 1
    ? '1 open card stays; while it is in shadow it cannot be approved.'
    : `${count(open, 'open card')} stay; while it is in shadow they cannot be approved.`;
}

async function openCards(db: Db, agent: AgentName): Promise<number> {
  const [row] = await db('exceptions as e')
    .join('proposals as p', 'p.id', 'e.proposal_id')
    .whereNull('e.closed_at')
    .where('p.agent', agent)
    .count<{ count: number }[]>('* as count');
  return Number(row?.count ?? 0);
}

/** Everything that speaks against it is said at once, and nothing is asked for. */
async function autoPlan(use: ModeUse, target: ModeTarget, now: Mode): Promise<Planned> {
  const { scope, said, agent } = target;
  if (now === 'auto') return { nothing: `${capital(said)} is in auto mode already. Nothing was changed.` };
  const needs = whoRaises(use.by, scope.territoryId);
  if (needs !== null)
    return { instead: refusing(`Asking for auto for ${said} needs ${needs}.`, raisers(scope.territoryId)) };
  const kind = scope.field === null ? null : kindOf(scope.field);
  if (kind && !kind.alone)
    return {
      nothing: `${capital(kind.said)} never go without a person. ${kind.because} Nothing was changed.`,
    };
  const { because, evidence } = await whyNoAuto(use, target);
  if (because.length > 0) return { nothing: `Not yet. ${because.join(' ')} It stays in ${now}.` };
  const signers = await whoCanSign(use.db, use.by.id);
  if (signers.length === 0)
    return { nothing: `Nobody but you could sign it: it needs another approver. It stays in ${now}.` };
  const days = numberSetting(use.company.settings, 'auto_request_days');
  return {
    headline: `Ask for auto mode for ${said}.`,
    consequence: `Evidence: ${evidence.said}. Somebody else has to sign it within ${count(days, 'day')}: ${list(signers.map(({ name }) => name).slice(0, 5), 'or')}. Until then it stays in ${now}. Then it acts alone within its authority; money, products and owners, and what has a checkpoint, still go to a person.`,
    wayBack: `Way back: "withdraw auto for ${said}"; once it is signed, "${wordsFor(target, 'suggest')}".`,
    count: 1,
    verb: 'Ask for it',
    mark: agent,
  };
}

/** A finer mode ends, and what holds around it holds. That must not lead further than it was. */
async function resetPlan(use: ModeUse, target: ModeTarget): Promise<Planned> {
  const row = await agentRow(use.db, target.agent);
  const own = row.finer.find(({ said }) => target.said === `the ${target.label} ${said}`);
  if (!own || isWhole(target.scope))
    return { nothing: `There is no mode of its own for ${target.said}. Nothing was changed.` };
  const around = modeAround(target.scope, { ...row, finer: row.finer.filter((one) => one !== own) }).is;
  if (!mayLower(use.by))
    return { instead: refusing(`Ending the mode of ${target.said} needs ${whoLowers}.`, mayLower) };
  if (isStricter(own.mode, around))
    return {
      nothing: `It would go from ${own.mode} to ${around}: say "${wordsFor(target, around)}" for that. Nothing was changed.`,
    };
  return {
    headline: `End the mode of its own for ${target.said}.`,
    consequence: `Now it is ${own.mode} there (v${own.version}); then it is ${around}, as around it.`,
    wayBack: `Way back: "${wordsFor(target, own.mode)}".`,
    count: 1,
    verb: 'End it',
    mark: `${own.version} ${around}`,
  };
}

export async function carryOutMode(use: ModeUse, command: SetMode): Promise<Done> {
  const target = targetOf(command, use.company);
  if (!target) return { sentence: 'Nothing was changed.', back: null };
  const { agent, scope, said } = target;
  const by = { kind: 'person', id: use.by.id } as const;
  const who = firstName(use.by.name);
  if (command.mode === null) {
    const because = command.because ?? null;
    await endMode(use.db, { agent, scope, by, because, now: use.now.now() });
    return { sentence: `${who} ended the mode of its own for ${said}.`, back: null };
  }
  if (command.mode === 'auto') {
    const asked = await requestAuto(use, { agent, scope, by: use.by.id, because: command.because ?? null });
    if (asked.say === 'not yet')
      return { sentence: `${asked.because.join(' ')} Nothing was changed.`, back: null };
    const waits =
      asked.say === 'waits already'
        ? 'It waits to be signed already'
        : `${who} asked for auto mode for ${said}`;
    return {
      sentence: `${waits}: mode request ${asked.id}. Nothing changes until somebody else signs it.`,
      back: `reject mode request ${asked.id}`,
    };
  }
  const done = await setMode(use, {
    agent,
    scope,
    mode: command.mode,
    by,
    ...(command.because ? { reason: command.because } : {}),
  });
  if (done.say === 'no owner') return { sentence: noOwner(target), back: null };
  return {
    sentence: `${who} put ${said} in ${command.mode} mode.`,
    back: done.before === 'auto' || done.say === 'as it is' ? null : wordsFor(target, done.before),
  };
}
