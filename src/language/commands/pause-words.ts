/** "Put outreach on hold", "shut it up", "hands off Globex", "take quotes offline", "back to work": said as "pause …" or "resume …". */

type Rewrite = [RegExp, string];

const off: Rewrite[] = [
  [/^(?:we |i )?(?:need|want)\s+(.+?)\s+(?:paused|stopped|muted|off|on hold|silenced)(\s.*)?$/, 'pause $1$2'],
  [/^(?:keep|make)\s+(.+?)\s+(?:quiet|silent|off|paused)(\s.*)?$/, 'pause $1$2'],
  [
    /^put\s+(.+?)\s+on the (?:do[- ]not[- ](?:touch|contact)|no[- ]contact|black) ?list(\s.*)?$/,
    'pause $1$2',
  ],
  [/^(?:blacklist|block ?list)\s+(.+)$/, 'pause $1'],
  [/^(?:hold|lay|back) off(?: (?:on|from))?\s+(?!nudg|bug|ping|post|send)(.+)$/, 'pause $1'],
  [
    /^(?:pause|stop|halt|freeze|hold|suspend)\s+(?:everything|all|work|all work|anything|any work|activity|all activity)\s+(?:for|on|at|with)\s+(?!\d|an?\s|the (?:rest|next|week|day|moment|night)|now\b|today|this|one|two|three|half|good|until|me\b)(.+)$/,
    'pause $1',
  ],
  [
    /^(?:put|set|switch)\s+(?:steward|yourself|it all|everything)\s+(?:in|into|to|on)\s+(?:sleep|quiet|silent|standby|holiday|vacation|do not disturb)(?: mode)?(\s.*)?$/,
    'pause everything$1',
  ],
  [
    /^(?:emergency stop|kill ?switch|panic|red button|stop the presses|full stop|stop it all)\b/,
    'pause everything',
  ],
  [/^(?:turn|switch|shut|power)\s+(?:down|off|up)\s+(.+)$/, 'pause $1'],
  [/^(?:turn|switch|shut|power)\s+(.+?)\s+(?:off|down|up)(\s.*)?$/, 'pause $1$2'],
  [/^(?:put|keep|place)\s+(?:a |the )?(?:hold|stop|pause|brake)s?\s+(?:on|to)\s+(.+)$/, 'pause $1'],
  [
    /^(?:put|keep|place)\s+(.+?)\s+(?:on (?:hold|pause|ice|mute|standby)|to sleep|in (?:standby|sleep))(\s.*)?$/,
    'pause $1$2',
  ],
  [/^take\s+(.+?)\s+(?:offline|off ?line|off the air|out of (?:service|action)|down)(\s.*)?$/, 'pause $1$2'],
  [/^(?:give)\s+(.+?)\s+(?:a|some) (?:break|rest|pause|time off|day off)(\s.*)?$/, 'pause $1$2'],
  [/^(?:leave|let)\s+(.+?)\s+(?:alone|be|rest|sleep|in peace)(\s.*)?$/, 'pause $1$2'],
  [
    /^(?:hands off|stay away from|stay off|keep (?:off|away from)|back off(?: from)?|lay off|stand down)\s+(.+)$/,
    'pause $1',
  ],
  [/^(?:don't|do not|never)\s+(?:touch|contact|bother)\s+(.+)$/, 'pause $1'],
  [
    /^(?:no agents?|nobody|no one|none of (?:you|the agents))\s+(?:should |may |must |is to |can |shall |to )?(?:touch|contact|bother)(?:es|s)?\s+(.+)$/,
    'pause $1',
  ],
  [/^stand\s+(.+?)\s+down(\s.*)?$/, 'pause $1$2'],
  [/^(?:hit|press|push)\s+(?:the )?(?:pause|stop|hold)(?: button)?\s+(?:on|for)\s+(.+)$/, 'pause $1'],
  [
    /^(?:pull the plug|call (?:a )?(?:halt|time)|put (?:a stop|an end|the brakes|the lid))\s+(?:on|to)\s+(.+)$/,
    'pause $1',
  ],
  [
    /^(?:have|make|get|tell)\s+(.+?)\s+(?:to )?(?:stop|pause|shut up|stand down|take a break|be quiet)(\s.*)?$/,
    'pause $1$2',
  ],
  [
    /^(.+?)\s+(?:should|must|needs? to|has to|have to|shall)\s+(?:be )?(?:paused?|stop(?:ped)?|rest|be quiet|sleep|take a break)(\s.*)?$/,
    'pause $1$2',
  ],
  [
    /^(?:stop|keep|prevent)\s+(.+?)\s+from (?:sending|posting|writing|doing|nudging|bugging|messaging|working|running)(?: (?:stuff|anything|things|cards|messages|nudges|e-?mails|everyone|everybody|people|my (?:team|reps)))?(\s(?:until|till|til|for)\s.*)?$/,
    'pause $1$2',
  ],
  [
    /^(?:pause|stop|mute|hold)\s+(?:any|all) (?:work|activity|actions?|changes?) (?:on|for|at|with)\s+(.+)$/,
    'pause $1',
  ],
];

const on: Rewrite[] = [
  [/^(?:get|have)\s+(.+?)\s+(?:back )?(?:running|going|working)$/, 'resume $1'],
  [/^(?:everyone|everybody|everything|all(?: agents)?) (?:back on|on again|back)$/, 'resume everything'],
  [
    /^(?:back to work|start again|go on|carry on|continue|resume work|as you were|you're back on|work again|unmute|unpause|wake up)$/,
    'resume',
  ],
  [/^start everything(?: back)?(?: up)?$/, 'resume everything'],
  [
    /^(?:lift|end|remove|cancel|release|undo|stop|drop|clear)\s+(?:all |every |all the )(?:pause|hold|freeze|mute|suspension|block)s?$/,
    'resume everything',
  ],
  [
    /^(?:lift|end|remove|cancel|release|undo|stop|drop|clear)\s+(?:the )?(?:pause|hold|freeze|mute|suspension|block)s?$/,
    'resume',
  ],
  [
    /^(?:lift|end|remove|cancel|release|undo|stop|drop|clear)\s+(?:the )?(?:pause|hold|freeze|mute|suspension|block)\s+(?:on|of|for|from)\s+(.+)$/,
    'resume $1',
  ],
  [
    /^(?:lift|end|remove|cancel|release|undo|stop|drop|clear)\s+(?:the )?(.+?)\s+(?:pause|hold|freeze|mute|suspension|block)$/,
    'resume $1',
  ],
  [
    /^(?:restart|resume|continue|take up|start)\s+(?:the )?(?:work|working|operations?|activity)\s+(?:of|by|for|with)\s+(.+)$/,
    'resume $1',
  ],
  [/^take\s+(.+?)\s+off (?:hold|pause|mute|ice|the bench)$/, 'resume $1'],
  [/^(?:turn|switch|put|bring|power)\s+(?:back )?on\s+(.+?)(?:\s+again)?$/, 'resume $1'],
  [
    /^(?:turn|switch|put|bring|get|start|wake|fire|power|set)\s+(.+?)\s+(?:back on(?:line)?|on again|back up|back|on|up again|up|online(?: again)?|going(?: again)?|running again|loose again|free again|live again)$/,
    'resume $1',
  ],
  [
    /^(?:let|have|allow|make)\s+(.+?)\s+(?:to )?(?:loose|go|go on|continue|work|resume|carry on|do (?:its|their) (?:thing|work))(?: again)?$/,
    'resume $1',
  ],
  [
    /^(.+?)\s+(?:can|may|should)\s+(?:go on|continue|start|resume|work|carry on|go back to work)(?: (?:with )?(?:its|their) (?:work|jobs?|duties))?(?: again)?$/,
    'resume $1',
  ],
];

/** Verbs that begin nothing else; and those that may, so that what follows has to be an agent, a customer or everything. */
const pauses = /^(?:pause|suspend|halt|mute|silence|snooze|freeze|put on hold)\b\s*(.*)$/;
const mayPause =
  /^(?:hold|stop|disable|deactivate|kill|shush|hush|park|bench|block|quiet(?: down)?|shut (?:off|down|up))\b\s*(.*)$/;
const resumes =
  /^(?:resume|unpause|un-pause|unfreeze|unmute|un-mute|unsnooze|un[- ]?(?:pause|hold|freeze|mute|snooze|block|suspend)|reactivate|re-activate|reenable|re-enable|reinstate)\b\s*(?:with )?(.*)$/;
const mayResume =
  /^(?:restart|continue(?: with)?|wake(?: up)?|start again|carry on(?: with)?|turn back on|enable|activate|release|revive|unblock)\b\s*(.*)$/;

export type Plainly = { does: 'pause' | 'resume'; what: string; surely: boolean };

// "Until Monday, pause all agents".
const endFirst =
  /^((?:until|till|til|for)\b.{1,40}?),?\s+((?:pause|mute|hold|stop|freeze|suspend|halt|silence|snooze|turn|switch|put|keep)\b.+)$/;

/** What is paused or resumed, in the words for it; null where the words say neither. */
export function pauseWords(asked: string): Plainly | null {
  const said = asked.replace(endFirst, '$2 $1');
  const rewritten = rewrite(off, said) ?? rewrite(on, said);
  const text = rewritten ?? said;
  const found: [RegExp, Plainly['does'], boolean][] = [
    [pauses, 'pause', true],
    [resumes, 'resume', true],
    [mayPause, 'pause', false],
    [mayResume, 'resume', false],
  ];
  for (const [pattern, does, surely] of found) {
    const what = pattern.exec(text)?.[1];
    if (what !== undefined) return { does, what: what.trim(), surely: surely && rewritten === null };
  }
  return null;
}

function rewrite(rules: Rewrite[], said: string): string | null {
  for (const [pattern, to] of rules) {
    const found = pattern.exec(said);
    if (found)
      return said.replace(pattern, (_, a = '', b = '') => to.replace('$1', a).replace('$2', b ?? '')).trim();
  }
  return null;
}

const doings =
  '(?:bugging|nudging|pinging|annoying|bothering|spamming|messaging|notifying|reminding|posting|sending|harassing|chasing|pestering|nagging|contacting|emailing|nudges?|reminders?|notifications?|alerts?|messages?|pings?|cards?|posts?|noise|e-?mails?|stuff)';
const bother = new RegExp(
  `^(?:(?:can you |please )?(?:stop|quit|no more|kill|enough (?:with|of)|cut|end|mute|silence|halt|hold|pause|turn off|switch off)\\s+(?:(?:all|any|the|these|those|this|your|with|out|more|me|us)\\s+)*${doings})\\b(.*)$`,
);
const gets = new RegExp(
  `^(?:nobody|no one|none of my \\w+|my \\w+) (?:should|is to|must|are to|shall|don't want to|do not want to) (?:not )?(?:get|receive|be sent|see) (?:(?:any|more|your|the) )*${doings}\\b(.*)$`,
);
const hush =
  /^(?:be quiet|keep quiet|quiet(?: down)?|silence|sh+|shush|hush|shut up|pipe down|zip it|stand down|leave (?:me|us) alone|leave (?:me|us) in peace|do not disturb|dnd|take a break|go to sleep)\b(.*)$/;

/** "Stop bugging my reps", "no more cards until Monday": somebody wants quiet, but does not say from whom. `until` is what stands behind it. */
export function wantsQuiet(said: string): { until: string } | null {
  const found = bother.exec(said) ?? gets.exec(said) ?? hush.exec(said);
  if (!found) return null;
  const rest = (found[1] ?? '').trim();
  if (hush.test(said) && rest !== '' && !/^(?:until|till|til|for|now)\b/.test(rest)) return null;
  return { until: /\b(?:until|till|til|for the rest|for|over|this|today)\b.*$/.exec(rest)?.[0] ?? '' };
}
