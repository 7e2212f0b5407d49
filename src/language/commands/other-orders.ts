/** Commands said from their other end, in the order in which they are read: "outreach has to be paused", "give pipeline a run". Folded words. */
import { turning } from '../turns.ts';

/** What is done, as it is said of what it is done to. */
export const doings: Record<string, string> = {
  paused: 'pause',
  stopped: 'stop',
  muted: 'mute',
  resumed: 'resume',
  restarted: 'restart',
  run: 'run',
  undone: 'undo',
  reverted: 'revert',
  'taken back': 'undo',
  'rolled back': 'roll back',
  reset: 'reset',
  raised: 'raise',
  lowered: 'lower',
  set: 'set',
  put: 'put',
  moved: 'move',
  assigned: 'assign',
  reassigned: 'reassign',
  given: 'give',
  handed: 'hand',
  switched: 'switch',
  turned: 'turn',
  activated: 'activate',
  deactivated: 'deactivate',
  restored: 'restore',
};
/** Those that no rule and no question says. */
const surely =
  'paused|stopped|muted|resumed|restarted|undone|reverted|taken back|rolled back|reset|assigned|reassigned|handed|activated|deactivated|restored';

// "Could outreach be paused until Monday?"
const wished = new RegExp(
  `^(?:might|could|can|may|would) (\\S.*?) (?:please |kindly |maybe |perhaps |possibly )?be (${Object.keys(doings).join('|')})\\b(.*)$`,
);
// "Everything pipeline did yesterday should be undone"
const due = new RegExp(
  `^(?!(?:which|what|who|whose|how|no|nobody|nothing|none|if|when|whenever|show|list|is|are|was|were|do|does|did)\\b)(\\S.*?) (?:should|must|has to|have to|needs to|need to|ought to|is to|are to) (?:please |now |all |immediately )*be (${surely})\\b(.*)$`,
);
const limit = /\b(?:thresholds?|limits?|floor|caps?|targets?)$/;
const dueLimit =
  /^(?:the |our |my )?(\S.*?) (?:should|must|has to|needs to|ought to|is to) be (raised|lowered|set|put|reset)\b(.*)$/;

const put = turning([
  // "Give the forecasting agent a run", "let pipeline have a look"
  [
    /^give (?:the )?(\w+)(?: agent)? (?:a|another|one more)(?: quick| fresh| new| manual)? (?:run|go|spin|sweep|pass)$/,
    'run the $1 agent',
  ],
  [
    /^(?:let|have|get|make) (?:the )?(\w+)(?: agent)? (?:to )?(?:have|take|do)(?: a| another)(?: quick| fresh| new| good)? (?:look|run|sweep|pass|scan|check)(?: around| at (?:everything|things|it|the deals))?$/,
    'run the $1 agent',
  ],
]);

/** The same words where they are said in no such order. */
export function inOrder(said: string): string {
  const found = wished.exec(said) ?? due.exec(said);
  const own = found ? null : dueLimit.exec(said);
  const [, what = '', done = '', rest = ''] = found ?? (own && limit.test(own[1] ?? '') ? own : null) ?? [];
  const verb = doings[done];
  return put(verb ? `${verb} ${what}${rest}` : said);
}
