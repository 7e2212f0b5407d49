/** Commands in other words than the reader's: "let the quotes agent run again", "Luis is on leave, move his deals to Dan". */
import { type Turn, turning } from '../turns.ts';

/** Why it is wanted, to the end; nothing in it may be a limit. */
const reason = String.raw`(?:[,.;]\s+(?!.*\b(?:only|until|till|except|but|not|unless|if|for|in)\b)(?:we|i|they|it|he|she|the|our|because|since)\b[^?]*)?\s*[.!]*$`;

const turns: Turn[] = [
  // "I should like all of Dan's open deals to be reassigned to Maya"
  [
    /\b(?:i|we)(?:'d| would| should) (?:like|want|need) (?:to have )?((?:all |all of |every one of )?(?:\p{Lu}[\p{L}-]+['’]s?|his|her|their|my|the|our) .{0,40}?\b(?:deals|opps|opportunities)\b.{0,40}?) to be (reassign|assign|mov|transferr|hand|giv)(?:e?d|en)(?: over)? to (?=\p{L})/iu,
    (_, what, verb) =>
      `${verb === 'giv' ? 'give' : verb === 'mov' ? 'move' : /^transf/i.test(verb ?? '') ? 'transfer' : verb} ${what} to `,
  ],
  [
    /^(?:i|we)(?:'d| would| should)? (?:like|want) (?:the )?(deals(?: in [\p{L} ]+?)?) to (?:count as|be|become|be considered|go) (stale|inactive) (after|from)\b/iu,
    '$1 are $2 $3',
  ],
  [
    new RegExp(
      `^(?:please )?(?:start|restart|activate|wake(?: up)?) (?:all|every)(?: of)?(?: the| our)? agents? (?:again|back up)(?: please)?${reason}`,
      'i',
    ),
    'resume all agents',
  ],
  // "Luis is on leave from tomorrow, please move all of his open deals to Dan"
  [
    /^(?:(?:[Aa]s|[Ss]ince|[Bb]ecause|[Nn]ow that) )?(\p{Lu}[\p{L}-]+(?: \p{Lu}[\p{L}-]+)?) (?:is|was|will be|has|goes|went|left|leaves|starts)\b[^.;?]{2,90}?[,.;–-]+\s*(?:so |and |then )*((?:please |can you |could you )*(?:move|assign|give|transfer|hand|reassign)\b.*?)\b(?:all (?:of )?)?(?:his|her|their) /u,
    "$2$1's ",
  ],
  [
    /^is (?:the )?(\p{L}+) agent (?:down|dead|broken|stuck|asleep|off|up|alive|ok|okay|working|running)\b(?:,? or (?:smth|something|what|not))?\s*[?.!]*$/iu,
    'status of the $1 agent',
  ],
  [
    /^(?:the )?((?:\p{L}+ )+?(?:limit|threshold)) (?:is |has )?to be (?:made|set to|set at|raised to|lowered to|changed to|put at) (\S+?)(?: with immediate effect| immediately| at once| now)?\s*[.!]*$/iu,
    'set the $1 to $2',
  ],
  [
    /^(?:it is necessary to |please |we (?:need|have) to |we must )*(?:put|set|fix) the limit (?:of|for) days without activity (?:at|to|on) (\d+)(?: days)?\s*[.!]*$/i,
    'set inactivity days to $1',
  ],
  [
    new RegExp(
      String.raw`^i (?:should|would|'d) like (?:the )?(\p{L}+) agent to be (resum|paus|stopp|start|restart)e?d(?: again| please)*${reason}`,
      'iu',
    ),
    (_, name, verb) => `${/^paus|^stop/i.test(verb ?? '') ? 'pause' : 'resume'} the ${name} agent`,
  ],
  [
    /\b(transfer|move|assign|give|hand) to (\p{Lu}[\p{L}-]+) (?:all )?(?:the )?(deals|opportunities|opps)\b(.*?)(?: that| which)? (\p{Lu}[\p{L}-]+) (?:presently |currently |now )?(?:owns?|has)\b/gu,
    "$1 $5's $3$4 to $2",
  ],
  [/\ball of (?:the |our |my )?(?=agents\b)/gi, 'all '],
  [/^(?:so )?(?:i|we)(?:'d| would| should| must)? ask you to (?=\p{L})/iu, 'please '],
  // "I should feel more comfortable if the outreach agent were paused until 2 April"
  [
    /^(?:i|we)(?:'d| would| should) (?:feel|be|sleep) (?:more |much |a lot |far )*(?:comfortable|happy|happier|better|easier|glad|grateful|relieved) if (?:the )?(\p{L}+ agent|agents|all(?: of)?(?: the)? agents) (?:were|was|is|are|could be|would be) (paus|stopp|resum|restart)ed\b/iu,
    (_, whom, verb) =>
      `${/^paus|^stop/i.test(verb ?? '') ? 'pause' : 'resume'} ${/agents$/i.test(whom ?? '') ? 'all agents' : `the ${whom}`}`,
  ],
  // "Let the pipeline and the quotes agents resume their work"
  [
    /^(?:please |kindly )*let (.{3,60}? agents?) (?:resume|go back to|get back to|return to|take up|pick up)(?: (?:its|their))?(?: (?:work|jobs?|duties|duty))?(?: again)?\s*[.!]*$/i,
    'resume $1',
  ],
  [
    /^(?:please |kindly |you (?:may|can) )*put (.{3,60}? agents?) back (?:to|at) work(?: again)?\s*[.!]*$/i,
    'resume $1',
  ],
  [/\band leave (?:it|that|them) (?:on|running|active|up)(?= (?:until|till|til|through|for)\b)/i, ''],
  [
    /^(?:please |kindly )*(?:put|set|reset|turn) (?:the lot|everything|all(?: of it)?|the whole lot|all settings|the whole thing) back to (?:the )?(?:factory|default|original) ?(?:settings?|defaults?|values?)?\s*[.!]*$/i,
    'reset all settings to defaults',
  ],
  [
    /^(?:all|the) settings\s*[:,–-]+\s*(?:reset|back) to (?:the )?defaults?\s*[.!]*$/i,
    'reset all settings to defaults',
  ],
  [
    /^((?:take a |make a )?snapshot(?: of)?(?: the)?(?: current)?(?: config\w*| settings?)?)[,;:]? (?:and )?(?:name|title|label)(?: is| it)?\s*[:=]?\s*(?=\S)/i,
    '$1 named ',
  ],
  [/^(snapshot\b[^,;]*)[,;] (?:and )?call it (?=\S)/i, '$1 named '],
  [
    /^((?:\p{L}+ )*?(?:cap|limit|threshold)(?: (?:\p{L}+ )agent)?)\s*:\s*(?:set )?to (\S+)\s*[.!]*$/iu,
    'set $1 to $2',
  ],
  [/^status\s*[:,]\s*(?=.*\bagents?\b)/i, 'status of '],
  [
    /^(?:a |any )?(deals?|opportunity|opp)(?: (?:in|at) ([\p{L} ]+?))? (?:ought to|should|has to|is to|shall|must) (?:count|be (?:regarded|counted|treated|considered|seen)) as (stale|inactive) (?:after|from|at) (\d+) days\b(?:[;,.] (?:so )?(?:please |kindly )*(?:set|make|put) it (?:so|that way)|[;,.]? please)?\s*[.!]*$/iu,
    (_, _what, stage, kind, days) => `set ${kind} days${stage ? ` for ${stage}` : ''} to ${days}`,
  ],
  [/,? to be (?:named|called) (?=["“'\p{L}])/giu, ' named '],
  [
    /^(?:please )?which (?:of the |of our )?agents (?:are|is) (?:running|active|on|up|paused|stopped|on pause|off)(?:,? (?:and|or) (?:which|what)\b[^?]*| right now| now| today| at the moment)?\s*\?*$/i,
    'status of the agents',
  ],
  [
    new RegExp(
      String.raw`^(?:please |you can |we can )*let (?:the )?(\p{L}+) agent (?:run|work|start|go|continue|loose)(?: again)?${reason}`,
      'iu',
    ),
    'resume the $1 agent',
  ],
  [
    /^(?![^.?!]*\b(?:only|just|except|but|not|unless|if)\b)[^.?!]{5,60},? so (?:please )?(?=(?:switch|turn|put|pause|resume|activate|deactivate|stop|halt) (?:on|off|all|the)\b)/i,
    '',
  ],
  [/^(?:the )?(\p{L}+)(?: agent)? (?:back on|on again)(?: now| please)?\s*[.!]*$/iu, 'resume the $1 agent'],
  [
    /^(?:ok(?:ay)?,? )?(?:lead )?(L-\d+) is mine(?:[,.;]? (?:i'll|i will|ill) (?:take|claim|have)[^,.;?]*)?\s*[.!]*$/i,
    'claim lead $1',
  ],
  [
    /\bset (?:the )?(?:number of )?days after which (?:a deal|deals|one|an opportunity)(?: (?:in|at) ([\p{L} ]+?))? (?:counts?|is|are|becomes?|gets?|is considered|are considered)(?: as)? (stale|inactive)(?: in ([\p{L} ]+?))? to (\d+)\b/giu,
    (_, a, what, b, days) => `set ${what} days${a || b ? ` for ${a ?? b}` : ''} to ${days}`,
  ],
  [
    /^(?:please )?(?:the )?(\p{L}+) agent can start (?:working |running )?again\b(?:,? please)?[.!]*$/iu,
    'resume the $1 agent',
  ],
  [
    /^(?:please )?is (?:the )?(\p{L}+) agent (?:still |currently |now )?(?:paused|stopped|running|active|on|off)(?: at the moment| right now| now| today)?(?:,? or (?:has|is|did|was) [^?]*)?\s*[?.!]*$/iu,
    'status of the $1 agent',
  ],
  [
    /^(?:the )?states? of (?:the |all |our )?agents?\b(?: please)?(?:\s*:[^.;]*)?[.?!]*$/i,
    'status of the agents',
  ],
];

/** The text with such turns in the words that are read. */
export const bidden = turning(turns);
