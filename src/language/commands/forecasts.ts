/** "What if the win rate falls to 20 %", "forecast without the largest deal", "what if Priya leaves", "what changed in the forecast". */
import type { Supposition } from '../request.ts';
import { personOf } from './naming.ts';
import { type CommandRead, command, type Talk } from './read.ts';

const week =
  '(?: (?:since|from|vs\\.?|versus|against|over|compared (?:to|with)) (?:last week|the last week|a week ago|the week before|the last (?:one|forecast)|the previous (?:one|forecast)))?';
const show = '(?:(?:show|tell|give)(?: me)? |explain )?';
const changes = [
  `^${show}what(?:'s| is| has)? (?:been )?(?:changed?|moved|different|new) (?:in|to|of|with|on|about) (?:the|our|my) forecast${week}$`,
  `^${show}(?:how|why) (?:has|did|is|was) (?:the|our|my) forecast (?:changed?|moved?|different|dropped|drop|fallen|fall|risen|rise|(?:go|gone|went) (?:up|down))${week}$`,
  `^${show}(?:the )?(?:changes? (?:in|to|of) (?:the|our|my) forecast|forecast (?:changes?|waterfall|movements?))${week}$`,
].map((pattern) => new RegExp(pattern));

const supposing =
  "(?:what if|what happens(?: to (?:the|our|my) forecast)? if|(?:what(?:'s| is| would be) )?(?:the |our |my )?forecast (?:if|with|at|assuming)|assuming|suppose)";
const rate = new RegExp(
  `^${supposing}(?: (?:the|our|my|a|an))? (?:win|close|closing) rate (?:(?:falls?|drops?|goes|sinks|declines|decreases|rises|climbs|increases|improves|grows|is|was|were|of|went|fell)(?: (?:down|up))?(?: to| at)? |at |to |= ?)?(\\d{1,3}(?:\\.\\d+)?) ?(?:%|percent|per cent)$`,
);

const numbers = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const many = `(?:(\\d{1,2}|${numbers.join('|')}) )?`;
const largest = new RegExp(
  `^${show}(?:(?:what(?:'s| is| would be) )?(?:the |our |my )?forecast (?:without|excluding|minus|less|if we lose)|what if we lose|what happens(?: to (?:the|our|my) forecast)? if we lose) (?:the |our |my )?${many}(?:largest|biggest) ${many}(?:open )?(?:deals?|opportunit(?:y|ies)|opps?)$`,
);

const leaves = new RegExp(
  `^${supposing} (.+?) (?:leaves|left|quits?|resigns?|were to leave|goes away|is gone)$`,
);

export function forecasts(bare: string, talk: Talk): CommandRead | null {
  if (changes.some((pattern) => pattern.test(bare))) return command({ do: 'forecast', supposed: null });
  const percent = Number(rate.exec(bare)?.[1] ?? Number.NaN);
  if (percent <= 100) return supposed({ is: 'win rate', to: percent / 100 });
  const lost = largest.exec(bare);
  if (lost) {
    const count = countOf(lost[1] ?? lost[2]);
    return count > 0 ? supposed({ is: 'without largest', count }) : null;
  }
  const who = leaves.exec(bare)?.[1];
  if (who === undefined) return null;
  const person = personOf(who, talk);
  if (person === null || 'which' in person) return person;
  return command({ do: 'forecast', supposed: { is: 'without', who: person.name } }, person.assumptions);
}

const supposed = (what: Supposition): CommandRead => command({ do: 'forecast', supposed: what });

const countOf = (said: string | undefined): number => {
  if (said === undefined) return 1;
  const place = numbers.indexOf(said);
  return place >= 0 ? place + 1 : Number(said);
};
