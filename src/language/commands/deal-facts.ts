/** "When does D-1272 close", "how much is the Acme Platform deal worth": what one deal's card says. */
import { fold } from '../text.ts';
import { asTyped, type CommandRead, command, type Talk } from './read.ts';

const id = String.raw`#?((?:d|deal|opp|opportunity)-\d[a-z0-9-]*)`;
const deal = '(?:deal|opportunity|opp)';
const one = `(?:(?:the )?(?:${deal} )?${id}(?: ${deal})?|(?:the )?(.+?) ${deal}|(?:the )?${deal} (?:called |named )?(.+?)|(it|this|that))`;

const closes =
  '(?:close|closing|due|(?:expected|supposed|meant|going|planned|set|likely) to (?:close|sign|land))';
const fact =
  '(?:stage|status|state|amount|value|size|close date|closing date|expected close date|next step|probability)';
const asked = [
  `when (?:does|will|is) ${one} ${closes}`,
  `when (?:did|was) ${one} (?:close|closed|created|opened|won|lost)`,
  `how (?:much|big|large) is ${one}(?: worth| for)?`,
  `what(?:'s|s| is) (?:the )?(?:current )?${fact} (?:of|for|on) ${one}`,
  `what (?:stage|status|state) is ${one}(?: in| at)?`,
  `(?:which|what) account is ${one} (?:for|with)`,
  `where (?:does|is|are we (?:with|on)|do we stand (?:with|on)) ${one}(?: stand| at| now)?`,
  `what(?:'s|s| is) (?:happening|going on|new|up|the latest|the story|the news) (?:with|on) ${one}`,
  `is ${one} (?:still )?(?:won|lost|closed|open|dead|alive)`,
  `(?:has|did) ${one} (?:been )?(?:close|closed|won|lost)(?: yet)?`,
  `did (?:we|i) (?:win|lose|close) ${one}`,
  `how long has ${one} been (?:open|stuck|sitting|in .+)`,
].map((pattern) => new RegExp(`^${pattern}$`));

/** No name of a deal, but several of them or one among them. */
const vague =
  /\b(?:average|typical|usual|mean|median|normal|biggest|largest|smallest|oldest|newest|latest|longest|shortest|cheapest|best|worst|top|first|second|third|last|next|other|same|whole|total|each|every|any|a|an|one|won|lost|open|closed|stuck|new|his|her|their|my|our|your|of|per|the|this|that|these|those|most|least|expected|single)\b/;

/** Null where none is named, or where it takes more than its card to say. */
export function factOfDeal(text: string, bare: string, talk: Talk): CommandRead | null {
  for (const pattern of asked) {
    const [, byId, before, after, pointing] = pattern.exec(bare) ?? [];
    if (pointing && talk.it?.kind === 'deal') return command({ do: 'deal', name: talk.it.id });
    const name = byId ?? before ?? after;
    if (name === undefined || (byId === undefined && vague.test(name))) continue;
    const typed = asTyped(text, name, fold) ?? name;
    return command({ do: 'deal', name: /^d-\d+$/i.test(typed) ? typed.toUpperCase() : typed });
  }
  return null;
}
