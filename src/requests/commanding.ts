/** Commands: what only asks about Steward is answered; what changes something waits for the yes. */
import { agentLabel } from '../agents/roster.ts';
import { agentsOf } from '../language/commands/pausing.ts';
import type { Command, It, NamedValue, Path } from '../language/request.ts';
import { agentStatus, filters, greet, help } from './about-steward.ts';
import { aggressivenessNow } from './aggressiveness.ts';
import { listApprovals } from './approvals-listed.ts';
import { auditAsked } from './audit-asked.ts';
import { shadowReport } from './beside-people.ts';
import { listCheckpoints } from './checkpoints.ts';
import { costReport } from './costs.ts';
import { showNamedDeal } from './dealing.ts';
import { activityOf, explain, explainReply } from './explaining.ts';
import { forecastAsked } from './forecasting.ts';
import { guards, unguarded } from './guards.ts';
import type { Known } from './known.ts';
import { listKpiAlerts } from './kpi-alerts.ts';
import { lacking, refusing } from './lacking.ts';
import { limitChain } from './limit-chain.ts';
import { showModes } from './mode-status.ts';
import { notHere, notYet } from './not-yet.ts';
import { type Outcome, outcome, plain } from './outcome.ts';
import { phrasingsFor } from './phrasings.ts';
import { pipelineChanges } from './pipeline-changes.ts';
import { type Doable, isDoable, mayNot, planOf } from './plans.ts';
import { listPlaybooks } from './playbooks-listed.ts';
import type { Slots } from './reply.ts';
import { showPreferences } from './resting.ts';
import { rightsAsked, roleAsked, roleHolders, whoMayDo } from './rights-asked.ts';
import { rollbackAsked } from './rollback-asked.ts';
import { showRule } from './rule-shown.ts';
import { listRules } from './rules-kept.ts';
import { showLimits } from './showing-limits.ts';
import { signalsAsked } from './signals.ts';
import { intentOfCommand, slotsOfCommand } from './slots.ts';
import { compareSnapshots, listSnapshots, showSnapshot } from './snapshots.ts';
import { stageConversionAsked, stageMovesAsked } from './stage-moves.ts';
import { listStandIns } from './stand-ins.ts';
import { type Kept, nothingKept } from './store.ts';
import { suggestions } from './suggest.ts';
import { waitingAsked } from './waiting.ts';
import { askAble, askOf } from './who-can.ts';
import { whyNoCard } from './why-no-card.ts';
import { listWorkflows } from './workflows.ts';
import { showPreferenceOf } from './zones-asked.ts';

type Around = { path?: Path; assumptions?: string[]; last?: number | null; it?: It | null };

/**
 * Carries out what only asks about Steward; what changes something comes as a plan that waits for the yes. What came to
 * nothing stays in the thread as well, so that the next words change it and not the one before.
 */
export async function runCommand(use: Known, asked: Command, around: Around = {}): Promise<Outcome> {
  const made = await withNames(use, await carriedOut(use, asked, around));
  return made.kept.command === null && !silent.has(asked.do)
    ? { ...made, kept: { ...made.kept, command: asked } }
    : made;
}

/** A refusal with the people who may instead. */
async function withNames(use: Known, made: Outcome): Promise<Outcome> {
  if (made.said.kind !== 'refused' || !made.can) return made;
  const because = `${made.said.because}${await askAble(use, made.can)}`;
  return { ...made, said: { ...made.said, because } };
}

/** These leave nothing that the next words could change. */
const silent = new Set<Command['do']>([
  'help',
  'greet',
  'yes',
  'no',
  'explain_reply',
  'deal',
  'owner',
  'phrasings',
  'limits',
  'kpi_alerts',
  'checkpoints',
  'role_holders',
  'role_asked',
  'who_may',
  'rights',
  'approvals',
  'stand_ins',
  'rules',
  'rule_shown',
  'workflows',
  'preferences',
  'preference_of',
  'snapshots',
  'snapshot_shown',
  'snapshot_delete',
  'waiting',
]);

async function carriedOut(use: Known, asked: Command, around: Around): Promise<Outcome> {
  const { path = 'plain', assumptions = [] } = around;
  const base = { path, assumptions, slots: slotsOfCommand(asked, use.by, use.company) };
  const absent = agentsIn(asked).find(({ id }) => !use.company.lexicon.agents.some((one) => one.id === id));
  if (absent)
    return {
      ...notHere(absent, use.company, intentOfCommand(asked), base.slots),
      kept: keptOf(asked),
    };
  switch (asked.do) {
    case 'help':
      return outcome(asked.about === 'filters' ? filters() : help(use.company, use.by), 'help', base);
    case 'greet':
      return outcome(greet(use.company, use.by, asked.as), 'greeting', base);
    case 'agent_status':
      return outcome(await agentStatus(use, asked.agent), 'agent_status', {
        ...base,
        understood: asked.agent ? `Status of ${asked.agent.name}` : 'Status of the agents',
        kept: keptOf(asked),
      });
    case 'deal':
    case 'owner':
      return showNamedDeal(use, asked.name, asked.do);
    case 'explain_thing':
    case 'explain_run':
      return explain(use, asked);
    case 'explain_reply':
      return around.last == null
        ? lacking('Why what? Name the deal or the run.', 'why did you flag …')
        : explainReply(use, around.last);
    case 'activity':
      return { ...(await activityOf(use, asked)), slots: base.slots, kept: keptOf(asked) };
    case 'cost':
      return { ...(await costReport(use, asked)), slots: base.slots, kept: keptOf(asked) };
    case 'forecast':
      return { ...(await forecastAsked(use, asked)), slots: base.slots };
    case 'audit':
      return { ...(await auditAsked(use, asked)), slots: base.slots, kept: keptOf(asked) };
    case 'rollback_status':
      return { ...(await rollbackAsked(use, asked)), kept: keptOf(asked) };
    case 'waiting':
      return waitingAsked(use);
    case 'pipeline_changes':
      return { ...(await pipelineChanges(use, asked)), slots: base.slots, kept: keptOf(asked) };
    case 'stage_moves':
      return { ...(await stageMovesAsked(use, asked)), slots: base.slots };
    case 'stage_conversion':
      return { ...(await stageConversionAsked(use, asked)), slots: base.slots };
    case 'signals':
      return { ...(await signalsAsked(use, asked)), slots: base.slots };
    case 'phrasings':
      return phrasingsFor(use, asked.one);
    case 'limits':
      return {
        ...showLimits(use.company, asked),
        slots: base.slots,
        ...(asked.threshold ? { kept: keptOf(asked) } : {}),
      };
    case 'limit_chain':
      return { ...(await limitChain(use, asked)), slots: base.slots, kept: keptOf(asked) };
    case 'aggressiveness':
      return { ...aggressivenessNow(use, asked), slots: base.slots, kept: keptOf(asked) };
    case 'preferences':
      return showPreferences(use.company, use.by);
    case 'preference_of':
      return { ...(await showPreferenceOf(use, asked)), slots: base.slots };
    case 'checkpoints':
      return listCheckpoints(use);
    case 'stand_ins':
      return listStandIns(use);
    case 'approvals':
      return listApprovals(use, asked.about);
    case 'role_holders':
      return { ...(await roleHolders(use, asked.role)), slots: base.slots };
    case 'role_asked':
      return { ...(await roleAsked(use, asked)), slots: base.slots };
    case 'who_may':
      return { ...(await whoMayDo(use, asked)), slots: base.slots };
    case 'rights':
      return { ...(await rightsAsked(use, asked.who)), slots: base.slots };
    case 'shadow_report':
      return { ...(await shadowReport(use, asked)), slots: base.slots, kept: keptOf(asked) };
    case 'modes':
      return { ...(await showModes(use, asked)), slots: base.slots, kept: keptOf(asked) };
    case 'kpi_alerts':
      return listKpiAlerts(use);
    case 'snapshots':
      return listSnapshots(use);
    case 'snapshot_shown':
      return { ...(await showSnapshot(use, asked.name)), slots: base.slots };
    case 'snapshot_delete':
      return refusing(
        'Snapshots are never changed and never deleted, so that what was can always be gone back to. "List snapshots" shows them.',
      );
    case 'compare_snapshot':
      return { ...(await compareSnapshots(use, asked)), slots: base.slots };
    case 'playbooks':
      return { ...(await listPlaybooks(use, asked)), slots: base.slots };
    case 'rules':
      return listRules(use);
    case 'rule_shown':
      return showRule(use, asked);
    case 'why_no_card':
      return { ...(await whyNoCard(use, asked)), slots: base.slots };
    case 'workflows':
      return listWorkflows(use);
    case 'not_yet':
      return notYet(asked.wish);
    default:
      return isDoable(asked)
        ? confirm(use, asked, base)
        : plain('Nothing here waits for a yes or no.', 'help');
  }
}

/** Every agent that a command names. */
function agentsIn(command: Command): NamedValue[] {
  if (command.do === 'set_threshold' || command.do === 'reset_thresholds')
    return command.place?.scope === 'agent' ? [command.place.of] : [];
  if (command.do === 'clone_config')
    return [...(command.from ? [command.from] : []), ...command.to].flatMap(({ kind, name }) =>
      kind === 'agent' ? [{ id: name, name: agentLabel(name) }] : [],
    );
  if (command.do === 'undo_all') return command.of === 'me' ? [] : [command.of];
  if (command.do === 'audit') return command.of.kind === 'agent' ? [command.of] : [];
  if (command.do === 'undo_version') return [command.agent];
  if (command.do === 'explain_run') return command.agent ? [command.agent] : [];
  return agentsOf(command);
}

const keptOf = (command: Command): Kept => {
  const [agent, ...others] = agentsOf(command);
  return { ...nothingKept, command, it: agent && others.length === 0 ? { kind: 'agent', ...agent } : null };
};

const confirmFor = 15 * 60_000;

async function confirm(
  use: Known,
  asked: Doable,
  base: { path: Path; assumptions: string[]; slots: Slots },
): Promise<Outcome> {
  const refusal = mayNot(use.by, asked);
  const naming = async (because: string) => `${because}${await askOf(use, ...guards[asked.do])}`;
  const kept = keptOf(asked);
  if (refusal)
    return outcome(
      { kind: 'refused', because: await naming(refusal), next: suggestions(['help']) },
      'refuse',
      {
        ...base,
        refused: 'rights',
        kept,
      },
    );
  const planned = await planOf(use, asked);
  // What was not done can be asked for otherwise by the next message.
  if ('instead' in planned)
    return {
      ...planned.instead,
      kept: { ...planned.instead.kept, command: planned.instead.kept.command ?? asked },
    };
  if ('nothing' in planned)
    return { ...plain(planned.nothing, intentOfCommand(asked)), slots: base.slots, kept };
  const unmet = unguarded(use.by, asked);
  if (unmet) return { ...refusing(await naming(unmet)), kept };
  const { mark = null, command = asked, it = null, ...plan } = planned;
  const expires = new Date(use.company.now.getTime() + confirmFor).toISOString();
  // What was assumed stands on the card that is confirmed.
  const consequence = [plan.consequence, ...base.assumptions].join(' ');
  return outcome({ kind: 'confirm', ...plan, consequence, expires }, intentOfCommand(asked), {
    ...base,
    assumptions: [],
    understood: plan.headline.replace(/\.$/, ''),
    kept: { ...keptOf(command), mark, ...(it ? { it } : {}) },
  });
}
