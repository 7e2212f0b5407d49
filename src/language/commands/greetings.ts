/** A greeting, thanks or a word of content alone: "good morning all", "how's it going", "ok great". Before a request they say nothing. */
import type { Command } from '../request.ts';

type Greeting = Extract<Command, { do: 'greet' }>['as'];

const hello =
  "(?:h+i+|hiya|he+y+|heya|hello|hallo|howdy|yo|sup|greetings|good day|g'day|gm|(?:good )?(?:morning|afternoon|evening)|moin|servus|hola|bonjour|guten (?:morgen|tag|abend))";
const howAreYou =
  "(?:how(?:'s| is|s) (?:it going|life|your day(?: going| so far)?|everything(?: going)?)|how (?:are|r) (?:you|u|ya)(?: doing)?(?: today| all)?|how do you do|(?:what's|whats|what is) up|wassup|hope (?:you(?:'re| are)|all is|all's|everything is) (?:well|good|fine|doing well))";
const thanks =
  '(?:(?:many |big )?(?:thanks|thank you|thx|thanx|ty|tysm|cheers|merci|danke|gracias)(?: (?:so much|very much|a lot|a million|a ton|a bunch|again|for (?:that|this|(?:the|your) help|everything)))*|(?:much |really )?appreciated?(?: it)?)';
const glad =
  "(?:(?:(?:that's|that is|this is) )?(?:(?:very|so|really) )?(?:great|perfect|awesome|cool|nice|lovely|excellent|brilliant|wonderful|super|fantastic|amazing|good|helpful)|(?:great|good|nice|well) (?:job|done|work|one|bot)|got it|understood|noted|makes sense|sounds good|good to know|all good|that(?:'s| is) all|that helps|bye|goodbye|see you(?: later| tomorrow)?|good night|have a (?:nice|good|great) (?:day|evening|weekend|one)|ok|okay|alright)";
const whom =
  "(?: (?:there|all|everyone|everybody|team|folks|guys|people|steward|bot|mate|friend|again|you|to you|you all|y'all))*";

const only = (kinds: string[]): RegExp =>
  new RegExp(`^(?:(?:${kinds.join('|')})${whom}(?:[\\s,.;:!?-]+|$))+$`);
const greeting = only([hello, howAreYou, thanks, glad]);
const told: [RegExp, Greeting][] = [
  [new RegExp(`\\b${thanks}`), 'thanks'],
  [/^(?:\S+ )?(?:good )?morning\b/, 'good morning'],
  [new RegExp(`\\b(?:${hello}|${howAreYou})`), 'hello'],
];

/** `text` folded, with nothing but signs behind its last word. */
export function greetingIn(text: string): Greeting | null {
  if (!greeting.test(text)) return null;
  return told.find(([pattern]) => pattern.test(text))?.[1] ?? 'glad';
}
