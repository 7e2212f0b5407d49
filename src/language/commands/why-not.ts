/** "Why is there no card for D-1272", "why was I not told about Globex". */
import { type CommandRead, command, type Talk } from './read.ts';
import { thingOf } from './things.ts';

const name = '(?<name>\\S.*?)';
const about = '(?:for|about|on|of|from)';
const card =
  '(?:an? |any |the )?(?:new )?(?:cards?|exceptions?|proposals?|alerts?|warnings?|messages?|flags?|nudges?)';
const none = '(?:no|not an?|not any|never an?)';
const us = '(?:i|we)';
const they = '(?:you|steward|nobody|no one|anybody|anyone|it|they|the agents?|(?:the )?\\w+ agent)';
const tells = '(?:told|informed|notified|alerted|warned|asked|pinged|messaged)';
const tell = '(?:tell|inform|notify|alert|warn|ask|ping|message)';
const late = '(?: (?:yet|at all|so far|today|yesterday|this (?:morning|week)|any ?more|anywhere|here))*';

const noCard = [
  `why (?:is|was|are|were) there (?:still |yet )?${none} ${card} ${about} ${name}`,
  `why (?:isn't|wasn't|aren't|is not|was not) there ${card} ${about} ${name}`,
  `why (?:do|did|have) ${us} (?:still )?(?:get|see|have|got|had|receive|seen|received|gotten) ${none} ${card} ${about} ${name}`,
  `why (?:don't|didn't|haven't|do not|did not|have not|(?:do|did|have) ${us} not|(?:do|did|have) ${us} never) (?:${us} )?(?:get|see|have|got|had|receive|seen|received|gotten) ${card} ${about} ${name}`,
  `why (?:does|did|has) ${name} (?:not have|not get|not got|have|get|got)(?: ${none})? ${card}`,
  `why (?:doesn't|didn't|hasn't) ${name} (?:have|get|got) ${card}`,
  `why has ${name} (?:no|not a|never had a) ${card}`,
  `what (?:kept|keeps|is keeping|held|holds|is holding|stopped|stops|is stopping|blocked|blocks|is blocking) (?:back )?${card} ${about} ${name}`,
  `what (?:kept|keeps|is keeping|held|holds|is holding) ${name} back`,
].map((shape) => new RegExp(`^${shape}${late}$`));
const notTold = [
  `why (?:was|were|am|are) ${us} (?:not|never) ${tells} (?:about|of|on) ${name}`,
  `why (?:wasn't|weren't|aren't|ain't) ${us} ${tells} (?:about|of|on) ${name}`,
  `why (?:did|does|do|has|have|was) ${they}(?: not| never)? (?:${tell}|${tells}) (?:me |us )(?:about|of|on) ${name}`,
  `why (?:didn't|doesn't|don't|hasn't|haven't) ${they} ${tell}(?:ed|d)? (?:me |us )(?:about|of|on) ${name}`,
  `why (?:did|do|have) ${us} (?:not|never) (?:hear|heard) (?:anything |something )?(?:about|of) ${name}`,
  `why (?:didn't|haven't|don't) ${us} (?:hear|heard) (?:anything |something )?(?:about|of) ${name}`,
  `why (?:did|do|have) ${us} (?:hear|heard) nothing (?:about|of) ${name}`,
  `why was (?:nobody|no one) ${tells} (?:about|of|on) ${name}`,
].map((shape) => new RegExp(`^${shape}${late}$`));

/** What is said to have come ("why did you tell me about …") is another question. */
const denies = /\b(?:not?|never|nothing|nobody|back|keep\w*|kept|h[eo]ld\w*|stop\w*|block\w*)\b|n't\b/;

export function whyNot(text: string, bare: string, talk: Talk): CommandRead | null {
  if (!denies.test(bare)) return null;
  for (const [of, shapes] of [
    ['card', noCard],
    ['told', notTold],
  ] as const) {
    const said = shapes.map((shape) => shape.exec(bare)?.groups?.name).find((found) => found !== undefined);
    if (said === undefined) continue;
    const thing = thingOf(text, said, talk);
    if (thing === null) continue;
    if ('lacks' in thing) return { lacks: thing.lacks, completes: 'why is there no card for …' };
    return command({ do: 'why_no_card', thing, of });
  }
  return null;
}
