/** What was typed into a form of Home is read while it is open: what that form is not for stays in it, with the reason. */
import { type HomeAsk, homeAsks, isHomeAsk } from '../../../blocks/home-asks.ts';
import { read } from '../../language/reader.ts';
import type { Command } from '../../language/request.ts';
import { companyNow } from '../../requests/company.ts';
import type { DoorUse } from '../use.ts';

/** What each is for. A question back ("which playbook?") is answered in the message that follows. */
const commands: Readonly<Record<HomeAsk, readonly Command['do'][]>> = {
  rule: ['rule', 'rules', 'rule_step', 'rules_step', 'rule_shown', 'checkpoint', 'kpi_alert', 'start_again'],
  playbook: [
    ...(['playbook', 'playbooks', 'playbook_by_itself', 'create_playbook'] as const),
    ...(['change_playbook', 'remove_playbook', 'restore_playbook'] as const),
  ],
  snapshot: [
    ...(['snapshot', 'snapshots', 'snapshot_shown', 'snapshot_delete'] as const),
    ...(['compare_snapshot', 'restore_snapshot'] as const),
  ],
  copy: ['clone_config', 'set_threshold'],
  reset: ['reset_thresholds', 'set_threshold', 'set_preference'],
  undo: [
    ...(['undo', 'undo_all', 'undo_of', 'undo_run', 'undo_batch', 'undo_version'] as const),
    ...(['undo_rollback', 'rollback_status', 'restore_snapshot'] as const),
  ],
};

/** Null: the words fit the form, or nothing is known of it. Otherwise what is wrong with them, at the field. */
export async function wrongAtHome(use: DoorUse, ask: string, text: string): Promise<string | null> {
  if (!isHomeAsk(ask)) return null;
  const company = await companyNow({ db: use.db, now: use.clock, zone: use.zone });
  const reading = read(text, company);
  const fits: readonly Command['do'][] = commands[ask];
  if (reading.say === 'command' && fits.includes(reading.command.do)) return null;
  if (reading.say === 'lacks' || reading.say === 'which') return null;
  const { label } = homeAsks[ask];
  if (reading.say === 'unread' || reading.say === 'partly')
    return 'Steward does not read that. Say it otherwise, such as in the words below.';
  return `"${label}" is not for that. Say it in a message to Steward, or something such as the words below here.`;
}
