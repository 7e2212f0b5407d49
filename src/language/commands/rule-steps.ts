/** What is done with rules that there are: "show rules", "switch off rule 3", "delete rule 3", "change rule 3 to …". */
import type { RuleStep } from '../request.ts';
import { type CommandRead, command } from './read.ts';

const lists =
  /^(?:(?:list|show|see|give me|display|which|what(?: are)?)\s+)?(?:me\s+)?(?:(?:all|my|the|our|of|active|current|custom|written|deleted|existing)\s+)*rules(?: (?:do (?:i|we) have|are (?:there|set|on|active|in place)|have (?:i|we) (?:set|made)|(?:i|we) have|exist|there are))?$/;

const numbered = '(?:the )?rules? (?:number |no\\.? |nr\\.? )?#?(?<rule>\\d{1,9})';
const steps: [RegExp, RuleStep][] = [
  [new RegExp(`^(?:switch|turn) off ${numbered}$`), 'switch off'],
  [new RegExp(`^(?:switch|turn) ${numbered} off$`), 'switch off'],
  [new RegExp(`^(?:disable|deactivate|stop|mute|suspend|pause) ${numbered}$`), 'switch off'],
  [new RegExp(`^(?:switch|turn) on ${numbered}$`), 'switch on'],
  [new RegExp(`^(?:switch|turn) ${numbered} (?:back )?on(?: again)?$`), 'switch on'],
  [new RegExp(`^(?:enable|activate|reactivate|resume|start) ${numbered}$`), 'switch on'],
  [new RegExp(`^(?:take|set|put) ${numbered} live$`), 'switch on'],
  [new RegExp(`^(?:delete|remove|drop|cancel|kill|discard|get rid of|forget) ${numbered}$`), 'delete'],
  [new RegExp(`^(?:restore|bring back|undelete|recover|revive) ${numbered}$`), 'restore'],
  [new RegExp(`^(?:set|put|switch|move|run) ${numbered} (?:in|into|to|on) shadow(?: mode)?$`), 'shadow'],
  [new RegExp(`^shadow ${numbered}$`), 'shadow'],
];
const changes = new RegExp(
  `^(?:change|edit|rewrite|replace|update|reword) ${numbered}\\s*(?:to|with|into|so that it says|:)\\s*:?\\s*(?<text>.+)$`,
);

const shows = [
  new RegExp(`^(?:show|explain|describe|see|open|look at|display)(?: me)? ${numbered}(?: in full)?$`),
  new RegExp(
    `^(?:what (?:is|does|did|has)|how (?:is|does)) ${numbered}(?: (?:do|say|doing|done|mean|work))?$`,
  ),
  new RegExp(`^(?:what has|what did) ${numbered} (?:done|do|started)(?: so far| lately)?$`),
];

export function ruleSteps(bare: string): CommandRead | null {
  if (lists.test(bare)) return command({ do: 'rules' });
  for (const pattern of shows) {
    const found = pattern.exec(bare);
    if (found) return command({ do: 'rule_shown', rule: Number(found.groups?.rule) });
  }
  for (const [pattern, step] of steps) {
    const found = pattern.exec(bare);
    if (found) return command({ do: 'rule_step', step, rule: Number(found.groups?.rule) });
  }
  return null;
}

/** The number of the rule that is to be another, and its new words. */
export function ruleChange(bare: string): { rule: number; text: string } | null {
  const found = changes.exec(bare)?.groups;
  return found ? { rule: Number(found.rule), text: found.text ?? '' } : null;
}
