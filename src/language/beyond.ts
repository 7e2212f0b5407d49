/** "What is the weather in Berlin", "tell me a joke": what has nothing to do with selling is said to be so, and no question is made of it. */
import { cued } from './cues.ts';
import type { Lexicon } from './lexicon.ts';
import { isInName } from './names.ts';
import { fold } from './text.ts';

const ask =
  "(?:can you |could you |please |would you |will you |do you want to |let's |i want you to |i need you to )*";
const what = "(?:what|who|when|where)(?:'s|s| is| are| was| were)";
const rest = '(?: .{0,80})?[\\s?.!]*$';

const said = [
  // The sky, the clock and the world.
  "^\\W*(?:(?:what|how|where|when)(?:'s|s)?|show|tell|will|is|any|check|give|the|today's)\\b[^,;]{0,40}\\b(?:weather|air quality|pollen)\\b|^weather\\b",
  '^(?:will|is|does|did) it (?:going to )?(?:rain|snow|raining|snowing|sunny|cold|warm|hot|windy|storm|freez\\w*)\\b',
  '^(?:how (?:hot|cold|warm) is it|do i need (?:an umbrella|a coat|a jacket))\\b',
  `^(?:${what} (?:the )?(?:time|date)|what (?:time|day|year|date) is it|what day is (?:it )?today)(?: (?:now|today|right now|in [\\p{L} ]+))?[\\s?.!]*$`,
  `^${what} (?:the )?(?:capital|population|president|prime minister|king|queen|chancellor|language|currency|highest mountain|tallest building|flag|distance)(?: city)? (?:of|in|between|from)\\b${rest}`,
  '^how (?:tall|high|old|far|deep|heavy) (?:is|are|was) (?!my |our |the (?:oldest|deal|pipeline|quota)|we |i )(?:the |an? )?[\\p{L} ]{3,40}[\\s?.!]*$',
  '\\b(?:meaning of life|horoscope|zodiac|lottery|world cup|super ?bowl|champions league|olympics|premier league|grand prix)\\b',
  "^who (?:won|wins|will win|is winning|lost) (?:the |that |last )?(?:night's |yesterday's )?(?:match|game|race|election|final|cup|league|tournament|war|oscars?|derby)\\b",
  `^(?:${what}|tell me|show me|any) (?:in |on )?(?:the )?(?:latest |breaking |world |today's )?(?:news|headlines)(?: (?:today|this morning|in the world))?[\\s?.!]*$`,
  '\\b(?:stock|share) price\\b|\\b(?:bitcoin|ethereum|crypto(?:currency)?|dow jones|nasdaq|interest rates?)\\b',
  '\\bexchange rate (?:of|for|between|from|today)\\b',
  // Pastimes and errands.
  `^${ask}(?:tell|give|know|say)(?: me| us)? (?:a |an |another |any |some |one more )?(?:funny |good |bad |bedtime |short )*(?:jokes?|riddles?|stor(?:y|ies)|fun facts?|puns?|poems?|limericks?|fortunes?)\\b`,
  `^${ask}(?:write|compose|draft|make up|sing|rap|recite)(?: me| us)? (?:a |an |some |another )?(?:\\p{L}+ )?(?:poem|song|haiku|story|essay|limerick|rap|novel|speech|sonnet|cover letter|script|program|code|function|love letter)\\b`,
  `^${ask}(?:sing|dance|play)(?: me| us)?(?: (?:a |an |some )?(?:\\p{L}+ )?(?:song|music|game|playlist|chess|podcast|video))?[\\s?.!]*$`,
  `^${ask}(?:translate|spell|pronounce|define)\\b${rest}`,
  `^(?:what(?:'s| is)|give me|${ask}(?:find|suggest|recommend|share)(?: me)?) (?:a |an |some |the )?(?:\\p{L}+ )?(?:recipes?|restaurants?|movies?|films?|books? to read|hotels?|bars?|cafes?|gyms?|doctors?|dentists?|gift ideas?|holiday destinations?)\\b`,
  `^${ask}(?:order|get|bring|fetch|buy|make|cook)(?: me| us)? (?:a |an |some |the )?(?:\\p{L}+ )?(?:pizza|coffee|lunch|dinner|breakfast|beer|tea|taxi|cab|uber|sandwich|flowers|snacks?|burger|sushi)\\b`,
  `^${ask}(?:book|reserve|find|get)(?: me| us)? (?:a |an |some |the )?(?:\\p{L}+ )?(?:flights?|hotels?|trains?|taxis?|tables?|meeting rooms?|rooms?|restaurants?|tickets?|massage)\\b`,
  `^${ask}(?:set|start|stop) (?:a |an |the |my )?(?:timer|alarm|stopwatch|alarm clock)\\b`,
  `^${ask}(?:turn|switch) (?:on|off) (?:the |my )?(?:lights?|tv|radio|heating|music)\\b|^${ask}(?:fix|repair|restart|reboot|charge) (?:the |my )?(?:laptop|computer|phone|printer|car|mouse|wifi|internet|monitor)\\b`,
  "^what(?:'s| is) for (?:lunch|dinner|breakfast)\\b",
  '^(?:where (?:can|do|should) (?:i|we) (?:park|eat|sleep|sit|find (?:a |the )?(?:toilet|bathroom|restroom|coffee|parking))|how (?:do|can|should) i (?:get to the (?:airport|station|office|hotel)|lose weight|tie|cook|bake|learn (?:to|spanish|german|french|english)))\\b',
  '\\b(?:vacation|holiday|sick|pto) (?:days?|leave|balance) (?:do i|have i|are left|i have)\\b|^(?:can i|may i|i want to) (?:take|have) (?:a |the )?(?:day|week|afternoon|friday|monday) off\\b',
  // Sums, and Steward as a person.
  "^(?:what(?:'s| is)|how much is|calculate|compute|solve) -?\\d[\\d.,]* ?(?:[+*/x×÷^-]|plus|minus|times|divided by|multiplied by|to the power of|percent of|% of) ?-?\\d[\\d.,]*(?: ?[+*/x×÷^-] ?\\d[\\d.,]*)*[\\s?=.!]*$",
  '^(?:are you|is this) (?:a |an )?(?:human|real|robot|bot|ai|person|sentient|conscious|chatgpt|gpt|single|married|happy|sad|tired|hungry)(?: person| human| being)?[\\s?.!]*$',
  "^(?:do you (?:love|like|hate|know|sleep|dream|eat|feel|have (?:a )?(?:feelings|friends|family|body|boyfriend|girlfriend|name))|how old are you|where do you live|who (?:made|built|created) you|what(?:'s| is) your (?:name|favou?rite|age|birthday)|will you marry me|i love you|i hate you)\\b(?!.*\\b(?:deals?|pipeline|reps?|quota)\\b)",
].map((pattern) => new RegExp(pattern, 'iu'));

const marksOf = cued(said);
const ofSelling =
  /\b(?:deals?|opps?|opportunit(?:y|ies)|pipeline|leads?|quotas?|forecasts?|reps?|accounts?|customers?|bookings|win rates?|stages?|coverage|attainment|agents?|rules?|playbooks?|snapshots?|cards?)\b/i;

/** Whether the words ask for something that no sales team's data tells. A name of the company's own is never beyond it. */
export function isBeyond(text: string, lexicon: Lexicon): boolean {
  const marks = marksOf(text);
  for (let at = marks.indexOf(1); at >= 0; at = marks.indexOf(1, at + 1)) {
    const found = said[at]?.exec(text)?.[0];
    if (found === undefined || ofSelling.test(text)) continue;
    const named = found
      .split(/[^\p{L}\p{N}]+/u)
      .some(
        (word) =>
          /^\p{Lu}/u.test(word) &&
          word.length > 3 &&
          word !== text.slice(0, word.length) &&
          isInName(lexicon, fold(word)),
      );
    if (!named) return true;
  }
  return false;
}
