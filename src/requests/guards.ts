/** The rights that each command needs, in one table: without one of them nothing is planned or carried out. */
import { may, whoMay } from '../policy/authorize.ts';
import type { Action } from '../policy/matrix.ts';
import type { Person } from '../policy/nouns.ts';
import type { Doable } from './plans.ts';

/** One of these is needed at least; how far it goes is judged with the plan. */
export const guards: Readonly<Record<Doable['do'], readonly Action[]>> = {
  pause: ['pause'],
  resume: ['pause'],
  run: ['pause'],
  undo: ['undo'],
  undo_all: ['undo'],
  undo_of: ['undo'],
  undo_run: ['undo'],
  undo_batch: ['undo'],
  undo_version: ['undo'],
  undo_rollback: ['undo'],
  set_threshold: ['set_place'],
  reset_thresholds: ['set_place'],
  clone_config: ['set_place'],
  playbook: ['set_place'],
  playbook_by_itself: ['set_company'],
  create_playbook: ['set_company'],
  remove_playbook: ['set_company'],
  change_playbook: ['set_company'],
  restore_playbook: ['set_company'],
  snapshot: ['snapshot'],
  restore_snapshot: ['snapshot'],
  set_preference: ['set_own', 'set_place'],
  assign: ['change', 'hand_over', 'sign'],
  clean_up: ['change', 'sign'],
  nudge: ['nudge'],
  claim: ['lead'],
  close_lead: ['lead'],
  reopen_lead: ['lead'],
  merge_lead: ['lead'],
  phrasing_step: ['phrasings'],
  kpi_alert: ['tell_self'],
  kpi_alert_stop: ['tell_self'],
  rule: ['tell_self'],
  rule_step: ['tell_self'],
  rules_step: ['tell_self'],
  workflow_add: ['workflows'],
  workflow_remove: ['workflows'],
  workflow_secret: ['workflows'],
  start_again: ['tell_self'],
  agent_duty: ['set_company'],
  set_mode: ['lower'],
  set_modes: ['lower'],
  auto_off: ['lower'],
  set_aggressiveness: ['set_agent', 'set_place'],
  sign_mode: ['lower'],
  checkpoint: ['lower'],
  checkpoint_stop: ['lower'],
  set_role: ['roles'],
  stand_in: ['stand_in', 'roles'],
  stand_in_end: ['stand_in', 'roles'],
  approval: ['set_authority'],
  approval_end: ['set_authority'],
};

/** Null: they hold a right that the command needs. Otherwise the sentence for them. */
export function unguarded(by: Person, command: Doable): string | null {
  const needed = guards[command.do];
  if (needed.some((action) => may(by, action))) return null;
  return `This is not possible for you: it needs ${needed.map(whoMay).join(', or ')}.`;
}
