/** What was read of a command, as a reading. */
import { whole } from '../fragments.ts';
import type { Path, Reading, Refusal } from '../request.ts';
import type { CommandRead, Talk } from './read.ts';

export function readingOf(text: string, found: CommandRead, talk: Talk): Reading {
  const base = {
    text,
    spans: [{ start: 0, end: text.length, read: 'command' }],
    assumptions: [],
    path: 'plain' as Path,
  };
  if ('unread' in found) return { say: 'unread', words: found.unread, hints: null, ofCommand: true, ...base };
  if ('which' in found) {
    const options = found.which.options.map((option) =>
      option.kind === 'reading' && option.choice.words === ''
        ? { ...option, choice: { ...option.choice, words: whole(text) } }
        : option,
    );
    return { say: 'which', question: found.which.question, options, choices: talk.choices, ...base };
  }
  if ('lacks' in found) return { say: 'lacks', question: found.lacks, completes: found.completes, ...base };
  const { command, assumptions } = found;
  const path = assumptions.some((line) => line.startsWith('Read "')) ? 'corrected' : 'plain';
  return { say: 'command', command, ...base, assumptions, path };
}

const moving = /\b(?:assign|reassign|re-assign|transfer|move|give|hand)\b/i;

/** Whether words that look like something forbidden are a command that has its own plan, its own limits and a way back. */
export function isNamedWay(why: Refusal, found: CommandRead, text: string): boolean {
  const does = doingOf(found);
  if (why === 'write') return true;
  // Whom it lets act alone is asked for with its evidence, and signed by somebody else.
  if (does === 'rule_shown' || does === 'why_no_card') return true;
  if (does === 'set_modes' || does === 'auto_off') return true;
  if (does === 'set_mode') return why === 'bulk' || why === 'access' || why === 'private';
  if (does === 'sign_mode') return why === 'bulk';
  if (does === 'stand_in' || does === 'stand_in_end' || does === 'stand_ins')
    return why !== 'delete' && why !== 'query';
  if (does === 'approval' || does === 'approval_end' || does === 'approvals')
    return why === 'rules' || why === 'access' || why === 'private';
  // Who may give a role is judged when it is planned.
  if (
    does === 'set_role' ||
    does === 'role_holders' ||
    does === 'role_asked' ||
    does === 'who_may' ||
    does === 'rights'
  )
    return why === 'access' || why === 'private' || why === 'rules';
  if (does === 'checkpoint' || does === 'checkpoint_stop') return why !== 'rules' && why !== 'query';
  if (why === 'bulk')
    return does === null
      ? moving.test(text)
      : does === 'assign' || does === 'reset_thresholds' || does === 'clean_up' || does === 'nudge';
  if (why === 'pay') return does === 'cost';
  // "Call the legal workflow whenever …": it is held first, and an administrator has added it.
  if (why === 'send' && 'command' in found && found.command.do === 'rule')
    return 'effect' in found.command.read && found.command.read.effect.does === 'start';
  // "Send L-210 to Maya", "Dan is on sick leave, give his deals to Tom".
  if (why === 'send' && 'command' in found && found.command.do === 'set_preference')
    return found.command.preference === 'reached_by';
  if (why === 'send' || why === 'private') return does === 'assign' || does === 'nudge';
  if (does === 'rule_step' || does === 'rules_step') return true;
  if (why === 'rules' && 'command' in found && found.command.do === 'rule')
    return 'frame' in found.command.read;
  if (why === 'rules')
    return 'command' in found && found.command.do === 'set_threshold' && found.command.value !== null;
  return (
    why === 'delete' &&
    (does === 'workflow_remove' ||
      does === 'snapshot_delete' ||
      does === 'reset_thresholds' ||
      does === 'kpi_alert_stop' ||
      does === 'clean_up')
  );
}

const doingOf = (found: CommandRead) =>
  'command' in found ? found.command.do : 'of' in found ? (found.of ?? null) : null;
