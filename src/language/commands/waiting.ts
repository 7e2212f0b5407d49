/** "What waits for me", "anything for me to approve", "what did I miss yesterday": the asker's own queue, and what happened without them. */
import { emptyFrame } from '../request.ts';
import { periodIn } from './periods.ts';
import { type CommandRead, command, type Talk } from './read.ts';

const show = '(?:(?:please )?(?:show|list|tell|give)(?: me)? (?:all )?)?';
const now =
  '(?: (?:today|now|right now|at the moment|this morning|first|next|still|at all|as well|here|currently))*';
const waits =
  '(?:waits?|waiting|pending|left|queued(?: up)?|outstanding|lined up|sitting|in the queue|parked|there)';
const forMe = '(?:for|on|with) me';
const toDo =
  '(?:approve|decide(?: on| about)?|sign(?: off)?(?: on)?|review|confirm|do|handle|look at|act on|answer|clear|work (?:on|through)|focus on|tackle|start with|prioriti[sz]e)';
const needed =
  '(?:attention|approval|decision|decisions|sign-?off|signature|input|review|answer|okay|ok|yes|say|action|go-ahead)';
const things =
  '(?:things?|cards?|approvals?|decisions?|exceptions?|proposals?|requests?|items?|tasks?|to-?dos?|actions?|reviews?|signatures?)';
const what =
  "(?:what(?:'s|s| is| are| all is)?|which|who|anything|is anything|is there anything|are there any|any|how many|something)";

const waitingFor = [
  `${show}${what}(?: ${things})? (?:is |are |still |currently |now |there |all )*${waits}(?: still)? ${forMe}(?: to ${toDo})?${now}`,
  `${show}${what}(?: ${things})? (?:is |are |still |currently |there )*${waits} (?:for|on) my ${needed}${now}`,
  `${show}${what}(?: ${things})? (?:is |are |still |there )*(?:on|in) my (?:plate|desk|queue|inbox|list|to-?do(?: list)?|agenda|docket)${now}`,
  `${show}(?:is there |are there |do i have )?(?:anything|something|any ${things})(?: else)? (?:for me|i (?:have|need|ought|must|should)(?: to)?)(?: to)? ?(?:${toDo})?${now}`,
  `${show}what (?:do|should|must|can) i (?:have to |need to )?${toDo}(?: on)?${now}`,
  `${show}what (?:is there|have i got|have i) (?:(?:for me )?to ${toDo}|${waits}(?: to ${toDo})?)${now}`,
  `${show}${what}(?: ${things})? (?:still )?needs? (?:my|me for|me to give my) (?:urgent )?${needed}${now}`,
  `${show}(?:what|who|anything|does anything) needs? (?:me|something from me)${now}`,
  `(?:does|do) (?:anything|something|any ${things}) (?:still )?(?:needs?|waits? for|requires?) (?:me|my ${needed})${now}`,
  `do i (?:still )?(?:have|need) (?:to ${toDo} (?:anything|something)|any(?:thing)?(?: ${waits})?(?: ${things})?(?: ${waits})?(?: to ${toDo})?)${now}`,
  `${show}(?:my|all my) (?:open |pending |outstanding |waiting )*(?:queue|inbox|${things})${now}`,
  `${show}(?:my )?(?:open|pending|waiting|outstanding) (?:approvals?|cards?|decisions?|exceptions?|proposals?)(?: for me)?${now}`,
  `${show}(?:cards?|approvals?|decisions?|exceptions?|proposals?) (?:that (?:are )?)?${waits} (?:for|on) (?:me|my ${needed})${now}`,
  `what(?:'s| is) (?:still )?(?:pending|outstanding)${now}`,
  `how many (?:cards|approvals|decisions|exceptions|proposals|things) (?:do i have|have i got|are|is)?(?: ?${waits})?(?: ${forMe})?${now}`,
].map((said) => new RegExp(`^(?:${said})$`));

const missed = [
  /^(?:so )?what (?:did|have) (?:i|we) miss(?:ed)?\b(.*)$/,
  /^(?:did i miss|have i missed|i missed|is there) (?:anything|something)(?: (?:important|big|interesting|i missed|that i missed))?\b(.*)$/,
  /^what (?:happened|has happened|changed|went on|was going on|moved) (?:while|when|since) i (?:was|have been|'ve been|went) (?:away|out|gone|off|on (?:holiday|vacation|leave|pto)|sick|ooo|asleep)\b(.*)$/,
  /^(?:please )?(?:catch me up|bring me up to (?:speed|date)|fill me in|get me up to speed|update me)\b(.*)$/,
];

export function waiting(text: string, polite: string, talk: Talk): CommandRead | null {
  // "For me" at the end is no mere courtesy here.
  const mine =
    /\b(?:for|on|with) me\b(?=\W*(?:to |please|now|today|right|at |$))/i.test(text) && !/ me\b/.test(polite);
  const bare = mine ? `${polite} for me` : polite;
  if (!/\b(?:i|me|my|pending|outstanding|waiting|open)\b/.test(bare)) return null;
  if (waitingFor.some((pattern) => pattern.test(bare))) return command({ do: 'waiting' });
  for (const pattern of missed) {
    const tail = pattern.exec(bare)?.[1];
    if (tail === undefined) continue;
    const { period, rest } = periodIn(tail.replace(/[?,.!]+/g, ' ').trim(), talk);
    if (rest.trim() !== '') return null;
    // The day itself and what came after it.
    const since = period === null || period === 'yesterday' ? 'since yesterday' : period;
    return command(
      { do: 'pipeline_changes', period: since, of: emptyFrame, waits: true },
      period === null ? ['No period was named: since yesterday.'] : [],
    );
  }
  return null;
}
