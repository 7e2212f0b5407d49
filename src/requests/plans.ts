/** Commands in words: what each would do, to how many things, and the way back; and doing it after the yes. */
import { agentNamed, looksForSomething } from '../agents/roster.ts';
import type { Clock } from '../clock.ts';
import { agentRow } from '../crew/crew.ts';
import { runAgent } from '../crew/run.ts';
import type { Db } from '../db/pool.ts';
import type { Command } from '../language/request.ts';
import { whoMay } from '../policy/authorize.ts';
import { mayPause } from '../policy/may-pause.ts';
import type { Person } from '../policy/nouns.ts';
import { activePauses, pauseOn } from '../settings/pauses.ts';
import { count, list } from '../story/format.ts';
import { aggressivenessPlan, carryOutAggressiveness } from './aggressiveness.ts';
import { approvalEndPlan, approvalPlan, carryOutApproval, carryOutApprovalEnd } from './approvals.ts';
import { assignPlan, carryOutAssign } from './assigning.ts';
import {
  carryOutCheckpoint,
  carryOutCheckpointStop,
  checkpointPlan,
  checkpointStopPlan,
} from './checkpoints.ts';
import { carryOutClaim, claimPlan } from './claiming.ts';
import { carryOutCleanUp, cleanUpPlan } from './cleaning-up.ts';
import { carryOutClone, clonePlan } from './cloning.ts';
import { carryOutLeadEnd, leadEndPlan } from './closing-leads.ts';
import type { Company } from './company.ts';
import { carryOutDuty, dutyPlan } from './duties.ts';
import { carryOutKpiAlert, carryOutStopAlert, kpiAlertPlan, stopAlertPlan } from './kpi-alerts.ts';
import { carryOutMode, modePlan } from './modes.ts';
import { autoOffPlan, carryOutAutoOff, carryOutModes, modesPlan } from './modes-together.ts';
import { carryOutNudge, nudgePlan } from './nudging.ts';
import {
  carryOutChange,
  carryOutCreate,
  carryOutRemove,
  carryOutRestorePlaybook,
  changePlan,
  createPlan,
  removePlan,
  restorePlaybookPlan,
} from './own-playbooks.ts';
import { carryOutPause, carryOutResume, pausedSaid, pauseName, pausePlan, resumePlan } from './pausing.ts';
import { carryOutPhrasing, phrasingPlan } from './phrasings.ts';
import type { Done, Planned } from './plan.ts';
import { byItselfPlan, carryOutByItself } from './playbook-by-itself.ts';
import { carryOutPlaybook, playbookPlan } from './playbooks.ts';
import { carryOutReset, resetPlan } from './resetting.ts';
import { carryOutPreference, preferencePlan } from './resting.ts';
import { carryOutRole, rolePlan } from './roles.ts';
import { carryOutRollingBack, rollingBackPlan } from './rolling-back.ts';
import { carryOutRule, rulePlan } from './rules.ts';
import { carryOutRuleStep, ruleStepPlan } from './rules-kept.ts';
import { carryOutRulesStep, rulesStepPlan } from './rules-together.ts';
import { carryOutThreshold, thresholdPlan } from './setting.ts';
import { carryOutSign, signPlan } from './signing-modes.ts';
import { carryOutRestore, carryOutTake, restorePlan, takePlan } from './snapshots.ts';
import { carryOutStandIn, carryOutStandInEnd, standInEndPlan, standInPlan } from './stand-ins.ts';
import { againPlan, carryOutAgain } from './starting-again.ts';
import { carryOutUndo, undoPlan } from './undoing.ts';
import type { WaysOut } from './ways-out.ts';
import { addPlan, carryOutAdd, carryOutKept, keptPlan } from './workflows.ts';

const doable = [
  'pause',
  'resume',
  'run',
  'undo',
  'undo_all',
  'undo_of',
  'undo_run',
  'undo_batch',
  'undo_version',
  'undo_rollback',
  'set_threshold',
  'reset_thresholds',
  'assign',
  'claim',
  'close_lead',
  'reopen_lead',
  'merge_lead',
  'phrasing_step',
  'kpi_alert',
  'kpi_alert_stop',
  'rule',
  'rule_step',
  'rules_step',
  'agent_duty',
  'clean_up',
  'nudge',
  'set_preference',
  'snapshot',
  'restore_snapshot',
  'clone_config',
  'playbook',
  'playbook_by_itself',
  'create_playbook',
  'remove_playbook',
  'change_playbook',
  'restore_playbook',
  'set_mode',
  'set_modes',
  'auto_off',
  'set_aggressiveness',
  'sign_mode',
  'checkpoint',
  'checkpoint_stop',
  'workflow_add',
  'workflow_remove',
  'workflow_secret',
  'start_again',
  'set_role',
  'stand_in',
  'stand_in_end',
  'approval',
  'approval_end',
] as const;
export type Doable = Extract<Command, { do: (typeof doable)[number] }>;
type Use = { db: Db; now: Clock; company: Company; by: Person; ways?: WaysOut };

export const isDoable = (command: Command): command is Doable => doable.some((one) => one === command.do);

/** Whether it is worth offering: it asks for nothing that this person may not do. */
export const mayGive = (by: Person, command: Command): boolean =>
  !isDoable(command) || mayNot(by, command) === null;

/** Null: this person may. Otherwise the sentence for them. What has rules of its own is judged with its plan. */
export function mayNot(by: Person, command: Doable): string | null {
  if (!['pause', 'resume', 'run'].includes(command.do) || mayPause(by)) return null;
  const verb = command.do === 'run' ? 'Running' : command.do === 'pause' ? 'Pausing' : 'Resuming';
  return `${verb} agents is not possible for you: it needs ${whoMay('pause')}.`;
}

export async function planOf(use: Use, command: Doable): Promise<Planned> {
  switch (command.do) {
    case 'pause':
      return pausePlan(use, command);
    case 'resume':
      return resumePlan(use, command);
    case 'run':
      return runPlan(use, command);
    case 'set_threshold':
      return thresholdPlan(use, command);
    case 'reset_thresholds':
      return resetPlan(use, command);
    case 'assign':
      return assignPlan(use, command);
    case 'claim':
      return claimPlan(use, command);
    case 'close_lead':
    case 'reopen_lead':
    case 'merge_lead':
      return leadEndPlan(use, command);
    case 'phrasing_step':
      return phrasingPlan(use, command);
    case 'kpi_alert':
      return kpiAlertPlan(use, command);
    case 'kpi_alert_stop':
      return stopAlertPlan(use, command);
    case 'rule':
      return rulePlan(use, command);
    case 'rule_step':
      return ruleStepPlan(use, command);
    case 'rules_step':
      return rulesStepPlan(use, command);
    case 'agent_duty':
      return dutyPlan(use, command);
    case 'clean_up':
      return cleanUpPlan(use, command);
    case 'nudge':
      return nudgePlan(use, command);
    case 'set_preference':
      return preferencePlan(use, command);
    case 'undo_all':
    case 'undo_run':
    case 'undo_batch':
    case 'undo_version':
    case 'undo_rollback':
      return rollingBackPlan(use, command);
    case 'snapshot':
      return takePlan(use, command);
    case 'restore_snapshot':
      return restorePlan(use, command);
    case 'clone_config':
      return clonePlan(use, command);
    case 'playbook':
      return playbookPlan(use, command);
    case 'playbook_by_itself':
      return byItselfPlan(use, command);
    case 'create_playbook':
      return createPlan(use, command);
    case 'remove_playbook':
      return removePlan(use, command);
    case 'change_playbook':
      return changePlan(use, command);
    case 'restore_playbook':
      return restorePlaybookPlan(use, command);
    case 'set_aggressiveness':
      return aggressivenessPlan(use, command);
    case 'set_mode':
      return modePlan(use, command);
    case 'set_modes':
      return modesPlan(use, command);
    case 'auto_off':
      return autoOffPlan(use, command);
    case 'sign_mode':
      return signPlan(use, command);
    case 'checkpoint':
      return checkpointPlan(use, command);
    case 'checkpoint_stop':
      return checkpointStopPlan(use, command);
    case 'workflow_add':
      return addPlan(use, command);
    case 'workflow_remove':
    case 'workflow_secret':
      return keptPlan(use, command);
    case 'start_again':
      return againPlan(use, command);
    case 'stand_in':
      return standInPlan(use, command);
    case 'stand_in_end':
      return standInEndPlan(use, command);
    case 'approval':
      return approvalPlan(use, command);
    case 'approval_end':
      return approvalEndPlan(use, command);
    case 'set_role':
      return rolePlan(use, command);
    default:
      return undoPlan(use, command);
  }
}

export async function carryOut(use: Use, command: Doable): Promise<Done> {
  switch (command.do) {
    case 'pause':
      return carryOutPause(use, command);
    case 'resume':
      return carryOutResume(use, command);
    case 'run':
      return carryOutRun(use, command);
    case 'set_threshold':
      return carryOutThreshold(use, command);
    case 'reset_thresholds':
      return carryOutReset(use, command);
    case 'assign':
      return carryOutAssign(use, command);
    case 'claim':
      return carryOutClaim(use, command);
    case 'close_lead':
    case 'reopen_lead':
    case 'merge_lead':
      return carryOutLeadEnd(use, command);
    case 'phrasing_step':
      return carryOutPhrasing(use, command);
    case 'kpi_alert':
      return carryOutKpiAlert(use, command);
    case 'kpi_alert_stop':
      return carryOutStopAlert(use, command);
    case 'rule':
      return carryOutRule(use, command);
    case 'rule_step':
      return carryOutRuleStep(use, command);
    case 'rules_step':
      return carryOutRulesStep(use, command);
    case 'agent_duty':
      return carryOutDuty(use, command);
    case 'clean_up':
      return carryOutCleanUp(use, command);
    case 'nudge':
      return carryOutNudge(use, command);
    case 'set_preference':
      return carryOutPreference(use, command);
    case 'undo_all':
    case 'undo_run':
    case 'undo_batch':
    case 'undo_version':
    case 'undo_rollback':
      return carryOutRollingBack(use, command);
    case 'snapshot':
      return carryOutTake(use, command);
    case 'restore_snapshot':
      return carryOutRestore(use, command);
    case 'clone_config':
      return carryOutClone(use, command);
    case 'playbook':
      return carryOutPlaybook(use, command);
    case 'playbook_by_itself':
      return carryOutByItself(use, command);
    case 'create_playbook':
      return carryOutCreate(use, command);
    case 'remove_playbook':
      return carryOutRemove(use, command);
    case 'change_playbook':
      return carryOutChange(use, command);
    case 'restore_playbook':
      return carryOutRestorePlaybook(use, command);
    case 'set_aggressiveness':
      return carryOutAggressiveness(use, command);
    case 'set_mode':
      return carryOutMode(use, command);
    case 'set_modes':
      return carryOutModes(use, command);
    case 'auto_off':
      return carryOutAutoOff(use, command);
    case 'sign_mode':
      return carryOutSign(use, command);
    case 'checkpoint':
      return carryOutCheckpoint(use, command);
    case 'checkpoint_stop':
      return carryOutCheckpointStop(use, command);
    case 'workflow_add':
      return carryOutAdd(use, command);
    case 'workflow_remove':
    case 'workflow_secret':
      return carryOutKept(use, command);
    case 'start_again':
      return carryOutAgain(use, command);
    case 'stand_in':
      return carryOutStandIn(use, command);
    case 'stand_in_end':
      return carryOutStandInEnd(use, command);
    case 'approval':
      return carryOutApproval(use, command);
    case 'approval_end':
      return carryOutApprovalEnd(use, command);
    case 'set_role':
      return carryOutRole(use, command);
    default:
      return carryOutUndo(use, command);
  }
}

type Run = Extract<Command, { do: 'run' }>;

async function runPlan(use: Use, command: Run): Promise<Planned> {
  const { mode, name, finer } = await agentRow(use.db, command.agent.id);
  const alone = finer.filter((one) => one.mode === 'auto').map(({ said }) => said);
  if (!looksForSomething(agentNamed(name)))
    return { nothing: `The ${command.agent.name} works when something comes in: there is nothing to run.` };
  const pause = pauseOn(await activePauses(use.db, use.company.now), { agent: command.agent.id });
  if (pause)
    return {
      headline: `Run ${command.agent.name} now.`,
      consequence: `${pausedSaid(pause, use)}: while it is, nothing is looked at and nothing comes of the run. "Resume ${pauseName(pause, use.company)}" first.`,
      wayBack: 'Way back: nothing is changed.',
      count: 1,
      verb: 'Run it now',
      mark: `paused ${pause.id}`,
    };
  const looks = await whatItLooksAt(use, command.agent.id);
  const then =
    alone.length > 0
      ? `It acts alone ${list(alone)}; the rest is as in ${mode} mode.`
      : mode === 'shadow'
        ? 'It is in shadow: what it finds is recorded, and no card is posted.'
        : mode === 'suggest'
          ? 'What it finds comes as cards; nothing is changed without a person.'
          : 'It acts alone within its authority; the rest comes as cards.';
  return {
    headline: `Run ${command.agent.name} now.`,
    consequence: `${looks} ${then}`,
    wayBack: `Way back: each card can be rejected, each change undone.`,
    count: 1,
    verb: 'Run it now',
  };
}

async function whatItLooksAt({ db }: Use, agent: string): Promise<string> {
  if (agent === 'forecasting')
    return 'It makes the forecast of this quarter, posts it where it says something else than the one of today, and looks at coverage, win rate and attainment.';
  if (agent === 'analytics')
    return 'It looks at the figures that people are told of, and for what is out of the ordinary, and posts the pipeline review.';
  if (agent === 'intake') return 'It works when something comes in: there is nothing to run.';
  const [row] = await db('deals').where({ status: 'open' }).count<{ count: number }[]>('* as count');
  return `It looks at what has changed among ${count(Number(row?.count ?? 0), 'open deal')}.`;
}

async function carryOutRun(use: Use, command: Run): Promise<Done> {
  const result = await runAgent(
    { db: use.db, now: use.now, zone: use.company.zone },
    { agent: command.agent.id, by: { kind: 'person', id: use.by.id }, wokenBy: 'hand' },
  );
  return { sentence: result.sentence, back: null, runId: result.runId };
}
