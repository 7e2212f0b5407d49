/** What is done with rules that there are: "show rules", "show rule 2", "switch off all rules", "switch off rule 3", "delete rule 3", "change rule 3 to …". */
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

const asked =
  '(?:do|does|did|say|mean|about|for|block|skip|keep back|kept back|tell|told of|concern|hold back|held back|fire|fired|set|made|change)';
const shown = [
  new RegExp(
    `^(?:(?:show|see|open|view|display|explain|describe|read(?: out)?|give me|tell me about|tell me|details? (?:of|on|about)|the story of|history of|versions of|what(?:'s| is)|what (?:does|did|has)|why(?: is there| do we have)?|how (?:is|does)|look at) )?(?:me )?${numbered}(?: (?:${asked}|done|doing|work|started))*(?: in detail| in full| so far| lately)?$`,
  ),
  new RegExp(
    `^(?:who|when|why|how often|how many times|what for)(?: (?:was|is|has|did|does|made|set|wrote|changed|created|who))* ${numbered}(?: (?:been |ever |last )?(?:${asked}|made|written|created|changed|true|for))*$`,
  ),
  new RegExp(
    `^(?:which|what) (?:deals|accounts|cards|warnings)(?: (?:are|is|were|does|do|did|has))* ${numbered} (?:skip\\w*|block\\w*|tell\\w* of|told of|keep\\w* back|kept back|hold\\w* back|held back|concern\\w*|is true of|is about|about|match\\w*|hit\\w*)(?: now)?$`,
  ),
  new RegExp(
    `^(?:which|what) (?:deals|accounts|cards|warnings)(?: (?:are|is|were))? (?:skipped|blocked|kept back|held back|concerned|told of|matched) (?:by|because of) ${numbered}(?: now)?$`,
  ),
];

const allOfThem = '(?:all (?:of )?)?(?:the |my |our |these |those )?(?:custom )?rules(?: at once)?';
const ofAll: [RegExp, Exclude<RuleStep, 'restore'>][] = [
  [new RegExp(`^(?:switch|turn) off ${allOfThem}$|^(?:switch|turn) ${allOfThem} off$`), 'switch off'],
  [new RegExp(`^(?:disable|deactivate|stop|mute|suspend|pause) ${allOfThem}$`), 'switch off'],
  [
    new RegExp(
      `^(?:switch|turn) on ${allOfThem}(?: again)?$|^(?:switch|turn) ${allOfThem} (?:back )?on(?: again)?$`,
    ),
    'switch on',
  ],
  [new RegExp(`^(?:enable|activate|reactivate|resume) ${allOfThem}(?: again)?$`), 'switch on'],
  [new RegExp(`^(?:delete|remove|drop|discard|get rid of|clear) ${allOfThem}$`), 'delete'],
  [new RegExp(`^(?:set|put|switch|move|run) ${allOfThem} (?:in|into|to|on) shadow(?: mode)?$`), 'shadow'],
];

export function ruleSteps(bare: string): CommandRead | null {
  if (lists.test(bare)) return command({ do: 'rules' });
  for (const [pattern, step] of steps) {
    const found = pattern.exec(bare);
    if (found) return command({ do: 'rule_step', step, rule: Number(found.groups?.rule) });
  }
  for (const [pattern, step] of ofAll) if (pattern.test(bare)) return command({ do: 'rules_step', step });
  const asked = withoutItsNumber(bare);
  if (asked) return asked;
  for (const pattern of shown) {
    const found = pattern.exec(bare);
    if (found) return command({ do: 'rule_shown', rule: Number(found.groups?.rule) });
  }
  return null;
}

const unnumbered =
  /^(?<verb>(?:switch|turn) (?:off|on)|disable|deactivate|stop|mute|suspend|enable|activate|reactivate|delete|remove|drop|cancel|kill|get rid of|restore|bring back|change|edit|rewrite|update|reword) (?:the |that |this |my |our |a |one )?rule(?: (?:about|on|for|of) .+)?$|^(?:switch|turn|put) (?:the |that |this |my )?rule (?<how>off|on|back on|in(?:to)? shadow)$/;
const unworded = new RegExp(`^(?:change|edit|rewrite|update|reword|adjust) ${numbered}$`);

/** Which one, or to what, is asked. */
function withoutItsNumber(bare: string): CommandRead | null {
  const rule = unworded.exec(bare)?.groups?.rule;
  if (rule !== undefined)
    return {
      lacks: `To what? Say rule ${rule} in its new words.`,
      completes: `change rule ${rule} to …`,
      of: 'rule_step',
    };
  const found = unnumbered.exec(bare)?.groups;
  if (!found) return null;
  const { verb, how } = found;
  return {
    lacks: 'Which rule? Say its number; "show rules" lists them.',
    completes: verb
      ? `${verb} rule …`
      : how?.includes('shadow')
        ? 'put rule … in shadow'
        : `switch ${how?.replace('back ', '')} rule …`,
    of: 'rule_step',
  };
}

/** The number of the rule that is to be another, and its new words. */
export function ruleChange(bare: string): { rule: number; text: string } | null {
  const found = changes.exec(bare)?.groups;
  return found ? { rule: Number(found.rule), text: found.text ?? '' } : null;
}
